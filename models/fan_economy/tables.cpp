// The tables of the model's words, as `fanfare list` shows them.
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/fan_economy.h"
#include "models/fan_economy/feed/explain.h"
#include "models/fan_economy/keys/words.h"

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
  WordTable conditions{"conditions", {}};
  for (const std::string_view measure : condition_measures())
    conditions.words.push_back(
        {std::string(measure), "of a brand or a campaign: " + std::string(measure) + "(id) < number"});
  return {table_of("sources", kSourceWords), table_of("terms", term_names()), table_of("stages", kStageWords),
          table_of("kinds", kKinds), table_of("contracts", kContracts), conditions};
}

}  // namespace fanfare::fan_economy
