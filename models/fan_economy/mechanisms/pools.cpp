#include "models/fan_economy/mechanisms/pools.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "models/fan_economy/feed/known_interest.h"
#include "models/fan_economy/feed/slots.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/sample/sample.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::uint32_t kMostClaims = 256;

// An account stands for many people but reacts as one, so a rung's impressions say less than as many people
// would: what they did is drawn to what their appeal makes likely, until it scatters as that of people does.
// At scale 1 it stays.
double mean_value(const World& world, const PostScore& post, const PostCounts& counts) {
  const ValueParameters& v = world.feed().value;
  // Only what strangers made of it: with followers' love of its author in it, ties to followers would
  // promote.
  const auto count = [&](Counter c) { return static_cast<double>(counts[static_cast<std::size_t>(c)]); };
  const double shown = count(Counter::discovery);
  const double realised = v.watch * count(Counter::pool_views) + v.like * count(Counter::pool_likes) +
                          v.comment * count(Counter::pool_comments) + v.share * count(Counter::pool_shares) +
                          v.follow * count(Counter::pool_follows) + v.click * count(Counter::pool_clicks) +
                          v.hide * count(Counter::pool_hides);
  const auto appeal =
      static_cast<float>((count(Counter::pool_appeal) / shown + 0.5) / kPoolAppealSteps) - kPoolAppealZero;
  ReactionThresholds chance = world.values.reactions(appeal);
  if (post.has_format()) chance = bent(chance, world.formats.look[post.format()]);
  const double shares = chance.share * 0x1p-32;
  const double likely = world.values.value(appeal, post.format()) + v.share * shares * (post.spread - 1);
  return likely + (realised / shown - likely) / std::sqrt(world.p.population.scale);
}

// A whole number of accounts, as many on average as the rung owes.
std::uint32_t whole_accounts(const World& world, const PostScore& post, double accounts) {
  const auto whole = static_cast<std::uint32_t>(accounts);
  if (accounts == whole) return whole;
  return whole + (world.uniform(draw::rung_rounding(post.key(), post.rung)) < accounts - whole ? 1 : 0);
}

double accounts_of_rung(const World& world, std::size_t rung) {
  return std::max(1.0, world.feed().pools.ladder[rung] / world.p.population.scale);
}

std::size_t value_bin(const World& world, float value) {
  // From the value of a post that bores to that of one that delights.
  const float low = world.values.value(-3);
  const float high = world.values.value(3);
  if (!(high > low)) return 0;
  const float at = (value - low) / (high - low) * static_cast<float>(FeedIndex::kBins);
  return static_cast<std::size_t>(std::clamp(at, 0.0F, static_cast<float>(FeedIndex::kBins - 1)));
}

// Is the value among the best `promote_share` of those that finished this rung? Within a bin a keyed draw decides.
bool passes_bar(const World& world, std::uint8_t rung, std::size_t bin, const PostScore& post) {
  const auto* values = &world.index.rung_values[rung * FeedIndex::kBins];
  double above = 0;
  double total = 0;
  for (std::size_t b = 0; b < FeedIndex::kBins; ++b) {
    total += values[b];
    if (b > bin) above += values[b];
  }
  const double u = world.uniform(draw::climbing(post.key(), rung));
  const double share = world.feed().pools.promote_share;
  return total < 20 ? u < share : above + u * (values[bin] + 1.0) < share * (total + 1);
}

// Old values fade, so that the bar follows the times.
void remember_value(FeedIndex& index, std::uint8_t rung, std::size_t bin) {
  auto* values = &index.rung_values[rung * FeedIndex::kBins];
  ++values[bin];
  std::uint64_t total = 0;
  for (std::size_t b = 0; b < FeedIndex::kBins; ++b) total += values[b];
  if (total < 8192) return;
  for (std::size_t b = 0; b < FeedIndex::kBins; ++b) values[b] /= 2;
}

std::uint32_t lifetime_ticks(const World& world) {
  return static_cast<std::uint32_t>(world.feed().pools.lifetime * world.ticks_per_day() / 24 + 0.5);
}

// What all posts of a tick share.
struct Ladder {
  std::uint32_t rungs, lifetime;
  explicit Ladder(const World& world) : rungs(fan_economy::rungs(world)), lifetime(lifetime_ticks(world)) {}
};

bool is_in_pool(const Ladder& ladder, const PostScore& post, Tick tick) {
  return post.rung < ladder.rungs && post.tick + ladder.lifetime > tick;
}

// A post whose rung is no longer on the ladder, which an event may change, is owed nothing: it leaves.
std::uint32_t owed(const World& world, const Ladder& ladder, const PostScore& post) {
  if (post.rung >= ladder.rungs) return 0;
  const std::uint32_t all = whole_accounts(world, post, accounts_of_rung(world, post.rung));
  return all > post.rung_impressions ? all - post.rung_impressions : 0;
}

// One slot for each unit owed; a unit is what the first rung owes.
void claim_slots(FeedIndex& index, const Draws& draws, std::uint32_t number, const PostScore& post, std::uint32_t claims) {
  SlotTables& table = index.slots;
  const std::size_t base = post.topic * (index.slot_mask + std::size_t{1});
  const Subject subject = post.key().itself();
  for (std::uint32_t first = 0; first < claims; first += 4) {
    const Words words = draws.words(subject, first / 4);
    for (std::uint32_t j = 0; j < std::min(4U, claims - first); ++j) {
      const std::size_t slot = base + (words[j] & index.slot_mask);
      const std::uint32_t claim = std::rotl(words[j], 7) ^ words[(j + 1) & 3];
      if (table.post[slot] != kNobody && table.claim[slot] <= claim) continue;
      table.post[slot] = number;
      table.claim[slot] = claim;
    }
  }
}

void rebuild_topic(World& world, std::size_t topic) {
  FeedIndex& index = world.index;
  const auto size = static_cast<std::ptrdiff_t>(index.slot_mask) + 1;
  std::fill_n(index.slots.post.begin() + static_cast<std::ptrdiff_t>(topic) * size, size, kNobody);
  auto& pool = index.pool[topic];
  const Posts& posts = world.posts;
  const Ladder ladder(world);
  std::erase_if(pool, [&](std::uint32_t number) {
    return number < index.live_post || !is_in_pool(ladder, posts.score[number - posts.first], world.tick);
  });
  const Draws draws = world.draws(Draw::slot);
  const double unit = accounts_of_rung(world, 0);
  for (const std::uint32_t number : pool) {
    const PostScore& post = posts.score[number - posts.first];
    const auto claims =
        static_cast<std::uint32_t>(std::clamp(owed(world, ladder, post) / unit + 0.5, 1.0, double{kMostClaims}));
    claim_slots(index, draws, number, post, claims);
  }
}

}  // namespace

std::uint32_t rungs(const World& world) {
  const auto& ladder = world.feed().pools.ladder;
  const double people = world.people(static_cast<double>(world.followers.size()));
  const auto fits = std::upper_bound(ladder.begin(), ladder.end(), people) - ladder.begin();
  return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(fits));
}

std::uint32_t owed(const World& world, const PostScore& post) { return owed(world, Ladder(world), post); }

float shrunk_value(const World& world, const PostScore& post, const PostCounts& counts) {
  const double shown = counts[static_cast<std::size_t>(Counter::discovery)];
  const double weight = world.feed().pools.shrinkage / world.p.population.scale;
  if (shown == 0) return post.predicted;
  return static_cast<float>((shown * mean_value(world, post, counts) + weight * post.predicted) /
                            (shown + weight));
}

float predicted_value(const World& world, const PostScore& post) {
  const AttentionParameters& a = world.p.attention;
  const double appeal = a.interest_weight * 0.5 + a.quality_weight * post.quality - a.appeal_centre;
  return world.values.value(static_cast<float>(appeal) + post.item_error, post.format());
}

// Each 32-bit word is one try: its high 8 bits choose the topic, its low 24 the slot. Empty slots cost a
// try; a quota is allowed three tries an item.
void retrieve_discovery(const World& world, AccountId reader, SessionScratch& scratch,
                        std::uint64_t& blocks) {
  const std::uint32_t quota = world.feed().sources.discovery;
  if (quota == 0) return;
  const FeedIndex& index = world.index;
  Candidates& c = scratch.candidates;
  const SlotReader slots(known_interest(world, reader), index);
  scratch.draw_subject.a.fill(reader.value);
  scratch.draw_subject.b.fill(world.tick);
  for (std::uint32_t i = 0; i < 16; ++i) scratch.draw_subject.c[i] = i;
  const std::uint32_t most = std::min<std::uint32_t>(c.count + quota, kMostCandidates);
  const std::uint32_t tries = (quota * 3 + 63) / 64;
  const std::uint32_t first_post = world.posts.first;
  for (std::uint32_t batch = 0; batch < tries && c.count < most; ++batch) {
    words_batch(world.discovery_keys, scratch.draw_subject, batch, scratch.draw_words);
    blocks += 16;
    // Sixteen at a time, until there are enough.
    for (std::uint32_t w = 0; w < 4 && c.count < most; ++w) {
      std::array<std::uint32_t, kSlotWords> found;
      const std::uint32_t filled = slots.read(scratch.draw_words.word[w], found);
      for (std::uint32_t i = 0; i < filled && c.count < most; ++i) {
        const std::uint32_t row = found[i] - first_post;
        if (!scratch.met.insert(row)) continue;
        __builtin_prefetch(&world.posts.score[row]);
        c.offer(row, kNobody, Source::discovery);
      }
    }
  }
}

namespace {

void open_pools(World& world, std::uint32_t accounts) {
  FeedIndex& index = world.index;
  // The same size in all arms and at all times, or the tables' draws would not be paired.
  // An eighth of those who publish keeps most slots taken and the tables near the cores.
  const auto authors = static_cast<std::uint32_t>(accounts * author_share(world));
  const std::uint32_t slots = std::bit_ceil(std::max(1024U, authors / 8));
  index.slot_mask = std::min(slots, 1U << 24) - 1;
  index.slots.post.assign(kTopics * (index.slot_mask + std::size_t{1}), kNobody);
  index.slots.claim.assign(kTopics * (index.slot_mask + std::size_t{1}), 0);
  // Sized for any ladder, since an event may change it.
  index.rung_values.assign(kMostRungs * FeedIndex::kBins, 0);
  index.promotions.assign(kMostRungs, 0);
}

void enter_pool(World& world, std::uint32_t number, PostScore& post) {
  post.rung = 0;
  post.item_error = static_cast<float>(world.feed().personalisation.item_noise) * post.error_draw;
  post.predicted = predicted_value(world, post);
  world.index.pool[post.topic].push_back(number);
}

void settle_rungs(World& world) {
  FeedIndex& index = world.index;
  Posts& posts = world.posts;
  for (const std::uint32_t number : index.finished) {
    PostScore& post = posts.score[number - posts.first];
    const std::size_t bin = value_bin(world, shrunk_value(world, post, posts.counts[number - posts.first]));
    const std::uint8_t rung = post.rung;
    const bool climbs = rung + 1U < rungs(world) && passes_bar(world, rung, bin, post);
    index.finished_bins.push_back(static_cast<std::uint16_t>(rung * FeedIndex::kBins + bin));
    post.rung = climbs ? static_cast<std::uint8_t>(rung + 1) : PostScore::kOffLadder;
    post.rung_impressions = 0;
    if (!climbs) continue;
    ++index.promotions[rung];
    watch_climb(world, number, rung);
  }
  // Remembered after all were judged, so that the order of judging does not matter.
  for (const std::uint16_t at : index.finished_bins)
    remember_value(index, static_cast<std::uint8_t>(at / FeedIndex::kBins), at % FeedIndex::kBins);
  index.finished.clear();
  index.finished_bins.clear();
}

void rebuild_slots(World& world, Parallel& parallel) {
  if (world.feed().sources.discovery == 0) return;
  parallel.for_each(kTopics, [&](std::size_t topic, int) { rebuild_topic(world, topic); });
}

void restore_pools(World& world) {
  FeedIndex& index = world.index;
  const Posts& posts = world.posts;
  for (auto& pool : index.pool) pool.clear();
  for (std::uint32_t number = index.live_post; number < posts.first + posts.score.size(); ++number)
    if (const PostScore& post = posts.score[number - posts.first]; post.rung != PostScore::kOffLadder)
      index.pool[post.topic].push_back(number);
}

class Pools final : public Mechanism {
 public:
  static constexpr std::array kSources = {Word{"discovery", "posts of the traffic pools, by interest"}};

  explicit Pools(World&) {}
  static constexpr bool kOnEveryPlatform = true;
  void open_platform(World& world) override {
    open_pools(world, static_cast<std::uint32_t>(world.followers.size()));
  }
  void restore_platform(World& world) override {
    restore_pools(world);
    rebuild_slots(world, world.setup.parallel);
  }
  void published(World& world, std::uint32_t number, PostScore& post) { enter_pool(world, number, post); }
  void index(World& world, const StepScope& scope) { rebuild_slots(world, scope.parallel); }
  void retrieve(const World& world, AccountId reader, SessionScratch& scratch, std::uint64_t& draws) {
    retrieve_discovery(world, reader, scratch, draws);
  }
  // A post whose rung is used up waits to be judged.
  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    PostScore& post = world.posts.score[row];
    const std::uint32_t shown = delta[static_cast<std::size_t>(Counter::discovery)];
    if (post.rung == PostScore::kOffLadder || shown == 0) return;
    post.rung_impressions += shown;
    if (owed(world, post) == 0) world.index.finished.push_back(world.posts.first + row);
  }
  void reacted(World& world, const StepScope&) { settle_rungs(world); }
};

}  // namespace

extern constinit const MechanismEntry pools = mechanism<Pools>(
    "pools", "traffic pools: each post is owed impressions, rung by rung, and climbs if it does well");

}  // namespace fanfare::fan_economy
