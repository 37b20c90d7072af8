// Names the files and the fingerprint, last.
#include "sim/cli/outcome_text.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/words/labels.h"

namespace fanfare {
namespace {

std::vector<std::string> all_notes(const Outcome& o) {
  std::vector<std::string> notes = o.notes;
  notes.insert(notes.end(), o.said.begin(), o.said.end());
  return notes;
}

std::string json_text(const Outcome& o) {
  nlohmann::ordered_json json = {{"status", o.status},
                                 {"exit_code", static_cast<int>(o.code)},
                                 {"name", o.name},
                                 {"simulated", true},
                                 {"scenario_digest", o.digest},
                                 {"fingerprint", o.fingerprint},
                                 {"runs", o.runs},
                                 {"runs_done", o.runs_done},
                                 {"wall_seconds", o.wall_seconds},
                                 {"files", o.files},
                                 {"notes", all_notes(o)}};
  json["headlines"] = nlohmann::ordered_json::object();
  for (const Headline& h : o.headlines) {
    json["headlines"][h.name] = {{"value", nullptr}, {"unit", h.unit}};
    if (std::isfinite(h.value)) json["headlines"][h.name]["value"] = h.value;
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

void say_outcome(const Console& console, const Outcome& o, Language language) {
  for (const std::string& note : console.json() ? all_notes(o) : o.notes) console.note(note);
  if (console.json()) return console.answer(json_text(o));
  console.say(o.summary.empty() ? "" : "\n" + o.summary + "\n");
  const auto line = [&](const std::string& key, const Blanks& blanks) {
    return sentence(key, language, blanks) + "\n";
  };
  std::string text = line("run." + o.status, {{"time", people_duration_in(language, o.wall_seconds)}});
  for (const std::string& file : o.files) text += "  " + file + "\n";
  if (!o.next.empty()) text += line("run.next", {{"command", o.next}});
  if (!o.fingerprint.empty()) text += line("run.fingerprint", {{"fingerprint", console.bold(o.fingerprint)}});
  console.say(text);
}

}  // namespace fanfare
