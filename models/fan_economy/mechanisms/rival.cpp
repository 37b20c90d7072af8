// Mechanism `rival`: a brand that copies another's price, creators and claims with a lag, on the money of
// investors. While the money lasts it sells below the leader, hires whom the leader hired, and both pay more
// for it; then its price is its own again. Who keeps the customers is no rule: they remember what they
// bought.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/market/standing.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/rival_keys.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

Quote ask_less(const Mechanism* by, const World& world, const OfferAsk& ask);
void count_discount(Mechanism* by, World& world, const OfferOutcome& outcome);

constexpr std::int64_t kRivalWeek = 7;  // days over which orders fade

class Rival final : public Mechanism {
 public:
  using Keys = RivalKeys;
  static double money_left(const World& world);
  static double price_now(const World& world);
  static double shared_now(const World& world);
  static std::vector<double> shares(const World& world);
  static constexpr std::array kOffers = {OfferRule{"copied_price",
                                                   "a copy's, below the leader's while its money lasts",
                                                   nullptr, ask_less, count_discount}};
  static constexpr std::array kMeasures = {
      MeasureRule{"rival_burnt", "CNY", "of investors' money: discounts and campaigns of the copy",
                  "Σ (list price − price) + spend, of all people", false},
      MeasureRule{"bid_up_fees", "CNY", "paid to creators beyond what they ask, because both want them",
                  "Σ fee · premium / (1 + premium), by both", false},
      MeasureRule{"confused", "people", "times a post for the leader moved somebody for the copy",
                  "accounts × population.scale", true},
      MeasureRule{"rival_money", "CNY", "of investors, left", "balance", false, money_left},
      MeasureRule{"rival_price", "CNY", "what the copy asks now", "as quoted", false, price_now},
      MeasureRule{"shared_creators", "accounts", "creators that stand for both, or did", "accounts", true,
                  shared_now},
      MeasureRule{"market_share", "1", "of the orders of its category, of late",
                  "orders that fade over a week / those of all its brands", false, nullptr, "brand", "",
                  nullptr, shares}};

  Rival(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("rival")) {}

  void open(World& world) override {
    burnt_ = world.measures.named("rival_burnt");
    bid_up_ = world.measures.named("bid_up_fees");
    confused_ = world.measures.named("confused");
    before_.assign(world.market.brands.size(), 0);
    lately_.assign(world.market.brands.size(), 0);
    spent_.assign(world.p.campaigns.size(), 0);
    if (!keys_.brand.empty()) brand_ = brand_named(world, keys_.brand, "rival.brand");
    if (!keys_.of.empty()) of_ = brand_named(world, keys_.of, "rival.of");
    if (world.market.brands.size() < 2) return;
    if (brand_ == kNoBrand) brand_ = of_ == 1 ? 0 : 1;
    if (of_ == kNoBrand) of_ = brand_ == 0 ? 1 : 0;
    if (brand_ == of_)
      throw ScenarioError("rival.of: '" + world.p.brands[of_].id + "' copies itself (name two brands)");
    if (world.market.brands[brand_].category != world.market.brands[of_].category)
      throw ScenarioError("rival.of: '" + world.p.brands[of_].id + "' is of another topic than '" +
                          world.p.brands[brand_].id + "' (a copy sells what the leader sells)");
    is_on_ = true;
    lag_ = static_cast<Tick>(keys_.lag * world.ticks_per_day() + 0.5);
    chest_ = world.ledger.open("investors of " + world.p.brands[brand_].id, Ledger::Overdraft::forbidden);
    Offer offer;
    offer.until_day = 1e6;
    offer.brand = brand_;
    price_ = world.market.brands[brand_].price;
    add_offer(world, offer, offer_kind("copied_price"), "rival");
  }
  void state(Archive& archive) override {
    archive.shared({"rival.prices", "cents", "what the leader asked, by tick"}, prices_);
    archive.shared({"rival.discounts", "cents", "of this tick"}, discounts_);
    archive.shared({"rival.before", "1", "orders at the last midnight, by brand"}, before_);
    archive.shared({"rival.lately", "1", "orders of late, by brand"}, lately_);
    archive.shared({"rival.spent", "cents", "of its campaigns, paid by investors"}, spent_);
    archive.shared({"rival.signed", "1", "contracts looked at"}, signed_);
  }
  std::vector<Caution> cautions(const World&) const override {
    if (is_on_) return {};
    return {{"caution.no_rival"}};
  }

  // --- On all ranks -------------------------------------------------------------------------------------

  void intervene(World& world, const StepScope& scope) {
    if (!is_on_) return;
    if (scope.tick == 0) world.ledger.transfer(world.market.outside, chest_, keys_.money);
    prices_.push_back(quote(world, of_).price);
    set_price(world, scope.tick);
  }
  // Only creators of the leader, and none once the money is gone.
  void vet(const World& world, std::size_t campaign, std::size_t, std::vector<std::uint32_t>& found) {
    if (!is_on_ || !copies("creators") || world.market.campaigns[campaign].brand != brand_) return;
    if (prices_.empty()) return;  // set-up: who will be there is not known
    if (is_broke(world)) return found.clear();
    std::erase_if(found, [&](std::uint32_t creator) { return !is_wanted(world, creator); });
  }
  void campaign(World& world, const StepScope&) {
    shared_.assign(world.creators.size(), 0);
    if (!is_on_) return;
    const auto by = hired_by(world, [](const Contract& c) { return c.status == ContractStatus::running; });
    for (std::size_t c = 0; c < by.size(); ++c) shared_[c] = by[c] == kBoth ? 1 : 0;
    for (; signed_ < world.market.contracts.size(); ++signed_) count_bid(world, signed_);
  }
  // A creator whom both want asks more, of both: its price is made anew each night.
  void adapt(World& world, const StepScope& scope) {
    pay_from_chest(world);
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    for (std::size_t b = 0; b < lately_.size(); ++b) {
      const std::int64_t all = world.measures[world.measures.cell(BrandCell::orders, b)];
      lately_[b] += 1'000 * (all - before_[b]) - lately_[b] / kRivalWeek;
      before_[b] = all;
    }
    if (!is_on_ || !copies("creators") || is_broke(world)) return;
    for (std::uint32_t creator = 0; creator < world.creators.size(); ++creator)
      if (is_wanted(world, creator))
        world.creators[creator].price +=
            portion(world.creators[creator].price, {static_cast<std::int32_t>(10'000 * keys_.premium + 0.5)});
  }
  void published(World&, std::uint32_t, PostScore& post) {
    if (is_on_ && copies("claims") && post.brand == of_ && (post.flags & PostFlags::kSponsored) != 0)
      post.flags |= PostFlags::kMarked;
  }

  // --- In a block ---------------------------------------------------------------------------------------

  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (!is_on_ || !seen.watched || seen.post.brand != of_ || !copies("claims")) return;
    if ((seen.post.flags & PostFlags::kSponsored) == 0 || world.tick < first_claim(world)) return;
    const Subject about = seen.post.key().seen_by(seen.reader);
    if (!luck_.draws(confuses).chance(keys_.confusion, about)) return;
    const PersuasionParameters& p = world.p.persuasion;
    const double g =
        p.strength * (0.5 + 0.5 * credibility(world, seen.reader, seen.post)) * (seen.post.tone / 100.0);
    BrandBond& bond = world.accounts.bond.row(seen.reader)[brand_];
    bond.attitude = persuade(bond.attitude, g, p.negativity, luck_.draws(steps).uniform(about));
    update_stage(world, scope, seen.reader, brand_, Stage::aware);
    world.measure_tally.add(scope.worker, confused_, 1);
  }
  // Who met the creator last for the other brand does not forget it.
  double believed(const World& world, AccountId reader, const PostScore& post) const {
    if (!is_on_ || post.creator == kNobody || post.creator >= shared_.size() || shared_[post.creator] == 0)
      return 1;
    if (post.brand != brand_ && post.brand != of_) return 1;
    const LastTouch other = world.accounts.touch.row(reader)[post.brand == brand_ ? of_ : brand_];
    const bool met = other.exists() && world.market.contracts[other.contract()].creator == post.creator;
    return met ? 1 - keys_.shared_trust : 1;
  }

  Quote ask(const OfferAsk& about) const {
    return {std::min(price_, about.list), about.number, 0, static_cast<std::int8_t>(promise_)};
  }
  void count(const World& world, const OfferOutcome& outcome) {
    if (outcome.what == OfferOutcome::What::granted)
      discounts_ += (world.market.brands[brand_].price - outcome.price) * scale_of(world);
  }

 private:
  enum Purpose : std::uint32_t { confuses, steps };
  static constexpr std::uint8_t kBoth = 3;

  // By creator: whose contracts it has, of those that count. 1 the copy's, 2 the leader's.
  template <class Counts>
  std::vector<std::uint8_t> hired_by(const World& world, const Counts& counts) const {
    std::vector<std::uint8_t> by(world.creators.size(), 0);
    for (const Contract& contract : world.market.contracts) {
      if (!counts(contract)) continue;
      const std::uint8_t brand = world.market.campaigns[contract.campaign].brand;
      by[contract.creator] |= brand == brand_ ? 1U : brand == of_ ? 2U : 0U;
    }
    return by;
  }

  bool copies(std::string_view what) const {
    return std::find(keys_.copies.begin(), keys_.copies.end(), what) != keys_.copies.end();
  }
  bool is_broke(const World& world) const { return world.ledger.balance(chest_) == 0; }

  void set_price(const World& world, Tick tick) {
    const Brand& own = world.market.brands[brand_];
    price_ = own.price;
    promise_ = 0;
    if (copies("claims") && tick >= first_claim(world)) {
      const double better = static_cast<double>(world.market.brands[of_].quality - own.quality);
      promise_ = static_cast<int>(std::clamp(100 * keys_.promise * better, 0.0, 100.0));
    }
    if (!copies("price") || is_broke(world) || tick < lag_) return;
    const auto points = [](double share) {
      return BasisPoints{static_cast<std::int32_t>(share * 10'000 + 0.5)};
    };
    const Cents seen = prices_[tick - lag_];
    const Cents least = portion(unit_cost(own), points(1 - keys_.below_cost));
    price_ = std::max({Cents{1}, least, seen - portion(seen, points(keys_.undercut))});
    price_ = std::min(price_, own.price);
  }
  // When it promises what the leader's first campaign did.
  Tick first_claim(const World& world) const {
    Tick first = 0xffffffffU;
    for (const Campaign& campaign : world.market.campaigns)
      if (campaign.brand == of_) first = std::min(first, campaign.from + lag_);
    return first;
  }
  // Hired by the leader, and that is known by now.
  bool is_wanted(const World& world, std::uint32_t creator) const {
    return std::any_of(
        world.market.contracts.begin(), world.market.contracts.end(), [&](const Contract& contract) {
          const Campaign& campaign = world.market.campaigns[contract.campaign];
          return contract.creator == creator && campaign.brand == of_ && world.tick >= campaign.from + lag_;
        });
  }
  // A contract with somebody who asks more because both want it. Prices are those of the night before.
  void count_bid(World& world, std::size_t number) const {
    const Contract& contract = world.market.contracts[number];
    const std::uint8_t brand = world.market.campaigns[contract.campaign].brand;
    if ((brand != brand_ && brand != of_) || !copies("creators") || is_broke(world)) return;
    if (!is_wanted(world, contract.creator)) return;
    const double more = keys_.premium / (1 + keys_.premium);
    world.measures.add(bid_up_,
                       static_cast<Cents>(static_cast<double>(contract.fee) * contract.posts * more));
  }
  // Investors pay what it takes less than its list price for, and its campaigns, as long as they can.
  void pay_from_chest(World& world) {
    if (!is_on_) return;
    Cents due = discounts_;
    discounts_ = 0;
    for (std::size_t c = 0; c < spent_.size(); ++c) {
      if (world.market.campaigns[c].brand != brand_) continue;
      const Cents spent = spend(world, c);
      due += std::max<Cents>(0, spent - spent_[c]);
      spent_[c] = spent;
    }
    const Cents paid = std::min(due, world.ledger.balance(chest_));
    if (paid <= 0) return;
    world.ledger.transfer(chest_, BookId(world.market.brands[brand_].book), paid);
    world.measures.add(burnt_, paid);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  bool is_on_ = false;  // there are two brands
  std::uint8_t brand_ = kNoBrand, of_ = kNoBrand;
  Tick lag_ = 0;
  BookId chest_;
  std::size_t burnt_ = 0, bid_up_ = 0, confused_ = 0;
  std::vector<Cents> prices_;
  Cents discounts_ = 0;
  std::vector<std::int64_t> before_, lately_, spent_;
  std::uint64_t signed_ = 0;
  // Within a tick.
  Cents price_ = 0;
  int promise_ = 0;
  std::vector<std::uint8_t> shared_;  // by creator
};

double Rival::money_left(const World& world) {
  const Rival& rival = *world.find<Rival>();
  return rival.is_on_ ? static_cast<double>(world.ledger.balance(rival.chest_)) / 100 : 0;
}
double Rival::price_now(const World& world) { return static_cast<double>(world.find<Rival>()->price_) / 100; }
double Rival::shared_now(const World& world) {
  const Rival& rival = *world.find<Rival>();
  const auto by = rival.hired_by(world, [](const Contract&) { return true; });
  return static_cast<double>(std::count(by.begin(), by.end(), kBoth));
}
std::vector<double> Rival::shares(const World& world) {
  const auto& lately = world.find<Rival>()->lately_;
  std::vector<double> values;
  for (std::size_t b = 0; b < lately.size(); ++b) {
    double all = 0;
    for (std::size_t other = 0; other < lately.size(); ++other)
      if (world.market.brands[other].category == world.market.brands[b].category)
        all += static_cast<double>(lately[other]);
    values.push_back(all == 0 ? 0 : static_cast<double>(lately[b]) / all);
  }
  return values;
}

Quote ask_less(const Mechanism* by, const World&, const OfferAsk& ask) {
  return static_cast<const Rival*>(by)->ask(ask);
}
void count_discount(Mechanism* by, World& world, const OfferOutcome& outcome) {
  static_cast<Rival*>(by)->count(world, outcome);
}

}  // namespace

extern constinit const MechanismEntry rival = mechanism<Rival>(
    "rival", "a brand copies another's price, creators and claims, until its investors' money is gone");

}  // namespace fanfare::fan_economy
