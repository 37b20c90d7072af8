// The plain feed does the work of the phase it is a yardstick for: as many candidates and impressions a session, as
// many of each action an impression.
#include "sim/bench/plain_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/fan_economy/fan_economy.h"
#include "models/fan_economy/keys/actions.h"
#include "sim/bench/first_replicate.h"
#include "sim/comm.h"
#include "sim/simulation.h"

namespace fanfare::plain_feed_test {
namespace {

using Act = FeedSnapshot::Act;
using testing::DoubleNear;

constexpr const char* kWorld = R"(schema: 1
kind: scenario
name: plain_feed
model: fan_economy
run: {until: 2d, tick: 1h, seed: 7}
population: {accounts: 6000, authors: 10%, graph: {kind: chung_lu, mean_follows: 30}}
platforms: [{id: here, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty}]
outputs: {every: 2d}
)";

struct Hours {
  PlainFeedResult plain, engine;  // of the engine no seconds
};

// Six hours of an evening by both, from the same world at the start of each.
Hours six_hours() {
  Scenario scenario = bench_scenario(kWorld);
  Serial one;
  Shelf shelf;
  const auto comm = local_comm();
  const auto model = first_replicate(scenario, one, shelf);
  auto& economy = dynamic_cast<fan_economy::FanEconomy&>(*model);
  Simulation simulation(*model, *comm, one);
  for (int hour = 0; hour < 42; ++hour) simulation.step();
  const auto add = [](PlainFeedResult& sum, const PlainFeedResult& of) {
    sum.sessions += of.sessions;
    sum.candidates += of.candidates;
    sum.impressions += of.impressions;
    for (std::size_t a = 0; a < of.acts.size(); ++a) sum.acts[a] += of.acts[a];
  };
  const auto done = [&] {
    const WorkDone work = economy.work();
    PlainFeedResult result{.candidates = work.candidates, .impressions = work.impressions};
    return result;
  };
  Hours hours;
  for (int hour = 0; hour < 6; ++hour) {
    FeedSnapshot world;
    EXPECT_EQ(economy.lay_out(world), "");
    const PlainFeedResult before = done();
    simulation.step();
    PlainFeedResult after = done();
    after.candidates -= before.candidates;
    after.impressions -= before.impressions;
    const std::vector<std::uint32_t> readers = economy.browsed();
    after.sessions = readers.size();
    add(hours.engine, after);
    add(hours.plain, plain_feed(world, readers));
  }
  return hours;
}

double a_session(const PlainFeedResult& of, std::uint64_t count) {
  return static_cast<double>(count) / static_cast<double>(of.sessions);
}

TEST(PlainFeed, does_the_work_of_the_phase_it_measures) {
  const Hours hours = six_hours();
  const auto& [plain, engine] = hours;
  EXPECT_EQ(plain.sessions, engine.sessions);
  EXPECT_GT(plain.sessions, 2000U);
  const double candidates = a_session(engine, engine.candidates), impressions = a_session(engine, engine.impressions);
  EXPECT_THAT(a_session(plain, plain.candidates), DoubleNear(candidates, 0.1 * candidates));
  EXPECT_THAT(a_session(plain, plain.impressions), DoubleNear(impressions, 0.1 * impressions));
}

}  // namespace
}  // namespace fanfare::plain_feed_test
