// fanfare_sweep_fake_shards_main DIR: as if all shards of a sweep had been computed. The runs are copies of
// one that was, in shard 0, with other numbers; the files are those that the program writes. To measure what
// a large sweep takes.
#include <cstdio>
#include <exception>

#include "sim/sweep/shard.h"
#include "sim/sweep/sweep_plan.h"

using namespace fanfare;

int main(int, char** argv) try {
  const std::filesystem::path folder = argv[1];
  const SweepPlan plan = read_sweep(folder);
  Problems problems;
  const PlannedStudy study = open_sweep(folder, plan, problems);
  RunForms forms;
  const StudyRun one = read_shard(shard_file(folder, 0), {plan.digest, 0, plan.shards[0], 0}, forms).at(0);
  const auto dealt = deal(study, plan.shards.size());
  for (std::size_t k = 1; k < dealt.size(); ++k) {
    std::vector<StudyRun> runs;
    for (const PlannedRun& planned : dealt[k]) {
      StudyRun& run = runs.emplace_back(one);
      run.row = planned.row, run.replicate = planned.replicate;
      run.seed = 1000 * planned.row + planned.replicate;
      for (double& number : run.numbers)
        number += static_cast<double>((7 * planned.row + 13 * planned.replicate) % 101);
    }
    write_shard(shard_file(folder, k), {plan.digest, k, runs.size(), 0}, runs);
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
