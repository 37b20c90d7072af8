// Writes a run, a study, a study with a design and a run without campaigns into a folder, for the checks
// in Python.
#include <cstdio>

#include "tests/results/samples.h"

int main(int argc, char** argv) {
  using namespace fanfare;
  if (argc != 2) {
    std::fputs("usage: sample_files FOLDER\n", stderr);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  StudyDataset design = samples::study();
  design.factors = {{"campaigns.launch.budget", "CNY", {1, 2, 3}, {}},
                    {"platforms.p.feed.preset", "", {}, {"a", "b", "c"}}};
  write_run(folder / "run.h5", samples::run(), samples::provenance(), RunState::complete, 72);
  write_run(folder / "bare.h5", samples::run(1, 0, {}), samples::provenance(), RunState::complete, 72);
  write_study(folder / "study.h5", samples::study(), samples::provenance(), RunState::complete);
  write_study(folder / "design.h5", design, samples::provenance(), RunState::complete);
}
