// Mechanism `push_notices`: who is fond of a creator is told of its new posts, outside the feed. A notice may
// open the app in the next tick; whoever gets many heeds them less.
#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/messages.h"
#include "models/fan_economy/content/openings.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct PushKeys {
  double fandom_at = 0.1;
  double allowed = 0.5;
  double pull = 0.15;
  double fatigue = 0.1;
  double recovery_half_life = 3;
};

void describe(Schema<PushKeys>& s) {
  s.value("fandom_at", &PushKeys::fandom_at)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom from which a creator's new posts are notified")
      .source("folk");
  s.value("allowed", &PushKeys::allowed)
      .unit(Unit::share)
      .in(0, 1)
      .help("pairs of fan and creator in which the fan allows notices")
      .source("folk");
  s.value("pull", &PushKeys::pull)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a tick's first notice opens the app, for who got none lately")
      .source("folk");
  s.value("fatigue", &PushKeys::fatigue)
      .in(0, 10)
      .mutable_at_run()
      .help("pull falls by the factor e to the minus this for each notice of late")
      .source("folk");
  s.value("recovery_half_life", &PushKeys::recovery_half_life)
      .unit(Unit::days)
      .in(0.01, 1000)
      .mutable_at_run()
      .help("in which notices of late are forgotten")
      .source("folk");
}

class PushNotices final : public Mechanism {
 public:
  using Keys = PushKeys;
  static constexpr std::array kMeasures = {
      MeasureRule{"push_notices", "people", "notices of new posts", "accounts × population.scale", true},
      MeasureRule{"push_opens", "people", "sessions that a notice began", "accounts × population.scale",
                  true}};

  PushNotices(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("push_notices")) {}

  void open(World& world) override {
    notices_ = world.measures.named("push_notices");
    opens_ = world.measures.named("push_opens");
    lately_.resize(world.part);
    messages_.open(world.part);
    kind_ = messages_.add_kind({.name = "new_post", .life = world.ticks_per_day(), .keep = 3});
  }
  void mail(Mail& mail) override { messages_.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"push_notices.lately", "1/8", "notices of late, fading"}, lately_);
    messages_.state(archive);
  }
  std::size_t bytes_beside_state() const override { return messages_.bytes_beside_state(); }

  // Which creators have posted in this tick, the same on every rank.
  void index(World& world, const StepScope&) {
    newest_.assign(world.creators.size(), kNobody);
    const auto& posts = world.posts.score;
    for (std::size_t row = posts.size(); row-- > 0 && posts[row].tick == world.tick;)
      if (posts[row].creator != kNobody)
        newest_[posts[row].creator] = world.posts.first + static_cast<std::uint32_t>(row);
  }

  // The fan's own block writes them: it alone knows of whom an account is fond.
  void shop(World& world, const BlockScope& scope) {
    const double least = std::max(1.0, keys_.fandom_at * FandomSlot::kMaxLevel);
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      for (const FandomSlot& slot : world.accounts.fandom.row(AccountId(a)))
        if (!slot.empty() && slot.level() >= least && newest_[slot.creator()] != kNobody)
          notify(world, scope, AccountId(a), slot.creator());
  }
  void trade(World&, const StepScope&) { messages_.settle(); }

  // Right after accounts have decided by themselves who opens the app.
  void publish(World& world, const BlockScope& scope) {
    messages_.file(scope);
    messages_.each_inbox(scope, [&](AccountId account, std::span<const Message> inbox) {
      if (world.opens[account] == 0) heed(world, scope, account, inbox);
      if (world.opens[account] == kOpensIt)
        messages_.read(scope, account, [](const Message&) { return true; });
    });
  }

  void daily(World& world, const BlockScope&, AccountId account) {
    std::uint8_t& lately = lately_[account];
    if (lately == 0) return;
    const double left = lately * (1 - daily_loss(keys_.recovery_half_life));
    lately = static_cast<std::uint8_t>(left + luck_.draws(forgets).uniform({account.value, world.day(), 0}));
  }

 private:
  enum Purpose : std::uint32_t { allows, heeds, forgets };
  static constexpr std::uint8_t kOpensIt = 1;  // World::opens: the first platform, whose posts are notified
  static constexpr std::uint8_t kNotice = 8;  // of the units in which notices of late are kept

  void notify(World& world, const BlockScope& scope, AccountId fan, std::uint32_t creator) {
    const std::uint32_t author = world.creators[creator].account;
    if (author == fan.value || !luck_.draws(allows).chance(keys_.allowed, {fan.value, author, 0})) return;
    messages_.send(scope, {.to = fan.value, .from = author, .what = newest_[creator], .kind = kind_});
    world.measure_tally.add(scope.worker, notices_, 1);
  }

  // Notices of the last tick ring once, together; older ones lie silent until the app is opened.
  void heed(World& world, const BlockScope& scope, AccountId account, std::span<const Message> inbox) {
    const auto fresh = std::count_if(inbox.begin(), inbox.end(),
                                     [&](const Message& notice) { return notice.sent + 1 == scope.tick; });
    if (fresh == 0 || !world.is_member(account, 0)) return;
    std::uint8_t& lately = lately_[account];
    const double pull = keys_.pull * fmath::exp(-keys_.fatigue * lately / kNotice);
    lately = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(255, lately + fresh * kNotice));
    if (!luck_.draws(heeds).chance(pull, {account.value, scope.tick, 0}) || !may_open_app(world, account, 0))
      return;
    world.opens[account] = kOpensIt;
    world.measure_tally.add(scope.worker, opens_, 1);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::size_t notices_ = 0, opens_ = 0;
  std::uint8_t kind_ = 0;
  Column<std::uint8_t> lately_;
  Messages messages_{"push_notices"};
  std::vector<std::uint32_t> newest_;  // within a tick: the first post of each creator in it, by number
};

}  // namespace

extern constinit const MechanismEntry push_notices =
    mechanism<PushNotices>("push_notices", "fans are told of a creator's new posts, which may open the app");

}  // namespace fanfare::fan_economy
