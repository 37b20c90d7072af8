#include <algorithm>
#include <cmath>
#include <string>

#include "fanfare/fmath.h"
#include "fanfare/ledger.h"
#include "fanfare/problems.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/mechanisms/friends.h"
#include "models/fan_economy/mechanisms/group_buying.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<GroupDealKeys>& s) {
  using K = GroupDealKeys;
  s.id(&K::id).help("name of the deal");
  s.value("brand", &K::brand).required().help("who sells");
  s.choice("shape", &K::shape,
           {{"counter", GroupShape::counter, "one counter for everybody"},
            {"team", GroupShape::team, "small teams, into which members ask their friends"}})
      .help("who has to come together");
  s.value("discount", &K::discount)
      .unit(Unit::share)
      .in(0, 0.99)
      .help("of the group price, off the list price at the start")
      .source("folk");
  s.value("price", &K::price)
      .unit(Unit::money)
      .in(0, 1e9)
      .help("the group price; 0: by the discount. Above the list price it is refused");
  s.value("needs", &K::needs)
      .unit(Unit::people)
      .in(1, 4e9)
      .help("of a counter: who must sign up by the last day, or all are refunded");
  s.value("team", &K::team)
      .unit(Unit::count)
      .quantity_of("members")
      .in(2, 50)
      .help("of a team")
      .source("folk: 2 to 10 on Pinduoduo");
  s.value("capacity", &K::capacity)
      .unit(Unit::people)
      .in(0, 1e12)
      .help("whom the merchant can serve at this price; who comes later is turned away. 0: all");
  s.range("flight", &K::flight).unit(Unit::days).in(0, 1e5).help("first and last day");
  s.value("team_hours", &K::team_hours)
      .unit(Unit::hours)
      .in(1, 1000)
      .help("that a team has to fill up")
      .source("24 h on Pinduoduo");
  s.value("seen", &K::seen).help("whether everybody sees how many have signed up; of a team, its friends do");
  s.value("invites", &K::invites)
      .unit(Unit::count)
      .quantity_of("friends")
      .in(0, kMostFriends)
      .help("whom a member asks into its team")
      .source("folk");
  s.check([](const K& keys, Checker& c) {
    if (keys.shape == GroupShape::team && !keys.seen)
      c.problem("seen", "a team whose friends do not see it has no members",
                "set shape: counter, or leave out seen");
    if (keys.capacity > 0 && keys.shape == GroupShape::counter && keys.capacity < keys.needs)
      c.problem("capacity",
                std::to_string(keys.capacity) + " people are fewer than the " + std::to_string(keys.needs) +
                    " that the deal needs, so it can never come about",
                "a larger capacity, or a smaller needs");
    if (keys.flight.hi <= keys.flight.lo)
      c.problem("flight", "it ends before it begins", "give the first day, then a later one");
  });
}

void describe(Schema<GroupBuyingKeys>& s) {
  using K = GroupBuyingKeys;
  s.value("notice", &K::notice)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that who knows the brand comes across its deal when it opens the app")
      .source("folk");
  s.value("worth", &K::worth)
      .in(0, 1000)
      .mutable_at_run()
      .help("clicks whose chance of an order that has, at the group price")
      .source("folk");
  s.value("ceiling", &K::ceiling)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("most that chance can be")
      .source("folk");
  s.value("tie", &K::tie)
      .in(0, 100)
      .mutable_at_run()
      .help("times that chance if a friend asks")
      .source("folk");
  s.value("bold", &K::bold)
      .unit(Unit::share)
      .in(0, 1)
      .help("of people, who sign up however unlikely it is; the others ask for a certainty")
      .source("folk");
  s.value("optimism", &K::optimism)
      .in(0.01, 100)
      .mutable_at_run()
      .help("sign-ups that people expect before they see any, in times what the deal needs")
      .source("folk; where people expect enough anyway, to see the counter helps no more");
  s.value("doubt", &K::doubt)
      .in(0.01, 10)
      .mutable_at_run()
      .help("relative spread of what is yet to come, in their eyes")
      .source("folk");
  s.value("prior_days", &K::prior_days)
      .unit(Unit::days)
      .in(0.01, 1000)
      .mutable_at_run()
      .help("days at a counter that what they expected weighs as much as")
      .source("folk");
  s.value("reference", &K::reference)
      .in(0, 10)
      .mutable_at_run()
      .help(
          "times the price elasticity with which the list price is held against the group price that one "
          "paid; "
          "0: nobody remembers")
      .source("sign: Kalyanaram & Winer 1995; size: folk");
  s.value("reference_half_life", &K::reference_half_life)
      .unit(Unit::days)
      .in(0.1, 1e4)
      .mutable_at_run()
      .help("in which half of the difference is forgotten")
      .source("folk");
  s.value("each_brand", &K::each_brand)
      .help("where there are no deals: a counter for each brand, at the defaults");
  s.list("deals", &K::deals).help("what is sold to groups");
  s.check([](const K& keys, Checker& c) {
    if (keys.deals.size() > kMostGroupDeals) c.problem("deals", "more than 64 deals", "leave some out");
  });
}

namespace {

GroupDeal group_deal(const World& world, const GroupDealKeys& keys) {
  const std::string at = "group_buying.deals." + keys.id;
  GroupDeal deal;
  deal.hash = hash_of_name(keys.id);
  deal.brand = brand_named(world, keys.brand, at + ".brand");
  const Cents list = world.market.brands[deal.brand].price;
  if (keys.price > list)
    throw ScenarioError(at + ".price: a group price of " + money_text(keys.price) +
                        " is above the list price of " + money_text(list) +
                        " (nobody needs a group for that: ask less, or raise brands." + keys.brand +
                        ".price)");
  deal.price = keys.price > 0
                   ? keys.price
                   : list - portion(list, {static_cast<std::int32_t>(keys.discount * 10'000 + 0.5)});
  if (deal.price <= 0)
    throw ScenarioError(at + ".discount: nothing is left of a list price of " + money_text(list) +
                        " (a smaller discount)");
  const auto scale = static_cast<double>(scale_of(world));
  deal.is_team = keys.shape == GroupShape::team;
  deal.seen = keys.seen;
  deal.needs = deal.is_team ? keys.team : static_cast<std::uint32_t>(std::ceil(keys.needs / scale));
  deal.capacity = static_cast<std::uint32_t>(std::min(4e9, static_cast<double>(keys.capacity) / scale));
  if (keys.capacity > 0 && deal.capacity < deal.needs)
    throw ScenarioError(at + ".capacity: " + std::to_string(keys.capacity) +
                        " people are fewer than one group of " + std::to_string(deal.needs) +
                        " accounts (an account stands for " + std::to_string(scale_of(world)) +
                        " people: more, or a smaller population.scale)");
  const auto tick = [&](double days) {
    return static_cast<Tick>(std::min(4e9, days * world.ticks_per_day() + 0.5));
  };
  deal.from = tick(keys.flight.lo);
  deal.until = std::max(tick(keys.flight.hi), deal.from + 1);
  deal.life = std::max<Tick>(1, deal.is_team ? tick(keys.team_hours / 24) : deal.until - deal.from);
  deal.invites = keys.invites;
  return deal;
}

}  // namespace

std::vector<GroupDeal> group_deals(const World& world, const GroupBuyingKeys& keys) {
  std::vector<GroupDeal> deals;
  for (std::size_t i = 0; i < keys.deals.size(); ++i) {
    GroupDealKeys deal = keys.deals[i];
    if (deal.id.empty()) deal.id = "deal" + std::to_string(i);
    deals.push_back(group_deal(world, deal));
  }
  if (deals.empty() && keys.each_brand)
    for (const BrandParameters& brand : world.p.brands) {
      GroupDealKeys deal;
      deal.id = deal.brand = brand.id;
      deals.push_back(group_deal(world, deal));
    }
  return deals;
}

double GroupHope::sure(double n, double N, double past, double all) const {
  if (n >= N) return 1;
  const double left = all - past;
  if (left <= 0) return 0;
  const double pace = (optimism * N / all * prior_days + n) / (prior_days + past);
  const double to_come = pace * left;
  const double spread = std::sqrt(to_come + doubt * doubt * to_come * to_come);
  return fmath::sigmoid(1.702 * (n + to_come - N) / spread);
}

}  // namespace fanfare::fan_economy
