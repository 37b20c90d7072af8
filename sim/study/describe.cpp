// A walk over the effective scenario, and the program's own description.
#include "sim/study/describe.h"

#include <functional>

#include "sim/scenario/dictionary.h"
#include "sim/scenario/input_file.h"

namespace fanfare {
namespace {

using Leaf = std::function<void(const std::string& path, const ConfigNode& node)>;

// Things with an id are addressed by it, others of a list by their position.
std::string item_name(const ConfigNode& item, std::size_t position) {
  const ConfigNode* id = item.is_map() ? item.find("id") : nullptr;
  return id != nullptr && id->is_scalar() && !id->text.empty() ? id->text : std::to_string(position);
}

bool is_plain_list(const ConfigNode& node) {
  for (const ConfigNode& item : node.items)
    if (item.is_map()) return false;
  return true;
}

void walk(const ConfigNode& node, const std::string& path, const Leaf& leaf) {
  const std::string dot = path.empty() ? "" : path + ".";
  if (node.is_map() && !node.entries.empty()) {
    for (const ConfigEntry& entry : node.entries) walk(entry.value, dot + entry.key, leaf);
  } else if (node.is_list() && !is_plain_list(node)) {
    for (std::size_t i = 0; i < node.items.size(); ++i)
      walk(node.items[i], dot + item_name(node.items[i], i), leaf);
  } else {
    leaf(path, node);
  }
}

std::string origin_of(const ConfigNode& node) {
  switch (node.origin) {
    case ConfigNode::Origin::builtin: return "default";
    case ConfigNode::Origin::preset: return "preset " + node.preset;
    case ConfigNode::Origin::given: return node.mark.exists() ? place(node.mark) : "given";
  }
  return "given";
}

}  // namespace

Provenance describe_run(const Scenario& scenario, const ComputeOptions& options, std::uint64_t replicate,
                        int threads, int ranks) {
  Provenance p = program_provenance();
  p.name = scenario.name;
  p.question = scenario.question;
  p.model = scenario.model;
  p.entry_file = scenario.path;
  p.scenario_digest = scenario.digest();
  p.resolved = effective_yaml_plain(scenario);
  walk(scenario.effective(), "", [&p](const std::string& path, const ConfigNode& node) {
    p.values.push_back({path, flow_text(node), origin_of(node)});
  });
  for (const SourceFile& file : scenario.sources)
    p.files.push_back({file.path, sha256_of_text(file.text), file.text});
  for (const InputFile& file : scenario.inputs) p.files.push_back({file.named, file.sha256, ""});
  for (const SetOption& set : options.sets) p.overrides.push_back(set.path + "=" + set.value);
  p.seed = scenario.run.seed;
  p.replicate = replicate;
  p.invocation = this_invocation(options.command_line, threads, ranks);
  return p;
}

RunIdentity identity_of(const Scenario& scenario, std::uint64_t replicate) {
  RunIdentity identity = {{"version", program_provenance().version},
                          {"model", scenario.model},
                          {"replicate", std::to_string(replicate)}};
  walk(scenario.effective(), "", [&identity](const std::string& path, const ConfigNode& node) {
    if (path != "run.until" && path != "name" && path != "question") identity[path] = flow_text(node);
  });
  for (const InputFile& file : scenario.inputs) identity["content of " + file.named] = file.sha256;
  return identity;
}

}  // namespace fanfare
