// What an analyst would call the effect of a channel who sets accounts that it touched against alike ones that it did not:
// exact matching on how far an account had come with the brand before anything was counted (its stage), over
// person-days. With strata s, days D and orders O of days with (t) and without (u) a touch of the channel behind them,
//   Σ_s D_ts · (O_ts / D_ts − O_us / D_us),
// the average effect on the treated, summed (Rubin 1973, Biometrics 29:159; Stuart 2010, Statistical Science 25:1). What it
// can't see is whatever else makes an account meet the channel and buy.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fanfare/archive.h"
#include "fanfare/columns.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

class MatchedComparison {
 public:
  void open(World& world, std::size_t channels) {
    channels_ = channels;
    cells_ = open_cells(world, "matched comparison", (channels + 1) * kStrata * 2);
    stratum_.resize(world.part);
  }
  void state(Archive& archive) {
    archive.owned({"tracking.stratum", "1", "stage before anything was counted"}, stratum_);
  }

  // In the account's block: one more day, with these channels behind it.
  void day(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand, std::size_t set) {
    if (scope.tick < world.setup.run.warmup_ticks())
      stratum_[account] = static_cast<std::uint8_t>(world.accounts.bond.row(account)[brand].at());
    count(world, scope, account, set, 0);
  }
  void order(World& world, const BlockScope& scope, AccountId account, std::size_t set) {
    count(world, scope, account, set, 1);
  }

  // Accounts' orders.
  double credit(const World& world, std::size_t channel) const {
    double sum = 0;
    for (std::size_t s = 0; s < kStrata; ++s) {
      const double days = of(world, channel, s, 0), orders = of(world, channel, s, 1);
      const double other_days = of(world, channels_, s, 0) - days, other_orders = of(world, channels_, s, 1) - orders;
      if (days > 0 && other_days > 0) sum += orders - days * other_orders / other_days;
    }
    return sum;
  }

 private:
  static constexpr std::size_t kStrata = 8;  // stages, and room

  // Row `channels_` is everyone.
  std::size_t cell(std::size_t channel, std::size_t stratum, std::size_t what) const {
    return cells_ + (channel * kStrata + stratum) * 2 + what;
  }
  double of(const World& world, std::size_t channel, std::size_t stratum, std::size_t what) const {
    return static_cast<double>(world.measures.since_warmup(cell(channel, stratum, what)));
  }
  void count(World& world, const BlockScope& scope, AccountId account, std::size_t set, std::size_t what) {
    const std::size_t s = stratum_[account] % kStrata;
    for (std::size_t c = 0; c < channels_; ++c)
      if (((set >> c) & 1U) != 0) world.measure_tally.add(scope.worker, cell(c, s, what), 1);
    world.measure_tally.add(scope.worker, cell(channels_, s, what), 1);
  }

  std::size_t channels_ = 0, cells_ = 0;
  Column<std::uint8_t> stratum_;
};

}  // namespace fanfare::fan_economy
