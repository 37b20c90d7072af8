// Mechanism `welfare`: what feeds do to people. Polished lives that one watches move self-regard, down or up;
// time beyond what one meant to spend is regretted; time at night is taken from sleep. Remedies: no edited
// pictures, labels on them, breaks. Engagement is measured elsewhere, and the two may part.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/problems.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct SusceptibleKeys {
  std::string segment;
  double times = 2;
};

void describe(Schema<SusceptibleKeys>& s) {
  s.value("segment", &SusceptibleKeys::segment).required().help("of what is known from the start");
  s.value("times", &SusceptibleKeys::times).in(0, 10).help("as susceptible as others").source("folk");
}

struct WelfareKeys {
  std::vector<std::string> polished_topics;  // none: all
  double edited = 0.3;
  double edit_gain = 0.05;
  double harm = 0.003;
  double lifted = 0.3;
  std::vector<SusceptibleKeys> susceptible;
  double recovery = 7;
  double meant = 0.75;
  double asleep = 0.5;
  double avoidance = 0;
  std::vector<std::string> unfiltered;
  double labels = 0;
  double label_effect = 0.1;
  double break_after = 0;
  double heeded = 0.3;
};

void describe_remedies(Schema<WelfareKeys>& s) {
  s.words("unfiltered", &WelfareKeys::unfiltered).help("platforms on which no picture is edited");
  s.value("labels", &WelfareKeys::labels)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of edited posts, that say so");
  s.value("label_effect", &WelfareKeys::label_effect)
      .in(-1, 1)
      .mutable_at_run()
      .help("share of an edited post's effect that its label takes away; below 0 the label adds to it")
      .source("folk; contested: trials of labels mostly find none");
  s.value("break_after", &WelfareKeys::break_after)
      .unit(Unit::count)
      .quantity_of("minutes")
      .in(0, 1440)
      .mutable_at_run()
      .help("of a session, after each of which the app proposes a break; 0: never");
  s.value("heeded", &WelfareKeys::heeded)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of breaks that are proposed")
      .source("folk");
}

void describe(Schema<WelfareKeys>& s) {
  s.words("polished_topics", &WelfareKeys::polished_topics)
      .help("topics in which people compare their lives; none: all");
  s.value("edited", &WelfareKeys::edited).unit(Unit::share).in(0, 1).help("of posts there").source("folk");
  s.value("edit_gain", &WelfareKeys::edit_gain)
      .unit(Unit::share)
      .in(0, 1)
      .help("quality that editing adds to a post")
      .source("folk");
  s.value("harm", &WelfareKeys::harm)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "self-regard, in sd of people, that one edited post watched moves in an account of mean "
          "susceptibility")
      .source("folk; of the order of the .09 sd of Allcott et al. 2020. Contested");
  s.value("lifted", &WelfareKeys::lifted)
      .unit(Unit::share)
      .in(0, 1)
      .help("of accounts, whom polished lives lift instead of lowering them")
      .source("folk. Contested");
  s.list("susceptible", &WelfareKeys::susceptible).help("groups that are moved more, or less, by age or sex");
  s.value("recovery", &WelfareKeys::recovery)
      .unit(Unit::days)
      .in(0.01, 1000)
      .mutable_at_run()
      .help("half-life of what moved self-regard")
      .source("folk");
  s.value("meant", &WelfareKeys::meant)
      .in(0, 10)
      .mutable_at_run()
      .help("time a day that one means to spend, over one's habit; beyond it, time is regretted")
      .source("folk");
  s.value("asleep", &WelfareKeys::asleep)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of time in the app between 23 and 6 of one's own clock, that sleep loses")
      .source("folk");
  s.value("avoidance", &WelfareKeys::avoidance)
      .in(0, 10)
      .mutable_at_run()
      .help("an account opens the app exp(avoidance · self-regard) times as often where that is below 0")
      .source("folk");
  describe_remedies(s);
}

constexpr double kRegardUnit = 1000;  // of a sd
constexpr std::int64_t kMostRegard = 10'000;

class Welfare final : public Mechanism {
 public:
  using Keys = WelfareKeys;
  static constexpr bool kOnEveryPlatform = true;
  template <std::size_t Which>
  static double level(const World& world);
  static double regretted(const World& world);
  static double slept(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"comparisons", "impressions", "edited posts watched", "impressions × population.scale",
                  true},
      MeasureRule{"breaks_taken", "sessions", "sessions that a break ended", "accounts × population.scale",
                  true},
      MeasureRule{"self_regard", "1", "what feeds did to self-regard, in sd of people; 0: nothing",
                  "mean over accounts, as of their last chores", false, level<0>},
      MeasureRule{"self_regard_lowest", "1", "the same of the most susceptible, lifted or lowered",
                  "mean over accounts of susceptibility 1.8 or more", false, level<1>},
      MeasureRule{"regretted_time", "h", "time in the app beyond what people meant to spend",
                  "hours × population.scale", false, regretted},
      MeasureRule{"sleep_lost", "h", "sleep that time in the app at night took", "hours × population.scale",
                  false, slept}};

  Welfare(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("welfare")) {}

  void open(World& world) override {
    Problems problems;
    check(world, problems);
    if (!problems.empty()) throw ScenarioError(problems.render());
    comparisons_ = world.measures.named("comparisons");
    breaks_ = world.measures.named("breaks_taken");
    regard_.resize(world.part);
    weight_.resize(world.part);
    sums_.resize(kSums);
    topics_ = keys_.polished_topics.empty() ? 0xffU : 0U;
    for (const std::string& topic : keys_.polished_topics) topics_ |= 1U << *topic_number(world, topic);
    for (std::size_t p = 0; p < world.p.platforms.size(); ++p)
      if (std::ranges::find(keys_.unfiltered, world.p.platforms[p].id) != keys_.unfiltered.end())
        unfiltered_ |= 1U << p;
    weigh(world);
  }
  void mail(Mail& mail) override { mail.tallies.push_back(&sums_); }
  void state(Archive& archive) override {
    archive.owned({"welfare.regard", "1/1000 sd", "self-regard that feeds moved"}, regard_);
    archive.owned({"welfare.weight", "1/1000", "susceptibility; below 0: lifted"}, weight_);
    archive.shared({"welfare.day", "1", "sums of this day"}, day_);
    archive.shared({"welfare.totals", "1", "sums of the last day, and since the start"}, totals_);
    archive.shared({"welfare.totals_at_warmup", "1", "the same when the warm-up ended"}, at_warmup_);
  }

  // --- The feed

  void published(World& world, std::uint32_t, PostScore& post) {
    if (!is_edited(world, post)) return;
    post.flags |= PostFlags::kMarked;
    post.quality = std::min(1.0F, post.quality + static_cast<float>(keys_.edit_gain));
  }
  void permit(const World& world, AccountId account, Permit& permit) {
    if (keys_.break_after > 0) permit.session = std::min(permit.session, until_break(world, account));
    if (keys_.avoidance > 0 && regard_[account] < 0)
      permit.opens = permit.opens &&
                     luck_.draws(avoids).chance(fmath::exp(keys_.avoidance * regard_[account] / kRegardUnit),
                                                {account.value, world.tick, 0});
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (!seen.watched || !is_edited(world, seen.post)) return;
    world.measure_tally.add(scope.worker, comparisons_, 1);
    const Subject about = seen.post.key().seen_by(seen.reader);
    // A better picture shows a better life: twice its quality is 1 on average.
    double move = -keys_.harm * weight_[seen.reader] * 2 * static_cast<double>(seen.post.quality);
    if (luck_.draws(labelled).chance(keys_.labels, seen.post.key().itself())) move *= 1 - keys_.label_effect;
    std::int16_t& regard = regard_[seen.reader];
    const std::int64_t moved = regard + stochastic_round(move, luck_.draws(steps).uniform(about));
    regard = static_cast<std::int16_t>(std::clamp(moved, -kMostRegard, kMostRegard));
  }
  void left(World& world, const BlockScope& scope, const SessionEnd& session) {
    const AccountId account = session.reader;
    const auto count = [&](Sum what, double seconds) {
      const double u =
          luck_.draws(rounds).uniform({account.value, world.tick, static_cast<std::uint32_t>(what)});
      sums_.add(scope.worker, what, stochastic_round(seconds, u));
    };
    const double beyond = world.accounts.time_today[account] * kTimeUnit - meant(world, account);
    if (beyond > 0) count(kRegretted, std::min(beyond, session.seconds));
    const int own = (world.calendar.hour_of_day(world.tick) + 24 - world.accounts.chronotype[account]) % 24;
    if (own >= 23 || own < 6) count(kSleepLost, keys_.asleep * session.seconds);
    if (keys_.break_after > 0 && session.seconds >= until_break(world, account))
      world.measure_tally.add(scope.worker, breaks_, 1);
  }

  // --- The day

  void daily(World& world, const BlockScope& scope, AccountId account) {
    std::int16_t& regard = regard_[account];
    const double left = regard * (1 - daily_loss(keys_.recovery));
    regard = static_cast<std::int16_t>(
        stochastic_round(left, luck_.draws(recovers).uniform({account.value, world.day(), 0})));
    sums_.add(scope.worker, kAccounts, 1);
    sums_.add(scope.worker, kRegard, regard);
    if (std::abs(weight_[account]) < kMostMoved) return;
    sums_.add(scope.worker, kMoved, 1);
    sums_.add(scope.worker, kMovedRegard, regard);
  }
  // Each account has its chores once in a day: the sums of a day are of all of them.
  void close(World& world, const StepScope& scope) {
    const auto sums = sums_.sums();
    for (const Sum flow : {kRegretted, kSleepLost}) totals_[flow] += sums[flow];
    for (const Sum level : {kAccounts, kRegard, kMoved, kMovedRegard}) day_[level] += sums[level];
    sums_.clear();
    if (world.calendar.is_last_of_day(scope.tick)) {
      for (const Sum level : {kAccounts, kRegard, kMoved, kMovedRegard})
        totals_[level] = std::exchange(day_[level], 0);
    }
    if (scope.tick + 1 == world.setup.run.warmup_ticks()) at_warmup_ = totals_;
  }
  std::vector<Caution> cautions(const World&) const override { return {{"caution.welfare_contested"}}; }

  double mean(std::size_t which) const {
    const std::size_t first = which == 0 ? kAccounts : kMoved;
    if (totals_[first] == 0) return 0;
    return static_cast<double>(totals_[first + 1]) / kRegardUnit / static_cast<double>(totals_[first]);
  }
  double hours(const World& world, std::size_t flow) const {
    return world.people(static_cast<double>(totals_[flow] - at_warmup_[flow])) / 3600;
  }
  enum Sum : std::size_t { kAccounts, kRegard, kMoved, kMovedRegard, kRegretted, kSleepLost, kSums };

 private:
  enum Purpose : std::uint32_t { edits, labelled, steps, traits, recovers, avoids, breaks, rounds };
  static constexpr int kMostMoved = 1800;  // of a weight: a tenth of accounts where no group is told apart

  void check(World& world, Problems& problems) {
    for (const SusceptibleKeys& group : keys_.susceptible) {
      if (segment_number(world.p, group.segment) < 0)
        problems.add({}, "welfare.susceptible", "no segment '" + group.segment + "'",
                     "name one of `segments`");
      else if (!is_known(world, group.segment))
        problems.add({}, "welfare.susceptible",
                     "'" + group.segment + "' asks what is not known of an account from the start",
                     "name a segment of attributes, minor, opt_out, author, followers and member alone");
    }
    for (const std::string& topic : keys_.polished_topics)
      if (!topic_number(world, topic))
        problems.add({}, "welfare.polished_topics", "no topic '" + topic + "'", "name one of `topics`");
    for (const std::string& id : keys_.unfiltered)
      if (std::ranges::none_of(world.p.platforms, [&](const PlatformParameters& p) { return p.id == id; }))
        problems.add({}, "welfare.unfiltered", "no platform '" + id + "'", "name one of `platforms`");
  }
  // Susceptibility of an account, for good: uniform with mean 1, times those of its groups.
  void weigh(World& world) {
    std::vector<InSegment> groups;
    for (const SusceptibleKeys& group : keys_.susceptible) groups.emplace_back(world, group.segment);
    for (std::uint32_t a = world.part.first(); a < world.part.last(); ++a) {
      const Words words = luck_.draws(traits).words({a, 0, 0});
      double weight = 2 * kRegardUnit * to_unit(words[0]);
      for (std::size_t g = 0; g < groups.size(); ++g)
        if (groups[g].holds(AccountId(a))) weight *= keys_.susceptible[g].times;
      if (to_unit(words[1]) < keys_.lifted) weight = -weight;
      weight_[AccountId(a)] = static_cast<std::int16_t>(std::clamp(weight, -32'000.0, 32'000.0));
    }
  }
  bool is_edited(const World& world, const PostScore& post) const {
    return (topics_ >> post.topic & 1U) != 0 && (unfiltered_ >> world.platform & 1U) == 0 &&
           luck_.draws(edits).chance(keys_.edited, post.key().itself());
  }
  // Seconds of a session of this tick until the first break that is heeded.
  double until_break(const World& world, AccountId account) const {
    const double u = luck_.draws(breaks).uniform({account.value, world.tick, 0});
    const double missed =
        keys_.heeded >= 1 ? 0 : std::floor(fmath::log(1 - u) / fmath::log(1 - keys_.heeded));
    return keys_.heeded <= 0 ? 1e9 : 60 * keys_.break_after * (1 + missed);
  }
  double meant(const World& world, AccountId account) const {
    const double sessions = world.accounts.sessions_rate[account] / 16.0;
    const double items = world.accounts.items_rate[account] / 2.0;
    return keys_.meant * sessions * items * world.p.attention.seconds_per_item;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::size_t comparisons_ = 0, breaks_ = 0;
  std::uint32_t topics_ = 0, unfiltered_ = 0;  // a bit each
  Column<std::int16_t> regard_, weight_;
  Tally sums_;
  std::array<std::int64_t, kSums> day_{}, totals_{}, at_warmup_{};
};

template <std::size_t Which>
double Welfare::level(const World& world) {
  return world.find<Welfare>()->mean(Which);
}
double Welfare::regretted(const World& world) { return world.find<Welfare>()->hours(world, kRegretted); }
double Welfare::slept(const World& world) { return world.find<Welfare>()->hours(world, kSleepLost); }

}  // namespace

extern constinit const MechanismEntry welfare =
    mechanism<Welfare>("welfare", "what feeds do to people: self-regard, regret, sleep; and remedies");

}  // namespace fanfare::fan_economy
