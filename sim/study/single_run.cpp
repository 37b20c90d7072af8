// The hooks between a run, its checkpoints and its files.
#include "sim/study/single_run.h"

#include <fmt/format.h>

#include <optional>

#include "sim/fingerprint.h"
#include "sim/parallel.h"
#include "sim/results/atomic_file.h"
#include "sim/results/results_file.h"
#include "sim/scenario/dictionary.h"
#include "sim/study/describe.h"
#include "sim/study/rank_zero.h"
#include "sim/study/stop.h"
#include "sim/study/summary.h"
#include "sim/study/text.h"

namespace fanfare {
namespace {

class SingleRun {
 public:
  SingleRun(Scenario& scenario, const RunContext& context)
      : scenario_(scenario),
        context_(context),
        comm_(context.comm),
        folder_(context.options.out.empty() ? "results/" + scenario.name : context.options.out),
        parallel_(make_parallel(context.options.threads)),
        provenance_(describe_run(scenario, context.options, 0, parallel_->workers(), comm_.size())),
        identity_(identity_of(scenario, 0)),
        board_(context.sink, 1, comm_.size()) {}

  Outcome run() {
    rank_zero(comm_, [this] { claim(); });
    if (finished_before()) return already_done();
    const RunResult result = fanfare::run(request());
    context_.sink.close();
    provenance_.fingerprint = fingerprint_text(result.fingerprint);
    provenance_.invocation.wall_seconds = result.wall_seconds;
    rank_zero(comm_, [&] { keep(result); });
    return outcome(result);
  }

 private:
  bool resumes() const { return context_.options.on_exists == OnExists::resume; }

  void claim() {
    folder_.claim(context_.options.on_exists);
    lock_.emplace(folder_.root());
    log_ = Log(folder_.log(), context_.verbosity);
    write_file(folder_.effective(), effective_yaml(scenario_));
    log_.info(fmt::format("{}: seed {}, {} ticks, {} threads, {} ranks", scenario_.path, scenario_.run.seed,
                          scenario_.run.ticks(), parallel_->workers(), comm_.size()));
  }

  // A whole run.h5 of the same scenario that goes at least as far.
  bool finished_before() {
    bool found = false;
    if (resumes() && comm_.is_root() && std::filesystem::exists(folder_.run_file())) {
      const Results old = read_results(folder_.run_file());
      found = old.last_complete_tick >= scenario_.run.ticks() &&
              old.provenance.scenario_digest == provenance_.scenario_digest;
      if (found) provenance_ = old.provenance;
    }
    return comm_.any(found);
  }

  Outcome already_done() const {
    Outcome o = named_outcome();
    o.notes = {fmt::format("{} is complete already: nothing was run", folder_.run_file().string())};
    o.files = {folder_.run_file().string()};
    return o;
  }

  RunRequest request() {
    RunHooks hooks;
    hooks.checkpoint_every = context_.options.checkpoint_every;
    hooks.on_tick = [this](const RunStatus& status) { return after_tick(status); };
    hooks.save = [this](Simulation& simulation, const DatasetRecorder& recorder) {
      save(simulation, recorder);
    };
    if (resumes() && comm_.any(comm_.is_root() && has_checkpoint(folder_.checkpoint())))
      hooks.load = [this](Simulation& simulation, DatasetRecorder& recorder) {
        return load(simulation, recorder);
      };
    return {*scenario_.entry,
            *scenario_.parameters,
            scenario_.run,
            scenario_.outputs,
            derive_seed(scenario_.run.seed, 0),
            comm_,
            *parallel_,
            shelf_,
            std::move(hooks)};
  }

  AfterTick after_tick(const RunStatus& status) {
    if (status.ticks_done == 1) {
      shelf_.clear();  // a single run shares its graph with nobody
      for (const std::string& line : status.model.cautions()) log_.info("note: " + line);
    }
    if (comm_.is_root()) board_.tick(0, status, scenario_.run.until, "");
    return stop_asked() && status.ticks_done < status.ticks ? AfterTick::stop : AfterTick::go_on;
  }

  void save(Simulation& simulation, const DatasetRecorder& recorder) {
    const auto walk = [&](Archive& archive) { simulation.state(archive); };
    save_checkpoint(folder_.checkpoint(), {identity_, simulation.tick(), recorder.data()}, walk,
                    simulation.model().partition(), comm_);
    rank_zero(comm_, [&] {
      write_run(folder_.partial_file(), recorder.data(), provenance_, RunState::running, simulation.tick());
      log_.info(fmt::format("checkpoint after tick {}", simulation.tick()));
    });
  }

  Tick load(Simulation& simulation, DatasetRecorder& recorder) {
    const auto walk = [&](Archive& archive) { simulation.state(archive); };
    LoadedCheckpoint loaded =
        load_checkpoint(folder_.checkpoint(), identity_, walk, simulation.model().partition(), comm_);
    if (!loaded.warning.empty()) notes_.push_back(loaded.warning);
    notes_.push_back(fmt::format("went on from tick {} ({})", loaded.header.tick, loaded.path.string()));
    log_.info(notes_.back());
    if (loaded.header.tick > scenario_.run.ticks())
      throw InputError(
          fmt::format("{}: is at tick {}, past the {} of this run (run.until is earlier than what was done) "
                      "ask for a later --until, or start anew with --on-exists replace",
                      loaded.path.string(), loaded.header.tick, scenario_.run.ticks()));
    recorder.restore(std::move(loaded.header.recorded));
    return loaded.header.tick;
  }

  void keep(const RunResult& result) {
    if (result.stopped) {
      write_run(folder_.partial_file(), result.data, provenance_, RunState::stopped, result.ticks_done);
      log_.info(fmt::format("stopped by {} after tick {}", stop_reason(), result.ticks_done));
      return;
    }
    write_run(folder_.run_file(), result.data, provenance_, RunState::complete, result.ticks_done);
    std::filesystem::remove(folder_.partial_file());
    // A checkpoint that only bridged a stop has served; those that were asked for stay, for a later --until.
    if (context_.options.checkpoint_every <= 0) std::filesystem::remove_all(folder_.checkpoint());
    const RunSummary summary{scenario_.name,          scenario_.question, provenance_.scenario_digest,
                             provenance_.fingerprint, result.data,        result.headlines};
    write_file(folder_.summary_text(), summary_text(summary));
    write_file(folder_.summary_json(), summary_json(summary));
    summary_ = summary_text(summary);
    log_.info(fmt::format("complete: fingerprint {}, {}", provenance_.fingerprint,
                          people_duration(result.wall_seconds)));
  }

  Outcome named_outcome() const {
    Outcome o;
    o.status = "complete";
    o.name = scenario_.name;
    o.digest = provenance_.scenario_digest;
    o.fingerprint = provenance_.fingerprint;
    return o;
  }

  Outcome outcome(const RunResult& result) const {
    Outcome o = named_outcome();
    o.headlines = result.headlines;
    o.notes = notes_;
    o.wall_seconds = result.wall_seconds;
    o.summary = summary_;
    if (!result.stopped) {
      for (const auto& path : {folder_.run_file(), folder_.summary_text(), folder_.summary_json(),
                               folder_.effective(), folder_.log()})
        o.files.push_back(path.string());
      return o;
    }
    o.code = ExitCode::stopped;
    o.status = "stopped";
    o.runs_done = 0;
    o.files = {folder_.partial_file().string(), folder_.checkpoint().string()};
    o.notes.push_back(fmt::format("stopped by {} after tick {} of {}: go on with `{}`", stop_reason(),
                                  result.ticks_done, scenario_.run.ticks(),
                                  resume_command(scenario_.path, context_.options)));
    return o;
  }

  Scenario& scenario_;
  const RunContext& context_;
  Comm& comm_;
  RunFolder folder_;
  std::optional<FolderLock> lock_;
  Log log_;
  std::unique_ptr<Parallel> parallel_;
  Shelf shelf_;
  Provenance provenance_;
  RunIdentity identity_;
  ProgressBoard board_;
  std::vector<std::string> notes_;
  std::string summary_;
};

}  // namespace

Outcome run_scenario(Scenario& scenario, const RunContext& context) {
  return SingleRun(scenario, context).run();
}

}  // namespace fanfare
