// The words and tables of summary.txt.
#include "sim/say/summary_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/judge/degenerate.h"
#include "sim/say/scorecard_text.h"
#include "sim/say/variations_text.h"
#include "sim/say/verdict.h"
#include "sim/words/text.h"

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
  bool left_over = false;
  bool series = false;
};

Columns columns_of(const Comparison& c, const std::vector<std::vector<double>>& series) {
  Columns has;
  for (const ArmOutcome& arm : c.arms) {
    has.effect |= arm.effect && arm.effect->n > 0;
    has.reduction |= !std::isnan(arm.variance_reduction);
    has.chance |= !std::isnan(arm.chance_best);
    has.loss |= c.measure.shows_loss() && arm.value.exists();
    has.left_over |= arm.left_over > 0;
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
  if (has.left_over) cells.push_back(label("measure." + std::string(c.measure.spec->left_over), language));
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
  if (has.left_over) cells.push_back(people_number_in(language, arm.left_over));
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

// With a blank line at its end, so that what follows stands apart.
std::string apart(std::string text) { return text.empty() || text.ends_with("\n\n") ? text : text + "\n"; }

std::string variation_text(const StudySummary& s, const SaidTable& said, std::size_t width, Language language) {
  const Comparison& c = s.comparisons[0];
  const std::vector<std::string> parts = {said.title, measure_words(c.measure, language), label("simulated", language),
                                          replicates_words(c, language)};
  Table table(said.headings);
  for (const std::vector<std::string>& row : said.rows) table.add(row);
  return fmt::format("{}\n", fmt::join(parts, " · ")) + table.render(width) + "\n";
}

std::string legend(const StudySummary& s, Language language) {
  const bool paired = s.comparisons.empty() || s.comparisons[0].pairing == Pairing::paired;
  std::string text;
  if (s.replicates > 1 && !s.baseline.empty() && paired) text += label("text.legend_variance", language);
  if (s.replicates > 1) text += label("text.legend_best", language);
  return text + label("text.legend_simulated", language);
}

}  // namespace

std::string summary_text(const StudySummary& s, std::size_t width, Language language) {
  std::string text = heading(s.name, s.question);
  for (const std::string& words : verdicts(s, language))
    text += wrapped(label("text.verdict", language) + words, std::min<std::size_t>(width, 100)) + "\n\n";
  for (std::size_t i = 0; i < s.comparisons.size(); ++i) {
    const Comparison& c = s.comparisons[i];
    text += caption(c, s.digest, language) + table(c, s.series[i], width, language) + "\n";
  }
  for (const SaidTable& said : variation_tables(s, language)) text += variation_text(s, said, width, language);
  text += world_text(s.scorecard, remarks_in(s.warnings, s, language), width, language);
  for (const std::string& note : remarks_in(s.remarks(), s, language))
    text += remark("text.note", note, language);
  for (const std::string& caution : remarks_in(s.cautions, s, language))
    text += remark("text.caution", caution, language);
  return apart(std::move(text)) + legend(s, language);
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
    table.add({headline_words(h.name, s.spec, language), people_quantity_in(language, h.value, h.unit),
               sparkline(headline_series(s.data, h.name), kSparkWidth)});
  const Blanks whose = {{"digest", short_digest(s.digest)}, {"fingerprint", s.fingerprint}};
  return heading(s.name, s.question) + sentence("text.one_run", language, whose) +
         (table.empty() ? "" : table.render(width)) + "\n" +
         apart(world_text(read_scorecard(s.data, ""), in_words(degenerate_runs(s.data, "", s.spec), language),
                          width, language)) +
         label("text.one_run_end", language);
}

}  // namespace fanfare
