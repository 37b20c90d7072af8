// Two worlds, a line through them.
#include "sim/study/estimate.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <string>

#include "sim/comm.h"
#include "sim/simulation.h"
#include "sim/study/declared.h"
#include "sim/study/room.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kLarge = 65'536;  // accounts; whole blocks
constexpr std::uint32_t kSmall = 16'384;
constexpr double kWhole = 4e6;  // accounts: a world that can't be smaller is built as it is up to here
constexpr double kQuickly = 1 << 30;  // bytes by the formula: up to here a world is built to be measured

struct Sample {
  bool is_built = false;
  double asked = 0;           // of the key by which a world is made smaller
  double accounts = 0;        // of the model: those asked for, or others (roots, bots, what a file has)
  double resident_bytes = 0;  // of the world
  double peak_bytes = 0;
  double seconds_per_tick = 0;
  double output_bytes = 0;
};

// A line of /proc/self/status, in bytes: "VmRSS", "VmHWM".
double memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name + ":")) return 1024 * std::strtod(line.c_str() + name.size() + 1, nullptr);
  return 0;
}

double cells(const Dataset& declared, const Variable& v, double rows) {
  double n = 1;
  for (const std::string& name : v.dimensions) {
    const Dimension* d = declared.dimension(name);
    n *= name == "time" ? rows : d == nullptr ? 1 : static_cast<double>(d->size());
  }
  return n;
}

double output_bytes(BuiltModel& built, const Scenario& scenario) {
  const Dataset declared = built.declared();
  const double rows = scenario.run.until / std::max(scenario.outputs.every, scenario.run.tick) + 1;
  double bytes = 0;
  for (const Variable& v : declared.variables) bytes += 8 * cells(declared, v, rows);
  return bytes;
}

// The last of two days: the first fills the feeds.
double seconds_per_tick(Simulation& simulation, std::uint32_t ticks_per_day, Tick ticks) {
  const Tick filling = std::min<Tick>(ticks_per_day, ticks / 2),
             all = std::min<Tick>(2 * ticks_per_day, ticks);
  while (simulation.tick() < filling) simulation.step();
  const auto start = std::chrono::steady_clock::now();
  while (simulation.tick() < all) simulation.step();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  return all > filling ? spent.count() / (all - filling) : 0;
}

Sample measure(const Scenario& scenario, std::uint32_t accounts) {
  Sample s;
  const double before = memory("VmRSS");
  std::optional<BuiltModel> built = build_small(scenario, accounts);
  if (!built) return s;
  const auto comm = local_comm();
  Serial serial;
  Simulation simulation(built->model(), *comm, serial);
  s.is_built = true;
  s.asked = std::min<double>(accounts, accounts_of(scenario));
  s.accounts = built->model().partition().accounts;
  s.output_bytes = output_bytes(*built, scenario);
  s.seconds_per_tick = seconds_per_tick(simulation, scenario.run.ticks_per_day(), scenario.run.ticks());
  s.resident_bytes = memory("VmRSS") - before;
  s.peak_bytes = std::max(memory("VmHWM") - before, s.resident_bytes);
  return s;
}

// The child's part: measures, sends, and goes, without the parent's clean-up.
[[noreturn]] void measure_and_send(const Scenario& scenario, std::uint32_t accounts, int pipe) {
  Sample s;
  try {
    s = measure(scenario, accounts);
  } catch (...) {
    s.is_built = false;  // the run itself will say why
  }
  const bool sent = ::write(pipe, &s, sizeof s) == static_cast<ssize_t>(sizeof s);
  ::_exit(sent ? 0 : 1);
}

std::optional<Sample> sample(const Scenario& scenario, std::uint32_t accounts) {
  int ends[2];
  if (::pipe(ends) != 0) return std::nullopt;
  const pid_t child = ::fork();
  if (child == 0) measure_and_send(scenario, accounts, ends[1]);
  ::close(ends[1]);
  Sample s;
  const bool whole = child > 0 && ::read(ends[0], &s, sizeof s) == static_cast<ssize_t>(sizeof s);
  ::close(ends[0]);
  if (child > 0) ::waitpid(child, nullptr, 0);
  return whole && s.is_built ? std::optional(s) : std::nullopt;
}

// Two worlds of different sizes, or the same twice where there is but one.
struct Samples {
  Sample small, large;
};

// The smallest world that can be built of the scenario: selectors and limits may need a large one.
std::optional<Sample> first_sample(const Scenario& scenario, std::uint32_t& accounts) {
  const double all = accounts_of(scenario);
  for (accounts = kLarge; accounts < std::min(all, kWhole); accounts *= 4)
    if (auto found = sample(scenario, accounts)) return found;
  accounts = std::max(static_cast<std::uint32_t>(all), kLarge);
  return all <= kWhole && bytes_by_formula(scenario) <= kQuickly ? sample(scenario, accounts) : std::nullopt;
}

std::optional<Samples> samples(const Scenario& scenario) {
  std::uint32_t asked = 0;
  const std::optional<Sample> first = first_sample(scenario, asked);
  if (!first) return std::nullopt;
  if (accounts_of(scenario) <= asked) return Samples{*first, *first};
  if (asked == kLarge)
    if (const auto smaller = sample(scenario, kSmall)) return Samples{*smaller, *first};
  const auto larger = sample(scenario, asked * 2);
  return larger ? Samples{*first, *larger} : Samples{*first, *first};
}

// Where no world can be built in a moment: memory alone, roughly.
std::optional<Estimate> by_formula(const Scenario& scenario) {
  Estimate e;
  e.resident_bytes = e.peak_bytes = bytes_by_formula(scenario);
  e.seconds = e.output_bytes = std::numeric_limits<double>::quiet_NaN();
  return e.peak_bytes > 0 ? std::optional(e) : std::nullopt;
}

// The value at `asked` of the line through two samples, in proportion where there is but one.
double at(double asked, const Samples& samples, double Sample::*value) {
  const auto& [small, large] = samples;
  if (large.asked <= small.asked)
    return large.*value * (large.asked > 0 ? std::max(1.0, asked / large.asked) : 1);
  return large.*value + (asked - large.asked) * (large.*value - small.*value) / (large.asked - small.asked);
}

}  // namespace

std::optional<Estimate> estimate(const Scenario& scenario) {
  const double program =
      memory("VmRSS");  // here: a child has not yet touched much of what it was forked from
  const std::optional<Samples> measured = samples(scenario);
  if (!measured) return by_formula(scenario);
  const Sample& large = measured->large;
  const double asked = std::max(accounts_of(scenario), large.asked), least = bytes_by_formula(scenario);
  const double accounts = at(asked, *measured, &Sample::accounts);
  Estimate e;
  e.resident_bytes = program + std::max(least, at(asked, *measured, &Sample::resident_bytes));
  e.peak_bytes = program + std::max(least, at(asked, *measured, &Sample::peak_bytes));
  e.seconds =
      large.seconds_per_tick * scenario.run.ticks() * (large.accounts > 0 ? accounts / large.accounts : 1);
  e.output_bytes = large.output_bytes;
  e.measured_on = static_cast<std::uint32_t>(large.accounts);
  return e;
}

}  // namespace fanfare
