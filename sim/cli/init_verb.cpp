// `fanfare init`: a folder with a scenario and a study to start from.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "fanfare/catalogue.h"
#include "fanfare/nearest.h"
#include "sim/cli/verbs.h"
#include "sim/results/atomic_file.h"

namespace fanfare {
namespace {

namespace fs = std::filesystem;

struct InitFlags {
  std::vector<std::string> words;  // [TEMPLATE] DIR
};

// Of all models, in their order.
std::vector<Template> templates() {
  std::vector<Template> all;
  for (const ModelEntry& model : catalogue())
    all.insert(all.end(), model.templates.begin(), model.templates.end());
  return all;
}

// The first for an empty name.
Template template_named(const std::string& name) {
  std::vector<std::string> names;
  for (const Template& t : templates()) {
    if (name.empty() || t.name == name) return t;
    names.emplace_back(t.name);
  }
  if (names.empty()) throw UsageError("no model of this program has a template (write a scenario by hand)");
  throw UsageError(fmt::format("'{}' is no template ({}) see `fanfare init --help`", name,
                               did_you_mean(name, names, "there are")));
}

// Both or neither: nothing is overwritten.
void write_both(const Template& chosen, const fs::path& folder) {
  const fs::path scenario = folder / "scenario.yaml", study = folder / "study.yaml";
  for (const fs::path& path : {scenario, study})
    if (fs::exists(path))
      throw InputError(
          fmt::format("{}: exists (nothing is overwritten) choose another folder", path.string()));
  write_file(scenario, std::string(chosen.scenario));
  write_file(study, std::string(chosen.study));
}

ExitCode init(const Call& call, const InitFlags& flags) {
  const bool named = flags.words.size() == 2;
  const Template chosen = template_named(named ? flags.words[0] : "");
  const fs::path folder = flags.words.back();
  write_both(chosen, folder);
  call.console.say(fmt::format("{}\n  {}\n  {}\nNext:\n  fanfare validate {}\n  fanfare run {}\n",
                               chosen.question, (folder / "scenario.yaml").string(),
                               (folder / "study.yaml").string(), (folder / "study.yaml").string(),
                               (folder / "study.yaml").string()));
  return ExitCode::ok;
}

}  // namespace

void add_init(CommandLine& line) {
  const auto flags = std::make_shared<InitFlags>();
  std::string help = "[TEMPLATE] DIR; templates:";
  for (const Template& t : templates()) help += fmt::format("\n{} - {}", t.name, t.question);
  const std::string first = templates().empty() ? "TEMPLATE" : std::string(templates().front().name);
  line.verb("init", "Write a scenario and a study for a question",
            "fanfare init " + first + " my-first-study",
            [flags](const Call& call) { return init(call, *flags); })
      .words("TEMPLATE-DIR", flags->words, help, 1, 2);
}

}  // namespace fanfare
