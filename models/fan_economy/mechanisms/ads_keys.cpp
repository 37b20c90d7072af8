#include <algorithm>
#include <string>
#include <string_view>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "models/fan_economy/market/placements.h"
#include "models/fan_economy/mechanisms/ads.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::string ad_placement_words() {
  std::string words;
  for (const PlacementRule& rule : placement_rules())
    words += (words.empty() ? "" : ", ") + std::string(rule.word);
  return words;
}

bool ad_list_has(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

void check_ad_line_keys(const AdKeys& keys, const AdLineKeys& line, const std::string& at, Checker& c) {
  if (!placement_number(line.placement))
    c.problem(at + ".placement", "'" + line.placement + "' is no placement",
              "there are " + ad_placement_words());
  else if (!ad_list_has(keys.sells, line.placement))
    c.problem(at + ".placement", "the platform does not sell '" + line.placement + "'",
              "add it to ads.sells, or take another placement");
  if (line.budget > 0 && ad_bid(line) > line.budget)
    c.problem(at + ".bid",
              "a bid of " + money_text(ad_bid(line)) + " is above the budget of " + money_text(line.budget),
              "bid less, or give the line more money");
  if (line.placement == "boost" && line.campaign.empty())
    c.problem(at + ".campaign", "a boost needs a campaign", "name the one whose posts are to be shown");
  if (line.placement == "boost" && line.goal != AdGoal::impressions)
    c.problem(at + ".goal", "a boost is sold by impressions", "leave out goal");
  if (line.placement != "search" && !line.names.empty())
    c.problem(at + ".names", "only a search asks for a name", "set placement: search, or leave out names");
}

}  // namespace

void describe(Schema<AdLineKeys>& s) {
  using L = AdLineKeys;
  s.id(&L::id).help("name of the line");
  s.value("brand", &L::brand).required().help("who advertises and pays");
  s.value("campaign", &L::campaign)
      .help("to whose reach and frequency it adds; of a boost: whose posts are shown");
  s.value("platform", &L::platform).help("on which it stands; empty: the first");
  s.value("placement", &L::placement).help("where: see `fanfare list placements`");
  s.choice("goal", &L::goal,
           {{"impressions", AdGoal::impressions, "pays for a thousand impressions"},
            {"clicks", AdGoal::clicks, "pays for a click"},
            {"conversions", AdGoal::conversions,
             "bids for an order, pays for impressions by how likely it makes one"}})
      .help("what it bids for");
  s.value("bid", &L::bid)
      .unit(Unit::money)
      .in(0, 1e6)
      .help("most it pays, by its goal: for a thousand impressions, a click, an order; 0: 30, 1 or 60")
      .source("folk");
  s.value("budget", &L::budget)
      .unit(Unit::money)
      .in(0, 1e12)
      .help("of the brand; what is not spent by the flight's end goes back; 0: nothing is shown");
  s.range("flight", &L::flight).unit(Unit::days).in(0, 1e5).help("first and last day");
  s.choice("pace", &L::pace,
           {{"by_hour", AdPace::by_hour, "as people are on the platform"},
            {"even", AdPace::even, "the same in every tick"},
            {"none", AdPace::none, "as fast as it goes"}})
      .help("how the budget is laid over the flight");
  s.value("cap", &L::cap)
      .unit(Unit::count)
      .quantity_of("impressions")
      .in(1, 60)
      .help("an account sees it at most so often a day")
      .source("folk");
  s.value("segment", &L::segment).help("only to accounts in this segment that may be targeted");
  s.value("lookalike", &L::lookalike)
      .help(
          "only to accounts that may be targeted and are nearer to the mean buyer than to the mean account");
  s.words("names", &L::names).help("brands for which a search must ask; none: any search");
  s.value("quality", &L::quality).in(0, 1).help("of the clip").source("folk");
  s.value("tone", &L::tone).in(-1, 1).help("of the clip about the brand").source("folk");
  s.value("length", &L::length).in(1, 600).help("of the clip, in seconds");
}

void describe(Schema<AdKeys>& s) {
  using A = AdKeys;
  s.words("sells", &A::sells).help("placements that platforms have");
  s.value("first", &A::first)
      .unit(Unit::count)
      .quantity_of("items")
      .in(1, 1000)
      .mutable_at_run()
      .help("of a session before its first place in the feed")
      .source("folk");
  s.value("every", &A::every)
      .unit(Unit::count)
      .quantity_of("items")
      .in(1, 1000)
      .mutable_at_run()
      .help("from one place in the feed to the next")
      .source("folk");
  s.value("load_cap", &A::load_cap)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("ads are at most this share of a session")
      .source("folk");
  s.value("tolerance", &A::tolerance)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("share of ads in a session that people put up with")
      .source("folk");
  s.value("annoyance", &A::annoyance)
      .in(0, 100)
      .mutable_at_run()
      .help("appeal that a session loses for each tenth of it that is ads beyond that; 0: nobody minds")
      .source("folk");
  s.value("reserve", &A::reserve)
      .unit(Unit::money)
      .in(0, 1e6)
      .mutable_at_run()
      .help("least price of a thousand impressions")
      .source("folk");
  s.value("quality_power", &A::quality_power)
      .in(0, 10)
      .mutable_at_run()
      .help("weight of the chance to be watched in who wins; 0: money alone")
      .source("folk");
  s.value("skip_after", &A::skip_after)
      .in(0, 600)
      .mutable_at_run()
      .help("seconds after which a clip can be skipped");
  s.value("boost_hours", &A::boost_hours)
      .unit(Unit::hours)
      .in(1, 1000)
      .mutable_at_run()
      .help("age up to which a post is boosted")
      .source("folk");
  s.value("each_brand", &A::each_brand)
      .help("where there are no lines: one in the feed for each brand, at the defaults");
  s.list("lines", &A::lines).help("who advertises");
  s.check([](const AdKeys& keys, Checker& c) {
    for (const std::string& word : keys.sells)
      if (!placement_number(word))
        c.problem("sells", "'" + word + "' is no placement", "there are " + ad_placement_words());
    if (keys.lines.size() > kMostAdLines) c.problem("lines", "more than 64 lines", "merge some");
    for (std::size_t i = 0; i < keys.lines.size(); ++i)
      check_ad_line_keys(keys, keys.lines[i], "lines[" + std::to_string(i) + "]", c);
  });
}

Cents ad_bid(const AdLineKeys& line) {
  constexpr Cents kUsual[] = {3000, 100, 6000};
  return line.bid > 0 ? line.bid : kUsual[static_cast<std::size_t>(line.goal)];
}

std::vector<AdLineKeys> ad_lines(const World& world, const AdKeys& keys) {
  std::vector<AdLineKeys> lines = keys.lines;
  if (lines.empty() && keys.each_brand)
    for (const BrandParameters& brand : world.p.brands) {
      AdLineKeys line;
      line.id = line.brand = brand.id;
      lines.push_back(line);
    }
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].id.empty()) lines[i].id = "line" + std::to_string(i);
  return lines;
}

namespace {

// Of what is known from the start: is anybody in it who does not refuse to be targeted?
bool ad_may_target_any(const World& world, const std::string& segment) {
  const InSegment in(world, segment);
  for (std::uint32_t a = 0; a < world.part.accounts; ++a)
    if (!refuses_targeting(world, AccountId(a)) && !is_minor(world, AccountId(a)) && in.holds(AccountId(a)))
      return true;
  return false;
}

std::string ad_segment_problem(const World& world, const AdLineKeys& line) {
  if (line.segment.empty()) return {};
  if (segment_number(world.p, line.segment) < 0)
    return ".segment: no segment '" + line.segment + "' (name one of `segments`)";
  if (is_known(world, line.segment) && !ad_may_target_any(world, line.segment))
    return ".segment: nobody in '" + line.segment +
           "' may be targeted (minors and those who refuse are left out; take another segment)";
  return {};
}

std::string ad_campaign_problem(const World& world, const AdLineKeys& line) {
  if (line.campaign.empty()) return {};
  for (const CampaignParameters& campaign : world.p.campaigns)
    if (campaign.id == line.campaign)
      return campaign.brand == line.brand
                 ? std::string()
                 : ".campaign: '" + line.campaign + "' is of " + campaign.brand + ", not of " + line.brand +
                       " (name a campaign of the line's brand)";
  return ".campaign: no campaign '" + line.campaign + "' (name one of `campaigns`)";
}

int ad_platform(const World& world, const AdLineKeys& line) {
  return line.platform.empty() ? 0 : platform_number(world.p, line.platform);
}
std::string ad_platform_problem(const World& world, const AdLineKeys& line) {
  const int number = ad_platform(world, line);
  if (number < 0) {
    std::vector<std::string> known;
    for (const PlatformParameters& platform : world.p.platforms) known.push_back(platform.id);
    return ".platform: no platform '" + line.platform + "' (" +
           did_you_mean(line.platform, known, "platforms are") + ")";
  }
  const std::string_view server = placement_rules()[*placement_number(line.placement)].served_by;
  if (number > 0 && server != "ads")
    return ".platform: '" + line.placement + "' comes up on the first platform alone (leave platform out)";
  return {};
}

// A place comes up only where what serves it is on.
std::string ad_server_problem(const World& world, const AdLineKeys& line) {
  const std::string_view server = placement_rules()[*placement_number(line.placement)].served_by;
  for (const MechanismEntry* entry : world.entries)
    if (entry->id == server) return {};
  return ".placement: nothing serves '" + line.placement + "' here (turn it on with `" + std::string(server) +
         ": {}`, or take another placement)";
}

bool ad_brand_is_there(const World& world, const std::string& id) {
  return std::any_of(world.p.brands.begin(), world.p.brands.end(),
                     [&](const BrandParameters& brand) { return brand.id == id; });
}

}  // namespace

void check_ad_lines(const World& world, const std::vector<AdLineKeys>& lines) {
  std::string all;
  for (const AdLineKeys& line : lines) {
    const auto add = [&](const std::string& problem) {
      if (!problem.empty()) all += (all.empty() ? "" : "; ") + ("ads.lines." + line.id + problem);
    };
    if (!ad_brand_is_there(world, line.brand))
      add(".brand: no brand '" + line.brand + "' (name one of `brands`)");
    for (const std::string& name : line.names)
      if (!ad_brand_is_there(world, name)) add(".names: no brand '" + name + "' (name one of `brands`)");
    add(ad_campaign_problem(world, line));
    add(ad_segment_problem(world, line));
    add(ad_platform_problem(world, line));
    add(ad_server_problem(world, line));
    const Cents least = line.goal == AdGoal::clicks ? ad_bid(line) * scale_of(world) : 0;
    if (line.budget > 0 && least > line.budget)
      add(".budget: " + money_text(line.budget) + " buys no click at a bid of " + money_text(ad_bid(line)) +
          " (an account stands for " + std::to_string(scale_of(world)) +
          " people: give it more, or scale down)");
    for (const AdLineKeys& other : lines)
      if (&other < &line && line.placement == "boost" && other.placement == "boost" &&
          line.campaign == other.campaign && ad_platform(world, line) == ad_platform(world, other))
        add(".campaign: '" + line.campaign + "' is boosted by " + other.id + " already (merge the two)");
  }
  if (!all.empty()) throw ScenarioError(all);
}

}  // namespace fanfare::fan_economy
