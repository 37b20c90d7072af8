// Pages of one answer that stand alone: what the long report is to a study, these are to an optimum, a power analysis,
// a forecast. Style, boxes and axes; what is drawn is the caller's.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/words/labels.h"

namespace fanfare {

// A whole page around `body`; title and question are escaped, body is not.
std::string small_page(std::string_view title, std::string_view said, const std::string& body, Language language);

// A box of the first screen.
struct SmallTile {
  std::string heading, figure;
  std::vector<std::string> notes;
};
std::string small_tiles(const std::vector<SmallTile>& tiles);
// A heading, what is drawn, and how to read it. `alt` says the drawing in words; none: it is no drawing.
std::string small_figure(std::string_view heading, const std::string& drawn, std::string_view note,
                         std::string_view alt = {});
// Cells are escaped; the first column stands left.
std::string small_table(const std::vector<std::string>& headings,
                        const std::vector<std::vector<std::string>>& rows);

using SayNumber = std::function<std::string(double)>;

// Numbers along a line of pixels, with round marks; begins and ends a little outside of them.
class SmallScale {
 public:
  SmallScale(double low, double high, double from, double to);
  double operator()(double x) const { return from_ + (x - low_) / (high_ - low_) * (to_ - from_); }
  double low() const { return low_; }
  double high() const { return high_; }
  // Three to six of 1, 2, 5 × 10^k; zero is one of them where it lies inside.
  std::vector<double> marks() const;

 private:
  double low_, high_, from_, to_;
};

// A row for each thing that is compared: its interval, its mean, and a hollow mark beside them.
struct SmallRow {
  std::string name, figure;  // `figure`: the mean in words
  double mean = 0, low = 0, high = 0, mark = 0;  // what is no number is not drawn
  bool is_strong = false, is_faint = false;
};
// One axis below for all, zero marked.
std::string small_rows(const std::vector<SmallRow>& rows, const SayNumber& say);

// A curve with its band, points beside it, and a stretch of the axis that is shaded.
struct SmallCurve {
  std::vector<double> at, mean, low, high;
  std::vector<double> dots_at, dots;
  std::vector<double> shaded;  // two ends, or none
  double level = 0;            // a line across; what is no number is none
};
std::string small_curve(const SmallCurve& curve, const SayNumber& say_x, const SayNumber& say_y);

}  // namespace fanfare
