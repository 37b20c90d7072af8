// A model small enough to check by eye and rich enough to break every rule of exactness: a rumour on a ring
// with long links, gifts of money, prizes in limited number, a float attitude. Each Mutant breaks one rule.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/fmath.h"
#include "fanfare/ledger.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/rng.h"
#include "fanfare/schema.h"
#include "fanfare/setup.h"
#include "tests/engine/loose_outbox.h"

namespace fanfare::test {

enum class Mutant {
  none,
  keyed_by_visit,            // a draw is keyed by how many rows the worker has visited
  keyed_by_worker,           // … by the worker
  joined_as_completed,       // adoptions are applied in the order in which blocks were done
  float_sum,                 // a float is summed over accounts, then rounded
  writes_neighbour,          // a block writes a row of the next block
  reads_unpublished,         // a block reads a row that another block is writing
  unordered_iteration,       // a hash table is iterated into a list
  tied_sort,                 // a sort of records in any order ends in a key that is not unique
  rank_in_result,            // a rank adds its own part only
};
inline constexpr std::array kMutants{
    Mutant::keyed_by_visit,   Mutant::keyed_by_worker,   Mutant::joined_as_completed, Mutant::float_sum,
    Mutant::writes_neighbour, Mutant::reads_unpublished, Mutant::unordered_iteration, Mutant::tied_sort,
    Mutant::rank_in_result};
inline std::string to_string(Mutant mutant) {
  static constexpr std::array kNames{
      "none",      "keyed_by_visit",   "keyed_by_worker",   "joined_as_completed",
      "float_sum", "writes_neighbour", "reads_unpublished", "unordered_iteration",
      "tied_sort", "rank_in_result"};
  return kNames[static_cast<std::size_t>(mutant)];
}

struct RumourParameters {
  std::uint32_t accounts = 9500;  // ten blocks, the last one ragged
  double persuasion = 0.08;
  std::uint32_t prizes = 5;       // a tick
};
inline void describe(Schema<RumourParameters>& s) {
  s.value("accounts", &RumourParameters::accounts).unit(Unit::count).in(1, 1e8).help("accounts");
  s.value("persuasion", &RumourParameters::persuasion)
      .unit(Unit::none)
      .in(0, 1)
      .mutable_at_run()
      .help("pull of a neighbour");
  s.value("prizes", &RumourParameters::prizes).unit(Unit::count).in(0, 1e6).help("prizes a tick");
}

class Rumour final : public Model {
 public:
  struct Adoption {
    std::uint32_t account = 0;
    float attitude = 0;
  };
  struct Gift {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::int32_t cents = 0;
  };
  struct Thanks {
    std::uint32_t account = 0;
    std::uint32_t tick = 0;
  };
  struct Claim {
    std::uint32_t account = 0;
  };

  Rumour(const RumourParameters& p, std::uint32_t seed, const Partition& part, Mutant mutant = Mutant::none)
      : p_(p), seed_(seed), part_(part), mutant_(mutant) {
    attitude.resize(part_);
    wallet.resize(part_);
    for (auto& cents : std::span(wallet.data(), wallet.size())) cents = 1000;
    loud.resize(p_.accounts);
    fame.resize(p_.accounts);
    adoptions_.resize(part_);
    loose_adoptions_.resize(part_);
    gifts_.resize(part_);
    thanks_.resize(part_);
    claims_.resize(part_);
    totals_.resize(2);
    heard_.resize(p_.accounts);
    wallets_ = books_.open("wallets", Ledger::Overdraft::allowed);
    pot_ = books_.open("pot", Ledger::Overdraft::forbidden);
    for (std::uint32_t a = 0; a < p_.accounts; a += 997) loud[a] = 1;
  }
  Rumour(const RumourParameters& p, ParameterSet&, const Setup& setup)
      : Rumour(p, setup.seed, setup.partition(p.accounts)) {}

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        local<&Rumour::meet>("meet", "hear neighbours, adopt, give"),
        replicated<&Rumour::round_off>("round_off", "for a mutant"),
        exchange<&Rumour::apply>("apply", "publish adoptions, hand over gifts, grant prizes"),
        local<&Rumour::settle>("settle", "attitudes fade, some pay into the pot"),
        replicated<&Rumour::observe>("observe", "moods"),
    };
    return kTick;
  }
  void mail(Mail& mail) override {
    mail.outboxes = {&gifts_, &thanks_, &claims_};
    if (mutant_ == Mutant::joined_as_completed) {
      mail.outboxes.push_back(&loose_adoptions_);
    } else {
      mail.outboxes.push_back(&adoptions_);
    }
    mail.tallies = {&totals_, &heard_, &books_.tally()};
  }
  void state(Archive& a) override {
    a.owned({"attitude", "1", "-1 … 1"}, attitude);
    a.owned({"wallet", "cents", ""}, wallet);
    a.shared({"loud", "", "1: tells others"}, loud);
    a.shared({"fame", "", "times heard"}, fame);
    a.shared({"adopters", "", "in order of adoption"}, adopters);
    a.shared({"thanks", "", "in order"}, thanks);
    a.shared({"winners", "", "in order of prizes"}, winners);
    a.shared({"mood", "2^-20", "sum of attitudes"}, mood);
    a.shared({"balances", "cents", ""}, books_.balances());
    a.shared({"inflows", "cents", ""}, books_.inflows());
  }
  void declare(Recorder& r) override {
    r.dimension({.name = "decile",
                 .labels = {},
                 .values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
                 .units = "1",
                 .long_name = ""});
    r.variable(series("adopters", "people"));
    r.variable(series("mood", "1"));
    r.variable(series("pot", "CNY"));
    Variable fame_by_decile = series("fame", "1");
    fame_by_decile.dimensions = {"decile"};
    r.variable(fame_by_decile);
  }
  void record(Recorder& r, Tick) override {
    r.put("adopters", static_cast<double>(adopters.size()));
    r.put("mood", static_cast<double>(mood) / kUnit / p_.accounts);
    r.put("pot", static_cast<double>(books_.balance(pot_)) / 100);
  }
  void finish(Recorder& r, Tick) override {
    std::array<double, 10> deciles{};
    for (std::size_t a = 0; a < fame.size(); ++a) deciles[a * 10 / fame.size()] += fame[a];
    r.put("fame", deciles);
  }
  std::string breach() const override {
    for (std::uint32_t a = part_.first(); a < part_.last(); ++a)
      if (wallet[AccountId(a)] < 0)
        return "account " + std::to_string(a) + " has " + money_text(wallet[AccountId(a)]) + " in its wallet";
    return books_.breach();
  }
  WorkDone work() const override {
    return {.impressions = part_.rows(), .candidates = 0, .edges = 0, .draws = 0};
  }

  std::int64_t wallets_total() const { return books_.balance(wallets_); }

  // Public, so that tests can look and break.
  Column<float> attitude;
  Column<std::int32_t> wallet;
  std::vector<std::uint8_t> loud;
  std::vector<std::uint32_t> fame;
  std::vector<std::uint32_t> adopters;
  std::vector<Thanks> thanks;
  std::vector<std::uint32_t> winners;
  std::int64_t mood = 0;

 private:
  static constexpr std::uint32_t kLinks = 6;
  static constexpr double kUnit = 0x1p20;
  enum Number : std::uint16_t { link = 1, adopt, give, fade, prize, pay };

  static Variable series(const char* name, const char* units) {
    Variable variable;
    variable.name = name;
    variable.dimensions = {"time"};
    variable.units = units;
    return variable;
  }
  Draws draws(Number number) const { return {seed_, purpose(900, number)}; }
  std::uint32_t neighbour(std::uint32_t a, std::uint32_t l) const {
    if (l == 0) return (a + 1) % p_.accounts;
    if (l == 1) return (a + p_.accounts - 1) % p_.accounts;
    return draws(link).below(p_.accounts, {a, l, 0});
  }

  void meet(const BlockScope& scope) {
    expects(scope.worker < kWorkers, "tests use few workers");
    for (std::uint32_t a = scope.first; a < scope.last; ++a) meet_neighbours(scope, AccountId(a));
    block_totals(scope);
  }
  void meet_neighbours(const BlockScope& scope, AccountId a) {
    double heard = 0;
    for (std::uint32_t l = 0; l < kLinks; ++l) heard += hear(scope, AccountId(neighbour(a.value, l)));
    const double pull = p_.persuasion * heard + 0.002 * static_cast<double>(mood) / kUnit / p_.accounts;
    attitude[a] = static_cast<float>(attitude[a] + pull * (1 - attitude[a]));
    const double chance = fmath::sigmoid(10 * attitude[a] - 4) * 0.3;
    if (loud[a.value] == 0 && draws(adopt).uniform(subject(scope, a)) < chance) tell(scope, a);
    if (wallet[a] >= 10 && draws(give).chance(0.05, {a.value, scope.tick, 0})) send(scope, a);
    if (mutant_ == Mutant::writes_neighbour && part_.owns(AccountId(a.value + 1)))
      attitude[AccountId(a.value + 1)] *= 0.999F;
  }
  Subject subject(const BlockScope& scope, AccountId a) {
    if (mutant_ == Mutant::keyed_by_visit)
      return {visits_[static_cast<std::size_t>(scope.worker)].count++, 0, 0};
    if (mutant_ == Mutant::keyed_by_worker)
      return {a.value, scope.tick, static_cast<std::uint32_t>(scope.worker)};
    return {a.value, scope.tick, 0};
  }
  double hear(const BlockScope& scope, AccountId other) {
    if (mutant_ == Mutant::reads_unpublished && part_.owns(other)) return attitude[other] > 0.3F ? 1 : 0;
    if (loud[other.value] == 0) return 0;
    heard_.add(scope.worker, other.value, 0, 1);
    return 1;
  }
  void tell(const BlockScope& scope, AccountId a) {
    const Adoption adoption{a.value, attitude[a]};
    if (mutant_ == Mutant::joined_as_completed) {
      loose_adoptions_.push(scope, adoption);
    } else {
      adoptions_.push(scope, adoption);
    }
    claims_.push(scope, {a.value});
    totals_.add(scope.worker, 0, 1);
  }
  void send(const BlockScope& scope, AccountId a) {
    wallet[a] -= 10;
    gifts_.push(scope, {a.value, neighbour(a.value, 2 + scope.tick % (kLinks - 2)), 10});
  }
  void block_totals(const BlockScope& scope) {
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const float x = attitude[AccountId(a)];
      if (mutant_ == Mutant::float_sum) {
        visits_[static_cast<std::size_t>(scope.worker)].sum += x;
      } else {
        totals_.add(scope.worker, 1, std::llround(x * kUnit));
      }
    }
  }

  void round_off(const StepScope&) {
    if (mutant_ != Mutant::float_sum) return;
    float sum = 0;
    for (Visit& visit : visits_) sum += std::exchange(visit.sum, 0);
    totals_.add(0, 1, std::llround(sum * kUnit));
  }

  void apply(const StepScope& scope) {
    publish(mutant_ == Mutant::joined_as_completed ? loose_adoptions_.received() : adoptions_.received());
    adoptions_.clear_received();
    loose_adoptions_.clear_received();
    for (const Thanks& t : thanks_.received()) thanks.push_back(t);
    thanks_.clear_received();
    hand_over(scope.tick);
    heard_.drain([&](std::uint32_t row, const auto& counts) { fame[row] += counts[0]; });
    mood = totals_[1];
    totals_.clear();
    books_.apply();
    grant(scope.tick);
  }
  void publish(std::span<const Adoption> adoptions) {
    for (const Adoption& adoption : adoptions) {
      loud[adoption.account] = 1;
      adopters.push_back(adoption.account);
    }
  }
  // Each rank pays the accounts it owns; they say thanks in order of account.
  void hand_over(Tick tick) {
    std::unordered_map<std::uint32_t, std::int32_t> sums;
    std::vector<std::uint32_t> receivers;
    for (const Gift& gift : gifts_.received()) {
      if (!part_.owns(AccountId(gift.to)) ||
          (mutant_ == Mutant::rank_in_result && gift.from % 64 == 0 && !part_.owns(AccountId(gift.from))))
        continue;
      if (sums.emplace(gift.to, 0).second) receivers.push_back(gift.to);
      sums[gift.to] += gift.cents;
    }
    gifts_.clear_received();
    std::sort(receivers.begin(), receivers.end());
    if (mutant_ == Mutant::unordered_iteration) {
      receivers.clear();
      for (const auto& [account, cents] : sums) receivers.push_back(account);
    }
    for (const std::uint32_t account : receivers) {
      wallet[AccountId(account)] += sums[account];
      thanks_.push({.block = BlockId(account / kBlockRows), .first = 0, .last = 0, .tick = tick, .worker = 0},
                   {account, tick});
    }
  }
  // Claims come in any order: the lot decides, and the account where lots are equal.
  void grant(Tick tick) {
    std::vector<Claim> claims(claims_.received().begin(), claims_.received().end());
    claims_.clear_received();
    const auto lot = [&](const Claim& c) { return draws(prize).below(4, {c.account, tick, 0}); };
    std::sort(claims.begin(), claims.end(), [&](const Claim& a, const Claim& b) {
      if (mutant_ == Mutant::tied_sort || lot(a) != lot(b)) return lot(a) < lot(b);
      return a.account < b.account;
    });
    for (std::size_t i = 0; i < std::min<std::size_t>(p_.prizes, claims.size()); ++i) {
      const AccountId winner(claims[i].account);
      if (books_.balance(pot_) < 5) break;
      books_.transfer(pot_, wallets_, 5);
      if (part_.owns(winner)) wallet[winner] += 5;
      winners.push_back(winner.value);
    }
  }

  void settle(const BlockScope& scope) {
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const AccountId account(a);
      attitude[account] *=
          static_cast<float>(fmath::exp(-0.01 * (1 + draws(fade).uniform({a, scope.tick, 0}))));
      if (wallet[account] < 1 || !draws(pay).chance(0.1, {a, scope.tick, 0})) continue;
      wallet[account] -= 1;
      books_.transfer(scope.worker, wallets_, pot_, 1);
    }
  }
  void observe(const StepScope&) {}

  static constexpr int kWorkers = 16;
  struct alignas(64) Visit {
    std::uint32_t count = 0;
    float sum = 0;
  };

  RumourParameters p_;
  std::uint32_t seed_;
  Partition part_;
  Mutant mutant_;
  Outbox<Adoption> adoptions_;
  LooseOutbox<Adoption> loose_adoptions_;
  Outbox<Gift> gifts_;
  Outbox<Thanks> thanks_;
  LooseOutbox<Claim> claims_;
  Tally totals_;        // adoptions, attitude
  WideTally<1> heard_;  // by account
  Ledger books_;
  BookId wallets_, pot_;
  std::array<Visit, kWorkers> visits_{};
};

}  // namespace fanfare::test
