#include "models/fan_economy/mechanisms/rival_keys.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace fanfare::fan_economy {

void describe(Schema<RivalKeys>& s) {
  using K = RivalKeys;
  s.value("brand", &K::brand).help("that copies; none: the second of `brands`");
  s.value("of", &K::of).help("the leader, whom it copies; none: the first");
  s.words("copies", &K::copies)
      .help("what it copies: price (below the leader's), creators (its campaigns hire those of the leader "
            "alone), claims (it promises as much)");
  s.value("lag", &K::lag).unit(Unit::days).in(0, 1000).help("after which it has copied something")
      .source("folk");
  s.value("undercut", &K::undercut).unit(Unit::share).in(0, 0.99).mutable_at_run()
      .help("below the leader's price, as long as the money lasts").source("folk");
  s.value("below_cost", &K::below_cost).unit(Unit::share).in(0, 0.99).mutable_at_run()
      .help("below the cost of a unit, down to which it goes: growth before profit").source("folk");
  s.value("money", &K::money).unit(Unit::money).in(0, 1e12)
      .help("of investors: what it takes less than its list price for, and its campaigns, are paid from it; "
            "when it is gone, so are the discount and the bids");
  s.value("premium", &K::premium).unit(Unit::share).in(0, 10).mutable_at_run()
      .help("more that a creator asks, of both, whom both want").source("folk");
  s.value("shared_trust", &K::shared_trust).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of its credibility, that a creator loses with who met it last for the other of the two")
      .source("sign: Tripp, Jensen and Carlson 1994, J. Consumer Research 20, 535; size: folk");
  s.value("confusion", &K::confusion).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of those who watch a post for the leader, whom it moves for the copy as well").source("folk");
  s.value("promise", &K::promise).in(0, 10).mutable_at_run()
      .help("of what the leader's product is better, that the copy promises too, and those who buy expect")
      .source("folk");
  s.check([](const K& keys, Checker& c) {
    constexpr std::array<std::string_view, 3> kCan{"price", "creators", "claims"};
    for (const std::string& what : keys.copies)
      if (std::find(kCan.begin(), kCan.end(), what) == kCan.end())
        c.problem("copies", "'" + what + "' is nothing that can be copied",
                  "there are price, creators and claims");
    if (!keys.brand.empty() && keys.brand == keys.of)
      c.problem("of", "'" + keys.of + "' copies itself", "name two brands");
  });
}

}  // namespace fanfare::fan_economy
