// What the contagions that happen once to an account share: the network, seeds of each trial, measures. Who
// joins, and why, is the rule's: cascade.h, threshold.h, watts.h, complex_contagion.h.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/rng.h"
#include "models/reference/joining.h"
#include "models/reference/measures.h"
#include "models/reference/network.h"
#include "models/reference/seeds.h"

namespace fanfare::reference {

struct ContagionParameters {
  NetworkParameters network;
  SeedParameters seeds;
  std::uint32_t trials = 64;
  double outbreak = 0.01;
};

template <class P>
void describe_contagion(Schema<P>& s) {
  s.group("network", &P::network).help("who reaches whom");
  s.group("seeds", &P::seeds).help("who starts");
  s.value("trials", &P::trials)
      .unit(Unit::count)
      .in(1, 1e6)
      .help("independent contagions side by side on the network");
  s.value("outbreak", &P::outbreak)
      .unit(Unit::share)
      .in(0, 1)
      .help("a trial that reaches more than this share is an outbreak");
  s.check([](const P& p, Checker& c) { check_seeds(p, c); });
}

// A Rule has: Parameters (a ContagionParameters with a describe()), kModel (the number of its draws),
// kWeighted(p) (whether it needs the numbers on edges), influence(p, whole) and probability(p) (for seeds), a
// constructor (p, network, setup) and
//   std::uint64_t joins(const Trials&, AccountId, std::uint32_t word, std::uint64_t open) const
// : the trials among `open`, in which the account is not active yet, that it joins in this tick.
template <class Rule>
class Contagion final : public Model {
 public:
  using P = typename Rule::Parameters;

  Contagion(const P& p, ParameterSet&, const Setup& setup)
      : p_(p),
        part_(),
        network_(network_of(p.network, Rule::weighted(p), setup)),
        rule_(p, *network_, setup) {
    part_ = network_->built.graph.partition();
    trials_.resize(part_.accounts, p.trials);
    joined_.resize(part_);
    asked_.resize(static_cast<std::size_t>(setup.parallel.workers()));
    seed(setup);
    restore();
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick = {
        local<&Contagion::spread>("spread", "accounts join where those they follow have joined"),
        exchange<&Contagion::publish>("publish", "everyone knows who has joined"),
    };
    return kTick;
  }
  void mail(Mail& mail) override { mail.outboxes = {&joined_}; }
  void state(Archive& archive) override {
    archive.shared({"active", "1", "one bit a trial: who has joined"}, trials_.active);
    archive.shared({"fresh", "1", "one bit a trial: who joined in the last tick"}, trials_.fresh);
    archive.shared({"size", "accounts", "of each trial"}, trials_.size);
    archive.shared({"steps", "ticks", "until the last account of any trial joined"}, last_change_);
  }
  void restore() override { frontier_.find(trials_); }
  std::size_t bytes_beside_state() const override { return network_->bytes() + frontier_.bytes(); }
  std::vector<Caution> cautions() const override { return cautions_; }
  // Follows of accounts that were asked whether they join: none, once nobody joins any more.
  WorkDone work() const override {
    WorkDone sum;
    for (const Asked& worker : asked_) sum.edges += worker.follows;
    return sum;
  }

  void declare(Recorder& r) override {
    declare_measures(
        r, Recorded::over_time,
        {{"adopted", "1", "share of accounts that have joined", "mean over trials of size / accounts"}});
    declare_measures(
        r, Recorded::at_end,
        {{"spread", "accounts", "accounts that have joined", "mean over trials of size at the end"},
         {"spread_deviation", "accounts", "how much trials differ", "standard deviation of size over trials"},
         {"final_size", "1", "share of accounts that have joined", "mean over trials of size / accounts"},
         {"outbreaks", "1", "share of trials that became an outbreak",
          "trials with size / accounts > outbreak, / trials"},
         {"outbreak_size", "1", "share of accounts reached by an outbreak",
          "mean of size / accounts over outbreaks"},
         {"steps", "ticks", "ticks until the last account joined", "of the longest trial"},
         {"unfinished", "1", "share of trials that still moved at the end",
          "trials with an account that joined in the last tick"}});
  }
  void record(Recorder& r, Tick) override { r.put("adopted", mean_size() / part_.accounts); }
  void finish(Recorder& r, Tick) override {
    r.put("spread", mean_size());
    r.put("spread_deviation", deviation());
    r.put("final_size", mean_size() / part_.accounts);
    const auto [share, size] = outbreaks();
    r.put("outbreaks", share);
    r.put("outbreak_size", size);
    r.put("steps", last_change_);
    r.put("unfinished", unfinished());
  }
  std::vector<Headline> headlines() const override {
    return {{"spread", mean_size(), "accounts"}, {"outbreaks", outbreaks().first, "share of trials"}};
  }

  Rule& rule() { return rule_; }
  const Trials& trials() const { return trials_; }

  void spread(const BlockScope& block) {
    if (frontier_.is_empty()) return;
    asked_[static_cast<std::size_t>(block.worker)].follows +=
        joining(rule_, *network_, trials_, frontier_, block.first, block.last,
                [&](const Joined& j) { joined_.push(block, j); });
  }
  void publish(const StepScope& step) {
    if (frontier_.is_empty()) return;
    frontier_.pass(trials_);
    for (const Joined& j : joined_.received()) join(j, trials_, frontier_);
    joined_.clear_received();
    if (!frontier_.is_empty()) last_change_ = step.tick + 1;
  }

 private:
  struct alignas(64) Asked {
    std::uint64_t follows = 0;
  };
  enum Number : std::uint16_t { kSeed = 1 };

  void seed(const Setup& setup) {
    const auto set = [&](std::uint32_t trial, std::uint32_t account) {
      const std::uint64_t bit = std::uint64_t{1} << (trial % Trials::kBits);
      if ((trials_.is_active(account, trial / Trials::kBits) & bit) == 0)
        trials_.join(account, trial / Trials::kBits, bit);
    };
    const std::uint32_t count = seed_count(p_.seeds, part_.accounts);
    const Draws draws(setup.seed, purpose(Rule::kModel, kSeed));
    std::vector<std::uint32_t> seeds;
    const auto whole =
        p_.seeds.by == SeedBy::random ? nullptr : whole_network(p_.network, Rule::weighted(p_), setup);
    if (!differs_by_trial(p_.seeds.by)) {
      const Rule rule(p_, *whole, setup);
      ChosenSeeds chosen = choose_seeds(p_.seeds, *whole, rule.probability(), rule.influence(), setup);
      seeds = std::move(chosen.accounts);
      cautions_ = std::move(chosen.cautions);
      if (p_.seeds.by == SeedBy::influence) hold_against_degree(rule, *whole, seeds, setup);
    }
    for (std::uint32_t t = 0; t < p_.trials; ++t) {
      if (p_.seeds.by == SeedBy::random) seeds = random_seeds(count, part_.accounts, draws, t);
      if (p_.seeds.by == SeedBy::neighbourhood) seeds = neighbourhood(*whole, draws, t);
      for (const std::uint32_t account : seeds) set(t, account);
    }
  }

  // Both choices side by side, by the rule itself: reverse sets are a stand-in where it takes several to move
  // one.
  void hold_against_degree(const Rule& rule, const Network& whole, const std::vector<std::uint32_t>& chosen,
                           const Setup& setup) {
    constexpr std::uint32_t kTrials = 2 * Trials::kBits;
    const auto count = static_cast<std::uint32_t>(chosen.size());
    const auto sizes = [&](const std::vector<std::uint32_t>& seeds) {
      return sizes_from(rule, whole, seeds, kTrials, setup);
    };
    const Lead lead = lead_of(sizes(by_degree(whole, count)), sizes(chosen));
    if (lead.mean > lead.error)
      cautions_.push_back(degree_does_better(count, lead.other + lead.mean, lead.other, lead.error));
  }

  double mean_size() const {
    std::uint64_t sum = 0;
    for (const std::uint32_t size : trials_.size) sum += size;
    return static_cast<double>(sum) / p_.trials;
  }
  double deviation() const {
    if (p_.trials < 2) return std::numeric_limits<double>::quiet_NaN();
    const double mean = mean_size();
    double sum = 0;
    for (const std::uint32_t size : trials_.size) sum += (size - mean) * (size - mean);
    return std::sqrt(sum / (p_.trials - 1));
  }
  // Their share of the trials, and the share of accounts they reach (missing if there are none).
  std::pair<double, double> outbreaks() const {
    std::uint64_t number = 0, sum = 0;
    for (const std::uint32_t size : trials_.size) {
      if (!(size > p_.outbreak * part_.accounts)) continue;
      ++number;
      sum += size;
    }
    const double mean = number == 0 ? std::numeric_limits<double>::quiet_NaN()
                                    : static_cast<double>(sum) / static_cast<double>(number) / part_.accounts;
    return {static_cast<double>(number) / p_.trials, mean};
  }
  double unfinished() const {
    std::vector<std::uint64_t> any(trials_.words, 0);
    for (std::size_t i = 0; i < trials_.fresh.size(); ++i) any[i % trials_.words] |= trials_.fresh[i];
    int number = 0;
    for (const std::uint64_t bits : any) number += std::popcount(bits);
    return static_cast<double>(number) / p_.trials;
  }

  const P& p_;
  Partition part_;
  std::shared_ptr<const Network> network_;
  Rule rule_;
  Trials trials_;
  Outbox<Joined> joined_;
  std::vector<Asked> asked_;  // by worker
  std::uint32_t last_change_ = 0;
  Frontier frontier_;
  std::vector<Caution> cautions_;
};

}  // namespace fanfare::reference
