// Chains of files: deep merge, !append, patches by id, cycles, and whose path a relative path is.
#include <gtest/gtest.h>

#include <cstdlib>

#include "fanfare/expects.h"
#include "market.h"

namespace market {
namespace {

const char* const kBase =
    "schema: 1\nkind: scenario\nname: base\npopulation: {accounts: 500, graph: {mean_follows: 7}}\n"
    "topics: [a, b]\nbrands: [{id: x, price: 10}, {id: y, price: 20}]\n";

Scenario load(const std::string& path, std::vector<SetOption> sets = {}) {
  Problems problems;
  Scenario scenario = load_scenario(path, sets, problems);
  EXPECT_EQ(problems.render(), "");
  return scenario;
}

std::string said(const Folder& folder, const std::string& path) {
  Problems problems;
  load_scenario(path, {}, problems);
  return folder.without(problems.render());
}

TEST(Extends, maps_merge_and_lists_are_replaced) {
  const Folder folder;
  folder.write("base/a.yaml", kBase);
  const Scenario s = load(
      folder.write("s.yaml", "extends: base/a.yaml\npopulation: {graph: {reciprocity: 30%}}\ntopics: [c]\n"));
  EXPECT_EQ(economy(s).population.accounts, 500U);
  EXPECT_EQ(economy(s).population.graph.mean_follows, 7);
  EXPECT_EQ(economy(s).population.graph.reciprocity, 0.3);
  EXPECT_EQ(economy(s).topics, std::vector<std::string>{"c"});
  EXPECT_EQ(s.name, "s");  // a name is about one file
  EXPECT_EQ(s.sources.size(), 2U);
}

TEST(Extends, append_adds_to_a_list) {
  const Folder folder;
  folder.write("a.yaml", kBase);
  const Scenario s = load(
      folder.write("s.yaml", "extends: a.yaml\ntopics: !append [c]\nbrands: !append [{id: z, price: 1}]\n"));
  EXPECT_EQ(economy(s).topics, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(economy(s).brands.size(), 3U);
}

TEST(Extends, append_to_nothing_adds_to_the_default) {
  const Scenario s = loaded(with_head("topics: !append [c]\n"));
  EXPECT_EQ(economy(s).topics, (std::vector<std::string>{"beauty", "games", "c"}));
}

TEST(Extends, append_to_what_is_no_list_is_refused) {
  EXPECT_EQ(said_about(with_head("population: {accounts: !append [3]}\n")),
            "bad.yaml:3:24: error: population.accounts: is not a list (!append adds to a list only)\n"
            "    population: {accounts: !append [3]}\n                           ^\n");
}

TEST(Extends, elements_are_changed_by_id) {
  const Folder folder;
  folder.write("a.yaml", kBase);
  const Scenario s = load(folder.write("s.yaml", "extends: a.yaml\nbrands: {y: {price: 25}}\n"));
  EXPECT_EQ(economy(s).brands.at(0).price, 1000);
  EXPECT_EQ(economy(s).brands.at(1).price, 2500);
}

TEST(Extends, a_distribution_is_replaced_whole) {
  const Folder folder;
  folder.write("a.yaml", with_head("population: {income: {dist: lognormal, median: 5, sigma: 1}}\n"));
  const Scenario s = load(
      folder.write("s.yaml", "extends: a.yaml\npopulation: {income: {dist: uniform, low: 1, high: 2}}\n"));
  EXPECT_EQ(economy(s).population.income.kind, Distribution::Kind::uniform);
}

TEST(Extends, chains_are_followed_and_cycles_refused) {
  const Folder folder;
  folder.write("a.yaml", kBase);
  folder.write("b.yaml", "extends: a.yaml\npopulation: {scale: 3}\n");
  EXPECT_EQ(economy(load(folder.write("c.yaml", "extends: b.yaml\n"))).population.scale, 3.0F);
  folder.write("p.yaml", "extends: q.yaml\n" + with_head(""));
  folder.write("q.yaml", "extends: ./p.yaml\n");
  EXPECT_EQ(said(folder, folder.path("p.yaml")),
            "q.yaml:1:10: error: extends: p.yaml extends itself (by way of this file)\n    extends: "
            "./p.yaml\n             ^\n");
}

TEST(Extends, a_base_that_is_missing_is_named) {
  const Folder folder;
  EXPECT_EQ(said(folder, folder.write("s.yaml", "extends: none.yaml\n" + with_head(""))),
            "s.yaml:1:10: error: extends: none.yaml: is not there (relative paths start at this file)\n"
            "    extends: none.yaml\n             ^\n");
}

TEST(Extends, mistakes_in_a_base_are_shown_there) {
  const Folder folder;
  folder.write("a.yaml", with_head("population: {acounts: 3}\n"));
  EXPECT_EQ(said(folder, folder.write("s.yaml", "extends: a.yaml\n")).substr(0, 68),
            "a.yaml:3:14: error: population.acounts: unknown key (did you mean 'a");
}

TEST(Inputs, a_relative_path_starts_at_the_file_that_has_it) {
  const Folder folder;
  folder.write("base/edges.txt", "1 2\n");
  folder.write("base/a.yaml", with_head("population: {graph: {kind: file, path: edges.txt}}\n"));
  const Scenario s = load(folder.write("s.yaml", "extends: base/a.yaml\n"));
  EXPECT_EQ(economy(s).population.graph.path, folder.path("base/edges.txt"));
  ASSERT_EQ(s.inputs.size(), 1U);
  EXPECT_EQ(s.inputs[0].named, "edges.txt");
  // sha256sum of "1 2\n"
  EXPECT_EQ(s.inputs[0].sha256, "f251ddc12234e0da8d3b778bd0f7463fb477f16f47757f5617dc8b4ff4d4f14a");
}

TEST(Inputs, data_lies_under_the_data_folder) {
  const Folder folder;
  folder.write("d/edges.txt", "1 2\n");
  ASSERT_EQ(setenv("FANFARE_DATA", folder.path("d").c_str(), 1), 0);
  const Scenario s = loaded(with_head("population: {graph: {path: \"data:edges.txt\"}}\n"));
  EXPECT_EQ(economy(s).population.graph.path, folder.path("d/edges.txt"));
  EXPECT_EQ(s.inputs.at(0).named, "data:edges.txt");
  EXPECT_EQ(s.parameters->effective().find("population")->find("graph")->find("path")->text,
            "data:edges.txt");
  unsetenv("FANFARE_DATA");
}

TEST(Inputs, a_missing_input_is_named_with_where_it_was_looked_for) {
  const Folder folder;
  ASSERT_EQ(setenv("FANFARE_DATA", "/nowhere", 1), 0);
  Problems problems;
  load_scenario_text("bad.yaml", with_head("population: {graph: {path: \"data:edges.txt\"}}\n"), {},
                     problems);
  unsetenv("FANFARE_DATA");
  EXPECT_EQ(problems.sorted().at(0).what, "'data:edges.txt': /nowhere/edges.txt is not there");
  EXPECT_EQ(problems.sorted().at(0).suggestion, "FANFARE_DATA is /nowhere");
  EXPECT_EQ(problems.exit_code(), 3);
  EXPECT_EQ(
      said(folder, folder.write("s.yaml", with_head("population: {graph: {path: e.txt}}\n"))).substr(0, 76),
      "s.yaml:3:28: error: population.graph.path: 'e.txt': e.txt is not there (rela");
}

TEST(Inputs, the_content_of_inputs_counts_in_the_digest_but_not_their_place) {
  const Folder one, two;
  const std::string text = with_head("population: {graph: {path: e.txt}}\n");
  one.write("e.txt", "1 2\n");
  two.write("e.txt", "1 2\n");
  const std::string digest = load(one.write("s.yaml", text)).digest();
  EXPECT_EQ(digest, load(two.write("s.yaml", text)).digest());
  two.write("e.txt", "1 2\n3 4\n");
  EXPECT_NE(digest, load(two.write("s.yaml", text)).digest());
}

TEST(Scenario, the_file_itself_must_be_there) {
  Problems problems;
  EXPECT_THROW(load_scenario("/nowhere/s.yaml", {}, problems), InputError);
}

TEST(Scenario, set_reaches_engine_keys_too) {
  const Scenario s = loaded(with_head("name: x\n"), {{"run.seed", "7"}, {"run.until", "3d"}, {"name", "y"}});
  EXPECT_EQ(s.run.seed, 7U);
  EXPECT_EQ(s.run.until, 3);
  EXPECT_EQ(s.name, "y");
  EXPECT_NE(s.digest(), loaded(with_head("name: x\n"), {{"run.seed", "8"}, {"run.until", "3d"}}).digest());
}

TEST(Scenario, set_options_are_split_at_the_first_equals_sign) {
  EXPECT_EQ(parse_set_option("a.b=c=d").value, "c=d");
  EXPECT_THROW(parse_set_option("a.b"), ScenarioError);
  EXPECT_THROW(parse_set_option("=b"), ScenarioError);
}

}  // namespace
}  // namespace market
