// JSON in and out.
#include "sim/cautions.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace fanfare {
namespace {

using Json = nlohmann::ordered_json;

Json as_json(const Caution& caution) {
  Json blanks = Json::object();
  for (const auto& [name, filling] : caution.blanks)
    std::visit([&, blank = name](const auto& value) { blanks[blank] = value; }, filling);
  return {{"key", caution.key}, {"blanks", std::move(blanks)}};
}

std::string compact_text(const Json& list) {
  return list.empty() ? "" : list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What another program may have written there is left out where it is no caution.
bool is_caution(const Json& json) {
  const auto is_filling = [](const Json& value) { return value.is_string() || value.is_number(); };
  return json.is_object() && json.contains("key") && json["key"].is_string() && json.contains("blanks") &&
         json["blanks"].is_object() && std::all_of(json["blanks"].begin(), json["blanks"].end(), is_filling);
}

Caution caution_of(const Json& json) {
  Caution caution{json["key"].get<std::string>()};
  for (const auto& [name, value] : json["blanks"].items()) {
    if (value.is_string())
      caution.blanks.emplace_back(name, value.get<std::string>());
    else
      caution.blanks.emplace_back(name, value.get<double>());
  }
  return caution;
}

Json list_in(const Dataset& data, const char* attribute) {
  const auto found = data.attributes.find(attribute);
  const auto* text = found == data.attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  Json list = Json::parse(text == nullptr ? "[]" : *text, nullptr, false);
  if (!list.is_array()) return Json::array();
  Json kept = Json::array();
  for (Json& one : list)
    if (is_caution(one)) kept.push_back(std::move(one));
  return kept;
}

bool are_same(const Caution& a, const Caution& b) { return a.key == b.key && a.blanks == b.blanks; }

}  // namespace

std::vector<SharedCaution> shared(const std::vector<std::vector<Caution>>& by_row) {
  std::vector<SharedCaution> all;
  for (std::size_t row = 0; row < by_row.size(); ++row)
    for (const Caution& caution : by_row[row]) {
      const auto same = [&](const SharedCaution& s) { return are_same(s.caution, caution); };
      auto at = std::find_if(all.begin(), all.end(), same);
      if (at == all.end()) at = all.insert(at, SharedCaution{caution, {}});
      if (at->rows.empty() || at->rows.back() != row) at->rows.push_back(row);
    }
  return all;
}

std::string cautions_text(const std::vector<Caution>& cautions) {
  Json list = Json::array();
  for (const Caution& caution : cautions) list.push_back(as_json(caution));
  return compact_text(list);
}

std::string cautions_text(const std::vector<SharedCaution>& cautions) {
  Json list = Json::array();
  for (const SharedCaution& one : cautions) {
    list.push_back(as_json(one.caution));
    list.back()["rows"] = one.rows;
  }
  return compact_text(list);
}

std::vector<Caution> cautions_of(const Dataset& run) {
  std::vector<Caution> cautions;
  for (const Json& one : list_in(run, kCautions)) cautions.push_back(caution_of(one));
  return cautions;
}

std::vector<SharedCaution> cautions_of_study(const Dataset& study) {
  std::vector<SharedCaution> cautions;
  for (const Json& one : list_in(study, kArmCautions)) {
    SharedCaution& shared = cautions.emplace_back(SharedCaution{caution_of(one), {}});
    for (const Json& row : one.value("rows", Json::array()))
      if (row.is_number_unsigned()) shared.rows.push_back(row.get<std::size_t>());
  }
  return cautions;
}

}  // namespace fanfare
