// A test in the real world, simulated with its noise: units (cities, regions, groups of people) of which some
// are held out, weeks, and a t test at the end. Knows neither studies nor files.
#pragma once

#include <cstdint>
#include <vector>

namespace fanfare::power {

struct TestDesign {
  std::uint32_t units = 20;
  double holdout = 0.5;    // share of the units that is held out
  bool pairs = false;      // units matched in pairs, one of each held out: a paired t test; else Welch's
  double unit_size =
      0;  // of a unit, as a share of the simulated market; 0: the market is divided among the units
  double weeks = 0;        // that the test lasts
  double noise = 0.1;  // sd of a unit's week beside the simulated luck, as a share of its level; independent
  double spread = 0;       // sd of the units' sizes, as a share of the mean; shared within a pair
  double alpha = 0.05;     // two-sided
  std::uint32_t tests = 4000;  // that are simulated
  std::uint32_t seed = 1;

  std::uint32_t held_out() const;
  std::uint32_t treated() const { return units - held_out(); }
  double size() const { return unit_size > 0 ? unit_size : 1.0 / units; }
};

// What the market brings over the test's weeks, without and with what is tested, and their luck from world to
// world.
struct Market {
  double without = 0, with = 0;        // means
  double sd_without = 0, sd_with = 0;  // of one market
};

// A unit is `size` of the market: its mean is that share, its luck's variance too (its people decide
// independently); noise and spread are shares of the larger of the two levels. The effect adds size · effect
// to each unit that is not held out. Of each simulated test: the effect on the whole market from which on it
// is significant. Errors: LogicError with fewer than two units on either side, or an odd number in pairs.
std::vector<double> least_significant(const TestDesign& design, const Market& market);

// Share of the tests that see an effect, with its sign; of thresholds as above.
double chance_to_see(const std::vector<double>& thresholds, double effect);
// The effect that is seen with this chance.
double detectable(std::vector<double> thresholds, double chance);

}  // namespace fanfare::power
