#include "models/fan_economy/mechanisms/tracking_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<TrackingKeys>& s) {
  using K = TrackingKeys;
  s.value("brand", &K::brand).help("who keeps track; none: the first brand");
  s.words("channels", &K::channels)
      .help(
          "among which credit is divided, 8 at most: ids of campaigns, of lines of ads, of bids in a search; "
          "none: all of the brand's");
  s.value("window", &K::window).unit(Unit::days).in(1, 90)
      .help("before an order that a touch counts in").source("7 to 30 days are usual");
  s.value("clicks_seen", &K::clicks_seen).unit(Unit::share).in(0, 1)
      .help("of clicks, what the brand's tags record, where the platform tells").source("folk");
  s.value("views_seen", &K::views_seen).unit(Unit::share).in(0, 1)
      .help("of posts and ads that are watched without a click, what they record").source("folk");
  s.value("cookies_lost", &K::cookies_lost).unit(Unit::share).in(0, 1)
      .help("accounts whose touches can never be joined with an order").source("folk");
  s.value("cookie_life", &K::cookie_life).unit(Unit::days).in(1, 1000)
      .help("after which an account looks like another").source("folk");
  s.value("offline", &K::offline).unit(Unit::share).in(0, 1)
      .help("orders that nobody can join with anything, as those made in a shop").source("folk");
  s.words("walled", &K::walled)
      .help("platforms that tell of no view by account, only sums; clicks as their feed.rules.reported says");
  s.value("ends", &K::ends).unit(Unit::share).in(0, 0.5)
      .help("of the position rule, the part of the first touch, and of the last")
      .source("40-20-40 is usual");
  s.value("carry", &K::carry).unit(Unit::share).in(0, 0.95)
      .help("of the regression, what of a day's touches still works on the next").source("folk");
}

}  // namespace fanfare::fan_economy
