// What an answer survives and why, in words and tables of either language, for the terminal and for Markdown.
#pragma once

#include <string>
#include <vector>

#include "sim/judge/summary.h"
#include "sim/words/labels.h"

namespace fanfare {

// "feed = chronological", "all at once, no. 3".
std::string world_called(const VariationEntry& world, Language language);
// "making the brand known"; its id where the table has no words for it.
std::string shut_off_called(const std::string& id, Language language);
// "no. 3", "the rest".
std::string unit_called(const LeftOutUnit& unit, Language language);

struct SaidTable {
  std::string title;
  std::vector<std::string> headings;           // the first column is words, the others numbers
  std::vector<std::vector<std::string>> rows;
};
// Choices over circumstances, plausible worlds, a waterfall for each arm (a few), units left out; empty where
// the study asked for none.
std::vector<SaidTable> variation_tables(const StudySummary& summary, Language language);

}  // namespace fanfare
