#include "models/fan_economy/mechanisms/virtual_gifts_keys.h"

#include <algorithm>

namespace fanfare::fan_economy {

void describe(Schema<VirtualGiftKeys>& s) {
  using K = VirtualGiftKeys;
  s.value("hosts", &K::hosts)
      .unit(Unit::count)
      .quantity_of("creators")
      .in(1, 10'000)
      .help("creators with a show, the most followed at the start");
  s.value("hour", &K::hour)
      .unit(Unit::count)
      .quantity_of("hours after midnight")
      .in(0, 23)
      .mutable_at_run()
      .help("of the day at which shows open");
  s.value("length", &K::length)
      .unit(Unit::hours)
      .in(0.1, 24)
      .mutable_at_run()
      .help("of a show, one tick at least");
  s.group("audience", &K::audience).help("who comes, how long they stay");
  s.numbers("menu", &K::menu).in(0.01, 1e6).help("what gifts cost, CNY").source("folk");
  s.value("give", &K::give)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance in an hour that a viewer of full fandom and middling taste gives, when nobody else does")
      .source("folk");
  s.value("purse", &K::purse)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of the money that such a viewer has, spent on one gift at most")
      .source("folk");
  s.value("taste", &K::taste)
      .in(0, 5)
      .help("sd of the logarithm of people's taste for giving, which is for good")
      .source("folk");
  s.value("contagion", &K::contagion)
      .in(-1, 10)
      .mutable_at_run()
      .help(
          "added to the chance, in times, where all present have just given; below 0: others' gifts put off")
      .source("contested: + in a study of Douyu (HCI 2017), bystanders elsewhere give less; size: folk");
  s.value("image", &K::image)
      .in(0, 1)
      .mutable_at_run()
      .help("power of the crowd that sees it with which a gift grows: twice the crowd, 2^image times as dear; 0: "
            "nobody cares who looks on")
      .source("sign: Lu, Yao, Chen & Grewal 2021, Mark. Sci. 40, 964 (viewers added at random raise the tip a "
              "viewer); size: so that docs/validation.md C10 holds");
  s.value("thanks", &K::thanks)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom that the host's thanks add")
      .source("folk");
  s.value("platform_share", &K::platform_share)
      .unit(Unit::share)
      .in(0, 1)
      .help("of a gift, to the platform")
      .source("CGTN on live streaming in China: about half");
  s.value("agency_share", &K::agency_share)
      .unit(Unit::share)
      .in(0, 1)
      .help("of a gift, to the host's agency; the rest is the host's")
      .source("the same: 20 to 30 %");
  s.value("a_month", &K::a_month)
      .unit(Unit::money)
      .in(0, 1e7)
      .mutable_at_run()
      .help("that one person may give in thirty days; 0: no limit");
  s.check([](const K& keys, Checker& c) {
    if (keys.platform_share + keys.agency_share > 1)
      c.problem("agency_share", "platform and agency would take more than the whole gift",
                "let both shares sum to 100 % at most");
    if (keys.menu.empty())
      return c.problem("menu", "there is nothing to give", "name a price, or leave the key out");
    const double cheapest = *std::ranges::min_element(keys.menu);
    if (keys.a_month > 0 && static_cast<double>(keys.a_month) < 100 * cheapest)
      c.problem("a_month", "the limit is below the cheapest gift",
                "raise it, or bar gifts (regulation.rules)");
  });
}

}  // namespace fanfare::fan_economy
