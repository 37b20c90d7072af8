// Looks around, opens nothing.
#include "sim/cli/near_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"

namespace fanfare {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder.empty() ? fs::path(".") : folder, error), end; !error && at != end;
       at.increment(error))
    found.push_back(folder / at->path().filename());
  std::sort(found.begin(), found.end());
  return found;
}

// A word finds a name with its ending or without.
bool is_near(const fs::path& typed, const fs::path& there) {
  const std::string word = typed.filename().string();
  const std::vector<std::string> names = {there.filename().string(), there.stem().string()};
  return !nearest(word, names).empty();
}

bool fits(const fs::path& there, Sought sought) {
  const bool is_scenario = there.extension() == ".yaml";
  return sought == Sought::either || (sought == Sought::scenario) == is_scenario;
}

std::string nearest_path(const fs::path& path, Sought sought) {
  for (const char* name : {"", "results", "scenarios", "scenarios/studies"})
    for (const fs::path& there : entries(*name == 0 ? path.parent_path() : fs::path(name)))
      if (fits(there, sought) && is_near(path, there)) return there.string();
  return {};
}

const char* hint(Sought sought) {
  switch (sought) {
    case Sought::scenario: return "give a scenario or study, as scenarios/tiny.yaml";
    case Sought::results: return "give run.h5, study.h5 or their folder, as results/tiny";
    case Sought::either: break;
  }
  return "give the scenario or study that was run, or the results folder of a run";
}

bool holds_results(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "study.h5", ignored) || fs::exists(folder / "run.h5", ignored) ||
         fs::exists(folder / "run.h5.partial", ignored);
}

}  // namespace

void expect_path(const fs::path& path, Sought sought) {
  std::error_code ignored;
  if (fs::exists(path, ignored) || fs::exists(path.string() + ".partial", ignored)) return;
  const std::string near = nearest_path(path, sought);
  throw InputError(fmt::format("{}: no such file or folder ({})", path.string(),
                               near.empty() ? hint(sought) : "did you mean '" + near + "'?"));
}

std::string results_under(const fs::path& folder) {
  constexpr std::size_t kShown = 5;
  std::string text;
  std::size_t n = 0;
  for (const fs::path& there : entries(folder))
    if (holds_results(there) && ++n <= kShown) text += (text.empty() ? "" : ", ") + there.string();
  return n > kShown ? text + ", …" : text;
}

}  // namespace fanfare
