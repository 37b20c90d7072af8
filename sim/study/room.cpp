// A formula against /proc.
#include "sim/study/room.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>

#include "fanfare/expects.h"
#include "sim/study/declared.h"
#include "sim/study/text.h"

namespace fanfare {
namespace {

// Less than any world was seen to take (tiny with 0.5 to 1 M accounts in its first days: 540 to 890 bytes an account),
// so that what is refused can't fit; posts, which a world may have few or many of, come on top.
constexpr double kBytesOfAccount = 250;
constexpr double kBytesOfFollow = 5;
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

double follows_of(const Scenario& scenario) {
  for (const char* path : {"population.graph.mean_follows", "graph.mean_follows", "network.follows"})
    if (const double follows = number_at(scenario, path); follows > 0) return follows;
  return 0;
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
  return accounts_of(scenario) * (kBytesOfAccount + kBytesOfFollow * follows_of(scenario));
}

void expect_room(const Scenario& scenario, int at_once) {
  const double takes = bytes_by_formula(scenario) * at_once, room = free_memory();
  if (takes <= room * kDoubt) return;
  const double accounts = accounts_of(scenario) * room / takes;
  throw InputError(fmt::format(
      "{}: takes at least {} of memory{}, {} are free (nothing was built) at most {} accounts would fit{}", scenario.path,
      people_bytes(takes), at_once > 1 ? fmt::format(" for {} runs at once", at_once) : "", people_bytes(room),
      people_number(accounts), at_once > 1 ? ", or fewer --threads" : ""));
}

}  // namespace fanfare
