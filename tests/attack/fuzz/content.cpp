// Reads a real file once; changes and writes copies of what was read.
#include "tests/attack/fuzz/content.h"

#include <unistd.h>

#include <filesystem>
#include <limits>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/study/load.h"
#include "sim/study/single_run.h"
#include "sim/study/study_runner.h"

namespace fanfare::fuzz {
namespace {

namespace fs = std::filesystem;

void collect(const Hdf5Source& source, const std::string& group, Content& out) {
  const std::string prefix = group.empty() ? "" : group + "/";
  out.groups.push_back({group, source.attributes(group)});
  for (const std::string& name : source.arrays(group)) {
    if (source.is_scale(prefix + name)) out.scales.push_back({group, source.scale(prefix + name)});
    else out.arrays.push_back(source.array(prefix + name));
  }
  for (const std::string& name : source.groups(group)) collect(source, prefix + name, out);
}

// What the command `fanfare run` leaves, in a folder that is gone at the end.
Content content_of(const std::string& text, const char* left, const std::vector<SetOption>& sets = {}) {
  const fs::path folder = fs::temp_directory_path() / ("fanfare-fuzz-" + std::to_string(::getpid()));
  write_file(folder / "input.yaml", text);
  ComputeOptions options;
  options.out = (folder / "out").string();
  options.threads = 1;
  options.sets = sets;
  Problems problems;
  Work work = load_work((folder / "input.yaml").string(), options, problems);
  expects(problems.empty(), problems.render().c_str());
  NoProgress silent;
  const auto comm = local_comm();
  const RunContext context{options, *comm, silent, Verbosity::quiet};
  if (work.scenario) run_scenario(*work.scenario, context);
  else run_study(*work.study, context);
  Content content;
  collect(Hdf5Source(folder / "out" / left), "", content);
  fs::remove_all(folder);
  return content;
}

std::string tiny() { return fs::absolute("scenarios/tiny.yaml").string(); }

// The input, taken byte by byte; zeros after its end.
class Taker {
 public:
  explicit Taker(Bytes bytes) : bytes_(bytes) {}
  bool is_over() const { return bytes_.empty(); }
  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }
  std::size_t below(std::size_t n) { return n == 0 ? 0 : (byte() + std::size_t{256} * byte()) % n; }
  std::string text() {
    std::string out;
    for (std::size_t left = byte() % 32; left > 0 && !is_over(); --left) out += static_cast<char>(byte());
    return out;
  }
  std::string word() {
    static const std::vector<std::string> kWords = {"",
                                                    "time",
                                                    "arm",
                                                    "replicate",
                                                    "brand",
                                                    "point",
                                                    "campaign",
                                                    "contract",
                                                    "none",
                                                    "study",
                                                    "run",
                                                    "1",
                                                    "complete",
                                                    "-1",
                                                    "fanfare results",
                                                    "running",
                                                    "flags: a b",
                                                    "days",
                                                    "CNY",
                                                    "2026-03-02 00:00:00",
                                                    "days since 9999999-99-99",
                                                    "replicate: first",
                                                    "factor",
                                                    "a/b",
                                                    "\n",
                                                    "\x1b[2J",
                                                    "{}",
                                                    "[1,"};
    return byte() % 2 == 0 ? kWords[below(kWords.size())] : text();
  }
  double number() {
    using limits = std::numeric_limits<double>;
    static const std::vector<double> kNumbers = {0,
                                                 -1,
                                                 1,
                                                 2.5,
                                                 limits::quiet_NaN(),
                                                 limits::infinity(),
                                                 -limits::infinity(),
                                                 1e308,
                                                 -1e308,
                                                 limits::denorm_min(),
                                                 9e15,
                                                 4294967296.0,
                                                 255};
    return kNumbers[below(kNumbers.size())];
  }

 private:
  Bytes bytes_;
};

constexpr std::int64_t kWholes[] = {0, 1, -1, 2, 5, 1'000'000, std::numeric_limits<std::int64_t>::min(),
                                    std::numeric_limits<std::int64_t>::max()};

StoredValues values_of_a_kind(Taker& take, std::size_t count) {
  switch (take.byte() % 4) {
    case 0: return std::vector<double>(count, take.number());
    case 1: return std::vector<std::int64_t>(count, kWholes[take.below(std::size(kWholes))]);
    case 2: return std::vector<std::uint8_t>(count, take.byte());
    default: return std::vector<std::string>(count, take.word());
  }
}

std::size_t count_of(const StoredValues& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}
void resize(StoredValues& values, std::size_t count) {
  std::visit([&](auto& v) { v.resize(count); }, values);
}

void set_one(StoredValues& values, Taker& take) {
  const std::size_t at = take.below(count_of(values));
  if (count_of(values) == 0) return;
  std::visit(
      [&]<class T>(std::vector<T>& v) {
        if constexpr (std::is_same_v<T, std::string>) v[at] = take.word();
        else if constexpr (std::is_same_v<T, double>) v[at] = take.number();
        else if constexpr (std::is_same_v<T, std::int64_t>) v[at] = kWholes[take.below(std::size(kWholes))];
        else v[at] = take.byte();
      },
      values);
}

void change_attribute(StoredAttributes& attributes, Taker& take) {
  if (attributes.empty()) return;
  const std::size_t at = take.below(attributes.size());
  switch (take.byte() % 4) {
    case 0: attributes.erase(attributes.begin() + static_cast<std::ptrdiff_t>(at)); return;
    case 1: attributes[at].second = values_of_a_kind(take, take.byte() % 3); return;
    case 2: attributes[at].first = take.word(); return;
    default: set_one(attributes[at].second, take);
  }
}

void change_scale(Content& content, Taker& take) {
  if (content.scales.empty()) return;
  const std::size_t at = take.below(content.scales.size());
  StoredScale& scale = content.scales[at].stored;
  switch (take.byte() % 6) {
    case 0: content.scales.erase(content.scales.begin() + static_cast<std::ptrdiff_t>(at)); return;
    case 1: scale.name = take.word(); return;
    case 2: scale.values = values_of_a_kind(take, count_of(scale.values)); return;
    case 3: resize(scale.values, take.byte() % 6); return;
    case 4: change_attribute(scale.attributes, take); return;
    default: set_one(scale.values, take);
  }
}

void change_array(Content& content, Taker& take) {
  if (content.arrays.empty()) return;
  const std::size_t at = take.below(content.arrays.size());
  StoredArray& array = content.arrays[at];
  switch (take.byte() % 8) {
    case 0: content.arrays.erase(content.arrays.begin() + static_cast<std::ptrdiff_t>(at)); return;
    case 1: array.path = take.word(); return;
    case 2: array.values = values_of_a_kind(take, count_of(array.values)); return;
    case 3: array.dimensions.clear(); return;
    case 4: array.dimensions.push_back(take.word()); return;
    case 5: if (!array.dimensions.empty()) array.dimensions.erase(array.dimensions.begin()); return;
    case 6: change_attribute(array.attributes, take); return;
    default: set_one(array.values, take);
  }
}

// An array has as many values as its axes have room for; one without its axes is left out.
bool fill(StoredArray& array, const Content& content) {
  constexpr std::size_t kMost = 100'000;
  const auto slash = array.path.rfind('/');
  const std::string group = slash == std::string::npos ? "" : array.path.substr(0, slash);
  std::size_t cells = 1;
  for (const std::string& name : array.dimensions) {
    const auto scale =
        std::find_if(content.scales.begin(), content.scales.end(),
                     [&](const Content::Scale& s) { return s.group == group && s.stored.name == name; });
    if (scale == content.scales.end()) return false;
    cells *= count_of(scale->stored.values);
    if (cells > kMost) return false;
  }
  resize(array.values, cells);
  return true;
}

}  // namespace

const Content& content_of_a_run() {
  static const Content content = content_of(
      "schema: 1\nextends: " + tiny() + "\nrun: {until: 8d}\noutputs: {every: 1d}\n", "run.h5");
  return content;
}

const Content& content_of_a_study() {
  static const Content content = content_of(
      "schema: 1\nkind: study\nscenario: " + tiny() + "\nbaseline: none\narms:\n  none: {campaigns: []}\n" +
          "  some: {}\nreplicates: 2\n",
      "study.h5", {{"run.until", "8d"}, {"outputs.every", "1d"}});
  return content;
}

void change(Content& content, Bytes how) {
  Taker take(how);
  for (int changes = 0; changes < 16 && !take.is_over(); ++changes) {
    const std::uint8_t what = take.byte() % 8;
    if (what == 0) change_attribute(content.groups[take.below(content.groups.size())].attributes, take);
    else if (what < 3) change_scale(content, take);
    else change_array(content, take);
  }
}

std::vector<std::byte> file_of(const Content& content) {
  Hdf5Image image;
  for (const Content::Group& group : content.groups) image.attributes(group.path, group.attributes);
  for (const Content::Scale& scale : content.scales) image.scale(scale.group, scale.stored);
  for (StoredArray array : content.arrays)
    if (fill(array, content)) image.array(array);
  std::vector<std::byte> bytes = image.finish();
  const std::vector<std::byte> seal = checksum_trailer(bytes);
  bytes.insert(bytes.end(), seal.begin(), seal.end());
  return bytes;
}

}  // namespace fanfare::fuzz
