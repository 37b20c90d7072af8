// A card for each entry of an axis: what is known of it in each arm, what it caused where that was asked.
#include <gmock/gmock.h>

#include <cmath>

#include "sim/report/document.h"
#include "sim/report/markdown.h"
#include "tests/results/samples.h"

namespace fanfare::cards_test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kNone = NAN;

// Lena is hired in the second arm alone, Tao in none; `unit`: as which of two Lena is left out.
Dataset hired(bool is_second, double more, double unit) {
  Dataset data;
  data.dimensions = {{"time", {}, {1}, "days since 2026-03-02 00:00:00", ""},
                     {"brand", {"aurora"}, {}, "", ""},
                     {"roster", {"Lena", "Tao"}, {}, "", ""},
                     {"segment", {"women"}, {}, "", ""},
                     {"left_out_unit", {"1", "2"}, {}, "", ""}};
  const auto add = [&](const char* name, std::vector<std::string> axes, const char* unit_name,
                       std::vector<double> values) {
    data.variables.push_back(
        {name, std::move(axes), unit_name, "", "", "", false, std::move(values), "", Better::neither});
  };
  const double reach = is_second ? 1000 + more : kNone;
  add("sales", {"time", "brand"}, "orders", {is_second ? 300 + more : 100});
  add("roster_reach", {"time", "roster"}, "people", {reach, kNone});
  add("roster_followers", {"time", "roster"}, "people", {60'000, 3'000});
  add("roster_unit", {"time", "roster"}, "left_out_unit", {unit, 0});
  add("roster_misfit", {"time"}, "1", {0.01});
  add("roster_audience", {"roster", "segment"}, "share", {is_second ? 0.75 : kNone, kNone});
  return data;
}

class ExhibitCards : public testing::Test {
 protected:
  // Replicate r is of unit `units[r]`.
  ReportSource source_of(const std::vector<double>& units = {1, 1, 1}) {
    StudyDataset study;
    study.arms = {"none", "star"};
    study.baseline = "none";
    study.replicates = units.size();
    study.attributes["primary"] = std::string("sales");
    study.attributes["measure"] = std::string("sales");
    for (std::size_t row = 0; row < 2; ++row)
      for (std::size_t r = 0; r < units.size(); ++r) {
        StudyRun run{row, r, RunState::complete, r, "0000000000000000", "", 1, {}};
        run.data = hired(row == 1, static_cast<double>(r), units[r]);
        study.runs.push_back(std::move(run));
      }
    Provenance p;
    p.name = "names";
    p.model = "fan_economy";
    p.scenario_digest = std::string(64, 'a');
    write_study(folder_ / "names.h5", study, p, RunState::complete);
    ReportSource source = read_report_source({(folder_ / "names.h5").string()}, "", "");
    LeftOutUnits left;
    left.arm = 1;
    left.units = {{"1", false, {{"sales", {.mean = 188, .low = 50, .high = 325, .n = 3}}}, {}},
                  {"2", true, {{"sales", {.mean = 7, .low = 6, .high = 8, .n = 3}}}, {}}};
    source.gathered.summary.left_out = left;
    return source;
  }
  static Json roster_of(const Json& document) {
    for (const Json& one : document["exhibits"])
      if (one.contains("cards")) return one;
    return nullptr;
  }
  samples::Folder folder_;
};

TEST_F(ExhibitCards, hold_what_is_known_of_each_entry_by_arm) {
  const Json exhibit = roster_of(report_document(source_of()));
  ASSERT_FALSE(exhibit.is_null());
  ASSERT_EQ(exhibit["rows"].size(), 1U);
  EXPECT_EQ(exhibit["rows"][0]["name"], "roster_misfit") << "what is by no entry stays a row";
  const Json &lena = exhibit["cards"]["of"][0], &tao = exhibit["cards"]["of"][1];
  EXPECT_EQ(lena["name"], "Lena");
  EXPECT_EQ(lena["facts"][0]["name"], "roster_reach");
  EXPECT_TRUE(lena["facts"][0]["arms"][0]["mean"].is_null());
  EXPECT_EQ(lena["facts"][0]["arms"][1]["mean"], 1001);
  EXPECT_EQ(lena["lists"][0]["rows"][0]["label"], "women");
  EXPECT_EQ(lena["lists"][0]["unit"], "share");
  EXPECT_EQ(lena["lists"][0]["rows"][0]["arms"][1]["mean"], 0.75);
  EXPECT_EQ(tao["there"], false);
  ASSERT_EQ(tao["facts"].size(), 1U);
  EXPECT_EQ(tao["facts"][0]["arms"][0]["mean"], 3'000);
  EXPECT_TRUE(tao["lists"].empty());
}

TEST_F(ExhibitCards, say_what_was_caused_where_it_is_the_same_unit_in_all_replicates) {
  const auto caused = [&](const std::vector<double>& units) {
    return roster_of(report_document(source_of(units)))["cards"]["of"][0]["caused"];
  };
  const Json known = caused({1, 1, 1});
  ASSERT_FALSE(known.is_null());
  EXPECT_EQ(known["facts"][0]["name"], "sales");
  EXPECT_EQ(known["facts"][0]["unit"], "orders");
  EXPECT_EQ(known["facts"][0]["value"]["mean"], 188);
  EXPECT_TRUE(caused({1, 2, 1}).is_null()) << "another one in another replicate";
  EXPECT_TRUE(caused({0, 0, 0}).is_null());
  EXPECT_TRUE(caused({2, 2, 2}).is_null()) << "one of the rest";
  ReportSource alone = source_of();
  alone.gathered.summary.left_out.reset();
  EXPECT_TRUE(roster_of(report_document(alone))["cards"]["of"][0]["caused"].is_null());
}

TEST_F(ExhibitCards, stand_in_markdown_in_both_languages) {
  const ReportSource source = source_of();
  const std::string english = report_markdown(source, Language::english);
  EXPECT_THAT(english, HasSubstr("#### Lena"));
  EXPECT_THAT(english, HasSubstr("| reach | – | 1.00 k (999 … 1.00 k) |"));
  EXPECT_THAT(english, HasSubstr("What it caused in star"));
  EXPECT_THAT(english, HasSubstr("188 (50 … 325)"));
  EXPECT_THAT(english, HasSubstr("#### Tao\n\nin no arm"));
  const std::string chinese = report_markdown(source, Language::chinese);
  EXPECT_THAT(chinese, HasSubstr("触达人数"));
  EXPECT_THAT(chinese, Not(HasSubstr("cards.")));
}

}  // namespace
}  // namespace fanfare::cards_test
