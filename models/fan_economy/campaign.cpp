#include "models/fan_economy/campaign.h"

#include <algorithm>

#include "models/fan_economy/brands.h"
#include "models/fan_economy/careers.h"
#include "models/fan_economy/hiring.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<LineParameters>& s) {
  using L = LineParameters;
  s.id(&L::id).help("needed only if an arm or --set changes the line");
  s.group("hire", &L::hire).help("whom to hire");
  s.value("posts", &L::posts).unit(Unit::count).in(1, 1000).help("per creator");
  s.choice("contract", &L::contract, {{"flat", ContractKind::flat}, {"commission", ContractKind::commission}, {"both", ContractKind::both}})
      .help("how creators are paid");
  s.value("share", &L::share).unit(Unit::share).in(-1, 1).help("of the budget; left out, or -1: an equal part of what other lines leave");
  s.value("commission", &L::commission).unit(Unit::share).in(0, 1).help("of the revenue of last-touch orders during the flight");
  s.value("commission_reserve", &L::commission_reserve).unit(Unit::share).in(0, 1).help("share of the line's money kept for commissions");
  s.value("most", &L::most).unit(Unit::count).help("creators at most; 0: as many as the money allows");
}

void describe(Schema<CampaignParameters>& s) {
  using C = CampaignParameters;
  s.id(&C::id).required().help("name of the campaign");
  s.value("brand", &C::brand).required().help("id of a brand, or none: a placebo with the same creators and posts, and no brand in them");
  s.value("stands_for", &C::stands_for).help("brand for which a placebo's creators are chosen; empty: the first brand");
  s.value("budget", &C::budget).unit(Unit::money).required().in(0.01, 1e12).help("escrowed at the flight's start; what can't be spent is returned");
  s.range("flight", &C::flight).unit(Unit::days).at_least(0).help("first and last day");
  s.list("lines", &C::lines).min_items(1).help("whom to hire for which part of the money");
  s.value("disclosure", &C::disclosure).unit(Unit::share).in(0, 1).mutable_at_run().help("share of its posts that say they are paid");
  s.value("tone", &C::tone).in(-1, 1).help("of its posts");
  s.value("least_spendable", &C::least_spendable).unit(Unit::share).in(0, 1)
      .help("share of the budget that the creators selected by its lines must be able to take, else the scenario is refused");
  s.value("handling", &C::handling).unit(Unit::money).at_least(0).help("per contract");
  s.value("platform_fee", &C::platform_fee).unit(Unit::share).in(0, 1).help("of fees, on top of them");
  s.check([](const C& campaign, Checker& c) {
    double shares = 0;
    for (const LineParameters& line : campaign.lines) {
      shares += std::max(0.0, line.share);
      if (line.share < 0 && line.share != -1) c.problem("lines", "a share is below zero", "write 0% to 100%");
    }
    if (shares > 1 + 1e-9) c.problem("lines", "the shares of the lines add up to more than 1", "lower them to 100% in all");
    if (campaign.flight.hi <= campaign.flight.lo) c.problem("flight", "the flight ends before it begins", "write [first day, last day]");
  });
}

std::span<const ScheduledPost> scheduled_now(const World& world) {
  const auto& all = world.market.scheduled;
  const auto before = [](const ScheduledPost& post, Tick tick) { return post.tick < tick; };
  const auto first = std::lower_bound(all.begin(), all.end(), world.tick, before);
  const auto last = std::lower_bound(first, all.end(), world.tick + 1, before);
  return {all.data() + (first - all.begin()), static_cast<std::size_t>(last - first)};
}

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
