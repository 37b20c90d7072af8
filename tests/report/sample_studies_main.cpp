// Studies that are quick to write and slow to simulate, for the tests of the page:
// `fanfare_report_sample_studies_main FOLDER ARMS REPLICATES` writes many.h5 with that many arms, and
// nasty.h5 with names full of markup.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include "sim/results/results_file.h"

namespace fanfare {
namespace {

constexpr std::size_t kDays = 45;

Dataset run(std::size_t row, std::size_t replicate, const std::string& brand, const std::string& campaign) {
  Dataset data;
  Dimension time{"time", {}, {}, "days since 2026-03-02 00:00:00", "simulated time"};
  for (std::size_t i = 1; i <= kDays; ++i) time.values.push_back(static_cast<double>(i));
  data.dimensions = {time, {"brand", {brand}, {}, "", ""}, {"campaign", {campaign}, {}, "", ""},
                     {"contract", {}, {}, "", ""}};
  const double level = 1000 + 10 * static_cast<double>((row * 7919) % 101) +
                       13 * std::sin(static_cast<double>(replicate + row));
  const auto series = [&](const char* name, const char* axis, const char* unit, double scale) {
    Variable v{name, {"time", axis}, unit, "sample", "", "", false, {}, ""};
    for (std::size_t i = 1; i <= kDays; ++i) v.data.push_back(scale * level * static_cast<double>(i));
    data.variables.push_back(std::move(v));
  };
  series("reach", "campaign", "people", 1), series("sales", "brand", "orders", 0.1);
  series("net_revenue", "brand", "CNY", 12.9), series("sentiment", "brand", "1", 1e-6);
  for (int i = 0; i < 40; ++i)
    data.dimensions[3].labels.push_back(
        campaign + "/" +
        std::to_string((row * 13 + replicate * 7 + static_cast<std::size_t>(i) * 31) % 9000));
  for (const char* name : {"creators/kind", "creators/followers", "creators/paid", "creators/impressions",
                           "creators/engagements"})
    data.variables.push_back({name,
                              {"contract"},
                              "1",
                              "",
                              "",
                              "",
                              false,
                              std::vector<double>(40, name[9] == 'k' ? 1.0 : level),
                              ""});
  return data;
}

void write(const std::filesystem::path& path, std::vector<std::string> arms, std::size_t replicates,
           const std::string& brand, const std::string& campaign, const std::string& question) {
  StudyDataset study;
  study.arms = std::move(arms);
  study.replicates = replicates;
  study.baseline = study.arms[0];
  study.attributes["primary"] = std::string("net_revenue");
  study.attributes["measure"] = std::string("net_revenue reach");
  for (std::size_t row = 0; row < study.arms.size(); ++row)
    for (std::size_t r = 0; r < replicates; ++r)
      study.runs.push_back(
          {row, r, RunState::complete, r, std::string(16, '0'), "", kDays, run(row, r, brand, campaign)});
  Provenance p;
  p.name = path.stem().string();
  p.model = "fan_economy";
  p.question = question;
  p.version = "0.0.0";
  p.scenario_digest = std::string(64, 'a');
  write_study(path, study, p, RunState::complete);
}

}  // namespace
}  // namespace fanfare

int main(int argc, char** argv) {
  if (argc != 4) return std::cerr << "usage: FOLDER ARMS REPLICATES\n", 2;
  const std::filesystem::path folder = argv[1];
  std::vector<std::string> arms;
  for (int i = 0; i < std::atoi(argv[2]); ++i) arms.push_back("point " + std::to_string(i));
  fanfare::write(folder / "many.h5", arms, static_cast<std::size_t>(std::atoi(argv[3])), "aurora", "launch",
                 "Which of many?");
  const std::string nasty = "</script><img src=x onerror=window.broken=1>";
  fanfare::write(folder / "nasty.h5",
                 {"none", nasty, "\"q\" 'p' & {b|x} %s 🎉",
                  "a-very-long-name-without-any-blank-in-it-that-must-not-widen-the-page"},
                 2, "<b>brand</b> 🎉", "{a|b}\"'", nasty + " & \"what\"?");
  return 0;
}
