// Keys of events: what happens at a time or on a condition.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/keys/selector.h"

namespace fanfare::fan_economy {

// What happens, by its word: mechanisms bring words of their own.
enum class EventKind : std::uint32_t {};
// A number that no other word in use has: tables.cpp of mechanisms/ checks.
constexpr EventKind event_kind(std::string_view word) { return EventKind{hash_of_name(word)}; }
inline constexpr EventKind kSetEvent = event_kind("set");    // parameters change
inline constexpr EventKind kDropEvent = event_kind("drop");  // brands end their contracts with creators

struct EventParameters {
  std::string id;
  double at = -1;                    // days; −1: on its condition
  std::string when;                  // "sentiment(aurora) < -0.4"; empty: at its time
  bool once = true;                  // else each time the condition comes true anew
  EventKind kind = kSetEvent;   // `do`
  std::vector<Assignment> set;
  Selector target;
  std::string segment;          // id; empty: everyone
  double severity = 0.5;
};
void describe(Schema<EventParameters>& s);

// `measure(id) < number`, parsed.
struct Condition {
  std::string measure;
  std::string id;
  bool below = true;
  double bound = 0;
};// None if the text is not of that form.
std::optional<Condition> parse_condition(std::string_view text);

}  // namespace fanfare::fan_economy
