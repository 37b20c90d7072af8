// A formula against /proc.
#include "sim/study/room.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <span>
#include <string>

#include "fanfare/expects.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

// What grows with a key, at the least: less than any world was seen to take, so that what is refused can't
// fit. What there may be few or many of comes on top. A model that declares no size is asked for the usual
// keys; one that has none of them has no formula.
constexpr SizeKeys kUsual[] = {
    // offset and followers; ids
    {.accounts = "network.accounts",
     .bytes = 8,
     .many = "network.mean_degree",
     .bytes_of_one = 4,
     .graph_kind = "network.kind"},
    {.accounts = "nodes", .bytes = 8, .graph_kind = "network.kind"},  // followers, and who was reached
    {.accounts = "accounts", .bytes = 4, .graph_kind = "network.kind"}};
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

double number_at(const Scenario& scenario, std::string_view key) {
  const std::string path(key);
  if (path.empty() || !scenario.parameters->has(path)) return 0;
  std::string text = scenario.parameters->get(path);
  std::erase(text, '_');
  return std::strtod(text.c_str(), nullptr);
}

std::span<const SizeKeys> sizes_of(const Scenario& scenario) {
  const SizeKeys& own = scenario.entry->size;
  return own.accounts.empty() ? std::span<const SizeKeys>(kUsual) : std::span(&own, 1);
}

// A file brings its own accounts, and a market that mixes evenly has no network.
bool counts(const Scenario& scenario, const SizeKeys& size) {
  const std::string key(size.accounts);
  if (!scenario.parameters->has(key)) return false;
  const auto says = [&](std::string_view path, const char* word) {
    const std::string at(path);
    return !at.empty() && scenario.parameters->has(at) && scenario.parameters->get(at) == word;
  };
  if (says(size.graph_kind, "file")) return false;
  return !(key == "network.accounts" && scenario.parameters->has("mixing") && !says("mixing", "network"));
}

double bytes_of(const Scenario& scenario, const SizeKeys& size) {
  if (!counts(scenario, size)) return 0;
  return number_at(scenario, size.accounts) *
         (size.bytes + size.bytes_of_one * number_at(scenario, size.many));
}

// What there are most bytes of.
const SizeKeys& largest(const Scenario& scenario) {
  const auto sizes = sizes_of(scenario);
  return *std::max_element(sizes.begin(), sizes.end(), [&](const SizeKeys& a, const SizeKeys& b) {
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
  for (const SizeKeys& size : sizes_of(scenario)) bytes += bytes_of(scenario, size);
  return bytes;
}

void expect_room(const Scenario& scenario, int at_once) {
  const double takes = bytes_by_formula(scenario) * at_once, room = free_memory();
  if (takes <= room * kDoubt) return;
  const std::string what(largest(scenario).accounts);
  const double fitting = number_at(scenario, what) * room / takes;
  throw InputError(fmt::format(
      "{}: takes at least {} of memory{}, {} are free (nothing was built) at most {} {} would fit{}",
      scenario.path, people_bytes(takes), at_once > 1 ? fmt::format(" for {} runs at once", at_once) : "",
      people_bytes(room), people_number(fitting), what.substr(what.rfind('.') + 1),
      at_once > 1 ? ", or fewer --threads" : ""));
}

}  // namespace fanfare
