// The first screen of a report, for someone with ten seconds: what to do, what it brings, what the bad case is, in how
// many plausible worlds it holds, what would change it. Words and numbers; how they look is the page's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/document.h"

namespace fanfare {

// What the figures of the answer are of: the primary measure; of a return, what is left over, where that was compared
// too; beyond the baseline where the measure itself is no difference.
struct BriefFigures {
  const Comparison* of = nullptr;
  std::size_t row = 0;
  std::optional<std::size_t> against;  // the baseline's row
  std::vector<double> values;          // by replicate
  Interval interval;
  double bad_case = 0;
  std::size_t below = 0;               // of the values, below zero
  Interval chance_below;               // the share of worlds in which it is below zero; exact interval
};

struct BriefItem {
  std::string id;                  // "brings", "bad_case", "holds", "turns"
  std::string heading, figure;     // the figure is empty where only notes say it
  std::vector<std::string> notes;
};

// How far the first sentence is advice: "go" it is, "stop" all lose, "open" nothing is decided.
std::string_view brief_standing(const Comparison& comparison);
// Nothing where nothing was compared, or only one row.
std::optional<BriefFigures> brief_figures(const ReportSource& source);
std::vector<BriefItem> brief_items(const ReportSource& source, Language language);

// A share seen k times of n, with its exact interval (Clopper & Pearson 1934, Biometrika 26: 404).
Interval exact_share(std::size_t k, std::size_t n);

}  // namespace fanfare
