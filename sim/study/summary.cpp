// The words and tables of summary.txt.
#include "sim/study/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/scenario/nearest.h"
#include "sim/study/degenerate.h"
#include "sim/study/text.h"
#include "sim/study/titles.h"
#include "sim/study/unfinished.h"

namespace fanfare {
namespace {

constexpr std::size_t kSparkWidth = 16;

std::string heading(const std::string& name, const std::string& question) {
  return name + (question.empty() ? "" : "\n" + wrapped(question)) + "\n\n";
}

std::string short_digest(const std::string& digest) { return digest.substr(0, 12); }

// "n = 8", "n = 7 to 8" where some are missing.
std::string replicates_words(const Comparison& c, Language language) {
  std::size_t least = SIZE_MAX, most = 0;
  for (const ArmOutcome& arm : c.arms)
    if (arm.value.n > 0) least = std::min(least, arm.value.n), most = std::max(most, arm.value.n);
  return sentence(
      least == most ? "text.n" : "text.n_to", language,
      {{"n", std::to_string(most)}, {"least", std::to_string(least)}, {"most", std::to_string(most)}});
}

// A measure and its unit as the file has them, in Chinese in words.
std::string measure_words(const Measure& measure, Language language) {
  const bool is_english = language == Language::english;
  const std::string said = is_english ? "" : label_or_empty("unit." + measure.unit, language);
  const std::string unit = measure.unit.empty() || measure.unit == "1" ? ""
                           : said.empty()                              ? measure.unit
                                                                       : said;
  return (is_english ? measure.title() : measure_name(measure, language)) +
         (unit.empty() ? "" : label("comma", language) + unit);
}

// What a reader needs beside any table.
std::string caption(const Comparison& c, const std::string& digest, Language language) {
  const bool interval =
      std::any_of(c.arms.begin(), c.arms.end(), [](const ArmOutcome& a) { return a.value.exists(); });
  std::vector<std::string> parts = {measure_words(c.measure, language), label("simulated", language)};
  if (c.exists()) {
    parts.push_back(replicates_words(c, language));
    parts.push_back(label(interval ? "text.t_interval" : "text.no_interval", language));
  }
  parts.push_back(sentence("fact.digest", language, {{"digest", short_digest(digest)}}));
  return fmt::format("{}\n", fmt::join(parts, " · "));
}

// The unit stands in the caption, so cells need only say per cent.
std::string cell(double value, const std::string& unit, Language language) {
  return people_quantity_in(language, value, unit == "share" || unit == "%" ? unit : "");
}

std::string span_of(const Interval& x, const std::string& unit, Language language) {
  return x.exists() ? cell(x.low, unit, language) + " … " + cell(x.high, unit, language) : "–";
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

std::string title_of(const ArmOutcome& arm, Language language) {
  return language == Language::chinese && !arm.title_in_chinese.empty() ? arm.title_in_chinese : arm.title;
}

std::string title_of(const Comparison& c, const std::string& name, Language language) {
  const auto arm =
      std::find_if(c.arms.begin(), c.arms.end(), [&](const ArmOutcome& a) { return a.arm == name; });
  return arm == c.arms.end() ? name : title_of(*arm, language);
}

std::vector<std::string> headings(const Comparison& c, const Columns& has, Language language) {
  std::vector<std::string> cells;
  const auto add = [&](const char* key) { cells.push_back(label(key, language)); };
  for (const char* key : {c.of_points ? "text.point" : "arm", "mean", "interval"}) add(key);
  cells.emplace_back("n");
  if (has.effect) {
    cells.push_back(sentence("against", language, {{"baseline", title_of(c, c.baseline, language)}}));
    add("interval");
  }
  if (has.reduction) add("text.reduction");
  if (has.chance) add("chance_best");
  if (has.loss) add("losses");
  if (has.unspent) add("measure.unspent");
  if (has.series) add("text.over_time");
  return cells;
}

std::vector<std::string> row(const Comparison& c, std::size_t i, const Columns& has,
                             const std::vector<double>& series, Language language) {
  const ArmOutcome& arm = c.arms[i];
  const std::string& unit = c.measure.unit;
  std::vector<std::string> cells = {title_of(arm, language), cell(arm.value.mean, unit, language),
                                    span_of(arm.value, unit, language), std::to_string(arm.value.n)};
  if (has.effect) {
    cells.push_back(arm.effect ? cell(arm.effect->mean, unit, language) : "–");
    cells.push_back(arm.effect ? span_of(*arm.effect, unit, language) : "–");
  }
  const Blanks lost = {{"losses", std::to_string(arm.losses)}, {"n", std::to_string(arm.value.n)}};
  if (has.reduction) cells.push_back(people_number_in(language, arm.variance_reduction));
  if (has.chance) cells.push_back(percent(arm.chance_best));
  if (has.loss) cells.push_back(arm.value.n > 0 ? sentence("text.lost", language, lost) : "–");
  if (has.unspent) cells.push_back(people_number_in(language, arm.unspent));
  if (has.series) cells.push_back(sparkline(series, kSparkWidth));
  return cells;
}

std::string table(const Comparison& c, const std::vector<std::vector<double>>& series, std::size_t width,
                  Language language) {
  if (!c.exists()) {
    const std::string rows = label(c.of_points ? "answer.points" : "answer.arms", language);
    return "  " + sentence("text.none", language, {{"rows", rows}}) + "\n";
  }
  const Columns has = columns_of(c, series);
  Table table(headings(c, has, language));
  for (std::size_t i = 0; i < c.arms.size(); ++i)
    table.add(row(c, i, has, i < series.size() ? series[i] : std::vector<double>{}, language));
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

std::string remark(const char* kind, const std::string& words, Language language) {
  return wrapped(label(kind, language) + words) + "\n";
}

// What a run or study looks like as a world, and what makes it worthless.
std::string world_text(const std::vector<ScorecardLine>& scorecard, const std::vector<std::string>& warnings,
                       std::size_t width, Language language) {
  std::string text;
  for (const std::string& warning : warnings) text += remark("text.warning", warning, language);
  const std::string card = scorecard_text(scorecard, width, language);
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
  const auto has = [&](const char* name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  return has("incremental_contribution") ? "incremental_contribution" : "";
}

// Of all campaigns; beside money, since a plan that could not spend its budget is not the plan that was asked
// about.
void set_unspent(Comparison& c, const Dataset& study) {
  if (!c.measure.shows_loss() || study.variable("unspent") == nullptr) return;
  for (ArmOutcome& arm : c.arms) arm.unspent = 0;
  for (const Measure& unspent : measures_of(study, "unspent"))
    for (std::size_t i = 0; i < c.arms.size(); ++i)
      if (const Interval left = t_interval(unspent.values[i]); left.n > 0) c.arms[i].unspent += left.mean;
}

void give_titles(Comparison& c, const StudySummary& s) {
  for (std::size_t i = 0; i < c.arms.size(); ++i) {
    c.arms[i].title = title_of(s, i, Language::english);
    c.arms[i].title_in_chinese = title_of(s, i, Language::chinese);
  }
}

std::string legend(const StudySummary& s, Language language) {
  const bool paired = s.comparisons.empty() || s.comparisons[0].pairing == Pairing::paired;
  std::string text;
  if (s.replicates > 1 && !s.baseline.empty() && paired) text += label("text.legend_variance", language);
  if (s.replicates > 1) text += label("text.legend_best", language);
  return text + label("text.legend_simulated", language);
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

void compare_measures(StudySummary& summary, const Dataset& study, const std::vector<std::string>& names,
                      Pairing pairing, std::uint32_t seed) {
  const std::vector<std::string> known = measurable(study);
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
      Comparison& c = summary.comparisons.emplace_back(
          compare(std::move(measure), summary.arms, summary.baseline, pairing, seed, summary.placebos));
      c.of_points = arms_of(study).name == "point";
      give_titles(c, summary);
      set_reduction(c, study);
      set_unspent(c, study);
    }
  }
}

}  // namespace

void compare_all(StudySummary& summary, const Dataset& study, const StudyQuestion& question,
                 std::uint32_t seed) {
  const std::vector<std::string> known = measurable(study);
  std::vector<std::string> names = question.measures.empty() ? known : question.measures;
  const bool has_plans = !summary.baseline.empty() && summary.arms.size() > 1;
  summary.primary = question.primary.empty() && has_plans ? default_primary(known) : question.primary;
  if (!summary.primary.empty()) {
    std::erase(names, summary.primary);
    names.insert(names.begin(), summary.primary);
  }
  summary.titles = titles_of(study);
  summary.cautions.clear();
  for (const SharedCaution& caution : cautions_of_study(study))
    summary.cautions.push_back(said_of(caution, summary.titles));
  summary.scorecard = read_scorecard(study, summary.baseline);
  summary.warnings = degenerate_runs(study, summary.baseline);
  if (question.left_out.empty())
    compare_measures(summary, study, names, question.pairing, seed);
  else
    compare_measures(summary, without_replicates(study, question.left_out), names, question.pairing, seed);
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

std::string summary_text(const StudySummary& s, std::size_t width, Language language) {
  std::string text = heading(s.name, s.question);
  for (const std::string& words : verdicts(s, language))
    text += wrapped(label("text.verdict", language) + words, std::min<std::size_t>(width, 100)) + "\n\n";
  for (std::size_t i = 0; i < s.comparisons.size(); ++i) {
    const Comparison& c = s.comparisons[i];
    text += caption(c, s.digest, language) + table(c, s.series[i], width, language) + "\n";
  }
  text += world_text(s.scorecard, remarks_in(s.warnings, s, language), width, language);
  for (const std::string& note : remarks_in(s.remarks(), s, language))
    text += remark("text.note", note, language);
  return text + legend(s, language);
}

std::vector<Headline> last_values(const Dataset& run) {
  constexpr std::size_t kMost = 12;
  std::vector<Headline> headlines;
  for (const Variable& v : run.variables) {
    if (v.data.empty() || v.dimensions.empty() || v.dimensions[0] != "time" || v.dimensions.size() > 2 ||
        v.name.find('/') != std::string::npos)
      continue;
    const Dimension* axis = v.dimensions.size() == 2 ? run.dimension(v.dimensions[1]) : nullptr;
    const std::vector<std::string> labels = axis ? axis->labels : std::vector<std::string>{""};
    for (std::size_t i = 0; i < labels.size() && headlines.size() < kMost; ++i)
      headlines.push_back({labels[i].empty() ? v.name : v.name + "(" + labels[i] + ")",
                           v.data[v.data.size() - labels.size() + i], v.units});
  }
  return headlines;
}

std::string summary_text(const RunSummary& s, std::size_t width, Language language) {
  Table table(
      {label("text.at_the_end", language), label("value", language), label("text.over_time", language)});
  for (const Headline& h : s.headlines)
    table.add({headline_words(h.name, language), people_quantity_in(language, h.value, h.unit),
               sparkline(headline_series(s.data, h.name), kSparkWidth)});
  const Blanks whose = {{"digest", short_digest(s.digest)}, {"fingerprint", s.fingerprint}};
  return heading(s.name, s.question) + sentence("text.one_run", language, whose) +
         (table.empty() ? "" : table.render(width)) + "\n" +
         world_text(read_scorecard(s.data, ""), in_words(degenerate_runs(s.data, ""), language), width,
                    language) +
         label("text.one_run_end", language);
}

}  // namespace fanfare
