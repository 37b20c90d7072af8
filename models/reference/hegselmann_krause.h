// Bounded confidence of all at once: Hegselmann & Krause (2002), "Opinion dynamics and bounded confidence:
// models, analysis, and simulation", JASSS 5(3):2. Everyone takes the mean of all opinions no farther than ε.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/setup.h"
#include "models/reference/opinions.h"

namespace fanfare::reference {

struct HegselmannKrauseParameters {
  std::uint32_t accounts = 625;
  double confidence = 0.2;
};
inline void describe(Schema<HegselmannKrauseParameters>& s) {
  s.value("accounts", &HegselmannKrauseParameters::accounts).unit(Unit::count).in(2, 400e6)
      .help("accounts, with opinions even on [0, 1] at the start").source("Hegselmann & Krause 2002: 625");
  s.value("confidence", &HegselmannKrauseParameters::confidence).in(0, 1)
      .help("ε: opinions no farther than this count");
}

class HegselmannKrause final : public Model {
 public:
  enum class Mutant { none, hears_everyone, hears_one_side };
  Mutant mutant = Mutant::none;  // for tests alone

  HegselmannKrause(const HegselmannKrauseParameters& p, ParameterSet&, const Setup& setup)
      : p_(p), part_(setup.partition(p.accounts)),
        opinions_(uniform_opinions(p.accounts, Draws(setup.seed, purpose(kModel, 1)))) {
    changed_.resize(part_);
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        replicated<&HegselmannKrause::order>("order", "opinions in order, and their running sums"),
        local<&HegselmannKrause::listen>("listen", "everyone takes the mean of the opinions near their own"),
        exchange<&HegselmannKrause::publish>("publish", "opinions are known"),
    };
    return kTick;
  }
  void mail(Mail& mail) override { mail.outboxes = {&changed_}; }
  void state(Archive& a) override {
    a.shared({"opinions", "2^-30", "of all accounts"}, opinions_);
    a.shared({"moved_at", "tick", "when an opinion last changed, from 1"}, moved_at_);
  }
  void declare(Recorder& r) override {
    declare_camps(r);
    r.variable({.name = "settled_at",
                .dimensions = {"time"},
                .units = "steps",
                .long_name = "step of the last change so far",
                .formula = "max"});
  }
  void record(Recorder& r, Tick) override {
    record_camps(r, camps());
    r.put("settled_at", moved_at_);
  }
  void finish(Recorder&, Tick) override {}
  std::vector<Headline> headlines() const override { return {{"camps", camps().camps, "camps"}}; }

  // Sums of integers, so the mean of any stretch is exact whatever the order of equals.
  void order(const StepScope&) {
    sorted_ = opinions_;
    std::sort(sorted_.begin(), sorted_.end());
    sums_.assign(1, 0);
    for (const Opinion x : sorted_) sums_.push_back(sums_.back() + x);
  }
  // x_i(t+1) = |I|⁻¹ Σ x_j over I = {j: |x_i − x_j| ≤ ε} (eq. 2.4).
  void listen(const BlockScope& scope) {
    const auto reach = static_cast<std::int64_t>(p_.confidence * kOpinionUnit);
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const std::int64_t x = opinions_[a];
      auto from = std::lower_bound(sorted_.begin(), sorted_.end(), x - reach);
      auto to = std::upper_bound(sorted_.begin(), sorted_.end(), x + reach);
      if (mutant == Mutant::hears_everyone) from = sorted_.begin(), to = sorted_.end();
      if (mutant == Mutant::hears_one_side) from = std::lower_bound(sorted_.begin(), sorted_.end(), x);
      const auto first = static_cast<std::size_t>(from - sorted_.begin());
      const auto last = static_cast<std::size_t>(to - sorted_.begin());
      changed_.push(scope, static_cast<Opinion>((sums_[last] - sums_[first]) /
                                                static_cast<std::int64_t>(last - first)));
    }
  }
  void publish(const StepScope& scope) {
    const auto received = changed_.received();
    if (!std::equal(received.begin(), received.end(), opinions_.begin())) moved_at_ = scope.tick + 1;
    opinions_.assign(received.begin(), received.end());
    changed_.clear_received();
  }
  std::span<const Opinion> opinions() const { return opinions_; }

 private:
  static constexpr std::uint16_t kModel = 42;

  Camps camps() const { return camps_of(opinions_, 0.5 * p_.confidence, 0.01 * p_.accounts); }

  const HegselmannKrauseParameters& p_;
  Partition part_;
  std::vector<Opinion> opinions_;
  std::uint32_t moved_at_ = 0;
  std::vector<Opinion> sorted_;
  std::vector<std::int64_t> sums_;  // of `sorted_`, before each place
  Outbox<Opinion> changed_;         // one an account
};

}  // namespace fanfare::reference
