// Small worlds of the economy for tests: accounts, follows and a market, without feed and browsing.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "fanfare/graph_build.h"
#include "fanfare/parameter_set.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/content/publishing.h"
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/feed/seen.h"
#include "models/fan_economy/hiring/campaign.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/market/standing.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/phases/tick.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy::testing {

// What a test asks for. Every account has the same interests and middling traits.
struct Recipe {
  std::uint32_t accounts = 100;
  std::uint32_t ticks_per_day = 1;
  std::uint32_t warmup_ticks = 0;
  std::uint32_t seed = 1;
  TopicRow interest{120, 15, 20, 20, 20, 20, 20, 20};   // topic 0 is the strongest
  std::vector<std::pair<std::uint32_t, std::uint32_t>> follows;
  EconomyParameters p;

  // Written in one place: they are long, and every test makes one.
  Recipe();
  Recipe(const Recipe&);
  Recipe(Recipe&&) noexcept;
  ~Recipe();

  BrandParameters& brand(const std::string& id = "aurora");
  // Makes [first, first + count) creators; each is followed by `followers` accounts from the end of the
  // world.
  void role(const std::string& id, CreatorKind kind, std::uint32_t first, std::uint32_t count,
            std::uint32_t followers);
  CampaignParameters& campaign(Cents budget, const std::string& brand = "aurora");
};

class TestWorld {
 public:
  explicit TestWorld(const Recipe& recipe);
  ~TestWorld();

  World& operator*() { return *world_; }
  World* operator->() { return world_.get(); }
  AccountState& accounts() { return world_->accounts; }
  StepScope step() { return {world_->tick, serial_}; }
  BlockScope block(std::uint32_t number = 0) const;
  BlockScope block_of(AccountId a) const { return block(a.value / kBlockRows); }

  void local(void (*phase)(World&, const BlockScope&));
  // What the engine does before an exchange phase.
  void deliver();
  // The model's own phases but those that need a feed, for which `browse` may stand in.
  void tick(const std::function<void()>& browse = [] {});
  const std::string& broken() const { return broken_; }
  // An intent to buy as a session leaves it: the price is out of the wallet.
  void buy(std::uint32_t account, std::uint32_t price, std::uint32_t contract = kNobody);

  PostScore post(std::uint32_t author, std::uint8_t brand, std::uint8_t campaign = kNoCampaign);
  // The contract under which a sponsored post appears: that of its creator and campaign, made if there is none.
  std::uint32_t contract_of(const PostScore& post);
  std::int64_t total(BrandCell c, std::size_t brand = 0) const;
  std::int64_t total(CampaignCell c, std::size_t campaign = 0) const;
  std::int64_t total(RunCell c) const;

 private:
  Setup setup_of(const Recipe& recipe);
  void fill_accounts(const Recipe& recipe);
  std::vector<TallyBase*> tallies();

  Serial serial_;
  Shelf shelf_;
  Setup setup_;
  Parameters<EconomyParameters> set_;
  std::unique_ptr<World> world_;
  std::string broken_;
};

// Some ticks, after each of which the books must hold.
void live(TestWorld& world, int ticks);

}  // namespace fanfare::fan_economy::testing
