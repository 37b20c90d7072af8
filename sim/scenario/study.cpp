// Studies: reading, checking each arm, and the scenario of one arm.
#include "sim/scenario/study.h"

#include <algorithm>
#include <filesystem>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/scenario/arms.h"
#include "sim/scenario/design.h"
#include "sim/scenario/input_file.h"
#include "sim/scenario/layers.h"
#include "sim/scenario/path.h"
#include "sim/scenario/study_rows.h"
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

Study::Design design_named(const std::string& word) {
  const std::vector<std::string> words = design_words();
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? Study::Design::arms
                              : static_cast<Study::Design>(1 + (found - words.begin()));
}

void read_growth(Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigNode* node = tree.find("replicates");
  if (!node || !node->is_map()) return;
  Parameters<GrowthKeys> keys;
  const std::size_t before = problems.size();
  Problems found;
  keys.parse(*node, found, {});
  for (Problem p : found.sorted()) p.path = join_path("replicates", p.path), problems.add(std::move(p));
  if (problems.size() != before) return;
  study.growth = growth_of(keys.value(), *node, problems);
  if (!study.measures.empty() && study.growth->of != study.primary &&
      std::find(study.measures.begin(), study.measures.end(), study.growth->of) == study.measures.end())
    study.measures.push_back(study.growth->of);
  study.replicates = study.growth->at_least;
}

// A study's own keys, arms, factors and validation apart.
void read_keys(Study& study, const ConfigNode& tree, Problems& problems) {
  ConfigNode own = tree;
  own.erase("arms");
  own.erase("factors");
  own.erase("validation");
  for (const char* key : {"design", "baseline", "replicates"})  // where they are maps, they are read apart
    if (const ConfigNode* node = tree.find(key); node && node->is_map()) own.erase(key);
  for (const char* key : kVariationKeys) own.erase(key);
  Parameters<StudyKeys> keys;
  std::vector<std::string> others = {"arms", "factors", "validation"};
  others.insert(others.end(), std::begin(kVariationKeys), std::end(kVariationKeys));
  keys.parse(own, problems, others);
  const StudyKeys& read = keys.value();
  study.name = read.name.empty() ? stem_of(study.path) : read.name;
  study.question = read.question;
  study.baseline = read.baseline;
  study.no_choice = read.no_choice;
  study.replicates = read.replicates;
  study.primary = read.primary;
  study.measures = read.measure;
  if (const ConfigNode* primary = tree.find("primary")) study.primary_mark = primary->mark;
  if (const ConfigNode* measure = tree.find("measure")) study.measures_mark = measure->mark;
  study.design = design_named(read.design);
  if (tree.find("replicates") && tree.find("replicates")->is_map()) study.replicates = StudyKeys{}.replicates;
  read_growth(study, tree, problems);
}

// Factors that are all paths with lists, in a grid or list of their own: what designs were at first. Their points
// stay what they are called.
bool is_plain(const ConfigNode& design, const ConfigNode& factors) {
  if (!design.is_scalar() || (design.text != "grid" && design.text != "list")) return false;
  return !factors.is_map() || std::none_of(factors.entries.begin(), factors.entries.end(),
                                           [](const ConfigEntry& e) { return e.value.is_map(); });
}

DesignKeys design_keys(const ConfigNode& node, Problems& problems) {
  if (node.is_scalar()) {
    DesignKeys keys;
    keys.kind = node.text;
    if (keys.kind != "grid" && keys.kind != "list" && design_named(keys.kind) != Study::Design::arms)
      problems.add(node.mark, "design", keys.kind + " has no points", "write {kind: " + keys.kind + ", points: 64}");
    return keys;
  }
  Parameters<DesignKeys> keys;
  Problems found;
  keys.parse(node, found, {});
  for (Problem p : found.sorted()) p.path = join_path("design", p.path), problems.add(std::move(p));
  return keys.value();
}

// Arms, or a plain design; what needs the scenario's schema is left to read_points().
void read_rows(Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigEntry *arms = tree.entry("arms"), *design = tree.entry("design"), *factors = tree.entry("factors");
  if (arms) study.arms = read_arms(arms->value, problems);
  if (arms && !design && factors)
    return problems.add(factors->mark, "factors", "stands beside arms without a design",
                        "say how they are combined: design: grid");
  if (arms && design && !factors)
    return problems.add(design->mark, "design", "stands beside arms without factors",
                        "a design combines factors: {name: {path: a.b, values: [x, y]}}");
  if (arms) return;
  if (!design)
    return problems.add(tree.mark, "", "has neither arms nor a design", "write arms: {name: {path: value}}");
  if (!factors)
    return problems.add(design->mark, "factors", "is missing",
                        "a design combines factors: {path: [value, …]}");
  if (!is_plain(design->value, factors->value)) return;
  const std::size_t before = problems.size();
  study.factors = read_factors(factors->value, problems);
  if (problems.size() == before && study.design != Study::Design::arms)
    study.arms = points_of(study.design, factors->value, problems);
}

bool has_plain_rows(const ConfigNode& tree) {
  const ConfigNode *design = tree.find("design"), *factors = tree.find("factors");
  return !design || !factors || (!tree.find("arms") && is_plain(*design, *factors));
}

void check_baseline(const Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigEntry* baseline = tree.entry("baseline");
  if (baseline && baseline->value.is_map()) return;
  std::vector<std::string> names;
  for (const Arm& arm : study.arms) names.push_back(arm.name);
  const bool is_design = tree.find("design") && !tree.find("arms");
  if (is_design && baseline)
    problems.add(baseline->mark, "baseline", "names an arm, and a design has none",
                 "write a patch that makes each point its own baseline: baseline: {path: value}");
  if (is_design || names.empty()) return;
  if (!baseline)
    problems.add(tree.mark, "baseline", "is missing", "name the arm that the others are compared with");
  else if (study.baseline_index() < 0)
    problems.add(baseline->value.mark, "baseline", "there is no arm '" + study.baseline + "'",
                 did_you_mean(study.baseline, names, "arms:"));
}

std::vector<std::string> keys_of(const ConfigNode* map) {
  std::vector<std::string> keys;
  if (map != nullptr && map->is_map())
    for (const ConfigEntry& e : map->entries) keys.push_back(e.key);
  return keys;
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Each choice is to be seen in every circumstance, or it would be compared with others in other markets.
void check_is_crossed(const Study& study, const ConfigNode& tree, const std::vector<std::string>& factors,
                      Problems& problems) {
  const auto is_named = [&](const std::string& name) { return is_among(study.no_choice, name); };
  const ConfigNode& design = *tree.find("design");
  const ConfigNode* kind = design.is_map() ? design.find("kind") : &design;
  const auto named = std::count_if(factors.begin(), factors.end(), is_named);
  const bool is_whole =
      named == 0 || (tree.find("arms") && static_cast<std::size_t>(named) == factors.size());
  if (is_whole || (kind != nullptr && kind->text == "grid")) return;
  problems.add(
      tree.entry("no_choice")->value.mark, "no_choice", "names factors of a design that does not cross them",
      "each choice is to be seen in every circumstance: take design: grid, or arms beside factors that all "
      "are no choice");
}

// A verdict needs something that can be chosen: an arm, or a factor.
void check_no_choice(const Study& study, const ConfigNode& tree, Problems& problems) {
  const ConfigEntry* entry = tree.entry("no_choice");
  if (!entry) return;
  const Mark& mark = entry->value.mark;
  const bool is_design = tree.find("design") != nullptr;
  const std::vector<std::string> arms = keys_of(tree.find("arms")),
                                 factors = keys_of(is_design ? tree.find("factors") : nullptr);
  std::vector<std::string> both = arms;
  both.insert(both.end(), factors.begin(), factors.end());
  const std::string what = !is_design ? "arm" : arms.empty() ? "factor" : "arm or factor";
  for (const std::string& name : study.no_choice) {
    if (!is_among(both, name))
      problems.add(mark, "no_choice", "there is no " + what + " '" + name + "'",
                   did_you_mean(name, both,
                                arms.empty() ? "factors:"
                                : is_design  ? "there are"
                                             : "arms:"));
    else if (is_among(arms, name) && is_among(factors, name))
      problems.add(mark, "no_choice", "'" + name + "' is an arm and a factor",
                   "give one of them another name");
  }
  const auto is_named = [&](const std::string& name) { return is_among(study.no_choice, name); };
  const std::vector<std::string>& chosen = arms.empty() ? factors : arms;
  if (!chosen.empty() && std::all_of(chosen.begin(), chosen.end(), is_named))
    problems.add(mark, "no_choice", "leaves nothing to choose",
                 std::string("it names every ") + (arms.empty() ? "factor" : "arm") + " of the study");
  if (!factors.empty()) check_is_crossed(study, tree, factors, problems);
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
  std::vector<ConfigEntry> entries = arm.patch.entries;
  for (const ConfigNode& over : arm.over) entries.insert(entries.end(), over.entries.begin(), over.entries.end());
  for (const ConfigEntry& e : entries) {
    if (e.key == "run.seed" && !arm.levels.empty()) continue;  // points of a design may have luck of their own
    if (struct_spec<ScenarioKeys>().find(split_path(e.key).front()))
      problems.add(e.mark, e.key, "can't differ between arms",
                   "set it in the scenario, or for all arms by --set");
  }
}

std::vector<PatchedPath> all_patched(const StructSpec& spec, const Arm& arm) {
  std::vector<PatchedPath> all = patched_paths(spec, arm.patch);
  for (const ConfigNode& over : arm.over) {
    const std::vector<PatchedPath> more = patched_paths(spec, over);
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

void check_sets(const Study& study, const StructSpec& spec, std::span<const SetOption> sets,
                Problems& problems) {
  for (const SetOption& set : sets)
    for (const Arm& arm : study.arms)
      for (const PatchedPath& patched : all_patched(spec, arm)) {
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

void check_arms(Study& study, const ConfigNode& tree, std::span<const SetOption> sets, Problems& problems) {
  const auto spec = spec_of(study, problems);
  if (!spec) return;
  const std::size_t before = problems.size();
  for (const Arm& arm : study.arms) refuse_engine_keys(arm, problems);
  check_sets(study, *spec, sets, problems);
  const bool is_design = !study.factors.empty();
  if (problems.size() != before && is_design) return;  // each point would say the same
  const ConfigNode* baseline = tree.find("baseline");
  const bool has_twins = baseline && baseline->is_map(), shares_arm = is_design && !study.baseline.empty();
  const Digests digests = !has_twins && shares_arm ? Digests::taken : Digests::skipped;
  std::vector<Trial> trials = try_rows(study, sets, digests);
  if (!is_design)
    for (const Trial& trial : trials)
      for (const Problem& p : trial.problems) problems.add(p);
  else
    refuse_useless_levels(study, trials, problems);
  if (problems.size() != before) return;
  if (is_design) set_refused_apart(study, trials);
  if (has_twins) {
    Arm patched;
    patched.patch = *baseline;
    refuse_engine_keys(patched, problems);
    add_twins(study, *baseline, sets, problems);
  } else if (shares_arm) {
    share_baseline_arm(study, trials);
  }
}

// The points of a design that needs the schema: units, ranges, patches, arms beside it.
void read_points(Study& study, const ConfigNode& tree, Problems& problems) {
  if (has_plain_rows(tree) || !problems.empty()) return;
  const auto spec = spec_of(study, problems);
  if (!spec) return;
  const ConfigNode &design = *tree.find("design"), &factors = *tree.find("factors");
  const DesignKeys keys = design_keys(design, problems);
  const std::vector<DesignFactor> read = read_design_factors(factors, *spec, problems);
  study.design = design_named(keys.kind);
  if (!problems.empty()) return;
  // A range is to lie where the scenario can be: its ends are tried alone.
  for (const DesignFactor& f : read)
    for (std::size_t end = 0; f.is_range && end < f.levels.size(); ++end) {
      Study alone = study;
      alone.arms = {Arm{f.name, {}, f.mark, relabelled(f.levels[end].patch, "point"), {}, true}};
      scenario_of(alone, 0, {}, problems);
    }
  if (!problems.empty()) return;
  const bool has_arms = tree.find("arms") != nullptr;
  study.arms = design_points(keys, read, study.arms, design.mark, problems);
  study.factors = coordinates_of(read, has_arms);
  if (has_arms)
    for (const ConfigEntry& e : tree.find("arms")->entries) study.factors[0].values.push_back(e.key);
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
  read_rows(study, tree, problems);
  check_baseline(study, tree, problems);
  check_no_choice(study, tree, problems);
  Chain chain = read_scenario_of(study, tree, problems);
  check_hidden_sets(chain, sets, problems);
  study.base = std::move(chain.layers);
  study.sources.insert(study.sources.end(), chain.sources.begin(), chain.sources.end());
  read_points(study, tree, problems);
  check_arms(study, tree, sets, problems);
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
  const auto lay = [&](const ConfigNode& patch) {
    if (&patch != &arm.patch && patch.entries.empty()) return;
    layers.push_back({patch.mark.exists() ? patch.mark.source->layer : "arm " + arm.name, patch});
  };
  const Variation* varied = arm.variation ? &study.variations[*arm.variation] : nullptr;
  const bool is_below = varied != nullptr && varied->kind == Variation::Kind::plausible;
  if (is_below) layers.push_back({"plausible " + varied->name, varied->patch});
  lay(arm.patch);
  for (const ConfigNode& over : arm.over) lay(over);
  if (varied != nullptr && !is_below) layers.push_back({varied->name, varied->patch});
  std::vector<SetOption> own;
  if (const auto spec = spec_of(study, problems)) {
    const auto patched = all_patched(*spec, arm);
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
