// Datasets and studies that the tests of results files share.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>

#include "sim/results/results_file.h"

namespace fanfare::samples {

inline double missing() { return std::numeric_limits<double>::quiet_NaN(); }

// A folder of its own, gone with the object.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "fanfare-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// A run of two brands and `days` rows; `shift` makes runs differ.
inline Dataset run(std::size_t days = 3, double shift = 0, std::vector<std::string> campaigns = {"launch"}) {
  Dataset data;
  Dimension time{"time", {}, {}, "days since 2026-03-02 00:00:00", "simulated time"};
  for (std::size_t i = 0; i < days; ++i) time.values.push_back(static_cast<double>(i + 1));
  Dimension frequency{"frequency", {}, {1, 2, 5}, "1", "times seen at least", true};
  data.dimensions = {time,
                     {"brand", {"aurora", "rival"}, {}, "", "brand"},
                     {"campaign", campaigns, {}, "", "campaign"},
                     frequency,
                     {"creator", {"ann", "bob", "中文"}, {}, "", "creator"}};
  const auto values = [&](std::size_t n, double step) {
    std::vector<double> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(shift + static_cast<double>(i) * step);
    return out;
  };
  const std::size_t c = campaigns.size();
  data.variables = {
      {"reach",
       {"time", "campaign"},
       "people",
       "people reached",
       "distinct accounts × scale",
       "time: sum (cumulative)",
       true,
       values(days * c, 10),
       "generic"},
      {"roi",
       {"time", "brand"},
       "1",
       "return on investment",
       "(margin·net_revenue − spend) / spend",
       "",
       false,
       values(days * 2, 0.25),
       "generic"},
      {"attention_gini",
       {"time"},
       "1",
       "Gini of impressions over creators",
       "",
       "",
       false,
       values(days, 0.125),
       ""},
      {"reach_at_least",
       {"campaign", "frequency"},
       "people",
       "people reached so often",
       "",
       "",
       true,
       values(c * 3, 7),
       ""},
      {"margin", {"brand"}, "share", "margin", "", "", false, values(2, 0.5), ""},
      {"people_per_account", {}, "people", "", "", "", true, {10}, ""},
      {"creators/income", {"time", "creator"}, "CNY", "income", "", "", false, values(days * 3, 0.01), ""},
      {"ledger/balance",
       {"time", "brand"},
       "CNY",
       "balance of a brand's book",
       "",
       "",
       false,
       values(days * 2, 100),
       ""}};
  if (days > 0) data.variables[1].data[0] = missing();
  if (c > 0) data.variables[3].data[0] = missing();
  data.attributes = {{"currency", std::string("CNY")}, {"scale", std::int64_t{10}}, {"tick_days", 1.0 / 24}};
  return data;
}

inline Provenance provenance() {
  Provenance out = program_provenance();
  out.name = "kol_vs_koc";
  out.question = "Does one budget sell more through a few KOLs?";
  out.model = "fan_economy";
  out.entry_file = "scenarios/kol_vs_koc.yaml";
  out.scenario_digest = std::string(64, 'a');
  out.resolved = "schema: 1\nkind: scenario\n";
  out.values = {{"run.until", "45", "scenarios/kol_vs_koc.yaml:6"}, {"run.tick", "0.0416", "default"}};
  out.files = {{"scenarios/kol_vs_koc.yaml", std::string(64, 'b'), "schema: 1\n# 中文 comment\n"},
               {"data:links.tsv.gz", std::string(64, 'c'), ""}};
  out.overrides = {"run.until=45d"};
  out.seed = 18446744073709551615ULL;
  out.fingerprint = "9f3c5a0012be77d1";
  out.invocation = {"fanfare run scenarios/kol_vs_koc.yaml", "here", 2, 1, "2026-03-02T10:00:00Z", 12.5};
  return out;
}

// Arms none, kol, koc × 2 replicates; (koc, 1) failed, (kol, 1) stopped early, `none` has no campaign.
inline StudyDataset study() {
  StudyDataset out;
  out.arms = {"none", "kol", "koc"};
  out.replicates = 2;
  out.baseline = "none";
  out.runs = {{1, 0, RunState::complete, 11, "00000000000000aa", "", 72, run(3, 100, {"launch"})},
              {0, 0, RunState::complete, 11, "00000000000000bb", "", 72, run(3, 0, {})},
              {0, 1, RunState::complete, 12, "00000000000000cc", "", 72, run(3, 1, {})},
              {1, 1, RunState::stopped, 12, "00000000000000dd", "signal", 48, run(2, 101, {"launch"})},
              {2, 0, RunState::complete, 11, "00000000000000ee", "", 72, run(3, 200, {"launch", "second"})},
              {2, 1, RunState::failed, 12, "", "budget: can't be spent", 0, {}}};
  return out;
}

// Missing equals missing; all else bit for bit.
inline bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return (std::isnan(x) && std::isnan(y)) ||
                  std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
         });
}

}  // namespace fanfare::samples
