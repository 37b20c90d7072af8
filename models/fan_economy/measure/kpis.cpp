#include "models/fan_economy/measure/kpis.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "models/fan_economy/keys/dialects.h"
#include "models/fan_economy/market/standing.h"
#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {


double ratio(double a, double b) { return b == 0 ? kNothing : a / b; }
// What one unit cost; nothing where no money was spent (a placebo is not free of cost, it has none).
double cost(double spent, double count) { return spent == 0 ? kNothing : ratio(spent, count); }

double of_run(const World& w, RunCell cell) {
  return static_cast<double>(w.measures.since_warmup(w.measures.cell(cell)));
}
double of_brand(const World& w, BrandCell cell, std::size_t brand) {
  return static_cast<double>(w.measures.since_warmup(w.measures.cell(cell, brand)));
}
double of_campaign(const World& w, CampaignCell cell, std::size_t campaign) {
  return static_cast<double>(w.measures.since_warmup(w.measures.cell(cell, campaign)));
}
template <BrandCell cell>
double brand_people(const World& w, std::size_t b) {
  return w.people(of_brand(w, cell, b));
}
template <BrandCell cell>
double brand_money(const World& w, std::size_t b) {
  return of_brand(w, cell, b) / 100;
}
template <CampaignCell cell>
double campaign_people(const World& w, std::size_t c) {
  return w.people(of_campaign(w, cell, c));
}
template <CampaignCell cell>
double campaign_money(const World& w, std::size_t c) {
  return of_campaign(w, cell, c) / 100;
}
template <RunCell cell>
double run_people(const World& w, std::size_t) {
  return w.people(of_run(w, cell));
}

const Dialect& dialect(const World& w) { return dialect_of(w.setup.outputs.kpis); }
double saves(const World& w, std::size_t c) {
  return w.saves == 0 ? 0 : w.people(static_cast<double>(w.measures.since_warmup(w.saves + c)));
}
// As the dialect of outputs.kpis has them.
double campaign_views(const World& w, std::size_t c) {
  return w.people(
      of_campaign(w, dialect(w).shown_is_view ? CampaignCell::impressions : CampaignCell::views, c));
}
double brand_engagements(const World& w, std::size_t b) {
  return w.people(of_brand(w, BrandCell::likes, b) + of_brand(w, BrandCell::comments, b) +
                  of_brand(w, BrandCell::shares, b));
}
double campaign_engagements(const World& w, std::size_t c) {
  return w.people(of_campaign(w, CampaignCell::likes, c) + of_campaign(w, CampaignCell::comments, c) +
                  of_campaign(w, CampaignCell::shares, c)) +
         (dialect(w).saves ? saves(w, c) : 0);
}
double net_revenue(const World& w, std::size_t b) {
  return (of_brand(w, BrandCell::revenue, b) - of_brand(w, BrandCell::refunds, b)) / 100;
}
double share_of_voice(const World& w, std::size_t brand) {
  double all = 0;
  for (std::size_t b = 0; b < w.p.brands.size(); ++b) all += of_brand(w, BrandCell::impressions, b);
  return ratio(of_brand(w, BrandCell::impressions, brand), all);
}
double attributed_roi(const World& w, std::size_t b) {
  const double spend_units = brand_spend(w, b);
  return ratio(of_brand(w, BrandCell::last_touch_gain, b) / 100 - spend_units, spend_units);
}
// From the books, with returns that are still to come: they were drawn when the orders were made.
double contribution(const World& w, std::size_t b) {
  const double gain = of_brand(w, BrandCell::revenue, b) - of_brand(w, BrandCell::refunds, b) -
                      of_brand(w, BrandCell::product_cost, b) - of_brand(w, BrandCell::platform_take, b) -
                      of_brand(w, BrandCell::returns_to_come, b);
  return gain / 100 - brand_spend(w, b);
}
double reach(const World& w, std::size_t c) {
  const std::size_t cell = w.shown != 0 ? w.shown + c : w.measures.reach_at_least(c, 1);
  return w.people(static_cast<double>(w.measures.since_warmup(cell)));
}
double attention_gini(const World& w, std::size_t) {
  std::vector<std::int64_t> values;
  for (const Creator& c : w.creators) values.push_back(c.impressions);
  return gini(values);
}
double income_gini(const World& w, std::size_t) {
  std::vector<std::int64_t> values;
  for (const Creator& c : w.creators) values.push_back(c.income);
  return gini(values);
}
double active_creators(const World& w, std::size_t) {
  return static_cast<double>(
      std::count_if(w.creators.begin(), w.creators.end(), [](const Creator& c) { return c.active != 0; }));
}

constexpr std::array kRun = {
    Kpi{"sessions", "sessions", "sessions begun", "sum over accounts × population.scale", true,
        run_people<RunCell::sessions>},
    Kpi{"time_in_app", "h", "time spent in the app", "seconds × population.scale / 3600", false,
        [](const World& w, std::size_t) { return w.people(of_run(w, RunCell::seconds)) / 3600; }},
    Kpi{"follows", "follows", "new follows", "sum over accounts × population.scale", true,
        run_people<RunCell::follows>, Better::more},
    Kpi{"unfollows", "follows", "follows ended", "sum over accounts × population.scale", true,
        run_people<RunCell::unfollows>, Better::less},
    Kpi{"creator_income", "CNY", "income of all creators", "fees + commission + ad share", false,
        [](const World& w, std::size_t) { return of_run(w, RunCell::creator_income) / 100; }},
    Kpi{"active_creators", "accounts", "creators at work", "creators that have not stopped", true,
        active_creators},
    Kpi{"fan_share", "1", "share of creators' followers who are fans, now",
        "follows of creators at fandom relations.fan_at or more / followers of creators", false, fan_share,
        Better::more},
    Kpi{"attention_gini", "1", "inequality of attention among creators",
        "Gini of recent impressions per creator", false, attention_gini},
    Kpi{"creator_income_gini", "1", "inequality of income among creators",
        "Gini of income since the start per creator", false, income_gini},
};

constexpr std::array kBrand = {
    Kpi{"brand_impressions", "impressions", "impressions of posts about the brand",
        "impressions × population.scale, all posts that name it", true, brand_people<BrandCell::impressions>,
        Better::more},
    Kpi{"brand_engagements", "engagements", "engagements with posts about the brand",
        "likes + comments + shares", true, brand_engagements, Better::more},
    Kpi{"brand_clicks", "clicks", "product clicks", "clicks on posts about the brand", true,
        brand_people<BrandCell::clicks>, Better::more},
    Kpi{"sales", "orders", "orders", "orders granted × population.scale", true,
        brand_people<BrandCell::orders>, Better::more},
    Kpi{"returned", "orders", "orders sent back", "returns × population.scale", true,
        brand_people<BrandCell::returned>, Better::less},
    Kpi{"rejected", "orders", "orders that found no stock", "rejections × population.scale", true,
        brand_people<BrandCell::rejected>, Better::less},
    Kpi{"revenue", "CNY", "gross revenue", "Σ price paid", false, brand_money<BrandCell::revenue>,
        Better::more},
    Kpi{"refunds", "CNY", "refunds", "Σ price of returned orders", false, brand_money<BrandCell::refunds>,
        Better::less},
    Kpi{"net_revenue", "CNY", "net revenue", "revenue − refunds", false, net_revenue, Better::more},
    Kpi{"product_cost", "CNY", "cost of the products sold",
        "unit cost when ordered, of orders that did not come back", false,
        brand_money<BrandCell::product_cost>},
    Kpi{"platform_take", "CNY", "revenue kept by the platform",
        "purchase.platform_take of orders that did not come back", false,
        brand_money<BrandCell::platform_take>},
    Kpi{"contribution", "CNY", "what sales leave after all that campaigns and they cost",
        "net_revenue − product_cost − platform_take − spend − what returns still to come will cost", false,
        contribution, Better::more},
    Kpi{"margin", "1", "margin", "share of the price left after the product's cost", false,
        [](const World& w, std::size_t b) { return w.p.brands[b].margin; }},
    Kpi{"new_buyers", "people", "people who bought the brand for the first time",
        "first orders × population.scale", true, brand_people<BrandCell::new_buyers>, Better::more},
    Kpi{"last_touch_orders", "orders", "orders credited to a creator",
        "orders within the window of the last touch", true, brand_people<BrandCell::last_touch_orders>,
        Better::more},
    Kpi{"last_touch_revenue", "CNY", "revenue credited to creators",
        "revenue of last-touch orders; credit, not effect", false, brand_money<BrandCell::last_touch_revenue>,
        Better::more},
    Kpi{"spend", "CNY", "money spent on campaigns and by mechanisms",
        "fees + platform fees + handling + product + commission + what mechanisms spend for it (ads, search, "
        "staff)",
        false, brand_spend},
    Kpi{"roi", "1", "return on spend as last touch credits it",
        "(last_touch_revenue − its product cost and take − spend) / spend; credit, not effect", false,
        attributed_roi, Better::more},
    Kpi{"share_of_voice", "1", "share of voice", "brand_impressions / brand_impressions of all brands", false,
        share_of_voice, Better::more},
    Kpi{"sentiment", "1", "mean attitude of those who know the brand, now",
        "Σ attitude / aware accounts, −1 … 1", false,
        [](const World& w, std::size_t b) { return sentiment(w, b); }, Better::more},
    Kpi{"awareness", "1", "share of accounts that know the brand, now", "1 − unaware / accounts", false,
        [](const World& w, std::size_t b) { return awareness(w, b); }, Better::more},
};

constexpr std::array kCampaignKpis = {
    Kpi{"reach", "people", "people reached, no one counted twice",
        "accounts exposed at least once × population.scale", true, reach, Better::more},
    Kpi{"impressions", "impressions", "impressions of the campaign's posts", "impressions × population.scale",
        true, campaign_people<CampaignCell::impressions>, Better::more},
    Kpi{"views", "views", "impressions watched past half", "views × population.scale", true, campaign_views,
        Better::more},
    Kpi{"engagements", "engagements", "engagements", "likes + comments + shares", true, campaign_engagements,
        Better::more},
    Kpi{"engagement_rate", "1", "engagement rate", "engagements / impressions", false,
        [](const World& w, std::size_t c) {
          return ratio(campaign_engagements(w, c), w.people(of_campaign(w, CampaignCell::impressions, c)));
        },
        Better::more},
    Kpi{"clicks", "clicks", "product clicks", "clicks × population.scale", true,
        campaign_people<CampaignCell::clicks>, Better::more},
    Kpi{"campaign_orders", "orders", "orders credited to the campaign",
        "last-touch orders × population.scale", true, campaign_people<CampaignCell::last_touch_orders>,
        Better::more},
    Kpi{"campaign_revenue", "CNY", "revenue credited to the campaign",
        "revenue of last-touch orders; credit, not effect", false,
        campaign_money<CampaignCell::last_touch_revenue>, Better::more},
    Kpi{"click_orders", "orders", "orders at once after a click",
        "orders that a click on its posts led to × population.scale", true,
        campaign_people<CampaignCell::click_orders>, Better::more},
    Kpi{"campaign_posts", "posts", "sponsored posts published", "posts", true,
        [](const World& w, std::size_t c) { return of_campaign(w, CampaignCell::posts, c); }},
    Kpi{"contracts", "creators", "creators hired", "contracts", true,
        [](const World& w, std::size_t c) { return of_campaign(w, CampaignCell::contracts, c); }},
    Kpi{"campaign_spend", "CNY", "money spent", "fees + platform fees + handling + product + commission",
        false, campaign_spend},
    Kpi{"fees", "CNY", "fees paid to creators", "Σ fee of published posts", false,
        campaign_money<CampaignCell::fees>},
    Kpi{"platform_fees", "CNY", "fees paid to the platform", "share of fees", false,
        campaign_money<CampaignCell::platform_fees>},
    Kpi{"handling", "CNY", "handling", "per contract", false, campaign_money<CampaignCell::handling>},
    Kpi{"product", "CNY", "products given", "cost of one product per contract", false,
        campaign_money<CampaignCell::product>},
    Kpi{"commission", "CNY", "commission", "share of revenue of last-touch orders", false,
        campaign_money<CampaignCell::commission>},
    Kpi{"unspent", "CNY", "budget returned to the brand", "escrow left at the flight's end", false,
        campaign_money<CampaignCell::unspent>},
    Kpi{"cost_per_thousand", "CNY", "cost per thousand impressions", "1000 · campaign_spend / impressions",
        false,
        [](const World& w, std::size_t c) {
          return cost(1000 * campaign_spend(w, c), w.people(of_campaign(w, CampaignCell::impressions, c)));
        },
        Better::less},
    Kpi{"cost_per_engagement", "CNY", "cost per engagement", "campaign_spend / engagements", false,
        [](const World& w, std::size_t c) { return cost(campaign_spend(w, c), campaign_engagements(w, c)); },
        Better::less},
    Kpi{"cost_per_click", "CNY", "cost per click", "campaign_spend / clicks", false,
        [](const World& w, std::size_t c) {
          return cost(campaign_spend(w, c), w.people(of_campaign(w, CampaignCell::clicks, c)));
        },
        Better::less},
};

}  // namespace

std::vector<Kpi> campaign_kpis(const Dialect& dialect) {
  std::vector<Kpi> all(kCampaignKpis.begin(), kCampaignKpis.end());
  const auto change = [&](std::string_view name, std::string_view help, std::string_view formula) {
    const auto kpi = std::find_if(all.begin(), all.end(), [&](const Kpi& k) { return k.name == name; });
    kpi->long_name = help, kpi->formula = formula;
  };
  if (dialect.shown_is_view)
    change("views", "times a post was played or stood on a screen", "impressions × population.scale");
  if (dialect.shown_is_reach)
    change("reach", "people to whom a post was shown, no one counted twice",
           "accounts shown a post at least once × population.scale");
  if (dialect.saves) {
    change("engagements", "engagements, saves among them", "likes + comments + shares + saves");
    const auto cost =
        std::find_if(all.begin(), all.end(), [](const Kpi& k) { return k.name == "engagement_rate"; });
    all.insert(cost, Kpi{"saves", "saves", "posts saved for later", "saves × population.scale", true, saves,
                         Better::more});
  }
  return all;
}

std::span<const Kpi> run_kpis() { return kRun; }
std::span<const Kpi> brand_kpis() { return kBrand; }
std::span<const Kpi> campaign_kpis() { return kCampaignKpis; }

double campaign_spend(const World& world, std::size_t campaign) {
  double sum = 0;
  for (const CampaignCell c : {CampaignCell::fees, CampaignCell::platform_fees, CampaignCell::handling,
                               CampaignCell::product, CampaignCell::commission})
    sum += of_campaign(world, c, campaign);
  return sum / 100;
}

double brand_spend(const World& world, std::size_t brand) {
  double sum = 0;
  for (std::size_t c = 0; c < world.market.campaigns.size(); ++c)
    if (world.market.campaigns[c].brand == brand) sum += campaign_spend(world, c);
  for (const BrandCost& cost : world.market.costs)
    if (cost.brand == brand) sum += static_cast<double>(world.measures.since_warmup(cost.cell)) / 100;
  return sum;
}

double fan_share(const World& w, std::size_t) {
  double followers = 0;
  for (const Creator& c : w.creators) followers += w.followers[c.account];
  return ratio(static_cast<double>(w.measures[w.measures.fans()]), followers);
}

double gini(std::span<const std::int64_t> values) {
  std::vector<std::int64_t> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  double sum = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sum += static_cast<double>(sorted[i]);
    weighted += static_cast<double>(sorted[i]) * static_cast<double>(i + 1);
  }
  const auto n = static_cast<double>(sorted.size());
  return sum <= 0 ? kNothing : 2 * weighted / (n * sum) - (n + 1) / n;
}

}  // namespace fanfare::fan_economy
