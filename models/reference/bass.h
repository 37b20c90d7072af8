// Diffusion of innovations (Bass 1969, Management Science 15:215): who has not adopted does so in a period
// with probability p + q F, where F is the share that has adopted: of all (the mean field of the paper), or
// of those whom the account follows (on a network). In continuous time dF/dt = (p + q F)(1 - F), so F(t) = (1
// - e^(-(p+q) t)) / (1 + (q/p) e^(-(p+q) t)), which peaks at t* = ln(q/p) / (p + q), F(t*) = 1/2 - p/(2q).
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/philox_batch.h"
#include "models/reference/measures.h"
#include "models/reference/network.h"
#include "models/reference/public_bits.h"

namespace fanfare::reference {

enum class Mixing : std::uint8_t { complete, network };

struct BassParameters {
  double p = 0.03;
  double q = 0.38;
  Mixing mixing = Mixing::complete;
  NetworkParameters network;
  std::vector<double> observed;
  double observed_first = 1;
};

inline void describe(Schema<BassParameters>& s) {
  using P = BassParameters;
  s.value("p", &P::p)
      .in(0, 1)
      .help("innovation: adoptions of one's own accord, a day")
      .source("Sultan, Farley & Lehmann 1990: mean of 213 applications .03");
  s.value("q", &P::q)
      .in(0, 10)
      .help("imitation: times the share of others that have adopted, a day")
      .source("ibid.: .38");
  s.choice("mixing", &P::mixing,
           {{"complete", Mixing::complete, "everyone sees what all do"},
            {"network", Mixing::network, "whom they follow"}})
      .help("whose adoption is imitated");
  s.group("network", &P::network)
      .help("of mixing network: who sees whom; `network.accounts` is the market in any case");
  s.numbers("observed", &P::observed)
      .at_least(0)
      .help("adoptions of successive days to hold the run against, in accounts");
  s.value("observed_first", &P::observed_first).in(0.5, 1e4).help("the middle of the first of these days");
}

class Bass final : public Model {
 public:
  enum class Mutant { none, share_lags, nobody_is_done };
  Mutant mutant = Mutant::none;  // for tests alone

  Bass(const BassParameters& p, ParameterSet&, const Setup& setup)
      : p_(p),
        days_(setup.run.tick),
        per_day_(setup.run.ticks_per_day()),
        draws_(setup.seed, purpose(kModel, 1)) {
    if ((p.p + p.q) * days_ > 1)
      throw ScenarioError("q: p + q times the tick is a probability and " +
                          std::to_string((p.p + p.q) * days_) +
                          " is above 1 (a shorter run.tick makes it smaller)");
    if (p.mixing == Mixing::network) network_ = network_of(p.network, false, setup);
    part_ = network_ ? network_->built.graph.partition() : setup.partition(p.network.accounts);
    adopted_.resize(part_);
    counts_.resize(1);
    history_.assign(1, 0);
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick = {
        local<&Bass::adopt>("adopt", "innovation and imitation"),
        exchange<&Bass::publish>("publish", "everyone knows how many have adopted"),
    };
    return kTick;
  }
  void mail(Mail& mail) override {
    mail.outboxes = {&adopted_.mail()};
    mail.tallies = {&counts_};
  }
  void state(Archive& archive) override {
    adopted_.state(archive, {"adopted", "1", "one bit an account"});
    archive.shared({"history", "accounts", "adopters at the start and after each tick"}, history_);
  }
  std::size_t bytes_beside_state() const override { return network_ ? network_->bytes() : 0; }

  void declare(Recorder& r) override {
    declare_measures(r, Recorded::over_time,
                     {{"adopted", "1", "share of accounts that have adopted", "adopters / accounts"}});
    declare_measures(r, Recorded::at_end,
                     {{"fitted_p", "1", "innovation, as the curve of the run says",
                       "least squares of dF/dt = (p + q F)(1 - F)"},
                      {"fitted_q", "1", "imitation, as the curve of the run says",
                       "least squares of dF/dt = (p + q F)(1 - F)"},
                      {"peak_time", "d", "when adoption is fastest",
                       "time at which F passes 1/2 - fitted_p / (2 fitted_q)"}});
    r.dimension({.name = "level", .values = kLevels, .units = "1", .long_name = "share that has adopted"});
    r.variable({.name = "time_to",
                .dimensions = {"level"},
                .units = "d",
                .long_name = "when so many have adopted",
                .formula = "time at which F passes the level, between ticks; missing if it did not"});
    declare_measures(r, Recorded::at_end,
                     {{"curve_error", "1", "how far the run is from the model's solution",
                       "largest |F - F(t)| over ticks, F(t) of Bass 1969 for p, q"},
                      {"observed_fit", "1", "variance of the observed adoptions that the run explains",
                       "R squared; missing without `observed`"}});
  }
  void record(Recorder& r, Tick) override { r.put("adopted", share(history_.size() - 1)); }
  void finish(Recorder& r, Tick) override {
    const auto [p, q] = fit();
    r.put("fitted_p", p);
    r.put("fitted_q", q);
    r.put("peak_time", time_of(0.5 - p / (2 * q)));
    std::vector<double> times;
    for (const double level : kLevels) times.push_back(time_of(level));
    r.put("time_to", times);
    r.put("curve_error", curve_error());
    r.put("observed_fit", observed_fit());
  }
  std::vector<Headline> headlines() const override {
    return {{"adopted", share(history_.size() - 1), "share of accounts"}};
  }

  void adopt(const BlockScope& block) {
    SubjectBatch<kBlockRows> subjects;
    WordBatch<kBlockRows> words;
    for (std::uint32_t i = 0; i < kBlockRows; ++i) subjects.a[i] = block.first + i;
    subjects.b.fill(block.tick);
    words_batch(draws_, subjects, 0, words);
    const std::size_t seen = history_.size() - (mutant == Mutant::share_lags && history_.size() > 1 ? 2 : 1);
    const double everyone = hazard(share(seen));
    std::int64_t count = 0;
    for (std::uint32_t number = block.first / 32; number * 32 < block.last; ++number) {
      std::uint32_t word = adopted_.word(number);
      for (std::uint32_t a = number * 32; a < std::min(number * 32 + 32, block.last); ++a) {
        const std::uint32_t bit = 1U << (a % 32);
        if ((word & bit) != 0 && mutant != Mutant::nobody_is_done) continue;
        const double chance = network_ ? hazard(share_around(AccountId(a))) : everyone;
        if (!(to_unit(words.word[0][a - block.first]) < chance)) continue;
        word |= bit;
        ++count;
      }
      adopted_.change(block, number, word);
    }
    counts_.add(block.worker, 0, count);
  }
  void publish(const StepScope&) {
    adopted_.publish();
    history_.push_back(history_.back() + static_cast<std::uint64_t>(counts_[0]));
    counts_.clear();
  }

 private:
  static constexpr std::uint16_t kModel = 25;
  inline static const std::vector<double> kLevels{0.1, 0.16, 0.5, 0.9,
                                                  0.99};  // of Rogers' adopters, and the tail

  double hazard(double share) const { return (p_.p + p_.q * share) * days_; }
  double share(std::size_t tick) const { return static_cast<double>(history_[tick]) / part_.accounts; }
  double share_around(AccountId a) const {
    const auto row = network_->follows(a);
    return row.empty() ? 0 : adopted_.count(row) / static_cast<double>(row.size());
  }

  // Bass's own way to estimate: the rate is linear in (1 - F) and F (1 - F).
  std::pair<double, double> fit() const {
    double xx = 0, xy = 0, yy = 0, xr = 0, yr = 0;
    for (std::size_t t = 0; t + 1 < history_.size(); ++t) {
      const double f = share(t), rate = (share(t + 1) - f) / days_, x = 1 - f, y = f * (1 - f);
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xr += x * rate;
      yr += y * rate;
    }
    const double determinant = xx * yy - xy * xy;
    return {(xr * yy - yr * xy) / determinant, (yr * xx - xr * xy) / determinant};
  }
  // When the share reached `level`, between ticks; missing if it did not.
  double time_of(double level) const {
    for (std::size_t t = 1; t < history_.size(); ++t)
      if (share(t) >= level && share(t) > share(t - 1))
        return days_ * (static_cast<double>(t) - 1 + (level - share(t - 1)) / (share(t) - share(t - 1)));
    return std::numeric_limits<double>::quiet_NaN();
  }
  double curve_error() const {
    double worst = 0;
    for (std::size_t t = 0; t < history_.size(); ++t) {
      const double decay = fmath::exp(-(p_.p + p_.q) * days_ * static_cast<double>(t));
      worst = std::max(worst, std::fabs(share(t) - (1 - decay) / (1 + p_.q / p_.p * decay)));
    }
    return worst;
  }
  double adopters(double day) const {
    const double tick = std::floor(day * per_day_ + 0.5);
    return static_cast<double>(
        history_[static_cast<std::size_t>(std::min(tick, static_cast<double>(history_.size() - 1)))]);
  }
  double observed_fit() const {
    const std::size_t n = p_.observed.size();
    if (n < 2) return std::numeric_limits<double>::quiet_NaN();
    const double mean = std::accumulate(p_.observed.begin(), p_.observed.end(), 0.0) / static_cast<double>(n);
    double unexplained = 0, all = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const double middle = p_.observed_first + static_cast<double>(k);
      const double miss = p_.observed[k] - (adopters(middle + 0.5) - adopters(middle - 0.5));
      unexplained += miss * miss;
      all += (p_.observed[k] - mean) * (p_.observed[k] - mean);
    }
    return 1 - unexplained / all;
  }

  const BassParameters& p_;
  double days_;  // of a tick
  double per_day_;
  std::shared_ptr<const Network> network_;  // none if everyone sees all
  Partition part_;
  Draws draws_;
  PublicBits adopted_;
  Tally counts_;
  std::vector<std::uint64_t> history_;
};

}  // namespace fanfare::reference
