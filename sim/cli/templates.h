// What `fanfare init` writes: a scenario and a study for a question, self-contained.
#pragma once

#include <span>
#include <string_view>

namespace fanfare {

struct Template {
  std::string_view name;
  std::string_view question;
  std::string_view scenario;  // text of scenario.yaml
  std::string_view study;     // text of study.yaml
};

std::span<const Template> templates();
// nullptr if there is none of that name.
const Template* find_template(std::string_view name);

}  // namespace fanfare
