// See results_file.h: the root of the file, the study's own arrays, and the errors of reading.
#include "sim/results/results_file.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/layout.h"

namespace fanfare {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFormat = "fanfare results";
constexpr std::array<const char*, 5> kStates = {"missing", "complete", "stopped", "failed", "running"};
constexpr std::array<const char*, 11> kRootWords = {"Conventions", "title",  "format",          "format_version", "kind",
                                                    "status",      "source", "scenario_digest", "baseline",       "comment",
                                                    "last_complete_tick"};
using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

struct Heading {
  ResultsKind kind;
  RunState state;
  Tick last_complete_tick;
  std::string baseline;
};

void store_heading(Hdf5Image& image, const Heading& heading, const Provenance& provenance) {
  const std::string title = provenance.question.empty() ? provenance.name : provenance.name + ": " + provenance.question;
  StoredAttributes root = {{"Conventions", Texts{"CF-1.8"}},
                           {"title", Texts{title}},
                           {"format", Texts{kFormat}},
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

bool is_root_word(const std::string& name) {
  return std::find(kRootWords.begin(), kRootWords.end(), name) != kRootWords.end();
}

void check_attributes(const Dataset& data) {
  for (const auto& [name, value] : data.attributes)
    expects(!is_root_word(name), ("the attribute '" + name + "' belongs to the file").c_str());
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
      : status(cells, 0), seed(cells, kMissingInteger), last_complete_tick(cells, kMissingInteger), fingerprint(cells), reason(cells) {}
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
  image.array({"run_status", axes, table.status,
               {{"long_name", Texts{"where each run stands"}},
                {"flag_values", std::vector<std::uint8_t>{0, 1, 2, 3, 4}},
                {"flag_meanings", Texts{"missing complete stopped failed running"}}}});
  const StoredValues fill = Integers{kMissingInteger};
  image.array({"run_seed", axes, table.seed, {{"long_name", Texts{"32-bit key of the run's draws"}}, {"_FillValue", fill}}});
  image.array({"run_last_complete_tick", axes, table.last_complete_tick, {{"units", Texts{"ticks"}}, {"_FillValue", fill}}});
  image.array({"run_fingerprint", axes, table.fingerprint, {{"long_name", Texts{"hash of the final state, hexadecimal"}}}});
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
    if (run.data.variables.empty()) continue;
    last = first ? run.last_complete_tick : std::min(last, run.last_complete_tick);
    first = false;
  }
  return last;
}

}  // namespace

std::string to_string(RunState state) { return kStates[static_cast<std::size_t>(state)]; }

void write_run(const fs::path& path, const Dataset& data, const Provenance& provenance, RunState state,
               Tick last_complete_tick) {
  write_image(path, [&](Hdf5Image& image) {
    store_heading(image, {ResultsKind::run, state, last_complete_tick, ""}, provenance);
    check_attributes(data);
    store_dataset(image, data);
    store_provenance(image, provenance);
  });
}

void write_study(const fs::path& path, const StudyDataset& study, const Provenance& provenance, RunState state) {
  std::vector<AuxiliaryCoordinate> coordinates;
  for (const FactorValues& factor : study.factors) coordinates.push_back({factor.name, "point"});
  write_image(path, [&](Hdf5Image& image) {
    store_heading(image, {ResultsKind::study, state, last_common_tick(study), study.baseline}, provenance);
    const Dataset stacked = stack(study);
    check_attributes(stacked);
    store_dataset(image, stacked, coordinates);
    store_runs(image, study);
    store_factors(image, study);
    store_provenance(image, provenance);
  });
}

namespace {

bool is_run_array(const std::string& path) {
  return path == "run_status" || path == "run_seed" || path == "run_fingerprint" || path == "run_reason" ||
         path == "run_last_complete_tick";
}

// A folder stands for the finished file in it, and where there is none, for the unfinished one.
fs::path file_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return path;
  for (const char* name : {"study.h5", "run.h5", "run.h5.partial"})
    if (fs::exists(path / name, error)) return path / name;
  throw InputError(path.string() + ": holds no results (neither run.h5 nor study.h5)");
}

void check_readable(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    const bool begun = fs::exists(path.string() + ".partial", error);
    throw InputError(path.string() + ": no such file" +
                     (begun ? " (the run has not ended: there is " + path.filename().string() + ".partial); `fanfare resume` goes on from its checkpoint" : ""));
  }
  if (::access(path.c_str(), R_OK) != 0)
    throw InputError(path.string() + ": can't be read (" + std::generic_category().message(errno) + ")");
  if (fs::file_size(path, error) == 0 && !error) throw InputError(path.string() + ": is empty");
  // HDF5 would crash on some of what a bad disk makes of a file.
  if (!fits_checksum(path)) throw InputError(path.string() + ": damaged (its bytes are not those that were written)");
}

void check_ours(const fs::path& path, const StoredAttributes& root) {
  if (text_of(root, "format") != kFormat)
    throw InputError(path.string() + ": is an HDF5 file, but not a results file of Fanfare");
  const std::int64_t version = integer_of(root, "format_version", -1);
  if (version == kResultsFormat) return;
  const bool newer = version > kResultsFormat;
  throw InputError(path.string() + ": results format " + std::to_string(version) + " is " + (newer ? "newer" : "older") +
                   " than this program reads (" + std::to_string(kResultsFormat) + "), written by " +
                   text_of(root, "source", "an unknown version") + (newer ? "; update the program" : "; run it again"));
}

RunState state_of(const std::string& word) {
  const auto at = std::find(kStates.begin(), kStates.end(), word);
  return at == kStates.end() ? RunState::missing : static_cast<RunState>(at - kStates.begin());
}

// Values of a study array, checked to be one per run.
template <class T>
std::vector<T> run_values(const Hdf5Source& source, const std::string& name, std::size_t cells) {
  auto array = source.array(name);
  auto* values = std::get_if<std::vector<T>>(&array.values);
  if (values == nullptr || values->size() != cells) throw InputError("'" + name + "' does not number the runs of the study");
  return std::move(*values);
}

void load_runs(const Hdf5Source& source, std::size_t rows, Results& out) {
  const std::size_t cells = rows * out.replicates;
  const auto status = run_values<std::uint8_t>(source, "run_status", cells);
  const auto seed = run_values<std::int64_t>(source, "run_seed", cells);
  const auto tick = run_values<std::int64_t>(source, "run_last_complete_tick", cells);
  const auto fingerprint = run_values<std::string>(source, "run_fingerprint", cells);
  const auto reason = run_values<std::string>(source, "run_reason", cells);
  for (std::size_t i = 0; i < cells; ++i) {
    StudyRun run{i / out.replicates, i % out.replicates, static_cast<RunState>(std::min<std::uint8_t>(status[i], 4)),
                 0, fingerprint[i], reason[i], 0, {}};
    if (seed[i] != kMissingInteger) run.seed = static_cast<std::uint64_t>(seed[i]);
    if (tick[i] != kMissingInteger) run.last_complete_tick = static_cast<Tick>(tick[i]);
    out.runs.push_back(std::move(run));
  }
}

void load_factors(const Hdf5Source& source, const Texts& names, Results& out) {
  for (const std::string& name : names) {
    const StoredArray array = source.array(name);
    FactorValues factor{name, text_of(array.attributes, "units"), {}, {}};
    if (const auto* labels = std::get_if<Texts>(&array.values)) factor.labels = *labels;
    if (const auto* values = std::get_if<std::vector<double>>(&array.values)) factor.values = *values;
    out.factors.push_back(std::move(factor));
  }
}

void load_study(const Hdf5Source& source, const Texts& factors, Results& out) {
  const Dimension* replicate = out.data.dimension("replicate");
  const Dimension* row = out.data.dimension(factors.empty() ? "arm" : "point");
  if (replicate == nullptr || row == nullptr) throw InputError("a study without the axes of a study");
  out.replicates = replicate->size();
  out.arms = row->labels;
  load_factors(source, factors, out);
  load_runs(source, row->size(), out);
}

void load_heading(const StoredAttributes& root, Results& out) {
  out.kind = text_of(root, "kind") == "study" ? ResultsKind::study : ResultsKind::run;
  out.state = state_of(text_of(root, "status"));
  out.baseline = text_of(root, "baseline");
  out.last_complete_tick = static_cast<Tick>(integer_of(root, "last_complete_tick"));
}

// What the dataset itself says.
void load_attributes(const StoredAttributes& root, Dataset& out) {
  for (const auto& [name, values] : root) {
    if (is_root_word(name)) continue;
    std::visit(
        [&]<class T>(const std::vector<T>& v) {
          if constexpr (!std::is_same_v<T, std::uint8_t>)
            if (v.size() == 1) out.attributes[name] = v.front();
        },
        values);
  }
}

Results load(const fs::path& path, Unfinished unfinished) {
  const Hdf5Source source(path);
  const StoredAttributes root = source.attributes("");
  check_ours(path, root);
  Results out;
  out.path = path;
  load_heading(root, out);
  if (out.state == RunState::running && unfinished == Unfinished::refuse)
    throw InputError(path.string() + ": still running (last complete tick " + std::to_string(out.last_complete_tick) +
                     "), so its numbers are not final; wait, or `fanfare resume` if it was killed");
  Texts factors;
  out.data = load_dataset(source, [&](const std::string& at) {
    if (is_run_array(at)) return true;
    if (at.find('/') != std::string::npos || source.is_scale(at) || text_of(source.attributes(at), "role") != "factor") return false;
    factors.push_back(at);
    return true;
  });
  load_attributes(root, out.data);
  if (out.kind == ResultsKind::study) load_study(source, factors, out);
  out.provenance = load_provenance(source);
  return out;
}

}  // namespace

Results read_results(const fs::path& path, Unfinished unfinished) {
  const fs::path file = file_of(path);
  check_readable(file);
  try {
    return load(file, unfinished);
  } catch (const InputError& error) {
    if (std::string_view(error.what()).starts_with(file.string())) throw;
    throw InputError(file.string() + ": can't be read (" + error.what() + ")");
  }
}

}  // namespace fanfare
