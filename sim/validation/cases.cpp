// From files to findings, through the same study runner that `fanfare run` uses.
#include "sim/validation/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <tuple>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/results/results_file.h"
#include "sim/scenario/installed.h"
#include "sim/study/load.h"
#include "sim/study/study_runner.h"

namespace fanfare {
namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".yaml") files.push_back(it->path());
  if (error)
    throw InputError(fmt::format("{}: can't be listed ({}) name another folder with --folder",
                                 folder.string(), error.message()));
  std::sort(files.begin(), files.end());
  return files;
}

ComputeOptions options_for(const Study& study, ValidationForm form) {
  ComputeOptions options;
  if (form == ValidationForm::full || !study.validation) return options;
  const QuickForm& quick = study.validation->quick;
  for (const Assignment& a : quick.set) options.sets.push_back({a.path, a.value});
  if (quick.replicates > 0) options.replicates = quick.replicates;
  return options;
}

// Then its world can't be made small, and asking it for its measures would take as long as a run: a measure
// that is not there is told when the study has run.
bool reads_files(const PlannedStudy& plan) {
  return std::any_of(plan.scenarios.begin(), plan.scenarios.end(),
                     [](const Scenario& scenario) { return !scenario.inputs.empty(); });
}

// Read twice: what the quick form sets must be known before its scenarios are made.
ValidationCase read_case(const fs::path& path, ValidationForm form) {
  ValidationCase one;
  one.id = path.stem().string();
  one.plan.study = load_study(path.string(), {}, one.problems);
  if (!one.plan.study.validation && one.problems.empty())
    one.problems.add(Mark{}, "validation", path.string() + " is not held against anything",
                     "a study of this folder has the key validation");
  if (!one.problems.empty()) return one;
  one.plan = plan_study(path.string(), options_for(one.plan.study, form), one.problems);
  if (one.problems.empty() && !reads_files(one.plan)) check_measures(one.plan, one.problems);
  return one;
}

bool is_wanted(const ValidationCase& one, const std::vector<std::string>& ids) {
  const std::string row = one.plan.study.validation ? one.validation().row : "";
  const auto names_it = [&](const std::string& id) {
    return lower(id) == lower(one.id) || (!row.empty() && lower(id) == lower(row));
  };
  return ids.empty() || std::any_of(ids.begin(), ids.end(), names_it);
}

// A2 before A10: the letters of the row, its number, then the file's name.
auto order_of(const ValidationCase& one) {
  const std::string row = one.plan.study.validation ? one.validation().row : "";
  const std::size_t digits = std::min(row.find_first_of("0123456789"), row.size());
  return std::tuple(row.substr(0, digits), std::atoi(row.c_str() + digits), one.id);
}

void expect_known(const std::vector<ValidationCase>& all, const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  for (const ValidationCase& one : all) names.push_back(one.id);
  for (const std::string& id : ids)
    if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return is_wanted(one, {id}); }))
      throw ScenarioError(
          fmt::format("'{}' is no validation ({})", id, did_you_mean(id, names, "there are")));
}

}  // namespace

fs::path validation_folder(const std::string& folder) {
  if (!folder.empty()) return folder;
  for (const fs::path& path : {fs::path("scenarios/validation"), installed("scenarios/validation")})
    if (fs::is_directory(path)) return path;
  throw InputError("scenarios/validation: is not there (nor an installed copy) name a folder with --folder");
}

std::vector<ValidationCase> find_cases(const fs::path& folder, const std::vector<std::string>& ids,
                                       ValidationForm form) {
  std::vector<ValidationCase> all;
  for (const fs::path& path : yaml_files(folder)) all.push_back(read_case(path, form));
  expect_known(all, ids);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  std::erase_if(all, [&](const ValidationCase& one) { return !is_wanted(one, ids); });
  return all;
}

namespace {

// What is missing, on one line.
std::string first_problem(const Problems& problems) {
  const Problem first = problems.sorted().front();
  return first.what;
}

void judge(CaseResult& result, const ValidationCase& one, const Outcome& outcome, ValidationForm form,
           const fs::path& folder) {
  if (outcome.code != ExitCode::ok) {
    result.failed = outcome.notes.empty() ? outcome.status : outcome.notes.front();
    Dataset none;
    none.dimensions.push_back({.name = "arm", .labels = {}, .values = {}, .units = {}, .long_name = {}});
    result.findings = evaluate(one.validation(), none, form);
    for (Judged& finding : result.findings) finding.reason = result.failed;
    return;
  }
  result.findings = evaluate(one.validation(), read_results(folder).data, form);
}

}  // namespace

CaseResult run_case(ValidationCase& one, ValidationForm form, const RunContext& context,
                    const fs::path& scratch) {
  CaseResult result;
  result.id = one.id;
  if (one.plan.study.validation) {
    result.row = one.validation().row;
    result.citation = one.validation().citation;
    result.note = one.validation().note;
  }
  if (one.lacks_data()) {
    result.skipped = first_problem(one.problems);
    return result;
  }
  expects(one.problems.empty(), "a case with mistakes is not run");
  result.digest = one.plan.digest();
  result.replicates = one.plan.replicates;
  ComputeOptions options = context.options;
  options.out = (scratch / one.id).string();
  const Outcome outcome = run_study(one.plan, {options, context.comm, context.sink, context.verbosity});
  result.wall_seconds = outcome.wall_seconds;
  judge(result, one, outcome, form, scratch / one.id);
  fs::remove_all(scratch / one.id);
  return result;
}

ScratchFolder::ScratchFolder() {
  std::string name = (fs::temp_directory_path() / "fanfare-validation-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw InputError(fmt::format("{}: can't be made ({})", name, std::strerror(errno)));
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace fanfare
