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
#include "sim/parallel.h"
#include "sim/results/atomic_file.h"
#include "sim/scenario/locate.h"
#include "sim/stop.h"
#include "sim/study/crew.h"
#include "sim/study/describe.h"
#include "sim/study/fatal.h"
#include "sim/study/rank_zero.h"
#include "sim/study/run_checkpoints.h"
#include "sim/study/run_names.h"
#include "sim/study/study_end.h"
#include "sim/study/study_files.h"
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
      return all_done(plan_, all_.size());
    }
    find_pending();
    shelves_.emplace(pending_);
    for (const PlannedRun& run : pending_) checkpoints_.expect(run);
    if (comm_.size() == 1)
      work_side_by_side();
    else
      work_in_turn();
    board_.close();
    fatal_.rethrow();
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
      notes_.push_back(sentence("run.done_before", context_.options.language, {{"done", std::to_string(all_.size() - pending_.size())},
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
    return stop_asked() || fatal_.is_seen() || (context_.options.fail == FailPolicy::fast && failed_ > 0);
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
      fatal_.note();
    }
    shelves_->over(planned.replicate);
    checkpoints_.over(planned, comm);
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
      if (fatal_.is_seen()) throw StoppedEarly();
      expect_going_on();
    };
    hooks.on_built = [&](const std::vector<Caution>& cautions) {
      if (planned.replicate > 0) return;
      for (const Caution& caution : cautions)
        log_.info(run_name(plan_, planned) + ": note: " + in_english(said_of(caution)));
    };
    hooks.on_tick = [&](const RunStatus& status) { return after_tick(k, status); };
    hooks.checkpoint_every = context_.options.checkpoint_every;
    checkpoints_.keep(hooks, planned, comm, goes_on, is_unfit);
    const Forks::Turn turn = checkpoints_.fork(hooks, planned, comm);
    const auto seed = derive_seed(scenario.run.seed, static_cast<std::uint32_t>(planned.replicate));
    std::optional<RunResult> result;
    if (comm_.is_root()) board_.begin(pending_index_[k], scenario.run.until, title(planned));
    try {
      result = fanfare::run(
          {*scenario.entry, *parameters, scenario.run, scenario.outputs, seed, comm, parallel, shelf, hooks});
    } catch (const StoppedEarly&) {
      if (comm.size() > 1) throw;
      return Ended::well;  // nothing of it was done
    } catch (const std::exception& error) {
      if (fatal_.is_seen()) throw;
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

  AfterTick after_tick(std::size_t k, const RunStatus& status) {
    const PlannedRun planned = pending_[k];
    if (comm_.is_root())
      board_.tick(pending_index_[k], status, plan_.scenarios[planned.row].run.until, title(planned));
    return (stop_asked() || fatal_.is_seen()) && status.ticks_done < status.ticks ? AfterTick::stop
                                                                             : AfterTick::go_on;
  }

  void keep(std::size_t k, Comm& comm, const RunResult& result, const Provenance& provenance) {
    const PlannedRun planned = pending_[k];
    rank_zero(comm, [&] {
      const std::lock_guard lock(files_);  // one writer; HDF5 is not for several threads
      lock_->expect_held();
      write_run(part(planned), result.data, provenance, RunState::complete, result.ticks_done);
      std::filesystem::remove_all(checkpoints_.of(planned));
    });
    log_.info(fmt::format("{}: complete, fingerprint {}, {}", run_name(plan_, planned), provenance.fingerprint,
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
      std::filesystem::remove_all(checkpoints_.of(planned));
      failures_.emplace(pending_index_[k],
                        dynamic_cast<const ScenarioError*>(&error) != nullptr ? ExitCode::scenario
                        : dynamic_cast<const InputError*>(&error) != nullptr  ? ExitCode::input
                                                                              : ExitCode::some_failed);
    });
    ++failed_;
    log_.error(fmt::format("{}: failed: {}", run_name(plan_, planned), reason));
    board_.done(pending_index_[k]);
  }

  std::filesystem::path part(const PlannedRun& run) const {
    return folder_.part(run.row, plan_.study.arms[run.row].name, run.replicate);
  }
  std::string title(const PlannedRun& run) const { return run_title(plan_, run, context_.options.language); }

  Outcome finish(double wall_seconds) {
    lock_->expect_held();
    StudyWork work{all_, failed_, std::nullopt, notes_, wall_seconds, threads_};
    if (!failures_.empty()) work.first_failure = failures_.begin()->second;
    StudyEnd end(plan_, context_, job_, folder_, log_, work);
    if (job_.what == StudyJob::What::shard) return end.of_shard();
    Outcome outcome = end.of_study();
    next_ = end.next();
    return outcome;
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
  Fatal fatal_;
  RunCheckpoints checkpoints_{plan_, folder_, log_, fatal_};
  std::atomic<std::size_t> failed_{0};
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
