// Mechanism `roster`: creators with names and rate cards. Each is an account whose followers are, at the
// start, as many and of those segments as is written; what it asks grows with them. Plans hire by name. What
// came of each is recorded under its name: roster_records.h.
#include "models/fan_economy/mechanisms/roster.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fanfare/expects.h"
#include "fanfare/fmath.h"
#include "models/fan_economy/keys/platforms.h"
#include "models/fan_economy/keys/segments.h"
#include "models/fan_economy/mechanisms/roster_records.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/platforms.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// A creator of the roster in the world.
struct RosterPlaced {
  std::uint32_t account = 0;
  std::uint32_t platform = 0;
  Cents video = 0, image = 0, listed = 0;  // the last: what any creator with its followers would ask
  double returns = -1;
};

std::vector<double> roster_followers(const World& world);
std::vector<double> roster_prices(const World& world);
double roster_misfit(const World& world);

constexpr MeasureRule of_roster(std::string_view name, std::string_view units, std::string_view help,
                                std::string_view formula, bool integral,
                                std::vector<double> (*values)(const World&)) {
  return {name,    units, help, formula, integral, nullptr, RosterRecords::kAxis, RosterRecords::kAxisHelp,
          RosterRecords::names, values};
}

class Roster final : public Mechanism, public RosterRecords {
 public:
  using Keys = RosterKeys;
  static constexpr bool kOnEveryPlatform = true;  // its creators' posts are watched on all
  static constexpr std::array kAtEnd = {kAudience, kOverlap};
  // On a card of the report in this order.
  static constexpr std::array kMeasures = {
      of_roster("roster_reach", "people", "people whom a creator's paid posts reached",
                "accounts that watched one at least since the start × population.scale", true, reach),
      of_roster("roster_cost", "CNY", "what a creator cost the brands",
                "fees + commission + platform's part + handling + products", false, cost),
      of_roster("roster_orders", "orders", "orders credited to a creator by last touch",
                "orders whose last touch in purchase.attribution_days was its; credit, not effect", true,
                orders),
      of_roster("roster_revenue", "CNY", "revenue credited to a creator by last touch",
                "Σ price of those orders, returns not taken off", false, revenue),
      of_roster("roster_alone", "people", "people whom a creator reached and no other of the roster",
                "accounts × population.scale", true, alone),
      of_roster("roster_posts", "posts", "paid posts of a creator", "count", true, posts),
      of_roster("roster_impressions", "impressions", "impressions of a creator's paid posts",
                "impressions × population.scale", true, impressions),
      of_roster("roster_engagements", "engagements", "likes, comments and shares of a creator's paid posts",
                "count × population.scale", true, engagements),
      of_roster("roster_fit", "share", "how a creator's niche fits the brands that hired it",
                "fit of niche and topic, mean over its contracts", false, fit_to_brands),
      of_roster("roster_fakes", "share", "of the followers that a creator shows, those that nobody is",
                "bought followers / followers shown", false, fakes),
      of_roster("roster_followers", "people", "followers of the roster's creators, now",
                "followers on the platform of the card × population.scale", false, roster_followers),
      of_roster("roster_price", "CNY", "what the roster's creators ask for a video, now",
                "price of the card, times what followers since the start have added to it", false,
                roster_prices),
      of_roster("roster_unit", "left_out_unit", "which unit of left_out a creator is",
                "number; 0: none, or more than one", true, unit),
      MeasureRule{"roster_misfit", "1", "largest gap between rate cards and the world at the start",
                  "largest relative gap of followers, engagement and shares of audience", false,
                  roster_misfit}};

  Roster(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("roster")) {}

  void open(World& world) override { open_records(world); }
  void mail(Mail& mail) override { mail_records(mail); }
  void state(Archive& archive) override {
    archive.shared({"roster.accounts", "1", "accounts of the roster, in its order"}, accounts_);
    walk_records(archive);
  }
  void finish(const World& world, Recorder& recorder) override { finish_records(world, recorder); }

  // At set-up, on the graph as it stands.
  void cast(World& world) {
    Problems problems;
    const std::vector<RosterEntry> entries = read_roster(keys_, problems);
    for (std::size_t i = 0; i < entries.size(); ++i) check(world, entries, i, problems);
    for (const std::string& id : keys_.pictures)
      if (std::none_of(world.p.campaigns.begin(), world.p.campaigns.end(),
                       [&](const auto& c) { return c.id == id; }))
        problems.add({}, "roster.pictures", "no campaign '" + id + "'", "name one of campaigns");
    if (problems.empty())
      for (const RosterEntry& entry : entries) place(world, entry, problems);
    if (!problems.empty()) throw ScenarioError(problems.render());
    for (const RosterPlaced& one : placed_) accounts_.push_back(one.account);
    world.index_creators();
  }

  void priced(const World& world, std::size_t campaign, std::size_t, std::uint32_t creator, DealTerms& deal) {
    const RosterPlaced* one = find(world.creators[creator].account);
    if (one == nullptr || one->image == 0 || deal.fee == 0 || !buys_pictures(world, campaign)) return;
    deal.fee = static_cast<Cents>(static_cast<double>(deal.fee) * static_cast<double>(one->image) /
                                      static_cast<double>(one->video) +
                                  0.5);
  }

  // Who buys through them expects what makes for the returns of the card (market/settle.cpp).
  void ordered(const World& world, TradedOrder& order) {
    if (order.contract == kNobody) return;
    const RosterPlaced* one = find(world.creators[world.market.contracts[order.contract].creator].account);
    if (one == nullptr || one->returns < 0) return;
    const double usual = world.p.brands[order.brand].returns;
    const double by = world.p.purchase.returns_by_satisfaction;
    if (usual <= 0 || by <= 0) return;
    const double pleased = (1 - one->returns / usual) / by;
    const double expectation = static_cast<double>(world.market.brands[order.brand].quality) - pleased / 2;
    const double more = 100 * (expectation - world.p.purchase.expectation);
    order.expectation = static_cast<std::int8_t>(std::lround(std::clamp(more, -127.0, 127.0)));
  }

  void adapt(World& world, const StepScope& scope) {
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    for (const RosterPlaced& one : placed_) {
      Creator& creator = world.creators[world.creator_index(AccountId(one.account))];
      creator.price = price_now(world, one);
    }
  }

  double misfit() const { return misfit_; }
  const std::vector<RosterPlaced>& placed() const { return placed_; }
  // As creators ask: before the factor of a video.
  static Cents price_now(const World& world, const RosterPlaced& one) {
    const Creator& creator = world.creators[world.creator_index(AccountId(one.account))];
    const Cents listed = list_price(world, AccountId(one.account), creator.kind);
    const double grown = one.listed > 0 ? static_cast<double>(listed) / static_cast<double>(one.listed) : 1;
    return static_cast<Cents>(static_cast<double>(one.video) / world.p.careers.video_factor * grown + 0.5);
  }

 private:
  enum Purpose : std::uint32_t { joins, stays };
  struct Group {
    const InSegment* segment = nullptr;  // none: everyone in no other
    std::uint32_t wanted = 0;
    std::vector<std::uint32_t> follow, others;
  };

  const RosterPlaced* find(std::uint32_t account) const {
    for (const RosterPlaced& one : placed_)
      if (one.account == account) return &one;
    return nullptr;
  }
  bool buys_pictures(const World& world, std::size_t campaign) const {
    return std::find(keys_.pictures.begin(), keys_.pictures.end(), world.p.campaigns[campaign].id) !=
           keys_.pictures.end();
  }

  static std::uint32_t platform_of(const World& world, const RosterCreator& creator) {
    return creator.platform.empty() ? 0U
                                    : static_cast<std::uint32_t>(platform_number(world.p, creator.platform));
  }
  static double accounts_of(const World& world, const RosterCreator& creator) {
    return std::floor(creator.followers / world.p.population.scale + 0.5);
  }

  void check(const World& world, const std::vector<RosterEntry>& entries, std::size_t number,
             Problems& problems) const {
    const auto& creator = entries[number].creator;
    const auto& place = entries[number].place;
    const auto says = [&](const char* key, const std::string& what, const std::string& suggestion) {
      place.problem(problems, key, what, suggestion);
    };
    if (creator.name.empty()) says("name", "a creator has no name", "plans hire it by its name");
    for (std::size_t other = 0; other < number; ++other)
      if (!creator.name.empty() && entries[other].creator.name == creator.name)
        says("name", "'" + creator.name + "' is there twice", "names tell creators apart");
    if (!creator.platform.empty() && platform_number(world.p, creator.platform) < 0) {
      std::string known;
      for (const auto& platform : world.p.platforms) known += (known.empty() ? "" : ", ") + platform.id;
      says("platform", "'" + creator.platform + "' is no platform", "platforms are " + known);
    } else if (world.feed_of(platform_of(world, creator)).rules.friends_only) {
      says("platform", "has friends only", "place creators where everyone may follow them");
    }
    if (creator.video <= 0) says("video", "the price is missing", "write what a post costs");
    if (!creator.niche.empty() && !topic_number(world, creator.niche))
      says("niche", "'" + creator.niche + "' is no topic", "name one of topics");
    check_followers(world, creator, place, problems);
    check_audience(world, creator, place, problems);
  }

  void check_followers(const World& world, const RosterCreator& creator, const RosterPlace& place,
                       Problems& problems) const {
    if (creator.followers < 0) return;  // no number, which was said
    const double scale = world.p.population.scale, accounts = accounts_of(world, creator);
    const std::string stands = "an account stands for " + format_count(scale) + " people";
    if (accounts > world.part.accounts - 1.0)
      place.problem(problems, "followers",
                    format_count(creator.followers) + " are more than this world holds, " +
                        format_count(world.people(world.part.accounts)),
                    "enlarge population.accounts or population.scale");
    else if (creator.followers <= 0 || std::abs(accounts * scale / creator.followers - 1) > keys_.tolerance)
      place.problem(problems, "followers",
                    format_count(creator.followers) + " can't be held within " +
                        format_count(100 * keys_.tolerance) + " %: " + stands,
                    "lower population.scale, or raise roster.tolerance");
  }
  static std::string format_count(double value) {
    return std::to_string(static_cast<std::int64_t>(value + 0.5));
  }

  static void check_audience(const World& world, const RosterCreator& creator, const RosterPlace& place,
                             Problems& problems) {
    double sum = 0;
    for (const std::string& text : creator.audience) {
      RosterShare share;
      if (!read_share(text, share))
        place.problem(problems, "audience", "'" + text + "' is no share of a segment", "write women 60%");
      else if (segment_number(world.p, share.segment) < 0)
        place.problem(problems, "audience", "'" + share.segment + "' is no segment", "name one of segments");
      else if (!is_known(world, share.segment))
        place.problem(problems, "audience", "who is in segment '" + share.segment + "' is known only later",
                      "name a segment of attributes");
      sum += share.share;
    }
    if (sum > 1 + 1e-9)
      place.problem(problems, "audience", "shares add up to more than 100 %", "segments must not overlap");
  }

  // The account whose followers are nearest, of those that like the niche best if any other is as near.
  std::uint32_t choose(const World& world, std::uint32_t platform, double accounts, int topic) const {
    std::uint32_t best = kNobody;
    double nearest = 1e300;
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      if (!is_author(world, AccountId(a)) || !world.is_member(AccountId(a), platform) || find(a) != nullptr)
        continue;
      const double followers = world.on(platform).followers[a];
      double gap = std::abs(fmath::log((followers + 1) / (accounts + 1)));
      if (topic >= 0 && strongest(interest_of(world, AccountId(a))) != topic) gap += 0.2;
      if (gap < nearest) nearest = gap, best = a;
    }
    return best;
  }

  void place(World& world, const RosterEntry& entry, Problems& problems) {
    const RosterCreator& creator = entry.creator;
    const std::uint32_t platform = platform_of(world, creator);
    const double accounts = accounts_of(world, creator);
    const auto topic = topic_number(world, creator.niche);
    const std::uint32_t account = choose(world, platform, accounts, topic ? static_cast<int>(*topic) : -1);
    if (account == kNobody)
      return entry.place.problem(problems, "name", "no account is left that publishes there",
                                 "enlarge population.accounts or population.authors");
    world.enter(platform);
    const bool holds =
        rewire(world, entry, AccountId(account), static_cast<std::uint32_t>(accounts), problems);
    world.enter(0);
    if (!holds) return;
    if (world.has_several()) world.homes[account] = static_cast<std::uint8_t>(platform);
    appear(world, creator, account, topic, platform);
  }

  void appear(World& world, const RosterCreator& creator, std::uint32_t account,
              std::optional<std::uint8_t> topic, std::uint32_t platform) {
    TopicRow interest = interest_of(world, AccountId(account));
    if (topic) std::swap(interest[*topic], interest[strongest(interest)]);
    const bool is_large = creator.followers >= world.p.careers.kol_from;
    Creator made =
        new_creator(world, AccountId(account), is_large ? CreatorKind::kol : CreatorKind::koc, interest);
    made.role = kNoRole;
    engage(world, made, creator.engagement, world.on(platform).followers[account]);
    const RosterPlaced one{account, platform, creator.video, creator.image, made.price, creator.returns};
    made.price = static_cast<Cents>(static_cast<double>(one.video) / world.p.careers.video_factor + 0.5);
    placed_.push_back(one);
    world.creators.push_back(made);
    world.named.push_back({creator.name, account});
    gap(creator.followers, world.people(world.on(platform).followers[account]));
  }

  // A month of posts, each seen by three in ten of its followers, and by some thousands all told.
  void engage(const World& world, Creator& made, double rate, double followers) {
    constexpr double kPosts = 30, kReach = 0.3, kFew = 2'000, kPrior = 10'000, kPriorRate = 0.025;
    const double seen = std::max(kFew, kPosts * kReach * followers);
    made.posts_recent = static_cast<float>(kPosts);
    made.impressions = static_cast<std::uint32_t>(seen + 0.5);
    const double people = rate * (world.people(made.impressions) + kPrior) - kPrior * kPriorRate;
    made.engagements = static_cast<std::uint32_t>(std::max(0.0, people / world.p.population.scale) + 0.5);
    if (rate > 0)  // as many impressions as make the rate of a whole number of engagements
      made.impressions = static_cast<std::uint32_t>(
          std::max(0.0, ((world.people(made.engagements) + kPrior * kPriorRate) / rate - kPrior) /
                            world.p.population.scale) +
          0.5);
    gap(rate, engagement_rate(world, made.engagements, made.impressions));
  }

  void gap(double written, double held) {
    if (written > 0) misfit_ = std::max(misfit_, std::abs(held / written - 1));
  }

  // Followers come and go by lot until there are as many of each segment as is written.
  bool rewire(World& world, const RosterEntry& entry, AccountId author, std::uint32_t wanted,
              Problems& problems) {
    std::vector<InSegment> segments;
    std::vector<Group> groups;
    std::uint32_t left = wanted;
    segments.reserve(entry.creator.audience.size());
    for (const std::string& text : entry.creator.audience) {
      RosterShare share;
      read_share(text, share);
      segments.emplace_back(world, share.segment);
      const auto some = std::min(left, static_cast<std::uint32_t>(share.share * wanted + 0.5));
      groups.push_back({&segments.back(), some, {}, {}});
      gap(share.share, static_cast<double>(some) / wanted);
      left -= some;
    }
    groups.push_back({nullptr, left, {}, {}});
    if (!sort_out(world, entry, author, groups, problems)) return false;
    for (std::size_t g = 0; g < groups.size(); ++g)
      if (groups[g].follow.size() + groups[g].others.size() < groups[g].wanted) {
        const std::string of =
            g < entry.creator.audience.size() ? "'" + entry.creator.audience[g] + "'" : "the rest";
        entry.place.problem(problems, g < entry.creator.audience.size() ? "audience" : "followers",
                            of + " asks for more people than there are there",
                            "lower it, lower followers, or enlarge population.accounts");
        return false;
      }
    for (Group& group : groups) adjust(world, author, group);
    for (std::uint32_t b = world.part.first_block; b < world.part.last_block; ++b)
      world.graph.merge(BlockId(b));
    world.followers[author.value] = wanted;
    return true;
  }

  // Who follows already, and who might.
  static bool sort_out(World& world, const RosterEntry& entry, AccountId author, std::vector<Group>& groups,
                       Problems& problems) {
    const auto whole = whole_graph_of(world, world.platform);
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      if (a == author.value || !world.is_member(AccountId(a), world.platform)) continue;
      Group* group = &groups.back();
      for (Group& one : groups) {
        if (one.segment == nullptr || !one.segment->holds(AccountId(a))) continue;
        if (group != &groups.back()) {
          entry.place.problem(problems, "audience", "its segments overlap", "name segments that part people");
          return false;
        }
        group = &one;
      }
      const auto row = whole->graph.follows(AccountId(a));
      (std::binary_search(row.begin(), row.end(), author.value) ? group->follow : group->others).push_back(a);
    }
    return true;
  }

  void adjust(World& world, AccountId author, Group& group) const {
    struct Lot {
      double at;
      std::uint32_t account;
      bool operator<(const Lot& o) const { return at != o.at ? at < o.at : account < o.account; }
    };
    const bool more = group.follow.size() < group.wanted;
    const TopicRow niche = interest_of(world, author);
    const std::uint8_t topic = strongest(niche);
    std::vector<Lot> lots;
    for (const std::uint32_t a : more ? group.others : group.follow) {
      const double u = luck_.draws(more ? joins : stays).uniform({a, author.value, world.platform});
      // Those who like the topic come sooner.
      lots.push_back({more ? -fmath::log(u) / (1.0 + interest_of(world, AccountId(a))[topic]) : u, a});
    }
    std::sort(lots.begin(), lots.end());
    const std::size_t change = more ? group.wanted - group.follow.size() : group.follow.size() - group.wanted;
    for (std::size_t i = 0; i < change; ++i) {
      const AccountId reader(lots[i].account);
      if (reader.value < world.part.first() || reader.value >= world.part.last()) continue;
      more ? world.graph.follow(reader, author) : world.graph.unfollow(reader, author);
    }
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::vector<RosterPlaced> placed_;  // in the roster's order: of set-up, so no state
  std::vector<std::uint32_t> accounts_;
  double misfit_ = 0;
};

std::vector<double> roster_followers(const World& world) {
  std::vector<double> values;
  for (const RosterPlaced& one : world.find<Roster>()->placed())
    values.push_back(world.people(world.on(one.platform).followers[one.account]));
  return values;
}
std::vector<double> roster_prices(const World& world) {
  std::vector<double> values;
  for (const RosterPlaced& one : world.find<Roster>()->placed())
    values.push_back(static_cast<double>(Roster::price_now(world, one)) * world.p.careers.video_factor / 100);
  return values;
}
double roster_misfit(const World& world) { return world.find<Roster>()->misfit(); }

}  // namespace

extern constinit const MechanismEntry roster =
    mechanism<Roster>("roster", "creators with names and rate cards, whose audiences are as the cards say");

}  // namespace fanfare::fan_economy
