// Mechanism `local`: regions with distances, shops in some of them. Who knows a brand and wants what it sells
// goes to a shop, the nearer the likelier; so do some who look for one nearby, are shown its offer, or read
// that a friend checked in. Reach online fills shops because it makes brands known and liked: no rule of its
// own says so. What happens on the platform happens on the first one.
#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/outbox.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/mechanisms/local_map.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/mechanisms/own_orders.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// A visit that friends may see.
struct CheckIn {
  std::uint32_t account = 0;
  std::uint32_t shop = 0;
  std::uint32_t tick = 0;
};

class Local final : public Mechanism {
 public:
  using Keys = LocalKeys;
  static std::vector<double> visits_by_brand(const World& world);
  static std::vector<double> orders_by_brand(const World& world);
  static std::vector<double> rate_by_band(const World& world);
  static std::vector<std::string> bands(const World&) { return LocalMap::band_names(); }
  static constexpr std::array kMeasures = {
      MeasureRule{"shop_visits", "people", "visits to shops, by brand", "accounts × population.scale", true,
                  nullptr, "brand", "", nullptr, visits_by_brand},
      MeasureRule{"shop_orders", "orders", "orders in shops, by brand; part of sales",
                  "orders × population.scale", true, nullptr, "brand", "", nullptr, orders_by_brand},
      MeasureRule{"shop_visit_rate", "1", "visits per thousand people who live so far from a shop",
                  "1000 · visits / (people × shops at that distance)", false, nullptr, "shop_distance",
                  "distance from home to the shop", bands, rate_by_band},
      MeasureRule{"nearby_searches", "people", "times somebody looked for a shop nearby",
                  "accounts × population.scale", true},
      MeasureRule{"local_offers_seen", "people", "times a shop's offer was shown",
                  "accounts × population.scale", true},
      MeasureRule{"check_ins", "people", "visits that were shown to friends", "accounts × population.scale",
                  true},
      MeasureRule{"friend_visits", "people", "visits that a friend's check-in brought",
                  "accounts × population.scale", true}};

  Local(World& world, const Keys& keys)
      : keys_(keys), luck_(world.luck("local")), map_(keys, luck_.draws(homes)) {}

  void open(World& world) override {
    map_.open(world);
    searches_ = world.measures.named("nearby_searches");
    offers_ = world.measures.named("local_offers_seen");
    check_ins_ = world.measures.named("check_ins");
    friend_visits_ = world.measures.named("friend_visits");
    const std::size_t brands = std::max<std::size_t>(1, world.market.brands.size());
    visits_ = open_cells(world, "shop visits by brand", brands);
    orders_ = open_cells(world, "shop orders by brand", brands);
    by_band_ = open_cells(world, "shop visits by distance", kBands);
    own_.resize(world.part);
    news_.resize(world.part);
    mark_recent(world);
    count_people(world);
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&news_); }
  void state(Archive& archive) override {
    archive.shared({"local.check_ins", "1", "check-ins of the last day, by account"}, recent_);
  }
  void restore(World& world) override { mark_recent(world); }
  std::size_t bytes_beside_state() const override { return tells_.size() * sizeof tells_[0]; }

  void shop(World& world, const BlockScope& scope) {
    if (map_.shops().empty()) return;
    for_each_daily(world, scope, [&](AccountId account) {
      if ((world.accounts.flags[account] & AccountFlags::kGone) == 0) spend_the_day(world, scope, account);
    });
  }
  // Check-ins stand for a day, so that everyone's daily chores meet each of them once.
  void trade(World& world, const StepScope&) {
    std::erase_if(recent_, [&](const CheckIn& c) { return c.tick + world.ticks_per_day() <= world.tick; });
    recent_.insert(recent_.end(), news_.received().begin(), news_.received().end());
    news_.clear_received();
    std::sort(recent_.begin(), recent_.end(), [](const CheckIn& a, const CheckIn& b) {
      return std::tie(a.account, a.tick, a.shop) < std::tie(b.account, b.tick, b.shop);
    });
    mark_recent(world);
  }
  void settle(World& world, const BlockScope& scope) {
    own_.settle(world, scope, [&](const OwnOrder& own, const TradedOrder&) {
      world.measure_tally.add(scope.worker, orders_ + own.brand, 1);
    });
  }

 private:
  enum Purpose : std::uint32_t { homes, visits, searches, picks, shown, offers, buys, likes, tells, pulls };
  static constexpr std::size_t kBands = LocalMap::kBands.size() + 1;

  // Pairs of account and shop at each distance.
  void count_people(const World& world) {
    std::vector<std::int64_t> in_region(map_.regions());
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) ++in_region[map_.region_of(world, AccountId(a))];
    for (std::size_t r = 0; r < map_.regions(); ++r)
      for (const LocalShop& shop : map_.shops())
        pairs_[LocalMap::band(map_.distance(static_cast<std::uint32_t>(r), shop))] += in_region[r];
  }

  // Liking counts as it does in purchases; indifference is 1.
  double wish(const World& world, AccountId account, const LocalShop& shop) const {
    const double attitude = world.accounts.bond.row(account)[shop.brand].attitude / kAttitudeUnit;
    return want(world, account, shop.brand) * fmath::exp(world.p.purchase.attitude_gain * attitude) *
           world.factors.drive(world, account, shop.brand) *
           map_.closeness(map_.region_of(world, account), shop);
  }
  bool has_offer(const World& world, std::size_t shop) const {
    if (keys_.shops.empty() || keys_.shops[shop].discount <= 0) return false;
    const double day = world.calendar.days(world.tick);
    return day >= keys_.shops[shop].offer.lo && day < keys_.shops[shop].offer.hi;
  }

  // On some days not at all.
  bool has_app_open(const World& world, AccountId account) const {
    return world.is_member(account, 0) &&
           world.chance(world.p.attention.active_share, draw::active_day(account, world.day()));
  }
  void spend_the_day(World& world, const BlockScope& scope, AccountId account) {
    look_nearby(world, scope, account);
    hear_of_friends(world, scope, account);
    for (std::uint32_t s = 0; s < map_.shops().size(); ++s) {
      const LocalShop& shop = map_.shops()[s];
      const Subject about{account.value, s, world.day()};
      if (has_offer(world, s)) see_offer(world, scope, account, s);
      if (world.accounts.bond.row(account)[shop.brand].at() != Stage::unaware &&
          luck_.draws(visits).chance(keys_.visit * wish(world, account, shop), about))
        visit(world, scope, account, s);
    }
  }

  // Of the shops that are found, the nearest and best liked are the likelier to be gone to.
  void look_nearby(World& world, const BlockScope& scope, AccountId account) {
    if (!world.is_member(account, 0)) return;
    std::uint32_t asked = 0;  // categories, a bit each
    for (const LocalShop& of : map_.shops()) {
      const std::uint8_t category = world.market.brands[of.brand].category;
      if (((asked >> category) & 1U) != 0) continue;
      asked |= 1U << category;
      const Subject about{account.value, category, world.day()};
      if (!luck_.draws(searches).chance(keys_.look_nearby * want(world, account, of.brand), about)) continue;
      world.measure_tally.add(scope.worker, searches_, 1);
      go_to_one_found(world, scope, account, category);
    }
  }
  // Staying at home rings at the pace of one shop next door.
  void go_to_one_found(World& world, const BlockScope& scope, AccountId account, std::uint8_t category) {
    double first = -fmath::log(luck_.draws(picks).uniform({account.value, category, world.day()}, 1));
    std::size_t gone_to = map_.shops().size();
    for (std::uint32_t s = 0; s < map_.shops().size(); ++s) {
      const LocalShop& shop = map_.shops()[s];
      if (world.market.brands[shop.brand].category != category) continue;
      const double pace = wish(world, account, shop);
      if (pace <= 0) continue;
      const double rings = -fmath::log(luck_.draws(picks).uniform({account.value, s, world.day()})) / pace;
      if (rings < first) first = rings, gone_to = s;
    }
    if (gone_to < map_.shops().size()) visit(world, scope, account, static_cast<std::uint32_t>(gone_to));
  }

  void see_offer(World& world, const BlockScope& scope, AccountId account, std::uint32_t s) {
    const LocalShop& shop = map_.shops()[s];
    const Subject about{account.value, s, world.day()};
    const double closeness = map_.closeness(map_.region_of(world, account), shop);
    if (!has_app_open(world, account) || !luck_.draws(shown).chance(keys_.offer_seen * closeness, about))
      return;
    world.measure_tally.add(scope.worker, offers_, 1);
    update_stage(world, scope, account, shop.brand, Stage::aware);
    if (luck_.draws(offers).chance(keys_.offer_pull * wish(world, account, shop), about))
      visit(world, scope, account, s);
  }

  bool has_news(std::uint32_t account) const { return ((tells_[account >> 6] >> (account & 63)) & 1U) != 0; }
  void mark_recent(const World& world) {
    tells_.assign((world.part.accounts + 63) / 64, 0);
    for (const CheckIn& c : recent_) tells_[c.account >> 6] |= std::uint64_t{1} << (c.account & 63);
  }
  void hear_of_friends(World& world, const BlockScope& scope, AccountId account) {
    if (recent_.empty() || !has_app_open(world, account)) return;
    const auto before = [](const CheckIn& c, std::uint32_t a) { return c.account < a; };
    for (const std::uint32_t friend_of : world.graph.follows(account)) {
      if (!has_news(friend_of)) continue;
      auto told = std::lower_bound(recent_.begin(), recent_.end(), friend_of, before);
      for (; told != recent_.end() && told->account == friend_of; ++told) heed(world, scope, account, *told);
    }
  }
  void heed(World& world, const BlockScope& scope, AccountId account, const CheckIn& told) {
    const LocalShop& shop = map_.shops()[told.shop];
    update_stage(world, scope, account, shop.brand, Stage::aware);
    const double chance = keys_.friend_pull * wish(world, account, shop);
    if (!luck_.draws(pulls).chance(chance, {account.value, told.account, told.tick}, told.shop)) return;
    world.measure_tally.add(scope.worker, friend_visits_, 1);
    visit(world, scope, account, told.shop);
  }

  void visit(World& world, const BlockScope& scope, AccountId account, std::uint32_t s) {
    const LocalShop& shop = map_.shops()[s];
    const Subject about{account.value, s, world.tick};
    const double km = map_.distance(map_.region_of(world, account), shop);
    world.measure_tally.add(scope.worker, visits_ + shop.brand, 1);
    world.measure_tally.add(scope.worker, by_band_ + LocalMap::band(km), 1);
    BrandBond& bond = world.accounts.bond.row(account)[shop.brand];
    bond.attitude = persuade(bond.attitude, keys_.liking, world.p.persuasion.negativity,
                             luck_.draws(likes).uniform(about));
    update_stage(world, scope, account, shop.brand, Stage::interested);
    buy_there(world, scope, account, s);
    if (luck_.draws(tells).chance(keys_.check_in, about)) {
      world.measure_tally.add(scope.worker, check_ins_, 1);
      news_.push(scope, {account.value, s, world.tick});
    }
  }

  void buy_there(World& world, const BlockScope& scope, AccountId account, std::uint32_t s) {
    const std::uint8_t brand = map_.shops()[s].brand;
    const Cents list = world.market.brands[brand].price;
    const double discount = has_offer(world, s) ? keys_.shops[s].discount : 0;
    const Cents price = list - portion(list, {static_cast<std::int32_t>(discount * 10'000 + 0.5)});
    const double elasticity = world.accounts.price_sensitivity[account] / 32.0;
    const double chance = keys_.buy * fmath::pow(1 - discount, -elasticity);
    if (want(world, account, brand) > 0 && luck_.draws(buys).chance(chance, {account.value, s, world.tick}))
      own_.order_at(world, scope, account, brand, price, false, 0);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  LocalMap map_;
  OwnOrders own_;
  Outbox<CheckIn> news_;
  std::vector<CheckIn> recent_;       // of the last day, by account
  std::vector<std::uint64_t> tells_;  // derived: who checked in, a bit each
  std::size_t searches_ = 0, offers_ = 0, check_ins_ = 0, friend_visits_ = 0;  // cells
  std::size_t visits_ = 0, orders_ = 0, by_band_ = 0;                          // first cells
  std::array<std::int64_t, kBands> pairs_{};  // of account and shop, by distance
};

std::vector<double> Local::visits_by_brand(const World& world) {
  return people_by_brand(world, world.find<Local>()->visits_);
}

std::vector<double> Local::orders_by_brand(const World& world) {
  return people_by_brand(world, world.find<Local>()->orders_);
}

std::vector<double> Local::rate_by_band(const World& world) {
  const Local& local = *world.find<Local>();
  std::vector<double> values;
  for (std::size_t band = 0; band < kBands; ++band) {
    const auto visits = static_cast<double>(world.measures.since_warmup(local.by_band_ + band));
    const auto pairs = static_cast<double>(local.pairs_[band]);
    values.push_back(pairs == 0 ? 0 : 1000 * visits / pairs);
  }
  return values;
}

}  // namespace

extern constinit const MechanismEntry local = mechanism<Local>(
    "local", "shops in regions that people go to, the nearer the likelier, and tell friends of");

}  // namespace fanfare::fan_economy
