#include "models/fan_economy/keys/sample.h"

namespace fanfare::fan_economy {

void describe(Schema<SampleParameters>& s) {
  s.value("posts", &SampleParameters::posts)
      .unit(Unit::count)
      .in(0, 64)
      .help(
          "kept in full for the report, so many of the most seen sponsored posts and so many of the most "
          "seen of one unpaid post a day: impressions by hour and source, who shared, what the feed counted; "
          "of a study its first replicate's");
  s.value("accounts", &SampleParameters::accounts).unit(Unit::count).in(0, 1000)
      .help("accounts of the network around hired creators kept for the report, with their exposures "
            "over time");
}

}  // namespace fanfare::fan_economy
