// Lines of facts as a table, with who says so.
#include "sim/say/scorecard_text.h"

#include <cmath>
#include <sstream>

#include "sim/words/text.h"

namespace fanfare {
namespace {

std::string band_words(const ScorecardLine& line, Language language) {
  if (std::isnan(line.low)) return "–";
  const std::string low = people_number_in(language, line.low);
  if (std::isinf(line.high)) return sentence("text.above", language, {{"value", low}});
  return low + " … " + people_number_in(language, line.high);
}

// In English as the file has them: that is also what Python calls them.
std::string name_of(const ScorecardLine& line, Language language) {
  const std::string said = language == Language::english ? "" : label_or_empty("fact." + line.fact, language);
  return said.empty() ? line.fact : said;
}

std::string source_of(const ScorecardLine& line, Language language) {
  const std::string said =
      language == Language::english ? "" : label_or_empty("citation." + line.fact, language);
  return said.empty() ? line.citation : said;
}

// Prose runs on to the right of the table's rows, where it fits.
std::string with_citations(const std::string& table, const std::vector<ScorecardLine>& lines,
                           std::size_t width, Language language) {
  std::vector<std::string> ends = {label("text.citation", language), ""};
  for (const ScorecardLine& line : lines) ends.push_back(source_of(line, language));
  std::istringstream rows(table);
  std::string text, row;
  for (std::size_t i = 0; std::getline(rows, row); ++i) {
    if (i >= ends.size() || display_width(row) + 2 + display_width(ends[i]) > width) return {};
    text += row + (ends[i].empty() ? "" : "  " + ends[i]) + "\n";
  }
  return text;
}

}  // namespace

std::string scorecard_text(const std::vector<ScorecardLine>& lines, std::size_t width, Language language) {
  if (lines.empty()) return {};
  Table table({label("text.fact", language), label("value", language), label("text.band", language), ""});
  for (const ScorecardLine& line : lines)
    table.add({name_of(line, language), people_number_in(language, line.value), band_words(line, language),
               in_words(line.standing(), language)});
  std::string text = table.render(width);
  if (const std::string beside = with_citations(text, lines, width, language); !beside.empty()) return beside;
  const std::string colon = label("colon", language);
  for (const ScorecardLine& line : lines)
    if (const std::string source = source_of(line, language); !source.empty())
      text += "  " + wrapped(name_of(line, language) + colon + source, width - 2, 4) + "\n";
  return text;
}

}  // namespace fanfare
