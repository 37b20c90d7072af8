#include "models/fan_economy/mechanisms/mini_game_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<MiniGameKeys>& s) {
  using K = MiniGameKeys;
  s.value("brand", &K::brand).help("that is seen in the game; none: the first");
  s.range("placed", &K::placed).unit(Unit::days).in(0, 1e5)
      .help("first and last day of the placement, which is paid by the day; who plays may go on after it");
  s.value("fee", &K::fee).unit(Unit::money).in(0, 1e12).help("of the placement, a day").source("folk");
  s.value("seen", &K::seen).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that who opens the app while the game is placed sees it").source("folk");
  s.value("start", &K::start).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that who sees it for the first time plays").source("folk");
  s.value("zeal", &K::zeal).unit(Unit::share).in(0, 1)
      .help("chance a day, with the app open, that a new player plays again").source("folk");
  s.value("bored", &K::bored).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of that chance, what each game takes away").source("folk");
  s.value("invite", &K::invite).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance in a game that the player sends it to one of those whom it follows").source("folk");
  s.value("accept", &K::accept).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that who gets it from a friend, and never played, plays").source("folk");
  s.value("quality", &K::quality)
      .unit(Unit::share)
      .in(0, 1)
      .help("of what is seen of the brand")
      .source("folk");
  s.value("tone", &K::tone).in(-1, 1).help("of what it says of the brand").source("folk");
  s.check([](const K& keys, Checker& c) {
    if (keys.placed.hi <= keys.placed.lo)
      c.problem("placed", "it is placed for no time", "let it end after it begins, e.g. [1d, 8d]");
  });
}

}  // namespace fanfare::fan_economy
