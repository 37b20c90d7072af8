// What is printed about parameters: the effective scenario, explanations, tables, JSON Schema.
#include "sim/scenario/dictionary.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "market.h"
#include "sim/scenario/yaml_text.h"

namespace market {
namespace {

TEST(EffectiveScenario, each_value_says_where_it_comes_from) {
  const Scenario s =
      loaded(with_head("platforms:\n  - {id: main, feed: {preset: fast, length: 5}}\n"), {{"run.seed", "9"}});
  const std::string yaml = effective_yaml(s);
  const auto has = [&](const std::string& line) { return yaml.find(line) != std::string::npos; };
  EXPECT_TRUE(has("  seed: 9                                                    # given --set\n")) << yaml;
  EXPECT_TRUE(has("      preset: fast                                           # given good.yaml:4\n"))
      << yaml;
  EXPECT_TRUE(has("      half_life: 2 h                                         # preset fast\n")) << yaml;
  EXPECT_TRUE(has("      length: 5                                              # given good.yaml:4\n"))
      << yaml;
  EXPECT_TRUE(has("        like: 1                                              # default\n")) << yaml;
  EXPECT_TRUE(has("name: good                                                   # default\n")) << yaml;
}

TEST(EffectiveScenario, it_parses_again_to_the_same_values) {
  const Scenario s = loaded(kWhole);
  for (const std::string& yaml : {effective_yaml(s), effective_yaml_plain(s)}) {
    const Scenario again = loaded(yaml);
    EXPECT_EQ(again.digest(), s.digest());
    EXPECT_EQ(effective_yaml_plain(again), effective_yaml_plain(s));
  }
}

TEST(EffectiveScenario, odd_words_survive) {
  for (const char* word :
       {"null", "~",  "- x", "a: b", "a #b", "#",  "",     " x ", "\"", "'", "{", "[x]", "a,b", "&a",
        "*a",   "!t", "%",   "@",    "`",    "\\", "x\ny", "\t",  "|",  ">", "?", "-",   "---", "美"}) {
    ConfigNode list = ConfigNode::list();
    list.items.push_back(ConfigNode::scalar(word));
    const Scenario s =
        loaded(with_head("topics: " + flow_text(list) + "\nquestion: " + yaml_scalar(word) + "\n"));
    EXPECT_EQ(economy(s).topics.at(0), word);
    EXPECT_EQ(s.question, word);
  }
}

TEST(Explain, each_layer_is_shown_and_the_last_is_in_force) {
  const Folder folder;
  folder.write("base.yaml", with_head("platforms: [{id: main, feed: {preset: fast, half_life: 8 h}}]\n"));
  Problems problems;
  const std::vector<SetOption> sets = {{"platforms.main.feed.half_life", "12"}};
  const Scenario s = load_scenario(
      folder.write("s.yaml", "extends: base.yaml\nplatforms: {main: {feed: {half_life: 10}}}\n"), sets,
      problems);
  EXPECT_EQ(problems.render(), "");
  const std::string text = folder.without(explain(s, "platforms.main.feed.half_life"));
  const auto value_after = [&](const std::string& who) {
    const std::size_t at = text.find("  " + who);
    if (at == std::string::npos) return std::string();
    const std::size_t from = text.find_first_not_of(' ', at + 2 + who.size());
    return text.substr(from, text.find('\n', from) - from);
  };
  EXPECT_EQ(value_after("built-in default"), "6 h");
  EXPECT_EQ(value_after("preset fast"), "2 h");
  EXPECT_EQ(value_after("base.yaml:3 (extends)"), "8 h");
  EXPECT_EQ(value_after("s.yaml:2"), "10 h");
  EXPECT_EQ(value_after("--set"), "12 h  <- in force");
}

TEST(Explain, engine_keys_and_untouched_keys_are_explained_too) {
  const Scenario s = loaded(with_head("run: {until: 3d}\n"));
  EXPECT_EQ(explain(s, "run.until"),
            "run.until\n  built-in default  30d\n  good.yaml:3       3d  <- in force\n");
  EXPECT_EQ(explain(s, "population.scale"), "population.scale\n  built-in default  1  <- in force\n");
  EXPECT_THROW(explain(s, "population.scail"), ScenarioError);
  EXPECT_THROW(explain(s, "scail"), ScenarioError);
}

TEST(Dictionary, text_markdown_and_json_name_every_parameter) {
  const ModelEntry& model = *find_model("market");
  const std::string text = dictionary_text(model), markdown = dictionary_markdown(model);
  const auto json = nlohmann::json::parse(dictionary_json(model));
  const auto fields = scenario_fields(model);
  EXPECT_EQ(json.size(), fields.size());
  for (const FieldInfo& f : fields) {
    EXPECT_NE(text.find(f.path), std::string::npos) << f.path;
    EXPECT_NE(markdown.find("`" + f.path + "`"), std::string::npos) << f.path;
  }
  EXPECT_EQ(dictionary_text(model, "half_life"),
            "platforms.<id>.feed.half_life  6 h  [0.01 h, 10000 h]\n    of freshness; events may set it\n");
}

TEST(JsonSchema, it_is_json_and_knows_the_keys) {
  const auto schema = nlohmann::json::parse(scenario_json_schema(*find_model("market")));
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  const auto& feed =
      schema["properties"]["platforms"]["anyOf"][0]["items"]["properties"]["feed"]["properties"];
  EXPECT_EQ(feed["preset"]["enum"], (std::vector<std::string>{"even", "fast", "long", "none"}));
  EXPECT_EQ(feed["length"]["anyOf"][0]["maximum"], 1000);
  EXPECT_FALSE(schema["additionalProperties"]);
  EXPECT_TRUE(schema["properties"].contains("run"));
  const auto study = nlohmann::json::parse(study_json_schema())["properties"];
  EXPECT_EQ(study["kind"]["const"], "study");
  EXPECT_EQ(study["arms"]["additionalProperties"]["properties"]["label"]["type"], "string");
}

}  // namespace
}  // namespace market
