// What the catalogue adds to keys and words, and whether its entries can live together.
#include <algorithm>
#include <string>
#include <vector>

#include "fanfare/expects.h"
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/keys/mechanism_keys.h"
#include "models/fan_economy/market/contracts.h"

namespace fanfare::fan_economy {

namespace {

// Two entries that want one word, or two words that hash alike, would be one.
void check_distinct(std::string_view of, std::vector<std::string> names) {
  std::vector<std::uint32_t> hashes;
  for (const std::string& name : names) hashes.push_back(hash_of_name(name));
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    throw LogicError("mechanisms: two bring the " + std::string(of) + " '" + *twice + "'; rename one");
  std::sort(hashes.begin(), hashes.end());
  if (std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end())
    throw LogicError("mechanisms: two names of a " + std::string(of) + " hash alike; rename one");
}

template <class List, class Name>
std::vector<std::string> names_in(const List& list, const Name& name) {
  std::vector<std::string> names;
  for (const auto& item : list) names.emplace_back(name(item));
  return names;
}

void check_contracts() {
  std::vector<int> kinds;
  for (const ContractRule& rule : contract_rules()) kinds.push_back(static_cast<int>(rule.kind));
  std::sort(kinds.begin(), kinds.end());
  if (std::adjacent_find(kinds.begin(), kinds.end()) != kinds.end())
    throw LogicError("mechanisms: two contracts have one number; give one of them another");
}

std::vector<MechanismKey> checked_keys() {
  const auto word = [](const auto& rule) { return rule.word; };
  std::vector<std::string> sources{"following"};
  std::vector<std::string> measures;
  std::vector<MechanismKey> keys;
  for (const MechanismEntry* entry : mechanisms()) {
    keys.push_back({entry->id, entry->help, entry->keys});
    for (const Word& source : entry->sources) sources.emplace_back(source.word);
    for (const MeasureRule& measure : entry->measures) measures.emplace_back(measure.name);
  }
  if (keys.size() > kMostMechanisms) throw LogicError("mechanisms: more than there are slots for their keys");
  check_distinct("id", names_in(keys, [](const MechanismKey& key) { return key.id; }));
  check_distinct("source", sources);
  check_distinct("measure", measures);
  check_distinct("event", names_in(event_rules(), word));
  check_distinct("condition", names_in(condition_rules(), word));
  check_distinct("contract", names_in(contract_rules(), word));
  check_contracts();
  return keys;
}

}  // namespace

std::span<const MechanismKey> mechanism_keys() {
  static const std::vector<MechanismKey> kKeys = checked_keys();
  return kKeys;
}

MechanismSlots empty_slots() {
  MechanismSlots slots;
  for (std::size_t i = 0; const MechanismKey& key : mechanism_keys()) {
    if (key.spec != nullptr) slots[i] = KeySlot(key.spec());
    ++i;
  }
  return slots;
}

std::span<const Choice<EventKind>> event_choices() {
  static const std::vector<Choice<EventKind>> kChoices = [] {
    std::vector<Choice<EventKind>> choices;
    for (const EventRule& rule : event_rules())
      choices.push_back({rule.word, event_kind(rule.word), rule.help});
    return choices;
  }();
  return kChoices;
}

std::span<const Choice<ContractKind>> contract_choices() {
  static const std::vector<Choice<ContractKind>> kChoices = [] {
    std::vector<Choice<ContractKind>> choices;
    for (const ContractRule& rule : contract_rules()) choices.push_back({rule.word, rule.kind, rule.help});
    return choices;
  }();
  return kChoices;
}

}  // namespace fanfare::fan_economy
