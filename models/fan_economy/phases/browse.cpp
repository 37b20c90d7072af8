// The hot phase: every account that opens the app retrieves, ranks, views and acts. Own rows only; effects
// on others leave through tallies and outboxes.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/feed/policies.h"
#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/feed/source_following.h"
#include "models/fan_economy/feed/witness.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/people/activity.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// What a block adds up before it touches a tally.
struct BlockTotals {
  std::array<std::uint32_t, kMostSources> impressions{};
  std::uint32_t sessions = 0;
  std::uint64_t seconds = 0;
  World::Work work;
};

// Steps of fandom for what a reader did with a creator's item, by all of it: each kind of attention deepens the bond
// a little. Rounded by luck, so a number of steps and the chance of one more.
class FandomGains {
 public:
  explicit FandomGains(const RelationParameters& p) {
    for (std::uint32_t did = 0; did < steps_.size(); ++did) {
      const double gain = (did & 1U ? p.watch_gain : 0) + (did & 2U ? p.like_gain : 0) + (did & 4U ? p.comment_gain : 0) +
                          (did & 8U ? p.share_gain : 0) + (did & 16U ? p.follow_gain : 0);
      const double steps = std::max(0.0, gain * FandomSlot::kMaxLevel), whole = std::floor(steps);
      steps_[did] = {static_cast<std::uint32_t>(whole), steps - whole};
    }
  }
  std::uint32_t steps(bool watched, bool likes, bool comments, bool shares, bool follows, std::uint32_t word) const {
    const Steps& s = steps_[watched + 2U * likes + 4U * comments + 8U * shares + 16U * follows];
    return s.whole + (to_unit(word) < s.chance ? 1U : 0U);
  }

 private:
  struct Steps {
    std::uint32_t whole = 0;
    double chance = 0;
  };
  std::array<Steps, 32> steps_;
};

// A chance, as a threshold, times a factor.
std::uint32_t shared(std::uint32_t threshold, double factor) {
  return static_cast<std::uint32_t>(std::min(0x1p32 - 1, threshold * factor));
}

// As Counter::pool_appeal adds it up.
std::uint32_t pool_appeal(float appeal) {
  return static_cast<std::uint32_t>(
      (std::clamp(appeal, -kPoolAppealZero, kPoolAppealZero) + kPoolAppealZero) * kPoolAppealSteps);
}

class Session {
 public:
  Session(World& world, const BlockScope& scope, SessionScratch& scratch, BlockTotals& totals,
          const FandomGains& gains, AccountId reader)
      : world_(world),
        scope_(scope),
        scratch_(scratch),
        totals_(totals),
        gains_(gains),
        reader_(reader),
        context_(world, reader) {
    const Permit permit = world.permit(reader);
    is_mute_ = !permit.posts;
    seconds_left_ = std::min(permit.session, seconds_left(world, reader, world.feed().policies));
  }

  void run() {
    retrieve();
    rank(world_, context_, scratch_);
    if (!world_.at.ranked.empty()) world_.at.ranked(world_, reader_, scratch_);
    totals_.work.candidates += scratch_.candidates.eligible;
    totals_.work.draws += scratch_.candidates.eligible;
    view_until_it_stops();
    leave();
  }

 private:
  // Whom the reader follows, then what mechanisms bring.
  void retrieve() {
    scratch_.candidates.clear();
    scratch_.met.clear();
    retrieve_following(world_, reader_, scratch_, totals_.work.edges);
    world_.at.retrieve(world_, reader_, scratch_, totals_.work.draws);
    world_.at.sift(world_, reader_, scratch_);
    if (world_.trace != nullptr) world_.trace->retrieved(reader_, scratch_.candidates);
  }

  void view_until_it_stops() {
    Candidates& c = scratch_.candidates;
    SlatePolicy policy(context_.k, world_.feed().policies.per_author);
    const float base = world_.activity.continue_base[world_.accounts.items_rate[reader_]];
    const auto gain = static_cast<float>(world_.p.attention.continue_gain);
    // Items of formats take what they take, so that a cap on time is looked at after each.
    const bool timed = world_.formats.on();
    const std::uint32_t length =
        timed ? feed_length() : std::min(feed_length(), items_left());
    BestFirst best(c);
    while (items_ < length) {
      const std::uint32_t n = best.pop();
      if (n == c.eligible) return;
      const PostScore& post = world_.posts.score[c.row[c.chosen[n]]];
      if (!policy.admits(post)) continue;
      policy.show(post);
      const std::uint32_t word = view(n, post);
      if (word >= world_.values.chance(base + gain * c.appeal[n] - tiring_)) return;
      if (timed && seconds_spent() >= seconds_left_) return;
    }
  }

  std::uint32_t feed_length() const {
    const std::uint32_t length = world_.feed().length;
    if (world_.factors.session_length.empty()) return length;
    const double items = length * world_.factors.session_length(world_, reader_);
    return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(items + 0.5));
  }

  // Items until a cap on the day's time is reached, the last of which it may cut short.
  std::uint32_t items_left() const {
    const double items = std::ceil(seconds_left_ / world_.p.attention.seconds_per_item);
    return items < 1e6 ? static_cast<std::uint32_t>(items) : 1'000'000;
  }

  double seconds_spent() const {
    return items_ * world_.p.attention.seconds_per_item + static_cast<double>(more_seconds_);
  }

  // One impression and what comes of it. Returns the word that decides whether the reader goes on.
  std::uint32_t view(std::uint32_t n, const PostScore& post) {
    Candidates& c = scratch_.candidates;
    const std::uint32_t row = c.row[c.chosen[n]];
    const Source source = c.source[c.chosen[n]];
    shown_[items_] = static_cast<std::uint8_t>(n);
    ++items_;
    appeal_ += c.appeal[n];
    ++totals_.impressions[static_cast<std::size_t>(source)];
    remember_seen(world_.accounts.seen_by(reader_), SeenMark(post.key()));

    PostCounts& counts = world_.post_tally.counts(scope_.worker, row);
    const bool pooled = source == Source::discovery;
    const auto count = [&](Counter what) {
      ++counts[static_cast<std::size_t>(what)];
      if (pooled) ++counts[in_pool(what)];
    };
    const auto count_hide = [&] {
      counts[static_cast<std::size_t>(Counter::pool_hides)] += pooled ? 1U : 0U;
    };
    count(Counter::impressions);
    if (pooled) counts[static_cast<std::size_t>(Counter::pool_appeal)] += pool_appeal(c.appeal[n]);
    ReactionThresholds chance = world_.values.reactions(c.appeal[n]);
    chance.share = shared(chance.share, share_factor(c.entry[c.chosen[n]], post));
    if (post.has_format()) chance = bent(chance, world_.formats.look[post.format()]);
    if ((post.flags & PostFlags::kMarked) != 0) world_.at.chances(world_, reader_, row, chance);
    if (!world_.crossing.empty() && post.brand != kNoBrand)
      chance.click =
          shared(chance.click, world_.crossing[world_.platform * world_.p.brands.size() + post.brand]);
    if (is_mute_) chance.share = chance.comment = 0;
    return react(n, post, chance, count, count_hide);
  }

  // On the chance of a share: the post's own, and that of having been brought by another's share.
  double share_factor(std::uint32_t entry, const PostScore& post) const {
    const auto own = static_cast<double>(post.spread);
    const bool was_passed_on = entry != kNobody && world_.index.entry(entry).depth > 0;
    return was_passed_on ? own * world_.p.attention.share_again : own;
  }

  // What a reaction's luck hangs on: the reader and the post, whenever and wherever it is seen.
  Subject reaction_subject(const PostScore& post) const {
    if (world_.mutant == Mutant::slot_keyed) return {reader_.value, world_.tick, items_};
    return post.key().seen_by(reader_);
  }

  // One word, one use. Draw::reaction, by index: 0 the feed's (see rank.h); 1 like, comment, share, follow;
  // 2 click, hide, watch, going on; 3 what comes of a like or a hide: step and place of interest,
  // unfollowing, and a save.
  template <class Count, class CountHide>
  std::uint32_t react(std::uint32_t n, const PostScore& post, const ReactionThresholds& chance,
                      const Count& count, const CountHide& count_hide) {
    const Subject subject = reaction_subject(post);
    const auto [first, second, third, step] = world_.impression_words.words(subject);
    totals_.work.draws += 4;
    const bool likes = first[0] < chance.like;
    const bool comments = first[1] < chance.comment;
    const bool shares = first[2] < chance.share;
    const bool follows = first[3] < chance.follow;
    const bool clicks = post.brand != kNoBrand && second[0] < chance.click;
    const bool watched = second[2] < chance.watch;
    const bool hides = second[1] < chance.hide;
    if (world_.trace != nullptr || (post.flags & PostFlags::kSampled) != 0)
      bear_witness(n, post, {reader_, post.key(), items_ - 1, chance, post.brand != kNoBrand, watched, likes, comments,
                             shares, follows, clicks, hides});
    // Counted first: what is called below may use the worker's line of the tally for another row.
    if (watched) count(Counter::views);
    if (likes) count(Counter::likes);
    if (comments) count(Counter::comments);
    if (shares) count(Counter::shares);
    if (clicks) count(Counter::clicks);
    if (hides) count_hide();
    const bool new_follow = follows && world_.graph.follow(reader_, AccountId(post.author));
    if (new_follow) count(Counter::follows);
    observed_ += static_cast<std::uint32_t>(watched) + static_cast<std::uint32_t>(likes) + static_cast<std::uint32_t>(comments) +
                 static_cast<std::uint32_t>(shares);

    if (new_follow) world_.follows_here().add(scope_.worker, post.author, 0, 1);
    if (post.campaign != kNoCampaign) note_campaign(post, third, chance.save);
    if (likes != hides) learn_taste(world_, reader_, post.topic, likes ? Taste::liked : Taste::hid, third);
    if (hides && to_unit(third[2]) < world_.p.relations.unfollow_hide)
      unfollow(world_, scope_, reader_, AccountId(post.author));
    if (shares) share(n, post);
    if (comments) comment(world_, scope_, reader_, post);
    if (post.creator != kNobody)
      if (const std::uint32_t steps = gains_.steps(watched, likes, comments, shares, new_follow, step[0]); steps > 0)
        deepen_fandom(world_, scope_, reader_, post.creator, steps);
    if (watched && (post.brand != kNoBrand || (post.flags & PostFlags::kSponsored) != 0)) expose(world_, scope_, reader_, post, contract_of(n));
    if (clicks) click(world_, scope_, reader_, post, contract_of(n));
    if ((post.flags & PostFlags::kMarked) != 0)
      world_.at.viewed(world_, scope_,
                       {reader_, post, scratch_.candidates.row[scratch_.candidates.chosen[n]], watched, likes,
                         comments, shares, new_follow, clicks, hides, scratch_.candidates.appeal[n],
                         scratch_.candidates.source[scratch_.candidates.chosen[n]]});
    tiring_ = post.has_format() ? attend(post, watched) : 0.0F;
    return second[3];
  }

  // What an item of a format takes: time, and of the wish to go on.
  float attend(const PostScore& post, bool watched) {
    const Formats::Look& look = world_.formats.look[post.format()];
    more_seconds_ += look.seconds[watched ? 1 : 0];
    return look.tires[watched ? 1 : 0];
  }

  std::uint32_t contract_of(std::uint32_t n) const {
    const Candidates& c = scratch_.candidates;
    return world_.posts.contract[c.row[c.chosen[n]]];
  }

  // What the counters of posts have no place for, of a campaign's posts: saves, and to whom they were shown.
  void note_campaign(const PostScore& post, const Words& third, std::uint32_t save) {
    if (save != 0 && world_.saves != 0 && third[3] < save)
      world_.measure_tally.add(scope_.worker, world_.saves + post.campaign, 1);
    const auto row = world_.accounts.shown.row(reader_);
    if (row.empty() || row[post.campaign] != 0) return;
    row[post.campaign] = 1;
    world_.measure_tally.add(scope_.worker, world_.shown + post.campaign, 1);
  }

  // For those who look on, of whom there are none in most runs.
  [[gnu::noinline]] void bear_witness(std::uint32_t n, const PostScore& post, const ReactionRecord& record) {
    if (world_.trace != nullptr) world_.trace->reacted(record);
    if ((post.flags & PostFlags::kSampled) != 0) watch_impression(world_, scope_, context_, scratch_.candidates, n, record);
  }

  void share(std::uint32_t n, const PostScore&) {
    const Candidates& c = scratch_.candidates;
    const std::uint32_t entry = c.entry[c.chosen[n]];
    const std::uint32_t depth = entry == kNobody ? 1 : world_.index.entry(entry).depth + 1;
    world_.new_shares.push(scope_, {reader_.value, world_.posts.first + c.row[c.chosen[n]], entry, static_cast<std::uint16_t>(depth),
                                    static_cast<std::uint16_t>(c.source[c.chosen[n]])});
  }

  // What the session leaves with the reader: time spent, mood, what the platform has learnt.
  void leave() {
    ++totals_.sessions;
    count_here(world_.platform_cells.sessions, 1);
    if (items_ == 0) return;
    AccountState& s = world_.accounts;
    const double seconds = std::min(seconds_spent(), seconds_left_);
    totals_.seconds += static_cast<std::uint64_t>(seconds);
    totals_.work.impressions += items_;
    const Words words = world_.words(draw::session_end(reader_, world_.tick));
    const auto time = static_cast<std::uint32_t>(seconds / kTimeUnit + to_unit(words[0]));
    s.time_today[reader_] = static_cast<std::uint16_t>(std::min<std::uint32_t>(0xffff, s.time_today[reader_] + time));
    s.observed[reader_] = static_cast<std::uint16_t>(std::min<std::uint32_t>(0xffff, s.observed[reader_] + observed_));
    count_here(world_.platform_cells.impressions, items_);
    count_here(world_.platform_cells.seconds, static_cast<std::uint64_t>(seconds));
    const float mean_appeal = static_cast<float>(appeal_) / static_cast<float>(items_);
    remember_appeal(mean_appeal, words);
    if (!world_.at.left.empty())
      world_.at.left(world_, scope_,
                     {reader_, items_, seconds, mean_appeal, scratch_.candidates, std::span(shown_).first(items_)});
  }

  void count_here(std::size_t first_cell, std::uint64_t value) {
    if (world_.has_several())
      world_.measure_tally.add(scope_.worker, first_cell + world_.platform, static_cast<std::int64_t>(value));
  }

  // The mood follows recent sessions; during warm-up the account's own baseline follows the mood.
  void remember_appeal(float mean_appeal, const Words& words) {
    AccountState& s = world_.accounts;
    const auto step = [](std::uint8_t from, float to, float rate, std::uint32_t word) {
      const float next = static_cast<float>(from) + rate * (to - static_cast<float>(from)) + to_unit_f(word);
      return static_cast<std::uint8_t>(std::clamp(next, 0.0F, 255.0F));
    };
    const float level = (mean_appeal + kAppealZero) * kAppealSteps;
    s.mood[reader_] = step(s.mood[reader_], level, 0.125F, words[1]);
    if (world_.has_several()) {
      std::uint8_t& here = s.platform_mood.row(reader_)[world_.platform];
      here = step(here, level, 0.125F, words[3]);
    }
    if (world_.tick < world_.setup.run.warmup_ticks())
      s.appeal_baseline[reader_] = step(s.appeal_baseline[reader_], s.mood[reader_], 0.25F, words[2]);
  }

  World& world_;
  const BlockScope& scope_;
  SessionScratch& scratch_;
  BlockTotals& totals_;
  const FandomGains& gains_;
  AccountId reader_;
  bool is_mute_ = false;     // may neither comment nor pass on
  double seconds_left_ = 0;  // of the day, and of a session
  RankContext context_;
  std::array<std::uint8_t, kMostCandidates> shown_;  // the first items_ of it
  std::uint32_t items_ = 0;
  std::uint32_t observed_ = 0;
  float appeal_ = 0;
  float more_seconds_ = 0;  // than items of the usual length
  float tiring_ = 0;        // log-odds of going on that the last item took
};

void add_up(World& world, const BlockScope& scope, const BlockTotals& totals) {
  for (std::size_t s = 0; s < world.sources.size(); ++s)
    world.measure_tally.add(scope.worker, world.measures.source(static_cast<Source>(s)), totals.impressions[s]);
  world.measure_tally.add(scope.worker, world.measures.cell(RunCell::sessions), totals.sessions);
  world.measure_tally.add(scope.worker, world.measures.sessions_at(world.calendar.hour_of_day(world.tick)), totals.sessions);
  world.measure_tally.add(scope.worker, world.measures.cell(RunCell::seconds), static_cast<std::int64_t>(totals.seconds));
  World::Work& work = world.work[static_cast<std::size_t>(scope.worker)];
  work.impressions += totals.work.impressions;
  work.candidates += totals.work.candidates;
  work.edges += totals.work.edges;
  work.draws += totals.work.draws;
}

// One account in ten opens the app in an hour, so its rows are cold: they are fetched while the session before
// it runs.
void prefetch_reader(const World& world, AccountId reader) {
  const AccountState& s = world.accounts;
  const std::span<const SeenBucket> seen = s.seen_by(reader);
  for (std::size_t at = 0; at < std::min<std::size_t>(seen.size(), 64); at += 2) __builtin_prefetch(&seen[at], 1);
  __builtin_prefetch(&s.interest[reader]);
  __builtin_prefetch(&s.fandom[reader], 1);
  __builtin_prefetch(&s.observed[reader], 1);
  __builtin_prefetch(&s.flags[reader]);
  __builtin_prefetch(&s.items_rate[reader]);
  __builtin_prefetch(&s.ad_scepticism[reader]);
  __builtin_prefetch(&s.mood[reader], 1);
  __builtin_prefetch(&s.time_today[reader], 1);
  const std::span<const std::uint32_t> follows = world.graph.follows(reader);
  const auto* line = reinterpret_cast<const char*>(follows.data());
  const std::size_t bytes = std::min<std::size_t>(follows.size_bytes(), 1024);
  for (std::size_t at = 0; at < bytes; at += 64) __builtin_prefetch(line + at);
}

}  // namespace

void browse(World& world, const BlockScope& scope) {
  SessionScratch& scratch = *world.scratch[static_cast<std::size_t>(scope.worker)];
  BlockTotals totals;
  const FandomGains gains(world.p.relations);
  std::array<std::uint32_t, kBlockRows> readers;
  std::uint32_t count = 0;
  const std::uint32_t here = world.platform + 1;
  for (std::uint32_t id = scope.first; id < scope.last; ++id) {
    readers[count] = id;
    count += world.opens[AccountId(id)] == here ? 1U : 0U;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i + 1 < count) prefetch_reader(world, AccountId(readers[i + 1]));
    Session(world, scope, scratch, totals, gains, AccountId(readers[i])).run();
  }
  add_up(world, scope, totals);
}

}  // namespace fanfare::fan_economy
