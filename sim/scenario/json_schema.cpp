// JSON Schema (draft 2020-12) of scenario and study files, for editors. It is looser than the parser where
// JSON Schema can't say more: ranges bind bare numbers only, cross checks are not in it.
#include <cmath>

#include <nlohmann/json.hpp>

#include "sim/scenario/dictionary.h"
#include "sim/scenario/distribution_text.h"
#include "sim/scenario/engine_keys.h"
#include "sim/scenario/expectation.h"
#include "sim/scenario/leaf.h"

namespace fanfare {

using Json = nlohmann::ordered_json;

namespace {

Json struct_schema(const StructSpec& spec);

void add_bounds(Json& out, const FieldSpec& field) {
  if (!std::isinf(field.lo)) out["minimum"] = field.lo;
  if (!std::isinf(field.hi)) out["maximum"] = field.hi;
}

// A bare number in range, or text with a unit ("7d") or underscores (which YAML does not take for a number).
Json quantity_schema(const FieldSpec& field, bool is_whole) {
  Json bare = {{"type", is_whole ? "integer" : "number"}};
  add_bounds(bare, field);
  const char* pattern = "^[-+]?([0-9_.]+([eE][-+]?[0-9]+)?|\\.?inf)( *[A-Za-z%/]+( [a-z]+)?)?$";
  return {{"anyOf", Json::array({bare, {{"type", "string"}, {"pattern", pattern}}})}};
}

Json words_schema(const std::vector<std::string>& words) { return {{"enum", words}}; }

std::vector<std::string> choices_of(const FieldSpec& field) {
  std::vector<std::string> words;
  for (const ChoiceSpec& c : field.choices) words.push_back(c.word);
  for (const PresetSpec& p : field.presets) words.push_back(p.name);
  if (field.form == Form::preset) words.emplace_back("none");
  return words;
}

Json distribution_schema(const FieldSpec& field) {
  Json any = Json::array({quantity_schema(field, false)});
  for (const DistributionForm& form : distribution_forms()) {
    Json properties = {{"dist", {{"const", form.word}}}};
    Json required = Json::array({"dist"});
    for (std::size_t i = 0; i < form.count; ++i) {
      properties[std::string(form.parts[i].name)] = {{"type", Json::array({"number", "string"})}};
      required.push_back(form.parts[i].name);
    }
    any.push_back({{"type", "object"},
                   {"properties", properties},
                   {"required", required},
                   {"additionalProperties", false}});
  }
  return {{"anyOf", any}};
}

Json array_schema(const FieldSpec& field, Json items) {
  Json out = {{"type", "array"}, {"items", std::move(items)}};
  if (field.min_items > 0) out["minItems"] = field.min_items;
  return out;
}

Json range_schema(const FieldSpec& field) {
  return {{"type", "array"}, {"items", quantity_schema(field, false)}, {"minItems", 2}, {"maxItems", 2}};
}

Json text_schema(const FieldSpec& field) {
  if (!field.choices.empty()) return words_schema(choices_of(field));
  return {{"type", Json::array({"string", "number", "boolean"})}};  // YAML may take a name for one of these
}

// A list; in a file that extends another, also a map of changes by id.
Json list_schema(const FieldSpec& field) {
  Json list = array_schema(field, struct_schema(*field.inner));
  if (field.inner->id < 0) return list;
  return {{"anyOf", Json::array({list, {{"type", "object"}}})}};
}

Json value_schema(const FieldSpec& field) {
  switch (field.form) {
    case Form::number: return quantity_schema(field, false);
    case Form::integer: return quantity_schema(field, field.unit != Unit::money);
    case Form::truth: return {{"type", "boolean"}};
    case Form::text: return text_schema(field);
    case Form::choice:
    case Form::preset: return words_schema(choices_of(field));
    case Form::distribution: return distribution_schema(field);
    case Form::range: return range_schema(field);
    case Form::words: return array_schema(field, text_schema(field));
    case Form::numbers: return array_schema(field, quantity_schema(field, false));
    case Form::assignments: return {{"type", "object"}};
    case Form::group: return struct_schema(*field.inner);
    case Form::optional_group:
      return {{"anyOf", Json::array({struct_schema(*field.inner), {{"type", "null"}}})}};
    case Form::list: return list_schema(field);
  }
  return Json::object();
}

// A number that is not there unless it is written has no default to show.
bool is_not_given(const FieldSpec& field, const void* defaults) {
  if (field.form == Form::range) return std::isnan(static_cast<const Range*>(field.in(defaults))->lo);
  return field.form == Form::number && field.storage == Storage::f64 &&
         std::isnan(*static_cast<const double*>(field.in(defaults)));
}

std::string description_of(const FieldSpec& field) {
  std::string text = field.help;
  std::string currency = "CNY";
  const std::string unit = unit_name(kind_of(field, &currency));
  if (!unit.empty()) text += (text.empty() ? "" : " ") + ("[" + unit + "]");
  if (!field.source.empty()) text += (text.empty() ? "source: " : "; source: ") + field.source;
  return text;
}

Json struct_schema(const StructSpec& spec) {
  Json properties = Json::object();
  for (const FieldSpec& field : spec.fields) {
    Json own = value_schema(field);
    if (const std::string text = description_of(field); !text.empty()) own["description"] = text;
    if (!field.is_struct() && !field.is_required && !is_not_given(field, spec.defaults.get())) {
      const ConfigNode value = write_leaf(field, field.in(spec.defaults.get()), "CNY");
      own["default"] = value.is_scalar() ? value.text : flow_text(value);
    }
    properties[field.name] = std::move(own);
  }
  return {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
}

Json document(const std::string& title, Json body) {
  Json out = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  out.update(body);
  out["required"] = Json::array({"schema", "kind"});
  out["properties"]["schema"] = {{"const", kSchemaVersion}};
  return out;
}

}  // namespace

std::string scenario_json_schema(const ModelEntry& model) {
  Json body = struct_schema(struct_spec<ScenarioKeys>());
  const Json own = struct_schema(model.parameters()->spec());
  body["properties"].update(own["properties"]);
  body["properties"]["kind"] = {{"const", "scenario"}};
  body["properties"]["extends"] = {{"type", "string"},
                                   {"description", "file that this one builds on, from this file on"}};
  return document("Fanfare scenario, model " + std::string(model.name), std::move(body)).dump(2) + "\n";
}

std::string study_json_schema() {
  Json body = struct_schema(struct_spec<StudyKeys>());
  Json& properties = body["properties"];
  properties["kind"] = {{"const", "study"}};
  Json kind = {{"enum", design_words()}};
  Json shape = struct_schema(struct_spec<DesignKeys>());
  shape["properties"]["kind"] = kind;
  properties["design"] = {{"anyOf", Json::array({kind, shape})}, {"description", "over factors"}};
  properties["baseline"] = {{"type", Json::array({"string", "object"})},
                            {"description", properties["baseline"]["description"]}};
  const Json number = properties["replicates"];
  properties["replicates"] = {{"anyOf", Json::array({number, struct_schema(struct_spec<GrowthKeys>())})}};
  properties["arms"] = {
      {"type", "object"},
      {"description", "name: {path: value, …}; {} is the scenario as it stands"},
      {"additionalProperties",
       {{"type", Json::array({"object", "null"})},
        {"properties",
         {{"label", {{"type", "string"}, {"description", "what the arm is called where it is shown"}}}}}}}};
  properties["factors"] = {
      {"type", "object"},
      {"description", "path: [value, …], or name: {path, range | values, scale, steps}, or name: {arms: {…}}"},
      {"additionalProperties", {{"type", Json::array({"array", "object"})}}}};
  properties["plausible"] = {{"type", "object"},
                             {"description", "what is not known: name: {path, values | range} or {patch}"}};
  properties["why"] = {{"type", Json::array({"boolean", "array"})},
                       {"description", "runs again with one way of acting shut off at a time"}};
  properties["leave_out"] = {{"type", "object"}, {"description", "{arm, units}: each unit left out in turn"}};
  properties["validation"] = struct_schema(struct_spec<Validation>());
  properties["validation"]["description"] = "published values that the study is held against";
  body = document("Fanfare study", std::move(body));
  body["required"] = Json::array({"schema", "kind", "scenario"});
  body["anyOf"] = Json::array({{{"required", Json::array({"arms", "baseline"})}},
                               {{"required", Json::array({"design", "factors"})}}});
  return body.dump(2) + "\n";
}

}  // namespace fanfare
