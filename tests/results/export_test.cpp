// The tidy table and the description of a file.
#include "sim/results/export.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/results/info.h"
#include "tests/results/samples.h"

namespace fanfare::export_test {
namespace {

using samples::Folder;

Results of_run(const Folder& folder) {
  write_run(folder / "run.h5", samples::run(), samples::provenance(), RunState::complete, 72);
  return read_results(folder / "run.h5");
}
Results of_study(const Folder& folder) {
  write_study(folder / "study.h5", samples::study(), samples::provenance(), RunState::complete);
  return read_results(folder / "study.h5");
}
std::string csv(const Results& results) {
  std::ostringstream out;
  export_csv(results, out);
  return std::move(out).str();
}
bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Export, a_run_becomes_a_row_per_number) {
  const Folder folder;
  const std::string table = csv(of_run(folder));
  EXPECT_TRUE(table.starts_with("arm,replicate,time,brand,campaign,metric,value,unit,n,scenario,origin\r\n"));
  EXPECT_TRUE(contains(table, "\r\n,0,2,,launch,reach,10,people,1,aaaaaaaa"));
  EXPECT_TRUE(contains(table, "\r\n,0,1,rival,,roi,0.25,1,1,aaaaaaaa"));
  EXPECT_TRUE(contains(table, "\r\n,0,1,aurora,,roi,,1,1,aaaaaaaa"));  // missing
  EXPECT_TRUE(contains(table, "\r\n,0,,,launch,reach_at_least[frequency=5],14,people,1,"));
  EXPECT_TRUE(contains(table, "\r\n,0,3,,,creators/income[creator=中文],0.08,CNY,1,"));
  EXPECT_TRUE(contains(table, "\r\n,0,,,,people_per_account,10,people,1,"));
}

TEST(Export, a_study_names_arm_and_replicate_and_keeps_a_place_for_missing_runs) {
  const Folder folder;
  const std::string table = csv(of_study(folder));
  EXPECT_TRUE(contains(table, "\r\nkoc,0,3,,second,reach,250,people,1,aaaaaaaa"));
  EXPECT_TRUE(contains(table, "\r\nkoc,1,3,,second,reach,,people,1,"));
  EXPECT_TRUE(contains(table, "\r\nnone,0,1,,launch,reach,,people,"));
  EXPECT_FALSE(contains(table, "\r\nkoc,1,3,,,creators/income"));  // bulk
}

TEST(Export, a_design_has_a_column_for_each_factor) {
  const Folder folder;
  StudyDataset study = samples::study();
  study.factors = {{"campaigns.launch.budget", "CNY", {0, 50'000.5, 75'000}, {}}, {"feed, kind", "", {}, {"a,b", "b", "c"}}};
  write_study(folder / "study.h5", study, samples::provenance(), RunState::complete);
  const std::string table = csv(read_results(folder / "study.h5"));
  EXPECT_TRUE(table.starts_with("arm,replicate,time,brand,campaign,campaigns.launch.budget,\"feed, kind\",metric,value,unit,"))
      << table.substr(0, 200);
  EXPECT_TRUE(contains(table, "\r\nkoc,0,3,,second,75000,c,reach,250,people,1,aaaaaaaa")) << table.substr(0, 600);
  EXPECT_TRUE(contains(table, "\r\nnone,0,1,,launch,0,\"a,b\",reach,,people,"));
}

TEST(Export, every_row_says_what_it_is_and_numbers_read_back_to_the_same_bits) {
  const Folder folder;
  Dataset data = samples::run();
  data.variables[2].data = {0.1 + 0.2, 1e-300, 1e22};
  data.dimensions[1].labels = {"a, \"b\"", "line\nbreak"};
  write_run(folder / "run.h5", data, samples::provenance(), RunState::complete, 72);
  const std::string table = csv(read_results(folder / "run.h5"));
  const auto count = [&](const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = table.find(part); at != std::string::npos; at = table.find(part, at + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count(",simulated\r\n"), count("\r\n") - 1);  // all but the head
  EXPECT_TRUE(contains(table, ",attention_gini,0.30000000000000004,1,1,"));
  EXPECT_TRUE(contains(table, ",attention_gini,1e-300,1,1,"));
  EXPECT_TRUE(contains(table, "\r\n,0,2,\"a, \"\"b\"\"\",,roi,0.5,1,1,"));
  EXPECT_TRUE(contains(table, "\r\n,0,1,\"line\nbreak\",,roi,0.25,1,1,"));
}

TEST(Export, its_file_says_that_it_is_simulated_how_many_runs_and_which_scenario) {
  const Folder folder;
  EXPECT_EQ(export_name(of_run(folder)), "kol_vs_koc.simulated.n1.aaaaaaaa.csv");
  EXPECT_EQ(export_name(of_study(folder)), "kol_vs_koc.simulated.n4.aaaaaaaa.csv");
}

TEST(Info, a_study_is_described_with_n_and_what_went_wrong) {
  const Folder folder;
  const std::string text = info_text(of_study(folder));
  EXPECT_TRUE(text.starts_with("kol_vs_koc: study, complete, simulated\n")) << text;
  EXPECT_TRUE(contains(text, "n = 2 replicates × 3 arms (4 complete, 1 failed, 1 stopped)")) << text;
  EXPECT_TRUE(contains(text, "  koc, replicate 1: failed (budget: can't be spent)\n")) << text;
  EXPECT_TRUE(contains(text, "  campaign (2): launch, second\n")) << text;
  EXPECT_TRUE(contains(
      text, "  reach(arm, replicate, time, campaign) [people]  people reached = distinct accounts × scale\n"))
      << text;
  EXPECT_TRUE(contains(text, "parameters: 2, of them 1 given")) << text;
}

TEST(Info, a_formula_that_is_a_list_is_cut_in_the_text_and_whole_as_json) {
  const Folder folder;
  Results results = of_run(folder);
  for (int i = 0; i < 50; ++i) results.data.variables[0].formula += "; and one more";
  const std::string text = info_text(results);
  EXPECT_TRUE(contains(text, " …\n"));
  std::size_t longest = 0;
  for (std::size_t at = 0, end = 0; end != std::string::npos; at = end + 1) {
    end = text.find('\n', at);
    longest = std::max(longest, std::min(end, text.size()) - at);
  }
  EXPECT_LT(longest, 300U);
  EXPECT_EQ(info_json(results).at("variables")[0].at("formula"), results.data.variables[0].formula);
}

TEST(Info, the_same_as_json) {
  const Folder folder;
  const nlohmann::json json = info_json(of_study(folder));
  EXPECT_EQ(json.at("kind"), "study");
  EXPECT_EQ(json.at("n"), 2);
  EXPECT_EQ(json.at("runs").size(), 6U);
  EXPECT_EQ(json.at("runs")[5].at("status"), "failed");
  EXPECT_EQ(json.at("provenance").at("seed"), "18446744073709551615");
  EXPECT_EQ(json.at("provenance").at("invocation").at("threads"), 2);
  EXPECT_EQ(json.at("variables")[0].at("units"), "people");
  EXPECT_EQ(nlohmann::json::parse(json.dump()), json);
}

}  // namespace
}  // namespace fanfare::export_test
