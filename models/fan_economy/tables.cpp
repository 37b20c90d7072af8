// The tables of the model's words, as `fanfare list` shows them.
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/fan_economy.h"
#include "models/fan_economy/feed/explain.h"
#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/market/contracts.h"
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

std::vector<WordTable> FanEconomy::tables() {
  std::vector<Word> sources{kFollowingWord};
  std::vector<Word> terms(term_names().begin(), term_names().end());
  std::vector<Word> all;
  for (const MechanismEntry* entry : mechanisms()) {
    all.push_back({entry->id, entry->help});
    sources.insert(sources.end(), entry->sources.begin(), entry->sources.end());
    terms.insert(terms.end(), entry->terms.begin(), entry->terms.end());
  }
  WordTable conditions{"conditions", {}};
  for (const ConditionRule& rule : condition_rules())
    conditions.words.push_back(
        {std::string(rule.word), "of a brand or a campaign: " + std::string(rule.word) + "(id) < number"});
  return {table_of("mechanisms", all), table_of("sources", sources), table_of("terms", terms),
          table_of("stages", kStageWords), table_of("kinds", kKinds), table_of("events", event_rules()),
          table_of("contracts", contract_rules()), conditions};
}

}  // namespace fanfare::fan_economy
