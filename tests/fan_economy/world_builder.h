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
#include "models/fan_economy/brands.h"
#include "models/fan_economy/campaign.h"
#include "models/fan_economy/careers.h"
#include "models/fan_economy/events.h"
#include "models/fan_economy/feed/seen.h"
#include "models/fan_economy/measures.h"
#include "models/fan_economy/persuasion.h"
#include "models/fan_economy/purchase.h"
#include "models/fan_economy/relations.h"
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

  Recipe() {
    p.population.scale = 10;
    p.population.income = Distribution::constant(5000);
    p.careers.price_sigma = 0;
  }
  BrandParameters& brand(const std::string& id = "aurora") {
    BrandParameters b;
    b.id = id;
    b.topic = p.topics[0];
    p.brands.push_back(b);
    return p.brands.back();
  }
  // Makes [first, first + count) creators; each is followed by `followers` accounts from the end of the
  // world.
  void role(const std::string& id, CreatorKind kind, std::uint32_t first, std::uint32_t count,
            std::uint32_t followers) {
    CreatorRole r;
    r.id = id;
    r.kind = kind;
    for (std::uint32_t a = first; a < first + count; ++a) {
      r.select.accounts.push_back(a);
      for (std::uint32_t f = 0; f < followers; ++f) follows.emplace_back(accounts - 1 - f, a);
    }
    p.creators.push_back(r);
  }
  CampaignParameters& campaign(Cents budget, const std::string& brand = "aurora") {
    CampaignParameters c;
    c.id = "launch";
    c.brand = brand;
    c.budget = budget;
    c.least_spendable = 0;  // small worlds, large sums
    c.flight = {1, 11};
    p.campaigns.push_back(c);
    return p.campaigns.back();
  }
};

class TestWorld {
 public:
  explicit TestWorld(const Recipe& recipe) : setup_(setup_of(recipe)) {
    set_.value() = recipe.p;
    if (set_.value().platforms.empty()) set_.value().platforms.emplace_back();
    world_ = std::make_unique<World>(set_.value(), set_, setup_);
    World& w = *world_;
    w.part = Partition::whole(recipe.accounts);
    const BuiltGraph built = from_edges({recipe.accounts, recipe.seed, 0, 1, serial_}, recipe.follows);
    w.graph = built.graph;
    w.followers = built.followers;
    fill_accounts(recipe);
    w.work.resize(1);
    w.follow_tally.resize(recipe.accounts);
    cast_creators(w);
    open_market(w);
    for (TallyBase* tally : tallies()) tally->set_workers(1);
  }

  World& operator*() { return *world_; }
  World* operator->() { return world_.get(); }
  AccountState& accounts() { return world_->accounts; }
  StepScope step() { return {world_->tick, serial_}; }
  BlockScope block(std::uint32_t number = 0) const {
    const std::uint32_t first = number * kBlockRows;
    return {BlockId(number), first, std::min(first + kBlockRows, world_->part.accounts), world_->tick, 0};
  }
  BlockScope block_of(AccountId a) const { return block(a.value / kBlockRows); }

  void local(void (*phase)(World&, const BlockScope&)) {
    for (std::uint32_t b = 0; b < world_->part.blocks(); ++b) phase(*world_, block(b));
  }
  // What the engine does before an exchange phase.
  void deliver() {
    const std::vector<OutboxBase*> boxes{&world_->intents, &world_->comments, &world_->market.debuts,
                                         &world_->market.breaches, &world_->market.returns};
    for (OutboxBase* box : boxes) {
      box->collect();
      box->clear_own();
    }
    for (TallyBase* tally : tallies()) {
      tally->merge_workers();
      tally->collect();
    }
  }
  // A tick without feed and browsing; `browse` may stand in for them.
  void tick(const std::function<void()>& browse = [] {}) {
    World& w = *world_;
    intervene(w, step());
    refresh_seasons(w);
    run_campaigns(w, step());
    browse();
    local(shop);
    deliver();
    trade(w, step());
    local(settle);
    local(relate);
    deliver();
    close(w, step());
    adapt(w, step());
    broken_ = breach(w);
    ++w.tick;
  }
  const std::string& broken() const { return broken_; }
  // An intent to buy as a session leaves it: the price is out of the wallet.
  void buy(std::uint32_t account, std::uint32_t price, std::uint32_t contract = kNobody) {
    PurchaseIntent intent;
    intent.account = account;
    intent.price = price;
    intent.contract = contract;
    std::uint8_t& days = accounts().category_days.row(AccountId(account))[0];
    intent.days = days;
    days = 0;
    accounts().wallet[AccountId(account)] -= static_cast<std::int32_t>(price);
    world_->intents.push(block_of(AccountId(account)), intent);
  }

  PostScore post(std::uint32_t author, std::uint8_t brand, std::uint8_t campaign = kNoCampaign) {
    PostScore post;
    post.author = author;
    post.tick = world_->tick;
    post.creator = world_->creator_index(AccountId(author));
    post.brand = brand;
    post.campaign = campaign;
    post.tone = 100;
    post.fit = 255;
    post.trust = 0.55F;
    post.flags = PostFlags::kSponsored | PostFlags::kDisclosed;
    return post;
  }
  // The contract under which a sponsored post appears: that of its creator and campaign, made if there is none.
  std::uint32_t contract_of(const PostScore& post) {
    if ((post.flags & PostFlags::kSponsored) == 0 || post.creator == kNobody) return kNobody;
    const std::uint8_t campaign = post.campaign == kNoCampaign ? std::uint8_t{0} : post.campaign;
    auto& contracts = world_->market.contracts;
    for (std::uint32_t i = 0; i < contracts.size(); ++i)
      if (contracts[i].creator == post.creator && contracts[i].campaign == campaign) return i;
    contracts.emplace_back().creator = post.creator;
    contracts.back().campaign = campaign;
    return static_cast<std::uint32_t>(contracts.size()) - 1;
  }
  std::int64_t total(BrandCell c, std::size_t brand = 0) const {
    return world_->measures[world_->measures.cell(c, brand)];
  }
  std::int64_t total(CampaignCell c, std::size_t campaign = 0) const {
    return world_->measures[world_->measures.cell(c, campaign)];
  }
  std::int64_t total(RunCell c) const { return world_->measures[world_->measures.cell(c)]; }

 private:
  Setup setup_of(const Recipe& recipe) {
    Setup setup{.seed = recipe.seed, .parallel = serial_, .shelf = shelf_, .run = {}, .outputs = {}};
    setup.run.tick = 1.0 / recipe.ticks_per_day;
    setup.run.warmup = static_cast<double>(recipe.warmup_ticks) / recipe.ticks_per_day;
    return setup;
  }
  void fill_accounts(const Recipe& recipe) {
    AccountState& s = world_->accounts;
    const Partition& part = world_->part;
    auto interests = std::make_shared<std::vector<std::uint8_t>>();
    s.interest.resize(part);
    for (auto* column : {&s.sessions_rate, &s.items_rate, &s.chronotype, &s.appeal_baseline, &s.mood,
                         &s.collectivism, &s.price_sensitivity, &s.ad_scepticism, &s.impulsiveness, &s.flags,
                         &s.segment, &s.posting_rate})
      column->resize(part);
    s.wallet.resize(part);
    s.observed.resize(part);
    s.time_today.resize(part);
    s.fandom.resize(part, kFandomSlots);
    open_seen(*world_);
    for (std::uint32_t a = 0; a < recipe.accounts; ++a) {
      const AccountId id(a);
      s.interest[id] = recipe.interest;
      s.collectivism[id] = s.ad_scepticism[id] = s.impulsiveness[id] = 128;
      s.price_sensitivity[id] = 83;
      interests->insert(interests->end(), recipe.interest.begin(), recipe.interest.end());
    }
    world_->all_interests = interests;
  }
  std::vector<TallyBase*> tallies() {
    return {&world_->follow_tally, &world_->measure_tally, &world_->ledger.tally()};
  }

  Serial serial_;
  Shelf shelf_;
  Setup setup_;
  Parameters<EconomyParameters> set_;
  std::unique_ptr<World> world_;
  std::string broken_;
};

// Some ticks, after each of which the books must hold.
inline void live(TestWorld& world, int ticks) {
  for (int t = 0; t < ticks; ++t) {
    world.tick();
    ASSERT_EQ(world.broken(), "") << "tick " << t;
  }
}

}  // namespace fanfare::fan_economy::testing
