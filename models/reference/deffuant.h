// Bounded confidence in pairs: Deffuant, Neau, Amblard & Weisbuch (2000), "Mixing beliefs among interacting
// agents", Advances in Complex Systems 3:87–98. Complete mixing; a tick is one meeting of everyone.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/setup.h"
#include "models/reference/opinions.h"

namespace fanfare::reference {

struct DeffuantParameters {
  std::uint32_t accounts = 10'000;
  double confidence = 0.2;
  double convergence = 0.5;
};
inline void describe(Schema<DeffuantParameters>& s) {
  s.value("accounts", &DeffuantParameters::accounts).unit(Unit::count).in(2, 400e6)
      .help("accounts, with opinions even on [0, 1] at the start");
  s.value("confidence", &DeffuantParameters::confidence).in(0, 1)
      .help("d: two whose opinions are as far apart, or farther, ignore one another");
  s.value("convergence", &DeffuantParameters::convergence).in(0, 0.5)
      .help("μ: share of the difference that each of the two gives up");
}

// Who meets whom: a keyed permutation of 0 … n − 1 (a Feistel network of ten rounds, walked until it falls
// inside) pairs even places with the next. Either of a pair finds the other without a list of all.
class Pairing {
 public:
  Pairing(const Draws& draws, std::uint32_t n, Tick tick) : draws_(draws), n_(n), tick_(tick) {
    while (std::uint64_t{1} << (2 * half_) < n) ++half_;
  }
  // The partner of `account`; itself if the number is odd and it is left over.
  std::uint32_t partner(std::uint32_t account) const {
    const std::uint32_t mate = place(account) ^ 1U;
    return mate < n_ ? who(mate) : account;
  }
  std::uint32_t place(std::uint32_t x) const {
    do x = forth(x);
    while (x >= n_);
    return x;
  }
  std::uint32_t who(std::uint32_t x) const {
    do x = back(x);
    while (x >= n_);
    return x;
  }

 private:
  static constexpr std::uint32_t kRounds = 10;
  std::uint32_t mask() const { return (1U << half_) - 1; }
  std::uint32_t scramble(std::uint32_t x, std::uint32_t round) const {
    return draws_.words({x, tick_, round})[0] & mask();
  }
  std::uint32_t forth(std::uint32_t x) const {
    std::uint32_t left = x >> half_, right = x & mask();
    for (std::uint32_t round = 0; round < kRounds; ++round) {
      const std::uint32_t next = left ^ scramble(right, round);
      left = right, right = next;
    }
    return left << half_ | right;
  }
  std::uint32_t back(std::uint32_t x) const {
    std::uint32_t left = x >> half_, right = x & mask();
    for (std::uint32_t round = kRounds; round-- > 0;) {
      const std::uint32_t before = right ^ scramble(left, round);
      right = left, left = before;
    }
    return left << half_ | right;
  }

  Draws draws_;
  std::uint32_t n_;
  Tick tick_;
  std::uint32_t half_ = 1;  // bits of one half
};

class Deffuant final : public Model {
 public:
  enum class Mutant { none, talks_to_everyone, one_side_moves };
  Mutant mutant = Mutant::none;  // for tests alone

  Deffuant(const DeffuantParameters& p, ParameterSet&, const Setup& setup)
      : p_(p), part_(setup.partition(p.accounts)), meet_(setup.seed, purpose(kModel, 2)),
        opinions_(uniform_opinions(p.accounts, Draws(setup.seed, purpose(kModel, 1)))) {
    changed_.resize(part_);
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        local<&Deffuant::meet>("meet", "everyone meets one other, and the two move if they are near enough"),
        exchange<&Deffuant::publish>("publish", "opinions are known"),
    };
    return kTick;
  }
  void mail(Mail& mail) override { mail.outboxes = {&changed_}; }
  void state(Archive& a) override { a.shared({"opinions", "2^-30", "of all accounts"}, opinions_); }
  void declare(Recorder& r) override { declare_camps(r); }
  void record(Recorder& r, Tick) override { record_camps(r, camps()); }
  void finish(Recorder&, Tick) override {}
  std::vector<Headline> headlines() const override { return {{"camps", camps().camps, "camps"}}; }

  void meet(const BlockScope& scope) {
    const Pairing pairing(meet_, p_.accounts, scope.tick);
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      changed_.push(scope, moved(a, pairing.partner(a)));
  }
  void publish(const StepScope&) {
    opinions_.assign(changed_.received().begin(), changed_.received().end());
    changed_.clear_received();
  }
  std::span<const Opinion> opinions() const { return opinions_; }

 private:
  static constexpr std::uint16_t kModel = 41;

  // If |x − y| < d: x + μ (y − x), and y + μ (x − y) for the other (eq. 1).
  Opinion moved(std::uint32_t a, std::uint32_t b) const {
    const Opinion x = opinions_[a], y = opinions_[b];
    const double apart = static_cast<double>(y) - x;
    if (std::fabs(apart) >= p_.confidence * kOpinionUnit && mutant != Mutant::talks_to_everyone) return x;
    if (mutant == Mutant::one_side_moves && a < b) return x;
    return x + static_cast<Opinion>(p_.convergence * apart);  // towards zero: what one gives the other gets
  }
  Camps camps() const { return camps_of(opinions_, 0.5 * p_.confidence, 0.01 * p_.accounts); }

  const DeffuantParameters& p_;
  Partition part_;
  Draws meet_;
  std::vector<Opinion> opinions_;
  Outbox<Opinion> changed_;  // one an account
};

}  // namespace fanfare::reference
