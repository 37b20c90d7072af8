// Build, loop, record, finish.
#include "sim/run.h"

#include <array>
#include <chrono>
#include <cmath>
#include <functional>

#include "fanfare/philox.h"
#include "sim/cautions.h"
#include "sim/fingerprint.h"

namespace fanfare {

std::uint32_t derive_seed(std::uint64_t seed, std::uint32_t replicate) {
  constexpr std::uint32_t kTag = 0x5eed;  // apart from all other uses of Philox with this key
  return philox({replicate, kTag, 0, 0}, static_cast<std::uint32_t>(seed),
                static_cast<std::uint32_t>(seed >> 32))[0];
}

namespace {

class WallClock {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

// Whole ticks in `days`, at least one.
Tick ticks_in(double days, const RunParameters& run) {
  return std::max<Tick>(1, static_cast<Tick>(std::floor(days / run.tick + 0.5)));
}

// The loops of the world that is built look whether to go on; those of the ticks need not.
class Watched final : public Parallel {
 public:
  Watched(Parallel& inner, const std::function<void()>& look) : inner_(inner), look_(look) {}
  int workers() const override { return inner_.workers(); }
  void for_each(std::size_t n, const std::function<void(std::size_t, int)>& body) override {
    if (!look_) return inner_.for_each(n, body);
    inner_.for_each(n, [&](std::size_t i, int worker) {
      look_();
      body(i, worker);
    });
  }
  void built() { look_ = nullptr; }

 private:
  Parallel& inner_;
  std::function<void()> look_;
};

class Run {
 public:
  explicit Run(const RunRequest& request)
      : request_(request),
        watched_(request.parallel, request.hooks.while_building),
        model_(request.model.build(request.parameters, setup_of(request, watched_))),
        build_seconds_(clock_.seconds()),
        simulation_(*model_, request.comm, request.parallel),
        recorder_(request.run),
        record_every_(ticks_in(request.outputs.every, request.run)) {
    watched_.built();
    model_->declare(recorder_);
    keep_cautions();
    if (request_.hooks.load) simulation_.resume(request_.hooks.load(simulation_, recorder_));
  }

  RunResult result() {
    const bool stopped = !loop();
    if (!stopped) model_->finish(recorder_, simulation_.tick());
    RunResult result;
    result.stopped = stopped;
    result.ticks_done = simulation_.tick();
    result.fingerprint = simulation_.fingerprint();
    result.headlines = model_->headlines();
    result.phase_times = simulation_.phase_times();
    add_sums(result);
    result.data = recorder_.take();
    result.build_seconds = build_seconds_;
    result.wall_seconds = clock_.seconds();
    return result;
  }

 private:
  static Setup setup_of(const RunRequest& r, Parallel& parallel) {
    return {.seed = r.seed,
            .rank = r.comm.rank(),
            .ranks = r.comm.size(),
            .parallel = parallel,
            .shelf = r.shelf,
            .run = r.run,
            .outputs = r.outputs};
  }

  // Of the world at tick 0, also where the run goes on from a checkpoint.
  void keep_cautions() {
    const std::vector<Caution> cautions = model_->cautions();
    if (const std::string text = cautions_text(cautions); !text.empty()) recorder_.attribute(kCautions, text);
    if (request_.hooks.on_built) request_.hooks.on_built(cautions);
  }

  // False if it was stopped before the end.
  bool loop() {
    const Tick ticks = request_.run.ticks();
    while (simulation_.tick() < ticks) {
      simulation_.step();
      const bool at_end = simulation_.tick() == ticks;
      if (at_end || simulation_.tick() % record_every_ == 0) record();
      if (request_.hooks.fork && simulation_.tick() == request_.hooks.fork_at)
        request_.hooks.fork(simulation_, recorder_);
      const bool stop = asks_to_stop(ticks) && !at_end;
      if (request_.hooks.save && (stop || (!at_end && is_checkpoint_due())))
        request_.hooks.save(simulation_, recorder_);
      if (stop) return false;
    }
    return true;
  }

  // Divided, not summed or multiplied, so that a whole day is a whole number.
  double days() const { return static_cast<double>(simulation_.tick()) / request_.run.ticks_per_day(); }

  void record() {
    recorder_.begin_row(days());
    model_->record(recorder_, simulation_.tick());
    recorder_.end_row();
  }

  bool asks_to_stop(Tick ticks) {
    bool stop = false;
    if (request_.hooks.on_tick) {
      stop = request_.hooks.on_tick({.ticks_done = simulation_.tick(),
                                     .ticks = ticks,
                                     .days = days(),
                                     .wall_seconds = clock_.seconds(),
                                     .work = model_->work(),
                                     .model = *model_}) == AfterTick::stop;
    }
    return request_.comm.any(stop);
  }

  bool is_checkpoint_due() const {
    const double every = request_.hooks.checkpoint_every;
    return every > 0 && simulation_.tick() % ticks_in(every, request_.run) == 0;
  }

  void add_sums(RunResult& result) {
    const WorkDone work = model_->work();
    const auto walk = [&](Archive& archive) { simulation_.state(archive); };
    std::array<std::int64_t, 5> sums{
        static_cast<std::int64_t>(work.impressions), static_cast<std::int64_t>(work.candidates),
        static_cast<std::int64_t>(work.edges), static_cast<std::int64_t>(work.draws),
        static_cast<std::int64_t>(weigh(walk, model_->partition()).bytes())};
    request_.comm.sum(sums);
    const auto whole = [&](std::size_t i) { return static_cast<std::uint64_t>(sums[i]); };
    result.work = {.impressions = whole(0), .candidates = whole(1), .edges = whole(2), .draws = whole(3)};
    result.state_bytes = whole(4);
  }

  const RunRequest& request_;
  WallClock clock_;
  Watched watched_;  // the model may keep it
  std::unique_ptr<Model> model_;
  double build_seconds_;
  Simulation simulation_;
  DatasetRecorder recorder_;
  Tick record_every_;
};

}  // namespace

RunResult run(const RunRequest& request) { return Run(request).result(); }

}  // namespace fanfare
