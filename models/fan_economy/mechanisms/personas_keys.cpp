#include <algorithm>
#include <string>

#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/mechanisms/personas.h"

namespace fanfare::fan_economy {

void describe(Schema<PersonaServiceKeys>& s) {
  using K = PersonaServiceKeys;
  s.id(&K::id).help("name of the service");
  s.value("brand", &K::brand).required().help("whose staff it is");
  s.words("to", &K::to).help("personas it talks to: see `fanfare list segments`, persona");
  s.value("staff", &K::staff).unit(Unit::count).quantity_of("people").in(1, 1e6).help("on duty");
  s.value("talks", &K::talks)
      .unit(Unit::count)
      .quantity_of("talks")
      .in(1, 1e4)
      .help("that each of the staff can have a day")
      .source("folk");
  s.value("wage", &K::wage)
      .unit(Unit::money)
      .in(0, 1e6)
      .help("of each, a day, whatever there is to do")
      .source("folk");
  s.range("flight", &K::flight).unit(Unit::days).in(0, 1e5).help("first and last day");
  s.value("worth", &K::worth).in(0, 1000).help("clicks whose chance of an order a talk has").source("folk");
  s.value("strength", &K::strength).in(-1, 1).help("way to full attitude that a talk goes").source("folk");
}

void describe(Schema<PersonaKeys>& s) {
  using K = PersonaKeys;
  s.value("memory", &K::memory)
      .unit(Unit::days)
      .in(0.01, 1000)
      .mutable_at_run()
      .help("in which half of the clicks are forgotten")
      .source("folk");
  s.value("hesitant_at", &K::hesitant_at)
      .in(0.01, 15)
      .mutable_at_run()
      .help("clicks of late, without an order since, that make one hesitant")
      .source("folk");
  s.value("impulsive_at", &K::impulsive_at)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("share of orders made at a click that makes one impulsive")
      .source("folk");
  s.value("loyal_at", &K::loyal_at)
      .unit(Unit::count)
      .quantity_of("orders")
      .in(1, 255)
      .mutable_at_run()
      .help("that make one loyal")
      .source("folk");
  s.value("lapsed_after", &K::lapsed_after)
      .unit(Unit::days)
      .in(1, 250)
      .mutable_at_run()
      .help("without an order, after one")
      .source("folk");
  s.value("high_value_at", &K::high_value_at)
      .in(0.1, 1000)
      .mutable_at_run()
      .help("usual prices spent that make one of high value")
      .source("folk");
  s.value("patience", &K::patience)
      .in(0.01, 1000)
      .mutable_at_run()
      .help("talks of late that people take, on average; exponential, each has its own")
      .source("folk");
  s.value("talk_memory", &K::talk_memory)
      .unit(Unit::days)
      .in(0.01, 1000)
      .mutable_at_run()
      .help("in which half of the talks are forgotten")
      .source("folk");
  s.value("offence", &K::offence)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("way to the worst attitude that one talk too many goes")
      .source("folk");
  s.list("services", &K::services).help("staff of brands that talks to some of them");
  s.check([](const PersonaKeys& keys, Checker& c) {
    for (std::size_t i = 0; i < keys.services.size(); ++i)
      for (const std::string& word : keys.services[i].to)
        if (std::none_of(kPersonaWords.begin() + 1, kPersonaWords.end(),
                         [&](const Word& persona) { return persona.word == word; }))
          c.problem("services[" + std::to_string(i) + "].to", "'" + word + "' is no persona to talk to",
                    "there are new, hesitant, impulsive, loyal, lapsed, high_value");
  });
}

}  // namespace fanfare::fan_economy
