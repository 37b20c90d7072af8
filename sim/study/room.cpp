// A formula against /proc.
#include "sim/study/room.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>

#include "fanfare/expects.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

// What grows with a key, at the least: less than any world was seen to take, so that what is refused can't
// fit. Posts and whatever else a world may have few or many of come on top. Whose keys these are is not
// asked; a model that has none of them has no formula.
struct Growth {
  const char* count;       // the key that says of how many
  double bytes;            // of each
  const char* many = "";   // the key that says how many of something each has
  double bytes_of_one = 0;
};
constexpr Growth kGrowths[] = {
    // tiny with 0.5 to 1 M accounts in its first days: 540 to 890 bytes an account
    {"population.accounts", 250, "population.graph.mean_follows", 5},
    {"network.accounts", 8, "network.mean_degree", 4},  // offset and followers; ids
    {"humans", 4, "feed", 20},                          // five arrays of a feed
    {"nodes", 8},                                       // followers, and who was reached
    {"accounts", 4},
    {"worlds", 0, "songs", 8},
    {"markets", 0, "items", 20}};
// What is nearer to all there is than the formula is exact is left to the machine.
constexpr double kDoubt = 1.25;

double first_number(const char* path, const std::string& key = {}) {
  std::ifstream in(path);
  if (key.empty()) {
    double value = 0;
    return in >> value ? value : std::numeric_limits<double>::infinity();
  }
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(key)) return 1024 * std::strtod(line.c_str() + key.size(), nullptr);
  return std::numeric_limits<double>::infinity();
}

double number_at(const Scenario& scenario, const char* path) {
  if (!scenario.parameters->has(path)) return 0;
  std::string text = scenario.parameters->get(path);
  std::erase(text, '_');
  return std::strtod(text.c_str(), nullptr);
}

// A file brings its own accounts, and a market that mixes evenly has no network.
bool counts(const Scenario& scenario, const Growth& growth) {
  const std::string key = growth.count;
  if (!scenario.parameters->has(key)) return false;
  const auto says = [&](const std::string& path, const char* word) {
    return scenario.parameters->has(path) && scenario.parameters->get(path) == word;
  };
  if (says("population.graph.kind", "file") || says("network.kind", "file")) return false;
  return !(key == "network.accounts" && scenario.parameters->has("mixing") && !says("mixing", "network"));
}

double bytes_of(const Scenario& scenario, const Growth& growth) {
  if (!counts(scenario, growth)) return 0;
  return number_at(scenario, growth.count) *
         (growth.bytes + growth.bytes_of_one * (*growth.many ? number_at(scenario, growth.many) : 0));
}

// What there are most bytes of.
const Growth& largest(const Scenario& scenario) {
  return *std::max_element(std::begin(kGrowths), std::end(kGrowths), [&](const Growth& a, const Growth& b) {
    return bytes_of(scenario, a) < bytes_of(scenario, b);
  });
}

}  // namespace

double free_memory() {
  double room = first_number("/proc/meminfo", "MemAvailable:");
  rlimit own{};
  if (::getrlimit(RLIMIT_AS, &own) == 0 && own.rlim_cur != RLIM_INFINITY)
    room = std::min(room, static_cast<double>(own.rlim_cur));
  for (const char* group : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"})
    room = std::min(room, first_number(group));
  return room;
}

double bytes_by_formula(const Scenario& scenario) {
  double bytes = 0;
  for (const Growth& growth : kGrowths) bytes += bytes_of(scenario, growth);
  return bytes;
}

void expect_room(const Scenario& scenario, int at_once) {
  const double takes = bytes_by_formula(scenario) * at_once, room = free_memory();
  if (takes <= room * kDoubt) return;
  const std::string what = largest(scenario).count;
  const double fitting = number_at(scenario, what.c_str()) * room / takes;
  throw InputError(fmt::format(
      "{}: takes at least {} of memory{}, {} are free (nothing was built) at most {} {} would fit{}",
      scenario.path, people_bytes(takes), at_once > 1 ? fmt::format(" for {} runs at once", at_once) : "",
      people_bytes(room), people_number(fitting), what.substr(what.rfind('.') + 1),
      at_once > 1 ? ", or fewer --threads" : ""));
}

}  // namespace fanfare
