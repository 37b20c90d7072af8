#include "models/fan_economy/hiring/campaign.h"

#include <algorithm>

#include "models/fan_economy/content/publishing.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Out of the escrow for good. A placebo moves none.
void pay(World& world, const Contract& contract, CampaignCell kind, BookId to, Cents amount) {
  const Campaign& campaign = world.market.campaigns[contract.campaign];
  if (campaign.brand == kNoBrand) return;
  world.ledger.transfer(BookId(campaign.book), to, amount);
  world.measures.add(world.measures.cell(kind, contract.campaign), amount);
}

void pay_for_post(World& world, Contract& contract) {
  const Campaign& campaign = world.market.campaigns[contract.campaign];
  const bool is_first = contract.published++ == 0;
  if (is_first) {
    pay(world, contract, CampaignCell::handling, world.market.outside, contract.handling);
    pay(world, contract, CampaignCell::product, world.market.outside, contract.product);
  }
  if (contract.fee == 0 || campaign.brand == kNoBrand) return;
  pay(world, contract, CampaignCell::fees, world.market.creators, contract.fee);
  pay(world, contract, CampaignCell::platform_fees, world.market.platform, contract.platform_fee);
  contract.paid += contract.fee;
  earn(world, contract.creator, contract.fee);
}

bool is_off(const World& world, const ScheduledPost& post) {
  return world.market.contracts[post.contract].status != ContractStatus::running ||
         world.creators[post.creator].active == 0;
}

// Posts of this tick by creators that have stopped or were dropped do not appear, and nobody is paid.
void cancel_posts(World& world) {
  std::erase_if(world.market.scheduled,
                [&](const ScheduledPost& post) { return post.tick == world.tick && is_off(world, post); });
}

void publish_posts(World& world) {
  cancel_posts(world);
  for (const ScheduledPost& post : scheduled_now(world)) {
    Contract& contract = world.market.contracts[post.contract];
    pay_for_post(world, contract);
    world.measures.add(world.measures.cell(CampaignCell::posts, contract.campaign), 1);
    if (const auto topic = topic_for(world, world.market.campaigns[contract.campaign])) drift_niche(world, post.creator, *topic);
  }
}

// Of the posts that are still to appear. What was promised for those that never will is free again.
Cents still_due(const World& world, const Contract& contract) {
  if (contract.status != ContractStatus::running || world.creators[contract.creator].active == 0) return 0;
  const Cents posts = (contract.fee + contract.platform_fee) * (contract.posts - contract.published);
  return posts + (contract.published == 0 ? contract.handling + contract.product : 0);
}

void count_committed(World& world) {
  for (Campaign& campaign : world.market.campaigns) campaign.committed = 0;
  for (const Contract& contract : world.market.contracts)
    world.market.campaigns[contract.campaign].committed += still_due(world, contract);
}

void start_campaign(World& world, std::size_t number) {
  Campaign& campaign = world.market.campaigns[number];
  campaign.stage = CampaignStage::running;
  if (campaign.brand != kNoBrand)
    world.ledger.transfer(BookId(world.market.brands[campaign.brand].book), BookId(campaign.book), campaign.budget);
  hire(world, number);
}

void end_campaign(World& world, std::size_t number) {
  Campaign& campaign = world.market.campaigns[number];
  campaign.stage = CampaignStage::over;
  for (Contract& contract : world.market.contracts)
    if (contract.campaign == number && contract.status == ContractStatus::running) contract.status = ContractStatus::over;
  if (campaign.brand == kNoBrand) return;
  campaign.unspent = world.ledger.balance(BookId(campaign.book));
  world.ledger.transfer(BookId(campaign.book), BookId(world.market.brands[campaign.brand].book), campaign.unspent);
  world.measures.add(world.measures.cell(CampaignCell::unspent, number), campaign.unspent);
}

}  // namespace

void run_campaigns(World& world, const StepScope& scope) {
  for (std::size_t i = 0; i < world.market.campaigns.size(); ++i) {
    const Campaign& campaign = world.market.campaigns[i];
    if (campaign.stage == CampaignStage::planned && scope.tick >= campaign.from) start_campaign(world, i);
    if (campaign.stage == CampaignStage::running && scope.tick >= campaign.until) end_campaign(world, i);
  }
  publish_posts(world);
  count_committed(world);
}

}  // namespace fanfare::fan_economy
