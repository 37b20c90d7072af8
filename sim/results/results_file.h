// Results files: what a run or a study leaves behind, written whole or not at all, and read back.
// The shape is documented in results/README.md; HDF5 itself stays in hdf5_*.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/ids.h"
#include "sim/results/provenance.h"

namespace fanfare {

// Grows when a reader of the old form would misread the new one.
inline constexpr int kResultsFormat = 1;

enum class RunState : std::uint8_t { missing = 0, complete = 1, stopped = 2, failed = 3, running = 4 };
std::string to_string(RunState state);  // "complete"

enum class ResultsKind { run, study };

// Where a run of a study stands, beside its numbers.
struct StudyRun {
  std::size_t row = 0;  // index of its arm or design point
  std::size_t replicate = 0;
  RunState state = RunState::missing;
  std::uint64_t seed = 0;   // the 32-bit key of its draws
  std::string fingerprint;  // 16 hex digits; empty while missing
  std::string reason;       // why it failed
  Tick last_complete_tick = 0;
  Dataset data;  // empty when missing or failed
  // Instead of `data` where runs are many (run_form.h): what most have alike, kept once, and this run's numbers,
  // variable by variable.
  std::shared_ptr<const Dataset> form = {};
  std::vector<double> numbers = {};
  std::string cautions = {};  // the attribute of that name
  const Dataset& shape() const { return form ? *form : data; }
};

// A factor of a design as a coordinate: one value per point, numbers or words.
struct FactorValues {
  std::string name;  // the dotted path of the parameter
  std::string units;
  std::vector<double> values;
  std::vector<std::string> labels;
};

struct StudyDataset {
  std::vector<std::string> arms;      // names of the arms, or of the points of a design
  std::vector<FactorValues> factors;  // of a design: its axis is then `point`, with these coordinates
  std::size_t replicates = 0;
  std::vector<StudyRun> runs;     // any order; a pair (row, replicate) not in it is missing
  std::vector<Dimension> further;  // axes of derived variables that no run has
  std::vector<Variable> derived;  // already over the study's axes: incremental_revenue(arm, replicate, brand)
  std::string baseline;           // name of the baseline arm, or empty
  std::map<std::string, Attribute> attributes;

  std::string row_dimension() const { return factors.empty() ? "arm" : "point"; }
};

// Puts (arm | point, replicate) in front of every variable of the runs. Axes are unions over the runs:
// labels in the order in which they first occur, numbers ascending; what a run lacks is NaN.
// Errors: LogicError if two runs shape one variable differently.
Dataset stack(const StudyDataset& study);

// The run that lies in a stacked study, without the entries of its axes that only other runs have. Stacked
// again it gives the same arrays.
Dataset unstack(const Dataset& study, std::size_t row, std::size_t replicate);

// What a file holds. Of a run: `data` as recorded, `runs` empty. Of a study: `data` stacked, `runs`
// without their data.
struct Results {
  std::filesystem::path path;
  ResultsKind kind = ResultsKind::run;
  RunState state = RunState::missing;
  Tick last_complete_tick = 0;
  Dataset data;
  Provenance provenance;
  std::vector<std::string> arms;      // of a study: its arms or points
  std::vector<FactorValues> factors;  // of a study with a design
  std::size_t replicates = 0;
  std::vector<StudyRun> runs;
  std::string baseline;
};

// What a variable can be; an end that is infinite is none, and is not written. The rules are the caller's.
struct ValidRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};
using ValidRangeOf = std::function<ValidRange(const Variable&)>;

// Writes a complete file beside and renames it over `path`: "run.h5.partial" at checkpoints, "run.h5"
// at the end (which also removes the partial one).
// Errors: InputError with path and reason; then nothing stands under `path` that did not before.
void write_run(const std::filesystem::path& path, const Dataset& data, const Provenance& provenance,
               RunState state, Tick last_complete_tick, const ValidRangeOf& range = {});
void write_study(const std::filesystem::path& path, const StudyDataset& study, const Provenance& provenance,
                 RunState state, const ValidRangeOf& range = {});

// Whether a file of a run that has not ended is welcome.
enum class Unfinished { refuse, accept };

// A file that this process has just written, or that comes from anywhere: that one is read in a child process
// first, because what is forged may crash HDF5.
enum class Trust { own, foreign };

// Reads a file, or the run.h5 / study.h5 of a folder.
// Errors: InputError saying which it is: missing, unreadable, not HDF5, truncated, damaged, not a results file of
// this program, of a newer or older format, still running.
Results read_results(const std::filesystem::path& path, Unfinished unfinished = Unfinished::refuse,
                     Trust trust = Trust::foreign);

}  // namespace fanfare
