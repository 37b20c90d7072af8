// Every key that an event may change, through its whole range while a run goes on: nothing that the run holds may
// be sized by it. Meant for the sanitized build.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <regex>

#include "fanfare/parameter_set.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/mechanisms/pools.h"
#include "models/fan_economy/keys/limits.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::changeable_test {
namespace {

using testing::LiveWorld;

constexpr const char* kBusy = R"(schema: 1
kind: scenario
name: changeable
question: Does it stand whatever changes?
run: {until: 30d, tick: 6h}
population: {accounts: 200, scale: 100, minors: 30%, graph: {mean_follows: 15}}
creators:
  - {id: kol, kind: kol, select: {by: followers, top: 5}}
platforms:
  - {id: app, feed: {preset: douyin, pools: {ladder: [200, 1000]}}}
publishing: {median_per_day: 0.5}
brands:
  - {id: aurora, topic: beauty, awareness: 80%}
)";

// Values at the ends of the range, or far out where it has none.
std::vector<std::string> values_of(const FieldInfo& info) {
  const FieldSpec& f = *info.field;
  const double low = std::isfinite(f.lo) ? f.lo : -1000, high = std::isfinite(f.hi) ? f.hi : 1e6;
  const auto text = [](double x) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, x == std::floor(x) && std::fabs(x) < 1e15 ? "%.0f" : "%.17g", x);
    return std::string(buffer);
  };
  switch (f.form) {
    case Form::number: return {text(low), text(high), text((low + high) / 2)};
    case Form::integer: return {text(std::max(0.0, low)), text(std::min(high, 1e6))};
    case Form::truth: return {"true", "false"};
    case Form::numbers: {
      std::string many = "[1";
      for (std::size_t i = 1; i < kMostRungs; ++i) many += ", " + std::to_string(i + 1);
      return {many + "]", "[" + text(low) + "]", "[1, 5, 1000000]"};
    }
    case Form::choice: case Form::preset: {
      std::vector<std::string> words;
      for (const auto& c : f.choices) words.push_back(c.word);
      for (const auto& p : f.presets) words.push_back(p.name);
      return words;
    }
    default: return {};
  }
}

// Of the elements that the scenario has; empty if it has none of that list.
std::string path_in(const LiveWorld&, std::string path) {
  path = std::regex_replace(path, std::regex("platforms\\.<id>"), "platforms.app");
  path = std::regex_replace(path, std::regex("brands\\.<id>"), "brands.aurora");
  return path.find_first_of("<[") == std::string::npos ? path : "";
}

// None of a group that the scenario leaves out.
std::optional<std::string> value_at(const World& world, const std::string& path) {
  try {
    return world.parameter_set.get(path);
  } catch (const ScenarioError&) {
    return {};
  }
}

TEST(Changeable, keys_may_take_any_value_while_a_run_goes_on) {
  // Ticks so fine that rules by the hour can be kept.
  LiveWorld world(std::regex_replace(kBusy, std::regex("tick: 6h"), "tick: 2h") +
                  std::regex_replace(testing::every_mechanism(), std::regex("regulation: \\{\\}"),
                                     "regulation: {opt_out: {}, forget: {}, disclosure: {}}"));
  world.step(8);
  std::size_t tried = 0;
  for (const FieldInfo& info : world->parameter_set.fields()) {
    const std::string path = path_in(world, info.path);
    if (path.empty() || !info.is_mutable) continue;
    const std::optional<std::string> before = value_at(*world, path);
    if (!before) continue;
    for (const std::string& value : values_of(info)) {
      if (!world->parameter_set.set_at_run(path, value).empty()) continue;  // two keys at odds: refused, no crash
      ++tried;
      ++world->parameters_version;
      refresh_brands(*world);
      ASSERT_NO_THROW(world.step(2)) << path << ": " << value;
    }
    world->parameter_set.set_at_run(path, *before);
    ++world->parameters_version;
    refresh_brands(*world);
  }
  EXPECT_GT(tried, 150U);
}

TEST(Changeable, ladder_grows_and_shrinks_and_posts_on_lost_rungs_leave) {
  LiveWorld world(kBusy);
  world.step(12);
  const auto set = [&](const std::string& ladder) {
    const std::string wrong = world->parameter_set.set_at_run("platforms.app.feed.pools.ladder", ladder);
    ++world->parameters_version;
    world.step(24);
    return wrong;
  };
  world->parameter_set.set_at_run("platforms.app.feed.pools.promote_share",
                                  "50%");  // many climb, whatever their luck
  EXPECT_EQ(set("[100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400, 1500, 1600]"), "");
  std::uint64_t high = 0;
  for (std::size_t rung = 2; rung < kMostRungs; ++rung) high += world->index.promotions[rung];
  EXPECT_GT(high, 0U) << "no post climbed where the old ladder had no rung";
  EXPECT_EQ(set("[100]"), "");
  for (const PostScore& post : world->posts.score)
    EXPECT_TRUE(post.rung == PostScore::kOffLadder || post.rung == 0 || owed(*world, post) == 0);
}

TEST(Changeable, ladder_is_refused_where_it_is_refused_in_a_file) {
  LiveWorld world(kBusy);
  std::string many = "[1";
  for (std::size_t i = 1; i <= kMostRungs; ++i) many += ", " + std::to_string(i + 1);
  const std::string path = "platforms.app.feed.pools.ladder";
  EXPECT_NE(world->parameter_set.set_at_run(path, many + "]").find("rungs"), std::string::npos);
  EXPECT_NE(world->parameter_set.set_at_run(path, "[200, 100]").find("must grow"), std::string::npos);
}

// What sizes what a run holds has no mutable_at_run() in its declaration.
TEST(Changeable, are_no_keys_that_size_the_state) {
  LiveWorld world(kBusy);
  for (const auto& [path, value] : std::vector<std::pair<std::string, std::string>>{
           {"population.accounts", "400"}, {"platforms.app.feed.window", "10h"}, {"topics", "[a, b]"}})
    EXPECT_NE(world->parameter_set.set_at_run(path, value), "") << path;
}

}  // namespace
}  // namespace fanfare::fan_economy::changeable_test
