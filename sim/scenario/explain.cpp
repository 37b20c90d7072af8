// `--explain KEY`: the value of one key, layer by layer.
#include "fanfare/expects.h"
#include "sim/scenario/dictionary.h"
#include "sim/scenario/engine_keys.h"
#include "sim/scenario/layers.h"
#include "sim/scenario/leaf.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

struct Step {
  std::string who;
  std::string value;
};

std::string node_text(const ConfigNode& node) { return node.is_scalar() ? node.text : flow_text(node); }

const ConfigNode* value_in(const ConfigNode& tree, std::string_view key) {
  const Found found = find_in_tree(&tree, key);
  return found.is_complete ? found.node : nullptr;
}

Scenario with_layers(const Scenario& scenario, std::size_t count) {
  Problems ignored;
  Chain chain{scenario.path, {}, {}};
  return assemble(chain,
                  {scenario.layers.begin(), scenario.layers.begin() + static_cast<std::ptrdiff_t>(count)},
                  ignored);
}

// Takes a value out of a tree; what remains tells what it would be if nobody wrote it.
void take_out(ConfigNode& tree, std::string_view key) {
  const std::size_t dot = key.rfind('.');
  const std::string_view above = dot == std::string_view::npos ? std::string_view() : key.substr(0, dot);
  const Found found = find_in_tree(&tree, above);
  if (found.is_complete)
    const_cast<ConfigNode*>(found.node)->erase(dot == std::string_view::npos ? key : key.substr(dot + 1));
}

// A field as it is declared, and its struct at its initialisers.
struct Declared {
  const FieldSpec* field = nullptr;
  const void* initial = nullptr;
};

Declared declared_at(const StructSpec& root, std::string_view key) {
  const StructSpec* spec = &root;
  Declared at{nullptr, root.defaults.get()};
  bool is_in_list = false;
  for (const std::string& part : split_path(key)) {
    if (is_in_list) {  // an id
      is_in_list = false;
      continue;
    }
    if (at.field && at.field->inner) {
      at.initial = at.field->form == Form::group ? at.field->in(at.initial) : at.field->inner->defaults.get();
      spec = at.field->inner;
    }
    at.field = spec->find(part);
    if (!at.field) return {};
    is_in_list = at.field->form == Form::list;
  }
  return is_in_list ? Declared{} : at;
}

// The set that a key belongs to.
const ParameterSet& owner_of(const Scenario& scenario, std::string_view key) {
  const bool is_engine = struct_spec<ScenarioKeys>().find(split_path(key).front()) != nullptr;
  return is_engine ? *scenario.engine : *scenario.parameters;
}

// The built-in default, and what a preset makes of it.
std::vector<Step> first_steps(const Scenario& scenario, std::string_view key) {
  const ParameterSet& owner = owner_of(scenario, key);
  std::vector<Step> steps;
  const Declared at = declared_at(owner.spec(), key);
  if (!at.field || at.field->is_struct()) return steps;
  const ConfigNode own = write_leaf(*at.field, at.field->in(at.initial), owner.currency());
  steps.push_back({"built-in default", at.field->is_required ? "none, it is required" : node_text(own)});
  ConfigNode tree = owner.written();
  take_out(tree, key);
  const auto probe = owner.clone();
  Problems ignored;
  probe->parse(tree, ignored);
  const ConfigNode unwritten = probe->effective();
  const ConfigNode* left = value_in(unwritten, key);
  if (left && left->origin == ConfigNode::Origin::preset)
    steps.push_back({"preset " + left->preset, node_text(*left)});
  return steps;
}

std::string table(const std::vector<Step>& steps) {
  std::size_t width = 0;
  for (const Step& step : steps) width = std::max(width, step.who.size());
  std::string out;
  for (const Step& step : steps)
    out += "  " + step.who + std::string(width - step.who.size(), ' ') + "  " + step.value +
           (&step == &steps.back() ? "  <- in force" : "") + "\n";
  return out;
}

}  // namespace

std::string explain(const Scenario& scenario, std::string_view key) {
  expects(scenario.engine && scenario.parameters, "a scenario has been loaded");
  owner_of(scenario, key).get(key);  // says what is wrong with an unknown key
  std::vector<Step> steps = first_steps(scenario, key);
  std::string last;
  for (std::size_t count = 1; count <= scenario.layers.size(); ++count) {
    const Scenario partial = with_layers(scenario, count);
    const ConfigNode* written = value_in(partial.written, key);
    if (!written || !written->mark.exists() || !partial.parameters) continue;
    const std::string who = place(written->mark);
    const ConfigNode whole = partial.effective();
    const ConfigNode* value = value_in(whole, key);
    if (value && who != last) steps.push_back({who, node_text(*value)});
    last = who;
  }
  return std::string(key) + "\n" + table(steps);
}

}  // namespace fanfare
