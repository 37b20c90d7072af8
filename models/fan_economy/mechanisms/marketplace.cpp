// Mechanism `marketplace`: brands and creators meet on a platform that lists cards, advises prices by
// expected engagement and keeps a part of each fee. Creators refuse what does not suit them, what is too much
// and what is too little; where the platform keeps more than its protection is worth, the two settle outside.
// Who stands for many brands is believed less. Long, because cards, advice, refusals and agencies bear on one
// price.
#include "models/fan_economy/mechanisms/marketplace.h"

#include <algorithm>
#include <array>
#include <string>

#include "fanfare/fmath.h"
#include "fanfare/problems.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/content/publishing.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/poisson_slope.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/selector.h"

namespace fanfare::fan_economy {

namespace {

// What is said of a contract beside what it says itself.
struct MarketDeal {
  std::uint8_t outside = 0;  // settled off the platform
  std::uint8_t repeats = 0;  // shows posts of another a second time, for no fee
};

struct MarketEndorsement {
  std::uint32_t creator = 0, brand = 0;
  Tick last = 0;
  static bool before(const MarketEndorsement& a, const MarketEndorsement& b) {
    return a.creator != b.creator ? a.creator < b.creator : a.brand < b.brand;
  }
};

enum class Refusal : std::uint8_t { none, fit, load, price, bound };

double market_small_share(const World& world);
double market_elasticity(const World& world);
double market_worth(const World& world);

class Marketplace final : public Mechanism {
 public:
  using Keys = MarketplaceKeys;
  static constexpr bool kOnEveryPlatform = true;  // it looks at each new post
  static constexpr std::array kMeasures = {
      MeasureRule{"deals", "deals", "contracts made on the marketplace", "number", true},
      MeasureRule{"deals_outside", "deals", "of them, settled off the platform", "number", true},
      MeasureRule{"refused_fit", "creators", "offers refused: the brand does not suit the creator",
                  "of those a line selects, at the start of its campaign", true},
      MeasureRule{"refused_load", "creators", "offers refused: too much to do",
                  "of those a line selects, at the start of its campaign", true},
      MeasureRule{"refused_price", "creators", "offers refused: the bid is too low",
                  "of those a line selects, at the start of its campaign", true},
      MeasureRule{"refused_bound", "creators", "offers refused: bound to a rival",
                  "of those a line selects, at the start of its campaign", true},
      MeasureRule{"market_take", "CNY", "what the platform kept of fees",
                  "take · fees of posts that appeared", false},
      MeasureRule{"agency_margin", "CNY", "what agencies kept of fees", "margin · fees of their creators",
                  false},
      MeasureRule{"agency_stipends", "CNY", "what agencies spent on those they incubate", "stipend · days",
                  false},
      MeasureRule{"posts_withdrawn", "posts", "paid posts taken down before anyone saw them", "number", true},
      MeasureRule{"fees_refunded", "CNY", "fees that went back for posts withdrawn",
                  "fee · (1 − kill fee) + the platform's part", false},
      MeasureRule{"fees_lost", "CNY", "fees of posts taken down outside the platform", "fee", false},
      MeasureRule{"small_fees", "CNY", "fees of creators with fewer followers than careers.kol_from",
                  "fee · posts, of contracts as they were made", false},
      MeasureRule{"all_fees", "CNY", "fees of all creators", "fee · posts, of contracts as they were made",
                  false},
      MeasureRule{"small_share", "1", "share of fees that small creators get", "small fees over all fees",
                  false, market_small_share},
      MeasureRule{"engagement_elasticity", "1", "elasticity of engagement to spend",
                  "slope of ln of expected engagements on ln fees paid, over contracts", false,
                  market_elasticity},
      MeasureRule{"endorsement_worth", "1", "what exposure leaves of an endorsement",
                  "(1 − exposure)^(other brands of late), mean over paid posts", false, market_worth}};

  Marketplace(World& world, const Keys& keys)
      : keys_(keys), luck_(world.luck("marketplace")), agency_(world, keys.agency, "marketplace") {
    terms_.resize(world.p.campaigns.size());
    for (const MarketplaceTerms& terms : keys.terms)
      terms_[campaign_named(world, terms.campaign, "marketplace.terms." + terms.id + ".campaign")] = terms;
  }

  void open(World& world) override {
    for (std::size_t i = 0; i < counted_.size(); ++i) counted_[i] = world.measures.named(kMeasures[i].name);
    agency_.open(world, counted_[kMargin], counted_[kStipends]);
  }
  void state(Archive& archive) override {
    archive.shared({"marketplace.deals", "1", "by contract: off the platform, shows again"}, deals_);
    archive.shared({"marketplace.endorsements", "1", "creator, brand, tick of the last paid post"}, stood_);
    archive.shared({"marketplace.worth", "1", "paid posts; 1/1000 of what exposure left them"}, worth_);
    agency_.state(archive);
  }

  // --- Offers ---------------------------------------------------------------------------------------------

  void vet(const World& world, std::size_t campaign, std::size_t line, std::vector<std::uint32_t>& found) {
    std::erase_if(found, [&](std::uint32_t creator) {
      return refuses(world, campaign, line, creator) != Refusal::none;
    });
    if (!keys_.ranked) return;
    const double going = going_rate(world);
    std::stable_sort(found.begin(), found.end(), [&](std::uint32_t a, std::uint32_t b) {
      return bargain(world, going, a) > bargain(world, going, b);
    });
  }

  void priced(const World& world, std::size_t campaign, std::size_t, std::uint32_t creator, DealTerms& deal) {
    if (deal.fee == 0) return;
    const MarketplaceTerms& terms = terms_[campaign];
    const double premium =
        1 + (terms.exclusive ? keys_.exclusive_premium : 0) + (terms.rights ? keys_.rights_premium : 0);
    deal.fee = cents(static_cast<double>(deal.fee) * terms.bid * premium);
    if (!is_outside(world, campaign, creator)) return;
    // What the platform would have kept is shared.
    const double kept = keys_.take + world.p.campaigns[campaign].platform_fee;
    deal.fee = cents(static_cast<double>(deal.fee) * (1 - keys_.take + kept / 2));
    deal.platform_share = 0;
  }

  // --- The run --------------------------------------------------------------------------------------------

  void campaign(World& world, const StepScope& scope) {
    for (std::size_t c = 0; c < terms_.size(); ++c)
      if (world.market.campaigns[c].from == scope.tick) count_refusals(world, c);
    note_contracts(world);
    settle_posts(world);
  }

  void published(World& world, std::uint32_t, PostScore& post) {
    if ((post.flags & PostFlags::kSponsored) == 0 || post.creator == kNobody || post.brand == kNoBrand)
      return;
    const int others = note_endorsement(world, post.creator, post.brand);
    const double left = fmath::pow(1 - keys_.exposure, others);
    post.trust *= static_cast<float>(left);
    if (world.tick < world.setup.run.warmup_ticks()) return;
    worth_[0] += 1;
    worth_[1] += static_cast<std::int64_t>(1000 * left + 0.5);
  }

  void adapt(World& world, const StepScope& scope) {
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    agency_.end_day(world);
    const double going = going_rate(world);
    for (Creator& creator : world.creators) {
      const auto card = static_cast<double>(creator.price);
      creator.price = cents(card + keys_.advice * (advised(world, going, creator) - card));
    }
  }

  double worth() const {
    return worth_[0] == 0 ? 1 : static_cast<double>(worth_[1]) / (1000.0 * static_cast<double>(worth_[0]));
  }
  double part(const World& world, std::size_t of, std::size_t all) const {
    const auto whole = static_cast<double>(world.measures.since_warmup(counted_[all]));
    return whole > 0 ? static_cast<double>(world.measures.since_warmup(counted_[of])) / whole : 0;
  }
  double small_share(const World& world) const { return part(world, kSmallFees, kAllFees); }

 private:
  enum Purpose : std::uint32_t { fits, reserves, risks, censors, labels };
  enum Count : std::size_t {
    kDeals,
    kOutside,
    kRefusedFit,
    kRefusedLoad,
    kRefusedPrice,
    kRefusedBound,
    kTake,
    kMargin,
    kStipends,
    kWithdrawn,
    kRefunded,
    kLost,
    kSmallFees,
    kAllFees
  };
  static constexpr double kFewPosts = 2;  // the advice counts in full only for those with many more

  static Cents cents(double amount) { return static_cast<Cents>(std::max(0.0, amount) + 0.5); }

  // Engagements that a post brought, in people, times its weight against the card: none without posts.
  static double weighted(const World& world, const Creator& creator) {
    return world.people(creator.impressions) / (static_cast<double>(creator.posts_recent) + kFewPosts) *
           engagement_rate(world, creator.engagements, creator.impressions);
  }
  static double weight(const Creator& creator) {
    return static_cast<double>(creator.posts_recent) /
           (static_cast<double>(creator.posts_recent) + kFewPosts);
  }
  // What an engagement costs where all creators ask what their cards say: so advice moves prices, not their
  // sum.
  static double going_rate(const World& world) {
    double asked = 0, engagements = 0;
    for (const Creator& creator : world.creators) {
      if (creator.active == 0) continue;
      asked += weight(creator) * static_cast<double>(creator.price);
      engagements += weighted(world, creator);
    }
    return engagements > 0 ? asked / engagements : 0;
  }
  static double advised(const World& world, double going, const Creator& creator) {
    const auto card = static_cast<double>(creator.price);
    return going > 0 ? going * weighted(world, creator) + (1 - weight(creator)) * card : card;
  }
  static double bargain(const World& world, double going, std::uint32_t index) {
    const Creator& creator = world.creators[index];
    return advised(world, going, creator) / std::max(1.0, static_cast<double>(creator.price));
  }

  // Paid posts a week that the creator is bound to while the campaign runs, by others.
  static double load(const World& world, std::size_t number, std::uint32_t creator) {
    const Campaign& campaign = world.market.campaigns[number];
    double posts = 0;
    for (const Contract& contract : world.market.contracts) {
      if (contract.creator != creator || contract.campaign == number ||
          contract.status != ContractStatus::running)
        continue;
      const Campaign& other = world.market.campaigns[contract.campaign];
      if (other.until > campaign.from && other.from < campaign.until)
        posts += contract.posts / weeks(world, other);
    }
    return posts;
  }
  static double weeks(const World& world, const Campaign& campaign) {
    return std::max(1.0, static_cast<double>(campaign.until - campaign.from) / world.ticks_per_day() / 7);
  }

  // Bound by an exclusive contract to another brand of the category.
  bool is_bound(const World& world, std::size_t number, std::uint32_t creator) const {
    const Campaign& campaign = world.market.campaigns[number];
    if (world.market.brands.empty()) return false;
    const auto& brands = world.market.brands;
    return std::any_of(world.market.contracts.begin(), world.market.contracts.end(), [&](const Contract& c) {
      const MarketplaceTerms& terms = terms_[c.campaign];
      const Campaign& other = world.market.campaigns[c.campaign];
      if (c.creator != creator || !terms.exclusive || c.status == ContractStatus::dropped) return false;
      const auto after = static_cast<Tick>(terms.exclusive_after * world.ticks_per_day());
      return other.hired_as != campaign.hired_as && campaign.from < other.until + after &&
             brands[other.hired_as].category == brands[campaign.hired_as].category;
    });
  }

  Refusal refuses(const World& world, std::size_t number, std::size_t line, std::uint32_t index) const {
    const Campaign& campaign = world.market.campaigns[number];
    const Creator& creator = world.creators[index];
    if (is_bound(world, number, index)) return Refusal::bound;
    if (const auto topic = topic_for(world, campaign)) {
      const double demand = 2 * keys_.fit_demand * luck_.draws(fits).uniform({creator.account, 0, 0});
      if (fit(creator.niche, *topic) < 255 * std::min(demand, 1.0)) return Refusal::fit;
    }
    const double posts =
        load(world, number, index) + world.p.campaigns[number].lines[line].posts / weeks(world, campaign);
    if (posts > keys_.posts_a_week) return Refusal::load;
    const double own =
        keys_.reserve + keys_.reserve_spread * luck_.draws(reserves).normal({creator.account, 0, 0});
    if (terms_[number].bid < own * (1 + keys_.busy * posts / keys_.posts_a_week)) return Refusal::price;
    return Refusal::none;
  }

  // A pair settles by itself what the platform would keep more of than its protection is worth to them.
  bool is_outside(const World& world, std::size_t campaign, std::uint32_t creator) const {
    const double kept = keys_.take + world.p.campaigns[campaign].platform_fee;
    const Subject pair{world.creators[creator].account, static_cast<std::uint32_t>(campaign), 0};
    return kept > lognormal(keys_.lost_outside, keys_.risk_spread, luck_.draws(risks), pair);
  }

  void count_refusals(World& world, std::size_t number) {
    for (std::uint32_t line = 0; line < world.p.campaigns[number].lines.size(); ++line)
      for (const std::uint32_t creator :
           select_creators(world, world.p.campaigns[number].lines[line].hire,
                           topic_for(world, world.market.campaigns[number]),
                           {Asking::Who::line, static_cast<std::uint32_t>(number), line})) {
        const Refusal why = refuses(world, number, line, creator);
        if (why == Refusal::none) continue;
        const std::size_t cell = why == Refusal::fit     ? kRefusedFit
                                 : why == Refusal::load  ? kRefusedLoad
                                 : why == Refusal::price ? kRefusedPrice
                                                         : kRefusedBound;
        world.measures.add(counted_[cell], 1);
      }
  }

  // Those made since the last tick.
  void note_contracts(World& world) {
    Market& market = world.market;
    for (std::size_t i = deals_.size(); i < market.contracts.size(); ++i) {
      const Contract contract = market.contracts[i];
      MarketDeal deal;
      deal.outside = contract.fee > 0 && is_outside(world, contract.campaign, contract.creator) ? 1 : 0;
      deals_.push_back(deal);
      world.measures.add(counted_[kDeals], 1);
      if (deal.outside != 0) {
        world.measures.add(counted_[kOutside], 1);
        hide_label(world, i);
      }
      const Cents fees = contract.fee * contract.posts;
      world.measures.add(counted_[kAllFees], fees);
      if (contract.followers < world.p.careers.kol_from) world.measures.add(counted_[kSmallFees], fees);
      if (terms_[contract.campaign].rights) show_again(world, i);
    }
  }

  void hide_label(World& world, std::size_t contract) const {
    const Contract& of = world.market.contracts[contract];
    const Subject pair{world.creators[of.creator].account, of.campaign, 0};
    if (luck_.draws(labels).chance(keys_.labelled_outside, pair)) return;
    for (ScheduledPost& post : world.market.scheduled)
      if (post.contract == contract) post.flags &= static_cast<std::uint8_t>(~PostFlags::kDisclosed);
  }

  // Under a contract of its own, which costs nothing.
  void show_again(World& world, std::size_t number) {
    Market& market = world.market;
    if (market.contracts.size() >= kMostContracts) return;
    Contract again = market.contracts[number];
    again.fee = again.platform_fee = again.handling = again.product = 0;
    again.posts = 0;
    const auto& own = world.brand_accounts;
    const std::uint8_t brand = market.campaigns[again.campaign].brand;
    const auto later = static_cast<Tick>(terms_[again.campaign].rights_after * world.ticks_per_day() + 0.5);
    std::vector<ScheduledPost> posts;
    for (ScheduledPost post : market.scheduled) {
      if (post.contract != number) continue;
      post.tick += std::max<Tick>(later, 1);
      if (post.tick >= market.campaigns[again.campaign].until) continue;
      if (brand < own.size() && own[brand] != kNobody) post.account = own[brand];
      post.contract = static_cast<std::uint32_t>(market.contracts.size());
      posts.push_back(post);
      ++again.posts;
    }
    if (posts.empty()) return;
    market.contracts.push_back(again);
    deals_.push_back({0, 1});
    market.scheduled.insert(market.scheduled.end(), posts.begin(), posts.end());
    part_collisions(market.scheduled);
  }

  // Of the posts that were just paid: what the platform and agencies keep, and what censorship takes.
  void settle_posts(World& world) {
    const auto now = scheduled_now(world);
    const std::vector<ScheduledPost> posts(now.begin(), now.end());
    for (const ScheduledPost& post : posts) {
      const Contract& contract = world.market.contracts[post.contract];
      const bool is_outside = deals_[post.contract].outside != 0;
      const double lost = is_outside ? keys_.lost_outside : keys_.censored;
      if (luck_.draws(censors).chance(lost, {post.account, post.tick, post.slot})) {
        withdraw(world, post, is_outside);
      } else if (post.brand != kNoBrand && contract.fee > 0) {
        if (!is_outside) keep(world, contract);
        agency_.take(world, contract.creator, contract.fee);
      }
    }
  }

  void keep(World& world, const Contract& contract) const {
    const Cents part = portion(contract.fee, {static_cast<std::int32_t>(keys_.take * 10'000 + 0.5)});
    world.ledger.transfer(world.market.creators, world.market.platform, part);
    take_back(world, contract.creator, part);
    world.measures.add(counted_[kTake], part);
  }

  void withdraw(World& world, const ScheduledPost& post, bool is_outside) const {
    const auto is_it = [&](const ScheduledPost& p) {
      return p.tick == post.tick && p.account == post.account && p.slot == post.slot;
    };
    std::erase_if(world.market.scheduled, is_it);
    world.measures.add(counted_[kWithdrawn], 1);
    world.measures.add(world.measures.cell(CampaignCell::posts, post.campaign), -1);
    Contract& contract = world.market.contracts[post.contract];
    if (post.brand == kNoBrand || contract.fee == 0) return;
    if (is_outside) return world.measures.add(counted_[kLost], contract.fee);
    const BookId escrow(world.market.campaigns[post.campaign].book);
    const Cents kept = portion(contract.fee, {static_cast<std::int32_t>(keys_.kill_fee * 10'000 + 0.5)});
    const Cents back = contract.fee - kept;
    world.ledger.transfer(world.market.creators, escrow, back);
    world.ledger.transfer(world.market.platform, escrow, contract.platform_fee);
    take_back(world, contract.creator, back);
    world.measures.add(world.measures.cell(RunCell::creator_income), -back);
    contract.paid -= back;
    world.measures.add(world.measures.cell(CampaignCell::fees, post.campaign), -back);
    world.measures.add(world.measures.cell(CampaignCell::platform_fees, post.campaign),
                       -contract.platform_fee);
    world.measures.add(counted_[kRefunded], back + contract.platform_fee);
  }

  // Other brands that the creator stood for of late.
  int note_endorsement(const World& world, std::uint32_t creator, std::uint32_t brand) {
    const auto memory = static_cast<Tick>(keys_.exposure_memory * world.ticks_per_day());
    const MarketEndorsement now{creator, brand, world.tick};
    const auto first = std::lower_bound(stood_.begin(), stood_.end(), MarketEndorsement{creator, 0, 0},
                                        MarketEndorsement::before);
    int others = 0;
    for (auto at = first; at != stood_.end() && at->creator == creator; ++at)
      if (at->brand != brand && at->last + memory > world.tick) ++others;
    const auto own = std::lower_bound(first, stood_.end(), now, MarketEndorsement::before);
    if (own != stood_.end() && own->creator == creator && own->brand == brand)
      own->last = world.tick;
    else
      stood_.insert(own, now);
    return others;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  Agency agency_;
  std::array<std::size_t, 14> counted_{};
  std::vector<MarketplaceTerms> terms_;   // by campaign
  std::vector<MarketDeal> deals_;         // by contract
  std::vector<MarketEndorsement> stood_;  // by creator, then brand
  std::array<std::int64_t, 2> worth_{};
};

double market_small_share(const World& world) { return world.find<Marketplace>()->small_share(world); }
double market_worth(const World& world) { return world.find<Marketplace>()->worth(); }

double market_elasticity(const World& world) {
  std::vector<PoissonPoint> points;
  for (const Contract& contract : world.market.contracts)
    if (contract.paid > 0)
      points.push_back(
          {fmath::log(static_cast<double>(contract.paid) / 100), static_cast<double>(contract.engagements)});
  return poisson_slope(points);
}

}  // namespace

extern constinit const MechanismEntry marketplace = mechanism<Marketplace>(
    "marketplace",
    "cards, advised prices, refusals, agencies; deals off the platform where it keeps too much");

}  // namespace fanfare::fan_economy
