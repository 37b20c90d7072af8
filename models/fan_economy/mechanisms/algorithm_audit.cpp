// Mechanism `algorithm_audit`: what a feed shows more of than a plain timeline would. A share of accounts is
// held back on a chronological feed (Huszár et al. 2022), every other session is set against the timeline
// that the same account could have seen in it (Milli et al. 2025), sock puppets look at the feed with
// interests of their own, and what a sample of accounts was shown is kept line by line. Puppets:
// audit_puppets.cpp.
#include "models/fan_economy/mechanisms/algorithm_audit.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/nearest.h"
#include "fanfare/outbox.h"
#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/state/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct AuditKeys {
  std::vector<std::string> platforms;  // none: each
  double held_back = 0.1;
  std::vector<std::string> segments;
  std::vector<PuppetKeys> puppets;
  std::uint32_t logged = 20;
  std::uint32_t lines = 2000;
};

void describe(Schema<AuditKeys>& s) {
  s.words("platforms", &AuditKeys::platforms).help("platforms that are audited; none named: each");
  s.value("held_back", &AuditKeys::held_back)
      .unit(Unit::share)
      .in(0, 0.9)
      .help("accounts that get a chronological feed, chosen at random for good")
      .source(
          "Huszár et al. 2022, PNAS 119(1): a lasting hold-back group on reverse-chronological timelines");
  s.words("segments", &AuditKeys::segments).help("segments of authors whose posts are a group of their own");
  s.list("puppets", &AuditKeys::puppets).help("sock-puppet accounts");
  s.value("logged", &AuditKeys::logged)
      .unit(Unit::count)
      .quantity_of("accounts")
      .in(0, 10'000)
      .help("accounts whose exposures are kept line by line, drawn at random")
      .source("folk");
  s.value("lines", &AuditKeys::lines)
      .unit(Unit::count)
      .quantity_of("lines")
      .in(1, 1e6)
      .help("of that log that are kept, the first ones after the warm-up")
      .source("folk");
  s.check([](const AuditKeys& keys, Checker& c) {
    using List = std::pair<const char*, const std::vector<std::string>*>;
    for (const auto& [list, words] : {List("segments", &keys.segments), List("platforms", &keys.platforms)})
      for (const std::string& word : *words)
        if (std::count(words->begin(), words->end(), word) > 1)
          return c.problem(list, "'" + word + "' stands there twice", "name each once");
    if (keys.segments.size() > kMostAuditedSegments)
      c.problem(
          "segments",
          std::to_string(keys.segments.size()) + " segments, at most " + std::to_string(kMostAuditedSegments),
          "leave some out");
  });
}

// Audiences of authors, as cautions name them.
struct AuditTier {
  std::string_view word;
  double from;  // followers, people
};
constexpr std::array kAuditTiers = {AuditTier{"lowest", 0}, AuditTier{"nano", 1e3},  AuditTier{"micro", 1e4},
                                    AuditTier{"mid", 1e5},  AuditTier{"macro", 5e5}, AuditTier{"mega", 1e6}};

// One line of the log.
struct AuditLine {
  std::uint32_t reader, tick, author;
  std::uint32_t followers;     // of the author, accounts
  std::uint8_t place;          // in the session, from 1
  std::uint8_t chronological;  // where a timeline would have shown it in this session; 0: not at all
  std::uint8_t source, topic, paid, platform;
  std::uint8_t zero[2];
};

class AlgorithmAudit final : public Mechanism {
 public:
  using Keys = AuditKeys;
  static constexpr bool kOnEveryPlatform = true;
  static constexpr std::array kMeasures = {MeasureRule{
      "audit_impressions", "impressions", "impressions of accounts that are held back on a timeline",
      "impressions × population.scale", true}};

  AlgorithmAudit(World& world, const Keys& keys)
      : keys_(keys), luck_(world.luck("algorithm_audit")), puppets_(keys.puppets, luck_) {}

  void open(World& world) override {
    held_back_cell_ = world.measures.named("audit_impressions");
    place_tiers(world);
    name_groups(world);
    name_platforms(world);
    puppets_.open(world, platforms_);
    for (std::size_t i = 0; i < 3 * groups_.size() * platforms_.size(); ++i) {
      const std::size_t cell = world.measures.open("audit");
      if (i == 0) cells_ = cell;
    }
    lines_box_.resize(world.part);
    sort_accounts(world);
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&lines_box_); }
  void state(Archive& archive) override {
    archive.shared({"algorithm_audit.lines", "1", "log of exposures"}, lines_);
  }
  std::size_t bytes_beside_state() const override {
    std::size_t roles = 0;
    for (const Audit& audit : audits_) roles += audit.roles.size();
    return segments_of_.size() * sizeof(segments_of_[0]) + roles + puppets_.bytes();
  }

  void publish(World& world, const BlockScope& scope) {
    if (scope.tick == 0) puppets_.begin(world, scope);
  }
  void daily(World& world, const BlockScope&, AccountId account) { puppets_.hold(world, account); }

  // Who is held back sees whom it follows, newest first; what else was found is not shown.
  void ranked(const World& world, AccountId reader, SessionScratch& scratch) {
    const std::uint32_t audit = audit_of_[world.platform];
    if (audit == kNobody || audits_[audit].roles[reader.value] != kHeldBack) return;
    Candidates& c = scratch.candidates;
    for (std::uint32_t n = 0; n < c.eligible; ++n) c.key[n] = timeline_key(world, c, n);
  }

  void left(World& world, const BlockScope& scope, const SessionEnd& session) {
    const std::uint32_t audit = audit_of_[world.platform];
    if (audit == kNobody) return;
    const std::uint8_t role = audits_[audit].roles[session.reader.value];
    if (role == kPuppet) return puppets_.count(world, scope, session);
    const std::size_t kind = 3 * audit + (role == kHeldBack ? kPlain : kRanked);
    for (const std::uint8_t n : session.shown)
      count(world, scope, kind, post_at(world, session.candidates, n));
    if (role == kHeldBack) {
      world.measure_tally.add(scope.worker, held_back_cell_, session.items);
      return;
    }
    std::array<std::uint64_t, kMostCandidates> timeline;
    const std::size_t length = make_timeline(world, session, timeline);
    for (std::size_t i = 0; i < length; ++i)
      count(world, scope, 3 * audit + kSame,
            post_at(world, session.candidates, static_cast<std::uint32_t>(timeline[i] & 0xff)));
    if (lines_.size() < keys_.lines && audits_[audit].is_logged(session.reader) &&
        world.tick >= world.setup.run.warmup_ticks())
      write_down(world, scope, session, {timeline.data(), length});
  }

  void reacted(World&, const StepScope&) {
    for (const AuditLine& line : lines_box_.received())
      if (lines_.size() < keys_.lines) lines_.push_back(line);
    lines_box_.clear_received();
  }

  void declare(const World& world, Recorder& r) override {
    r.dimension({"audit_group", labels(world), {}, "", "whose or what posts an audit counts"});
    const auto series = [&](const char* name, const char* help, const char* formula) {
      r.variable(fan_economy::measure(name, {"time", "audit_group"}, "1", help, formula, false));
    };
    series("amplification", "impressions under the feed over those under a timeline, between accounts",
           "(impressions / accounts) of ranked accounts over those of accounts held back");
    series("amplification_paired",
           "the same within sessions: what the feed showed over what a timeline would have",
           "impressions of ranked accounts / impressions of the newest as many posts from whom they follow");
    puppets_.declare(world, r);
  }
  void record(const World& world, Recorder& r) override {
    std::vector<double> between, within;
    const auto of = [&](std::size_t kind, std::size_t group) {
      return static_cast<double>(world.measures.since_warmup(cells_ + kind * groups_.size() + group));
    };
    const auto ratio = [](double above, double below) { return below > 0 ? above / below : kNothing; };
    for (std::size_t a = 0; a < audits_.size(); ++a)
      for (std::size_t g = 0; g < groups_.size(); ++g) {
        between.push_back(
            ratio(of(3 * a + kRanked, g) * audits_[a].held_back, of(3 * a + kPlain, g) * audits_[a].ranked));
        within.push_back(ratio(of(3 * a + kRanked, g), of(3 * a + kSame, g)));
      }
    r.put("amplification", between);
    r.put("amplification_paired", within);
    puppets_.record(world, r);
  }
  void finish(const World& world, Recorder& r) override;

  std::vector<Caution> cautions(const World&) const override {
    double fewest = kFewHeldBack;
    for (const Audit& audit : audits_) fewest = std::min(fewest, audit.held_back);
    if (keys_.held_back <= 0 || fewest >= kFewHeldBack) return {};
    return {{"caution.audit_held_back", {{"accounts", fewest}, {"least", kFewHeldBack}}}};
  }

 private:
  enum Purpose : std::uint32_t { holds_back, logs };  // from kPuppetDraws on: puppets
  enum Role : std::uint8_t { kPlainRole, kHeldBack, kPuppet, kOutside };
  enum Kind : std::size_t { kRanked, kSame, kPlain };
  static constexpr double kFewHeldBack = 100;

  // Of one platform: everything is derived.
  struct Audit {
    double held_back = 0, ranked = 0;   // accounts
    std::vector<std::uint8_t> roles;    // of every account
    std::vector<std::uint32_t> logged;  // accounts, ascending
    bool is_logged(AccountId a) const { return std::binary_search(logged.begin(), logged.end(), a.value); }
  };

  static const PostScore& post_at(const World& world, const Candidates& c, std::uint32_t n) {
    return world.posts.score[c.row[c.chosen[n]]];
  }
  // As a chronological feed orders candidates: the newest first, those of one tick by the feed's tie-break.
  static std::uint64_t timeline_key(const World& world, const Candidates& c, std::uint32_t n) {
    const std::uint8_t i = c.chosen[n];
    if (c.source[i] != Source::following) return 0;
    const std::uint32_t age = detail::age_of(world, world.posts.score[c.row[i]], c.entry[i]);
    const std::uint32_t tie = c.words.word[3][n];
    return static_cast<std::uint64_t>(~age) << 32 | (tie & 0xffffff00U) | n;
  }
  // As many of the newest as the session had items; returns how many there are.
  static std::size_t make_timeline(const World& world, const SessionEnd& session,
                                   std::array<std::uint64_t, kMostCandidates>& keys) {
    std::size_t count = 0;
    for (std::uint32_t n = 0; n < session.candidates.eligible; ++n)
      if (const std::uint64_t key = timeline_key(world, session.candidates, n); key != 0) keys[count++] = key;
    const std::size_t length = std::min<std::size_t>(count, session.items);
    std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(length),
                      keys.begin() + static_cast<std::ptrdiff_t>(count), std::greater<>());
    return length;
  }

  void count(World& world, const BlockScope& scope, std::size_t kind, const PostScore& post) {
    const std::size_t first = cells_ + kind * groups_.size();
    for (std::uint64_t left = groups_of(world, post); left != 0; left &= left - 1)
      world.measure_tally.add(scope.worker, first + static_cast<std::size_t>(std::countr_zero(left)), 1);
  }
  // A bit each, in the order of `groups_`.
  std::uint64_t groups_of(const World& world, const PostScore& post) const {
    std::size_t tier = kAuditTiers.size() - 1;
    while (world.followers[post.author] < tier_from_[tier]) --tier;
    std::uint64_t groups = 1;
    if ((post.flags & PostFlags::kSponsored) != 0) groups |= 2;
    groups |= std::uint64_t{4} << tier;
    groups |= std::uint64_t{4} << (kAuditTiers.size() + post.topic);
    if (!segments_of_.empty())
      groups |= std::uint64_t{segments_of_[post.author]} << (2 + kAuditTiers.size() + topics_);
    return groups;
  }

  // The fewest followers, in accounts, whose people reach each tier: compared by whole numbers at every item.
  void place_tiers(const World& world) {
    for (std::size_t t = 0; t < kAuditTiers.size(); ++t) {
      auto from = static_cast<std::uint32_t>(std::min(kAuditTiers[t].from / world.people(1), 4e9));
      while (from > 0 && world.people(from - 1) >= kAuditTiers[t].from) --from;
      while (from < kNobody && world.people(from) < kAuditTiers[t].from) ++from;
      tier_from_[t] = from;
    }
  }
  void name_groups(const World& world) {
    groups_ = {"all", "paid"};
    for (const AuditTier& tier : kAuditTiers) groups_.push_back("tier " + std::string(tier.word));
    for (const std::string& topic : world.p.topics) groups_.push_back("topic " + topic);
    topics_ = world.p.topics.size();
    for (const std::string& segment : keys_.segments) {
      check_segment(world, segment);
      groups_.push_back("segment " + segment);
    }
    if (keys_.segments.empty()) return;
    segments_of_.assign(world.part.accounts, 0);
    for (std::size_t s = 0; s < keys_.segments.size(); ++s) {
      const InSegment in(world, keys_.segments[s]);
      for (std::uint32_t a = 0; a < world.part.accounts; ++a)
        if (in.holds(AccountId(a))) segments_of_[a] = static_cast<std::uint16_t>(segments_of_[a] | 1U << s);
    }
  }
  static void check_segment(const World& world, const std::string& segment) {
    std::vector<std::string> known;
    for (const SegmentParameters& s : world.p.segments) known.push_back(s.id);
    if (segment_number(world.p, segment) < 0)
      throw ScenarioError("algorithm_audit.segments: no segment '" + segment + "' (" +
                          did_you_mean(segment, known, "segments are") + ")");
    if (!is_known(world, segment))
      throw ScenarioError(
          "algorithm_audit.segments: segment '" + segment +
          "' asks what accounts do (authors are told apart by what they are: name a segment of "
          "attributes, minor, opt_out, author, followers and member alone)");
  }

  void name_platforms(const World& world) {
    std::vector<std::string> known;
    for (const PlatformParameters& p : world.p.platforms) known.push_back(p.id);
    for (const std::string& id : keys_.platforms)
      if (platform_number(world.p, id) < 0)
        throw ScenarioError("algorithm_audit.platforms: no platform '" + id + "' (" +
                            did_you_mean(id, known, "platforms are") + ")");
    audit_of_.assign(world.platform_count(), kNobody);
    for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
      const bool named = std::count(keys_.platforms.begin(), keys_.platforms.end(), known[p]) > 0;
      if (!keys_.platforms.empty() && !named) continue;
      audit_of_[p] = static_cast<std::uint32_t>(platforms_.size());
      platforms_.push_back(p);
    }
  }
  // Of several platforms each group stands there once for each.
  Names labels(const World& world) const {
    if (!world.has_several()) return groups_;
    Names all;
    for (const std::uint32_t p : platforms_)
      for (const std::string& group : groups_) all.push_back(world.p.platforms[p].id + ": " + group);
    return all;
  }

  // Once, the same on every rank. Who is held back is drawn for each platform by its name.
  void sort_accounts(const World& world) {
    for (const std::uint32_t p : platforms_) {
      const std::uint32_t id = p == 0 ? 0 : hash_of_name(world.p.platforms[p].id);
      Audit audit;
      audit.roles.assign(world.part.accounts, kPlainRole);
      for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
        if (puppets_.number_of(AccountId(a)) != kNobody)
          audit.roles[a] = puppets_.is_at(AccountId(a), p) ? kPuppet : kOutside;
        else if (!world.is_member(AccountId(a), p))
          audit.roles[a] = kOutside;
        else if (luck_.draws(holds_back).chance(keys_.held_back, {a, id, 0}))
          audit.roles[a] = kHeldBack, ++audit.held_back;
        else
          ++audit.ranked;
      }
      audit.logged = lowest_of(world.part.accounts, luck_.draws(logs), keys_.logged,
                               [&](AccountId a) { return audit.roles[a.value] == kPlainRole; });
      audits_.push_back(std::move(audit));
    }
  }

  void write_down(World& world, const BlockScope& scope, const SessionEnd& session,
                  std::span<const std::uint64_t> timeline) {
    const Candidates& c = session.candidates;
    std::uint8_t place = 0;
    for (const std::uint8_t n : session.shown) {
      const PostScore& post = post_at(world, c, n);
      const auto in_timeline = std::find_if(timeline.begin(), timeline.end(),
                                            [n](std::uint64_t key) { return (key & 0xff) == n; });
      AuditLine line{};
      line.reader = session.reader.value;
      line.tick = world.tick;
      line.author = post.author;
      line.followers = world.followers[post.author];
      line.place = ++place;
      if (in_timeline != timeline.end())
        line.chronological = static_cast<std::uint8_t>(in_timeline - timeline.begin() + 1);
      line.source = static_cast<std::uint8_t>(c.source[c.chosen[n]]);
      line.topic = post.topic;
      line.paid = (post.flags & PostFlags::kSponsored) != 0 ? 1 : 0;
      line.platform = static_cast<std::uint8_t>(world.platform);
      lines_box_.push(scope, line);
    }
  }

  const Keys& keys_;
  MechanismLuck luck_;
  Puppets puppets_;
  Names groups_;
  std::size_t topics_ = 0, cells_ = 0, held_back_cell_ = 0;
  std::vector<std::uint32_t> platforms_;    // that are audited
  std::vector<std::uint32_t> audit_of_;     // by platform: its place there, or kNobody
  std::vector<Audit> audits_;               // in the order of platforms_
  std::array<std::uint32_t, kAuditTiers.size()> tier_from_{};  // derived
  std::vector<std::uint16_t> segments_of_;  // of every account, a bit each; derived, empty if none is asked
  std::vector<AuditLine> lines_;
  Outbox<AuditLine> lines_box_;
};

void AlgorithmAudit::finish(const World& world, Recorder& r) {
  puppets_.finish(world, r);
  if (lines_.empty()) return;
  r.dimension({"audit_line", {}, counting(1, lines_.size()), "1", "line of the log of exposures"});
  const auto column = [&](const char* name, const char* units, const char* help, const auto& of) {
    std::vector<double> values;
    for (const AuditLine& line : lines_) values.push_back(static_cast<double>(of(line)));
    put_at_end(r, fan_economy::measure(std::string("audit/") + name, {"audit_line"}, units, help, "", true),
               values);
  };
  column("reader", "1", "account that saw it", [](const AuditLine& e) { return e.reader; });
  column("tick", "ticks", "when", [](const AuditLine& e) { return e.tick; });
  column("place", "1", "place in the session, from 1", [](const AuditLine& e) { return e.place; });
  column("chronological_place", "1", "place in the timeline of that session; 0: not shown there",
         [](const AuditLine& e) { return e.chronological; });
  column("author", "1", "account of the author", [](const AuditLine& e) { return e.author; });
  column("followers", "people", "followers of the author then",
         [&](const AuditLine& e) { return world.people(e.followers); });
  column("source", "1", "number of the source on the axis source",
         [](const AuditLine& e) { return e.source; });
  column("topic", "1", "number of the topic in topics", [](const AuditLine& e) { return e.topic; });
  column("paid", "1", "1: paid for", [](const AuditLine& e) { return e.paid; });
  if (world.has_several())
    column("platform", "1", "number of the platform on the axis platform",
           [](const AuditLine& e) { return e.platform; });
}

}  // namespace

extern constinit const MechanismEntry algorithm_audit = mechanism<AlgorithmAudit>(
    "algorithm_audit", "what a feed shows more of than a timeline would: hold-back, sock puppets, logs");

}  // namespace fanfare::fan_economy
