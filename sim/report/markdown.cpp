#include "sim/report/markdown.h"

#include <fmt/format.h>

#include <cmath>


namespace fanfare {
namespace {

using Row = std::vector<std::string>;

// What a name may hold must not become markup.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]#|~!").find(c) != std::string_view::npos) out += '\\';
    if (c == '<' || c == '&')
      out += c == '<' ? "&lt;" : "&amp;";
    else
      out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string row_text(const Row& cells) { return fmt::format("| {} |\n", fmt::join(cells, " | ")); }

// First column left, numbers right.
std::string table_text(const Row& headings, const std::vector<Row>& rows) {
  std::string text = row_text(headings) + "|---";
  for (std::size_t i = 1; i < headings.size(); ++i) text += "|---:";
  text += "|\n";
  for (const Row& row : rows) text += row_text(row);
  return text + "\n";
}

class Writer {
 public:
  Writer(const ReportSource& source, Language language) : source_(source), language_(language) {}

  std::string all() const {
    return head() + arms() + parameters() + trust();
  }

 private:
  const StudySummary& summary() const { return source_.gathered.summary; }
  std::string word(std::string_view key) const { return label(key, language_); }
  std::string title(std::string_view key) const { return "## " + word(key) + "\n\n"; }

  std::string head() const {
    const StudySummary& s = summary();
    std::string text = "# " + escaped(s.question.empty() ? report_name(source_, language_) : s.question) + "\n\n";
    for (const std::string& said : verdicts(s, language_)) text += escaped(said) + "\n\n";
    return text + "*" + word("md.simulated") + "*\n\n";
  }

  std::string cell(double value, const std::string& unit) const {
    return people_quantity_in(language_, value, unit == "share" || unit == "%" ? unit : "");
  }
  std::string span(const Interval& x, const std::string& unit) const {
    return x.exists() ? cell(x.low, unit) + " … " + cell(x.high, unit) : "–";
  }

  Row arm_row(const Comparison& c, const ArmOutcome& arm, bool effects) const {
    const std::string& unit = c.measure.unit;
    Row row = {escaped(arm.arm), cell(arm.value.mean, unit), span(arm.value, unit), std::to_string(arm.value.n)};
    if (effects) {
      row.push_back(arm.effect && arm.effect->n > 0 ? cell(arm.effect->mean, unit) : "–");
      row.push_back(arm.effect ? span(*arm.effect, unit) : "–");
    }
    row.push_back(std::isnan(arm.chance_best) ? "–" : fmt::format("{:.0f} %", arm.chance_best * 100));
    return row;
  }

  std::string comparison(const Comparison& c) const {
    bool effects = false;
    for (const ArmOutcome& arm : c.arms) effects |= arm.effect && arm.effect->n > 0;
    Row headings = {word("arm"), word("mean"), word("interval"), "n"};
    if (effects) {
      headings.push_back(sentence("against", language_, {{"baseline", escaped(c.baseline)}}));
      headings.push_back(word("interval"));
    }
    headings.push_back(word("chance_best"));
    std::vector<Row> rows;
    for (const ArmOutcome& arm : c.arms) rows.push_back(arm_row(c, arm, effects));
    const std::string said = label_or_empty("unit." + c.measure.unit, language_);
    const std::string unit = c.measure.unit.empty() || c.measure.unit == "1" ? "" : ", " + (said.empty() ? c.measure.unit : said);
    return "### " + escaped(measure_name(c.measure, language_)) + unit + "\n\n" + table_text(headings, rows);
  }

  std::string arms() const {
    std::string text = title("section.arms");
    for (const Comparison& c : summary().comparisons)
      if (c.exists()) text += comparison(c);
    return text;
  }

  std::string parameters() const {
    const Json all = parameters_json(source_);
    if (all["differences"].empty()) return {};
    Row headings = {word("parameter")};
    for (const std::string& arm : summary().arms) headings.push_back(escaped(arm));
    std::vector<Row> rows;
    for (const Json& difference : all["differences"]) {
      Row row = {escaped(difference["path"].get<std::string>())};
      for (const Json& value : difference["values"])
        row.push_back(value.get<std::string>().empty() ? "–" : escaped(value.get<std::string>()));
      rows.push_back(std::move(row));
    }
    return title("section.parameters") + table_text(headings, rows);
  }

  // As the page calls it, or by its own name.
  std::string fact_name(const ScorecardLine& line) const {
    const std::string said = label_or_empty("fact." + line.fact, language_);
    return said.empty() ? line.fact : said;
  }

  std::string scorecard() const {
    std::vector<Row> rows;
    for (const ScorecardLine& line : summary().scorecard) {
      const std::string band = std::isnan(line.low) && std::isnan(line.high)
                                   ? "–"
                                   : people_number_in(language_, line.low) + " … " + people_number_in(language_, line.high);
      rows.push_back({escaped(fact_name(line)), people_number_in(language_, line.value), band,
                      escaped(in_words(line.standing(), language_)), escaped(line.citation)});
    }
    if (rows.empty()) return {};
    return "### " + word("section.scorecard") + "\n\n" +
           table_text({word("fact"), word("value"), word("band"), word("standing"), word("citation")}, rows);
  }

  std::string trust() const {
    const Json all = trust_json(source_);
    const Json& from = all["provenance"];
    std::string text = title("section.trust");
    for (const std::string& warning : in_words(summary().warnings, language_)) text += "- " + escaped(warning) + "\n";
    for (const std::string& remark : in_words(summary().remarks(), language_)) text += "- " + escaped(remark) + "\n";
    for (const char* key : {"digest", "fingerprint", "seed", "version", "commit"})
      text += fmt::format("- {}: `{}`\n", word(std::string("provenance.") + key), from[key].get<std::string>());
    text += "\n";
    for (const Json& command : all["commands"]) text += "    " + command.get<std::string>() + "\n";
    return text + "\n" + scorecard() + word("limits") + "\n";
  }

  const ReportSource& source_;
  Language language_;
};

}  // namespace

std::string report_markdown(const ReportSource& source, Language language) { return Writer(source, language).all(); }

}  // namespace fanfare
