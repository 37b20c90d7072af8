// Studies: reading, checking each arm, and the scenario of one arm.
#include "sim/scenario/study.h"

#include <algorithm>
#include <filesystem>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/scenario/arms.h"
#include "sim/scenario/input_file.h"
#include "sim/scenario/layers.h"
#include "sim/scenario/path.h"
#include "sim/scenario/variations.h"
#include "sim/scenario/yaml_reader.h"

namespace fanfare {

int Study::baseline_index() const {
  for (std::size_t i = 0; i < arms.size(); ++i)
    if (!baseline.empty() && arms[i].name == baseline) return static_cast<int>(i);
  return -1;
}

std::size_t Study::own_arms() const {
  const auto is_own = [](const Arm& arm) { return !arm.variation; };
  return static_cast<std::size_t>(std::count_if(arms.begin(), arms.end(), is_own));
}

namespace {

// A study's own keys, arms, factors and validation apart.
void read_keys(Study& study, const ConfigNode& tree, Problems& problems) {
  ConfigNode own = tree;
  own.erase("arms");
  own.erase("factors");
  own.erase("validation");
  for (const char* key : kVariationKeys) own.erase(key);
  Parameters<StudyKeys> keys;
  std::vector<std::string> others = {"arms", "factors", "validation"};
  others.insert(others.end(), std::begin(kVariationKeys), std::end(kVariationKeys));
  keys.parse(own, problems, others);
  const StudyKeys& read = keys.value();
  study.name = read.name.empty() ? stem_of(study.path) : read.name;
  study.question = read.question;
  study.baseline = read.baseline;
  study.replicates = read.replicates;
  study.primary = read.primary;
  study.measures = read.measure;
  if (const ConfigNode* primary = tree.find("primary")) study.primary_mark = primary->mark;
  if (const ConfigNode* measure = tree.find("measure")) study.measures_mark = measure->mark;
  if (read.design == "grid") study.design = Study::Design::grid;
  if (read.design == "list") study.design = Study::Design::list;
}

void read_design(Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigEntry* arms = tree.entry("arms");
  const ConfigEntry* design = tree.entry("design");
  const ConfigEntry* factors = tree.entry("factors");
  if (arms && (design || factors))
    return problems.add((design ? design : factors)->mark, design ? "design" : "factors",
                        "stands beside arms", "a study has arms or a design, not both");
  if (arms) {
    study.arms = read_arms(arms->value, problems);
    return;
  }
  if (!design)
    return problems.add(tree.mark, "", "has neither arms nor a design", "write arms: {name: {path: value}}");
  if (!factors)
    return problems.add(design->mark, "factors", "is missing",
                        "a design combines factors: {path: [value, …]}");
  const std::size_t before = problems.size();
  study.factors = read_factors(factors->value, problems);
  if (problems.size() == before && study.design != Study::Design::arms)
    study.arms = points_of(study.design, factors->value, problems);
}

void check_baseline(const Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigEntry* baseline = tree.entry("baseline");
  std::vector<std::string> names;
  for (const Arm& arm : study.arms) names.push_back(arm.name);
  const bool is_design = tree.find("design") && !tree.find("arms");
  if (is_design && baseline) problems.add(baseline->mark, "baseline", "goes with arms, not with a design");
  if (is_design || names.empty()) return;
  if (!baseline)
    problems.add(tree.mark, "baseline", "is missing", "name the arm that the others are compared with");
  else if (study.baseline_index() < 0)
    problems.add(baseline->value.mark, "baseline", "there is no arm '" + study.baseline + "'",
                 did_you_mean(study.baseline, names, "arms:"));
}

Chain read_scenario_of(Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigNode* node = tree.find("scenario");
  if (!node || !node->is_scalar()) return {};
  study.scenario = (std::filesystem::path(folder_of(node->mark)) / node->text).lexically_normal().string();
  try {
    return read_chain(study.scenario, problems);
  } catch (const InputError& error) {
    problems.add(
        {node->mark, "scenario", error.what(), "relative paths start at this file", Problem::Kind::input});
    return {};
  }
}

// Keys of the engine hold for a study as a whole: arms that differ in them could not be compared.
void refuse_engine_keys(const Arm& arm, Problems& problems) {
  for (const ConfigEntry& e : arm.patch.entries)
    if (struct_spec<ScenarioKeys>().find(split_path(e.key).front()))
      problems.add(e.mark, e.key, "can't differ between arms",
                   "set it in the scenario, or for all arms by --set");
}

void check_sets(const Study& study, const StructSpec& spec, std::span<const SetOption> sets,
                Problems& problems) {
  for (const SetOption& set : sets)
    for (const Arm& arm : study.arms)
      for (const PatchedPath& patched : patched_paths(spec, arm.patch)) {
        if (meet(set.path, patched) != Meeting::conflict) continue;
        const std::string who = study.design == Study::Design::arms ? "arm '" + arm.name + "'" : "a factor";
        const auto source =
            std::make_shared<Source>(Source{"--set " + set.path + "=" + set.value, {}, "--set"});
        problems.add({source, 0, 0}, set.path, who + " sets " + patched.path,
                     "a study's --set is for what its arms and factors leave alone");
      }
}

std::unique_ptr<StructSpec> spec_of(const Study& study, Problems& problems) {
  const ModelEntry* model = study.base.empty() ? nullptr : model_of(study.base, problems);
  return model ? std::make_unique<StructSpec>(combined_spec(model->parameters()->spec())) : nullptr;
}

void check_arms(Study& study, std::span<const SetOption> sets, Problems& problems) {
  const auto spec = spec_of(study, problems);
  if (!spec) return;
  const std::size_t before = problems.size();
  for (const Arm& arm : study.arms) refuse_engine_keys(arm, problems);
  check_sets(study, *spec, sets, problems);
  if (problems.size() != before && study.design != Study::Design::arms)
    return;  // each point would say the same
  for (std::size_t i = 0; i < study.arms.size(); ++i) {
    const Scenario scenario = scenario_of(study, i, sets, problems);
    if (study.question.empty()) study.question = scenario.question;
  }
}

std::vector<SetOption> quick_sets(const Study& study) {
  std::vector<SetOption> sets;
  for (const Assignment& a : study.validation->quick.set) sets.push_back({a.path, a.value});
  return sets;
}

// What the quick form sets must fit every arm as --set would; told at its own place. All together: one value
// may need another.
void check_quick(const Study& study, const ConfigNode& quick, Problems& problems) {
  const auto spec = spec_of(study, problems);
  const ConfigNode* written = quick.find("set");
  if (!spec || !written) return;
  const std::vector<SetOption> sets = quick_sets(study);
  Problems found;
  check_sets(study, *spec, sets, found);
  for (std::size_t i = 0; i < study.arms.size() && found.empty(); ++i) scenario_of(study, i, sets, found);
  for (const Problem& p : found.sorted()) {
    const auto is_it = [&](const ConfigEntry& e) { return is_within(p.path, e.key); };
    const auto entry = std::find_if(written->entries.begin(), written->entries.end(), is_it);
    problems.add(entry == written->entries.end() ? written->mark : entry->mark, "validation.quick.set",
                 "'" + p.path + "': " + p.what, p.suggestion);
  }
}

void read_expectations(Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigNode* node = tree.find("validation");
  if (!node) return;
  std::vector<std::string> names;
  for (const Arm& arm : study.arms) names.push_back(arm.name);
  study.validation = read_validation(*node, names, problems);
  const ConfigNode* quick = node->find("quick");
  if (quick && problems.empty()) check_quick(study, *quick, problems);
}

Study load(const std::string& path, ConfigNode tree, std::span<const SetOption> sets, Problems& problems) {
  Study study;
  study.path = path;
  if (tree.mark.source) study.sources.push_back({path, tree.mark.source->text});
  if (!tree.is_map()) {
    if (!tree.is_null() || !has_problem_in(problems, path))
      problems.add(tree.mark, "", tree.is_null() ? "the file is empty" : "is not a map of keys",
                   "a study starts with schema: 1");
    return study;
  }
  read_keys(study, tree, problems);
  read_design(study, tree, problems);
  check_baseline(study, tree, problems);
  Chain chain = read_scenario_of(study, tree, problems);
  check_hidden_sets(chain, sets, problems);
  study.base = std::move(chain.layers);
  study.sources.insert(study.sources.end(), chain.sources.begin(), chain.sources.end());
  check_arms(study, sets, problems);
  read_expectations(study, tree, problems);
  read_variations(study, tree, sets, problems);
  return study;
}

}  // namespace

Study load_study(const std::string& path, std::span<const SetOption> sets, Problems& problems) {
  return load(path, read_yaml_file(path, "study", problems), sets, problems);
}

Study load_study_text(std::string_view name, std::string text, std::span<const SetOption> sets,
                      Problems& problems) {
  return load(std::string(name), read_yaml_text(name, std::move(text), "study", problems), sets, problems);
}

Scenario scenario_of(const Study& study, std::size_t index, std::span<const SetOption> sets,
                     Problems& problems) {
  const Arm& arm = study.arms.at(index);
  std::vector<Layer> layers = study.base;
  const Variation* varied = arm.variation ? &study.variations[*arm.variation] : nullptr;
  const bool is_below = varied != nullptr && varied->kind == Variation::Kind::plausible;
  if (is_below) layers.push_back({"plausible " + varied->name, varied->patch});
  layers.push_back({arm.patch.mark.exists() ? arm.patch.mark.source->layer : "arm " + arm.name, arm.patch});
  if (varied != nullptr && !is_below) layers.push_back({varied->name, varied->patch});
  std::vector<SetOption> own;
  if (const auto spec = spec_of(study, problems)) {
    const auto patched = patched_paths(*spec, arm.patch);
    const auto is_vanished = [&](const SetOption& set) {
      return std::any_of(patched.begin(), patched.end(),
                         [&](const PatchedPath& p) { return meet(set.path, p) == Meeting::vanished; });
    };
    std::copy_if(sets.begin(), sets.end(), std::back_inserter(own),
                 [&](const SetOption& s) { return !is_vanished(s); });
  }
  add_sets(layers, own, problems);
  return assemble({study.scenario, {}, study.sources}, std::move(layers), problems);
}

}  // namespace fanfare
