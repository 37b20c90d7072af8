// Distributions between text and value: {dist: lognormal, median: 2000, sigma: 1.6}, or a constant.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "sim/scenario/leaf.h"

namespace fanfare {

// A parameter of a distribution. `has_unit`: it is in the field's unit and range, else a pure number.
struct DistributionPart {
  std::string_view name;
  bool has_unit;
  bool is_positive;  // above 0 (a spread may be 0)
};

struct DistributionForm {
  std::string_view word;
  Distribution::Kind kind;
  std::array<DistributionPart, 2> parts;
  std::size_t count;
};
std::span<const DistributionForm> distribution_forms();

bool read_distribution(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope);
ConfigNode write_distribution(const FieldSpec& field, const Distribution& value, const QuantityKind& kind);

}  // namespace fanfare
