// The words and tables of summary.txt.
#include "sim/study/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/scenario/nearest.h"
#include "sim/study/degenerate.h"
#include "sim/study/text.h"

namespace fanfare {
namespace {

constexpr std::size_t kSparkWidth = 16;

std::string heading(const std::string& name, const std::string& question) {
  return name + (question.empty() ? "" : "\n" + wrapped(question)) + "\n\n";
}

std::string short_digest(const std::string& digest) { return digest.substr(0, 12); }

// "8 replicates", "7 to 8 replicates" where some are missing.
std::string replicates_words(const Comparison& c) {
  std::size_t least = SIZE_MAX, most = 0;
  for (const ArmOutcome& arm : c.arms)
    if (arm.value.n > 0) least = std::min(least, arm.value.n), most = std::max(most, arm.value.n);
  return least == most ? fmt::format("n = {}", most) : fmt::format("n = {} to {}", least, most);
}

// What a reader needs beside any table.
std::string caption(const Comparison& c, const std::string& digest) {
  const bool interval =
      std::any_of(c.arms.begin(), c.arms.end(), [](const ArmOutcome& a) { return a.value.exists(); });
  const std::string unit = c.measure.unit.empty() || c.measure.unit == "1" ? "" : ", " + c.measure.unit;
  if (!c.exists()) return fmt::format("{}{} · simulated · scenario {}\n", c.measure.title(), unit, short_digest(digest));
  return fmt::format(
      "{}{} · simulated · {} · {} · scenario {}\n", c.measure.title(), unit, replicates_words(c),
      interval ? "95 % t-interval over replicates" : "no interval from one replicate", short_digest(digest));
}

// The unit stands in the caption, so cells need only say per cent.
std::string cell(double value, const std::string& unit) {
  return people_quantity(value, unit == "share" || unit == "%" ? unit : "");
}

std::string span_of(const Interval& x, const std::string& unit) {
  return x.exists() ? cell(x.low, unit) + " … " + cell(x.high, unit) : "–";
}

std::string percent(double share) { return std::isnan(share) ? "–" : fmt::format("{:.0f} %", share * 100); }

// Which columns a comparison has something to say in.
struct Columns {
  bool effect = false;
  bool reduction = false;
  bool chance = false;
  bool loss = false;
  bool unspent = false;
  bool series = false;
};

Columns columns_of(const Comparison& c, const std::vector<std::vector<double>>& series) {
  Columns has;
  for (const ArmOutcome& arm : c.arms) {
    has.effect |= arm.effect && arm.effect->n > 0;
    has.reduction |= !std::isnan(arm.variance_reduction);
    has.chance |= !std::isnan(arm.chance_best);
    has.loss |= c.measure.shows_loss() && arm.value.exists();
    has.unspent |= arm.unspent > 0;
  }
  has.series = std::any_of(series.begin(), series.end(), [](const auto& s) { return s.size() > 2; });
  return has;
}

std::vector<std::string> headings(const Columns& has, const std::string& baseline, bool of_points) {
  std::vector<std::string> cells = {of_points ? "point" : "arm", "mean", "95 % interval", "n"};
  if (has.effect) cells.insert(cells.end(), {"against " + baseline, "95 % interval"});
  if (has.reduction) cells.emplace_back("variance ÷");
  if (has.chance) cells.emplace_back("best in");
  if (has.loss) cells.emplace_back("lost in");
  if (has.unspent) cells.emplace_back("unspent, CNY");
  if (has.series) cells.emplace_back("over time");
  return cells;
}

std::vector<std::string> row(const Comparison& c, std::size_t i, const Columns& has,
                             const std::vector<double>& series) {
  const ArmOutcome& arm = c.arms[i];
  const std::string& unit = c.measure.unit;
  std::vector<std::string> cells = {arm.arm, cell(arm.value.mean, unit), span_of(arm.value, unit),
                                    std::to_string(arm.value.n)};
  if (has.effect) {
    cells.push_back(arm.effect ? cell(arm.effect->mean, unit) : "–");
    cells.push_back(arm.effect ? span_of(*arm.effect, unit) : "–");
  }
  if (has.reduction) cells.push_back(people_number(arm.variance_reduction));
  if (has.chance) cells.push_back(percent(arm.chance_best));
  if (has.loss) cells.push_back(arm.value.n > 0 ? fmt::format("{} of {}", arm.losses, arm.value.n) : "–");
  if (has.unspent) cells.push_back(people_number(arm.unspent));
  if (has.series) cells.push_back(sparkline(series, kSparkWidth));
  return cells;
}

std::string table(const Comparison& c, const std::vector<std::vector<double>>& series, std::size_t width) {
  const Columns has = columns_of(c, series);
  Table table(headings(has, c.baseline, c.of_points));
  for (std::size_t i = 0; i < c.arms.size(); ++i)
    table.add(row(c, i, has, i < series.size() ? series[i] : std::vector<double>{}));
  return table.render(width);
}

// The series behind "reach" or "reach(launch)"; empty if there is none of that name.
std::vector<double> headline_series(const Dataset& data, const std::string& headline) {
  const std::size_t open = headline.find('(');
  const Variable* v = data.variable(headline.substr(0, open));
  if (v == nullptr || v->dimensions.empty() || v->dimensions[0] != "time") return {};
  if (open == std::string::npos) return v->dimensions.size() == 1 ? v->data : std::vector<double>{};
  const Dimension* axis = v->dimensions.size() == 2 ? data.dimension(v->dimensions[1]) : nullptr;
  if (axis == nullptr) return {};
  const auto label = std::find(axis->labels.begin(), axis->labels.end(),
                               headline.substr(open + 1, headline.size() - open - 2));
  std::vector<double> series;
  for (auto i = static_cast<std::size_t>(label - axis->labels.begin());
       label != axis->labels.end() && i < v->data.size(); i += axis->size())
    series.push_back(v->data[i]);
  return series;
}

// What a run or study looks like as a world, and what makes it worthless.
std::string world_text(const std::vector<ScorecardLine>& scorecard, const std::vector<Said>& warnings,
                       std::size_t width) {
  std::string text;
  for (const Said& warning : warnings) text += wrapped("Warning: " + in_english(warning)) + "\n";
  const std::string card = scorecard_text(scorecard, width);
  return text + (text.empty() || card.empty() ? "" : "\n") + card + (card.empty() ? "" : "\n");
}

// Incremental measures are differences already: what pairing did for them is seen in the net revenue behind
// them.
void set_reduction(Comparison& c, const Dataset& study) {
  const auto base = std::find_if(c.arms.begin(), c.arms.end(),
                                 [&](const ArmOutcome& arm) { return arm.arm == c.baseline; });
  if (!c.measure.incremental() || c.pairing != Pairing::paired || base == c.arms.end()) return;
  for (const Measure& revenue : measures_of(study, "net_revenue"))
    for (std::size_t i = 0; i < c.arms.size(); ++i)
      if (revenue.label == c.measure.label && c.arms[i].candidate)
        c.arms[i].variance_reduction = variance_reduction(
            revenue.values[i], revenue.values[static_cast<std::size_t>(base - c.arms.begin())]);
}

// Money first: what a plan leaves decides, not its rate on the little that it may have spent.
std::string default_primary(const std::vector<std::string>& known) {
  const auto has = [&](const char* name) { return std::find(known.begin(), known.end(), name) != known.end(); };
  return has("incremental_contribution") ? "incremental_contribution" : "";
}

// Of all campaigns; beside money, since a plan that could not spend its budget is not the plan that was asked about.
void set_unspent(Comparison& c, const Dataset& study) {
  if (!c.measure.shows_loss() || study.variable("unspent") == nullptr) return;
  for (ArmOutcome& arm : c.arms) arm.unspent = 0;
  for (const Measure& unspent : measures_of(study, "unspent"))
    for (std::size_t i = 0; i < c.arms.size(); ++i)
      if (const Interval left = t_interval(unspent.values[i]); left.n > 0) c.arms[i].unspent += left.mean;
}

void give_titles(Comparison& c, const std::vector<FactorValues>& factors) {
  for (std::size_t i = 0; i < c.arms.size(); ++i) {
    c.arms[i].title = called(c.arms[i].arm, factors, i, Language::english);
    c.arms[i].title_in_chinese = called(c.arms[i].arm, factors, i, Language::chinese);
  }
}

std::string legend(const StudySummary& s) {
  const bool paired = s.comparisons.empty() || s.comparisons[0].pairing == Pairing::paired;
  std::string text;
  if (s.replicates > 1 && !s.baseline.empty() && paired)
    text +=
        "variance ÷: how many times more replicates independent seeds would need for the same interval\n"
        "  (var of the arm + var of the baseline) / var of their difference; of incremental measures, net "
        "revenue's.\n";
  if (s.replicates > 1)
    text +=
        "best in: share of 10,000 bootstrap samples of the replicates in which the arm has the best mean.\n";
  return text +
         "Every number here is simulated: it holds for this scenario's world, not by itself for yours.\n";
}

// With what may have been meant, or what there is.
Said no_measure(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known), all = listed(known);
  if (!near.empty()) return {"note.no_measure_near", {{"name", name}, {"near", near}}};
  if (!all.empty()) return {"note.no_measure_known", {{"name", name}, {"known", all}}};
  return {"note.no_measure", {{"name", name}}};
}

}  // namespace

std::vector<Said> StudySummary::remarks() const {
  std::vector<Said> all = unfinished;
  all.insert(all.end(), notes.begin(), notes.end());
  return all;
}

void compare_all(StudySummary& summary, const Dataset& study, const StudyQuestion& question,
                 std::uint32_t seed) {
  const std::vector<std::string> known = measurable(study);
  std::vector<std::string> names = question.measures.empty() ? known : question.measures;
  summary.primary = question.primary.empty() ? default_primary(known) : question.primary;
  if (!summary.primary.empty()) {
    std::erase(names, summary.primary);
    names.insert(names.begin(), summary.primary);
  }
  summary.scorecard = read_scorecard(study, summary.baseline);
  summary.warnings = degenerate_runs(study, summary.baseline);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      summary.notes.push_back(no_measure(name, known));
      continue;
    }
    for (Measure& measure : measures_of(study, name)) {
      std::vector<std::vector<double>> series;
      for (std::size_t arm = 0; arm < summary.arms.size(); ++arm)
        series.push_back(mean_series(study, measure, arm));
      summary.series.push_back(std::move(series));
      summary.comparisons.push_back(
          compare(std::move(measure), summary.arms, summary.baseline, question.pairing, seed, summary.placebos));
      give_titles(summary.comparisons.back(), summary.factors);
      summary.comparisons.back().of_points = arms_of(study).name == "point";
      set_reduction(summary.comparisons.back(), study);
      set_unspent(summary.comparisons.back(), study);
    }
  }
}

// The first brand is what a study is about; others are judged only where money was spent on them.
std::vector<std::string> verdicts(const StudySummary& s, Language language) {
  constexpr std::size_t kMost = 2;
  std::vector<std::string> words;
  bool is_answered = false;
  for (const Comparison& c : s.comparisons)
    if (c.measure.name == s.primary && words.size() < kMost &&
        (words.empty() || (c.measure.is_return() && c.exists()))) {
      words.push_back(verdict(c, language));
      is_answered |= c.exists();
    }
  if (words.empty() || is_answered) return words;
  for (const char* instead : {"incremental_contribution", "incremental_revenue"})
    for (const Comparison& c : s.comparisons)
      if (c.measure.name == instead && c.exists()) {
        words.push_back(verdict(c, language));
        return words;
      }
  return words;
}

std::string summary_text(const StudySummary& s, std::size_t width) {
  std::string text = heading(s.name, s.question);
  for (const std::string& words : verdicts(s))
    text += wrapped("Verdict (simulated). " + words, std::min<std::size_t>(width, 100)) + "\n\n";
  for (std::size_t i = 0; i < s.comparisons.size(); ++i) {
    const Comparison& c = s.comparisons[i];
    text +=
        caption(c, s.digest) + (c.exists() ? table(c, s.series[i], width) : fmt::format("  none of the {} has a value\n", c.of_points ? "points" : "arms")) + "\n";
  }
  text += world_text(s.scorecard, s.warnings, width);
  for (const Said& note : s.remarks()) text += wrapped("Note: " + in_english(note)) + "\n";
  return text + legend(s);
}

std::string summary_text(const RunSummary& s, std::size_t width) {
  Table table({"at the end", "value", "over time"});
  for (const Headline& h : s.headlines)
    table.add(
        {h.name, people_quantity(h.value, h.unit), sparkline(headline_series(s.data, h.name), kSparkWidth)});
  return heading(s.name, s.question) +
         fmt::format("simulated · one run, n = 1: no interval · scenario {} · fingerprint {}\n",
                     short_digest(s.digest), s.fingerprint) +
         (table.empty() ? "" : table.render(width)) + "\n" +
         world_text(read_scorecard(s.data, ""), degenerate_runs(s.data, ""), width) +
         "One run says what can happen, not what to expect: compare arms over replicates in a study.\n";
}

}  // namespace fanfare
