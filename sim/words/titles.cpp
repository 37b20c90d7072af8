#include "sim/words/titles.h"

#include <nlohmann/json.hpp>
#include <sstream>

namespace fanfare {

std::string text_attribute(const Dataset& data, const std::string& name) {
  const auto found = data.attributes.find(name);
  const auto* text = found == data.attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "" : *text;
}

std::string labels_text(std::span<const std::string> arms, std::span<const std::string> titles) {
  nlohmann::ordered_json labels = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < arms.size(); ++i)
    if (titles[i] != arms[i]) labels[arms[i]] = titles[i];
  return labels.empty() ? "" : labels.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::vector<std::string> titles_of(const Dataset& study) {
  const Dimension* arms = study.dimension("arm") ? study.dimension("arm") : study.dimension("point");
  if (arms == nullptr) return {};
  std::vector<std::string> titles = arms->labels;
  const std::string text = text_attribute(study, kArmLabels);
  const nlohmann::json labels = nlohmann::json::parse(text.empty() ? "{}" : text, nullptr, false);
  if (!labels.is_object()) return titles;
  for (std::string& title : titles)
    if (const auto label = labels.find(title); label != labels.end() && label->is_string())
      title = label->get<std::string>();
  return titles;
}

std::vector<std::size_t> twins_of(const Dataset& study) {
  const Dimension* arms = study.dimension("arm") ? study.dimension("arm") : study.dimension("point");
  if (arms == nullptr) return {};
  std::vector<std::size_t> rows;
  std::istringstream words(text_attribute(study, kTwins));
  for (std::size_t row = 0; words >> row;) {
    if (row >= arms->size()) return {};
    rows.push_back(row);
  }
  return rows.size() == arms->size() ? rows : std::vector<std::size_t>{};
}

}  // namespace fanfare
