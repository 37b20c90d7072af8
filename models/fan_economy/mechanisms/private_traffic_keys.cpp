#include <algorithm>
#include <cmath>
#include <string>

#include "fanfare/ledger.h"
#include "fanfare/problems.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/mechanisms/friends.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/private_traffic.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<PrivateListKeys>& s) {
  using K = PrivateListKeys;
  s.id(&K::id).help("name of the list");
  s.value("brand", &K::brand).required().help("whose list it is");
  s.value("start", &K::start)
      .unit(Unit::share)
      .in(0, 1)
      .help("of those who had bought before the run, who are on it from the start")
      .source("folk");
  s.value("card", &K::card)
      .unit(Unit::share)
      .in(0, 1)
      .help("of parcels whose card makes the buyer join")
      .source("folk");
  s.value("clicks", &K::clicks)
      .unit(Unit::share)
      .in(0, 1)
      .help("of those who click on something about the brand and do not buy, who join at once")
      .source("folk");
  s.choice("form", &K::form,
           {{"none", LeadForm::none, "a click leads to the shop"},
            {"form", LeadForm::form, "it leads to a form on the platform, filled in but for a touch"},
            {"page", LeadForm::page, "it leads to a page of the brand, which loads and asks for everything"}})
      .help("where who clicks can leave a number, to be written to");
  s.value("pushes", &K::pushes).in(0, 300).help("messages a month to each member");
  s.value("segment", &K::segment).help("only to members in this segment");
  s.range("flight", &K::flight).unit(Unit::days).in(0, 1e5).help("first and last day of messages");
  s.value("coupon", &K::coupon)
      .unit(Unit::money)
      .in(0, 1e9)
      .help("off the list price for who reads a message; as much as the price, or more, is refused");
  s.value("coupon_days", &K::coupon_days).unit(Unit::days).in(1, 200).help("that it is good for");
  s.value("shared", &K::shared)
      .unit(Unit::share)
      .in(0, 1)
      .help("of members' orders that they show to friends")
      .source("folk");
  s.value("friends", &K::friends)
      .unit(Unit::count)
      .quantity_of("friends")
      .in(0, kMostFriends)
      .help("who are shown one")
      .source("folk");
  s.value("packet", &K::packet)
      .unit(Unit::money)
      .in(0, 1e9)
      .help("red packet that comes with each message, for all together; 0: none");
  s.value("packet_shares", &K::packet_shares)
      .unit(Unit::people)
      .in(1, 4e9)
      .help("among whom it is split at random, first come");
  s.value("message_cost", &K::message_cost).unit(Unit::money).in(0, 1e4).help("of a message to one person");
  s.choice("shop", &K::shop,
           {{"mini_program", PrivateShop::mini_program, "a shop within the group"},
            {"outside", PrivateShop::outside, "a shop elsewhere, to which not all follow"}})
      .help("where a message or a friend's order leads");
}

void describe(Schema<PrivateTrafficKeys>& s) {
  using K = PrivateTrafficKeys;
  s.value("monthly_limit", &K::monthly_limit)
      .in(0, 300)
      .help("messages a month that the platform lets a list send to one account")
      .source("WeChat service accounts: 4");
  s.value("attention", &K::attention)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a message is read by who opens the app and had none of late")
      .source("folk");
  s.value("worth", &K::worth)
      .in(0, 1000)
      .mutable_at_run()
      .help("clicks whose chance of an order a message has")
      .source("folk");
  s.value("strength", &K::strength)
      .in(-1, 1)
      .mutable_at_run()
      .help("way to full attitude that a message goes, or a friend's order")
      .source("folk");
  s.value("fatigue", &K::fatigue)
      .in(0, 10)
      .mutable_at_run()
      .help("attention lost for each message of late: it is attention · exp(−fatigue · n)")
      .source("folk");
  s.value("memory", &K::memory)
      .unit(Unit::days)
      .in(0.1, 1000)
      .mutable_at_run()
      .help("in which half of the messages are forgotten")
      .source("folk");
  s.value("patience", &K::patience)
      .in(0.01, 1e4)
      .mutable_at_run()
      .help("messages of late that members take, on average; exponential, each has its own. Then they leave")
      .source("folk");
  s.value("friend_worth", &K::friend_worth)
      .in(0, 1000)
      .mutable_at_run()
      .help("clicks whose chance of an order a friend's order has")
      .source("folk");
  s.value("accept", &K::accept)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that who sees a friend's order joins")
      .source("folk");
  s.value("form_steps", &K::form_steps)
      .unit(Unit::count)
      .quantity_of("steps")
      .in(0, 50)
      .help("from a click to a form that was sent: open, send")
      .source("folk");
  s.value("page_steps", &K::page_steps)
      .unit(Unit::count)
      .quantity_of("steps")
      .in(0, 50)
      .help("the same on a page: load, find, three fields, send")
      .source("folk");
  s.value("effort", &K::effort)
      .in(0, 100)
      .mutable_at_run()
      .help("of a step: who wants the brand as much goes on with chance 1/2")
      .source("folk");
  s.value("outside", &K::outside)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of orders that are left where the shop is outside")
      .source("folk; as behind a wall between platforms");
  s.value("packet_pull", &K::packet_pull)
      .in(0, 100)
      .mutable_at_run()
      .help("added to attention, in times, by a red packet")
      .source("folk");
  s.value("each_brand", &K::each_brand).help("where there are no lists: one for each brand, at the defaults");
  s.list("lists", &K::lists).help("of brands");
  s.check([](const K& keys, Checker& c) {
    if (keys.lists.size() > kMostPrivateLists) c.problem("lists", "more than 32 lists", "merge some");
    for (std::size_t i = 0; i < keys.lists.size(); ++i)
      if (keys.lists[i].pushes > keys.monthly_limit)
        c.problem("lists[" + std::to_string(i) + "].pushes",
                  "more messages a month than the platform lets through",
                  "fewer, or a higher private_traffic.monthly_limit");
  });
}

namespace {

PrivateList private_list(World& world, const PrivateListKeys& keys) {
  const std::string at = "private_traffic.lists." + keys.id;
  PrivateList list;
  list.keys = keys;
  list.hash = hash_of_name(keys.id);
  list.brand = brand_named(world, keys.brand, at + ".brand");
  const Cents price = world.market.brands[list.brand].price;
  if (keys.coupon >= price)
    throw ScenarioError(at + ".coupon: a coupon of " + money_text(keys.coupon) + " leaves " +
                        money_text(price - keys.coupon) + " of a list price of " + money_text(price) +
                        " (a price must be above 0: a smaller coupon)");
  if (!keys.segment.empty()) {
    list.segment = segment_number(world.p, keys.segment);
    if (list.segment < 0)
      throw ScenarioError(at + ".segment: no segment '" + keys.segment + "' (name one of `segments`)");
    keep_segment(world, static_cast<std::size_t>(list.segment));
  }
  const auto scale = scale_of(world);
  list.packet_shares = static_cast<std::uint32_t>(keys.packet_shares / scale);
  if (keys.packet > 0 && list.packet_shares == 0)
    throw ScenarioError(at + ".packet_shares: " + std::to_string(keys.packet_shares) +
                        " people are less than an account, which stands for " + std::to_string(scale) +
                        " (more of them, or a smaller population.scale)");
  list.packet = keys.packet / scale;
  if (keys.packet > 0 && list.packet < list.packet_shares)
    throw ScenarioError(at + ".packet: " + money_text(keys.packet) + " is less than a cent for each of " +
                        std::to_string(keys.packet_shares) + " people (more money, or fewer packet_shares)");
  const auto tick = [&](double days) {
    return static_cast<Tick>(std::min(4e9, days * world.ticks_per_day() + 0.5));
  };
  list.from = tick(keys.flight.lo);
  list.until = tick(keys.flight.hi);
  list.cost = world.measures.open("private traffic of " + keys.id);
  world.market.costs.push_back({list.brand, list.cost});
  return list;
}

}  // namespace

std::vector<PrivateList> private_lists(World& world, const PrivateTrafficKeys& keys) {
  std::vector<PrivateList> lists;
  for (std::size_t i = 0; i < keys.lists.size(); ++i) {
    PrivateListKeys list = keys.lists[i];
    if (list.id.empty()) list.id = "list" + std::to_string(i);
    lists.push_back(private_list(world, list));
  }
  if (lists.empty() && keys.each_brand)
    for (const BrandParameters& brand : world.p.brands) {
      PrivateListKeys list;
      list.id = list.brand = brand.id;
      lists.push_back(private_list(world, list));
    }
  return lists;
}

bool PrivateList::pushes_at(Tick tick, std::uint32_t ticks_per_day) const {
  if (tick < from + ticks_per_day || tick >= until) return false;
  const double each = keys.pushes / (30.0 * ticks_per_day);
  const double since = tick - from - ticks_per_day;
  const double before = since == 0 ? -1 : std::floor((since - 1) * each);
  return keys.pushes > 0 && std::floor(since * each) > before;
}

}  // namespace fanfare::fan_economy
