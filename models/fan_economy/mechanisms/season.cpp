// Mechanism `season`: sales of a whole platform, by the calendar or by the day. While one runs, its brands
// sell below their list price; before it, those who know that it comes wait. The dip after it is nobody's
// rule: need was filled early (market/purchase.cpp).
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/problems.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct SaleKeys {
  std::string id;
  double from = 0;         // days
  double lasts = 3;        // days
  double discount = 0.2;
  double urgency = 0.5;
  std::vector<std::string> brands;  // none: all
};

void describe(Schema<SaleKeys>& s) {
  s.id(&SaleKeys::id).help("name of the sale");
  s.value("from", &SaleKeys::from).unit(Unit::days).in(0, 1e5).help("first day");
  s.value("lasts", &SaleKeys::lasts).unit(Unit::days).in(0.01, 366).help("length");
  s.value("discount", &SaleKeys::discount)
      .unit(Unit::share)
      .in(0, 0.99)
      .help("off the list price")
      .source("folk");
  s.value("urgency", &SaleKeys::urgency).in(0, 1).help("how much \"now or never\" it says").source("folk");
  s.words("brands", &SaleKeys::brands).help("which take part; none: all");
}

struct Festival {
  std::string_view word;
  unsigned month, day, length;  // length: days
};
// As platforms announce them: the main days.
constexpr std::array kFestivals = {Festival{"new_year_goods", 1, 10, 14}, Festival{"women", 3, 5, 4},
                                   Festival{"618", 6, 16, 3}, Festival{"double11", 11, 10, 2},
                                   Festival{"double12", 12, 12, 1}};

struct SeasonKeys {
  std::vector<std::string> festivals{"new_year_goods", "women", "618", "double11", "double12"};
  double festival_discount = 0.2;
  double announced = 7;
  double waiting = 0.5;
  std::vector<SaleKeys> sales;
};

void describe(Schema<SeasonKeys>& s) {
  s.words("festivals", &SeasonKeys::festivals)
      .help(
          "sales by the calendar: new_year_goods (10 January, 14 days), women (5 March, 4), 618 (16 June, 3), "
          "double11 (10 November, 2), double12 (12 December)");
  s.value("festival_discount", &SeasonKeys::festival_discount).unit(Unit::share).in(0, 0.99)
      .help("off the list price in a festival").source("folk");
  s.value("announced", &SeasonKeys::announced).unit(Unit::days).in(0, 60)
      .help("before its first day that a sale is known").source("folk");
  s.value("waiting", &SeasonKeys::waiting).unit(Unit::share).in(0, 1)
      .help("of buyers, who wait for a sale on its eve; fewer, the longer it is to it").source("folk");
  s.list("sales", &SeasonKeys::sales).help("further sales");
  s.check([](const SeasonKeys& keys, Checker& c) {
    for (const std::string& word : keys.festivals)
      if (std::none_of(kFestivals.begin(), kFestivals.end(),
                       [&](const Festival& f) { return f.word == word; }))
        c.problem("festivals", "'" + word + "' is no festival",
                  "there are new_year_goods, women, 618, double11, double12; others go into sales");
  });
}

// A sale of one brand.
struct Sale {
  std::uint8_t brand;
  double from;
};

void count_sale(Mechanism* by, World& world, const OfferOutcome& outcome);

class Season final : public Mechanism {
 public:
  using Keys = SeasonKeys;
  static constexpr std::array kOffers = {
      OfferRule{"sale", "of a whole platform, for some days", nullptr, nullptr, count_sale}};
  static constexpr std::array kMeasures = {
      MeasureRule{"sale_orders", "people", "orders at the price of a sale", "accounts × population.scale",
                  true},
      MeasureRule{"sale_discount", "CNY", "what buyers paid less by it", "list price − price, of all people",
                  false}};

  Season(World&, const Keys& keys) : keys_(keys) {}

  void open(World& world) override {
    orders_ = world.measures.named("sale_orders");
    discount_ = world.measures.named("sale_discount");
    for (const SaleKeys& sale : keys_.sales) announce(world, sale);
    for (const std::string& word : keys_.festivals)
      for (const Festival& festival : kFestivals)
        if (festival.word == word) announce_years(world, festival);
  }

  // Those who wait are missed today. The nearest sale counts.
  void intervene(World& world, const StepScope&) {
    if (keys_.announced <= 0) return;
    const double day = world.calendar.days(world.tick);
    for (std::size_t brand = 0; brand < world.market.season.size(); ++brand) {
      double eve = 0;
      for (const Sale& sale : sales_)
        if (sale.brand == brand && day < sale.from)
          eve = std::max(eve, 1 - (sale.from - day) / keys_.announced);
      world.market.season[brand] *= 1 - keys_.waiting * eve;
    }
  }

  void count(World& world, const OfferOutcome& outcome) const {
    if (outcome.what != OfferOutcome::What::granted) return;
    world.measures.add(orders_, 1);
    const Cents less = world.market.brands[outcome.brand].price - outcome.price;
    world.measures.add(discount_, less * scale_of(world));
  }

 private:
  void announce_years(World& world, const Festival& festival) {
    const int first = world.calendar.date(0).year, last = world.calendar.date(world.setup.run.ticks()).year;
    for (int year = first; year <= last; ++year) {
      const auto from = static_cast<double>(world.calendar.day_of({year, festival.month, festival.day}));
      announce(world, {std::string(festival.word),
                       from,
                       static_cast<double>(festival.length),
                       keys_.festival_discount,
                       0.5,
                       {}});
    }
  }

  void announce(World& world, const SaleKeys& sale) {
    for (const std::string& id : sale.brands)
      brand_named(world, id, "season.sales." + sale.id + ".brands");  // or says so
    for (std::size_t b = 0; b < world.p.brands.size(); ++b) {
      const auto is_it = [&](const std::string& id) { return id == world.p.brands[b].id; };
      if (!sale.brands.empty() && std::none_of(sale.brands.begin(), sale.brands.end(), is_it)) continue;
      Offer offer;
      offer.discount = sale.discount;
      offer.from_day = sale.from;
      offer.until_day = sale.from + sale.lasts;
      offer.urgency = static_cast<float>(sale.urgency);
      offer.brand = static_cast<std::uint8_t>(b);
      add_offer(world, offer, offer_kind("sale"), "season");
      sales_.push_back({offer.brand, sale.from});
    }
  }

  const Keys& keys_;
  std::vector<Sale> sales_;
  std::size_t orders_ = 0, discount_ = 0;
};

void count_sale(Mechanism* by, World& world, const OfferOutcome& outcome) {
  static_cast<const Season*>(by)->count(world, outcome);
}

}  // namespace

extern constinit const MechanismEntry season = mechanism<Season>(
    "season", "sales of a whole platform: people wait for them, stock up, and buy less afterwards");

}  // namespace fanfare::fan_economy
