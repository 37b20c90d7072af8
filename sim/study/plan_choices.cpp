#include "sim/study/plan_choices.h"

#include <algorithm>
#include <map>
#include <set>

#include "sim/design/arms_factor.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

using LevelTexts = std::vector<std::string>;

class RowSorter {
 public:
  explicit RowSorter(const PlannedStudy& plan) : plan_(plan), study_(plan.study) {
    for (std::size_t f = 0; f < study_.factors.size(); ++f) {
      const std::vector<std::string>& none = study_.no_choice;
      const bool is_none = std::find(none.begin(), none.end(), study_.factors[f].path) != none.end();
      (is_none ? around_ : chosen_).push_back(f);
    }
    has_arms_ = !study_.factors.empty() && study_.factors[0].path == kArmsFactor;
  }

  std::optional<Choices> sorted() {
    if (around_.empty()) return std::nullopt;
    for (std::size_t row = 0; row < plan_.rows(); ++row)
      if (!is_baseline(row)) place(row);
    if (has_arms_) place_baseline();
    return whole();
  }

 private:
  // An arm beside the design, or a patch, whose rows nobody chooses.
  bool is_baseline(std::size_t row) const {
    if (has_arms_) return study_.arms[row].levels[0] == study_.baseline;
    return study_.twins.empty() ? study_.arms[row].name == study_.baseline : study_.twins[row] == row;
  }

  LevelTexts levels(std::size_t row, const std::vector<std::size_t>& of) const {
    LevelTexts out;
    for (const std::size_t f : of) out.push_back(study_.arms[row].levels[f]);
    return out;
  }

  std::size_t number_of(const LevelTexts& circumstance) {
    const auto [at, is_new] = known_.emplace(circumstance, known_.size());
    return at->second;
  }

  ShownChoice& choice_of(const LevelTexts& chosen) {
    const auto [at, is_new] = by_levels_.emplace(chosen, choices_.size());
    if (is_new) choices_.push_back({name_of(chosen), {}});
    return choices_[at->second];
  }

  std::string name_of(const LevelTexts& chosen) const {
    std::string name;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const std::string& factor = study_.factors[chosen_[i]].path;
      name += i == 0 ? "" : ", ";
      name += factor == kArmsFactor ? chosen[i] : split_path(factor).back() + "=" + chosen[i];
    }
    return name;
  }

  void place(std::size_t row) { put(choice_of(levels(row, chosen_)), number_of(levels(row, around_)), row); }

  void put(ShownChoice& choice, std::size_t at, std::size_t row) {
    if (choice.rows.size() <= at) choice.rows.resize(at + 1, kNoRow);
    choice.rows[at] = row;
    if (at_.size() <= at) at_.resize(at + 1, row);
  }

  // Where worlds are the same, circumstances share the baseline's row: the one that the others there are held
  // against.
  void place_baseline() {
    std::map<LevelTexts, std::map<std::size_t, std::size_t>> rows;  // choice → circumstance → row
    for (const auto& [chosen, number] : by_levels_)
      for (std::size_t at = 0; at < choices_[number].rows.size(); ++at) {
        const std::size_t row = choices_[number].rows[at], base = row == kNoRow ? kNoRow : base_of(row);
        LevelTexts of_base = chosen;
        of_base[0] = study_.baseline;
        if (base != kNoRow) rows[of_base][at] = base;
      }
    for (const auto& [chosen, of_choice] : rows)
      for (const auto& [at, row] : of_choice) put(choice_of(chosen), at, row);
  }
  std::size_t base_of(std::size_t row) const {
    const std::size_t base = study_.twins.empty()
                                 ? static_cast<std::size_t>(std::max(0, study_.baseline_index()))
                                 : study_.twins[row];
    return is_baseline(base) ? base : kNoRow;
  }

  // Without what is no choice, and in the circumstances that all others can be in.
  std::optional<Choices> whole() {
    std::vector<ShownChoice> real;
    for (ShownChoice& choice : choices_) {
      choice.rows.resize(known_.size(), kNoRow);
      const auto is_real = [&](std::size_t row) { return row != kNoRow && plan_.is_choice(row); };
      if (std::any_of(choice.rows.begin(), choice.rows.end(), is_real)) real.push_back(choice);
    }
    if (real.empty()) real = choices_;
    std::stable_sort(real.begin(), real.end(), [](const ShownChoice& a, const ShownChoice& b) {
      return *std::min_element(a.rows.begin(), a.rows.end()) <
             *std::min_element(b.rows.begin(), b.rows.end());
    });
    Choices out;
    out.circumstances = around_, out.rows = plan_.rows();
    for (const ShownChoice& choice : real) out.all.push_back({choice.name, {}});
    for (std::size_t at = 0; at < known_.size(); ++at) {
      if (std::any_of(real.begin(), real.end(), [&](const auto& c) { return c.rows[at] == kNoRow; }))
        continue;
      out.at.push_back(at_[at]);
      for (std::size_t i = 0; i < real.size(); ++i) out.all[i].rows.push_back(real[i].rows[at]);
    }
    return out.at.empty() ? std::nullopt : std::optional(out);
  }

  static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
  const PlannedStudy& plan_;
  const Study& study_;
  std::vector<std::size_t> around_, chosen_;
  bool has_arms_ = false;
  std::map<LevelTexts, std::size_t> known_, by_levels_;
  std::vector<std::size_t> at_;
  std::vector<ShownChoice> choices_;
};

}  // namespace

std::optional<Choices> choices_of(const PlannedStudy& plan) { return RowSorter(plan).sorted(); }

}  // namespace fanfare
