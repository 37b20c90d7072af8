// Mechanism `migration`: platforms pay for attention, creators compare what each is worth to them and leave
// or post in both, and of their followers some come along: by fandom, and by how many of those whom they
// follow are there.
//
// A creator's month on platform p is worth
//   V_p = pay_p · impressions / 1000 + growth · new followers + audience · followers / 1000
// as it was of late where it posts, and as expected where it does not: with `carry` of its followers, shown
// as often as is usual there. It looks at it now and then and takes the best of: one platform; two, at (1 −
// dilution) of both less `effort`. A change must gain more than `hurdle`.
#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <vector>

#include "fanfare/outbox.h"
#include "fanfare/problems.h"
#include "models/fan_economy/mechanisms/migration_keys.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Where a creator posts as well of late.
struct MigrationMove {
  Tick since = 0;
  std::uint8_t to = 0;    // platform + 1; 0: nowhere new
  std::uint8_t from = 0;  // bits of the platforms on which it posted before
  std::uint8_t zero[2] = {};
};
struct MigrationJoin {
  std::uint32_t account = 0;
  std::uint32_t platform = 0;
};

constexpr double kMigrationMonth = 30;
constexpr std::uint64_t kMigrationWeek = 7;  // days over which impressions fade

class Migration final : public Mechanism {
 public:
  using Keys = MigrationKeys;
  static constexpr bool kOnEveryPlatform = true;
  static double top_left(const World& world);
  static double others_left(const World& world);
  static double top_moved(const World& world);
  static double others_moved(const World& world);
  static double in_two(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"migration_moves", "people", "times a creator left a platform for another",
                  "creators’ accounts × population.scale", true},
      MeasureRule{"migration_second", "people", "times a creator began to post in two",
                  "creators’ accounts × population.scale", true},
      MeasureRule{"migration_asked", "people", "followers who learnt that a creator posts elsewhere",
                  "accounts × population.scale", true},
      MeasureRule{"migration_came", "people", "of them, those who follow it there",
                  "accounts × population.scale", true},
      MeasureRule{"migration_joined", "people", "of those, members only since", "accounts × population.scale",
                  true},
      MeasureRule{"migration_pay", "CNY", "paid by platforms for attention",
                  "Σ per_thousand · impressions / 1000", false},
      MeasureRule{"migration_top_left", "1", "of the tenth of creators most followed at the start, now gone",
                  "share that posts no more where it did at first", false, top_left},
      MeasureRule{"migration_others_left", "1", "of all other creators of the start, now gone",
                  "share that posts no more where it did at first", false, others_left},
      MeasureRule{"migration_top_moved", "1",
                  "of the tenth of creators most followed at the start, now elsewhere",
                  "share that posts elsewhere too, or only there", false, top_moved},
      MeasureRule{"migration_others_moved", "1", "of all other creators of the start, now elsewhere",
                  "share that posts elsewhere too, or only there", false, others_moved},
      MeasureRule{"migration_in_two", "1", "creators that post in two or more, now", "share of creators",
                  false, in_two}};

  Migration(World& world, const Keys& keys) : keys_(keys), world_(world), luck_(world.luck("migration")) {}

  void open(World& world) override {
    platforms_ = world.platform_count();
    rate_.assign(platforms_, {});
    for (std::size_t i = 0; i < keys_.pay.size(); ++i) {
      const int number = platform_number(world.p, keys_.pay[i].platform);
      if (number < 0)
        throw ScenarioError("migration.pay[" + std::to_string(i) + "].platform: '" + keys_.pay[i].platform +
                            "' is no platform (name one of platforms)");
      rate_[static_cast<std::size_t>(number)].push_back(i);
    }
    for (std::size_t m = 0; m < kCells.size(); ++m) cells_[m] = world.measures.named(kCells[m]);
    joinings_.resize(world.part);
    find_first(world);
    grow(world);
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&joinings_); }
  void state(Archive& archive) override {
    const auto shared = [&](const char* name, const char* unit, const char* help, auto& value) {
      archive.shared({name, unit, help}, value);
    };
    shared("migration.memberships", "bits", "platforms of every account", world_.memberships);
    shared("migration.homes", "1", "where every account publishes", world_.homes);
    shared("migration.publishes_on", "bits", "where creators post", world_.publishes_on);
    shared("migration.today", "accounts", "impressions by creator and platform, since midnight", today_);
    shared("migration.lately", "accounts", "the same, fading over a week", lately_);
    shared("migration.followers", "accounts", "by creator and platform, at its last look", before_);
    shared("migration.looked", "ticks", "when a creator looked last", looked_);
    shared("migration.moving", "1", "where creators post as well of late", moving_);
    shared("migration.first", "1", "where creators posted at first", first_);
    shared("migration.top", "1", "whether among the most followed at the start", top_);
  }

  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const std::uint32_t creator = world.posts.score[row].creator;
    if (creator == kNobody || creator >= looked_.size()) return;
    today_[creator * platforms_ + world.platform] += delta[static_cast<std::size_t>(Counter::impressions)];
  }
  // Newcomers post as everyone until they look.
  void adapt(World& world, const StepScope& scope) {
    grow(world);
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    pay(world);
    for (std::size_t i = 0; i < lately_.size(); ++i)
      lately_[i] += today_[i] - lately_[i] / kMigrationWeek, today_[i] = 0;
    if (!world.has_several() || world.day() < kMigrationWeek) return;  // a week to compare by
    const std::vector<double> usual = usual_impressions(world);
    for (std::uint32_t c = 0; c < world.creators.size(); ++c)
      if (world.creators[c].active != 0 &&
          luck_.draws(looks).chance(1 / keys_.review, {world.creators[c].account, world.day(), 0}))
        look(world, c, usual);
  }
  // A follower learns of it on a day of its own.
  void daily(World& world, const BlockScope& scope, AccountId account) {
    if (!world.has_several()) return;
    for (std::uint32_t p = 0; p < platforms_; ++p) {
      if (!world.is_member(account, p)) continue;
      for (const std::uint32_t author : world.on(p).graph.follows(account))
        hear(world, scope, account, author, p);
    }
  }
  void close(World& world, const StepScope&) {
    for (const MigrationJoin& joining : joinings_.received())
      world.memberships[joining.account] =
          static_cast<std::uint8_t>(world.memberships[joining.account] | 1U << joining.platform);
    joinings_.clear_received();
  }

 private:
  enum Purpose : std::uint32_t { looks, notices, follows };
  enum Cell : std::size_t { moves, second, asked, came, joined, paid };
  static constexpr std::array<std::string_view, 6> kCells{"migration_moves",  "migration_second",
                                                          "migration_asked",  "migration_came",
                                                          "migration_joined", "migration_pay"};

  // Bits of the platforms on which a creator posts now.
  std::uint8_t posts_on(const World& world, std::uint32_t creator) const {
    if (world.publishes_on[creator] != 0) return world.publishes_on[creator];
    return static_cast<std::uint8_t>(
        1U << (world.homes.empty() ? 0 : world.homes[world.creators[creator].account]));
  }
  void find_first(const World& world) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
    for (std::uint32_t c = 0; c < world.creators.size(); ++c) {
      const std::uint32_t account = world.creators[c].account;
      const std::uint32_t home = world.homes.empty() ? 0 : world.homes[account];
      first_.push_back(static_cast<std::uint8_t>(home));
      order.emplace_back(~world.on(home).followers[account], c);
    }
    std::sort(order.begin(), order.end());
    top_.assign(order.size(), 0);
    for (std::size_t i = 0; i < (order.size() + 9) / 10; ++i) top_[order[i].second] = 1;
  }
  void grow(World& world) {
    const std::size_t creators = world.creators.size();
    world.publishes_on.resize(creators, 0);
    looked_.resize(creators, world.tick);
    moving_.resize(creators);
    today_.resize(creators * platforms_, 0);
    lately_.resize(creators * platforms_, 0);
    for (std::size_t i = before_.size(); i < creators * platforms_; ++i)
      before_.push_back(world.on(static_cast<std::uint32_t>(i % platforms_))
                            .followers[world.creators[i / platforms_].account]);
  }

  // --- What a platform is worth ---------------------------------------------------------------------

  // CNY for a thousand impressions, of so many followers there.
  double rate(const World& world, std::size_t platform, double followers) const {
    double best = 0;
    for (const std::size_t i : rate_[platform]) {
      const MigrationPay& pay = keys_.pay[i];
      if (world.calendar.days(world.tick) >= pay.from && followers >= pay.least_followers)
        best = std::max(best, pay.per_thousand);
    }
    return best;
  }
  void pay(World& world) {
    for (std::uint32_t c = 0; c < world.creators.size(); ++c)
      for (std::uint32_t p = 0; p < platforms_; ++p) {
        const double shown = world.people(static_cast<double>(today_[c * platforms_ + p]));
        const double followers = world.people(world.on(p).followers[world.creators[c].account]);
        const auto amount =
            static_cast<Cents>(rate(world, p, followers) * shown / 10);  // per thousand, in cents
        if (amount == 0) continue;
        world.ledger.transfer(world.market.outside, world.market.platform, amount);
        world.ledger.transfer(world.market.platform, world.market.creators, amount);
        earn(world, c, amount);
        world.measures.add(cells_[paid], amount);
      }
  }
  // By platform: a creator's impressions a day for each of its followers there.
  std::vector<double> usual_impressions(const World& world) const {
    std::vector<double> usual(platforms_);
    for (std::uint32_t p = 0; p < platforms_; ++p) {
      double shown = 0, followers = 0;
      for (std::uint32_t c = 0; c < world.creators.size(); ++c) {
        if (((posts_on(world, c) >> p) & 1U) == 0) continue;
        shown += static_cast<double>(lately_[c * platforms_ + p]) / kMigrationWeek;
        followers += world.on(p).followers[world.creators[c].account];
      }
      usual[p] = followers == 0 ? 0 : shown / followers;
    }
    return usual;
  }
  // A month there, CNY.
  double worth(const World& world, std::uint32_t creator, std::uint32_t p,
               const std::vector<double>& usual) const {
    const std::uint32_t account = world.creators[creator].account;
    const std::uint8_t now = posts_on(world, creator);
    double followers = world.on(p).followers[account], shown = 0, grown = 0;
    if (((now >> p) & 1U) != 0) {
      const double days = std::max(1.0, (world.tick - looked_[creator]) / double(world.ticks_per_day()));
      shown = static_cast<double>(lately_[creator * platforms_ + p]) / kMigrationWeek;
      grown = (followers - before_[creator * platforms_ + p]) / days;
    } else {
      for (std::uint32_t q = 0; q < platforms_; ++q)
        if (((now >> q) & 1U) != 0)
          followers = std::max(followers, keys_.carry * world.on(q).followers[account]);
      shown = followers * usual[p];
    }
    followers = world.people(followers);
    return kMigrationMonth *
               (rate(world, p, followers) * world.people(shown) / 1000 + keys_.growth * world.people(grown)) +
           keys_.audience * followers / 1000;
  }

  // --- What a creator does ----------------------------------------------------------------------------

  double worth_of(std::uint8_t on, const std::array<double, kMostPlatforms>& worth) const {
    double sum = 0;
    for (std::uint32_t p = 0; p < platforms_; ++p)
      if (((on >> p) & 1U) != 0) sum += worth[p];
    const int count = std::popcount(on);
    return count < 2 ? sum : sum * (1 - keys_.dilution) - keys_.effort * (count - 1);
  }
  void look(World& world, std::uint32_t creator, const std::vector<double>& usual) {
    const std::uint32_t account = world.creators[creator].account;
    std::array<double, kMostPlatforms> value{};
    for (std::uint32_t p = 0; p < platforms_; ++p) value[p] = worth(world, creator, p, usual);
    const std::uint8_t now = posts_on(world, creator);
    std::uint8_t best = now;
    double most = worth_of(now, value) + keys_.hurdle;
    for (std::uint32_t p = 0; p < platforms_; ++p)
      for (std::uint32_t q = p; q < platforms_; ++q) {
        const auto on = static_cast<std::uint8_t>(1U << p | 1U << q);
        const bool is_daily =
            world.daily_platform != World::kNoPlatform && ((on >> world.daily_platform) & 1U) != 0;
        if ((on & world.shut) != 0 || is_daily) continue;
        if (on == now || worth_of(on, value) <= most) continue;
        most = worth_of(on, value), best = on;
      }
    looked_[creator] = world.tick;
    for (std::uint32_t p = 0; p < platforms_; ++p)
      before_[creator * platforms_ + p] = world.on(p).followers[account];
    if (best != now) move(world, creator, now, best);
  }
  void move(World& world, std::uint32_t creator, std::uint8_t from, std::uint8_t to) {
    const std::uint32_t account = world.creators[creator].account;
    world.publishes_on[creator] = to;
    world.memberships[account] = static_cast<std::uint8_t>(world.memberships[account] | to);
    if (((to >> world.homes[account]) & 1U) == 0)
      world.homes[account] = static_cast<std::uint8_t>(std::countr_zero(to));
    if ((from & ~to) != 0) world.measures.add(cells_[moves], 1);
    if (std::popcount(to) > std::popcount(from)) world.measures.add(cells_[second], 1);
    const auto fresh = static_cast<std::uint8_t>(to & ~from);
    if (fresh != 0)
      moving_[creator] = {world.tick, static_cast<std::uint8_t>(std::countr_zero(fresh) + 1), from, {}};
  }

  // --- What followers do --------------------------------------------------------------------------------

  // Of those whom it follows on platform p, the share that is on platform q.
  static double friends_on(const World& world, AccountId account, std::uint32_t p, std::uint32_t q) {
    const auto row = world.on(p).graph.follows(account);
    const auto there = std::count_if(row.begin(), row.end(), [&](std::uint32_t friend_) {
      return world.is_member(AccountId(friend_), q);
    });
    return row.empty() ? 0 : static_cast<double>(there) / static_cast<double>(row.size());
  }
  void hear(World& world, const BlockScope& scope, AccountId account, std::uint32_t author, std::uint32_t p) {
    const std::uint32_t creator = world.creator_index(AccountId(author));
    if (creator == kNobody || creator >= moving_.size() || moving_[creator].to == 0) return;
    const MigrationMove& moving = moving_[creator];
    // Heard of once: on the first platform on which it was followed.
    if (((moving.from >> p) & 1U) == 0 || static_cast<int>(p) != std::countr_zero(moving.from)) return;
    const std::uint32_t day = (world.tick - moving.since) / world.ticks_per_day();
    const auto days = static_cast<std::uint32_t>(keys_.notice);
    const Subject about{account.value, author, moving.since};
    if (day >= days || luck_.draws(notices).below(days, about) != day) return;
    const std::uint32_t to = moving.to - 1U;
    if (world.on(to).graph.is_following(account, AccountId(author))) return;
    world.measure_tally.add(scope.worker, cells_[asked], 1);
    double chance = keys_.follow + keys_.follow_fandom * fandom_of(world, account, creator) +
                    keys_.follow_friends * friends_on(world, account, p, to);
    const bool is_new = !world.is_member(account, to);
    if (is_new) chance *= keys_.join;
    if (!luck_.draws(follows).chance(chance, about)) return;
    if (!world.on(to).graph.follow(account, AccountId(author))) return;
    auto& tally = to == 0 ? world.follow_tally : *world.further_follows[to - 1];
    tally.add(scope.worker, author, 0, 1);
    world.measure_tally.add(scope.worker, cells_[came], 1);
    if (!is_new) return;
    world.measure_tally.add(scope.worker, cells_[joined], 1);
    joinings_.push(scope, {account.value, to});
  }

  // Of creators of the start, those of whom `is_so` (where it posts now, where it did at first).
  template <class Is>
  double share(const World& world, std::uint8_t top, const Is& is_so) const {
    double all = 0, so = 0;
    for (std::uint32_t c = 0; c < first_.size(); ++c) {
      if (top_[c] != top) continue;
      ++all;
      so += is_so(posts_on(world, c), static_cast<std::uint8_t>(1U << first_[c])) ? 1 : 0;
    }
    return all == 0 ? 0 : so / all;
  }
  double left(const World& world, std::uint8_t top) const {
    return share(world, top, [](std::uint8_t now, std::uint8_t first) { return (now & first) == 0; });
  }
  double moved(const World& world, std::uint8_t top) const {
    return share(world, top, [](std::uint8_t now, std::uint8_t first) { return (now & ~first) != 0; });
  }

  const Keys& keys_;
  World& world_;
  MechanismLuck luck_;
  std::uint32_t platforms_ = 1;
  std::vector<std::vector<std::size_t>> rate_;  // by platform: which of `pay`
  std::array<std::size_t, kCells.size()> cells_{};
  std::vector<std::uint64_t> today_, lately_;
  std::vector<std::uint32_t> before_;
  std::vector<Tick> looked_;
  std::vector<MigrationMove> moving_;
  std::vector<std::uint8_t> first_, top_;
  Outbox<MigrationJoin> joinings_;
};

double Migration::top_left(const World& world) { return world.find<Migration>()->left(world, 1); }
double Migration::others_left(const World& world) { return world.find<Migration>()->left(world, 0); }
double Migration::top_moved(const World& world) { return world.find<Migration>()->moved(world, 1); }
double Migration::others_moved(const World& world) { return world.find<Migration>()->moved(world, 0); }
double Migration::in_two(const World& world) {
  const auto* of = world.find<Migration>();
  double two = 0;
  for (std::uint32_t c = 0; c < world.publishes_on.size(); ++c)
    two += std::popcount(of->posts_on(world, c)) > 1;
  return world.publishes_on.empty() ? 0 : two / static_cast<double>(world.publishes_on.size());
}

}  // namespace

extern constinit const MechanismEntry migration = mechanism<Migration>(
    "migration", "creators compare platforms and leave or post in both; fans come along, or do not");

}  // namespace fanfare::fan_economy
