// The half of results_file.h that writes: the root of the file and the study's own arrays.
#include "sim/results/results_file.h"

#include <algorithm>
#include <system_error>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/layout.h"
#include "sim/results/root_words.h"

namespace fanfare {

namespace fs = std::filesystem;

namespace {

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

struct Heading {
  ResultsKind kind;
  RunState state;
  Tick last_complete_tick;
  std::string baseline;
};

void store_heading(Hdf5Image& image, const Heading& heading, const Provenance& provenance) {
  const std::string title =
      provenance.question.empty() ? provenance.name : provenance.name + ": " + provenance.question;
  StoredAttributes root = {{"Conventions", Texts{"CF-1.8"}},
                           {"title", Texts{title}},
                           {"format", Texts{root_words::kFormat}},
                           {"format_version", Integers{kResultsFormat}},
                           {"kind", Texts{heading.kind == ResultsKind::run ? "run" : "study"}},
                           {"status", Texts{to_string(heading.state)}},
                           {"last_complete_tick", Integers{heading.last_complete_tick}},
                           {"source", Texts{"fanfare " + provenance.version}},
                           {"scenario_digest", Texts{provenance.scenario_digest}},
                           {"comment", Texts{"Every number is simulated."}}};
  if (heading.kind == ResultsKind::study) root.emplace_back("baseline", Texts{heading.baseline});
  image.attributes("", root);
}

void check_attributes(const Dataset& data) {
  for (const auto& [name, value] : data.attributes)
    expects(!root_words::is_owned(name), ("the attribute '" + name + "' belongs to the file").c_str());
}

// The reason that HDF5 gives doesn't know the path.
template <class Build>
void write_image(const fs::path& path, Build&& build) {
  std::vector<std::byte> bytes;
  try {
    Hdf5Image image;
    build(image);
    bytes = image.finish();
  } catch (const InputError& error) {
    throw InputError(path.string() + ": can't be written (" + error.what() + ")");
  }
  const auto trailer = checksum_trailer(bytes);
  bytes.insert(bytes.end(), trailer.begin(), trailer.end());
  write_file(path, bytes);
  std::error_code ignored;
  if (path.extension() != ".partial") fs::remove(path.string() + ".partial", ignored);
}

// The study's own arrays over (row, replicate).
struct RunTable {
  std::vector<std::uint8_t> status;
  Integers seed, last_complete_tick;
  Texts fingerprint, reason;

  explicit RunTable(std::size_t cells)
      : status(cells, 0),
        seed(cells, kMissingInteger),
        last_complete_tick(cells, kMissingInteger),
        fingerprint(cells),
        reason(cells) {}
};

RunTable table_of(const StudyDataset& study) {
  RunTable table(study.arms.size() * study.replicates);
  for (const StudyRun& run : study.runs) {
    const std::size_t at = run.row * study.replicates + run.replicate;
    table.status[at] = static_cast<std::uint8_t>(run.state);
    table.seed[at] = static_cast<std::int64_t>(run.seed);
    table.last_complete_tick[at] = run.last_complete_tick;
    table.fingerprint[at] = run.fingerprint;
    table.reason[at] = run.reason;
  }
  return table;
}

void store_runs(Hdf5Image& image, const StudyDataset& study) {
  const RunTable table = table_of(study);
  const Texts axes = {study.row_dimension(), "replicate"};
  image.array({"run_status",
               axes,
               table.status,
               {{"long_name", Texts{"where each run stands"}},
                {"flag_values", std::vector<std::uint8_t>{0, 1, 2, 3, 4}},
                {"flag_meanings", Texts{"missing complete stopped failed running"}}}});
  const StoredValues fill = Integers{kMissingInteger};
  image.array({"run_seed",
               axes,
               table.seed,
               {{"long_name", Texts{"32-bit key of the run's draws"}}, {"_FillValue", fill}}});
  image.array({"run_last_complete_tick",
               axes,
               table.last_complete_tick,
               {{"units", Texts{"ticks"}}, {"_FillValue", fill}}});
  image.array({"run_fingerprint",
               axes,
               table.fingerprint,
               {{"long_name", Texts{"hash of the final state, hexadecimal"}}}});
  image.array({"run_reason", axes, table.reason, {{"long_name", Texts{"why a run failed or stopped"}}}});
}

void store_factors(Hdf5Image& image, const StudyDataset& study) {
  for (const FactorValues& factor : study.factors) {
    StoredArray array{factor.name, {"point"}, factor.values, {{"role", Texts{"factor"}}}};
    if (!factor.labels.empty()) array.values = factor.labels;
    if (!factor.units.empty()) array.attributes.emplace_back("units", Texts{factor.units});
    image.array(array);
  }
}

Tick last_common_tick(const StudyDataset& study) {
  Tick last = 0;
  bool first = true;
  for (const StudyRun& run : study.runs) {
    if (run.shape().variables.empty()) continue;
    last = first ? run.last_complete_tick : std::min(last, run.last_complete_tick);
    first = false;
  }
  return last;
}

}  // namespace

std::string to_string(RunState state) { return root_words::kStates[static_cast<std::size_t>(state)]; }

void write_run(const fs::path& path, const Dataset& data, const Provenance& provenance, RunState state,
               Tick last_complete_tick, const ValidRangeOf& range) {
  write_image(path, [&](Hdf5Image& image) {
    store_heading(image, {ResultsKind::run, state, last_complete_tick, ""}, provenance);
    check_attributes(data);
    store_dataset(image, data, {}, range);
    store_provenance(image, provenance);
  });
}

void write_study(const fs::path& path, const StudyDataset& study, const Provenance& provenance,
                 RunState state, const ValidRangeOf& range) {
  std::vector<AuxiliaryCoordinate> coordinates;
  for (const FactorValues& factor : study.factors) coordinates.push_back({factor.name, "point"});
  write_image(path, [&](Hdf5Image& image) {
    store_heading(image, {ResultsKind::study, state, last_common_tick(study), study.baseline}, provenance);
    const Dataset stacked = stack(study);
    check_attributes(stacked);
    store_dataset(image, stacked, coordinates, range);
    store_runs(image, study);
    store_factors(image, study);
    store_provenance(image, provenance);
  });
}

}  // namespace fanfare
