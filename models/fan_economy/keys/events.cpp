#include "models/fan_economy/keys/events.h"

#include "models/fan_economy/keys/mechanism_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<EventParameters>& s) {
  using E = EventParameters;
  s.id(&E::id).help("needed only if an arm or --set changes the event");
  s.value("at", &E::at).unit(Unit::days).at_least(-1)
      .help("when it happens, or from when its condition counts; −1: no time");
  s.value("when", &E::when)
      .help("a condition on what the last tick published, as in sentiment(aurora) < -0.4");
  s.value("once", &E::once).help("only the first time; else each time the condition comes true anew");
  s.choice("do", &E::kind, event_choices())
      .help("what happens");
  s.assignments("set", &E::set).help("parameters that change, path: value");
  s.group("target", &E::target).help("creators that a scandal or a drop is about");
  s.value("segment", &E::segment)
      .help("of a scandal: only accounts in this segment notice it; empty: everyone may");
  s.value("severity", &E::severity).in(0, 1).help("of a scandal");
  s.check([](const E& event, Checker& c) {
    if (event.when.empty() && event.at < 0)
      c.problem("", "neither `at` nor `when`", "say at which day, or on which condition, it happens");
    if (!event.when.empty() && !parse_condition(event.when))
      c.problem("when", "'" + event.when + "' is no condition",
                "write measure(id) < number, as in sentiment(aurora) < -0.4");
    if (event.kind == kSetEvent && event.set.empty())
      c.problem("", "sets nothing", "write set: {path: value}");
    if ((event.kind == kSetEvent || event.kind == kDropEvent) && !event.segment.empty())
      c.problem("segment", "no account takes part in this event by itself",
                "only what accounts notice has a segment");
    if (event.kind != kSetEvent && !event.set.empty())
      c.problem("set", "only events that `do: set` change parameters", "make it an event of its own");
  });
}

}  // namespace fanfare::fan_economy
