// The tables of the model's words, as `fanfare list` shows them, and its keys by subject.
#include <array>

#include "models/fan_economy/events/events.h"
#include "models/fan_economy/fan_economy.h"
#include "models/fan_economy/feed/explain.h"
#include "models/fan_economy/keys/actions.h"
#include "models/fan_economy/keys/dialects.h"
#include "models/fan_economy/keys/segments.h"
#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/market/contracts.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/market/placements.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

namespace {

template <class Table>
WordTable table_of(std::string_view name, const Table& entries) {
  WordTable table{std::string(name), {}};
  for (const auto& entry : entries) table.words.push_back({std::string(entry.word), std::string(entry.help)});
  return table;
}

}  // namespace

namespace {

// "…; brings source discovery, event …": what to look for once it is on.
std::string told(const MechanismEntry& entry) {
  std::string brings;
  const auto add = [&](const char* what, const auto& words, auto word) {
    for (const auto& one : words)
      brings += (brings.empty() ? "" : ", ") + std::string(what) + " " + std::string(one.*word);
  };
  add("source", entry.sources, &Word::word);
  add("term", entry.terms, &Word::word);
  add("event", entry.events, &EventRule::word);
  add("condition", entry.conditions, &ConditionRule::word);
  add("contract", entry.contracts, &ContractRule::word);
  add("offer", entry.offers, &OfferRule::word);
  add("placement", entry.placements, &PlacementRule::word);
  add("measure", entry.measures, &MeasureRule::name);
  add("format", entry.formats, &FormatRule::word);
  add("kind", entry.kinds, &KindRule::word);
  const std::string on =
      entry.keys == nullptr ? "in every run" : "on where a scenario has `" + std::string(entry.id) + ":`";
  return std::string(entry.help) + " (" + on + (brings.empty() ? "" : "; brings " + brings) + ")";
}

// "0.15"
std::string plainly(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

WordTable format_table() {
  WordTable table{"formats", {}};
  for (const FormatRule& format : format_rules()) {
    std::string told = plainly(format.seconds) + " s, costs " + plainly(format.cost) + ", halves in " +
                       plainly(format.shelf_life) + " h";
    for (std::size_t i = 0; i < kActionCount; ++i)
      if (format.rates[i] != 1)
        told += ", " + std::string(kActions[i].word) + " ×" + plainly(format.rates[i]);
    table.words.push_back({std::string(format.word), std::string(format.help) + " (" + told + ")"});
  }
  return table;
}

WordTable segment_table() {
  WordTable segments{"segments", {}};
  for (const Question& question : segment_questions().subspan(1))
    segments.words.push_back({std::string(question.word), std::string(question.help)});
  for (const SegmentWord& word : segment_words())
    segments.words.push_back({std::string(word.word), std::string(word.help)});
  segments.words.push_back(
      {"<attribute>", "a level of an attribute of the scenario: age == young, age >= middle"});
  return segments;
}

}  // namespace

std::vector<WordTable> FanEconomy::tables() {
  std::vector<Word> sources{kFollowingWord};
  std::vector<Word> terms(term_names().begin(), term_names().end());
  WordTable all{"mechanisms", {}};
  for (const MechanismEntry* entry : mechanisms()) {
    all.words.push_back({std::string(entry->id), told(*entry)});
    sources.insert(sources.end(), entry->sources.begin(), entry->sources.end());
    terms.insert(terms.end(), entry->terms.begin(), entry->terms.end());
  }
  WordTable conditions{"conditions", {}};
  for (const ConditionRule& rule : condition_rules())
    conditions.words.push_back(
        {std::string(rule.word), "of a brand or a campaign: " + std::string(rule.word) + "(id) < number"});
  return {all,
          table_of("sources", sources),
          table_of("terms", terms),
          table_of("actions", kActions),
          table_of("stages", kStageWords),
          table_of("kinds", kind_rules()),
          table_of("events", event_rules()),
          table_of("contracts", contract_rules()),
          table_of("offers", offer_rules()),
          table_of("placements", placement_rules()),
          format_table(),
          conditions,
          segment_table(),
          table_of("dialects", dialects())};
}

std::span<const KeySubject> FanEconomy::subjects() {
  static constexpr std::array kSubjects{KeySubject{"feeds", ".feed."}, KeySubject{"events", "events.", "do"}};
  return kSubjects;
}

// `tiny` with 0.5 to 1 M accounts in its first days: 540 to 890 bytes an account.
SizeKeys FanEconomy::size() {
  return {.accounts = "population.accounts",
          .bytes = 250,
          .many = "population.graph.mean_follows",
          .bytes_of_one = 5,
          .scale = "population.scale",
          .graph_kind = "population.graph.kind"};
}

}  // namespace fanfare::fan_economy
