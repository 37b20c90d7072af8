// Parts of mechanism `algorithm_audit`: its sock puppets, and how accounts are drawn for an audit.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/block.h"
#include "fanfare/observer.h"
#include "fanfare/rng.h"
#include "fanfare/schema.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

inline constexpr std::size_t kMostAuditedSegments = 16;
inline constexpr std::uint32_t kPuppetDraws = 2;  // purposes of its luck: one a puppet, from this on

struct PuppetKeys {
  std::string id;
  std::string topic;
  std::uint32_t accounts = 10;
  double focus = 0.8;
};
void describe(Schema<PuppetKeys>& s);

// Accounts that an auditor runs: fresh, with interests that stay as they are set, following nobody at first.
// Of several platforms each has puppets of its own; what they look at elsewhere is not counted.
class Puppets {
 public:
  Puppets(const std::vector<PuppetKeys>& keys, const MechanismLuck& luck) : keys_(keys), luck_(luck) {}

  // Chooses them among the platforms' members who are no creators. Errors: ScenarioError.
  void open(World& world, const std::vector<std::uint32_t>& platforms);
  // In their blocks: at the start, and once a day.
  void begin(World& world, const BlockScope& scope);
  void hold(World& world, AccountId account);
  void count(World& world, const BlockScope& scope, const SessionEnd& session);

  // Which puppet an account belongs to, or kNobody: its place in the keys, platform by platform.
  std::uint32_t number_of(AccountId account) const;
  bool is_at(AccountId account, std::uint32_t platform) const {
    return platforms_[number_of(account) / keys_.size()] == platform;
  }
  std::size_t bytes() const { return chosen_.size() * sizeof(chosen_[0]); }

  void declare(const World& world, Recorder& r);
  void record(const World& world, Recorder& r);
  void finish(const World& world, Recorder& r);

 private:
  const PuppetKeys& keys_of(std::size_t number) const { return keys_[number % keys_.size()]; }
  std::size_t count() const { return keys_.size() * platforms_.size(); }
  TopicRow interest_of(std::size_t number) const;
  void choose(const World& world, std::uint32_t number);
  std::vector<std::string> labels(const World& world) const;

  const std::vector<PuppetKeys>& keys_;
  MechanismLuck luck_;
  std::vector<std::uint32_t> platforms_;
  std::vector<std::uint8_t> topics_;                             // of `keys_`
  std::vector<std::pair<std::uint32_t, std::uint32_t>> chosen_;  // account, puppet; ascending
  std::size_t cells_ = 0;                                        // puppet × topic, then puppet: impressions
};

// The `count` accounts with the smallest draws among those that fit, ascending: asked of all, on every rank
// alike.
template <class Fits>
std::vector<std::uint32_t> lowest_of(std::uint32_t accounts, const Draws& draws, std::size_t count,
                                     const Fits& fits) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> drawn;
  for (std::uint32_t a = 0; a < accounts && count > 0; ++a)
    if (fits(AccountId(a))) drawn.emplace_back(draws.words({a, 0, 0})[0], a);
  const std::size_t kept = std::min(count, drawn.size());
  std::nth_element(drawn.begin(), drawn.begin() + static_cast<std::ptrdiff_t>(kept), drawn.end());
  std::vector<std::uint32_t> lowest;
  for (std::size_t i = 0; i < kept; ++i) lowest.push_back(drawn[i].second);
  std::sort(lowest.begin(), lowest.end());
  return lowest;
}

}  // namespace fanfare::fan_economy
