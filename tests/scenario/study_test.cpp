// Studies: arms as patches, designs, and what they may not do.
#include "sim/scenario/study.h"

#include <gmock/gmock.h>
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

TEST_F(Studies, what_is_no_choice_is_an_arm_and_leaves_one_to_choose) {
  EXPECT_EQ(good(study("baseline: a\nno_choice: [a]\narms: {a: {}, b: {}}\n")).no_choice,
            std::vector<std::string>{"a"});
  EXPECT_EQ(said(study("baseline: calm\nno_choice: [clam]\narms: {calm: {}, b: {}}\n")),
            "5:12 no_choice: there is no arm 'clam' (did you mean 'calm'?)\n");
  EXPECT_EQ(said(study("baseline: a\nno_choice: [b, a]\narms: {a: {}, b: {}}\n")),
            "5:12 no_choice: leaves nothing to choose (it names every arm of the study)\n");
  EXPECT_EQ(said(study("no_choice: [a]\ndesign: grid\nfactors: {brands.aurora.price: [89 CNY, 99 CNY]}\n")),
            "4:12 no_choice: there is no factor 'a' (factors: brands.aurora.price)\n");
}

TEST_F(Studies, factors_may_be_no_choice_where_each_choice_is_seen_with_each_of_them) {
  const std::string two =
      "factors: {price: {path: brands.aurora.price, values: [89 CNY, 99 CNY]}, "
      "need: {path: population.scale, values: [10, 20]}}\n";
  EXPECT_EQ(good(study("no_choice: [need]\ndesign: grid\n" + two)).no_choice,
            std::vector<std::string>{"need"});
  EXPECT_EQ(said(study("no_choice: [price, need]\ndesign: grid\n" + two)),
            "4:12 no_choice: leaves nothing to choose (it names every factor of the study)\n");
  EXPECT_EQ(said(study("no_choice: [need]\ndesign: list\n" + two)),
            "4:12 no_choice: names factors of a design that does not cross them (each choice is to be seen "
            "in every "
            "circumstance: take design: grid, or arms beside factors that all are no choice)\n");
  const std::string beside = "baseline: a\narms: {a: {}, b: {campaigns: []}}\n";
  const std::string sample = "design: {kind: sobol, points: 4}\n" + beside + two;
  EXPECT_EQ(good(study("no_choice: [price, need]\n" + sample)).arms.size(), 8U);
  EXPECT_EQ(said(study("no_choice: [need]\n" + sample)).substr(0, 51),
            "4:12 no_choice: names factors of a design that does");
  EXPECT_EQ(said(study("no_choice: [a, b]\n" + sample)),
            "4:12 no_choice: leaves nothing to choose (it names every arm of the study)\n");
  EXPECT_EQ(said(study("no_choice: [a]\ndesign: grid\n" + beside +
                       "factors: {a: {path: brands.aurora.price, values: "
                       "[89 CNY, 99 CNY]}}\n")),
            "4:12 no_choice: 'a' is an arm and a factor (give one of them another name)\n");
}

TEST_F(Studies, the_head_is_checked) {
  EXPECT_EQ(said(study("arms: {a: {}}\n")),
            "1:1 baseline: is missing (name the arm that the others are compared with)\n");
  EXPECT_EQ(said(study("")), "1:1 : has neither arms nor a design (write arms: {name: {path: value}})\n");
  EXPECT_EQ(said(study("baseline: a\narms: {a: {}}\ndesign: grid\n")),
            "6:1 design: stands beside arms without factors (a design combines factors: {name: {path: a.b, values: "
            "[x, y]}})\n");
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

TEST_F(Studies, a_design_has_a_kind_and_points) {
  EXPECT_EQ(said(study("design: sobol\nfactors: {population.scale: [1, 2]}\n")),
            "4:9 design: sobol has no points (write {kind: sobol, points: 64})\n");
  EXPECT_THAT(said(study("design: gird\nfactors: {population.scale: [1, 2]}\n")),
              testing::StartsWith("4:9 design: gird is not a design (did you mean 'grid'?"));
  EXPECT_EQ(said(study("design: {kind: morris, points: 1}\nfactors: {population.scale: [1, 2]}\n")),
            "4:9 design.points: 1 is too few (morris takes them by 2: 1 factors) (give at least 2; a few dozen times "
            "that say something)\n");
  EXPECT_EQ(said(study("design: grid\nfactors: {}\n")),
            "5:10 factors: has no factors (expected {path: [value, …], …})\n");
}

constexpr const char* kSampled = "factors:\n"
                                 "  budget: {path: campaigns.launch.budget, range: [1_000 CNY, 100_000 CNY], scale: log}\n"
                                 "  length: {path: platforms.main.feed.length, range: [5, 20]}\n"
                                 "  feed: {arms: {as_is: {}, popular: {platforms.main.feed.preset: fast}}}\n";

TEST_F(Studies, a_sample_reads_units_scales_and_patches) {
  const Study s = good(study("design: {kind: sobol, points: 8}\n" + std::string(kSampled)));
  ASSERT_EQ(s.arms.size(), 8U);
  EXPECT_EQ(s.arms[0].name, "p0");
  EXPECT_EQ(economy_of(s, 0).campaigns.at(0).budget, 100'000);
  EXPECT_EQ(economy_of(s, 1).campaigns.at(0).budget, 1'000'000);  // half way on a log scale; cents
  EXPECT_EQ(economy_of(s, 1).platforms.at(0).feed.length, 13U);   // 12.5, whole
  EXPECT_EQ(s.arms[1].levels[2], "popular");
  EXPECT_EQ(s.arms[1].numbers[0], 10'000);
  EXPECT_EQ(s.factors[0].unit, "CNY");
  EXPECT_FALSE(s.factors[2].is_number);
}

TEST_F(Studies, a_sample_that_grows_keeps_its_points) {
  for (const char* kind : {"sobol", "halton", "latin_hypercube", "morris", "saltelli"}) {
    const auto at = [&](const char* points) {
      return good(study(std::string("design: {kind: ") + kind + ", points: " + points + "}\n" + kSampled));
    };
    const Study small = at("20"), large = at("40");
    ASSERT_GT(large.arms.size(), small.arms.size()) << kind;
    for (std::size_t i = 0; i < small.arms.size(); ++i) {
      EXPECT_EQ(small.arms[i].name, large.arms[i].name) << kind;
      EXPECT_EQ(scenario_of(small, i, {}, problems).digest(), scenario_of(large, i, {}, problems).digest()) << kind;
    }
  }
}

TEST_F(Studies, each_point_has_its_own_baseline_shared_where_worlds_are_the_same) {
  const Study s = good(study("baseline: {campaigns: []}\ndesign: grid\nfactors:\n"
                             "  budget: {path: campaigns.launch.budget, values: [0, 100, 200]}\n"
                             "  length: {path: platforms.main.feed.length, values: [5, 6]}\n"));
  ASSERT_EQ(s.arms.size(), 8U);  // two twins, one a length, before six points
  EXPECT_EQ(s.twins, (std::vector<std::size_t>{0, 1, 0, 1, 0, 1, 0, 1}));
  EXPECT_EQ(s.arms[0].name, "baseline, length=5");
  EXPECT_EQ(s.arms[0].levels, (std::vector<std::string>{"", "5"}));
  EXPECT_TRUE(economy_of(s, 0).campaigns.empty());
  EXPECT_EQ(economy_of(s, 0).platforms.at(0).feed.length, 5U);
  const Study one = good(study("baseline: {campaigns: []}\ndesign: grid\nfactors:\n"
                               "  budget: {path: campaigns.launch.budget, values: [100, 200]}\n"));
  EXPECT_EQ(one.baseline, "baseline");
  EXPECT_EQ(one.arms.size(), 3U);
  EXPECT_TRUE(one.twins.empty());
}

TEST_F(Studies, arms_are_laid_over_each_point) {
  const Study s = good(study("baseline: none\narms:\n  none: {campaigns: []}\n  half: {}\ndesign: grid\nfactors:\n"
                             "  budget: {path: campaigns.launch.budget, values: [100, 200]}\n"));
  ASSERT_EQ(s.arms.size(), 3U);  // none is the same at both
  EXPECT_EQ(s.arms[0].name, "none");
  EXPECT_EQ(s.arms[2].name, "half, budget=200");
  EXPECT_EQ(economy_of(s, 2).campaigns.at(0).budget, 20'000);
  EXPECT_EQ(s.factors[0].path, "arms");
}

TEST_F(Studies, ranges_are_numbers_in_order_where_the_scenario_can_be) {
  const auto range = [](const std::string& r) {
    return study("design: {kind: sobol, points: 4}\nfactors: {b: {path: campaigns.launch.budget, " + r + "}}\n");
  };
  EXPECT_EQ(said(range("range: [5, 5]")), "5:53 factors.b.range: is empty (its low end stands first, below its high end)\n");
  EXPECT_THAT(said(range("range: [5, many]")), testing::HasSubstr("'many' is not a number"));
  EXPECT_THAT(said(range("range: []")), testing::HasSubstr("is no range (write [low, high])"));
  EXPECT_THAT(said(range("range: [-5, 5]")), testing::HasSubstr("is outside"));
  EXPECT_THAT(said(range("range: [0, 5], scale: log")), testing::HasSubstr("begins at or below 0"));
  EXPECT_THAT(said(range("values: []")), testing::HasSubstr("has no values"));
  EXPECT_THAT(said(range("rang: [1, 2]")), testing::HasSubstr("unknown key"));
}

TEST_F(Studies, a_level_that_no_point_can_take_is_a_mistake) {
  EXPECT_THAT(said(study("design: grid\nfactors:\n  l: {path: platforms.main.feed.length, values: [5, 0]}\n")),
              testing::HasSubstr("0 is outside"));
}

TEST_F(Studies, replicates_can_grow) {
  const std::string arms = "baseline: a\narms: {a: {}, b: {}}\nmeasure: [reach]\n";
  const Study s = good(study(arms + "replicates: {at_least: 3, at_most: 9, until: {half_width: 5%, of: orders}}\n"));
  EXPECT_EQ(s.replicates, 3U);
  EXPECT_TRUE(s.growth->is_relative);
  EXPECT_DOUBLE_EQ(s.growth->half_width, 0.05);
  EXPECT_EQ(s.measures, (std::vector<std::string>{"reach", "orders"}));
  EXPECT_THAT(said(study(arms + "replicates: {at_least: 9, at_most: 3, until: {half_width: 5%, of: orders}}\n")),
              testing::HasSubstr("replicates.at_most: is below at_least"));
  EXPECT_THAT(said(study(arms + "replicates: {until: {half_width: none, of: orders}}\n")),
              testing::HasSubstr("is no width above 0"));
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
