#include "sim/judge/unfinished.h"

#include <algorithm>
#include <limits>

namespace fanfare {

std::vector<Said> unfinished_runs(const std::vector<std::string>& arms, std::span<const StudyRun> runs) {
  std::vector<Said> found;
  for (const StudyRun& run : runs) {
    if (run.state == RunState::complete) continue;
    Said said{run.reason.empty() ? "failure.no_reason" : "failure",
              {{"arm", arms[run.row]},
               {"replicate", run.replicate},
               {"state", std::vector<Said>{{"state." + to_string(run.state)}}}}};
    if (!run.reason.empty()) said.blanks.emplace_back("reason", run.reason);
    found.push_back(std::move(said));
  }
  return found;
}

namespace {

// [row][replicate]: whether the run came to its end.
std::vector<std::vector<bool>> completed(std::size_t rows, std::size_t replicates,
                                         std::span<const StudyRun> runs) {
  std::vector<std::vector<bool>> done(rows, std::vector<bool>(replicates, false));
  for (const StudyRun& run : runs)
    if (run.state == RunState::complete) done[run.row][run.replicate] = true;
  return done;
}

bool has_any(const std::vector<bool>& row) { return std::find(row.begin(), row.end(), true) != row.end(); }

}  // namespace

LeftOut left_out(const std::vector<std::string>& arms, std::size_t replicates,
                 std::span<const StudyRun> runs) {
  const std::vector<std::vector<bool>> done = completed(arms.size(), replicates, runs);
  LeftOut out;
  std::vector<Said> which;
  for (std::size_t r = 0; r < replicates; ++r) {
    std::vector<Said> lacking;
    for (std::size_t row = 0; row < arms.size(); ++row)
      if (has_any(done[row]) && !done[row][r])
        lacking.push_back({lacking.empty() ? "note.lacking" : "note.lacking_next", {{"arm", arms[row]}}});
    if (lacking.empty()) continue;
    which.push_back({which.empty() ? "note.left_out_world" : "note.left_out_next",
                     {{"replicate", r}, {"arms", std::move(lacking)}}});
    out.replicates.push_back(r);
  }
  if (which.empty()) return out;
  const std::size_t left = replicates - out.replicates.size();
  out.notes.push_back(
      {left > 0 ? "note.left_out" : "note.none_common", {{"n", left}, {"which", std::move(which)}}});
  if (left == 0) out.replicates.clear();
  return out;
}

Dataset without_replicates(const Dataset& study, std::span<const std::size_t> replicates) {
  Dataset out;
  out.dimensions = study.dimensions;
  out.attributes = study.attributes;
  const std::size_t all = study.dimension("replicate")->size();
  for (const Variable& v : study.variables) {
    if (v.name.find('/') != std::string::npos) continue;
    Variable& kept = out.variables.emplace_back(v);
    if (v.dimensions.size() < 2 || v.dimensions[1] != "replicate") continue;
    const std::size_t rows = study.dimension(v.dimensions[0])->size(), cells = v.data.size() / (rows * all);
    for (std::size_t row = 0; row < rows; ++row)
      for (const std::size_t r : replicates)
        std::fill_n(kept.data.begin() + static_cast<std::ptrdiff_t>((row * all + r) * cells), cells,
                    std::numeric_limits<double>::quiet_NaN());
  }
  return out;
}

}  // namespace fanfare
