#include "sim/judge/summary.h"

#include <algorithm>

#include "fanfare/nearest.h"
#include "sim/judge/degenerate.h"
#include "sim/judge/derived.h"
#include "sim/judge/measure.h"
#include "sim/judge/unfinished.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

// Differences are differences already: what pairing did for them is seen in the recorded measure behind them.
void set_reduction(Comparison& c, const Dataset& study, const ReportSpec& spec,
                   const std::vector<std::size_t>& bases) {
  if (!c.measure.incremental() || c.pairing != Pairing::paired || bases.empty()) return;
  const std::string_view behind = spec.derived_named(c.measure.name)->seen_in;
  if (behind.empty() || study.variable(behind) == nullptr) return;
  for (const Measure& seen : measures_of(study, behind, spec))
    for (std::size_t i = 0; i < c.arms.size(); ++i)
      if (seen.label == c.measure.label && c.arms[i].candidate)
        c.arms[i].variance_reduction = variance_reduction(seen.values[i], seen.values[bases[i]]);
}

// What the model would be judged by first, if these results have it.
std::string default_primary(const std::vector<std::string>& known, const ReportSpec& spec) {
  const bool has = !spec.primary.empty() && std::ranges::find(known, spec.primary[0]) != known.end();
  return has ? std::string(spec.primary[0]) : "";
}

void set_left_over(Comparison& c, const Dataset& study, const ReportSpec& spec) {
  if (!c.measure.shows_loss() || study.variable(spec.left_over) == nullptr) return;
  for (ArmOutcome& arm : c.arms) arm.left_over = 0;
  for (const Measure& left_over : measures_of(study, spec.left_over, spec))
    for (std::size_t i = 0; i < c.arms.size(); ++i)
      if (const Interval left = t_interval(left_over.values[i]); left.n > 0) c.arms[i].left_over += left.mean;
}

void give_titles(Comparison& c, const StudySummary& s) {
  for (std::size_t i = 0; i < c.arms.size(); ++i) {
    c.arms[i].title = title_of(s, i, Language::english);
    c.arms[i].title_in_chinese = title_of(s, i, Language::chinese);
  }
}

// With what may have been meant, or what there is.
Said no_measure(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known), all = listed(known);
  if (!near.empty()) return {"note.no_measure_near", {{"name", name}, {"near", near}}};
  if (!all.empty()) return {"note.no_measure_known", {{"name", name}, {"known", all}}};
  return {"note.no_measure", {{"name", name}}};
}

}  // namespace

std::string title_of(const StudySummary& s, std::size_t row, Language language) {
  const bool is_labelled = row < s.titles.size() && s.titles[row] != s.arms[row];
  return is_labelled ? s.titles[row] : called(s.arms[row], s.factors, row, language);
}

namespace {

// Also in remarks that stand inside remarks.
void name_rows(Said& said, const StudySummary& summary, Language language) {
  for (auto& [blank, filling] : said.blanks) {
    if (auto* inner = std::get_if<std::vector<Said>>(&filling))
      for (Said& one : *inner) name_rows(one, summary, language);
    auto* name = std::get_if<std::string>(&filling);
    if (name == nullptr || (blank != "arm" && blank != "baseline")) continue;
    const auto arm = std::find(summary.arms.begin(), summary.arms.end(), *name);
    if (arm != summary.arms.end())
      *name = title_of(summary, static_cast<std::size_t>(arm - summary.arms.begin()), language);
  }
}

}  // namespace

std::vector<std::string> remarks_in(std::vector<Said> all, const StudySummary& summary, Language language) {
  for (Said& said : all) name_rows(said, summary, language);
  return in_words(all, language);
}

std::vector<Said> StudySummary::remarks() const {
  std::vector<Said> all = unfinished;
  all.insert(all.end(), notes.begin(), notes.end());
  return all;
}

namespace {

// Empty where no row is the baseline.
std::vector<std::size_t> rows_to_hold_against(const StudySummary& summary, const Dataset& study) {
  const bool is_row = std::find(summary.arms.begin(), summary.arms.end(), summary.baseline) != summary.arms.end();
  return is_row || !twins_of(study).empty() ? base_rows(study, summary.baseline) : std::vector<std::size_t>{};
}

void compare_measures(StudySummary& summary, const Dataset& study, const std::vector<std::string>& names,
                      Pairing pairing, std::uint32_t seed) {
  const std::vector<std::string> known = measurable(study);
  const std::vector<std::size_t> bases = rows_to_hold_against(summary, study);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      summary.notes.push_back(no_measure(name, known));
      continue;
    }
    for (Measure& measure : measures_of(study, name, *summary.spec)) {
      std::vector<std::vector<double>> series;
      for (std::size_t arm = 0; arm < summary.arms.size(); ++arm)
        series.push_back(mean_series(study, measure, arm));
      summary.series.push_back(std::move(series));
      Comparison& c = summary.comparisons.emplace_back(
          compare(std::move(measure), summary.arms, summary.baseline, pairing, seed, summary.placebos, bases));
      c.of_points = arms_of(study).name == "point";
      give_titles(c, summary);
      set_reduction(c, study, *summary.spec, bases);
      set_left_over(c, study, *summary.spec);
      if (!summary.choices) continue;
      c.choices = std::make_shared<Comparison>(compare_choices(c, *summary.choices, summary.factors, seed));
      set_chances_within(c, *summary.choices, seed);
    }
  }
}

// What the answer survives, and why; of the comparison that answers.
void add_variations(StudySummary& s, const Dataset& study, std::uint32_t seed) {
  const auto first = std::find_if(s.comparisons.begin(), s.comparisons.end(), [&](const Comparison& c) {
    return c.measure.name == s.primary && c.exists();
  });
  if (first == s.comparisons.end()) return;
  s.robustness = robustness_of(study, *first, s.placebos, seed);
  if (s.robustness) first->held = s.robustness->held();
  s.waterfalls = waterfalls_of(study, *first);
  s.left_out = left_out_of(study, *first);
}

}  // namespace

void compare_all(StudySummary& summary, const Dataset& study, const StudyQuestion& question,
                 std::uint32_t seed) {
  const std::vector<std::string> known = measurable(study);
  std::vector<std::string> names = question.measures.empty() ? known : question.measures;
  const bool has_plans = !summary.baseline.empty() && summary.arms.size() > 1;
  summary.primary =
      question.primary.empty() && has_plans ? default_primary(known, *summary.spec) : question.primary;
  if (!summary.primary.empty()) {
    std::erase(names, summary.primary);
    names.insert(names.begin(), summary.primary);
  }
  summary.titles = titles_of(study);
  summary.choices = choices_of(study);
  summary.cautions.clear();
  for (const SharedCaution& caution : cautions_of_study(study))
    summary.cautions.push_back(said_of(caution, summary.titles));
  summary.scorecard = read_scorecard(study, summary.baseline);
  summary.warnings = degenerate_runs(study, summary.baseline, *summary.spec);
  if (question.left_out.empty())
    compare_measures(summary, study, names, question.pairing, seed);
  else
    compare_measures(summary, without_replicates(study, question.left_out), names, question.pairing, seed);
  add_variations(summary, study, seed);
}

}  // namespace fanfare
