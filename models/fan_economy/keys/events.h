// Keys of events: what happens at a time or on a condition.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/selector.h"

namespace fanfare::fan_economy {

enum class EventKind : std::uint8_t {
  set,      // parameters change
  scandal,  // creators lose trust and followers, tied brands lose attitude
  drop      // brands end their contracts with creators
};

struct EventParameters {
  std::string id;
  double at = -1;                    // days; −1: on its condition
  std::string when;                  // "sentiment(aurora) < -0.4"; empty: at its time
  bool once = true;                  // else each time the condition comes true anew
  EventKind kind = EventKind::set;   // `do`
  std::vector<Assignment> set;
  Selector target;
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
