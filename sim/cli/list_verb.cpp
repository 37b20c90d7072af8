// `fanfare list`: what there is to write into a scenario, taken from the declarations themselves.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "fanfare/nearest.h"
#include "sim/cli/compute_flags.h"
#include "sim/cli/verbs.h"
#include "sim/judge/derived.h"
#include "sim/scenario/dictionary.h"
#include "sim/scenario/installed.h"
#include "sim/scenario/study.h"
#include "sim/study/declared.h"
#include "sim/words/text.h"

namespace fanfare {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

struct ListFlags : ComputeFlags {
  std::string what, filter, model = std::string(catalogue().front().name), folder;
  bool markdown = false, schema = false;
};

// Rows of words under headings, in three dresses.
struct Listing {
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;
};

std::string as_json(const Listing& list) {
  Json json = Json::array();
  for (const auto& row : list.rows) {
    Json object;
    for (std::size_t c = 0; c < row.size(); ++c) object[list.headings[c]] = row[c];
    json.push_back(object);
  }
  return json.dump(2) + "\n";
}

std::string as_markdown(const Listing& list) {
  std::string text = fmt::format("| {} |\n|", fmt::join(list.headings, " | "));
  for (std::size_t c = 0; c < list.headings.size(); ++c) text += "---|";
  text += "\n";
  for (const auto& row : list.rows) {
    std::vector<std::string> cells = row;
    for (std::string& cell : cells)
      for (std::size_t at = 0; (at = cell.find('|', at)) != std::string::npos; at += 2) cell.insert(at, "\\");
    text += fmt::format("| {} |\n", fmt::join(cells, " | "));
  }
  return text;
}

// The words of all columns but the last aligned; the last is prose and runs on under itself.
std::string as_text(const Listing& list, std::size_t width) {
  std::vector<std::size_t> widths(list.headings.size(), 0);
  for (const auto& row : list.rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
  std::string text;
  for (const auto& row : list.rows) {
    std::string line;
    for (std::size_t c = 0; c + 1 < row.size(); ++c)
      line += row[c] + std::string(widths[c] - display_width(row[c]) + 2, ' ');
    const std::size_t indent = display_width(line);
    const std::size_t room = width > indent + 20 ? width - indent : 60;
    std::string prose = wrapped(row.back(), room);
    for (std::size_t at = 0; (at = prose.find('\n', at)) != std::string::npos; at += indent)
      prose.insert(++at, indent, ' ');
    text += line + prose + "\n";
  }
  return text;
}

const ModelEntry& model_named(const std::string& name) {
  if (const ModelEntry* model = find_model(name)) return *model;
  std::vector<std::string> names;
  for (const ModelEntry& model : catalogue()) names.emplace_back(model.name);
  throw UsageError(fmt::format("'{}' is no model ({}) see `fanfare list models`", name,
                               did_you_mean(name, names, "there are")));
}

// A world that has one of everything, so that the model declares all that it can: its first template, or its
// defaults.
Scenario sample_scenario(const ModelEntry& model) {
  Problems problems;
  std::string text = model.templates.empty()
                         ? fmt::format("schema: 1\nkind: scenario\nname: sample\nmodel: {}\n", model.name)
                         : std::string(model.templates.front().scenario);
  Scenario scenario = load_scenario_text("sample", std::move(text), {}, problems);
  if (!problems.empty()) throw LogicError("the sample scenario is wrong:\n" + problems.render());
  return scenario;
}

Listing models() {
  Listing list{{"model", "help"}, {}};
  for (const ModelEntry& model : catalogue())
    list.rows.push_back({std::string(model.name), std::string(model.help)});
  return list;
}

Listing phases(const ModelEntry& model) {
  const Scenario scenario = sample_scenario(model);
  BuiltModel built(scenario);
  Listing list{{"number", "phase", "kind", "does"}, {}};
  for (const Phase& phase : built.model().phases())
    list.rows.push_back({std::to_string(list.rows.size() + 1), std::string(phase.name),
                         std::string(to_string(phase.kind)), std::string(phase.help)});
  return list;
}

Listing kpis(const ModelEntry& model) {
  const Scenario scenario = sample_scenario(model);
  const Dataset declared = BuiltModel(scenario).declared();
  Listing list{{"kpi", "axes", "unit", "better", "help"}, {}};
  const auto way = [](const Variable& v) {
    return v.better == Better::neither ? std::string() : std::string(better_word(v.better));
  };
  for (const Variable& v : declared.variables)
    list.rows.push_back({v.name, fmt::format("{}", fmt::join(v.dimensions, ", ")), v.units, way(v),
                         v.long_name + (v.formula.empty() ? "" : ": " + v.formula)});
  const ReportSpec& spec = model.report();
  for (const DerivedMeasure& m : spec.derived) {
    const std::vector<std::string_view> needs = recorded_needs(spec, m);
    const auto has = [&](std::string_view need) { return declared.variable(need) != nullptr; };
    if (!std::ranges::all_of(needs, has)) continue;
    const Variable& first = *declared.variable(needs.front());
    const auto axes = std::span(first.dimensions).subspan(first.dimensions.front() == "time" ? 1 : 0);
    const char* against =
        spec.is_difference(m.name) ? ", against the baseline arm of the same replicate" : "";
    list.rows.push_back({std::string(m.name), fmt::format("{}", fmt::join(axes, ", ")), "", way(first),
                         fmt::format("of a study: from {}{}", fmt::join(needs, ", "), against)});
  }
  return list;
}

// Keys that belong to a subject, by the words in their path.
Listing keys(const ModelEntry& model, std::string_view part) {
  Listing list{{"key", "default", "range", "help"}, {}};
  for (const FieldInfo& f : scenario_fields(model))
    if (f.path.find(part) != std::string::npos)
      list.rows.push_back({f.path, f.default_value, f.range, f.help});
  return list;
}

// What there is by name, where it comes from, then the keys with which one is changed.
Listing subject(const ModelEntry& model, const KeySubject& of) {
  Listing list{{"key", "default", "range", "help"}, {}};
  for (const WordTable& table : model.tables == nullptr ? std::vector<WordTable>{} : model.tables())
    if (table.name == of.name && !of.word_key.empty())
      for (const WordTable::Entry& entry : table.words)
        list.rows.push_back({fmt::format("{}: {}", of.word_key, entry.word), "", "", entry.help});
  for (const FieldInfo& f : scenario_fields(model))
    if (f.path.find(of.part) != std::string::npos && f.field != nullptr)
      for (const PresetSpec& p : f.field->presets)
        list.rows.push_back(
            {f.name + ": " + p.name, "", "", p.help + (p.source.empty() ? "" : " (" + p.source + ")")});
  for (const auto& row : keys(model, of.part).rows) list.rows.push_back(row);
  return list;
}

// A table of words of the model's own; none if it has no such table.
std::optional<Listing> words(const ModelEntry& model, const std::string& table) {
  if (model.tables == nullptr) return std::nullopt;
  for (const WordTable& found : model.tables()) {
    if (found.name != table) continue;
    Listing list{{"word", "help"}, {}};
    for (const WordTable::Entry& entry : found.words) list.rows.push_back({entry.word, entry.help});
    return list;
  }
  return std::nullopt;
}

// What may be listed of any model, and of these models.
std::vector<std::string> listed() {
  std::vector<std::string> all{"params", "models", "phases", "kpis", "scenarios"};
  const auto add = [&](std::string name) {
    if (std::ranges::find(all, name) == all.end()) all.push_back(std::move(name));
  };
  for (const ModelEntry& model : catalogue()) {
    for (const KeySubject& of : model.subjects) add(std::string(of.name));
    if (model.tables != nullptr)
      for (const WordTable& table : model.tables()) add(table.name);
  }
  return all;
}

// What stands after "# <key>: " in the first comment of a file, and runs on indented; empty if nothing.
std::string noted(const fs::path& file, const std::string& key) {
  std::ifstream in(file);
  const std::string opens = "# " + key + ": ";
  std::string text;
  for (std::string line; std::getline(in, line) && line.starts_with("#");) {
    if (line.starts_with(opens)) text = line.substr(opens.size());
    else if (!text.empty() && line.starts_with("#   ")) text += " " + line.substr(4);
    else if (!text.empty()) break;
  }
  return text;
}

// With what was found, where there is room for it.
Listing scenarios(const std::string& asked, bool with_answers) {
  const std::string folder = asked.empty() ? scenarios_folder().string() : asked;
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".yaml") files.push_back(it->path());
  if (error)
    throw InputError(
        fmt::format("{}: can't be listed ({}) name another folder with --folder", folder, error.message()));
  std::sort(files.begin(), files.end());
  Listing list{{"file", "kind", "question"}, {}};
  if (with_answers) list.headings.insert(list.headings.end(), {"answer (simulated)", "takes"});
  for (const fs::path& file : files) {
    Problems problems;
    const std::string kind = kind_of_file(file.string());
    std::string question = kind == "study" ? load_study(file.string(), {}, problems).question
                                           : load_scenario(file.string(), {}, problems).question;
    if (question.empty() && !problems.empty()) question = "(has problems: `fanfare validate` it)";
    list.rows.push_back({file.string(), kind, question});
    if (with_answers)
      for (const char* key : {"Answer (simulated)", "Takes"}) list.rows.back().push_back(noted(file, key));
  }
  return list;
}

std::string params(const ListFlags& flags, const ModelEntry& model) {
  if (flags.schema) return scenario_json_schema(model);
  if (flags.json) return dictionary_json(model);
  return flags.markdown ? dictionary_markdown(model) : dictionary_text(model, flags.filter);
}

Listing listing(const ListFlags& flags, const ModelEntry& model) {
  if (flags.what == "models") return models();
  if (flags.what == "phases") return phases(model);
  if (flags.what == "kpis") return kpis(model);
  for (const KeySubject& of : model.subjects)
    if (flags.what == of.name) return subject(model, of);
  if (flags.what == "scenarios") return scenarios(flags.folder, flags.markdown || flags.json);
  if (auto table = words(model, flags.what)) return std::move(*table);
  throw UsageError(fmt::format("model '{}' has no {} (it has no such table) see `fanfare list models`",
                               model.name, flags.what));
}

// Upper and lower case alike; of letters beyond ASCII as they are.
std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// Rows that have the word in any cell.
Listing filtered(Listing list, const std::string& filter) {
  const std::string word = lower(filter);
  std::erase_if(list.rows, [&](const std::vector<std::string>& row) {
    return std::none_of(row.begin(), row.end(),
                        [&](const std::string& cell) { return lower(cell).find(word) != std::string::npos; });
  });
  return list;
}

ExitCode list(const Call& call, const ListFlags& flags) {
  set_console(call.console, flags);
  const ModelEntry& model = model_named(flags.model);
  if (flags.what == "params") {
    std::string text = params(flags, model);
    call.console.answer(text.ends_with('\n') ? text : text + "\n");
    return ExitCode::ok;
  }
  const Listing all = listing(flags, model), list = filtered(all, flags.filter);
  if (list.rows.empty() && !all.rows.empty())
    call.console.note(fmt::format("none of {} {} has '{}' in it", all.rows.size(), flags.what, flags.filter));
  call.console.answer(flags.json       ? as_json(list)
                      : flags.markdown ? as_markdown(list)
                                       : as_text(list, call.console.width()));
  return ExitCode::ok;
}

}  // namespace

void add_list(CommandLine& line) {
  const auto flags = std::make_shared<ListFlags>();
  Flags verb = line.verb(
      "list", "Show what a scenario can say: keys, models, phases, KPIs, scenarios, words of a model",
      "fanfare list params run", [flags](const Call& call) { return list(call, *flags); });
  const std::vector<std::string> what = listed();
  verb.one_of("WHAT", flags->what,
              fmt::format("{} or {}", fmt::join(what.begin(), what.end() - 1, ", "), what.back()), what)
      .optional_word("FILTER", flags->filter, "Only what has this word in it")
      .text("--model", "NAME", flags->model, "Which model's (default: the first)")
      .text("--folder", "DIR", flags->folder,
            "Of scenarios: where to look (default: scenarios, else the installed ones)")
      .toggle("--md", flags->markdown, "As Markdown")
      .toggle("--schema", flags->schema, "Of params: JSON Schema for editors");
  add_show_flags(verb, *flags);
}

}  // namespace fanfare
