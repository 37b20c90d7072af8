// Mechanism `virtual_gifts`: hosts hold shows every day, and who watches may give them gifts from a menu. Who
// gives, how often and how much hangs on fandom, on money, on a taste for giving and on the crowd that looks
// on; a gift is seen by the room, and the host thanks for it. Platform and agency have their shares.
#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <vector>

#include "fanfare/fmath.h"
#include "models/fan_economy/mechanisms/regulation.h"
#include "models/fan_economy/mechanisms/virtual_gifts_keys.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::string_view kGiftPeople = "accounts × population.scale";

// Viewers by what they have given so far: eight steps from each power of two of a cent to the next.
struct GiftSteps {
  static constexpr std::size_t kSteps = 8 * 33;
  static std::size_t of(std::uint32_t cents) {
    if (cents < 8) return cents;
    const auto width = static_cast<std::uint32_t>(std::bit_width(cents));
    return 8 * (width - 3) + (cents >> (width - 4)) % 8;
  }
};

// What all ranks know of a host.
struct GiftHost {
  std::uint32_t creator = 0;
  std::uint32_t given = 0;    // gifts of the last tick, accounts
  std::uint32_t present = 0;  // in it
  std::uint32_t reserved = 0;
  std::int64_t paid = 0;  // to the host so far, cents
};

// Gifts in shows' ticks against what equal chances of all present would give.
struct GiftBursts {
  double squares = 0;  // Σ gifts² / present
  double gifts = 0, present = 0, ticks = 0;

  void add(double given, double there) {
    squares += given * given / there;
    gifts += given, present += there, ticks += 1;
  }
  double dispersion() const {
    if (gifts <= 0 || ticks <= 0) return 0;
    const double rate = gifts / present;
    return rate >= 1 ? 0 : (squares - rate * gifts) / (rate * (1 - rate) * ticks);
  }
};

class VirtualGifts final : public Mechanism {
 public:
  using Keys = VirtualGiftKeys;
  static const VirtualGifts& in(const World& world) { return *world.find<VirtualGifts>(); }
  static double present(const World& world) { return in(world).rooms_->present(world, in(world).kind_); }
  static double top_viewers(const World& world) { return in(world).share_of_viewers(0.2); }
  static double top_hosts(const World& world) { return in(world).share_of_hosts(0.01); }
  static double bursts(const World& world) { return in(world).bursts_.dispersion(); }

  static constexpr std::array kMeasures = {
      MeasureRule{"show_visits", "people", "times somebody came to a show", kGiftPeople, true},
      MeasureRule{"show_from_feed", "people", "of them, from the feed", kGiftPeople, true},
      MeasureRule{"show_from_notice", "people", "of them, by the notice that it opens", kGiftPeople, true},
      MeasureRule{"show_from_groups", "people", "of them, told in groups", kGiftPeople, true},
      MeasureRule{"show_chats", "people", "times somebody chatted in a show", kGiftPeople, true},
      MeasureRule{"gifts", "people", "times somebody gave a gift", kGiftPeople, true},
      MeasureRule{"gifts_barred", "people", "times a limit or a rule kept somebody from a gift", kGiftPeople,
                  true},
      MeasureRule{"gift_spending", "CNY", "given", "price, of all people", false},
      MeasureRule{"gift_platform", "CNY", "of it, to the platform", "of the whole market", false},
      MeasureRule{"gift_agencies", "CNY", "of it, to hosts' agencies", "of the whole market", false},
      MeasureRule{"gift_hosts", "CNY", "of it, to hosts", "of the whole market", false},
      MeasureRule{"gift_tax", "CNY", "of it, tax that hosts paid", "of the whole market", false},
      MeasureRule{"show_present", "people", "in shows at the tick's end", kGiftPeople, false, present},
      MeasureRule{"gifts_of_top_viewers", "1", "share of all gifts that the top 20 % of viewers gave",
                  "CNY since the start, as of midnight", false, top_viewers},
      MeasureRule{"gifts_to_top_hosts", "1", "share of pay-outs that the top 1 % of hosts had, one at least",
                  "CNY since the start, of hosts who were paid", false, top_hosts},
      MeasureRule{
          "gift_bursts", "1", "gifts come together: variance against that of equal chances",
          "Σ (gifts − rate·present)² / present over Σ rate·(1 − rate), by show and tick; 1: not at all",
          false, bursts}};

  VirtualGifts(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("virtual_gifts")) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    rooms_ = world.find<LiveRooms>();
    kind_ = rooms_->add_kind(world, keys_.audience, {cells_[0], cells_[1], cells_[2], cells_[3], cells_[4]});
    for (const double price : keys_.menu) menu_.push_back(static_cast<Cents>(100 * price + 0.5));
    std::ranges::sort(menu_);
    check_rule(world);
    escrow_ = world.ledger.open("gifts", Ledger::Overdraft::forbidden);
    agencies_ = world.ledger.open("agencies of hosts", Ledger::Overdraft::forbidden);
    choose_hosts(world);
    given_.resize(world.part), month_.resize(world.part), watched_.resize(world.part);
    tally_.resize(kCounts * hosts_.size());
    steps_.resize(2 * GiftSteps::kSteps);
    levels_.resize(2 * GiftSteps::kSteps);
  }
  void mail(Mail& mail) override {
    mail.tallies.push_back(&tally_);
    mail.tallies.push_back(&steps_);
  }
  void state(Archive& archive) override {
    archive.owned({"virtual_gifts.given", "cents", "given since the start, by one person"}, given_);
    archive.owned({"virtual_gifts.month", "cents", "given in these thirty days"}, month_);
    archive.owned({"virtual_gifts.watched", "1", "1: has been to a show"}, watched_);
    archive.shared({"virtual_gifts.hosts", "1", "gifts of the last tick, pay so far"}, hosts_);
    archive.shared({"virtual_gifts.levels", "1", "viewers by what they gave, as of midnight"}, levels_);
    archive.shared({"virtual_gifts.bursts", "1", "sums over shows and ticks"}, bursts_);
  }
  std::vector<Caution> cautions(const World&) const override {
    if (!hosts_.empty()) return {};
    return {{"caution.no_creators", {{"mechanism", "virtual_gifts"}}}};
  }
  std::string breach(const World& world) const override {
    const Cents left = world.ledger.balance(escrow_);
    return left == 0 ? "" : "virtual_gifts: " + money_text(left) + " of gifts belong to nobody";
  }

  void intervene(World& world, const StepScope& scope) {
    const std::uint32_t ticks = world.ticks_per_day();
    if (scope.tick % ticks != keys_.hour * ticks / 24) return;
    const auto length = static_cast<Tick>(std::max(1.0, keys_.length * ticks / 24 + 0.5));
    for (std::uint32_t h = 0; h < hosts_.size(); ++h) {
      const std::uint32_t creator = hosts_[h].creator;
      if (world.creators[creator].active == 0 || !world.may_host(creator)) continue;
      if (rooms_->holds(world, creator)) continue;  // it sells today
      rooms_->hold(world, {creator, kind_, h}, scope.tick + length);
    }
  }

  void shop(World& world, const BlockScope& scope) {
    rooms_->each_present(scope, kind_, [&](AccountId account, RoomId room) {
      const std::uint32_t host = rooms_->show(room).what;
      watched_[account] = 1;
      tally_.add(scope.worker, kCounts * host + kPresent, 1);
      if (is_moved(world, account, host)) give(world, scope, account, host);
    });
  }
  void daily(World& world, const BlockScope&, AccountId account) {
    if (world.day() % 30 == 0) month_[account] = 0;
  }
  // Once a day, for the Lorenz curve of viewers.
  void relate(World& world, const BlockScope& scope) {
    if (!world.calendar.is_last_of_day(world.tick)) return;
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      if (watched_[AccountId(a)] == 0) continue;
      const std::uint32_t cents = given_[AccountId(a)];
      steps_.add(scope.worker, 2 * GiftSteps::of(cents), 1);
      steps_.add(scope.worker, 2 * GiftSteps::of(cents) + 1, cents);
    }
  }
  void close(World& world, const StepScope&) {
    for (std::size_t h = 0; h < hosts_.size(); ++h) {
      GiftHost& host = hosts_[h];
      host.given = static_cast<std::uint32_t>(tally_[kCounts * h + kGiven]);
      host.present = static_cast<std::uint32_t>(tally_[kCounts * h + kPresent]);
      if (host.present > 0) bursts_.add(host.given, host.present);
      pay(world, host, tally_[kCounts * h + kCents]);
    }
    tally_.clear();
    if (!world.calendar.is_last_of_day(world.tick)) return;
    levels_.assign(steps_.sums().begin(), steps_.sums().end());
    steps_.clear();
  }

 private:
  enum Purpose : std::uint32_t { tastes, gives, steps };
  enum Count : std::size_t { kGiven, kPresent, kCents, kCounts };  // of `tally_`, by host
  enum Cell : std::size_t {
    kGifts = kLiveCells,
    kBarred,
    kSpending,
    kPlatform,
    kAgencies,
    kHosts,
    kTax,
    kLast
  };

  // --- Set-up -------------------------------------------------------------------------------------------

  void check_rule(const World& world) const {
    for (std::size_t m = 0; m < mechanisms().size(); ++m) {
      const void* keys = world.p.mechanisms[m].get();
      if (mechanisms()[m]->id != "regulation" || keys == nullptr) continue;
      const Cents most = static_cast<const RegulationKeys*>(keys)->gifts_a_month;
      if (most > 0 && most < menu_.front())
        throw ScenarioError("regulation.gifts_a_month: " + money_text(most) +
                            " CNY is below the cheapest gift of " + money_text(menu_.front()) +
                            " (raise it, or bar gifts by a rule)");
    }
  }
  void choose_hosts(const World& world) {
    std::vector<std::uint32_t> creators(world.creators.size());
    std::iota(creators.begin(), creators.end(), 0U);
    std::ranges::sort(creators, {}, [&](std::uint32_t creator) {
      return std::pair(~world.followers[world.creators[creator].account], creator);
    });
    creators.resize(std::min<std::size_t>(creators.size(), keys_.hosts));
    for (const std::uint32_t creator : creators) hosts_.push_back({creator});
  }

  // --- Giving -------------------------------------------------------------------------------------------

  double taste(AccountId account) const {
    return fmath::exp(keys_.taste * luck_.draws(tastes).normal({account.value, 0, 0}));
  }
  // What others did in the last tick: 1 where all did.
  static double seen(const GiftHost& host) {
    constexpr double kEnough = 0.05;  // of those present give: half of it
    if (host.present == 0) return 0;
    const double share = static_cast<double>(host.given) / host.present;
    return (1 + kEnough) * share / (share + kEnough);
  }
  bool is_moved(const World& world, AccountId account, std::uint32_t host) const {
    const GiftHost& to = hosts_[host];
    const double fandom = fandom_of(world, account, to.creator);
    if (fandom <= 0) return false;
    const double times = fandom * taste(account) * std::max(0.0, 1 + keys_.contagion * seen(to)) * 24.0 /
                         world.ticks_per_day();
    const double chance = 1 - fmath::pow(1 - keys_.give, times);
    return luck_.draws(gives).chance(chance, {account.value, world.creators[to.creator].account, world.tick});
  }
  // The dearest that it thinks fit to give, and may.
  void give(World& world, const BlockScope& scope, AccountId account, std::uint32_t host) {
    const std::uint32_t creator = hosts_[host].creator;
    std::int32_t& wallet = world.accounts.wallet[account];
    const double share = keys_.purse * taste(account) * fandom_of(world, account, creator);
    const double most = share * esteem(world, hosts_[host]) * wallet;
    const Cents wish = dearest(std::min<Cents>(wallet, static_cast<Cents>(most)));
    if (wish == 0) return;
    const Cents price = dearest(std::min(wish, left_of_month(world, account)));
    if (price < wish) world.measure_tally.add(scope.worker, cells_[kBarred], 1);
    if (price == 0) return;
    wallet -= static_cast<std::int32_t>(price);
    month_[account] += static_cast<std::uint32_t>(price);
    given_[account] += static_cast<std::uint32_t>(price);
    const Cents all = price * scale_of(world);
    world.ledger.transfer(scope.worker, world.market.consumers, escrow_, all);
    world.measure_tally.add(scope.worker, cells_[kGifts], 1);
    tally_.add(scope.worker, kCounts * host + kGiven, 1);
    tally_.add(scope.worker, kCounts * host + kCents, all);
    const double u = luck_.draws(steps).uniform({account.value, host, world.tick});
    deepen_fandom(world, scope, account, creator,
                  static_cast<std::uint32_t>(keys_.thanks * FandomSlot::kMaxLevel + u));
  }
  // What being seen is worth: 1 before a thousand.
  double esteem(const World& world, const GiftHost& host) const {
    if (keys_.image == 0) return 1;
    return fmath::pow(world.people(std::max(1U, host.present)) / 1000, keys_.image);
  }
  // Of the menu, at most so much; 0: nothing.
  Cents dearest(Cents most) const {
    const auto above = std::ranges::upper_bound(menu_, most);
    return above == menu_.begin() ? 0 : *(above - 1);
  }
  Cents left_of_month(const World& world, AccountId account) const {
    Cents most = world.permit(account).gifts_a_month;
    if (keys_.a_month > 0) most = std::min(most, keys_.a_month);
    return std::max<Cents>(0, most - month_[account]);
  }

  // --- Money ----------------------------------------------------------------------------------------------

  static BasisPoints points(double share) { return {static_cast<std::int32_t>(share * 10'000 + 0.5)}; }
  // The shares of platform and agency are rounded; whatever is left is the host's, so that nothing is lost.
  void pay(World& world, GiftHost& host, Cents all) {
    if (all == 0) return;
    const Cents platform = portion(all, points(keys_.platform_share));
    const Cents agency = std::min(all - platform, portion(all, points(keys_.agency_share)));
    const Cents rest = all - platform - agency, tax = portion(rest, world.law.gift_tax);
    world.ledger.transfer(escrow_, world.market.platform, platform);
    world.ledger.transfer(escrow_, agencies_, agency);
    world.ledger.transfer(escrow_, world.market.creators, rest - tax);
    world.ledger.transfer(escrow_, world.market.outside, tax);
    earn(world, host.creator, rest - tax);
    host.paid += rest - tax;
    const auto count = [&](Cell cell, Cents amount) { world.measures.add(cells_[cell], amount); };
    count(kSpending, all), count(kPlatform, platform), count(kAgencies, agency);
    count(kHosts, rest - tax), count(kTax, tax);
  }

  // --- What is measured -----------------------------------------------------------------------------------

  double share_of_viewers(double top) const {
    double viewers = 0, all = 0;
    for (std::size_t s = 0; s < GiftSteps::kSteps; ++s)
      viewers += static_cast<double>(levels_[2 * s]), all += static_cast<double>(levels_[2 * s + 1]);
    if (all <= 0) return 0;
    double left = top * viewers, held = 0;
    for (std::size_t s = GiftSteps::kSteps; s-- > 0 && left > 0;) {
      const auto count = static_cast<double>(levels_[2 * s]), sum = static_cast<double>(levels_[2 * s + 1]);
      if (count > 0) held += sum * std::min(1.0, left / count);
      left -= count;
    }
    return held / all;
  }
  double share_of_hosts(double top) const {
    std::vector<std::int64_t> paid;
    for (const GiftHost& host : hosts_)
      if (host.paid > 0) paid.push_back(host.paid);
    if (paid.empty()) return 0;
    std::ranges::sort(paid, std::greater());
    const auto best =
        static_cast<std::ptrdiff_t>(std::max(1.0, top * static_cast<double>(paid.size()) + 0.5));
    const auto sum = [&](std::ptrdiff_t n) {
      return static_cast<double>(std::accumulate(paid.begin(), paid.begin() + n, std::int64_t{0}));
    };
    return sum(best) / sum(std::ssize(paid));
  }

  const Keys& keys_;
  MechanismLuck luck_;
  LiveRooms* rooms_ = nullptr;
  std::uint32_t kind_ = 0;
  std::array<std::size_t, kLast> cells_{};
  std::vector<Cents> menu_;  // the cheapest first
  BookId escrow_{}, agencies_{};
  Column<std::uint32_t> given_, month_;
  Column<std::uint8_t> watched_;
  std::vector<GiftHost> hosts_;  // the most followed first
  Tally tally_;                  // counts of a tick, by host
  Tally steps_;                  // of a day's end: viewers and cents by step
  std::vector<std::int64_t> levels_;
  GiftBursts bursts_;
};

}  // namespace

extern constinit const MechanismEntry virtual_gifts = mechanism<VirtualGifts>(
    "virtual_gifts", "viewers of shows give gifts from a menu; platform, agency and host share them");

}  // namespace fanfare::fan_economy
