// Does popularity promote quality? Nematzadeh, Ciampaglia, Menczer & Flammini (2018), "How algorithmic
// popularity bias hinders or promotes quality", Scientific Reports 8:15951. An account is a market of its
// own, with items of its own, to which choosers come one after another; so a block owns 1,024 whole markets.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/scenario_words.h"
#include "fanfare/rng.h"
#include "fanfare/setup.h"

namespace fanfare::reference {

struct PopularityBiasParameters {
  std::uint32_t markets = 200;
  std::uint32_t items = 100;
  std::uint32_t choices = 2000;
  double beta = 0.4;
  double alpha = 1;
};
inline void describe(Schema<PopularityBiasParameters>& s) {
  using P = PopularityBiasParameters;
  s.value("markets", &P::markets).unit(Unit::count).in(1, 1e7)
      .help("markets that know nothing of one another");
  s.value("items", &P::items).unit(Unit::count).in(1, 100'000)
      .help("items of a market, of quality even on [0, 1]").source("Nematzadeh 2018");
  s.value("choices", &P::choices).unit(Unit::count).in(1, 1e7).help("choices in each market at a tick");
  s.value("beta", &P::beta).unit(Unit::share).in(0, 1)
      .help("popularity bias: share of choices by rank of popularity instead of by quality")
      .source("Nematzadeh 2018");
  s.value("alpha", &P::alpha).in(0, 20)
      .help("exploration cost: chance of rank r is ∝ r^−α").source("Nematzadeh 2018");
}

class PopularityBias final : public Model {
 public:
  enum class Mutant { none, ranks_stand_still, quality_squared };
  Mutant mutant = Mutant::none;  // for tests alone

  static SizeKeys size() { return {.accounts = "markets", .many = "items", .bytes_of_one = 20}; }

  PopularityBias(const PopularityBiasParameters& p, ParameterSet&, const Setup& setup)
      : p_(p), part_(setup.partition(p.markets)), choose_(setup.seed, purpose(kModel, 2)) {
    counts_.resize(part_, p.items);
    ranking_.resize(part_, p.items);
    place_.resize(part_, p.items);
    upto_quality_.resize(part_, p.items);
    const Draws draws(setup.seed, purpose(kModel, 1));
    for (std::uint32_t m = part_.first(); m < part_.last(); ++m) {
      std::iota(ranking_.row(AccountId(m)).begin(), ranking_.row(AccountId(m)).end(), 0U);
      std::iota(place_.row(AccountId(m)).begin(), place_.row(AccountId(m)).end(), 0U);
      double sum = 0;
      for (std::uint32_t i = 0; i < p.items; ++i)
        upto_quality_.row(AccountId(m))[i] = sum += draws.uniform({m, i, 0});
    }
    double sum = 0;
    for (std::uint32_t rank = 1; rank <= p.items; ++rank)
      upto_rank_.push_back(sum += fmath::pow(rank, -p.alpha));
    sums_.resize(1);
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        local<&PopularityBias::choose>("choose", "items are chosen one after another, by rank or by quality"),
        exchange<&PopularityBias::add_up>("add_up", "quality of what was chosen"),
    };
    return kTick;
  }
  void mail(Mail& mail) override { mail.tallies = {&sums_}; }
  void state(Archive& a) override {
    a.owned({"counts", "choices", "of each item"}, counts_);
    a.owned({"ranking", "", "items, most chosen first"}, ranking_);
    a.owned({"place", "", "rank of each item, from 0"}, place_);
    a.shared({"chosen", "2^-30", "Σ quality of choices"}, chosen_);
    a.shared({"ticks", "", "done"}, ticks_);
  }
  void declare(Recorder& r) override {
    r.variable({.name = "mean_quality",
                .dimensions = {"time"},
                .units = "1",
                .long_name = "quality of what was chosen so far",
                .formula = "Σ quality / choices, all markets",
                .cell_methods = "time: mean"});
  }
  void record(Recorder& r, Tick) override { r.put("mean_quality", mean_quality()); }
  void finish(Recorder&, Tick) override {}
  std::vector<Headline> headlines() const override { return {{"mean_quality", mean_quality(), "1"}}; }
  WorkDone work() const override {
    return {.impressions = std::uint64_t{ticks_} * p_.choices * part_.rows()};
  }

  // With chance β by popularity, P ∝ rank^−α; else by quality, P ∝ q (Methods).
  void choose(const BlockScope& scope) {
    for (std::uint32_t m = scope.first; m < scope.last; ++m) {
      const AccountId market(m);
      const std::span<const double> upto = upto_quality_.row(market);
      std::int64_t sum = 0;
      for (std::uint32_t k = 0; k < p_.choices; ++k) {
        const Words w = choose_.words({m, scope.tick, k});
        const bool by_rank = to_unit(w[0]) < p_.beta;
        const std::uint32_t item =
            by_rank ? ranking_.row(market)[picked(upto_rank_, to_unit(w[1]))] : picked(upto, to_unit(w[1]));
        double quality = upto[item] - (item > 0 ? upto[item - 1] : 0);
        if (mutant == Mutant::quality_squared) quality *= quality;
        sum += static_cast<std::int64_t>(quality * kUnit);
        if (mutant != Mutant::ranks_stand_still) count(market, item);
      }
      sums_.add(scope.worker, 0, sum);
    }
  }
  void add_up(const StepScope&) {
    chosen_ += sums_[0];
    sums_.clear();
    ++ticks_;
  }
  double mean_quality() const {
    return static_cast<double>(chosen_) / kUnit / (static_cast<double>(ticks_) * p_.choices * p_.markets);
  }

 private:
  static constexpr std::uint16_t kModel = 44;
  static constexpr double kUnit = 0x1p30;

  static std::uint32_t picked(std::span<const double> upto, double u) {
    const auto at = std::upper_bound(upto.begin(), upto.end(), u * upto.back());
    return static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(at - upto.begin(), std::ssize(upto) - 1));
  }
  // It moves ahead of all that now have fewer; equals keep their places.
  void count(AccountId market, std::uint32_t item) {
    const auto counts = counts_.row(market);
    const auto ranking = ranking_.row(market), place = place_.row(market);
    ++counts[item];
    std::uint32_t at = place[item];
    for (; at > 0 && counts[ranking[at - 1]] < counts[item]; --at) {
      ranking[at] = ranking[at - 1];
      place[ranking[at]] = at;
    }
    ranking[at] = item;
    place[item] = at;
  }

  const PopularityBiasParameters& p_;
  Partition part_;
  Draws choose_;
  Column<std::uint32_t> counts_, ranking_, place_;
  Column<double> upto_quality_;  // running sums, fixed from the start
  std::vector<double> upto_rank_;
  Tally sums_;
  std::int64_t chosen_ = 0;
  std::uint32_t ticks_ = 0;
};

}  // namespace fanfare::reference
