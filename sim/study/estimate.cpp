// Two worlds, a line through them.
#include "sim/study/estimate.h"

#include <algorithm>
#include <chrono>

#include "sim/comm.h"
#include "sim/fingerprint.h"
#include "sim/simulation.h"
#include "sim/study/declared.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kLarge = 32'768;  // accounts; whole blocks
constexpr std::uint32_t kSmall = 16'384;
constexpr double kPeakOverState = 1.4;    // graph building included, docs/performance.md

struct Sample {
  double accounts = 0;
  double bytes = 0;
  double seconds_per_tick = 0;
  double output_bytes = 0;
};

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
  const Tick filling = std::min<Tick>(ticks_per_day, ticks / 2), all = std::min<Tick>(2 * ticks_per_day, ticks);
  while (simulation.tick() < filling) simulation.step();
  const auto start = std::chrono::steady_clock::now();
  while (simulation.tick() < all) simulation.step();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  return all > filling ? spent.count() / (all - filling) : 0;
}

std::optional<Sample> sample(const Scenario& scenario, std::uint32_t accounts) {
  std::optional<BuiltModel> built = build_small(scenario, accounts);
  if (!built) return std::nullopt;
  const auto comm = local_comm();
  Serial serial;
  Simulation simulation(built->model(), *comm, serial);
  Sample s;
  s.accounts = built->model().partition().accounts;
  s.output_bytes = output_bytes(*built, scenario);
  s.seconds_per_tick = seconds_per_tick(simulation, scenario.run.ticks_per_day(), scenario.run.ticks());
  const auto walk = [&](Archive& archive) { simulation.state(archive); };
  s.bytes = static_cast<double>(weigh(walk, built->model().partition()).bytes() + built->model().bytes_beside_state());
  return s;
}

double accounts_of(const Scenario& scenario, const Sample& large) {
  // A graph file brings its own accounts, whatever was asked for.
  const double asked = std::strtod(scenario.parameters->get("population.accounts").c_str(), nullptr);
  return asked > kLarge && large.accounts == kLarge ? asked : large.accounts;
}

}  // namespace

std::optional<Estimate> estimate(const Scenario& scenario) {
  const std::optional<Sample> large = sample(scenario, kLarge);
  if (!large) return std::nullopt;
  const bool scales = scenario.parameters->has("population.accounts");
  const double accounts = scales ? accounts_of(scenario, *large) : large->accounts;
  double bytes = large->bytes;
  if (accounts > large->accounts) {
    const std::optional<Sample> small = sample(scenario, kSmall);
    const double per_account = small ? (large->bytes - small->bytes) / (large->accounts - small->accounts)
                                     : large->bytes / large->accounts;
    bytes += (accounts - large->accounts) * per_account;
  }
  Estimate e;
  e.state_bytes = bytes;
  e.peak_bytes = kPeakOverState * bytes;
  e.seconds = large->seconds_per_tick * scenario.run.ticks() * accounts / large->accounts;
  e.output_bytes = large->output_bytes;
  e.measured_on = static_cast<std::uint32_t>(large->accounts);
  return e;
}

}  // namespace fanfare
