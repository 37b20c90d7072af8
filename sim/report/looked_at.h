// What is there to be looked at, not to be averaged: samples and networks of the first replicate. Of at most
// so many arms, those that the primary measure puts first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/report/document.h"

namespace fanfare {

// Rows of the study whose samples a report holds, ascending.
std::vector<std::size_t> looked_at_rows(const ReportSource& source);

// A variable that a study keeps of one replicate, laid out (arm, time…, rest).
class OneReplicate {
 public:
  static std::optional<OneReplicate> of(const Recorded& study, std::string_view name);

  std::size_t axes() const { return sizes_.size(); }
  std::size_t size(std::size_t axis) const { return sizes_[axis]; }  // 0: the first after the arm
  std::size_t cells() const { return cells_; }                        // of an arm
  double at(std::size_t row, std::size_t cell) const { return variable_->data[row * cells_ + cell]; }
  // The word of a variable whose formula is "flags: …"; null where there is none.
  Json word(std::size_t row, std::size_t cell) const;

 private:
  const Variable* variable_ = nullptr;
  std::vector<std::size_t> sizes_;
  std::size_t cells_ = 1;
};

// Labels of an axis; empty if there is none.
std::vector<std::string> labels_of(const Recorded& study, std::string_view axis);

}  // namespace fanfare
