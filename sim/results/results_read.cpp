// The half of results_file.h that reads, and says what is wrong with a file that can't be read.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/layout.h"
#include "sim/results/results_file.h"
#include "sim/results/root_words.h"
#include "sim/results/trial.h"

namespace fanfare {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

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

bool is_hdf5(const fs::path& path) {
  constexpr std::array<char, 8> kSignature = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  std::array<char, 8> begin{};
  std::ifstream(path, std::ios::binary).read(begin.data(), begin.size());
  return begin == kSignature;
}

// Before HDF5 sees a byte of it: the library crashes on some of what a bad disk makes of a file.
void check_bytes(const fs::path& path) {
  if (!is_hdf5(path)) throw InputError(path.string() + ": is not an HDF5 file");
  const Checksum checksum = checksum_of(path);
  if (checksum == Checksum::differs)
    throw InputError(path.string() + ": damaged (its bytes are not those that were written)");
  if (checksum == Checksum::none)
    throw InputError(
        path.string() +
        ": has no checksum at its end (truncated, changed by another program, or not a results file of "
        "Fanfare) use an undamaged copy");
}

void check_readable(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    const bool begun = fs::exists(path.string() + ".partial", error);
    throw InputError(path.string() + ": no such file" +
                     (begun ? " (the run has not ended: there is " + path.filename().string() +
                                  ".partial); `fanfare resume` goes on from its checkpoint"
                            : ""));
  }
  if (::access(path.c_str(), R_OK) != 0)
    throw InputError(path.string() + ": can't be read (" + std::generic_category().message(errno) + ")");
  if (!fs::is_regular_file(path, error)) throw InputError(path.string() + ": is no regular file");
  if (fs::file_size(path, error) == 0 && !error) throw InputError(path.string() + ": is empty");
  check_bytes(path);
}

void check_ours(const fs::path& path, const StoredAttributes& root) {
  if (text_of(root, "format") != root_words::kFormat)
    throw InputError(path.string() + ": is an HDF5 file, but not a results file of Fanfare");
  const std::int64_t version = integer_of(root, "format_version", -1);
  if (version == kResultsFormat) return;
  const bool newer = version > kResultsFormat;
  throw InputError(
      path.string() + ": results format " + std::to_string(version) + " is " + (newer ? "newer" : "older") +
      " than this program reads (" + std::to_string(kResultsFormat) + "), written by " +
      text_of(root, "source", "an unknown version") + (newer ? "; update the program" : "; run it again"));
}

RunState state_of(const std::string& word) {
  const auto at = std::find(root_words::kStates.begin(), root_words::kStates.end(), word);
  return at == root_words::kStates.end() ? RunState::missing
                                         : static_cast<RunState>(at - root_words::kStates.begin());
}

// Values of a study array, checked to be one per run.
template <class T>
std::vector<T> run_values(const Hdf5Source& source, const std::string& name, std::size_t cells) {
  auto array = source.array(name);
  auto* values = std::get_if<std::vector<T>>(&array.values);
  if (values == nullptr || values->size() != cells)
    throw InputError("'" + name + "' does not number the runs of the study");
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
    StudyRun run{i / out.replicates,
                 i % out.replicates,
                 static_cast<RunState>(std::min<std::uint8_t>(status[i], 4)),
                 0,
                 fingerprint[i],
                 reason[i],
                 0,
                 {}};
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

// A single text or number; lists and bytes are no attributes of a dataset.
std::optional<Attribute> attribute_of(const StoredValues& values) {
  std::optional<Attribute> out;
  std::visit(
      [&]<class T>(const std::vector<T>& v) {
        if constexpr (!std::is_same_v<T, std::uint8_t>)
          if (v.size() == 1) out = v.front();
      },
      values);
  return out;
}

// What the dataset itself says.
void load_attributes(const StoredAttributes& root, Dataset& out) {
  for (const auto& [name, values] : root) {
    if (root_words::is_owned(name)) continue;
    if (const auto attribute = attribute_of(values)) out.attributes[name] = *attribute;
  }
}

// What a forged file may say of itself: arrays that do not fill their axes, axes that are not there.
void check_shapes(const Dataset& data) {
  for (const Variable& v : data.variables) {
    std::size_t cells = 1;
    for (const std::string& name : v.dimensions) {
      const Dimension* axis = data.dimension(name);
      if (axis == nullptr)
        throw InputError("'" + v.name + "' lies on an axis '" + name + "' that is not there");
      if (__builtin_mul_overflow(cells, axis->size(), &cells))
        throw InputError("'" + v.name + "' is too large");
    }
    if (cells != v.data.size()) throw InputError("'" + v.name + "' does not fill its axes");
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
    throw InputError(path.string() + ": still running (last complete tick " +
                     std::to_string(out.last_complete_tick) +
                     "), so its numbers are not final; wait, or `fanfare resume` if it was killed");
  Texts factors;
  out.data = load_dataset(source, [&](const std::string& at) {
    if (is_run_array(at)) return true;
    if (at.find('/') != std::string::npos || source.is_scale(at) ||
        text_of(source.attributes(at), "role") != "factor")
      return false;
    factors.push_back(at);
    return true;
  });
  check_shapes(out.data);
  load_attributes(root, out.data);
  if (out.kind == ResultsKind::study) load_study(source, factors, out);
  out.provenance = load_provenance(source);
  return out;
}

}  // namespace

Results read_results(const fs::path& path, Unfinished unfinished, Trust trust) {
  const fs::path file = file_of(path);
  check_readable(file);
  if (trust == Trust::foreign) try_in_child(file, [&] { load(file, unfinished); });
  try {
    return load(file, unfinished);
  } catch (const InputError& error) {
    if (std::string_view(error.what()).starts_with(file.string())) throw;
    throw InputError(file.string() + ": can't be read (" + error.what() + ")");
  }
}

}  // namespace fanfare
