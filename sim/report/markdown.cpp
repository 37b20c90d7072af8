#include "sim/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/brief.h"
#include "sim/report/exhibits.h"
#include "sim/say/variations_text.h"
#include "sim/say/verdict.h"

namespace fanfare {
namespace {

using MarkdownRow = std::vector<std::string>;

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

std::string row_text(const MarkdownRow& cells) { return fmt::format("| {} |\n", fmt::join(cells, " | ")); }

// First column left, numbers right.
std::string table_text(const MarkdownRow& headings, const std::vector<MarkdownRow>& rows) {
  std::string text = row_text(headings) + "|---";
  for (std::size_t i = 1; i < headings.size(); ++i) text += "|---:";
  text += "|\n";
  for (const MarkdownRow& row : rows) text += row_text(row);
  return text + "\n";
}

class MarkdownWriter {
 public:
  MarkdownWriter(const ReportSource& source, Language language) : source_(source), language_(language) {}

  std::string all() const { return head() + arms() + variations() + exhibits() + parameters() + trust(); }

 private:
  const StudySummary& summary() const { return source_.gathered.summary; }
  // Points of a design have words of their own.
  std::string word(std::string_view key) const {
    const std::string own =
        summary().factors.empty() ? "" : label_or_empty(std::string(key) + ".points", language_);
    return own.empty() ? label(key, language_) : own;
  }
  std::string name(std::size_t row) const { return escaped(title_of(summary(), row, language_)); }
  // A parameter's value; a word that says only that there is something, or nothing, in the language.
  std::string value_words(const std::string& value) const {
    if (value.empty()) return "–";
    const std::string said = label_or_empty("value." + value, language_);
    return said.empty() ? escaped(value) : said;
  }
  std::string title(std::string_view key) const { return "## " + word(key) + "\n\n"; }

  std::string head() const {
    const StudySummary& s = summary();
    std::string text =
        "# " + escaped(s.question.empty() ? report_name(source_, language_) : s.question) + "\n\n";
    text += brief();
    for (const std::string& said : verdicts(s, language_)) text += escaped(said) + "\n\n";
    return text + "*" + word("md.simulated") + "*\n\n";
  }

  // What to do, in a line, and what that comes to.
  std::string brief() const {
    const std::vector<BriefItem> items = brief_items(source_, language_);
    if (items.empty()) return {};
    const std::string gap = language_ == Language::chinese ? "" : " ";
    std::string text = "**" + escaped(advice(*answering(summary()), language_)) + "**\n\n";
    for (const BriefItem& item : items) {
      text += "- " + escaped(item.heading) + word("colon");
      if (!item.figure.empty())
        text += "**" + escaped(item.figure) + "**" + (item.notes.empty() ? "" : word("semicolon"));
      for (std::size_t i = 0; i < item.notes.size(); ++i)
        text += (i == 0 ? "" : (item.figure.empty() ? gap : word("semicolon"))) + escaped(item.notes[i]);
      text += "\n";
    }
    return text + "\n";
  }

  std::string cell(double value, const std::string& unit) const {
    return people_quantity_in(language_, value, unit == "share" || unit == "%" ? unit : "");
  }
  std::string span(const Interval& x, const std::string& unit) const {
    return x.exists() ? cell(x.low, unit) + " … " + cell(x.high, unit) : "–";
  }

  MarkdownRow arm_row(const Comparison& c, std::size_t i, bool effects) const {
    const ArmOutcome& arm = c.arms[i];
    const std::string& unit = c.measure.unit;
    MarkdownRow row = {name(i), cell(arm.value.mean, unit), span(arm.value, unit),
                       std::to_string(arm.value.n)};
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
    MarkdownRow headings = {word("arm"), word("mean"), word("interval"), "n"};
    if (effects) {
      const auto base = std::find(summary().arms.begin(), summary().arms.end(), c.baseline);
      const auto at = static_cast<std::size_t>(base - summary().arms.begin());
      headings.push_back(sentence("against", language_, {{"baseline", name(at)}}));
      headings.push_back(word("interval"));
    }
    headings.push_back(word("chance_best"));
    std::vector<MarkdownRow> rows;
    for (std::size_t i = 0; i < c.arms.size(); ++i) rows.push_back(arm_row(c, i, effects));
    const std::string said = label_or_empty("unit." + c.measure.unit, language_);
    const std::string unit =
        c.measure.unit.empty() || c.measure.unit == "1" ? "" : ", " + (said.empty() ? c.measure.unit : said);
    return "### " + escaped(measure_name(c.measure, language_)) + unit + " · " + word("simulated") + "\n\n" +
           table_text(headings, rows);
  }

  std::string arms() const {
    std::string text = title("section.arms");
    for (const Comparison& c : summary().comparisons)
      if (c.exists()) text += comparison(c);
    return text;
  }

  // What the answer survives, and why.
  std::string variations() const {
    std::string text;
    for (const SaidTable& said : variation_tables(summary(), language_)) {
      std::vector<MarkdownRow> rows;
      for (MarkdownRow row : said.rows) {
        row[0] = escaped(row[0]);
        if (row.size() > 1) row[1] = escaped(row[1]);
        rows.push_back(std::move(row));
      }
      MarkdownRow headings;
      for (const std::string& heading : said.headings) headings.push_back(escaped(heading));
      text += "## " + escaped(said.title) + " · " + word("simulated") + "\n\n" + table_text(headings, rows);
    }
    return text;
  }

  // Tables that the model declares; its lines are for the page.
  std::string exhibits() const {
    Json document = Json::object();
    place_exhibits(document, source_);
    std::string text;
    for (const Json& one : document.value("exhibits", Json::array()))
      if (one["kind"] == "table") text += exhibit(one);
    return text;
  }

  std::string exhibit(const Json& table) const {
    MarkdownRow headings = {word("measure")};
    for (std::size_t row = 0; row < summary().arms.size(); ++row)
      for (const std::string& heading : {name(row), word("interval")}) headings.push_back(heading);
    std::vector<MarkdownRow> rows;
    for (const Json& line : table["rows"]) {
      const std::string unit = line["unit"];
      const Measure measure{line["name"], line["label"], unit, {}, {}, summary().spec};
      MarkdownRow row = {escaped(measure_name(measure, language_))};
      for (const Json& arm : line["arms"]) {
        const auto end = [&](const char* key) { return arm[key].is_null() ? NAN : arm[key].get<double>(); };
        row.push_back(cell(end("mean"), unit));
        row.push_back(std::isnan(end("low")) ? "–"
                                             : cell(end("low"), unit) + " … " + cell(end("high"), unit));
      }
      rows.push_back(std::move(row));
    }
    const std::string title = table["title"][std::string(code_of(language_))];
    std::string text = "### " + escaped(title) + " · " + word("simulated") + "\n\n";
    if (!rows.empty()) text += table_text(headings, rows);
    if (table.contains("cards"))
      for (const Json& one : table["cards"]["of"]) text += card(one);
    return text;
  }

  // Means with their intervals: a column an arm.
  MarkdownRow values_of(const std::string& heading, const Json& unit, const Json& arms) const {
    MarkdownRow row = {heading};
    for (const Json& arm : arms) row.push_back(with_span(arm, unit.get<std::string>()));
    return row;
  }
  std::string with_span(const Json& x, const std::string& unit) const {
    if (x["mean"].is_null()) return "–";
    const auto said = [&](const char* key) { return cell(x[key].get<double>(), unit); };
    return said("mean") + (x["low"].is_null() ? "" : " (" + said("low") + " … " + said("high") + ")");
  }
  std::string heading_of(const Json& heading) const {
    const std::string unit = heading["unit"];
    return escaped(measure_name({heading["name"], "", unit, {}, {}, summary().spec}, language_));
  }

  // One of an axis: its facts, what it caused, its lists.
  std::string card(const Json& one) const {
    MarkdownRow headings = {word("measure")};
    for (std::size_t row = 0; row < summary().arms.size(); ++row) headings.push_back(name(row));
    std::string text = "#### " + escaped(one["name"].get<std::string>()) + "\n\n";
    if (!one["there"].get<bool>()) text += word("cards.not_there") + "\n\n";
    std::vector<MarkdownRow> rows;
    for (const Json& fact : one["facts"])
      rows.push_back(values_of(heading_of(fact), fact["unit"], fact["arms"]));
    text += table_text(headings, rows);
    if (!one["caused"].is_null()) text += caused(one["caused"]);
    for (const Json& list : one["lists"]) {
      headings[0] = heading_of(list);
      rows.clear();
      for (const Json& line : list["rows"])
        rows.push_back(values_of(escaped(line["label"].get<std::string>()), list["unit"], line["arms"]));
      text += table_text(headings, rows);
    }
    return text;
  }
  std::string caused(const Json& caused) const {
    std::vector<MarkdownRow> rows;
    for (const Json& fact : caused["facts"])
      rows.push_back({heading_of(fact), with_span(fact["value"], fact["unit"].get<std::string>())});
    const std::string arm = name(caused["arm"].get<std::size_t>());
    return table_text({sentence("cards.caused", language_, {{"arm", arm}}), word("mean")}, rows);
  }

  std::string parameters() const {
    const Json all = parameters_json(source_);
    if (all["differences"].empty()) return {};
    MarkdownRow headings = {word("parameter")};
    for (std::size_t row = 0; row < summary().arms.size(); ++row) headings.push_back(name(row));
    std::vector<MarkdownRow> rows;
    for (const Json& difference : all["differences"]) {
      MarkdownRow row = {escaped(difference["path"].get<std::string>())};
      for (const Json& value : difference["values"]) row.push_back(value_words(value.get<std::string>()));
      rows.push_back(std::move(row));
    }
    return title("section.parameters") + table_text(headings, rows);
  }

  // As the page calls it, or by its own name.
  std::string fact_name(const ScorecardLine& line) const {
    const std::string said = label_or_empty("fact." + line.fact, language_);
    return said.empty() ? line.fact : said;
  }

  std::string band(const ScorecardLine& line) const {
    if (std::isnan(line.low) && std::isnan(line.high)) return "–";
    const std::string low = people_number_in(language_, line.low);
    return std::isinf(line.high) ? "≥ " + low : low + " … " + people_number_in(language_, line.high);
  }

  std::string scorecard() const {
    std::vector<MarkdownRow> rows;
    for (const ScorecardLine& line : summary().scorecard) {
      const std::string source = label_or_empty("citation." + line.fact, language_);
      rows.push_back({escaped(fact_name(line)), people_number_in(language_, line.value), band(line),
                      escaped(in_words(line.standing(), language_)),
                      escaped(language_ == Language::english || source.empty() ? line.citation : source)});
    }
    if (rows.empty()) return {};
    return "### " + word("section.scorecard") + " · " + word("simulated") + "\n\n" +
           table_text({word("fact"), word("value"), word("band"), word("standing"), word("citation")}, rows);
  }

  std::string trust() const {
    const Json all = trust_json(source_);
    const Json& from = all["provenance"];
    std::string text = title("section.trust");
    for (const auto& remarks : {summary().warnings, summary().remarks(), summary().cautions})
      for (const std::string& said : remarks_in(remarks, summary(), language_))
        text += "- " + escaped(said) + "\n";
    for (const char* key : {"digest", "fingerprint", "seed", "version", "commit"})
      text +=
          fmt::format("- {}: `{}`\n", word(std::string("provenance.") + key), from[key].get<std::string>());
    text += "\n";
    for (const Json& command : all["commands"]) text += "    " + command.get<std::string>() + "\n";
    return text + "\n" + scorecard() + word("limits") + "\n";
  }

  const ReportSource& source_;
  Language language_;
};

}  // namespace

std::string report_markdown(const ReportSource& source, Language language) {
  return MarkdownWriter(source, language).all();
}

}  // namespace fanfare
