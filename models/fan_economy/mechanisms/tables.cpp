// What the catalogue adds to keys and words, and whether its entries can live together.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/expects.h"
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/feed/explain.h"
#include "models/fan_economy/keys/mechanism_keys.h"
#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/market/contracts.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/mechanisms/mechanisms.h"
#include "models/fan_economy/market/placements.h"

namespace fanfare::fan_economy {

namespace {

// Keys that every scenario has, of the economy and of the engine.
constexpr std::array<std::string_view, 25> kTaken{
    "population", "topics",    "attributes", "segments",  "creators", "platforms", "publishing", "attention",
    "brands",     "persuasion", "purchase",  "relations", "campaigns", "careers",  "events",     "sample",
    "schema",     "kind",      "model",      "name",      "question", "run",       "outputs",    "extends",
    "links"};

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

using Entries = std::span<const MechanismEntry* const>;

// The model's own lines of a table, which stand first in the whole one, then those of the entries.
template <class Rule>
std::vector<Rule> lines_of(Entries entries, std::span<const Rule> whole,
                           std::span<const Rule> MechanismEntry::*lines) {
  std::size_t brought = 0;
  for (const MechanismEntry* entry : mechanisms()) brought += (entry->*lines).size();
  std::vector<Rule> all(whole.begin(), whole.end() - static_cast<std::ptrdiff_t>(brought));
  for (const MechanismEntry* entry : entries)
    all.insert(all.end(), (entry->*lines).begin(), (entry->*lines).end());
  return all;
}

template <class Rule>
void check_words(std::string_view of, Entries entries, std::span<const Rule> whole,
                 std::span<const Rule> MechanismEntry::*lines) {
  std::vector<std::string> words;
  for (const Rule& rule : lines_of(entries, whole, lines)) words.emplace_back(rule.word);
  check_distinct(of, words);
}

void check_contracts(Entries entries) {
  std::vector<int> kinds;
  for (const ContractRule& rule : lines_of(entries, contract_rules(), &MechanismEntry::contracts))
    kinds.push_back(static_cast<int>(rule.kind));
  std::sort(kinds.begin(), kinds.end());
  if (std::adjacent_find(kinds.begin(), kinds.end()) != kinds.end())
    throw LogicError("mechanisms: two contracts have one number; give one of them another");
}

void check_kinds(Entries entries) {
  std::vector<int> numbers;
  for (const KindRule& rule : lines_of(entries, kind_rules(), &MechanismEntry::kinds))
    numbers.push_back(static_cast<int>(rule.kind));
  std::sort(numbers.begin(), numbers.end());
  if (std::adjacent_find(numbers.begin(), numbers.end()) != numbers.end())
    throw LogicError("mechanisms: two kinds of creators have one number; give one of them another");
  if (numbers.back() > kHighestKind)
    throw LogicError("mechanisms: the highest number of a kind is " + std::to_string(kHighestKind));
}

void check_keys(Entries entries) {
  std::vector<std::string> ids;
  for (const MechanismEntry* entry : entries) {
    if (std::find(kTaken.begin(), kTaken.end(), entry->id) != kTaken.end())
      throw LogicError("mechanisms: '" + std::string(entry->id) +
                       "' is a key that every scenario has; give the mechanism another id");
    ids.emplace_back(entry->id);
  }
  if (ids.size() > kMostMechanisms) throw LogicError("mechanisms: more than there are slots for their keys");
  check_distinct("id", ids);
}

std::vector<MechanismKey> checked_keys() {
  check_catalogue(mechanisms());
  std::vector<MechanismKey> keys;
  for (const MechanismEntry* entry : mechanisms()) keys.push_back({entry->id, entry->help, entry->keys});
  return keys;
}

}  // namespace

void check_catalogue(Entries entries) {
  check_keys(entries);
  std::vector<std::string> sources{std::string(kFollowingWord.word)}, terms, measures;
  for (const Word& own : term_names()) terms.emplace_back(own.word);
  for (const MechanismEntry* entry : entries) {
    for (const Word& source : entry->sources) sources.emplace_back(source.word);
    for (const Word& term : entry->terms) terms.emplace_back(term.word);
    for (const MeasureRule& measure : entry->measures) measures.emplace_back(measure.name);
  }
  check_distinct("source", sources);
  check_distinct("term", terms);
  check_distinct("measure", measures);
  check_words("event", entries, event_rules(), &MechanismEntry::events);
  check_words("condition", entries, condition_rules(), &MechanismEntry::conditions);
  check_words("contract", entries, contract_rules(), &MechanismEntry::contracts);
  check_words("format", entries, format_rules(), &MechanismEntry::formats);
  check_words("offer", entries, offer_rules(), &MechanismEntry::offers);
  check_words("placement", entries, placement_rules(), &MechanismEntry::placements);
  check_words("kind", entries, kind_rules(), &MechanismEntry::kinds);
  check_contracts(entries);
  check_kinds(entries);
}

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

std::span<const KindRule> kind_rules() {
  static const std::vector<KindRule> kRules =
      with_lines_of_mechanisms(std::span<const KindRule>(kKinds), &MechanismEntry::kinds);
  return kRules;
}

std::size_t place_of(CreatorKind kind) {
  static const auto kPlaces = [] {
    std::array<std::uint8_t, 256> places{};
    for (std::size_t place = 0; place < kind_rules().size(); ++place)
      places[static_cast<std::size_t>(kind_rules()[place].kind)] = static_cast<std::uint8_t>(place);
    return places;
  }();
  return kPlaces[static_cast<std::size_t>(kind)];
}

std::span<const Choice<CreatorKind>> kind_choices() {
  static const std::vector<Choice<CreatorKind>> kChoices = [] {
    std::vector<Choice<CreatorKind>> choices;
    for (const KindRule& rule : kind_rules()) choices.push_back({rule.word, rule.kind, rule.help});
    return choices;
  }();
  return kChoices;
}

}  // namespace fanfare::fan_economy
