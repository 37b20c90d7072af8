// Reading chains of files, merging them, and sharing the keys out between engine and model.
#include "sim/scenario/layers.h"

#include <algorithm>
#include <filesystem>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/scenario/input_file.h"
#include "sim/scenario/patch.h"
#include "sim/scenario/path.h"
#include "sim/scenario/yaml_reader.h"

namespace fanfare {
namespace {

namespace fs = std::filesystem;

std::string identity_of(const std::string& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

class ChainReader {
 public:
  explicit ChainReader(Problems& problems) : problems_(problems) {}

  void add(const std::string& path, ConfigNode tree) {
    visited_.push_back(identity_of(path));
    if (tree.mark.source) chain_.sources.push_back({path, tree.mark.source->text});
    if (!tree.is_map()) {
      if (tree.is_null() && !has_problem_in(problems_, path))
        problems_.add(tree.mark, "", "the file is empty", "a scenario starts with schema: 1");
      else if (!tree.is_null())
        problems_.add(tree.mark, "", "is not a map of keys", "a scenario starts with schema: 1");
      return;
    }
    if (const ConfigEntry* extends = tree.entry("extends")) base(extends->value);
    tree.erase("extends");
    const bool is_top = visited_.front() == identity_of(path);
    if (!is_top) tree.erase("name"), tree.erase("question");  // they are about one file
    chain_.layers.push_back({is_top ? "scenario" : "extends", std::move(tree)});
  }

  Chain take(const std::string& path) {
    chain_.path = path;
    return std::move(chain_);
  }

 private:
  void base(const ConfigNode& node) {
    if (!node.is_scalar() || node.text.empty())
      return problems_.add(node.mark, "extends", "is not a file", "expected a path");
    const std::string path = (fs::path(folder_of(node.mark)) / node.text).lexically_normal().string();
    if (std::find(visited_.begin(), visited_.end(), identity_of(path)) != visited_.end())
      return problems_.add(node.mark, "extends", path + " extends itself", "by way of this file");
    try {
      add(path, read_yaml_file(path, "extends", problems_));
    } catch (const InputError& error) {
      problems_.add(
          {node.mark, "extends", error.what(), "relative paths start at this file", Problem::Kind::input});
    }
  }

  Problems& problems_;
  Chain chain_;
  std::vector<std::string> visited_;
};

}  // namespace

bool has_problem_in(const Problems& problems, std::string_view path) {
  const auto all = problems.sorted();
  return std::any_of(all.begin(), all.end(), [&](const Problem& p) { return p.mark.file() == path; });
}

Chain read_chain(const std::string& path, Problems& problems) {
  ChainReader reader(problems);
  reader.add(path, read_yaml_file(path, "scenario", problems));
  return reader.take(path);
}

Chain read_chain_text(std::string_view name, std::string text, Problems& problems) {
  ChainReader reader(problems);
  const std::string path(name);
  reader.add(path, read_yaml_text(name, std::move(text), "scenario", problems));
  return reader.take(path);
}

void add_sets(std::vector<Layer>& layers, std::span<const SetOption> sets, Problems& problems) {
  for (const SetOption& set : sets) {
    const std::string name = "--set " + set.path + "=" + set.value;
    ConfigNode value = read_yaml_value(name, set.value, "--set", problems);
    ConfigNode patch = ConfigNode::map(value.mark);
    const Mark mark = value.mark;
    patch.at(set.path, mark) = std::move(value);
    layers.push_back({"--set", std::move(patch)});
  }
}

void check_hidden_sets(const Chain& chain, std::span<const SetOption> sets, Problems& problems) {
  for (std::size_t i = 0; i < sets.size() && !chain.layers.empty(); ++i) {
    const auto hides = [&](const SetOption& later) { return is_within(sets[i].path, later.path); };
    if (std::none_of(sets.begin() + static_cast<std::ptrdiff_t>(i) + 1, sets.end(), hides)) continue;
    Problems found;
    std::vector<Layer> layers = chain.layers;
    add_sets(layers, sets.subspan(i, 1), found);
    assemble(chain, std::move(layers), found);
    const std::string name = "--set " + sets[i].path + "=" + sets[i].value;
    for (const Problem& p : found.sorted())
      if (p.mark.file() == name) problems.add(p);
  }
}

const ModelEntry* model_of(const std::vector<Layer>& layers, Problems& problems) {
  const ConfigNode fallback = ConfigNode::scalar(ScenarioKeys{}.model);
  const ConfigNode* asked = &fallback;
  for (const Layer& layer : layers)
    if (const ConfigNode* node = layer.patch.find("model")) asked = node;
  if (const ModelEntry* found = asked->is_scalar() ? find_model(asked->text) : nullptr) return found;
  std::vector<std::string> names;
  for (const ModelEntry& entry : catalogue()) names.emplace_back(entry.name);
  problems.add(asked->mark, "model", "there is no model '" + asked->text + "'",
               did_you_mean(asked->text, names, "models:"));
  return nullptr;
}

StructSpec combined_spec(const StructSpec& model) {
  StructSpec all;
  for (const FieldSpec& field : struct_spec<ScenarioKeys>().fields) all.add(field);
  for (const FieldSpec& field : model.fields) {
    expects(!all.find(field.name), "a model's keys differ from the engine's");
    all.add(field);
  }
  return all;
}

std::string stem_of(std::string_view path) { return fs::path(path).stem().string(); }

namespace {

struct Shares {
  ConfigNode engine;
  ConfigNode model;
};

Shares share_out(const ConfigNode& tree) {
  Shares out{ConfigNode::map(tree.mark), ConfigNode::map(tree.mark)};
  for (const ConfigEntry& e : tree.entries)
    (struct_spec<ScenarioKeys>().find(e.key) ? out.engine : out.model).entries.push_back(e);
  return out;
}

// Keys of later layers stand after those of earlier ones; what counts is the schema's order anyway.
ConfigNode merge_all(const ModelEntry& model, const ParameterSet& parameters,
                     const std::vector<Layer>& layers, Problems& problems) {
  const StructSpec all = combined_spec(parameters.spec());
  ConfigNode tree = ConfigNode::map();
  const auto in_force = [&](const std::string& path) {
    const auto probe = model.parameters();
    Problems ignored;
    probe->parse(share_out(tree).model, ignored);
    return probe->as_written(path);
  };
  Mark mark;
  for (const Layer& layer : layers) {
    const bool is_file = layer.name == "extends" || layer.name == "scenario";
    merge_layer(tree, all, layer.patch, {problems, in_force, !is_file});
    if (is_file) mark = layer.patch.mark;
  }
  tree.mark = mark;
  return tree;
}

void hash_inputs(Scenario& scenario, Problems& problems) {
  for (const NamedFile& file : scenario.parameters->files()) try {
      scenario.inputs.push_back({file.path, file.named, sha256_of_file(file.path)});
    } catch (const InputError& error) {
      problems.add({{}, file.named, error.what(), "", Problem::Kind::input});
    }
}

void fill_engine(Scenario& scenario, const ConfigNode& node, Problems& problems) {
  auto keys = std::make_unique<Parameters<ScenarioKeys>>();
  keys->parse(node, problems);
  const ScenarioKeys& read = keys->value();
  scenario.name = read.name.empty() ? stem_of(scenario.path) : read.name;
  scenario.question = read.question;
  scenario.model = read.model;
  scenario.run = read.run;
  scenario.outputs = read.outputs;
  scenario.engine = std::move(keys);
}

// Beside the one that every model has: those of its table `dialects`.
void check_dialect(const Scenario& scenario, const ConfigNode& engine, Problems& problems) {
  const std::string& asked = scenario.outputs.kpis;
  std::vector<std::string> known{"generic"};
  if (scenario.entry->tables != nullptr)
    for (const WordTable& table : scenario.entry->tables())
      if (table.name == "dialects")
        for (const WordTable::Entry& dialect : table.words) known.push_back(dialect.word);
  if (std::find(known.begin(), known.end(), asked) != known.end()) return;
  const ConfigNode* outputs = engine.find("outputs");
  const ConfigNode* written = outputs == nullptr ? nullptr : outputs->find("kpis");
  problems.add(written == nullptr ? Mark{} : written->mark, "outputs.kpis",
               "'" + asked + "' is no dialect of " + std::string(scenario.entry->name),
               did_you_mean(asked, known, "dialects are"));
}

}  // namespace

Scenario assemble(const Chain& chain, std::vector<Layer> layers, Problems& problems) {
  Scenario scenario;
  scenario.path = chain.path;
  scenario.sources = chain.sources;
  scenario.layers = std::move(layers);
  scenario.engine = std::make_unique<Parameters<ScenarioKeys>>();
  if (scenario.layers.empty()) return scenario;
  const std::size_t before = problems.size();
  scenario.entry = model_of(scenario.layers, problems);
  if (!scenario.entry) return scenario;
  scenario.parameters = scenario.entry->parameters();
  scenario.written = merge_all(*scenario.entry, *scenario.parameters, scenario.layers, problems);
  const Shares shares = share_out(scenario.written);
  fill_engine(scenario, shares.engine, problems);
  check_dialect(scenario, shares.engine, problems);
  scenario.parameters->parse(shares.model, problems, struct_spec<ScenarioKeys>().names());
  if (problems.size() == before) hash_inputs(scenario, problems);
  return scenario;
}

}  // namespace fanfare
