// Numbers as JSON has them: what is missing or endless is null.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

namespace fanfare {

inline nlohmann::ordered_json json_number(double x) {
  return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr);
}

inline nlohmann::ordered_json json_numbers(const std::vector<double>& values) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const double x : values) list.push_back(json_number(x));
  return list;
}

}  // namespace fanfare
