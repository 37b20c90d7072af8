// The default short-video market against the bands that a strategist would hold it to; how the defaults were found
// stands in docs/calibration.md.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "models/fan_economy/measure/scorecard.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::calibration_test {
namespace {

using testing::LiveWorld;

std::string text_of(const char* path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The two files put together by hand: a text has no folder to find the other in.
std::string flagship() {
  std::string base = text_of("scenarios/base/short_video.yaml"), own = text_of("scenarios/kol_vs_koc.yaml");
  base.replace(base.find("run: {until: 30d"), 16, "run: {until: 45d");
  return base + own.substr(own.find("campaigns:"));
}

TEST(Facts, the_default_market_has_the_unit_economics_of_its_bands) {
  LiveWorld world(flagship());
  world.step(45 * 24);
  std::map<std::string, Fact> facts;
  for (const Fact& fact : scorecard(*world)) facts.emplace(fact.name, fact);
  for (const char* name :
       {"fan_share", "click_rate", "orders_per_click", "orders_per_thousand", "cost_per_thousand",
        "income_top_1", "views_top_3", "singleton_share", "deep_share", "peak_to_trough"}) {
    const Fact& fact = facts.at(name);
    RecordProperty(name, std::to_string(fact.value));
    EXPECT_EQ(fact.standing, Standing::pass) << name << ' ' << fact.value;
  }
}

}  // namespace
}  // namespace fanfare::fan_economy::calibration_test
