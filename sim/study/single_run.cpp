// The hooks between a run, its checkpoints and its files.
#include "sim/study/single_run.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "sim/fingerprint.h"
#include "sim/judge/valid_range.h"
#include "sim/parallel.h"
#include "sim/results/atomic_file.h"
#include "sim/results/results_file.h"
#include "sim/say/summary_text.h"
#include "sim/scenario/dictionary.h"
#include "sim/stop.h"
#include "sim/study/describe.h"
#include "sim/study/rank_zero.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

// A value that is missing is null.
std::string headlines_json(const std::vector<Headline>& headlines) {
  nlohmann::json list = nlohmann::json::array();
  for (const Headline& h : headlines)
    list.push_back({h.name, std::isfinite(h.value) ? nlohmann::json(h.value) : nlohmann::json(), h.unit});
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<Headline> headlines_of(const std::string& text) {
  std::vector<Headline> headlines;
  const nlohmann::json list = nlohmann::json::parse(text, nullptr, false);
  if (!list.is_array()) return headlines;
  for (const nlohmann::json& h : list) {
    if (!h.is_array() || h.size() != 3 || !h[0].is_string() || !h[2].is_string()) return {};
    headlines.push_back(
        {h[0], h[1].is_number() ? h[1].get<double>() : std::numeric_limits<double>::quiet_NaN(), h[2]});
  }
  return headlines;
}

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
    RunResult result;
    try {
      board_.begin(0, scenario_.run.until, "");
      result = fanfare::run(request());
    } catch (const StoppedEarly&) {
      board_.close();
      log_.info(fmt::format("stopped by {} before the first tick", stop_reason()));
      if (comm_.size() > 1 || !resumes() || !has_checkpoint(folder_.checkpoint())) throw;
      return stopped_early();
    }
    board_.close();
    provenance_.fingerprint = fingerprint_text(result.fingerprint);
    provenance_.invocation.wall_seconds = result.wall_seconds;
    if (result.headlines.empty()) result.headlines = last_values(result.data);
    rank_zero(comm_, [&] { keep(result); });
    return outcome(result);
  }

 private:
  bool resumes() const { return context_.options.on_exists == OnExists::resume; }

  void claim() {
    lock_ = folder_.claim(context_.options.on_exists);
    log_ = Log(folder_.log(), context_.verbosity);
    write_file(folder_.effective(), effective_yaml(scenario_));
    log_.info(fmt::format("{}: seed {}, {} ticks, {} threads, {} ranks", scenario_.path, scenario_.run.seed,
                          scenario_.run.ticks(), parallel_->workers(), comm_.size()));
  }

  bool finished_before() {
    bool found = false;
    if (resumes()) rank_zero(comm_, [&] { found = complete_before(); });
    return comm_.any(found);
  }

  // A whole run.h5 of the same scenario that goes at least as far. It may have been killed with the rest of
  // its files still to come: they are written now.
  bool complete_before() {
    if (!std::filesystem::exists(folder_.run_file())) return false;
    const Results old = read_results(folder_.run_file());
    if (old.last_complete_tick < scenario_.run.ticks() ||
        old.provenance.scenario_digest != provenance_.scenario_digest)
      return false;
    provenance_ = old.provenance;
    const bool kept = old.provenance.invocation.command_line.find("--checkpoint-every") != std::string::npos;
    leave_only_results(kept || context_.options.checkpoint_every > 0);
    if (!has_summaries()) {
      write_summaries(old.data, headlines_of(old.provenance.headlines));
      log_.info("the summaries were missing: written from run.h5");
    }
    return true;
  }

  // Of just this run: those of an older one may lie there.
  bool has_summaries() const {
    const auto is_ours = [&](const std::filesystem::path& path) {
      return std::filesystem::exists(path) &&
             read_file(path).find(provenance_.fingerprint) != std::string::npos;
    };
    return is_ours(folder_.summary_text()) && is_ours(folder_.summary_json());
  }

  void write_summaries(const Dataset& data, const std::vector<Headline>& headlines) {
    const RunSummary summary{
        scenario_.name, scenario_.question, provenance_.scenario_digest, provenance_.fingerprint,
        data,           headlines,          scenario_.entry->report()};
    summary_ = summary_text(summary, context_.options.width, context_.options.language);
    write_file(folder_.summary_text(), summary_text(summary, kFileWidth, context_.options.language));
    write_file(folder_.summary_json(), summary_json(summary));
  }

  // A checkpoint that only bridged a stop has served; those that were asked for stay, for a later --until.
  void leave_only_results(bool checkpoints_stay) const {
    std::filesystem::remove(folder_.partial_file());
    if (!checkpoints_stay) std::filesystem::remove_all(folder_.checkpoint());
  }

  Outcome already_done() const {
    Outcome o = named_outcome();
    o.notes = {said("run.there", {{"file", folder_.run_file().string()}})};
    o.files = {folder_.run_file().string()};
    return o;
  }

  RunRequest request() {
    RunHooks hooks;
    hooks.checkpoint_every = context_.options.checkpoint_every;
    hooks.while_building = expect_going_on;
    hooks.on_built = [this](const std::vector<Caution>& cautions) {
      for (const Caution& caution : cautions) log_.info("note: " + in_english(said_of(caution)));
    };
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
    if (status.ticks_done == 1) shelf_.clear();  // a single run shares its graph with nobody
    if (comm_.is_root()) board_.tick(0, status, scenario_.run.until, "");
    return stop_asked() && status.ticks_done < status.ticks ? AfterTick::stop : AfterTick::go_on;
  }

  void save(Simulation& simulation, const DatasetRecorder& recorder) {
    const auto walk = [&](Archive& archive) { simulation.state(archive); };
    // The partial file first: it names the scenario by which `resume` finds what the checkpoint is of.
    rank_zero(comm_, [&] {
      lock_->expect_held();
      write_run(folder_.partial_file(), recorder.data(), provenance_, RunState::running, simulation.tick());
    });
    save_checkpoint(folder_.checkpoint(), {identity_, simulation.tick(), recorder.data()}, walk,
                    simulation.model().partition(), comm_);
    log_.info(fmt::format("checkpoint after tick {}", simulation.tick()));
  }

  Tick load(Simulation& simulation, DatasetRecorder& recorder) {
    const auto walk = [&](Archive& archive) { simulation.state(archive); };
    LoadedCheckpoint loaded =
        load_checkpoint(folder_.checkpoint(), identity_, walk, simulation.model().partition(), comm_);
    if (!loaded.warning.empty()) notes_.push_back(loaded.warning);
    log_.info(fmt::format("went on from tick {} ({})", loaded.header.tick, loaded.path.string()));
    notes_.push_back(said("run.went_on", {{"tick", std::to_string(loaded.header.tick)},
                                          {"file", loaded.path.string()}}));
    if (loaded.header.tick > scenario_.run.ticks())
      throw InputError(
          fmt::format("{}: is at tick {}, past the {} of this run (run.until is earlier than what was done) "
                      "ask for a later --until, or start anew with --on-exists replace",
                      loaded.path.string(), loaded.header.tick, scenario_.run.ticks()));
    recorder.restore(std::move(loaded.header.recorded));
    return loaded.header.tick;
  }

  void keep(const RunResult& result) {
    lock_->expect_held();
    if (result.stopped) {
      write_run(folder_.partial_file(), result.data, provenance_, RunState::stopped, result.ticks_done);
      log_.info(fmt::format("stopped by {} after tick {}", stop_reason(), result.ticks_done));
      return;
    }
    provenance_.headlines = headlines_json(result.headlines);
    write_run(folder_.run_file(), result.data, provenance_, RunState::complete, result.ticks_done,
              valid_ranges(scenario_.entry->report()));
    write_summaries(result.data, result.headlines);
    leave_only_results(context_.options.checkpoint_every > 0);
    log_.info(fmt::format("complete: fingerprint {}, {}", provenance_.fingerprint,
                          people_duration(result.wall_seconds)));
  }

  std::string said(const char* key, const Blanks& blanks) const {
    return sentence(key, context_.options.language, blanks);
  }
  std::string go_on() const { return resume_command(scenario_.path, context_.options); }

  // The checkpoint that was to be gone on from is still there.
  Outcome stopped_early() const {
    Outcome o = named_outcome();
    o.code = ExitCode::stopped;
    o.status = "stopped";
    o.runs_done = 0;
    o.files = {folder_.checkpoint().string()};
    o.notes = {said("run.stopped_before", {{"reason", stop_reason()}, {"command", go_on()}})};
    return o;
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
      o.next = report_command(folder_.root().string());
      return o;
    }
    o.code = ExitCode::stopped;
    o.status = "stopped";
    o.runs_done = 0;
    o.files = {folder_.partial_file().string(), folder_.checkpoint().string()};
    o.notes.push_back(said("run.stopped_after", {{"reason", stop_reason()},
                                                 {"tick", std::to_string(result.ticks_done)},
                                                 {"ticks", std::to_string(scenario_.run.ticks())},
                                                 {"command", go_on()}}));
    return o;
  }

  Scenario& scenario_;
  const RunContext& context_;
  Comm& comm_;
  RunFolder folder_;
  std::unique_ptr<FolderLock> lock_;
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
