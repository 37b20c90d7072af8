// Of a design whose factors are circumstances (`no_choice`): what can be chosen, and the rows that show it in
// each of them. The verdict compares choices, averaged over the circumstances, not markets that nobody
// chooses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "sim/judge/comparison.h"
#include "sim/results/results_file.h"

namespace fanfare {

// An arm, or a combination of the levels of those factors that are a choice.
struct ShownChoice {
  std::string name;
  std::vector<std::size_t> rows;  // a row for each circumstance; of a baseline that several share, the same
};

struct Choices {
  std::vector<std::size_t> circumstances;  // factors that are no choice, by their number
  std::vector<std::size_t> at;             // for each circumstance a row that has its levels
  std::vector<ShownChoice> all;
  std::size_t rows = 0;  // of the study

  // In which circumstance the row shows a choice; none where it shows none, or does in several.
  std::optional<std::size_t> where(std::size_t row) const;
};

// As a study's file keeps them: an attribute, a JSON object.
inline constexpr const char* kChoices = "choices";
std::string choices_text(const Choices& choices);
// Nothing where the study has none, or what stands there does not fit its rows.
std::optional<Choices> choices_of(const Dataset& study);

// `c` compares rows. The means over circumstances, replicate by replicate, compared with each other, and in
// how many circumstances the best of them leads.
Comparison compare_choices(const Comparison& c, const Choices& choices,
                           const std::vector<FactorValues>& factors, std::uint32_t seed);

// In place of the chance to be the best of all rows: to be the best choice in the row's own circumstance.
void set_chances_within(Comparison& c, const Choices& choices, std::uint32_t seed);

}  // namespace fanfare
