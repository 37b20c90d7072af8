// See dataset_codec.h.
#include "sim/results/dataset_codec.h"

#include <cstring>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"

namespace fanfare {

using nlohmann::json;

namespace {

// The numbers' own bytes: short, quick, and NaN survives.
json number_list(const std::vector<double>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(double));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return json::binary(std::move(bytes));
}

std::vector<double> numbers_of(const json& encoded) {
  const auto& bytes = encoded.get_binary();
  std::vector<double> out(bytes.size() / sizeof(double));
  if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(double));
  return out;
}

json encode(const Dimension& d) {
  return {{"name", d.name},   {"labels", d.labels},       {"values", number_list(d.values)},
          {"units", d.units}, {"long_name", d.long_name}, {"integral", d.integral}};
}

Dimension decode_dimension(const json& e) {
  return {e.at("name"),  e.at("labels"),    numbers_of(e.at("values")),
          e.at("units"), e.at("long_name"), e.at("integral")};
}

json encode(const Variable& v) {
  return {{"name", v.name},           {"dimensions", v.dimensions}, {"units", v.units},
          {"long_name", v.long_name}, {"formula", v.formula},       {"cell_methods", v.cell_methods},
          {"integral", v.integral},   {"data", number_list(v.data)},    {"dialect", v.dialect},
          {"better", static_cast<int>(v.better)}};
}

Variable decode_variable(const json& e) {
  return {e.at("name"),      e.at("dimensions"),       e.at("units"),
          e.at("long_name"), e.at("formula"),          e.at("cell_methods"),
          e.at("integral"),  numbers_of(e.at("data")), e.at("dialect"),
          Better{e.at("better").get<int>()}};
}

Attribute decode_attribute(const json& e) {
  if (e.is_string()) return e.get<std::string>();
  if (e.is_binary()) return numbers_of(e).at(0);
  return e.get<std::int64_t>();
}

json encode(const Attribute& attribute) {
  if (const auto* number = std::get_if<double>(&attribute)) return number_list({*number});
  if (const auto* text = std::get_if<std::string>(&attribute)) return *text;
  return std::get<std::int64_t>(attribute);
}

}  // namespace

json encode(const Dataset& data) {
  json out = {{"dimensions", json::array()}, {"variables", json::array()}, {"attributes", json::object()}};
  for (const auto& dimension : data.dimensions) out["dimensions"].push_back(encode(dimension));
  for (const auto& variable : data.variables) out["variables"].push_back(encode(variable));
  for (const auto& [name, value] : data.attributes) out["attributes"][name] = encode(value);
  return out;
}

Dataset decode_dataset(const json& encoded) {
  Dataset out;
  for (const auto& dimension : encoded.at("dimensions"))
    out.dimensions.push_back(decode_dimension(dimension));
  for (const auto& variable : encoded.at("variables")) out.variables.push_back(decode_variable(variable));
  for (const auto& [name, value] : encoded.at("attributes").items())
    out.attributes[name] = decode_attribute(value);
  return out;
}

}  // namespace fanfare
