// The document behind the page: numbers as they are in the results, nothing that a name could turn into
// markup.
#include "sim/report/document.h"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/judge/shared_cautions.h"
#include "sim/report/html.h"
#include "sim/report/markdown.h"
#include "sim/report/page.h"
#include "sim/report/tail.h"
#include "sim/report/times.h"
#include "sim/words/titles.h"
#include "tests/results/samples.h"

namespace fanfare::document_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A run whose reach ends at `reach`.
Dataset run_with(double reach) {
  Dataset data;
  data.dimensions = {{"time", {}, {1, 2, 3}, "days since 2026-03-02 00:00:00", ""},
                     {"campaign", {"launch"}, {}, "", ""}};
  Variable v{"reach", {"time", "campaign"},  "people", "people reached", "", "",
             false,   {0, reach / 2, reach}, "",       Better::more};
  data.variables = {v};
  return data;
}

StudyDataset study_of(std::vector<std::string> arms, std::size_t replicates) {
  StudyDataset study;
  study.arms = std::move(arms);
  study.baseline = study.arms[0];
  study.replicates = replicates;
  study.attributes["primary"] = std::string("reach");
  study.attributes["measure"] = std::string("reach");
  for (std::size_t row = 0; row < study.arms.size(); ++row)
    for (std::size_t r = 0; r < replicates; ++r) {
      StudyRun run{row, r, RunState::complete, r, "0000000000000000", "", 3, {}};
      run.data = run_with(100.0 * static_cast<double>(row + 1) + static_cast<double>(r % 3));
      study.runs.push_back(std::move(run));
    }
  return study;
}

class Report : public testing::Test {
 protected:
  ReportSource source_of(const StudyDataset& study, const std::vector<std::string>& texts = {}) {
    Provenance p;
    p.name = "plan";
    p.model = "fan_economy";
    p.question = "Which </script><b>one</b>?";
    p.scenario_digest = std::string(64, 'a');
    for (std::size_t row = 0; row < texts.size(); ++row)
      p.files.push_back({"arms/00" + std::to_string(row) + "-x.yaml", "", texts[row]});
    write_study(folder_ / "study.h5", study, p, RunState::complete);
    return read_report_source({(folder_ / "study.h5").string()}, "", "");
  }
  samples::Folder folder_;
};

TEST_F(Report, holds_means_and_intervals_of_the_arms) {
  const Json document = report_document(source_of(study_of({"a", "b"}, 3)));
  const Json& arm = document["comparisons"][0]["arms"][1];
  EXPECT_EQ(arm["mean"], 201);
  EXPECT_NEAR(arm["low"], 201 - 4.302653 / std::sqrt(3), 1e-4);
  EXPECT_EQ(arm["effect"]["mean"], 100);
  EXPECT_EQ(arm["n"], 3);
  const Json& line = document["series"]["lines"][0];
  EXPECT_THAT(line["mean"][1], ElementsAre(0, 100.5, 201));
  EXPECT_EQ(line["runs"][1].size(), 3U);
}

TEST_F(Report, calls_arms_by_their_labels_everywhere) {
  StudyDataset study = study_of({"a", "b"}, 3);
  study.attributes[kArmLabels] = labels_text(study.arms, std::vector<std::string>{"a", "少数大号"});
  const ReportSource source = source_of(study);
  const Json document = report_document(source);
  EXPECT_THAT(document["arms"], ElementsAre("a", "b"));  // keys stay
  EXPECT_EQ(document["labelled"], true);
  for (const char* language : {"en", "zh"})
    EXPECT_THAT(document["names"][language], ElementsAre("a", "少数大号"));
  EXPECT_THAT(document["answer"]["en"][0].get<std::string>(), HasSubstr("Choose “少数大号”"));
  EXPECT_THAT(report_markdown(source, Language::english), HasSubstr("| 少数大号 |"));
  EXPECT_EQ(report_document(source_of(study_of({"a", "b"}, 3)))["labelled"], false);
}

TEST_F(Report, tells_which_way_is_good) {
  EXPECT_EQ(report_document(source_of(study_of({"a", "b"}, 3)))["comparisons"][0]["better"], "more");
}

TEST_F(Report, says_cautions_in_both_languages) {
  StudyDataset study = study_of({"a", "b"}, 2);
  const Caution cut{"caution.flight_cut", {{"flight", "campaigns.launch.flight"}}};
  for (StudyRun& run : study.runs)
    if (run.row == 1) run.data.attributes[kCautions] = cautions_text(std::vector<Caution>{cut});
  keep_cautions(study);
  study.attributes[kArmLabels] = labels_text(study.arms, std::vector<std::string>{"a", "少数大号"});
  const ReportSource source = source_of(study);
  const Json told = report_document(source)["trust"]["cautions"];
  EXPECT_THAT(told["en"],
              ElementsAre("“少数大号”: campaigns.launch.flight goes on after the run's end: the rest is not "
                          "seen (a later run.until, or an earlier flight)"));
  EXPECT_THAT(told["zh"][0].get<std::string>(),
              testing::StartsWith("「少数大号」：campaigns.launch.flight 延续到运行结束之后"));
  EXPECT_THAT(report_markdown(source, Language::chinese), HasSubstr("延续到运行结束之后"));
}

TEST_F(Report, says_that_one_replicate_has_no_interval) {
  const ReportSource source = source_of(study_of({"a", "b"}, 1));
  const Json document = report_document(source);
  EXPECT_TRUE(document["comparisons"][0]["arms"][1]["low"].is_null());
  EXPECT_TRUE(document["series"]["lines"][0]["low"].empty());
  EXPECT_THAT(document["answer"]["en"][0].get<std::string>(), HasSubstr("no interval"));
  EXPECT_THAT(document["answer"]["zh"][0].get<std::string>(), HasSubstr("没有区间"));
}

TEST_F(Report, names_the_runs_that_failed) {
  StudyDataset study = study_of({"a", "b"}, 3);
  study.runs[4].state = RunState::failed;
  study.runs[4].reason = "out of \"memory\" <here>";
  study.runs[4].data = {};
  const Json document = report_document(source_of(study));
  EXPECT_EQ(document["trust"]["runs"]["complete"], 5);
  EXPECT_EQ(document["trust"]["runs"]["failures"][0]["arm"], "b");
  EXPECT_EQ(document["comparisons"][0]["arms"][1]["n"], 2);
}

TEST_F(Report, says_warnings_and_notes_in_both_languages) {
  StudyDataset study = study_of({"a", "b"}, 2);
  for (StudyRun& run : study.runs)
    run.data.variables.push_back({"sales", {"time", "campaign"}, "orders", "", "", "", false, {0, 0, 0}, ""});
  study.attributes["measure"] = std::string("reach nonsense_of_no_kind");
  const ReportSource source = source_of(study);
  const Json trust = report_document(source)["trust"];
  EXPECT_EQ(trust["warnings"]["en"][0], "a: nobody bought anything (launch)");
  EXPECT_EQ(trust["warnings"]["zh"][0], "a：没有人购买任何商品（launch）");
  EXPECT_EQ(trust["notes"]["zh"][0], "运行结果中没有指标“nonsense_of_no_kind”（现有：reach, sales）");
  const std::string chinese = report_markdown(source, Language::chinese);
  EXPECT_THAT(chinese, HasSubstr("- b：没有人购买任何商品（launch）"));
  EXPECT_THAT(chinese, Not(HasSubstr("nobody")));
}

TEST_F(Report, shows_in_which_parameters_arms_differ_and_marks_flights_and_events) {
  const Json parameters = parameters_json(
      source_of(study_of({"a", "b"}, 2), {"run: {warmup: 7d}\ncampaigns: []\nevents: []\n",
                                          "run: {warmup: 7d}\ncampaigns:\n  - {id: launch, flight: [10d, "
                                          "24.5d], budget: 5 CNY}\nevents:\n  - {id: fall, at: 20d}\n"}));
  ASSERT_EQ(parameters["differences"].size(), 2U);
  EXPECT_EQ(parameters["differences"][0]["path"], "campaigns.launch");
  EXPECT_THAT(parameters["differences"][0]["values"], ElementsAre("", "yes"));
  EXPECT_EQ(parameters["differences"][1]["path"], "events.fall");
  ASSERT_EQ(parameters["marks"].size(), 3U);
  EXPECT_EQ(parameters["marks"][0], Json::parse(R"({"kind":"event","id":"fall","days":[20],"arms":[1]})"));
  EXPECT_EQ(parameters["marks"][1],
            Json::parse(R"({"kind":"flight","id":"launch","days":[10,24.5],"arms":[1]})"));
}

const std::string kCampaigns = "campaigns:\n  - {id: launch, brand: ";

TEST_F(Report, knows_which_arms_are_placebos) {
  const ReportSource source =
      source_of(study_of({"none", "fake", "kol"}, 3),
                {"campaigns: []\n", kCampaigns + "none}\n", kCampaigns + "aurora}\n"});
  const Json document = report_document(source);
  EXPECT_THAT(document["placebo"], ElementsAre(false, true, false));
  EXPECT_THAT(document["names"]["zh"], ElementsAre("空白组", "fake", "kol"));
}

TEST_F(Report, makes_no_headline_of_a_placebo) {
  // The arm that comes last reaches most.
  const Json document =
      report_document(source_of(study_of({"none", "kol", "fake"}, 3),
                                {"campaigns: []\n", kCampaigns + "aurora}\n", kCampaigns + "none}\n"}));
  EXPECT_THAT(document["answer"]["en"][0].get<std::string>(), testing::StartsWith("Choose “kol”"));
}

TEST_F(Report, reads_points_of_a_design_as_factors) {
  StudyDataset study = study_of({"budget=20000 CNY, price=99", "budget=60000 CNY, price=99"}, 3);
  study.baseline.clear();
  study.factors = {{"campaigns.launch.budget", "", {}, {"20000 CNY", "60000 CNY"}},
                   {"brands.aurora.price", "CNY", {99, 99}, {}}};
  for (StudyRun& run : study.runs)
    run.data.variables.push_back({"sales", {"time", "campaign"}, "orders", "", "", "", false, {0, 0, 0}, ""});
  const ReportSource source = source_of(study);
  const Json document = report_document(source);
  EXPECT_EQ(document["trust"]["warnings"]["zh"][1], "预算 60,000 元，价格 99 元：没有人购买任何商品（launch）");
  EXPECT_THAT(document["names"]["en"],
              ElementsAre("budget 20,000 CNY, price 99 CNY", "budget 60,000 CNY, price 99 CNY"));
  EXPECT_EQ(document["factors"][0]["name"]["zh"], "预算");
  EXPECT_THAT(document["factors"][1]["levels"]["zh"], ElementsAre("99 元", "99 元"));
  EXPECT_THAT(document["answer"]["en"][0].get<std::string>(),
              testing::StartsWith("Choose “budget 60,000 CNY, price 99 CNY”"));
  const std::string text = report_markdown(source, Language::english);
  EXPECT_THAT(text, HasSubstr("| point | mean |"));
  EXPECT_THAT(text, HasSubstr("| budget 60,000 CNY, price 99 CNY | 201 |"));
  EXPECT_THAT(text, Not(HasSubstr("arm")));
}

// Two arms and a baseline, with what each spends for the one brand.
StudyDataset study_with_credit(double baseline_spend) {
  StudyDataset study = study_of({"a", "b"}, 2);
  for (StudyRun& run : study.runs) {
    run.data.dimensions.push_back({"brand", {"aurora"}, {}, "", ""});
    const auto add = [&](const char* name, double end) {
      run.data.variables.push_back(
          {name, {"time", "brand"}, "CNY", "", "", "", false, {0, end / 2, end}, ""});
    };
    add("net_revenue", 100 + 50 * static_cast<double>(run.row));
    add("last_touch_revenue", 40);
    add("spend", run.row == 0 ? baseline_spend : 10);
  }
  const auto ends = [&](double a, double b) { return std::vector<double>{a, a, b, b}; };
  study.derived = {
      {"incremental_revenue", {"arm", "replicate", "brand"}, "CNY", "", "", "", false, ends(0, 50), ""}};
  return study;
}

TEST_F(Report, says_what_the_baseline_spends_beside_what_was_caused_and_credited) {
  const auto spend = [&](double baseline) {
    return report_document(source_of(study_with_credit(baseline)))["market"]["credit"][0]["baseline_spend"];
  };
  EXPECT_EQ(spend(0), 0);
  EXPECT_EQ(spend(7), 7);
  EXPECT_TRUE(spend(std::nan("")).is_null());
}

TEST_F(Report, leaves_bands_and_single_replicates_out_where_arms_are_many) {
  std::vector<std::string> arms;
  for (int i = 0; i < 60; ++i) arms.push_back("arm " + std::to_string(i));
  const Json document = report_document(source_of(study_of(arms, 2)));
  EXPECT_EQ(document["series"]["lines"][0]["mean"].size(), 60U);
  EXPECT_TRUE(document["series"]["lines"][0]["low"].empty());
  EXPECT_FALSE(document["comparisons"][0]["arms"][0].contains("values"));
}

TEST_F(Report, has_a_panel_with_its_band_for_each_of_many_arms) {
  std::vector<std::string> arms;
  for (int i = 0; i < 9; ++i) arms.push_back("arm " + std::to_string(i));
  const Json panels = report_document(source_of(study_of(arms, 3)))["panels"];
  EXPECT_EQ(panels["name"], "reach");
  EXPECT_EQ(panels["label"], "launch");
  EXPECT_THAT(panels["days"], ElementsAre(1, 2, 3));
  EXPECT_THAT(panels["mean"][8], ElementsAre(0, 450.5, 901));
  EXPECT_NEAR(panels["low"][8][2], 901 - 4.302653 / std::sqrt(3), 1e-3);
  EXPECT_EQ(panels["high"].size(), 9U);
  arms.pop_back();
  EXPECT_TRUE(report_document(source_of(study_of(arms, 3)))["panels"].is_null());
}

TEST(TimesDrawn, are_evenly_spaced_and_end_at_the_last) {
  EXPECT_THAT(times_drawn(5, 60), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(times_drawn(10, 4), ElementsAre(0, 3, 6, 9));
  EXPECT_THAT(times_drawn(11, 4), ElementsAre(1, 4, 7, 10));
  EXPECT_THAT(times_drawn(7, 0), ElementsAre(6));
  EXPECT_TRUE(times_drawn(0, 5).empty());
}

TEST_F(Report, stays_small_for_many_arms_over_a_long_time) {
  std::vector<std::string> arms;
  for (int i = 0; i < 200; ++i) arms.push_back("arm " + std::to_string(i));
  StudyDataset study = study_of(arms, 1);
  for (StudyRun& run : study.runs) {
    run.data.dimensions[0].values.clear();
    for (int day = 1; day <= 2000; ++day) run.data.dimensions[0].values.push_back(day);
    run.data.variables[0].data.assign(2000, 12345.67);
  }
  const Json document = report_document(source_of(study));
  EXPECT_LT(document.dump().size(), 2'000'000U);
  EXPECT_EQ(document["series"]["time"]["total"], 2000);
  EXPECT_EQ(document["series"]["time"]["days"].back(), 2000);
  EXPECT_EQ(document["series"]["lines"][0]["mean"][0].size(), document["series"]["time"]["days"].size());
}

const std::string kNasty = "</script><img src=x onerror=alert(1)> \"q\" 'p' & | `c` 🎉 \xE2\x80\xA8";

TEST_F(Report, lets_no_name_become_markup) {
  const ReportSource source = source_of(study_of({kNasty, "b"}, 2));
  const std::string json = json_for_script(report_document(source));
  EXPECT_EQ(json.find_first_of("<>&"), std::string::npos);
  EXPECT_THAT(json, Not(HasSubstr("\xE2\x80\xA8")));
  EXPECT_EQ(Json::parse(json)["arms"][0], kNasty);
  EXPECT_THAT(report_markdown(source, Language::english), Not(HasSubstr("<img")));
}

TEST_F(Report, page_holds_its_data_once_and_says_what_is_missing_where_there_is_none) {
  const ReportSource source = source_of(study_of({kNasty, "__FANFARE_DATA____FANFARE_TITLE__"}, 2));
  if (page_template().empty()) {
    EXPECT_FALSE(page_missing_reason().empty());
    EXPECT_THROW(report_html(report_document(source), Language::english), std::runtime_error);
    return;
  }
  const std::string page = report_html(report_document(source), Language::chinese);
  EXPECT_THAT(page, HasSubstr("<html lang=\"zh-CN\">"));
  EXPECT_THAT(page, HasSubstr("<title>Which &lt;/script&gt;"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("<img src=x")));
  const std::size_t begin = page.find("id=\"data\">") + 10;
  const Json back = Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
  EXPECT_EQ(back["arms"][1], "__FANFARE_DATA____FANFARE_TITLE__");
}

TEST_F(Report, markdown_has_answer_arms_and_digest_in_both_languages) {
  const ReportSource source = source_of(study_of({"a", "b"}, 3));
  const std::string english = report_markdown(source, Language::english);
  EXPECT_THAT(english, HasSubstr("Choose “b”: reach (launch) of 201 people"));
  EXPECT_THAT(english, HasSubstr("It is 100 people ahead of “a”, the next best of 2 arms"));
  EXPECT_THAT(english, HasSubstr("| b | 201 | 199 … 203 | 3 | 100 | 100 … 100 | 100 % |"));
  EXPECT_THAT(english, HasSubstr(std::string(64, 'a')));
  EXPECT_THAT(report_markdown(source, Language::chinese), HasSubstr("建议选择「b」：触达（launch）为 201 人"));
}

TEST(Words, numbers_count_in_the_language) {
  EXPECT_EQ(people_number_in(Language::english, 1234567), "1.23 M");
  EXPECT_EQ(people_number_in(Language::chinese, 1234567), "123 万");
  EXPECT_EQ(people_number_in(Language::chinese, -21'849'000), "−2180 万");
  EXPECT_EQ(people_number_in(Language::chinese, -4321), "−4320");
  EXPECT_EQ(people_number_in(Language::chinese, 9996), "1 万");
  EXPECT_EQ(people_quantity_in(Language::chinese, 2.5e8, "CNY"), "2.50 亿元");
  EXPECT_EQ(people_quantity_in(Language::chinese, std::nan(""), "CNY"), "–");
}

// Counts as a power law would give them, in octaves, on top of many small ones.
TEST(BinnedTail, finds_the_exponent_of_a_power_law) {
  std::vector<double> from, counts;
  for (int k = 0; k < 14; ++k) from.push_back(std::pow(2.0, k)), counts.push_back(k < 3 ? 4e6 : 0);
  for (std::size_t i = 3; i < from.size(); ++i)
    for (double x = from[i]; x < 2 * from[i]; ++x) counts[i] += 1e9 * std::pow(x, -2.3);
  const auto tail = fit_binned_tail(from, counts);
  ASSERT_TRUE(tail);
  EXPECT_NEAR(tail->exponent, 2.3, 0.02);  // the law ends at 16,384, the fitted one does not
  EXPECT_EQ(tail->from, 8);
  EXPECT_NEAR(tail->line[0].second, tail->share, 1e-12);
  EXPECT_EQ(tail->line.size(), 11U);
}

TEST(BinnedTail, is_not_fitted_to_a_handful) {
  EXPECT_FALSE(fit_binned_tail({1, 2, 4, 8, 16}, {20, 9, 4, 2, 1}));
  EXPECT_FALSE(fit_binned_tail({1, 2, 4}, {5000, 900, 100}));
}

}  // namespace
}  // namespace fanfare::document_test
