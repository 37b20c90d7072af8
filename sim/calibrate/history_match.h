// History matching: in waves, points are run, emulators fitted, and what is implausible is left out. Who runs
// points is the caller's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/calibrate/emulators.h"

namespace fanfare {

struct MatchSettings {
  std::size_t dimensions = 0;
  std::size_t waves = 3;
  std::size_t points = 0;  // of a wave; 0: ten for each dimension (Loeppky, Sacks & Welch 2009)
  double cutoff = 3;       // Pukelsheim's (1994) three sigma
  std::uint32_t seed = 1;

  std::size_t points_of_a_wave() const { return points > 0 ? points : 10 * dimensions; }
};

// Runs the points of a wave (counted from 0); the points given back may differ (whole numbers). Empty:
// stopped.
using Simulate = std::function<std::optional<PointRuns>(std::size_t wave, const std::vector<Point>& points)>;

struct WaveRecord {
  std::size_t points = 0, runs = 0;
  double share_left = 1;       // of the prior, plausible after this wave
  std::vector<double> surety;  // by target: median emulator variance over all else, in what is left
  std::vector<double> held;    // Emulators::held
};

// What was nearest where nothing is plausible, by target.
struct NearestMiss {
  Point point;
  double implausibility = 0;
  std::vector<double> miss;      // emulated mean − observed, in the target's unit
  std::vector<double> in_sigma;  // implausibility with the sign of the miss
};

// What is left after some waves: plausible for the emulators of each.
class PlausibleSpace {
 public:
  PlausibleSpace(const std::vector<Observed>& observed, const MatchSettings& settings)
      : observed_(observed),
        settings_(settings),
        low_(settings.dimensions, 0),
        high_(settings.dimensions, 1) {}

  // Looks at what is left with one more wave's emulators.
  void add(Emulators emulators);
  bool plausible(std::span<const double> point) const;
  double worst(std::span<const double> point) const;  // largest implausibility of all waves
  double share() const { return share_; }
  const std::vector<Point>& sample() const {
    return sample_;
  }  // of what is left, evenly spread; empty: nothing
  const Emulators& last() const { return waves_.back(); }
  const std::vector<Observed>& observed() const { return observed_; }
  NearestMiss nearest() const { return nearest_; }
  bool empty() const { return !waves_.empty() && sample_.empty(); }

 private:
  void look();
  void search(std::vector<Point> near);
  void note(const Point& point, double worst);

  std::vector<Observed> observed_;
  MatchSettings settings_;
  std::vector<Emulators> waves_;
  std::vector<Point> sample_;
  std::vector<double> low_, high_;  // a box around what is left
  double share_ = 1;
  NearestMiss nearest_;
};

struct Matched {
  enum class End { sure, waves, nothing, stopped };
  End end = End::waves;
  PlausibleSpace space;
  PointRuns runs;  // of all waves
  std::vector<WaveRecord> waves;
};

// The points of the first wave, whatever was observed.
std::vector<Point> first_points(const MatchSettings& settings);

// Points of wave 0 are Sobol's, of later ones the most distant of what is left (maximin). Ends when emulators
// are sure (their variance a tenth of all else), after so many waves, or when nothing is left. Deterministic.
Matched match_history(const std::vector<Observed>& observed, const MatchSettings& settings,
                      const Simulate& simulate);

}  // namespace fanfare
