#include "sim/study/study_end.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/judge/valid_range.h"
#include "sim/results/atomic_file.h"
#include "sim/say/summary_text.h"
#include "sim/stop.h"
#include "sim/study/describe.h"
#include "sim/study/growth.h"
#include "sim/study/run_names.h"
#include "sim/study/study_files.h"
#include "sim/study/variation_files.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

std::size_t ended(const StudyDataset& data) {
  return static_cast<std::size_t>(std::count_if(data.runs.begin(), data.runs.end(), [](const StudyRun& run) {
    return run.state == RunState::complete || run.state == RunState::failed;
  }));
}

bool all_complete(const StudyDataset& data) {
  return std::all_of(data.runs.begin(), data.runs.end(),
                     [](const StudyRun& run) { return run.state == RunState::complete; });
}

bool any_failed(const StudyDataset& data) {
  return std::any_of(data.runs.begin(), data.runs.end(),
                     [](const StudyRun& run) { return run.state == RunState::failed; });
}

// The mean of the primary measure, arm by arm.
std::vector<Headline> primary_means(const StudySummary& summary) {
  std::vector<Headline> headlines;
  for (const Comparison& c : summary.comparisons)
    if (c.measure.name == summary.primary && c.exists())
      for (const ArmOutcome& arm : c.arms)
        headlines.push_back({c.measure.title() + ", " + arm.title, arm.value.mean, c.measure.unit});
  return headlines;
}

bool some_complete(const StudyDataset& data) {
  return std::any_of(data.runs.begin(), data.runs.end(),
                     [](const StudyRun& run) { return run.state == RunState::complete; });
}

}  // namespace

Outcome all_done(const PlannedStudy& plan, std::size_t runs) {
  Outcome o;
  o.status = "complete";
  o.name = plan.study.name;
  o.digest = plan.digest();
  o.runs = o.runs_done = runs;
  return o;
}

// What a shard has done.
Outcome StudyEnd::of_shard() const {
  Outcome o = all_done(plan_, work_.runs.size());
  o.notes = work_.notes;
  o.wall_seconds = work_.wall_seconds;
  o.runs_done = 0;
  for (const PlannedRun& run : work_.runs)
    if (std::filesystem::exists(folder_.part(run.row, plan_.study.arms[run.row].name, run.replicate))) ++o.runs_done;
  if (o.runs_done < o.runs) return stopped(std::move(o));
  if (job_.when_done) job_.when_done();
  o.status = work_.failed > 0 ? "failed" : "complete";
  o.code = work_.failed > 0 && context_.options.fail != FailPolicy::never ? ExitCode::some_failed : ExitCode::ok;
  return o;
}

Outcome StudyEnd::of_study() {
  StudyDataset data = collect_parts(folder_, plan_);
  const StudyDataset varied = collect_variations(folder_, plan_);
  add_variations(data, varied, plan_);
  Outcome o;
  o.name = plan_.study.name;
  o.digest = plan_.digest();
  o.notes = work_.notes;
  o.runs = work_.runs.size();
  o.runs_done = ended(data) + ended(varied);
  o.wall_seconds = work_.wall_seconds;
  std::vector<std::string> failures = failures_of(data, 0);
  for (std::string& failure : failures_of(varied, plan_.rows())) failures.push_back(std::move(failure));
  const bool is_stopped = stop_asked() && o.runs_done < o.runs;
  if (!is_stopped && some_complete(data)) return merged(std::move(o), data, varied, failures);
  o.notes.insert(o.notes.end(), failures.begin(), failures.end());
  return is_stopped ? stopped(std::move(o)) : nothing(std::move(o));
}

Outcome StudyEnd::merged(Outcome o, const StudyDataset& data, const StudyDataset& varied,
                         std::vector<std::string> failures) {
  o.said = std::move(failures);  // the summary names them with its other remarks
  o.next = report_command(folder_.root().string());
  const bool whole = all_complete(data) && all_complete(varied);
  write_variants(varied);
  Provenance provenance = describe_study(plan_, data, context_.options, work_.threads, context_.comm.size());
  const StudySummary summary = summarise(plan_, data, provenance);
  if (plan_.study.growth && job_.what == StudyJob::What::whole && !stop_asked()) {
    next_ = next_replicates(summary, *plan_.study.growth);
    if (next_ > plan_.replicates) return o;  // the parts stay, and what is written is written at the end
    say_growth(o, summary);
  }
  provenance.invocation.wall_seconds = o.wall_seconds;
  write_results(data, provenance, summary, whole);
  o.summary = summary_text(summary, context_.options.width, context_.options.language);
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

// variants.h5; none where there are no variations any more.
void StudyEnd::write_variants(const StudyDataset& varied) const {
  if (varied.arms.empty()) std::filesystem::remove(folder_.variants_file());
  if (some_complete(varied))
    write_study(folder_.variants_file(), varied,
                describe_variations(plan_, varied, context_.options, work_.threads, context_.comm.size()),
                all_complete(varied) ? RunState::complete : RunState::failed, valid_ranges(plan_.report()));
}

void StudyEnd::write_results(const StudyDataset& data, const Provenance& provenance, const StudySummary& summary,
                             bool is_whole) const {
  write_study(folder_.study_file(), data, provenance, is_whole ? RunState::complete : RunState::failed,
              valid_ranges(plan_.report()));
  write_file(folder_.summary_text(), summary_text(summary, kFileWidth, context_.options.language));
  write_file(folder_.summary_json(), summary_json(summary));
  log_.info(fmt::format("study.h5 written: fingerprint {}", provenance.fingerprint));
}

void StudyEnd::say_growth(Outcome& o, const StudySummary& summary) const {
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

std::vector<std::string> StudyEnd::failures_of(const StudyDataset& data, std::size_t first_row) const {
  std::vector<std::string> failures;
  for (const StudyRun& run : data.runs)
    if (run.state == RunState::failed)
      failures.push_back(said("run.run_failed", {{"run", run_title(plan_, {first_row + run.row, run.replicate},
                                                                   context_.options.language)},
                                                 {"reason", run.reason}}));
  return failures;
}

Outcome StudyEnd::stopped(Outcome o) const {
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

// No run came to its end, so there is no study to write: the first reason is the news.
Outcome StudyEnd::nothing(Outcome o) const {
  o.status = "failed";
  o.code = work_.first_failure.value_or(ExitCode::some_failed);
  o.files = {folder_.log().string()};
  return o;
}

std::string StudyEnd::said(const char* key, const Blanks& blanks) const {
  return sentence(key, context_.options.language, blanks);
}

}  // namespace fanfare
