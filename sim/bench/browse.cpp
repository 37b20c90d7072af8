// One world, some hours on all threads, then as many on one. Times phases from outside.
#include "sim/bench/browse.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

#include "fanfare/feed_snapshot.h"
#include "fanfare/graph.h"
#include "sim/bench/first_replicate.h"
#include "sim/bench/stopwatch.h"
#include "sim/comm.h"
#include "sim/fingerprint.h"
#include "sim/judge/statistics.h"
#include "sim/recorder.h"
#include "sim/simulation.h"

namespace fanfare {

namespace {

// Two brands and one campaign, what the memory budget is stated for. {0} accounts, {1} follows, {2} days, {3}
// seed.
constexpr const char* kWorld = R"(schema: 1
kind: scenario
name: bench
question: What does a tick cost?
model: fan_economy
run: {{until: {2}d, tick: 1h, seed: {3}}}
population:
  accounts: {0}
  graph: {{kind: chung_lu, mean_follows: {1}}}
creators:
  - {{id: kol, kind: kol, select: {{by: followers, top: {4}}}}}
platforms:
  - {{id: short_video, feed: {{preset: douyin}}}}
attention: {{items: {{dist: lognormal, median: 80, sigma: 0.8}}, sessions: {{dist: lognormal, median: 4, sigma: 0.3}}}}
brands:
  - {{id: aurora, topic: beauty}}
  - {{id: rival, topic: beauty}}
campaigns:
  - id: launch
    brand: aurora
    budget: 1_000_000 CNY
    least_spendable: 0
    flight: [0d, {2}d]
    lines:
      - {{hire: {{kind: kol, by: followers, top: 10}}, posts: 1, contract: flat}}
)";

// Hands loops to all workers or to one, so that one world can be timed with both: its bits don't care.
class Switchable final : public Parallel {
 public:
  explicit Switchable(Parallel& all) : all_(all) {}
  void use_one(bool one) { use_one_ = one; }
  int workers() const override { return all_.workers(); }
  void for_each(std::size_t n, const std::function<void(std::size_t, int)>& body) override {
    use_one_ ? one_.for_each(n, body) : all_.for_each(n, body);
  }

 private:
  Parallel& all_;
  Serial one_;
  bool use_one_ = false;
};

// Counts follow edges; everything else passes by.
class EdgeCounter final : public Archive {
 public:
  void graph(const StateName&, FollowGraph& graph) override { edges += graph.edges(); }
  std::uint64_t edges = 0;

 protected:
  void do_owned(const StateName&, std::span<std::byte>, std::size_t) override {}
  void do_lists(const StateName&, std::size_t, const ReadList&, const WriteList&) override {}
  void do_shared(const StateName&, std::size_t, const Open&) override {}
};

Scenario scenario_of(const BenchOptions& options) {
  if (options.scenario.empty()) {
    const auto days = (options.warmup_ticks + 2 * options.ticks) / 24 + 1;
    return bench_scenario(fmt::format(kWorld, options.accounts, options.follows, days, options.seed,
                                      std::max(10U, options.accounts / 1000)));
  }
  Problems problems;
  Scenario scenario = load_scenario(options.scenario, {}, problems);
  if (!problems.empty()) throw ScenarioError(problems.render());
  return scenario;
}

WorkDone operator-(const WorkDone& a, const WorkDone& b) {
  return {a.impressions - b.impressions, a.candidates - b.candidates, a.edges - b.edges, a.draws - b.draws};
}

// From now on the system counts the most memory held anew (Linux: 5 resets the high-water mark).
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

// Most memory held since then.
double peak_bytes() {
  std::ifstream file("/proc/self/status");
  for (std::string key; file >> key;) {
    double kilobytes = 0;
    if (key == "VmHWM:" && file >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

constexpr int kPlainHours = 2;

WorkDone operator+(const WorkDone& a, const WorkDone& b) {
  return {a.impressions + b.impressions, a.candidates + b.candidates, a.edges + b.edges, a.draws + b.draws};
}

class Bench {
 public:
  Bench(const BenchOptions& options, Parallel& all)
      : options_(options),
        scenario_(scenario_of(options)),
        parallel_(all),
        model_(build()),
        simulation_(*model_, *comm_, parallel_),
        recorder_(scenario_.run) {
    model_->declare(recorder_);
  }

  WorldCost cost() {
    cost_.ticks = options_.ticks;
    run_leg(options_.warmup_ticks);
    cost_.accounts = model_->partition().accounts;
    weigh_state();
    by_phase_.clear();
    cost_.all = run_leg(options_.ticks);
    sum_up_phases();
    parallel_.use_one(true);
    cost_.one = run_leg(options_.ticks);
    cost_.peak_bytes = peak_bytes();
    cost_.plain = against_plain_feed();
    return cost_;
  }

 private:
  std::unique_ptr<Model> build() {
    reset_peak();
    const Stopwatch watch;
    auto model = first_replicate(scenario_, parallel_, shelf_);
    cost_.build_seconds = watch.seconds();
    return model;
  }

  Leg run_leg(std::uint32_t ticks) {
    const WorkDone before = model_->work();
    Leg leg;
    for (std::uint32_t i = 0; i < ticks; ++i) {
      simulation_.step();
      for (const PhaseTime& phase : simulation_.phase_times()) {
        by_phase_[phase.name].push_back(phase.last);
        leg.wall_seconds += phase.last;
        if (phase.name == "browse") leg.browse_seconds += phase.last;
      }
    }
    leg.work = model_->work() - before;
    return leg;
  }

  // Laid out before each hour, of which the engine then says who browsed. What is published in that hour itself the
  // plain feed does not have: one in forty-eight.
  std::optional<PlainFeedCost> against_plain_feed() {
    const auto* source = dynamic_cast<const FeedSource*>(model_.get());
    if (source == nullptr) return std::nullopt;
    PlainFeedCost cost;
    for (int hour = 0; hour < kPlainHours; ++hour) {
      FeedSnapshot world;
      if (!source->lay_out(world).empty()) return std::nullopt;
      const Leg leg = run_leg(1);
      const PlainFeedResult plain = plain_feed(world, source->browsed());
      cost.engine.work = cost.engine.work + leg.work;
      cost.engine.browse_seconds += leg.browse_seconds;
      cost.plain.sessions += plain.sessions;
      cost.plain.candidates += plain.candidates;
      cost.plain.impressions += plain.impressions;
      for (std::size_t a = 0; a < plain.acts.size(); ++a) cost.plain.acts[a] += plain.acts[a];
      cost.plain.seconds += plain.seconds;
    }
    return cost;
  }

  void sum_up_phases() {
    for (const PhaseTime& phase : simulation_.phase_times()) {
      double total = 0;
      for (const double seconds : by_phase_[phase.name]) total += seconds;
      cost_.phases.push_back({std::string(phase.name), std::string(to_string(phase.kind)),
                              upper_median(by_phase_[phase.name]), total / cost_.all.wall_seconds});
    }
    const bool browses =
        std::ranges::any_of(cost_.phases, [](const PhaseCost& p) { return p.name == "browse"; });
    expects(browses, "a model to bench has a phase `browse`");
  }

  void weigh_state() {
    const auto walk = [this](Archive& archive) { simulation_.state(archive); };
    const StateWeight weight = weigh(walk, model_->partition());
    cost_.owned_bytes = static_cast<double>(weight.owned_bytes());
    cost_.graph_bytes = static_cast<double>(weight.graph_bytes());
    cost_.shared_bytes = static_cast<double>(weight.shared_bytes());
    EdgeCounter counter;
    walk(counter);
    cost_.edges = counter.edges;
  }

  const BenchOptions& options_;
  WorldCost cost_;
  Scenario scenario_;
  Switchable parallel_;
  Shelf shelf_;
  std::unique_ptr<Comm> comm_ = local_comm();
  std::unique_ptr<Model> model_;
  Simulation simulation_;
  DatasetRecorder recorder_;
  std::map<std::string_view, std::vector<double>> by_phase_;
};

}  // namespace

WorldCost measure_browse(const BenchOptions& options, Parallel& all) { return Bench(options, all).cost(); }

}  // namespace fanfare
