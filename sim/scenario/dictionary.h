// What a schema tells people and editors: the dictionary of parameters, JSON Schema, the effective
// scenario as YAML, and where one value comes from.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "fanfare/parameter_set.h"
#include "sim/scenario/scenario.h"

namespace fanfare {

// All keys of a scenario of that model: the engine's first, then the model's, in order of declaration.
std::vector<FieldInfo> scenario_fields(const ModelEntry& model);

// `list params`: path, default, range and unit, help below; `filter` keeps the paths that contain it.
std::string dictionary_text(const ModelEntry& model, std::string_view filter = {});
std::string dictionary_markdown(const ModelEntry& model);
std::string dictionary_json(const ModelEntry& model);

// JSON Schema (draft 2020-12) for editors. A study's arms are checked by `validate`, not by it.
std::string scenario_json_schema(const ModelEntry& model);
std::string study_json_schema();

// YAML of the effective scenario, each value with `# default`, `# preset …` or `# given …`; without
// marks, the same values alone. Parses again to the same values.
std::string effective_yaml(const Scenario& scenario);
std::string effective_yaml_plain(const Scenario& scenario);

// Each layer's value of a key, weakest first, the one in force marked. Unknown: ScenarioError.
std::string explain(const Scenario& scenario, std::string_view key);

}  // namespace fanfare
