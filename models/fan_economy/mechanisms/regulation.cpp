// Mechanism `regulation`: rules by group and time (a youth mode), the choice not to be targeted, deletion of
// data, a mandate to disclose with audits and fines, bans, caps, taxes, licences. Whoever is ruled is asked
// through World::permit, may_target, may_host and law; here is what they answer.
#include "models/fan_economy/mechanisms/regulation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

Caution rules_nothing(const char* key, const char* mechanism) {
  return {"caution.rules_nothing", {{"key", key}, {"mechanism", mechanism}}};
}

// A paid post that was found not to say so.
struct Found {
  std::uint32_t post;  // number
  std::uint32_t creator;
  std::uint32_t due;  // tick
  std::uint32_t platform;
};

class Regulation final : public Mechanism {
 public:
  using Keys = RegulationKeys;
  static constexpr bool kOnEveryPlatform = true;
  static double hidden(const World& world);
  static double retired(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"ruled_impressions", "impressions", "seen by accounts that a rule binds, evaders too",
                  "impressions × population.scale", true},
      MeasureRule{"outside_impressions", "impressions",
                  "of them, outside what the rule allows, by those who do not evade: none",
                  "impressions × population.scale", true},
      MeasureRule{"leaked_impressions", "impressions",
                  "the same by those who evade: in closed hours or beyond the day's minutes",
                  "impressions × population.scale", true},
      MeasureRule{"opted_out", "people", "who have refused to be targeted under the rule",
                  "accounts × population.scale", true},
      MeasureRule{"data_deleted", "people", "times the platform forgot an account",
                  "accounts × population.scale", true},
      MeasureRule{"hidden_ads", "posts", "paid posts that did not say so, under the mandate", "posts", true,
                  hidden},
      MeasureRule{"fines", "CNY", "paid for posts that were found", "Σ fine", false},
      MeasureRule{"retired_creators", "accounts", "creators whom a rule has stopped", "accounts", true,
                  retired}};

  Regulation(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("regulation")) {}

  void open(World& world) override {
    Problems problems;
    for (const RuleKeys& rule : keys_.rules) open_rule(world, rule, problems);
    if (keys_.opt_out) open_segment(world, keys_.opt_out->segment, "opt_out.segment", problems);
    if (keys_.forget) open_segment(world, keys_.forget->segment, "forget.segment", problems);
    if (!problems.empty()) throw ScenarioError(problems.render());
    ruled_ = world.measures.named("ruled_impressions");
    outside_ = world.measures.named("outside_impressions");
    leaked_ = world.measures.named("leaked_impressions");
    opted_ = world.measures.named("opted_out");
    deleted_ = world.measures.named("data_deleted");
    fines_ = world.measures.named("fines");
  }
  void state(Archive& archive) override {
    archive.shared({"regulation.found", "1", "paid posts found not to say so"}, found_);
    archive.shared({"regulation.counts", "1", "hidden paid posts, creators stopped"}, counts_);
  }

  // --- Answers ----------------------------------------------------------------------------------------

  void permit(const World& world, AccountId account, Permit& permit) {
    if (keys_.gifts_a_month > 0) permit.gifts_a_month = std::min(permit.gifts_a_month, keys_.gifts_a_month);
    for (const RuleKeys& rule : keys_.rules)
      if (binds(world, rule, account)) apply(world, rule, account, permit);
  }
  void licence(const World& world, std::uint32_t creator, bool& may) {
    const AccountId account(world.creators[creator].account);
    may = may && luck_.draws(licences).chance(keys_.licensed, {account.value, 0, 0});
    for (const RuleKeys& rule : keys_.rules) may = may && (rule.live || !binds_anyone(world, rule, account));
  }
  void sift(const World& world, AccountId reader, SessionScratch& scratch) {
    for (const RuleKeys& rule : keys_.rules)
      if (rule.curated && binds(world, rule, reader)) sift_for(world, rule, scratch.candidates);
  }

  // --- The run ------------------------------------------------------------------------------------------

  void intervene(World& world, const StepScope& scope) {
    const bool banned = world.calendar.days(scope.tick) >= keys_.bans_from;
    const auto bans = [&](const char* what) {
      return banned && std::ranges::find(keys_.bans, what) != keys_.bans.end();
    };
    const auto points = [](double share) {
      return BasisPoints{static_cast<std::int32_t>(share * 10'000 + 0.5)};
    };
    world.law = {.rankings = !bans("rankings"),
                 .pooled_funds = !bans("pooled_funds"),
                 .gift_tax = points(keys_.gift_tax),
                 .live_tax = points(keys_.live_tax)};
    fine(world);
    if (world.calendar.is_first_of_day(scope.tick)) retire(world);
  }

  // A paid post that does not say so: does its creator dare, and is it found?
  void published(World& world, std::uint32_t number, PostScore& post) {
    if (!keys_.disclosure || world.calendar.days(world.tick) < keys_.disclosure->from) return;
    constexpr std::uint8_t kBoth = PostFlags::kSponsored | PostFlags::kDisclosed;
    if ((post.flags & kBoth) != PostFlags::kSponsored) return;
    if (post.brand == kNoBrand || post.creator == kNobody) return;
    const MandateKeys& mandate = *keys_.disclosure;
    const double taste = 2 * luck_.draws(dares).uniform({post.author, 0, 0});
    const double gain = mandate.temptation * taste * static_cast<double>(world.creators[post.creator].price);
    if (mandate.audit * static_cast<double>(mandate.fine) > gain) {
      post.flags |= PostFlags::kDisclosed;
      return;
    }
    if (world.platform == 0) ++counts_[0];
    if (!luck_.draws(audits).chance(mandate.audit, post.key().itself())) return;
    const auto wait = static_cast<std::uint32_t>(mandate.found_after * world.ticks_per_day() + 0.5);
    found_.push_back({number, post.creator, world.tick + std::max(1U, wait), world.platform});
  }

  void daily(World& world, const BlockScope& scope, AccountId account) {
    const double day = world.calendar.days(world.tick);
    if (keys_.opt_out && day >= keys_.opt_out->from) refuse(world, scope, account);
    if (keys_.forget && is_due(world, *keys_.forget)) forget(world, scope, account);
  }

  void left(World& world, const BlockScope& scope, const SessionEnd& session) {
    for (const RuleKeys& rule : keys_.rules) {
      if (!is_in_force(world, rule) || !concerns(world, rule, session.reader)) continue;
      world.measure_tally.add(scope.worker, ruled_, session.items);
      world.measure_tally.add(scope.worker, evades(rule, session.reader) ? leaked_ : outside_,
                              outside_of(world, rule, session));
    }
  }

  std::string breach(const World& world) const override {
    const std::int64_t outside = world.measures[outside_];
    return outside == 0 ? "" : "regulation: " + std::to_string(outside) + " impressions outside a rule";
  }
  std::vector<Caution> cautions(const World& world) const override {
    std::vector<Caution> found;
    for (const RuleKeys& rule : keys_.rules)
      if (rule.evades == 0) found.push_back({"caution.nobody_evades", {{"rule", rule.id}}});
    if (!keys_.rules.empty() && !world.p.brands.empty()) found.push_back({"caution.wallets_of_minors"});
    const auto has = [&](std::string_view id) {
      return std::ranges::any_of(world.entries, [&](const MechanismEntry* entry) { return entry->id == id; });
    };
    if ((keys_.gift_tax > 0 || keys_.gifts_a_month > 0) && !has("virtual_gifts") && !has("fan_club"))
      found.push_back(rules_nothing("regulation.gift_tax", "virtual_gifts"));
    if (keys_.live_tax > 0 && !has("live_commerce"))
      found.push_back(rules_nothing("regulation.live_tax", "live_commerce"));
    return found;
  }

  std::int64_t hidden_ads() const { return counts_[0]; }
  std::int64_t creators_stopped() const { return counts_[1]; }

 private:
  enum Purpose : std::uint32_t { evasion, licences, dares, audits, refusals, asks };

  // --- Set-up -------------------------------------------------------------------------------------------

  void open_segment(World& world, const std::string& id, const std::string& key, Problems& problems) {
    if (id.empty()) return;
    const auto problem = [&](const std::string& what, const std::string& suggestion) {
      problems.add({}, "regulation." + key, what, suggestion);
    };
    const int number = segment_number(world.p, id);
    if (number < 0) return problem("no segment '" + id + "'", "name one of `segments`");
    if (!is_known(world, id))
      return problem("'" + id + "' asks what is not known of an account from the start",
                     "name a segment of attributes, minor, opt_out, author, followers and member alone");
    if (!has_members(world, static_cast<std::size_t>(number)))
      return problem("nobody is in '" + id + "'", "a rule needs somebody to bind");
    keep_segment(world, static_cast<std::size_t>(number));
  }
  void open_rule(World& world, const RuleKeys& rule, Problems& problems) {
    const std::string key = "rules." + rule.id;
    open_segment(world, rule.segment, key + ".segment", problems);
    if (rule.segment.empty() && minors_attribute(world.p) < 0 && world.p.population.minors == 0)
      problems.add({}, "regulation." + key, "a rule of age in a world without ages",
                   "declare an attribute with `minors`, or set population.minors");
    for (const std::string& topic : rule.curated_topics)
      if (!topic_number(world, topic))
        problems.add({}, "regulation." + key + ".curated_topics", "no topic '" + topic + "'",
                     "name one of `topics`");
    const std::uint32_t ticks = world.ticks_per_day();
    if (rule.closes != rule.opens && (rule.closes * ticks % 24 != 0 || rule.opens * ticks % 24 != 0))
      problems.add({}, "regulation." + key + ".closes",
                   "no tick begins at " + std::to_string(rule.closes) + " and " + std::to_string(rule.opens) +
                       " o'clock",
                   "let ticks be finer (run.tick: 1h)");
  }

  // --- Whom a rule binds ----------------------------------------------------------------------------------

  static bool is_in_force(const World& world, const RuleKeys& rule) {
    const double day = world.calendar.days(world.tick);
    return day >= rule.from && (rule.until == 0 || day < rule.until);
  }
  static bool concerns(const World& world, const RuleKeys& rule, AccountId account) {
    return rule.segment.empty() ? (world.accounts.flags[account] & AccountFlags::kMinor) != 0
                                : in_segment(world, account, rule.segment);
  }
  bool evades(const RuleKeys& rule, AccountId account) const {
    return luck_.draws(evasion).chance(rule.evades, {account.value, hash_of_name(rule.id), 0});
  }
  // Of an owned account, and of any.
  bool binds(const World& world, const RuleKeys& rule, AccountId account) const {
    return is_in_force(world, rule) && concerns(world, rule, account) && !evades(rule, account);
  }
  bool binds_anyone(const World& world, const RuleKeys& rule, AccountId account) const {
    if (!is_in_force(world, rule) || evades(rule, account)) return false;
    return rule.segment.empty() ? is_minor(world, account) : InSegment(world, rule.segment).holds(account);
  }

  // --- What it says ---------------------------------------------------------------------------------------

  static bool is_closed(const World& world, const RuleKeys& rule) {
    if (rule.closes == rule.opens) return false;
    const double hour = world.calendar.hour(world.tick);
    const bool past = hour >= rule.closes, before = hour < rule.opens;
    return rule.closes < rule.opens ? past && before : past || before;
  }
  static void apply(const World& world, const RuleKeys& rule, AccountId account, Permit& permit) {
    permit.opens = permit.opens && !is_closed(world, rule);
    permit.posts = permit.posts && rule.posting;
    permit.watches_live = permit.watches_live && rule.live;
    if (!rule.gifts) permit.gifts_a_month = 0;
    if (rule.minutes > 0)
      permit.seconds =
          std::min(permit.seconds,
                   std::max(0.0, rule.minutes * 60.0 - world.accounts.time_today[account] * kTimeUnit));
  }
  static bool suits(const World& world, const RuleKeys& rule, const PostScore& post) {
    if ((post.flags & PostFlags::kSponsored) != 0 || post.brand != kNoBrand) return false;
    if (static_cast<double>(post.quality) < rule.curated_quality) return false;
    return rule.curated_topics.empty() ||
           std::ranges::find(rule.curated_topics, world.p.topics[post.topic]) != rule.curated_topics.end();
  }
  static void sift_for(const World& world, const RuleKeys& rule, Candidates& c) {
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < c.count; ++i) {
      if (!suits(world, rule, world.posts.score[c.row[i]])) continue;
      c.row[kept] = c.row[i];
      c.entry[kept] = c.entry[i];
      c.source[kept] = c.source[i];
      ++kept;
    }
    c.count = kept;
  }
  // Items of a session that a rule does not allow: all in closed hours, else those beyond the day's minutes.
  static std::int64_t outside_of(const World& world, const RuleKeys& rule, const SessionEnd& session) {
    if (is_closed(world, rule)) return session.items;
    if (rule.minutes == 0 || session.seconds <= 0) return 0;
    const double beyond = world.accounts.time_today[session.reader] * kTimeUnit - rule.minutes * 60.0;
    return static_cast<std::int64_t>(session.items * std::clamp(beyond / session.seconds, 0.0, 1.0));
  }

  // --- What else is ruled ---------------------------------------------------------------------------------

  // Contracts that are signed are served; the creator signs no more and publishes nothing of its own.
  void retire(World& world) {
    for (Creator& creator : world.creators)
      for (const RuleKeys& rule : keys_.rules)
        if (creator.active != 0 && !rule.posting && binds_anyone(world, rule, AccountId(creator.account)))
          creator.active = 0, ++counts_[1];
  }
  void refuse(World& world, const BlockScope& scope, AccountId account) {
    std::uint8_t& flags = world.accounts.flags[account];
    if ((flags & AccountFlags::kOptOut) != 0 || !in_segment(world, account, keys_.opt_out->segment)) return;
    if (!luck_.draws(refusals).chance(keys_.opt_out->share, {account.value, 0, 0})) return;
    flags |= AccountFlags::kOptOut;
    world.measure_tally.add(scope.worker, opted_, 1);
  }
  static bool is_due(const World& world, const ForgetKeys& keys) {
    const auto from = static_cast<std::uint32_t>(keys.from), every = static_cast<std::uint32_t>(keys.every);
    const std::uint32_t day = world.day();
    return day >= from && (every == 0 ? day == from : (day - from) % every == 0);
  }
  void forget(World& world, const BlockScope& scope, AccountId account) {
    if (!in_segment(world, account, keys_.forget->segment)) return;
    if (!luck_.draws(asks).chance(keys_.forget->share, {account.value, world.day(), 0})) return;
    world.accounts.observed[account] = 0;
    world.measure_tally.add(scope.worker, deleted_, 1);
  }
  void fine(World& world) {
    for (const Found& found : found_)
      if (found.due <= world.tick) fine_one(world, found);
    std::erase_if(found_, [&](const Found& found) { return found.due <= world.tick; });
  }
  // A creator pays what it has earned, at most; of a post that stands on several platforms, once.
  void fine_one(World& world, const Found& found) {
    Posts& posts = found.platform == 0 ? world.posts : world.parked[found.platform].posts;
    if (found.post >= posts.first && found.post - posts.first < posts.score.size())
      posts.score[found.post - posts.first].flags |= PostFlags::kDisclosed;
    if (found.platform != 0) return;
    const Cents earned = std::max<Cents>(0, world.creators[found.creator].income);
    const Cents due = std::min({keys_.disclosure->fine, earned, world.ledger.balance(world.market.creators)});
    if (due <= 0) return;
    world.ledger.transfer(world.market.creators, world.market.outside, due);
    take_back(world, found.creator, due);
    world.measures.add(world.measures.cell(RunCell::creator_income), -due);
    world.measures.add(fines_, due);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::size_t ruled_ = 0, outside_ = 0, leaked_ = 0, opted_ = 0, deleted_ = 0, fines_ = 0;
  std::vector<Found> found_;
  std::array<std::int64_t, 2> counts_{};  // hidden paid posts, creators stopped
};

double Regulation::hidden(const World& world) {
  return static_cast<double>(world.find<Regulation>()->hidden_ads());
}
double Regulation::retired(const World& world) {
  return static_cast<double>(world.find<Regulation>()->creators_stopped());
}

}  // namespace

extern constinit const MechanismEntry regulation = mechanism<Regulation>(
    "regulation", "rules by group and time: youth mode, targeting, data, disclosure, bans, taxes, licences");

}  // namespace fanfare::fan_economy
