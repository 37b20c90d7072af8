// Puts runs into the shape of a study, so that one comparison serves both.
#include "sim/judge/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "fanfare/catalogue.h"
#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/judge/derived.h"
#include "sim/judge/placebo.h"
#include "sim/judge/shared_cautions.h"
#include "sim/judge/unfinished.h"
#include "sim/judge/variations.h"
#include "sim/results/results_file.h"
#include "sim/run.h"
#include "sim/scenario/input_file.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

std::vector<std::string> words(const Dataset& data, const std::string& name) {
  std::istringstream stream(text_attribute(data, name));
  return {std::istream_iterator<std::string>(stream), {}};
}

// Of a design a line each, for points have blanks in their names.
std::vector<std::string> said_to_be_placebos(const Results& study) {
  if (study.factors.empty()) return words(study.data, "placebos");
  std::istringstream lines(text_attribute(study.data, "placebos"));
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) names.push_back(line);
  return names;
}

void expect_arm(const std::vector<std::string>& arms, const std::string& baseline) {
  if (baseline.empty() || std::find(arms.begin(), arms.end(), baseline) != arms.end()) return;
  throw ScenarioError(fmt::format("--baseline {}: no arm has that name ({})", baseline,
                                  did_you_mean(baseline, arms, "there are")));
}

StudySummary named(const Provenance& p) {
  StudySummary s;
  s.name = p.name;
  s.question = p.question;
  s.digest = p.scenario_digest;
  s.fingerprint = p.fingerprint;
  s.spec = &report_of(p.model);
  return s;
}

// A baseline other than the study's needs its differences anew.
void rebase(Results& study, const ReportSpec& spec, const std::string& baseline) {
  drop_variations(study.data);
  drop_derived(study.data, spec);
  for (Variable& v : derived_variables(study.data, spec, baseline))
    study.data.variables.push_back(std::move(v));
  study.baseline = baseline;
}

std::vector<std::string> with_beside(std::vector<std::string> measures, const CompareRequest& request,
                                     const Dataset& data) {
  const std::vector<std::string> known = measurable(data);
  const auto holds = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& name : request.beside)
    if (holds(known, name) && !holds(measures, name)) measures.push_back(name);
  return measures;
}

Gathered of_study(Results study, const CompareRequest& request) {
  expect_arm(study.arms, request.baseline);
  StudySummary s = named(study.provenance);
  if (!request.baseline.empty() && request.baseline != study.baseline)
    rebase(study, *s.spec, request.baseline);
  s.baseline = study.baseline;
  s.replicates = study.replicates;
  s.arms = study.arms;
  s.factors = study.factors;
  s.placebos = placebos_of(s.arms, effective_texts(study, {}), *s.spec);
  for (const std::string& arm : said_to_be_placebos(study))  // those that the study says are none, too
    if (std::find(s.placebos.begin(), s.placebos.end(), arm) == s.placebos.end()) s.placebos.push_back(arm);
  const std::vector<std::string> primary = words(study.data, "primary");
  s.primary = !request.primary.empty() ? request.primary : primary.empty() ? "" : primary[0];
  const std::vector<std::string> titles = titles_of(study.data);
  s.unfinished = unfinished_runs(titles, study.runs);
  LeftOut left = left_out(titles, study.replicates, study.runs);
  s.notes = std::move(left.notes);
  const auto own = request.measures.empty() ? words(study.data, "measure") : request.measures;
  compare_all(s, study.data,
              {s.primary, with_beside(own, request, study.data), Pairing::paired, std::move(left.replicates)},
              static_cast<std::uint32_t>(study.provenance.seed));
  return {std::move(s), std::move(study), {}};
}

// What says whether two runs are replicates of one arm: all values but the seed.
std::string arm_key(const Provenance& p) {
  std::string text = p.model + "\n";
  for (const ResolvedValue& v : p.values)
    if (v.path != "run.seed" && v.path != "name" && v.path != "question")
      text += v.path + "=" + v.value + "\n";
  for (const ProvenanceFile& file : p.files)
    if (file.text.empty()) text += file.sha256 + "\n";
  return text;
}

// The key of a run's draws, by which replicates pair.
std::uint64_t luck(const Results& run) {
  return derive_seed(run.provenance.seed, static_cast<std::uint32_t>(run.provenance.replicate));
}

struct GatheredArm {
  std::string name;
  std::map<std::uint64_t, Results*> runs;  // by luck
};

// Names are the scenarios' own; where two arms share one, the folder tells them apart.
std::string arm_name(const Results& run, const std::set<std::string>& taken) {
  std::string name = run.provenance.name;
  if (taken.contains(name))
    name += fmt::format(" ({})", std::filesystem::absolute(run.path).parent_path().filename().string());
  std::string unique = name;
  for (int i = 2; taken.contains(unique); ++i) unique = fmt::format("{} #{}", name, i);
  return unique;
}

std::vector<GatheredArm> arms_of_runs(std::vector<Results>& runs) {
  std::vector<GatheredArm> arms;
  std::map<std::string, std::size_t> by_key;
  std::set<std::string> taken;
  for (Results& run : runs) {
    const auto [at, fresh] = by_key.try_emplace(arm_key(run.provenance), arms.size());
    if (fresh) arms.push_back({*taken.insert(arm_name(run, taken)).first, {}});
    if (!arms[at->second].runs.emplace(luck(run), &run).second)
      throw InputError(
          fmt::format("{}: is the same run as another of the files (same scenario, same seed) leave one out",
                      run.path.string()));
  }
  return arms;
}

bool pairs_up(const std::vector<GatheredArm>& arms) {
  const auto same = [&](const GatheredArm& arm) {
    return std::equal(arm.runs.begin(), arm.runs.end(), arms[0].runs.begin(), arms[0].runs.end(),
                      [](const auto& a, const auto& b) { return a.first == b.first; });
  };
  return std::all_of(arms.begin(), arms.end(), same);
}

StudyDataset as_study(const std::vector<GatheredArm>& arms) {
  StudyDataset study;
  for (std::size_t row = 0; row < arms.size(); ++row) {
    study.arms.push_back(arms[row].name);
    std::size_t replicate = 0;
    for (const auto& [luck, run] : arms[row].runs) {
      StudyRun one;
      one.row = row;
      one.replicate = replicate++;
      one.state = RunState::complete;
      one.seed = luck;
      one.fingerprint = run->provenance.fingerprint;
      one.last_complete_tick = run->last_complete_tick;
      one.data = run->data;
      study.runs.push_back(std::move(one));
    }
    study.replicates = std::max(study.replicates, replicate);
  }
  return study;
}

void expect_runs(const std::vector<Results>& runs) {
  for (const Results& run : runs) {
    if (run.kind == ResultsKind::study)
      throw InputError(fmt::format(
          "{}: is a study (a study is compared by itself) give one study, or runs only", run.path.string()));
    if (run.state != RunState::complete)
      throw InputError(fmt::format("{}: is not complete ({}) finish it with `fanfare resume`",
                                   run.path.string(), to_string(run.state)));
    for (const Dimension& axis : run.data.dimensions)
      if (axis.name == "arm" || axis.name == "point" || axis.name == "replicate")
        throw InputError(
            fmt::format("{}: has an axis '{}' (of a study, which a run has not) read the study instead",
                        run.path.string(), axis.name));
  }
}

// What stands for a study's file where there is none.
Results as_results(const StudyDataset& study, const StudySummary& s, Dataset data, const Results& first) {
  Results out;
  out.path = first.path;
  out.kind = ResultsKind::study;
  out.state = RunState::complete;
  out.last_complete_tick = first.last_complete_tick;
  out.data = std::move(data);
  out.provenance = first.provenance;
  out.arms = study.arms;
  out.replicates = study.replicates;
  out.runs = study.runs;
  for (StudyRun& run : out.runs) run.data = {};
  out.baseline = s.baseline;
  return out;
}

Gathered of_runs(std::vector<Results> runs, const CompareRequest& request) {
  expect_runs(runs);
  const std::vector<GatheredArm> arms = arms_of_runs(runs);
  const bool paired = pairs_up(arms);
  StudyDataset study = as_study(arms);
  keep_cautions(study);
  StudySummary s = named(runs[0].provenance);
  if (runs.size() > 1) {
    std::string digests;
    for (const Results& run : runs) digests += run.provenance.scenario_digest + "\n";
    s.digest = sha256_of_text(digests);
    s.name = in_english(runs_name(runs.size(), arms.size()));
    s.fingerprint.clear();
  }
  s.arms = study.arms;
  expect_arm(s.arms, request.baseline);
  s.baseline = request.baseline.empty() ? s.arms[0] : request.baseline;
  s.replicates = study.replicates;
  s.primary = request.primary;
  Dataset data = stack(study);
  for (Variable& v : derived_variables(data, *s.spec, paired ? s.baseline : ""))
    data.variables.push_back(std::move(v));
  if (!paired) s.notes.push_back({"note.not_paired"});
  std::vector<Provenance> origins;
  std::vector<std::string> texts;
  for (const GatheredArm& arm : arms) {
    origins.push_back(arm.runs.begin()->second->provenance);
    texts.push_back(origins.back().resolved);
  }
  s.placebos = placebos_of(s.arms, texts, *s.spec);
  compare_all(s, data,
              {request.primary, with_beside(request.measures, request, data),
               paired ? Pairing::paired : Pairing::unpaired},
              static_cast<std::uint32_t>(runs[0].provenance.seed));
  Results whole = as_results(study, s, std::move(data), runs[0]);
  return {std::move(s), std::move(whole), std::move(origins)};
}

}  // namespace

Said runs_name(std::size_t runs, std::size_t arms) { return {"name.runs", {{"runs", runs}, {"arms", arms}}}; }

Gathered gather_files(const CompareRequest& request) {
  std::vector<Results> all;
  for (const std::string& file : request.files) all.push_back(read_results(file));
  return gather_results(std::move(all), request);
}

Gathered gather_results(std::vector<Results> all, const CompareRequest& request) {
  if (all.size() == 1 && all[0].kind == ResultsKind::study) return of_study(std::move(all[0]), request);
  return of_runs(std::move(all), request);
}

StudySummary compare_files(const CompareRequest& request) { return gather_files(request).summary; }

}  // namespace fanfare
