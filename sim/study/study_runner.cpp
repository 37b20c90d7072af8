// Workers take runs from one list, replicate by replicate.
#include "sim/study/study_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <map>
#include <mutex>
#include <optional>

#include "sim/fingerprint.h"
#include "sim/judge/valid_range.h"
#include "sim/parallel.h"
#include "sim/results/atomic_file.h"
#include "sim/results/checkpoint.h"
#include "sim/say/summary_text.h"
#include "sim/scenario/locate.h"
#include "sim/stop.h"
#include "sim/study/crew.h"
#include "sim/study/describe.h"
#include "sim/study/growth.h"
#include "sim/study/forks.h"
#include "sim/study/rank_zero.h"
#include "sim/study/study_files.h"
#include "sim/study/variation_files.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

class StudyRunner {
 public:
  StudyRunner(PlannedStudy& plan, const RunContext& context, const StudyJob& job)
      : plan_(plan),
        context_(context),
        job_(job),
        comm_(context.comm),
        folder_(context.options.out.empty() ? "results/" + plan.study.name : context.options.out),
        threads_(context.options.threads > 0 ? context.options.threads : default_threads()),
        all_(job.what == StudyJob::What::shard ? job.runs
                                               : replicate_major(plan.scenarios.size(), plan.replicates)),
        board_(context.sink, all_.size(), comm_.size()) {
    folder_.elsewhere = job.elsewhere;
  }

  // After run(): how many replicates to go on to; those that there are if that is all.
  std::size_t next() const { return next_; }

  Outcome run() {
    const auto start = std::chrono::steady_clock::now();
    bool is_done = false;
    rank_zero(comm_, [&] {
      claim();
      is_done = job_.is_done && job_.is_done();
    });
    if (comm_.any(is_done)) {
      board_.close();
      return all_done();
    }
    find_pending();
    shelves_.emplace(pending_);
    for (const PlannedRun& run : pending_)
      if (plan_.fork_of(run.row)) forks_.expect(run);
    if (comm_.size() == 1)
      work_side_by_side();
    else
      work_in_turn();
    board_.close();
    if (fatal_) std::rethrow_exception(fatal_);
    Outcome outcome;
    rank_zero(comm_, [&] {
      outcome = finish(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    });
    Comm::Bytes next(sizeof next_);
    if (comm_.is_root()) std::memcpy(next.data(), &next_, sizeof next_);
    comm_.broadcast(next);
    std::memcpy(&next_, next.data(), sizeof next_);
    return outcome;
  }

 private:
  void claim() {
    lock_ = folder_.claim(context_.options.on_exists);
    log_ = Log(folder_.log(), context_.verbosity);
    // A shard's is in the sweep's study; with 10,000 points it takes 20 MB.
    if (job_.what != StudyJob::What::shard) write_file(folder_.effective(), effective_study_yaml(plan_));
    if (resumes()) restore_parts(folder_, plan_, context_.options);
    log_.info(fmt::format("{}: {} arms, {} replicates, {} threads, {} ranks", plan_.study.path,
                          plan_.scenarios.size(), plan_.replicates, threads_, comm_.size()));
  }

  // Rank 0 looks at the parts and tells the others which runs are left.
  void find_pending() {
    Comm::Bytes left(all_.size(), std::byte{1});
    if (comm_.is_root() && resumes())
      for (std::size_t i = 0; i < all_.size(); ++i)
        if (has_part(folder_, plan_, all_[i])) left[i] = std::byte{0};
    comm_.broadcast(left);
    if (job_.what == StudyJob::What::collect) left.assign(all_.size(), std::byte{0});
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (left[i] == std::byte{1})
        pending_.push_back(all_[i]), pending_index_.push_back(i);
      else
        board_.done(i);
    }
    if (pending_.size() < all_.size() && job_.what != StudyJob::What::collect)
      notes_.push_back(said("run.done_before", {{"done", std::to_string(all_.size() - pending_.size())},
                                                {"runs", std::to_string(all_.size())}}));
  }

  void work_side_by_side() {
    side_by_side(pending_.size(), threads_, [this](std::size_t k, Comm& comm, Parallel& parallel) {
      if (!over()) run_one(k, comm, parallel);
    });
  }

  // The same order on all ranks, and one decision to stop.
  void work_in_turn() {
    const auto parallel = make_parallel(threads_);
    for (std::size_t k = 0; k < pending_.size() && !comm_.any(over()); ++k) run_one(k, comm_, *parallel);
  }

  bool over() const {
    return stop_asked() || fatal_seen_ || (context_.options.fail == FailPolicy::fast && failed_ > 0);
  }

  // One run to its part. What the run throws is recorded; what its file throws ends the study.
  void run_one(std::size_t k, Comm& comm, Parallel& parallel) {
    const PlannedRun planned = pending_[k];
    try {
      const std::shared_ptr<Shelf> shelf = shelves_->of(planned.replicate);
      // A checkpoint of other values or another version serves no more.
      if (simulate(k, comm, parallel, *shelf, resumes()) == Ended::unfit)
        simulate(k, comm, parallel, *shelf, false);
    } catch (...) {
      note_fatal();
    }
    shelves_->over(planned.replicate);
    if (plan_.fork_of(planned.row) && forks_.over(planned) && comm.is_root()) remove_checkpoints(fork_folder(planned));
  }

  // Runs that leave a unit out begin where they part from the run of their arm. Whoever of them comes first runs what
  // they have in common and leaves a checkpoint; the others wait for it.
  Forks::Turn fork(RunHooks& hooks, std::size_t k, Comm& comm) {
    const PlannedRun planned = pending_[k];
    const auto at = plan_.fork_of(planned.row);
    if (!at || hooks.load || !forks_.has_others(planned)) return {};
    const Arm& arm = plan_.study.arms[planned.row];
    const std::size_t whole = arm.variation ? arm.of : planned.row;
    RunIdentity identity = identity_of(plan_.scenarios[whole], planned.replicate);
    identity["fork"] = std::to_string(*at);
    const auto folder = fork_folder(planned);
    Forks::Turn turn = forks_.turn(planned);
    if (turn.is_first()) {
      hooks.fork_at = *at;
      hooks.fork = [this, &comm, identity, folder, turn](Simulation& simulation, const DatasetRecorder& recorder) {
        try {
          save_checkpoint(folder, {identity, simulation.tick(), recorder.data()},
                          [&](Archive& archive) { simulation.state(archive); }, simulation.model().partition(),
                          comm);
        } catch (...) {
          note_fatal();  // a file's failure, not the run's
          throw;
        }
        turn.done();
      };
    } else {
      hooks.load = [this, &comm, identity, folder, planned](Simulation& simulation, DatasetRecorder& recorder) {
        LoadedCheckpoint loaded =
            load_checkpoint(folder, identity, [&](Archive& archive) { simulation.state(archive); },
                            simulation.model().partition(), comm);
        log_.info(fmt::format("{}: forked at tick {}", run_name(planned), loaded.header.tick));
        recorder.restore(std::move(loaded.header.recorded));
        return loaded.header.tick;
      };
    }
    return turn;
  }

  std::filesystem::path fork_folder(const PlannedRun& run) const {
    return folder_.checkpoints() / fmt::format("fork.r{:04}", run.replicate);
  }

  enum class Ended { well, unfit };

  Ended simulate(std::size_t k, Comm& comm, Parallel& parallel, Shelf& shelf, bool goes_on) {
    const PlannedRun planned = pending_[k];
    bool is_unfit = false;
    const Scenario& scenario = plan_.scenarios[planned.row];
    const auto parameters = scenario.parameters->clone();
    Provenance provenance =
        describe_run(scenario, context_.options, planned.replicate, parallel.workers(), comm.size());
    RunHooks hooks;
    hooks.while_building = [this] {
      if (fatal_seen_) throw StoppedEarly();
      expect_going_on();
    };
    hooks.on_built = [&](const std::vector<Caution>& cautions) {
      if (planned.replicate > 0) return;
      for (const Caution& caution : cautions)
        log_.info(run_name(planned) + ": note: " + in_english(said_of(caution)));
    };
    hooks.on_tick = [&](const RunStatus& status) { return after_tick(k, status); };
    keep_checkpoints(hooks, k, comm, goes_on, is_unfit);
    Forks::Turn turn = fork(hooks, k, comm);
    const auto seed = derive_seed(scenario.run.seed, static_cast<std::uint32_t>(planned.replicate));
    std::optional<RunResult> result;
    if (comm_.is_root()) board_.begin(pending_index_[k], scenario.run.until, run_title(planned));
    try {
      result = fanfare::run(
          {*scenario.entry, *parameters, scenario.run, scenario.outputs, seed, comm, parallel, shelf, hooks});
    } catch (const StoppedEarly&) {
      if (comm.size() > 1) throw;
      return Ended::well;  // nothing of it was done
    } catch (const std::exception& error) {
      if (fatal_seen_) throw;
      if (is_unfit && comm.size() == 1) return Ended::unfit;
      // Over several ranks only what all of them see can be survived.
      if (comm.size() > 1 && dynamic_cast<const InvariantBroken*>(&error) == nullptr) throw;
      fail(k, comm, std::move(provenance), error, reason_of(scenario, error));
      return Ended::well;
    }
    if (result->stopped) return Ended::well;
    provenance.fingerprint = fingerprint_text(result->fingerprint);
    provenance.invocation.wall_seconds = result->wall_seconds;
    keep(k, comm, *result, provenance);
    return Ended::well;
  }

  bool resumes() const {
    return context_.options.on_exists == OnExists::resume && job_.what != StudyJob::What::collect;
  }

  // When it is stopped, or as often as asked, a run leaves a checkpoint of its own; it goes on from it.
  void keep_checkpoints(RunHooks& hooks, std::size_t k, Comm& comm, bool goes_on, bool& is_unfit) {
    const PlannedRun planned = pending_[k];
    const RunIdentity identity = identity_of(plan_.scenarios[planned.row], planned.replicate);
    const auto folder = checkpoint_of(planned);
    hooks.checkpoint_every = context_.options.checkpoint_every;
    hooks.save = [this, &comm, identity, folder](Simulation& simulation, const DatasetRecorder& recorder) {
      if (fatal_seen_) return;
      try {
        save_checkpoint(folder, {identity, simulation.tick(), recorder.data()},
                        [&](Archive& archive) { simulation.state(archive); },
                        simulation.model().partition(), comm);
      } catch (...) {
        note_fatal();  // a file's failure, not the run's
        throw;
      }
    };
    if (!goes_on || !comm.any(comm.is_root() && has_checkpoint(folder))) return;
    hooks.load = [this, &comm, &is_unfit, identity, folder, planned](Simulation& simulation,
                                                                     DatasetRecorder& recorder) {
      is_unfit = true;  // until it is known to fit
      LoadedCheckpoint loaded =
          load_checkpoint(folder, identity, [&](Archive& archive) { simulation.state(archive); },
                          simulation.model().partition(), comm);
      const Tick last = plan_.scenarios[planned.row].run.ticks();
      if (loaded.header.tick > last) throw InputError(loaded.path.string() + ": is past the end of this run");
      is_unfit = false;
      log_.info(fmt::format("{}: went on from tick {}", run_name(planned), loaded.header.tick));
      recorder.restore(std::move(loaded.header.recorded));
      return loaded.header.tick;
    };
  }

  AfterTick after_tick(std::size_t k, const RunStatus& status) {
    const PlannedRun planned = pending_[k];
    if (comm_.is_root())
      board_.tick(pending_index_[k], status, plan_.scenarios[planned.row].run.until, run_title(planned));
    return (stop_asked() || fatal_seen_) && status.ticks_done < status.ticks ? AfterTick::stop
                                                                             : AfterTick::go_on;
  }

  void keep(std::size_t k, Comm& comm, const RunResult& result, const Provenance& provenance) {
    const PlannedRun planned = pending_[k];
    rank_zero(comm, [&] {
      const std::lock_guard lock(files_);  // one writer; HDF5 is not for several threads
      lock_->expect_held();
      write_run(part(planned), result.data, provenance, RunState::complete, result.ticks_done);
      std::filesystem::remove_all(checkpoint_of(planned));
    });
    log_.info(fmt::format("{}: complete, fingerprint {}, {}", run_name(planned), provenance.fingerprint,
                          people_duration(result.wall_seconds)));
    board_.done(pending_index_[k]);
  }

  // With the place, where the error is about a key of the scenario.
  static std::string reason_of(const Scenario& scenario, const std::exception& error) {
    const auto* wrong = dynamic_cast<const ScenarioError*>(&error);
    const Mark mark = wrong ? located(scenario, *wrong).mark : Mark{};
    return (mark.exists() ? place(mark) + ": " : "") + error.what();
  }

  void fail(std::size_t k, Comm& comm, Provenance provenance, const std::exception& error,
            const std::string& reason) {
    const PlannedRun planned = pending_[k];
    rank_zero(comm, [&] {
      const std::lock_guard lock(files_);
      lock_->expect_held();
      write_failed_part(part(planned), provenance, reason);
      std::filesystem::remove_all(checkpoint_of(planned));
      failures_.emplace(pending_index_[k],
                        dynamic_cast<const ScenarioError*>(&error) != nullptr ? ExitCode::scenario
                        : dynamic_cast<const InputError*>(&error) != nullptr  ? ExitCode::input
                                                                              : ExitCode::some_failed);
    });
    ++failed_;
    log_.error(fmt::format("{}: failed: {}", run_name(planned), reason));
    board_.done(pending_index_[k]);
  }

  void note_fatal() {
    const std::lock_guard lock(files_);
    if (!fatal_) fatal_ = std::current_exception();
    fatal_seen_ = true;
  }

  std::filesystem::path part(const PlannedRun& run) const {
    return folder_.part(run.row, plan_.study.arms[run.row].name, run.replicate);
  }
  std::filesystem::path checkpoint_of(const PlannedRun& run) const {
    return folder_.checkpoint_of(run.row, plan_.study.arms[run.row].name, run.replicate);
  }
  std::string said(const char* key, const Blanks& blanks) const {
    return sentence(key, context_.options.language, blanks);
  }
  // For people; in the log runs have their arm's name.
  std::string run_title(const PlannedRun& run) const {
    return said("progress.run", {{"arm", plan_.study.arms[run.row].title()},
                                 {"replicate", std::to_string(run.replicate)}});
  }
  std::string run_name(const PlannedRun& run) const {
    return fmt::format("{}, replicate {}", plan_.study.arms[run.row].name, run.replicate);
  }

  Outcome all_done() const {
    Outcome o;
    o.status = "complete";
    o.name = plan_.study.name;
    o.digest = plan_.digest();
    o.runs = o.runs_done = all_.size();
    return o;
  }

  // What a shard has done: its parts are counted, and left to whoever puts the study together.
  Outcome shard_done(double wall_seconds) {
    Outcome o = all_done();
    o.notes = notes_;
    o.wall_seconds = wall_seconds;
    o.runs_done = 0;
    for (const PlannedRun& run : all_)
      if (std::filesystem::exists(part(run))) ++o.runs_done;
    if (o.runs_done < o.runs) return stopped(std::move(o));
    if (job_.when_done) job_.when_done();
    o.status = failed_ > 0 ? "failed" : "complete";
    o.code = failed_ > 0 && context_.options.fail != FailPolicy::never ? ExitCode::some_failed : ExitCode::ok;
    return o;
  }

  Outcome finish(double wall_seconds) {
    lock_->expect_held();
    if (job_.what == StudyJob::What::shard) return shard_done(wall_seconds);
    StudyDataset data = collect_parts(folder_, plan_);
    const StudyDataset varied = collect_variations(folder_, plan_);
    add_variations(data, varied, plan_);
    Outcome o;
    o.name = plan_.study.name;
    o.digest = plan_.digest();
    o.notes = notes_;
    o.runs = all_.size();
    o.runs_done = ended(data) + ended(varied);
    o.wall_seconds = wall_seconds;
    std::vector<std::string> failures = failures_of(data, 0);
    for (std::string& failure : failures_of(varied, plan_.rows())) failures.push_back(std::move(failure));
    const bool is_stopped = stop_asked() && o.runs_done < o.runs;
    if (!is_stopped && some_complete(data)) return merged(std::move(o), data, varied, failures);
    o.notes.insert(o.notes.end(), failures.begin(), failures.end());
    return is_stopped ? stopped(std::move(o)) : nothing(std::move(o));
  }

  static std::size_t ended(const StudyDataset& data) {
    return static_cast<std::size_t>(std::count_if(data.runs.begin(), data.runs.end(), [](const StudyRun& run) {
      return run.state == RunState::complete || run.state == RunState::failed;
    }));
  }

  std::vector<std::string> failures_of(const StudyDataset& data, std::size_t first_row) const {
    std::vector<std::string> failures;
    for (const StudyRun& run : data.runs)
      if (run.state == RunState::failed)
        failures.push_back(
            said("run.run_failed",
                                {{"run", run_title({first_row + run.row, run.replicate})}, {"reason", run.reason}}));
    return failures;
  }

  Outcome stopped(Outcome o) const {
    // Without a run, whole or begun, there is nothing to go on with.
    const bool is_begun = std::filesystem::exists(folder_.checkpoints());
    o.code = o.runs_done > 0 || is_begun ? ExitCode::stopped : ExitCode::input;
    o.status = "stopped";
    o.files = {folder_.parts().string(), folder_.log().string()};
    if (is_begun) o.files.insert(o.files.begin() + 1, folder_.checkpoints().string());
    const Blanks blanks = {{"reason", stop_reason()},
                           {"done", std::to_string(o.runs_done)},
                           {"runs", std::to_string(o.runs)},
                           {"command", resume_command(plan_.study.path, context_.options)}};
    o.notes.push_back(said("run.stopped_runs", blanks));
    return o;
  }

  Outcome merged(Outcome o, const StudyDataset& data, const StudyDataset& varied,
                 std::vector<std::string> failures) {
    o.said = std::move(failures);  // the summary names them with its other remarks
    o.next = report_command(folder_.root().string());
    const bool whole = all_complete(data) && all_complete(varied);
    if (varied.arms.empty()) std::filesystem::remove(folder_.variants_file());
    if (some_complete(varied))
      write_study(folder_.variants_file(), varied,
                  describe_variations(plan_, varied, context_.options, threads_, comm_.size()),
                  all_complete(varied) ? RunState::complete : RunState::failed, valid_ranges(plan_.report()));
    Provenance provenance = describe_study(plan_, data, context_.options, threads_, comm_.size());
    const StudySummary summary = summarise(plan_, data, provenance);
    if (plan_.study.growth && job_.what == StudyJob::What::whole && !stop_asked()) {
      next_ = next_replicates(summary, *plan_.study.growth);
      if (next_ > plan_.replicates) return o;  // the parts stay, and what is written is written at the end
      say_growth(o, summary);
    }
    provenance.invocation.wall_seconds = o.wall_seconds;
    write_study(folder_.study_file(), data, provenance, whole ? RunState::complete : RunState::failed,
                valid_ranges(plan_.report()));
    o.summary = summary_text(summary, context_.options.width, context_.options.language);
    write_file(folder_.summary_text(), summary_text(summary, kFileWidth, context_.options.language));
    write_file(folder_.summary_json(), summary_json(summary));
    log_.info(fmt::format("study.h5 written: fingerprint {}", provenance.fingerprint));
    if (whole) folder_.discard_unfinished();  // what failed can be gone on with, so its parts stay
    o.status = whole ? "complete" : any_failed(data) || any_failed(varied) ? "failed" : "incomplete";
    o.code = whole || context_.options.fail == FailPolicy::never ? ExitCode::ok : ExitCode::some_failed;
    o.fingerprint = provenance.fingerprint;
    o.headlines = primary_means(summary);
    for (const auto& path : {folder_.study_file(), folder_.summary_text(), folder_.summary_json(),
                             folder_.effective(), folder_.log()})
      o.files.push_back(path.string());
    if (some_complete(varied)) o.files.insert(o.files.begin() + 1, folder_.variants_file().string());
    return o;
  }

  void say_growth(Outcome& o, const StudySummary& summary) const {
    const Growth& growth = *plan_.study.growth;
    const double half = widest_half(summary, growth);
    const auto shown = [&](double x) {
      return growth.is_relative ? fmt::format("{:.3g} %", 100 * x) : fmt::format("{:.4g}", x);
    };
    o.notes.push_back(said(half <= growth.half_width ? "run.grown" : "run.not_narrow",
                           {{"n", std::to_string(plan_.replicates)},
                            {"measure", growth.of},
                            {"half", shown(half)},
                            {"asked", shown(growth.half_width)}}));
  }

  static bool all_complete(const StudyDataset& data) {
    return std::all_of(data.runs.begin(), data.runs.end(),
                       [](const StudyRun& run) { return run.state == RunState::complete; });
  }

  static bool any_failed(const StudyDataset& data) {
    return std::any_of(data.runs.begin(), data.runs.end(),
                       [](const StudyRun& run) { return run.state == RunState::failed; });
  }

  // The mean of the primary measure, arm by arm.
  static std::vector<Headline> primary_means(const StudySummary& summary) {
    std::vector<Headline> headlines;
    for (const Comparison& c : summary.comparisons)
      if (c.measure.name == summary.primary && c.exists())
        for (const ArmOutcome& arm : c.arms)
          headlines.push_back({c.measure.title() + ", " + arm.title, arm.value.mean, c.measure.unit});
    return headlines;
  }

  // No run came to its end, so there is no study to write: the first reason is the news.
  Outcome nothing(Outcome o) const {
    o.status = "failed";
    o.code = failures_.empty() ? ExitCode::some_failed : failures_.begin()->second;
    o.files = {folder_.log().string()};
    return o;
  }

  static bool some_complete(const StudyDataset& data) {
    return std::any_of(data.runs.begin(), data.runs.end(),
                       [](const StudyRun& run) { return run.state == RunState::complete; });
  }

  PlannedStudy& plan_;
  const RunContext& context_;
  const StudyJob& job_;
  Comm& comm_;
  RunFolder folder_;
  int threads_;
  std::vector<PlannedRun> all_;
  std::vector<PlannedRun> pending_;
  std::vector<std::size_t> pending_index_;  // of each pending run in all_
  ProgressBoard board_;
  std::unique_ptr<FolderLock> lock_;
  Log log_;
  std::optional<ReplicateShelves> shelves_;
  Forks forks_;
  std::atomic<std::size_t> failed_{0};
  std::atomic<bool> fatal_seen_{false};
  std::exception_ptr fatal_;
  std::map<std::size_t, ExitCode>
      failures_;  // by place in all_, so that the first is the same on any threads
  std::mutex files_;
  std::vector<std::string> notes_;
  std::size_t next_ = 0;
};

}  // namespace

Outcome run_study(PlannedStudy& plan, const RunContext& context, const StudyJob& job) {
  ComputeOptions options = context.options;
  for (;;) {
    const RunContext round{options, context.comm, context.sink, context.verbosity};
    StudyRunner runner(plan, round, job);
    Outcome outcome = runner.run();
    if (runner.next() <= plan.replicates || job.what != StudyJob::What::whole) return outcome;
    plan.replicates = runner.next();
    options.on_exists = OnExists::resume;
  }
}

}  // namespace fanfare
