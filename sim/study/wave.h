// Runs at points that a program chose: a list design written as a study file in a folder, run there, and the
// measures read back. The file is what `fanfare run` and `fanfare sweep` take too, so a wave can be computed
// anywhere.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "sim/results/results_file.h"
#include "sim/study/context.h"
#include "sim/study/study_plan.h"

namespace fanfare {

struct Wave {
  std::string name;  // of its study
  std::string question;
  std::string scenario;            // path of the file that the points change
  std::vector<std::string> paths;  // of the coordinates
  std::vector<std::vector<std::string>>
      points;  // [point][coordinate], as a scenario writes it; points differ
  // run.seed of each point, where luck is to differ between points; empty: that of the scenario, so that
  // points share the worlds of a replicate.
  std::vector<std::uint64_t> seeds;
  std::size_t replicates = 1;
  std::vector<std::string> measures;  // that every run has, or it is said before any is run
  std::string more;                   // further keys of the study, as YAML lines: "baseline: {…}\n"
};

// What of a wave's runs is wanted: a measure, one of its labels, at a day or at the end.
struct WaveMeasure {
  std::string name;
  std::string label;  // empty: of a measure without a further axis, or with one label
  double day = std::numeric_limits<double>::quiet_NaN();
};

// FOLDER/study.yaml, FOLDER/study.h5.
std::filesystem::path wave_file(const std::filesystem::path& folder);
// The study's text, its scenario's path from `folder` on.
std::string wave_yaml(const Wave& wave, const std::filesystem::path& folder);
// Writes the file, unless it stands there with the same text.
void write_wave(const std::filesystem::path& folder, const Wave& wave);
// The points that stand in the folder's file, [point][coordinate]; empty if there is none; seeds last, if it
// has them. Mistakes of the files go to `problems`.
std::vector<std::vector<std::string>> wave_points(const std::filesystem::path& folder,
                                                  const std::vector<SetOption>& sets, Problems& problems);

struct WaveRuns {
  Outcome outcome;  // "complete", "failed" (some runs did), "stopped"
  Results results;  // of study.h5; empty if it was stopped
  const ReportSpec* spec = nullptr;
  bool stood = false;  // whole already: nothing was run
  bool stopped() const { return outcome.status == "stopped"; }
};
// Whether all runs of the wave stand in the folder, of the same values, inputs and version.
bool wave_stands(const std::filesystem::path& folder, const PlannedStudy& plan);
// What is done where runs are left: all of them here, or none (they are for a cluster).
enum class WhenLeft { run, leave };
// Runs what is left of the wave in its folder, which must hold its file; what stands there is taken: parts,
// checkpoints, a whole study, more replicates of the same points. `context.options` gives threads, sets,
// failure policy; `out`, `on_exists` and `replicates` are the wave's. Errors: ScenarioError with all mistakes
// rendered; InputError.
WaveRuns run_wave(const std::filesystem::path& folder, const RunContext& context,
                  WhenLeft when_left = WhenLeft::run);
// The sink is made anew for each wave.
using SinkMaker = std::function<std::unique_ptr<ProgressSink>()>;

// [point][replicate], NaN where a run failed or is missing. Errors: InputError if the runs have no such
// measure, label or day, with those there are.
std::vector<std::vector<double>> wave_values(const WaveRuns& runs, const WaveMeasure& measure);

// Why points have no value: "point (reason)", for those of which no run ended well.
std::vector<std::string> wave_failures(const WaveRuns& runs);

// A number as scenarios write it: shortest at `digits` significant digits, no exponent where it can be
// without.
std::string written_number(double value, int digits = 6);

}  // namespace fanfare
