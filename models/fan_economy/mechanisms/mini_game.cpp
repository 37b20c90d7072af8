// Mechanism `mini_game`: a game in the app that carries a brand. Its placement is paid by the day and lets
// people find it; players show it to friends, who may play as well, and get bored. In each game the brand is
// seen as in an ad. How far it goes is nobody's rule: it is placement, friends and boredom.
#include <algorithm>
#include <array>
#include <cmath>

#include "fanfare/messages.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/mechanisms/mini_game_keys.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/touches.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// What the game is to an account.
struct Play {
  std::uint8_t zeal = 0;    // chance to play again, 1/255; 0: has had enough, or never began
  std::uint8_t state = 0;   // bits
  static constexpr std::uint8_t kFound = 1;     // has seen the placement, or been told of it
  static constexpr std::uint8_t kPlayed = 2;
  static constexpr std::uint8_t kByFriend = 4;  // came by a friend
};

class MiniGame final : public Mechanism {
 public:
  using Keys = MiniGameKeys;
  static double cost(const World& world) {
    const MiniGame& game = *world.find<MiniGame>();
    const auto plays = static_cast<double>(world.measures.since_warmup(game.cells_[kPlays]));
    const auto spend = static_cast<double>(world.measures.since_warmup(game.cells_[kSpend]));
    return plays == 0 ? 0 : 10 * spend / world.people(plays);
  }
  static double by_friends(const World& world) {
    const MiniGame& game = *world.find<MiniGame>();
    const auto players = static_cast<double>(world.measures.since_warmup(game.cells_[kPlayers]));
    const auto told = static_cast<double>(world.measures.since_warmup(game.cells_[kToldPlayers]));
    return players == 0 ? 0 : told / players;
  }
  static double active(const World& world) {
    return world.people(static_cast<double>(world.measures[world.find<MiniGame>()->active_]));
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"game_plays", "people", "games played, in each of which the brand is seen",
                  "accounts × population.scale", true},
      MeasureRule{"game_players", "people", "people who have played", "accounts × population.scale", true},
      MeasureRule{"game_told_players", "people", "of them, those who came by a friend",
                  "accounts × population.scale", true},
      MeasureRule{"game_invitations", "people", "times a player sent the game to a friend",
                  "accounts × population.scale", true},
      MeasureRule{"game_spend", "CNY", "paid for the placement; part of spend", "fee · days", false},
      MeasureRule{"game_cost", "CNY", "paid for a thousand games", "1000 · game_spend / game_plays", false,
                  cost},
      MeasureRule{"game_by_friends", "1", "share of players who came by a friend",
                  "game_told_players / game_players", false, by_friends},
      MeasureRule{"game_active", "people", "people who may still play again, now",
                  "accounts × population.scale", false, active}};

  MiniGame(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("mini_game")) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < kCells; ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    active_ = world.measures.open("may play again");
    if (!keys_.brand.empty()) brand_ = brand_named(world, keys_.brand, "mini_game.brand");
    else if (!world.p.brands.empty()) brand_ = 0;
    messages_.open(world.part);
    invitation_ = messages_.add_kind({.name = "game", .life = 7 * world.ticks_per_day(), .keep = 5});
    plays_.resize(world.part);
    if (brand_ == kNoBrand) return;
    watcher_ = world.find<WatchesTouches>();
    cost_ = world.measures.open("mini-game");
    world.market.costs.push_back({brand_, cost_});
    const auto tick = [&](double day) {
      return static_cast<Tick>(std::min(day * world.ticks_per_day() + 0.5, 4e9));
    };
    from_ = tick(keys_.placed.lo);
    until_ = std::max(tick(keys_.placed.hi), from_ + 1);
    make_clip(world);
  }
  void mail(Mail& mail) override { messages_.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"mini_game.plays", "1", "zeal and what has happened"}, plays_);
    messages_.state(archive);
  }
  std::size_t bytes_beside_state() const override { return messages_.bytes_beside_state(); }

  // The placement's day is paid in parts.
  void campaign(World& world, const StepScope& scope) {
    if (!is_placed(scope.tick)) return;
    const auto ticks = static_cast<Cents>(world.ticks_per_day()),
               at = static_cast<Cents>(scope.tick - from_) % ticks;
    const Cents part = keys_.fee * (at + 1) / ticks - keys_.fee * at / ticks;
    world.ledger.transfer(BookId(world.market.brands[brand_].book), world.market.platform, part);
    world.measures.add(cells_[kSpend], part);
    world.measures.add(cost_, part);
  }

  // With the app open: what friends sent, what is placed, and those who play again.
  void publish(World& world, const BlockScope& scope) {
    messages_.file(scope);
    if (brand_ == kNoBrand) return;
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const AccountId account(a);
      if (world.opens[account] != World::kFirstApp) continue;
      messages_.read(scope, account, [&](const Message& message) {
        find(world, scope, account, keys_.accept, message.from);
        return true;
      });
      if (is_placed(scope.tick) && (plays_[account].state & Play::kFound) == 0 &&
          luck_.draws(sights).chance(keys_.seen, {a, 0, scope.tick}))
        find(world, scope, account, keys_.start, kNobody);
    }
  }

  // A regular player's game of the day.
  void daily(World& world, const BlockScope& scope, AccountId account) {
    if (plays_[account].zeal == 0 || (world.accounts.flags[account] & AccountFlags::kGone) != 0) return;
    if (luck_.draws(again).chance(plays_[account].zeal / 255.0, {account.value, 0, world.day()}))
      play(world, scope, account, world.day() * 2 + 1);
  }

 private:
  enum Purpose : std::uint32_t { sights, starts, again, tires, sends, friends };
  enum Count : std::size_t { kPlays, kPlayers, kToldPlayers, kInvitations, kSpend, kCells };

  bool is_placed(Tick tick) const { return brand_ != kNoBrand && tick >= from_ && tick < until_; }

  // As an ad of the brand is seen.
  void make_clip(const World& world) {
    const std::uint8_t topic = world.market.brands[brand_].topic;
    clip_.topics[topic] = 255;
    clip_.topic = topic;
    clip_.quality = static_cast<float>(keys_.quality);
    clip_.trust = static_cast<float>(world.p.careers.trust_prior);
    clip_.author = author_of_ad(hash_of_name("mini_game"));
    clip_.brand = brand_;
    clip_.flags = PostFlags::kSponsored | PostFlags::kDisclosed;
    clip_.tone = static_cast<std::int8_t>(std::lround(100 * keys_.tone));
    clip_.fit = 255;
  }

  // Tells of it once; by the placement and by each friend there is a chance.
  void find(World& world, const BlockScope& scope, AccountId account, double chance, std::uint32_t by) {
    Play& own = plays_[account];
    if (by == kNobody) own.state |= Play::kFound;
    if ((own.state & Play::kPlayed) != 0 ||
        !luck_.draws(starts).chance(chance, {account.value, by, scope.tick}))
      return;
    own.state |= Play::kPlayed | Play::kFound;
    own.zeal = static_cast<std::uint8_t>(std::lround(255 * keys_.zeal));
    const auto count = [&](Count what) { world.measure_tally.add(scope.worker, cells_[what], 1); };
    count(kPlayers);
    if (own.zeal > 0) world.measure_tally.add(scope.worker, active_, 1);
    if (by != kNobody) own.state |= Play::kByFriend, count(kToldPlayers);
    play(world, scope, account, scope.tick * 2);
  }

  // `when`: one number for each game of an account.
  void play(World& world, const BlockScope& scope, AccountId account, std::uint32_t when) {
    world.measure_tally.add(scope.worker, cells_[kPlays], 1);
    clip_seen(world, scope, account);
    Play& own = plays_[account];
    const Subject about{account.value, 0, when};
    const auto left = stochastic_round(own.zeal * (1 - keys_.bored), luck_.draws(tires).uniform(about));
    if (own.zeal > 0 && left == 0) world.measure_tally.add(scope.worker, active_, -1);
    own.zeal = static_cast<std::uint8_t>(left);
    if (!luck_.draws(sends).chance(keys_.invite, about)) return;
    const auto follows = world.graph.follows(account);
    if (follows.empty()) return;
    const std::uint32_t to =
        follows[luck_.draws(friends).below(static_cast<std::uint32_t>(follows.size()), about)];
    messages_.send(scope, {.to = to, .from = account.value, .kind = invitation_});
    world.measure_tally.add(scope.worker, cells_[kInvitations], 1);
  }
  void clip_seen(World& world, const BlockScope& scope, AccountId account) {
    PostScore clip = clip_;
    clip.tick = world.tick;
    if (watcher_ != nullptr)
      watcher_->touched(world, scope, {account, clip.author, brand_, kNoCampaign, false});
    expose(world, scope, account, clip, kNobody);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::uint8_t brand_ = kNoBrand, invitation_ = 0;
  Tick from_ = 0, until_ = 0;
  PostScore clip_;
  const WatchesTouches* watcher_ = nullptr;
  std::array<std::size_t, kCells> cells_{};
  std::size_t active_ = 0, cost_ = 0;
  Messages messages_{"mini_game"};
  Column<Play> plays_;
};

}  // namespace

extern constinit const MechanismEntry mini_game = mechanism<MiniGame>(
    "mini_game", "a game that carries a brand: placed by the day, sent to friends, dropped when it bores");

}  // namespace fanfare::fan_economy
