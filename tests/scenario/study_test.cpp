// Studies: arms as patches, designs, and what they may not do.
#include "sim/scenario/study.h"

#include <gtest/gtest.h>

#include "market.h"

namespace market {
namespace {

const char* const kScenario =
    "schema: 1\nkind: scenario\nquestion: Which one?\nbrands: [{id: aurora, price: 100}]\n"
    "campaigns:\n  - {id: launch, brand: aurora, budget: 500, lines: [{hire: {kind: koc}}]}\n";

const char* const kArms = R"(schema: 1
kind: study
scenario: ../s.yaml
baseline: none
arms:
  none:    {campaigns: []}
  placebo: {campaigns.launch.brand: none}
  kol:     {campaigns.launch.lines: [{hire: {kind: kol}}]}
  half:    {}
  nested:  {campaigns: {launch: {deal: {discount: 30%}}}, platforms: {main: {feed: {preset: fast}}}}
  large:   {population.accounts: 2_000}
replicates: 4
primary: roi
measure: [roi, reach]
)";

class Studies : public testing::Test {
 protected:
  Studies() { folder.write("s.yaml", kScenario); }

  Study load(const std::string& text, std::vector<SetOption> sets = {}) {
    Study study = load_study(folder.write("studies/t.yaml", text), sets, problems);
    return study;
  }
  Study good(const std::string& text, std::vector<SetOption> sets = {}) {
    Study study = load(text, std::move(sets));
    EXPECT_EQ(folder.without(problems.render()), "");
    return study;
  }
  std::string said(const std::string& text, std::vector<SetOption> sets = {}) {
    load(text, std::move(sets));
    std::string out;
    for (const Problem& p : problems.sorted()) {
      out += std::to_string(p.mark.line) + ":" + std::to_string(p.mark.column) + " " + p.path + ": " +
             folder.without(p.what);
      if (!p.suggestion.empty()) out += " (" + p.suggestion + ")";
      out += "\n";
    }
    problems = {};
    return out;
  }
  Economy economy_of(const Study& study, std::size_t arm, std::vector<SetOption> sets = {}) {
    const Scenario scenario = scenario_of(study, arm, sets, problems);
    EXPECT_EQ(folder.without(problems.render()), "");
    return economy(scenario);
  }

  Folder folder;
  Problems problems;
};

// The head of a study, with what makes it whole.
std::string study(const std::string& rest) { return "schema: 1\nkind: study\nscenario: ../s.yaml\n" + rest; }

TEST_F(Studies, all_of_a_study_is_read) {
  const Study s = good(kArms);
  EXPECT_EQ(s.name, "t");
  EXPECT_EQ(s.question, "Which one?");
  EXPECT_EQ(s.baseline_index(), 0);
  EXPECT_EQ(s.replicates, 4U);
  EXPECT_EQ(s.primary, "roi");
  EXPECT_EQ(s.measures, (std::vector<std::string>{"roi", "reach"}));
  ASSERT_EQ(s.arms.size(), 6U);
  EXPECT_EQ(s.arms[3].name, "half");
  EXPECT_EQ(s.sources.size(), 2U);
}

TEST_F(Studies, an_arm_may_be_called_what_one_likes) {
  const Study s = good(study("baseline: none\narms:\n  none: {campaigns: []}\n  kol: {label: \"少数大号: {a}\", "
                             "campaigns.launch.lines: [{hire: {kind: kol}}]}\n  half: {label: \"half & half\"}\n"));
  EXPECT_EQ(s.arms[0].title(), "none");
  EXPECT_EQ(s.arms[1].name, "kol");
  EXPECT_EQ(s.arms[1].title(), "少数大号: {a}");
  EXPECT_EQ(economy_of(s, 1).campaigns.at(0).lines.at(0).hire.kind, HireKind::kol);
  EXPECT_EQ(economy_of(s, 2).campaigns.at(0).lines.at(0).hire.kind, HireKind::koc);
}

TEST_F(Studies, a_label_is_one_line_that_no_other_arm_has) {
  const auto arms = [](const std::string& a, const std::string& b) {
    return study("baseline: a\narms:\n  a: {label: " + a + "}\n  b: {label: " + b + "}\n");
  };
  const std::string hint = " can't be shown as the arm's name (write one line of at most 40 characters, in quotes: "
                           "label: \"Half the price\")\n";
  EXPECT_EQ(said(arms("A", "\"two\\nlines\"")), "7:14 arms.b.label:" + hint);
  EXPECT_EQ(said(arms("A", "[x]")), "7:14 arms.b.label:" + hint);
  EXPECT_EQ(said(arms("A", "\" \"")), "7:14 arms.b.label:" + hint);
  EXPECT_EQ(said(arms("A", "A")), "7:14 arms.b.label: 'A' is what arm 'a' is called (give each its own)\n");
  EXPECT_EQ(said(study("baseline: a\narms:\n  a: {label: b}\n  b: {}\n")),
            "6:14 arms.a.label: 'b' is what arm 'b' is called (give each its own)\n");
}

TEST_F(Studies, arms_patch_by_path_by_id_and_by_nested_map) {
  const Study s = good(kArms);
  EXPECT_TRUE(economy_of(s, 0).campaigns.empty());
  EXPECT_EQ(economy_of(s, 1).campaigns.at(0).brand, "none");
  EXPECT_EQ(economy_of(s, 2).campaigns.at(0).lines.at(0).hire.kind, HireKind::kol);
  EXPECT_EQ(economy_of(s, 3).campaigns.at(0).lines.at(0).hire.kind, HireKind::koc);
  EXPECT_EQ(economy_of(s, 4).campaigns.at(0).deal.value().discount, 0.3);
  EXPECT_EQ(economy_of(s, 4).campaigns.at(0).budget, 50'000);
  EXPECT_EQ(economy_of(s, 4).platforms.at(0).feed.half_life, 2);
}

TEST_F(Studies, only_an_arm_that_changes_the_population_has_its_own) {
  const Study s = good(kArms);
  EXPECT_TRUE(s.arms[4].shares_population);
  EXPECT_FALSE(s.arms[5].shares_population);
}

TEST_F(Studies, an_arm_that_patches_what_is_not_there_is_refused_in_its_place) {
  EXPECT_EQ(said(study("baseline: a\narms:\n  a: {campaigns.lunch.budget: 3}\n")),
            "6:7 campaigns.lunch: there is no 'lunch' in 'campaigns' (did you mean 'launch'?)\n");
  EXPECT_EQ(said(study("baseline: a\narms:\n  a: {campaigns.launch.bugdet: 3}\n")),
            "6:7 campaigns.launch.bugdet: unknown key (did you mean 'budget'?)\n");
  EXPECT_EQ(said(study("baseline: a\narms:\n  a: {campaign: []}\n")),
            "6:7 campaign: unknown key (did you mean 'campaigns'?)\n");
  EXPECT_EQ(
      said(study("baseline: a\narms:\n  a: {campaigns.launch.budget: 3 km}\n")),
      "6:32 campaigns.launch.budget: '3 km' has the unit 'km' (expected an amount of money: 25 CNY or 25)\n");
}

TEST_F(Studies, mistakes_of_all_arms_come_at_once) {
  EXPECT_EQ(said(study("baseline: c\narms:\n  a: {topics: 1}\n  b: {population.scale: 0}\n")),
            "4:11 baseline: there is no arm 'c' (did you mean 'a'?)\n"
            "6:15 topics: is not a list (expected words, as in [beauty, fashion])\n"
            "7:25 population.scale: 0 is outside [1, 1000000]\n");
}

TEST_F(Studies, the_head_is_checked) {
  EXPECT_EQ(said(study("arms: {a: {}}\n")),
            "1:1 baseline: is missing (name the arm that the others are compared with)\n");
  EXPECT_EQ(said(study("")), "1:1 : has neither arms nor a design (write arms: {name: {path: value}})\n");
  EXPECT_EQ(said(study("baseline: a\narms: {a: {}}\ndesign: grid\n")),
            "6:1 design: stands beside arms (a study has arms or a design, not both)\n");
  EXPECT_EQ(said(study("baseline: a\narms: {a: {}}\nreplicates: 0\n")),
            "6:13 replicates: 0 is outside [1, 100000]\n");
  EXPECT_EQ(said(study("baseline: a\narms: {a: {}}\narmz: {}\n")),
            "6:1 armz: unknown key (did you mean 'arms'?)\n");
  EXPECT_EQ(said("schema: 1\nkind: study\nbaseline: a\narms: {a: {}}\n"),
            "1:1 scenario: is missing (file that the arms change; from this file on)\n");
  EXPECT_EQ(said("schema: 1\nkind: study\nscenario: x.yaml\nbaseline: a\narms: {a: {}}\n"),
            "3:11 scenario: studies/x.yaml: is not there (relative paths start at this file)\n");
}

TEST_F(Studies, arms_may_not_differ_in_what_belongs_to_all) {
  EXPECT_EQ(said(study("baseline: a\narms: {a: {run.seed: 3}}\n")),
            "5:12 run.seed: can't differ between arms (set it in the scenario, or for all arms by --set)\n");
}

TEST_F(Studies, later_designs_are_refused_by_name) {
  for (const char* design : {"latin_hypercube", "sobol", "morris"})
    EXPECT_EQ(said(study("design: " + std::string(design) + "\nfactors: {population.scale: [1, 2]}\n")),
              "4:9 design: " + std::string(design) + " is not available yet (use grid or list)\n");
  EXPECT_EQ(said(study("design: gird\nfactors: {population.scale: [1, 2]}\n")),
            "4:9 design: gird is not a design (use grid or list)\n");
}

TEST_F(Studies, a_grid_combines_all_levels) {
  const Study s =
      good(study("design: grid\nfactors:\n  campaigns.launch.budget: [100, 200 CNY]\n  "
                 "platforms.main.feed.length: [5, 6, 7]\n"));
  ASSERT_EQ(s.arms.size(), 6U);
  EXPECT_EQ(s.arms[1].name, "budget=100, length=6");
  EXPECT_EQ(s.arms[5].levels, (std::vector<std::string>{"200 CNY", "7"}));
  EXPECT_EQ(economy_of(s, 5).campaigns.at(0).budget, 20'000);
  EXPECT_EQ(economy_of(s, 5).platforms.at(0).feed.length, 7U);
  EXPECT_EQ(s.factors.at(1).values.size(), 3U);
}

TEST_F(Studies, a_list_takes_the_nth_values_together) {
  const std::string head = "design: list\nfactors:\n  campaigns.launch.budget: [100, 200]\n";
  const Study s = good(study(head + "  platforms.main.feed.length: [5, 6]\n"));
  ASSERT_EQ(s.arms.size(), 2U);
  EXPECT_EQ(s.arms[1].name, "budget=200, length=6");
  EXPECT_EQ(said(study(head + "  platforms.main.feed.length: [5]\n")),
            "7:31 factors.platforms.main.feed.length: has 1 values, the first factor 2 (in a list design all "
            "factors have as many; did you mean grid?)\n");
}

TEST_F(Studies, a_set_holds_for_all_arms) {
  const Study s = good(kArms, {{"platforms.main.feed.length", "9"}, {"run.until", "3d"}});
  const std::vector<SetOption> sets = {{"platforms.main.feed.length", "9"}, {"run.until", "3d"}};
  for (std::size_t i = 0; i < s.arms.size(); ++i) {
    const Scenario scenario = scenario_of(s, i, sets, problems);
    EXPECT_EQ(economy(scenario).platforms.at(0).feed.length, 9U);
    EXPECT_EQ(scenario.run.until, 3);
  }
}

TEST_F(Studies, a_set_on_what_an_arm_sets_is_refused) {
  EXPECT_EQ(said(kArms, {{"campaigns.launch.brand", "aurora"}}),
            "0:0 campaigns.launch.brand: arm 'placebo' sets campaigns.launch.brand (a study's --set is for "
            "what its arms and factors leave alone)\n");
  EXPECT_EQ(said(kArms, {{"population", "{accounts: 3}"}}),
            "0:0 population: arm 'large' sets population.accounts (a study's --set is for what its arms and "
            "factors leave alone)\n");
  EXPECT_EQ(said(kArms, {{"campaigns.launch.deal.discount", "1%"}}),
            "0:0 campaigns.launch.deal.discount: arm 'nested' sets campaigns.launch.deal.discount (a study's "
            "--set is for what its arms and factors leave alone)\n");
  EXPECT_EQ(said(study("design: grid\nfactors: {population.scale: [1, 2]}\n"), {{"population.scale", "3"}}),
            "0:0 population.scale: a factor sets population.scale (a study's --set is for what its arms and "
            "factors leave alone)\n");
}

TEST_F(Studies, a_set_on_what_an_arm_takes_away_holds_for_the_others) {
  const std::vector<SetOption> sets = {{"campaigns.launch.budget", "900"}};
  const Study s = good(kArms, sets);
  EXPECT_TRUE(economy_of(s, 0, sets).campaigns.empty());
  EXPECT_EQ(economy_of(s, 1, sets).campaigns.at(0).budget, 90'000);
}

TEST_F(Studies, an_origin_names_the_arm) {
  const Study s = good(kArms);
  const ConfigNode all = scenario_of(s, 2, {}, problems).effective();
  const ConfigNode& line = all.find("campaigns")->items.at(0).find("lines")->items.at(0);
  EXPECT_EQ(folder.without(place(line.find("hire")->find("kind")->mark)), "studies/t.yaml:8 (arm kol)");
}

}  // namespace
}  // namespace market
