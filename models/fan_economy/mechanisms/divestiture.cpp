// Mechanism `divestiture`: a platform changes hands without what it knew of its users, without its ranking,
// or without both; or it is closed, to everyone or to some.
//
// Data: what was observed of each account is forgotten; each is known anew by what it does from then on.
// Ranking: the new one errs by as much as one that has seen nothing,
//   sd² = model_noise² / (1 + N / half_model),  N = views, likes, comments, shares of all since,
// and where data were kept, those of before come in as they are learnt from, by 1 − exp(−t / rebuild).
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "fanfare/columns.h"
#include "fanfare/fmath.h"
#include "fanfare/problems.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct DivestitureKeys {
  std::string platform;
  double at = 1;
  bool keeps_data = false;
  bool keeps_algorithm = false;
  double model_noise = 2;
  double half_model = 3e7;
  double rebuild = 30;
  double opens = 0;
  double closes = -1;
  std::string closed_for;
};

void describe(Schema<DivestitureKeys>& s) {
  using K = DivestitureKeys;
  s.value("platform", &K::platform).help("which changes hands or is closed; empty: the first");
  s.value("at", &K::at)
      .unit(Unit::days)
      .in(-1, 36'500)
      .help("day on which it changes hands; −1: it does not");
  s.value("keeps_data", &K::keeps_data).help("the new owner gets what was observed of users");
  s.value("keeps_algorithm", &K::keeps_algorithm).help("the new owner gets the ranking");
  s.value("model_noise", &K::model_noise)
      .in(0, 10)
      .help("sd of the error of a ranking that has learnt from nobody, in appeal")
      .source("folk");
  s.value("half_model", &K::half_model)
      .unit(Unit::people)
      .in(1, 1e14)
      .help("interactions of all users together at which that variance has halved")
      .source("folk");
  s.value("rebuild", &K::rebuild)
      .unit(Unit::days)
      .in(0.01, 3650)
      .help("in which a new ranking has learnt from 63 % of the data that were kept")
      .source("folk");
  s.value("opens", &K::opens).unit(Unit::days).in(0, 36'500).help("first day on which it can be opened");
  s.value("closes", &K::closes)
      .unit(Unit::days)
      .in(-1, 36'500)
      .help("day from which it can no longer be opened; −1: never");
  s.value("closed_for", &K::closed_for)
      .help("id of the segment for which it closes, as of one country; empty: everyone");
  s.check([](const K& k, Checker& c) {
    if (k.closes >= 0 && k.closes <= k.opens)
      c.problem("closes", "closes before it opens (day " + std::to_string(static_cast<int>(k.opens)) + ")",
                "let it close later, or leave the platform out");
    if (k.closes >= 0 && k.at >= k.closes && k.closed_for.empty())
      c.problem("at", "changes hands when it is closed already", "let it change hands before, or write −1");
  });
}

class Divestiture final : public Mechanism {
 public:
  using Keys = DivestitureKeys;
  static constexpr bool kOnEveryPlatform = true;
  static double error(const World& world);
  static double learnt(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"handed_impressions", "impressions", "on the platform that changes hands",
                  "impressions × population.scale", true},
      MeasureRule{"handed_engagements", "engagements", "on the platform that changes hands",
                  "(likes + comments + shares) × population.scale", true},
      MeasureRule{"ranking_error", "1", "error of a ranking not yet learnt anew, in appeal",
                  "sd, now; 0 before the hand-over", false, error},
      MeasureRule{"learnt_since", "people", "interactions that the new owner has learnt from",
                  "views, likes, comments and shares since × population.scale", true, learnt}};

  Divestiture(World&, const Keys& keys) : keys_(keys) {}

  void open(World& world) override {
    const int number = keys_.platform.empty() ? 0 : platform_number(world.p, keys_.platform);
    if (number < 0)
      throw ScenarioError("divestiture.platform: '" + keys_.platform +
                          "' is no platform (name one of platforms)");
    platform_ = static_cast<std::uint32_t>(number);
    if (!keys_.closed_for.empty()) {
      segment_ = segment_number(world.p, keys_.closed_for);
      if (segment_ < 0)
        throw ScenarioError("divestiture.closed_for: no segment '" + keys_.closed_for +
                            "' (declare it in segments)");
      keep_segment(world, static_cast<std::size_t>(segment_));
    }
    impressions_ = world.measures.named("handed_impressions");
    engagements_ = world.measures.named("handed_engagements");
    forgotten_.resize(world.part);
    look_at_what_is_left(world);
  }
  void state(Archive& archive) override {
    archive.owned({"divestiture.forgotten", "1", "of what was observed of an account"}, forgotten_);
    archive.shared({"divestiture.before", "1", "interactions before the hand-over, accounts"}, before_);
    archive.shared({"divestiture.since", "1", "interactions since, accounts"}, since_);
  }
  void restore(World& world) override { look_at_what_is_left(world); }

  void intervene(World& world, const StepScope&) {
    world.on(platform_).rank_constants.model_noise = static_cast<float>(error_of(world));
    const auto bit = static_cast<std::uint8_t>(1U << platform_);
    const bool shut = !is_open(world) && segment_ < 0;
    world.shut = static_cast<std::uint8_t>(shut ? world.shut | bit : world.shut & ~bit);
  }
  // What was known at the hand-over is not known after it.
  void publish(World& world, const BlockScope& scope) {
    if (keys_.keeps_data || keys_.at < 0 || scope.tick != tick_of(world, keys_.at)) return;
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      forgotten_[AccountId(a)] = world.accounts.observed[AccountId(a)];
  }
  void counted(World& world, std::uint32_t, const PostCounts& delta) {
    if (world.platform != platform_) return;
    const auto of = [&](Counter c) { return std::int64_t{delta[static_cast<std::size_t>(c)]}; };
    const std::int64_t engaged = of(Counter::likes) + of(Counter::comments) + of(Counter::shares);
    world.measures.add(impressions_, of(Counter::impressions));
    world.measures.add(engagements_, engaged);
    (is_handed_over(world) ? since_ : before_) += engaged + of(Counter::views);
  }
  void doors(const World& world, AccountId account, std::uint8_t& open) {
    if (is_open(world)) return;
    const bool before = world.tick < tick_of(world, keys_.opens);
    if (before || segment_ < 0 || in_segment(world, account, static_cast<std::size_t>(segment_)))
      open = static_cast<std::uint8_t>(open & ~(1U << platform_));
  }
  std::vector<Caution> cautions(const World& world) const override {
    const double end = world.setup.run.until;
    if (keys_.at < end || keys_.closes >= 0) return {};
    return {{"caution.handed_over_later", {{"day", keys_.at}}}};
  }

 private:
  static Tick tick_of(const World& world, double day) {
    return static_cast<Tick>(day * world.ticks_per_day() + 0.5);
  }
  bool is_handed_over(const World& world) const {
    return keys_.at >= 0 && world.tick >= tick_of(world, keys_.at);
  }
  bool is_open(const World& world) const {
    return world.tick >= tick_of(world, keys_.opens) &&
           (keys_.closes < 0 || world.tick < tick_of(world, keys_.closes));
  }
  double error_of(const World& world) const {
    if (keys_.keeps_algorithm || !is_handed_over(world)) return 0;
    const double days = world.tick / static_cast<double>(world.ticks_per_day()) - keys_.at;
    const double kept = keys_.keeps_data ? -fmath::expm1(-days / keys_.rebuild) : 0;
    const double seen = world.people(static_cast<double>(since_) + kept * static_cast<double>(before_));
    return keys_.model_noise / std::sqrt(1 + seen / keys_.half_model);
  }
  void look_at_what_is_left(World& world) {
    if (!keys_.keeps_data) world.on(platform_).forgotten = &forgotten_;
  }

  const Keys& keys_;
  std::uint32_t platform_ = 0;
  int segment_ = -1;
  std::size_t impressions_ = 0, engagements_ = 0;
  Column<std::uint16_t> forgotten_;
  std::int64_t before_ = 0, since_ = 0;
};

double Divestiture::error(const World& world) {
  const auto* of = world.find<Divestiture>();
  return of->error_of(world);
}
double Divestiture::learnt(const World& world) {
  return world.people(static_cast<double>(world.find<Divestiture>()->since_));
}

}  // namespace

extern constinit const MechanismEntry divestiture = mechanism<Divestiture>(
    "divestiture", "a platform changes hands without its data, its ranking or both, or is closed");

}  // namespace fanfare::fan_economy
