#include <algorithm>
#include <string>

#include "fanfare/problems.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/mechanisms/lottery_red_packet.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<LotteryKeys>& s) {
  using K = LotteryKeys;
  s.id(&K::id).help("name of the lottery");
  s.value("campaign", &K::campaign)
      .required()
      .help("whose posts are to be passed on or followed; its brand pays");
  s.choice("by", &K::by,
           {{"repost", LotteryBy::repost, "who passes on one of its posts has a ticket"},
            {"follow", LotteryBy::follow, "who follows on one of its posts has a ticket"}})
      .help("how one takes part");
  s.value("prize", &K::prize).unit(Unit::money).in(0.01, 1e6).help("of each who wins").source("folk");
  s.value("prizes", &K::prizes)
      .unit(Unit::people)
      .in(1, 4e9)
      .help("people who win; drawn when the flight is over");
  s.range("flight", &K::flight).unit(Unit::days).in(0, 1e5).help("first and last day");
  s.check([](const K& keys, Checker& c) {
    if (keys.flight.hi <= keys.flight.lo)
      c.problem("flight", "it ends before it begins", "give the first day, then a later one");
  });
}

void describe(Schema<PacketDropKeys>& s) {
  using K = PacketDropKeys;
  s.id(&K::id).help("name of the drop");
  s.value("brand", &K::brand).required().help("who pays");
  s.value("day", &K::day).unit(Unit::days).in(0, 1e5).help("on which packets fall into groups");
  s.value("groups", &K::groups)
      .unit(Unit::count)
      .quantity_of("groups")
      .in(1, 1e8)
      .help("one packet each, by lot");
  s.value("amount", &K::amount).unit(Unit::money).in(0.01, 1e6).help("of a packet");
  s.value("shares", &K::shares).unit(Unit::count).quantity_of("shares").in(1, 100).help("of a packet");
  s.check([](const K& keys, Checker& c) {
    if (keys.amount < static_cast<Cents>(keys.shares))
      c.problem("amount", "less than a cent for each share", "more money, or fewer shares");
  });
}

namespace {

void describe_lottery_tastes(Schema<LotteryRedPacketKeys>& s) {
  using K = LotteryRedPacketKeys;
  s.value("hunters", &K::hunters)
      .unit(Unit::share)
      .in(0, 1)
      .help("of people, who take part for the prize, whatever the post is")
      .source("folk");
  s.value("effort", &K::effort)
      .unit(Unit::money)
      .in(0, 1e6)
      .mutable_at_run()
      .help("prize at which such a one takes part every other time: the chance is prize / (prize + effort)")
      .source("folk");
  s.value("leave", &K::leave)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of those who followed for the prize, did not win and are no fans by then: who unfollows at once")
      .source("sign: folk; size: folk");
}

}  // namespace

void describe(Schema<LotteryRedPacketKeys>& s) {
  using K = LotteryRedPacketKeys;
  describe_lottery_tastes(s);
  s.value("group_size", &K::group_size)
      .unit(Unit::count)
      .quantity_of("members")
      .in(2, 500)
      .help("of a group in which people send each other red packets; everybody is in one")
      .source("folk");
  s.value("send", &K::send)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance a day to send one, unasked")
      .source("folk");
  s.value("amount", &K::amount).unit(Unit::money).in(0.01, 1e4).mutable_at_run().help("of it").source("folk");
  s.value("shares", &K::shares)
      .unit(Unit::count)
      .quantity_of("shares")
      .in(1, 100)
      .mutable_at_run()
      .help("into which it is split")
      .source("folk");
  s.value("take", &K::take)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance to reach for one, on opening the app")
      .source("folk");
  s.value("thanks", &K::thanks)
      .in(0, 10)
      .mutable_at_run()
      .help("sent back within a day for each yuan that was received: more send, none sends more")
      .source("Yuan et al. 2024: 0.18");
  s.value("norm", &K::norm)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("added to the chance of who had the largest share: that it is their turn")
      .source("sign: Yuan et al. 2024; 0 leaves what the amount alone does");
  s.value("brand_gain", &K::brand_gain)
      .in(-1, 1)
      .mutable_at_run()
      .help("way to full attitude that a share of a brand's packet goes; it makes the brand known as well")
      .source("folk");
  s.value("each_campaign", &K::each_campaign)
      .help("where there are no lotteries: one for each campaign of a brand, at the defaults");
  s.list("lotteries", &K::lotteries).help("of campaigns");
  s.list("drops", &K::drops).help("red packets of brands");
  s.check([](const K& keys, Checker& c) {
    if (keys.lotteries.size() > kMostLotteries)
      c.problem("lotteries", "more than 32 lotteries", "leave some out");
    if (keys.drops.size() > 250) c.problem("drops", "more than 250 drops", "merge some");
    if (keys.amount < static_cast<Cents>(keys.shares))
      c.problem("amount", "less than a cent for each share", "more money, or fewer shares");
  });
}

namespace {

Lottery lottery_of(World& world, const LotteryKeys& keys) {
  const std::string at = "lottery_red_packet.lotteries." + keys.id;
  Lottery lottery;
  lottery.campaign = campaign_named(world, keys.campaign, at + ".campaign");
  const std::string& brand = world.p.campaigns[lottery.campaign].brand;
  if (brand == "none")
    throw ScenarioError(at + ".campaign: '" + keys.campaign +
                        "' is of no brand, so nobody pays the prizes (name a "
                        "campaign with a brand)");
  lottery.brand = brand_named(world, brand, at + ".campaign");
  lottery.winners = static_cast<std::uint32_t>(keys.prizes / scale_of(world));
  if (lottery.winners == 0)
    throw ScenarioError(at + ".prizes: " + std::to_string(keys.prizes) +
                        " prizes are less than one for an account, " + "which stands for " +
                        std::to_string(scale_of(world)) +
                        " people (more of them, or a smaller population.scale)");
  lottery.hash = hash_of_name(keys.id);
  lottery.prize = keys.prize;
  lottery.by_follow = keys.by == LotteryBy::follow;
  const auto tick = [&](double days) {
    return static_cast<Tick>(std::min(4e9, days * world.ticks_per_day() + 0.5));
  };
  lottery.from = tick(keys.flight.lo);
  lottery.until = std::max(tick(keys.flight.hi), lottery.from + 1);
  lottery.escrow = world.ledger.open("lottery " + keys.id, Ledger::Overdraft::forbidden);
  lottery.cost = world.measures.open("lottery " + keys.id);
  world.market.costs.push_back({lottery.brand, lottery.cost});
  return lottery;
}

}  // namespace

std::vector<Lottery> lotteries_of(World& world, const LotteryRedPacketKeys& keys) {
  std::vector<Lottery> lotteries;
  for (std::size_t i = 0; i < keys.lotteries.size(); ++i) {
    LotteryKeys lottery = keys.lotteries[i];
    if (lottery.id.empty()) lottery.id = "lottery" + std::to_string(i);
    lotteries.push_back(lottery_of(world, lottery));
  }
  if (!lotteries.empty() || !keys.each_campaign) return lotteries;
  for (const auto& campaign : world.p.campaigns) {
    if (campaign.brand == "none" || lotteries.size() >= kMostLotteries) continue;
    LotteryKeys lottery;
    lottery.id = lottery.campaign = campaign.id;
    lottery.prizes = std::max(lottery.prizes, static_cast<std::uint32_t>(scale_of(world)));
    lotteries.push_back(lottery_of(world, lottery));
  }
  return lotteries;
}

std::vector<PacketDrop> packet_drops(World& world, const LotteryRedPacketKeys& keys) {
  std::vector<PacketDrop> drops;
  for (std::size_t i = 0; i < keys.drops.size(); ++i) {
    const PacketDropKeys& from = keys.drops[i];
    const std::string id = from.id.empty() ? "drop" + std::to_string(i) : from.id;
    PacketDrop drop;
    drop.hash = hash_of_name(id);
    drop.brand = brand_named(world, from.brand, "lottery_red_packet.drops." + id + ".brand");
    drop.amount = from.amount;
    drop.groups = from.groups;
    drop.shares = from.shares;
    drop.tick = static_cast<Tick>(std::min(4e9, from.day * world.ticks_per_day() + 0.5));
    drop.cost = world.measures.open("red packets " + id);
    world.market.costs.push_back({drop.brand, drop.cost});
    drops.push_back(drop);
  }
  return drops;
}

}  // namespace fanfare::fan_economy
