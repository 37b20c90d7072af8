// What users read when a scenario is wrong: every kind of mistake, word for word.
#include <gtest/gtest.h>

#include "market.h"

namespace market {
namespace {

TEST(Mistakes, the_line_the_place_and_the_nearest_key_are_shown) {
  EXPECT_EQ(said_about(with_head("platforms:\n  - id: main\n    feed:\n      half_lfe: 6 h\n")),
            "bad.yaml:6:7: error: platforms.main.feed.half_lfe: unknown key (did you mean 'half_life'?)\n"
            "          half_lfe: 6 h\n"
            "          ^\n");
}

TEST(Mistakes, a_value_out_of_range_names_the_range) {
  EXPECT_EQ(said_about(with_head("platforms: [{feed: {length: 0}}]\n")),
            "bad.yaml:3:29: error: platforms[0].feed.length: 0 is outside [1, 1000]\n"
            "    platforms: [{feed: {length: 0}}]\n"
            "                                ^\n");
}

// The message alone, without place, line and caret; one a line.
std::string gist(const std::string& rest, std::vector<SetOption> sets = {}) {
  Problems problems;
  load_scenario_text("bad.yaml", with_head(rest), sets, problems);
  std::string out;
  for (const Problem& p : problems.sorted()) {
    out += p.path + ": " + p.what;
    if (!p.suggestion.empty()) out += " (" + p.suggestion + ")";
    out += "\n";
  }
  return out;
}

TEST(Mistakes, all_of_a_file_come_at_once_in_its_order) {
  EXPECT_EQ(gist("population: {accounts: -3, scale: x}\ntopics: 7\ncampain: []\n"),
            "population.accounts: -3 is outside [1, 100000000]\n"
            "population.scale: 'x' is not a number (expected a pure number)\n"
            "topics: is not a list (expected words, as in [beauty, fashion])\n"
            "campain: unknown key (did you mean 'campaigns'?)\n");
}

TEST(Mistakes, a_repeated_key_is_refused) {
  EXPECT_EQ(gist("topics: [a]\nbrands: []\ntopics: [b]\n"), "topics: repeated key (first at line 3)\n");
}

TEST(Mistakes, a_repeated_id_is_refused) {
  EXPECT_EQ(gist("brands: [{id: a, price: 1}, {id: a, price: 2}]\n"),
            "brands.a: the id is taken (ids are distinct within a list)\n");
}

TEST(Mistakes, an_id_is_one_plain_word) {
  EXPECT_EQ(gist("brands: [{id: a.b, price: 1}]\n"),
            "brands.a.b: 'a.b' can't be an id (no blanks, dots, brackets, quotes or '=')\n");
}

TEST(Mistakes, missing_keys_are_named) {
  EXPECT_EQ(gist("brands: [{id: a}, {price: 1}]\n"),
            "brands.a.price: is missing (of one item)\nbrands[1].id: is missing (name of the brand)\n");
}

TEST(Mistakes, choices_presets_and_models_suggest_the_nearest) {
  EXPECT_EQ(gist("population: {graph: {kind: rnig}}\n"),
            "population.graph.kind: 'rnig' is not a choice (did you mean 'ring'?)\n");
  EXPECT_EQ(gist("population: {graph: {kind: lattice}}\n"),
            "population.graph.kind: 'lattice' is not a choice (choices: ring, file)\n");
  EXPECT_EQ(gist("platforms: [{feed: {preset: fsat}}]\n"),
            "platforms[0].feed.preset: there is no preset 'fsat' (did you mean 'fast'?)\n");
  EXPECT_EQ(gist("model: markt\n"), "model: there is no model 'markt' (did you mean 'market'?)\n");
}

TEST(Mistakes, wrong_kinds_of_values_are_named) {
  EXPECT_EQ(gist("population: 7\n"), "population: is a single value (expected a map of keys)\n");
  EXPECT_EQ(gist("population: [7]\n"), "population: is a list (expected a map of keys)\n");
  EXPECT_EQ(gist("brands: {a: 1}\n"), "brands.a: there is no 'a' in 'brands' (the list is empty)\n");
  EXPECT_EQ(gist("brands: 3\n"), "brands: is a single value (expected a list of maps)\n");
  EXPECT_EQ(gist("population: {accounts: [1]}\n"),
            "population.accounts: is a list (expected a whole number)\n");
  EXPECT_EQ(gist("population: {accounts: }\n"),
            "population.accounts: has no value (expected a whole number)\n");
  EXPECT_EQ(gist("population: {accounts: 1.5}\n"),
            "population.accounts: '1.5' is not whole (write a whole number)\n");
  EXPECT_EQ(gist("platforms: [{feed: {is_open: yes}}]\n"),
            "platforms[0].feed.is_open: 'yes' is neither true nor false\n");
  EXPECT_EQ(gist("platforms: []\n"), "platforms: has 0 items (at least 1 are needed)\n");
}

TEST(Mistakes, a_number_that_does_not_fit_is_refused) {
  EXPECT_EQ(gist("campaigns: [{brand: none, lines: [{hire: {posts: 40000}}]}]\n"),
            "campaigns[0].lines[0].hire.posts: 40000 is outside [-32768, 32767]\n");
  EXPECT_EQ(gist("platforms: [{feed: {value: {like: inf}}}]\n"),
            "platforms[0].feed.value.like: is infinite (expected a finite number)\n");
}

TEST(Mistakes, a_share_that_forgot_its_percent_is_guessed) {
  EXPECT_EQ(gist("population: {graph: {reciprocity: 20}}\n"),
            "population.graph.reciprocity: 20 is outside [0, 1] (did you mean 20%?)\n");
}

TEST(Mistakes, distributions_are_checked_part_by_part) {
  const auto income = [](const std::string& text) { return gist("population: {income: " + text + "}\n"); };
  EXPECT_EQ(income("{median: 3}"),
            "population.income: has no 'dist' (as in {dist: lognormal, median: 2000, sigma: 1.6})\n");
  EXPECT_EQ(income("{dist: lognorml}"),
            "population.income.dist: 'lognorml' is not a distribution (did you mean 'lognormal'?)\n");
  EXPECT_EQ(income("{dist: lognormal, median: 0, sigma: 1}"), "population.income.median: 0 is not above 0\n");
  EXPECT_EQ(income("{dist: lognormal, median: 5, sigma: 1, sd: 2}"),
            "population.income.sd: unknown key (known: dist, median, sigma)\n");
  EXPECT_EQ(income("{dist: uniform, low: 5, high: 1}"), "population.income: low is above high\n");
  EXPECT_EQ(income("{dist: normal, mean: 5 km, sd: 1}"),
            "population.income.mean: '5 km' has the unit 'km' (expected an amount of money: 25 CNY or 25)\n");
}

TEST(Mistakes, ranges_go_upward) {
  EXPECT_EQ(gist("campaigns: [{id: l, brand: none, flight: [5d, 36 h]}]\n"),
            "campaigns.l.flight: 5d is above 36 h (a range is written [low, high])\n");
  EXPECT_EQ(gist("campaigns: [{id: l, brand: none, flight: [5d]}]\n"),
            "campaigns.l.flight: is not a range (expected [low, high])\n");
}

TEST(Mistakes, cross_checks_point_at_the_value) {
  EXPECT_EQ(said_about(with_head("campaigns:\n  - id: launch\n    brand: aurra\n")),
            "bad.yaml:5:12: error: campaigns.launch.brand: there is no brand 'aurra' (see brands)\n"
            "        brand: aurra\n"
            "               ^\n");
}

TEST(Mistakes, cross_checks_wait_for_what_they_compare) {
  EXPECT_EQ(gist("campaigns: [{id: l, brand: aurra, budget: x}]\n"),
            "campaigns.l.budget: 'x' is not a number (expected an amount of money: 25 CNY or 25)\n");
}

TEST(Mistakes, events_may_set_only_what_exists_and_may_change) {
  EXPECT_EQ(gist("events: [{set: {platforms.main.feed.lenth: 3}}]\n"),
            "events[0].set: 'platforms.main.feed.lenth': unknown key 'lenth' (did you mean 'length'?)\n");
  EXPECT_EQ(gist("events: [{set: {platforms.main.feed.length: 3}}]\n"),
            "events[0].set: 'platforms.main.feed.length' can't change while a run goes on (it is fixed at "
            "the start)\n");
  EXPECT_EQ(gist("events: [{set: {platforms.main.feed.value.share: 11}}]\n"),
            "events[0].set: 'platforms.main.feed.value.share': 11 is outside [-10, 10]\n");
  EXPECT_EQ(gist("events: [{set: {platforms.other.feed.is_open: true}}]\n"),
            "events[0].set: 'platforms.other.feed.is_open': there is no 'other' in 'platforms' (there are: "
            "main)\n");
  EXPECT_EQ(gist("events: [{set: {platforms.main.feed: 1}}]\n"),
            "events[0].set: 'platforms.main.feed' is not a single value (set one of its keys)\n");
}

TEST(Mistakes, the_head_of_a_file_is_checked) {
  EXPECT_EQ(said_about("kind: scenario\n"),
            "bad.yaml:1:1: error: schema: is missing (version of the file's layout: 1)\n    kind: scenario\n "
            "   ^\n");
  EXPECT_EQ(said_about("schema: 2\nkind: scenario\n"),
            "bad.yaml:1:9: error: schema: 2 is not known (this version reads schema 1)\n    schema: 2\n      "
            "      ^\n");
  EXPECT_EQ(
      said_about("schema: 1\nkind: study\n"),
      "bad.yaml:2:7: error: kind: this is a study, but a scenario is needed\n    kind: study\n          ^\n");
}

TEST(Mistakes, time_fits_together) {
  EXPECT_EQ(gist("run: {tick: 7 h}\n"), "run.tick: 7 h does not divide a day (1 h, 2 h, 30 min, 1d do)\n");
  EXPECT_EQ(gist("run: {until: 90 min}\n"), "run.until: 90 min is not a whole number of ticks\n");
  EXPECT_EQ(gist("run: {until: 5d, warmup: 5d}\n"),
            "run.until: 5d leaves nothing to measure after the warm-up of 5d (give a later run.until "
            "(--until), or a "
            "shorter run.warmup)\n");
  EXPECT_EQ(gist("run: {start: 2026-02-30}\n"),
            "run.start: '2026-02-30' is not a date (write it as 2026-03-02)\n");
  EXPECT_EQ(gist("outputs: {every: 90 min}\n"),
            "outputs.every: 90 min is not a whole number of ticks (a tick is 1 h)\n");
}

TEST(Mistakes, a_set_option_is_its_own_place) {
  EXPECT_EQ(
      said_about(with_head(""), {{"platforms.main.feed.length", "0"}}),
      "--set platforms.main.feed.length=0: error: platforms.main.feed.length: 0 is outside [1, 1000]\n");
  EXPECT_EQ(said_about(with_head(""), {{"platforms.mian.feed.length", "3"}}),
            "--set platforms.mian.feed.length=3: error: platforms.mian: there is no 'mian' in 'platforms' "
            "(did you mean 'main'?)\n");
  EXPECT_EQ(gist("", {{"population.acounts", "3"}}),
            "population.acounts: unknown key (did you mean 'accounts'?)\n");
  EXPECT_EQ(gist("", {{"population.accounts.x", "3"}}),
            "population.accounts: is a single value (nothing lies below it)\n");
}

TEST(Mistakes, positions_in_a_list_are_no_addresses) {
  EXPECT_EQ(
      gist("", {{"platforms.0.feed.length", "3"}}),
      "platforms.0: there is no '0' in 'platforms' (elements are addressed by their id, not by position)\n");
}

TEST(Mistakes, the_caret_stands_right_under_chinese) {
  EXPECT_EQ(said_about(with_head("brands: [{id: 美妆, price: -1}]\n")),
            "bad.yaml:3:26: error: brands.美妆.price: -1 is outside [0, 1000000]\n"
            "    brands: [{id: 美妆, price: -1}]\n"
            "                               ^\n");
}

TEST(Mistakes, nothing_is_said_twice) {
  Problems problems;
  problems.add({}, "a", "b");
  problems.add({}, "a", "b");
  EXPECT_EQ(problems.size(), 1U);
}

TEST(Mistakes, missing_inputs_alone_are_exit_code_3) {
  Problems problems;
  EXPECT_EQ(problems.exit_code(), 0);
  problems.add({{}, "a", "b", "", Problem::Kind::input});
  EXPECT_EQ(problems.exit_code(), 3);
  problems.add({}, "a", "c");
  EXPECT_EQ(problems.exit_code(), 2);
}

}  // namespace
}  // namespace market
