// Sampled posts and networks in the report's document, from results made by hand.
#include "sim/report/looked_at.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/results/samples.h"

namespace fanfare::looked_at_test {
namespace {

using ::testing::ElementsAre;

constexpr double kNone = NAN;

Variable kept(std::string name, std::vector<std::string> axes, std::vector<double> data,
              std::string formula = "") {
  return {std::move(name), std::move(axes), "1", "", std::move(formula), std::string(kOneReplicate),
          false,           std::move(data), ""};
}

// Two posts, one shared twice; three nodes of which one is missing.
Dataset run_with_sample() {
  Dataset data;
  data.dimensions = {{"time", {}, {1, 2, 3}, "days since 2026-03-02 00:00:00", ""},
                     {"campaign", {"launch", "other"}, {}, "", ""},
                     {"brand", {"aurora"}, {}, "", ""},
                     {"source", {"following", "discovery"}, {}, "", ""},
                     {"post", {}, {0, 1}, "", ""},
                     {"age", {}, {0, 1, 2}, "h", ""},
                     {"reaction", {"watch"}, {}, "", ""},
                     {"appeal_term", {"match"}, {}, "", ""},
                     {"score_term", {"watch", "like"}, {}, "", ""},
                     {"rung", {}, {200, 1000}, "people", ""},
                     {"share", {}, {0, 1, 2}, "", ""},
                     {"node", {}, {0, 1, 2}, "", ""},
                     {"link", {}, {0}, "", ""}};
  data.variables = {
      {"reach", {"time", "campaign"}, "people", "", "", "", false, {1, 2, 3, 4, 5, 6}, ""},
      kept("posts/author", {"post"}, {71, 72}),
      kept("posts/kind", {"post"}, {1, kNone}, "flags: kol koc"),
      kept("posts/of_campaign", {"post", "campaign"}, {0, 1, 0, 0}),
      kept("posts/impressions", {"post", "age", "source"}, {5, 0, 0, 7, 0, 0, 0, 1, 0, 0, 2, 0}),
      kept("posts/reactions", {"post", "reaction"}, {9, 1}),
      kept("posts/appeal", {"post", "appeal_term"}, {2, 3}),
      kept("posts/score", {"post", "score_term"}, {0.5, 0.25, 0.125, 1}),
      kept("posts/climbed", {"post", "rung"}, {4, kNone, kNone, kNone}),
      kept("posts/share_post", {"share"}, {1, 0, 1}),
      kept("posts/share_parent", {"share"}, {kNone, kNone, 0}),
      kept("posts/share_account", {"share"}, {500, 501, 502}),
      kept("posts/share_source", {"share"}, {1, 0, 0}, "flags: following discovery"),
      kept("network/node_account", {"node"}, {10, 20, kNone}),
      kept("network/node_ring", {"node"}, {0, 1, kNone}, "flags: hired follower neighbour"),
      kept("network/node_kind", {"node"}, {0, kNone, kNone}, "flags: kol koc"),
      kept("network/node_followers", {"node"}, {900, 3, kNone}),
      kept("network/exposures", {"time", "campaign", "node"},
           {kNone, kNone, kNone, kNone, kNone, kNone, 0, 2, kNone, 0, 0, kNone, 0, 2, kNone, 1, 0, kNone}),
      kept("network/bought", {"time", "campaign", "node"}, std::vector<double>(18, 0)),
      kept("network/link_from", {"link"}, {1}),
      kept("network/link_to", {"link"}, {0}),
  };
  return data;
}

class LookedAt : public ::testing::Test {
 protected:
  // Arm 0 of each study has no sample.
  ReportSource source_of(std::size_t arms) {
    StudyDataset study;
    study.replicates = 2;
    study.attributes["primary"] = std::string("reach");
    for (std::size_t row = 0; row < arms; ++row) {
      study.arms.push_back("arm " + std::to_string(row));
      for (std::size_t r = 0; r < 2; ++r) {
        StudyRun run{row, r, RunState::complete, r, "0000000000000000", "", 3, run_with_sample()};
        if (row == 0) std::erase_if(run.data.variables, [](const Variable& v) { return v.name != "reach"; });
        for (double& x : run.data.variables[0].data) x += static_cast<double>((row * 7) % arms);
        study.runs.push_back(std::move(run));
      }
    }
    study.baseline = study.arms[0];
    Provenance p;
    p.model = "fan_economy";
    p.scenario_digest = std::string(64, 'a');
    write_study(folder_ / "study.h5", study, p, RunState::complete);
    return read_report_source({(folder_ / "study.h5").string()}, "", "");
  }
  samples::Folder folder_;
};

TEST_F(LookedAt, a_post_says_who_saw_it_and_what_it_was_made_of) {
  const Json posts = report_document(source_of(2))["posts"];
  EXPECT_TRUE(posts["arms"][0].empty());
  ASSERT_EQ(posts["arms"][1].size(), 2U);
  const Json& post = posts["arms"][1][0];
  EXPECT_EQ(post["author"], 71);
  EXPECT_EQ(post["kind"], "koc");
  EXPECT_EQ(post["campaign"], "other");
  EXPECT_EQ(post["hours"], Json::parse("[[5,0],[0,7]]")) << "by source, up to the last hour with any";
  EXPECT_EQ(post["climbed"], Json::parse("[4,null]"));
  EXPECT_THAT(post["appeal"], ElementsAre(2));
  EXPECT_THAT(post["score"], ElementsAre(0.5, 0.25));
  EXPECT_THAT(posts["score_terms"], ElementsAre("watch", "like"));
  EXPECT_TRUE(posts["arms"][1][1]["kind"].is_null());
  EXPECT_TRUE(posts["arms"][1][1]["campaign"].is_null());
  EXPECT_EQ(posts["rungs"], Json::parse("[200,1000]"));
}

TEST_F(LookedAt, shares_point_to_the_share_they_grew_from) {
  const Json posts = report_document(source_of(2))["posts"];
  EXPECT_EQ(posts["arms"][1][0]["shares"], Json::parse(R"([[null,501,null,null,"following",null,null]])"));
  EXPECT_EQ(
      posts["arms"][1][1]["shares"],
      Json::parse(R"([[null,500,null,null,"discovery",null,null],[0,502,null,null,"following",null,null]])"));
}

TEST_F(LookedAt, a_network_says_when_each_account_was_exposed) {
  const Json network = report_document(source_of(2))["network"];
  EXPECT_EQ(network["days"], Json::parse("[1,2,3]"));
  EXPECT_TRUE(network["arms"][0].is_null());
  const Json& arm = network["arms"][1];
  EXPECT_EQ(arm["nodes"], Json::parse(R"([[10,"hired","kol",900],[20,"follower",null,3]])"));
  EXPECT_EQ(arm["links"], Json::parse("[[1,0]]"));
  EXPECT_EQ(arm["exposures"], Json::parse("[[[],[1,2]],[[2,1],[]]]"))
      << "[time, value, …] by campaign and node";
}

TEST_F(LookedAt, of_many_arms_the_best_are_held) {
  const ReportSource source = source_of(60);
  const std::vector<std::size_t> rows = looked_at_rows(source);
  ASSERT_EQ(rows.size(), 24U);
  for (const std::size_t row : rows) EXPECT_GE((row * 7) % 60, 36U) << row;
  const Json posts = report_document(source)["posts"];
  for (std::size_t row = 0; row < 60; ++row)
    EXPECT_EQ(posts["arms"][row].empty(), !std::count(rows.begin(), rows.end(), row)) << row;
}

TEST_F(LookedAt, results_without_a_sample_have_none) {
  StudyDataset study;
  study.arms = {"a"};
  study.replicates = 1;
  study.runs = {{0, 0, RunState::complete, 0, "0000000000000000", "", 3, samples::run()}};
  write_study(folder_ / "plain.h5", study, samples::provenance(), RunState::complete);
  const ReportSource source = read_report_source({(folder_ / "plain.h5").string()}, "", "");
  EXPECT_TRUE(report_document(source)["posts"].is_null());
  EXPECT_TRUE(report_document(source)["network"].is_null());
}

}  // namespace
}  // namespace fanfare::looked_at_test
