#include "models/fan_economy/keys/sample.h"

namespace fanfare::fan_economy {

void describe(Schema<SampleParameters>& s) {
  s.value("posts", &SampleParameters::posts).unit(Unit::count).in(0, 64)
      .help("most seen posts, sponsored and unpaid ones apart, kept in full for the report: who shared them, "
            "what the feed counted");
  s.value("accounts", &SampleParameters::accounts).unit(Unit::count).in(0, 1000)
      .help("accounts of the network around hired creators kept for the report, with their exposures "
            "over time");
}

}  // namespace fanfare::fan_economy
