// The figures that `fanfare bench` prints: rates, ratios and what is said of a limit that could not be
// measured.
#include "sim/bench/report.h"

#include "fanfare/expects.h"
#include "sim/bench/against.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace fanfare::report_test {
namespace {

using testing::HasSubstr;
using testing::Not;

BenchReport sample_report() {
  BenchReport report;
  report.threads = 2;
  report.limits = {
      {"triad_gb_per_s", "memory bandwidth", "GB/s", 20, 40},
      {"gathers_per_s_64mb", "random reads from 64 MB", "1/s", 2e8, 4e8},
      {"gathers_per_s_1gb", "random reads from 1 GB", "1/s", 0, 0, "needs 1.1 GB, 0.5 GB are free"},
      {"philox_blocks_per_s", "Philox blocks", "1/s", 3e8, 6e8}};
  WorldCost world;
  world.accounts = 1000;
  world.edges = 50'000;
  world.ticks = 24;
  world.owned_bytes = 117'000;
  world.graph_bytes = 210'000;
  world.all = {
      .work = {4'000'000, 16'000'000, 20'000'000, 24'000'000}, .browse_seconds = 0.2, .wall_seconds = 0.3};
  world.one = {
      .work = {3'000'000, 12'000'000, 15'000'000, 18'000'000}, .browse_seconds = 0.3, .wall_seconds = 0.4};
  world.phases = {{"browse", "local", 0.008, 0.7}};
  report.world = world;
  return report;
}

TEST(BenchReport, rates_are_work_over_the_time_of_browse) {
  const auto json = nlohmann::json::parse(bench_json(sample_report()));
  EXPECT_DOUBLE_EQ(json["browse"]["impressions_per_second"], 2e7);
  EXPECT_DOUBLE_EQ(json["browse"]["candidates_per_second"], 8e7);
  EXPECT_DOUBLE_EQ(json["browse"]["edges_per_second"], 1e8);
  EXPECT_DOUBLE_EQ(json["browse"]["draws_per_second"], 1.2e8);
  EXPECT_DOUBLE_EQ(json["browse"]["one_thread"]["impressions_per_second"], 1e7);
}

// The legs hold different hours: their seconds alone would say 1.5.
TEST(BenchReport, the_speedup_compares_rates) {
  EXPECT_DOUBLE_EQ(nlohmann::json::parse(bench_json(sample_report()))["browse"]["speedup"], 2);
}

TEST(BenchReport, limits_stand_under_their_names_for_all_threads_and_for_one) {
  const auto limits = nlohmann::json::parse(bench_json(sample_report()))["limits"];
  EXPECT_DOUBLE_EQ(limits["triad_gb_per_s"], 40);
  EXPECT_DOUBLE_EQ(limits["one_thread"]["triad_gb_per_s"], 20);
}

TEST(BenchReport, a_limit_that_was_not_measured_is_left_out_by_name) {
  const auto limits = nlohmann::json::parse(bench_json(sample_report()))["limits"];
  EXPECT_FALSE(limits.contains("gathers_per_s_1gb"));
  EXPECT_EQ(limits["missing"]["gathers_per_s_1gb"], "needs 1.1 GB, 0.5 GB are free");
  EXPECT_THAT(bench_text(sample_report()), HasSubstr("random reads from 1 GB: needs 1.1 GB"));
}

TEST(BenchReport, ratios_divide_ours_by_the_limit_that_bounds_it) {
  const auto ratios = nlohmann::json::parse(bench_json(sample_report()))["ratios"];
  EXPECT_DOUBLE_EQ(ratios["candidates_per_gather"], 0.2);
  EXPECT_DOUBLE_EQ(ratios["impressions_per_gather"], 0.05);
  EXPECT_DOUBLE_EQ(ratios["edge_bytes_per_triad_byte"], 0.01);
  EXPECT_DOUBLE_EQ(ratios["draws_per_philox_block"], 0.2);
}

TEST(BenchReport, memory_is_per_account_and_per_edge) {
  const auto memory = nlohmann::json::parse(bench_json(sample_report()))["memory"];
  EXPECT_DOUBLE_EQ(memory["bytes_per_account"], 117);
  EXPECT_DOUBLE_EQ(memory["bytes_per_edge"], 4.2);
  EXPECT_THAT(bench_text(sample_report()), HasSubstr("117.0 B per account, 4.20 B per follow edge"));
}

TEST(BenchReport, a_classic_model_is_shown_where_it_was_timed) {
  BenchReport report = sample_report();
  EXPECT_THAT(bench_text(report), Not(HasSubstr("SimSoM")));
  report.simsom = SimsomSpeed{.accounts = 1050, .steps = 1000, .updates_per_second = 7.5e6};
  EXPECT_THAT(bench_text(report), HasSubstr("SimSoM, 1.05 k accounts: 7.50 M agent updates"));
  EXPECT_DOUBLE_EQ(nlohmann::json::parse(bench_json(report))["simsom"]["updates_per_second"], 7.5e6);
}

// 10 M impressions a second of the engine against 2 M.
TEST(BenchReport, the_plain_feed_is_shown_with_how_much_faster_ours_is) {
  BenchReport report = sample_report();
  report.world->plain = PlainFeedCost{.plain = {.sessions = 100'000, .impressions = 2'000'000, .seconds = 1},
                                      .engine = {.work = {.impressions = 2'100'000}, .browse_seconds = 0.21}};
  const auto json = nlohmann::json::parse(bench_json(report));
  EXPECT_DOUBLE_EQ(json["ratios"]["browse_per_plain_feed"], 5);
  EXPECT_DOUBLE_EQ(json["browse"]["plain_feed"]["impressions_per_session"], 20);
  EXPECT_DOUBLE_EQ(json["browse"]["plain_feed"]["engine_impressions_per_session"], 21);
  EXPECT_THAT(bench_text(report), HasSubstr("ours is 5.0 × as fast"));
  BenchReport slower = report;
  slower.world->plain->engine.browse_seconds = 0.42;
  EXPECT_THAT(bench_against(bench_json(slower), bench_json(report), "old.json"),
              testing::ContainsRegex("ratios browse_per_plain_feed +5[.0]* +2.50? +0.50 +worse"));
}

TEST(BenchReport, without_a_world_only_the_machine_is_shown) {
  BenchReport report = sample_report();
  report.world.reset();
  EXPECT_THAT(bench_text(report), HasSubstr("memory bandwidth"));
  EXPECT_THAT(bench_text(report), Not(HasSubstr("browse")));
  EXPECT_FALSE(nlohmann::json::parse(bench_json(report)).contains("browse"));
}

std::string against(const BenchReport& now, const BenchReport& then) {
  return bench_against(bench_json(now), bench_json(then), "old.json");
}

// What is better depends on the figure; what differs by a hair is not judged.
TEST(BenchAgainst, says_of_each_figure_what_became_of_it) {
  BenchReport now = sample_report();
  now.world->all.browse_seconds = 0.1;
  now.world->owned_bytes = 234'000;
  now.world->graph_bytes = 212'000;
  const std::string text = against(now, sample_report());
  EXPECT_THAT(text, testing::ContainsRegex("browse impressions_per_second +20.0 M +40.0 M +2.00 +better"));
  EXPECT_THAT(text, testing::ContainsRegex("memory bytes_per_account +117 +234 +2.00 +worse"));
  EXPECT_THAT(text, testing::ContainsRegex("memory bytes_per_edge +4.20 +4.24 +1.01 *\n"));
  EXPECT_THAT(text, Not(HasSubstr("another machine")));
}

TEST(BenchAgainst, a_machine_that_was_another_is_named) {
  BenchReport now = sample_report();
  now.limits[0].all = 20;
  EXPECT_THAT(against(now, sample_report()), HasSubstr("another machine"));
}

TEST(BenchAgainst, another_world_or_file_is_refused) {
  BenchReport now = sample_report();
  now.world->accounts = 2000;
  EXPECT_THROW(against(now, sample_report()), InputError);
  for (const char* print : {"", "{}", "[1]", "{\"limits\": {\"threads\": \"two\"}}"})
    EXPECT_THROW(expect_bench_print(print, "old.json"), InputError) << print;
}

}  // namespace
}  // namespace fanfare::report_test
