#include "models/fan_economy/keys/platforms.h"

#include <algorithm>

#include "fanfare/nearest.h"
#include "models/fan_economy/keys/economy.h"
#include "models/fan_economy/keys/limits.h"

namespace fanfare::fan_economy {

void describe(Schema<MembersBy>& s) {
  s.value("attribute", &MembersBy::attribute).required().help("id of one of attributes");
  s.numbers("shares", &MembersBy::shares)
      .unit(Unit::share)
      .in(0, 1)
      .help("of the accounts of each level, in the order of its levels, that are on the platform")
      .source("by age: pew_platform_use (Pew Research Center, Core Trends 2021)");
}

void describe(Schema<PlatformParameters>& s) {
  using P = PlatformParameters;
  s.id(&P::id).help("name of the platform");
  s.group("feed", &P::feed).help("the algorithm: sources, value model, policies");
  s.value("members", &P::members)
      .unit(Unit::share)
      .in(0, 1)
      .help("of accounts, that are on it; where there are several platforms");
  s.optional_group("by", &P::by).help("who is on it, by an attribute; in place of members");
  s.value("appeal", &P::appeal)
      .in(0, 1000)
      .mutable_at_run()
      .help("weight in the choice of where the next session goes; moods of late times it")
      .source("folk");
  s.value("cross_post", &P::cross_post)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of posts that its members write elsewhere, published here too")
      .source("folk");
  s.value("cross_loss", &P::cross_loss)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "of the quality of such a post, and of its fit with a brand, lost here: it was made for another "
          "place")
      .source("folk");
  s.optional_group("graph", &P::graph).help("who follows whom here; left out: as population.graph says");
}

void describe(Schema<LinkParameters>& s) {
  using L = LinkParameters;
  s.id(&L::id).help("needed only if an arm, an event or --set changes the link");
  s.value("from", &L::from).required().help("id of one of platforms");
  s.value("to", &L::to).required().help("id of another");
  s.choice("is", &L::is,
           {{"open", LinkKind::open, "a click crosses either way as it would stay"},
            {"walled", LinkKind::walled, "either way it takes a detour"},
            {"one_way", LinkKind::one_way, "open from `from` to `to`, walled on the way back"}})
      .help("whether clicks cross");
  s.value("detour", &L::detour)
      .in(1, 1000)
      .mutable_at_run()
      .help("times fewer clicks that a wall leaves: copying a code into another app")
      .source("folk: three times fewer");
}

int platform_number(const EconomyParameters& p, const std::string& id) {
  for (std::size_t i = 0; i < p.platforms.size(); ++i)
    if (p.platforms[i].id == id) return static_cast<int>(i);
  return -1;
}

double clicks_across(const EconomyParameters& p, std::size_t from, std::size_t to) {
  double left = 1;  // the highest wall of those that are named
  for (const LinkParameters& link : p.links) {
    const int a = platform_number(p, link.from), b = platform_number(p, link.to);
    const bool there = a == static_cast<int>(from) && b == static_cast<int>(to);
    const bool back = b == static_cast<int>(from) && a == static_cast<int>(to);
    if (link.is == LinkKind::walled ? there || back : link.is == LinkKind::one_way && back)
      left = std::min(left, 1 / link.detour);
  }
  return left;
}

namespace {

std::vector<std::string> platform_ids(const EconomyParameters& p) {
  std::vector<std::string> ids;
  for (const PlatformParameters& platform : p.platforms) ids.push_back(platform.id);
  return ids;
}

void expect_platform(const EconomyParameters& p, const std::string& id, const std::string& place,
                     Checker& c) {
  if (platform_number(p, id) < 0)
    c.problem(place, "'" + id + "' is no platform", did_you_mean(id, platform_ids(p), "platforms are"));
}

void check_members_by(const EconomyParameters& p, const PlatformParameters& platform, Checker& c) {
  const std::string place = "platforms." + platform.id + ".by";
  const int number = attribute_number(p, platform.by->attribute);
  if (c.is_given("platforms." + platform.id + ".members"))
    c.problem(place, "members says already how many are on '" + platform.id + "'", "keep one of them");
  if (number < 0) {
    std::vector<std::string> ids;
    for (const AttributeParameters& a : p.attributes) ids.push_back(a.id);
    return c.problem(
        place + ".attribute", "no attribute '" + platform.by->attribute + "'",
        ids.empty() ? "declare attributes" : did_you_mean(platform.by->attribute, ids, "attributes are"));
  }
  const auto& levels = p.attributes[static_cast<std::size_t>(number)].levels;
  if (platform.by->shares.size() != levels.size())
    c.problem(place + ".shares",
              "has " + std::to_string(platform.by->shares.size()) + " shares for " +
                  std::to_string(levels.size()) + " levels of " + platform.by->attribute,
              "write one for each level, in their order");
}

void check_members(const EconomyParameters& p, const PlatformParameters& platform, Checker& c) {
  const std::string place = "platforms." + platform.id;
  const bool nobody = platform.by ? std::all_of(platform.by->shares.begin(), platform.by->shares.end(),
                                                [](double share) { return share <= 0; })
                                  : platform.members <= 0;
  if (nobody)
    c.problem(place + (platform.by ? ".by.shares" : ".members"), "nobody is on '" + platform.id + "'",
              "give it a share, or leave it out");
  const bool only_some = platform.by || platform.members < 1;
  if (p.platforms.size() == 1 && only_some)
    c.problem(place + (platform.by ? ".by" : ".members"), "the only platform has no others beside it",
              "enlarge population.accounts instead, or add a platform");
  if (only_some && p.population.graph.kind == GraphKind::file)
    c.problem(place + (platform.by ? ".by" : ".members"), "a graph that is read has its own members",
              "leave members at 100%, or generate the graph");
  if (platform.by) check_members_by(p, platform, c);
}

void check_links(const EconomyParameters& p, Checker& c) {
  for (std::size_t i = 0; i < p.links.size(); ++i) {
    const std::string place = "links[" + std::to_string(i) + "]";
    expect_platform(p, p.links[i].from, place + ".from", c);
    expect_platform(p, p.links[i].to, place + ".to", c);
    if (p.links[i].from == p.links[i].to)
      c.problem(place, "leads from '" + p.links[i].from + "' to itself", "name two platforms");
  }
  for (const BrandParameters& brand : p.brands)
    if (!brand.shop.empty()) expect_platform(p, brand.shop, "brands." + brand.id + ".shop", c);
}

// One window a day holds one post an account, and no post that is paid for.
void check_windows(const EconomyParameters& p, Checker& c) {
  std::string first;
  for (const PlatformParameters& platform : p.platforms) {
    if (platform.feed.rules.daily_window <= 0) continue;
    if (!first.empty())
      c.problem("platforms." + platform.id + ".feed.rules.daily_window",
                "'" + first + "' has a day's window already", "give one platform a window");
    first = platform.id;
  }
  for (const CampaignParameters& campaign : p.campaigns)
    for (const LineParameters& line : campaign.lines)
      if (!first.empty() && (line.platform == first || p.platforms.size() == 1))
        c.problem("campaigns." + campaign.id + ".lines",
                  "on '" + first + "' members post once a day, and nothing that is paid for",
                  "name another platform");
}

}  // namespace

void check_platforms(const EconomyParameters& p, Checker& c) {
  if (p.platforms.size() > kMostPlatforms)
    c.problem("platforms",
              std::to_string(p.platforms.size()) + " platforms, at most " + std::to_string(kMostPlatforms),
              "merge those that people use alike");
  for (const PlatformParameters& platform : p.platforms) check_members(p, platform, c);
  check_links(p, c);
  check_windows(p, c);
  for (const CampaignParameters& campaign : p.campaigns)
    for (const LineParameters& line : campaign.lines)
      if (!line.platform.empty() && platform_number(p, line.platform) < 0)
        c.problem("campaigns." + campaign.id + ".lines", "'" + line.platform + "' is no platform",
                  "name one of platforms");
}

}  // namespace fanfare::fan_economy
