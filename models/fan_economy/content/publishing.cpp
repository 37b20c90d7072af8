#include "models/fan_economy/content/publishing.h"

#include <algorithm>
#include <array>

#include "fanfare/fmath.h"
#include "fanfare/philox_batch.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/content/openings.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

std::span<const ScheduledPost> scheduled_now(const World& world) {
  const auto& all = world.market.scheduled;
  const auto before = [](const ScheduledPost& post, Tick tick) { return post.tick < tick; };
  const auto first = std::lower_bound(all.begin(), all.end(), world.tick, before);
  const auto last = std::lower_bound(first, all.end(), world.tick + 1, before);
  return {all.data() + (first - all.begin()), static_cast<std::size_t>(last - first)};
}

namespace {

// The topic drawn by word from a row that sums to 255.
std::uint8_t topic_by(const TopicRow& row, std::uint32_t word) {
  std::uint32_t left = static_cast<std::uint32_t>((std::uint64_t{word} * 255) >> 32);
  for (std::uint8_t t = 0; t < kTopics; ++t) {
    if (left < row[t]) return t;
    left -= row[t];
  }
  return kTopics - 1;
}

// A main topic, a second one, the rest from the author's niche: rows sum to 255.
TopicRow topics_of_post(const TopicRow& niche, double focus, const Words& words) {
  const auto main = static_cast<std::uint32_t>(255 * focus);
  const std::uint32_t second = (255 - main) / 2;
  std::uint32_t left = 255 - main - second;
  TopicRow row{};
  for (std::size_t t = 0; t < kTopics; ++t) row[t] = static_cast<std::uint8_t>(niche[t] * left / 255);
  for (std::size_t t = 0; t < kTopics; ++t) left -= std::min<std::uint32_t>(left, row[t]);
  const std::uint8_t first_topic = topic_by(niche, words[0]);
  row[first_topic] = static_cast<std::uint8_t>(row[first_topic] + main + left);
  const std::uint8_t second_topic = topic_by(niche, words[1]);
  row[second_topic] = static_cast<std::uint8_t>(row[second_topic] + second);
  return row;
}

// Whose place is shut publishes at the first other that it is a member of.
std::uint8_t off_the_shut(const World& world, std::uint32_t author, std::uint8_t on) {
  if ((on & world.shut) == 0) return on;
  const auto left = static_cast<std::uint8_t>(on & ~world.shut);
  const auto others = static_cast<std::uint8_t>(world.memberships[author] & ~world.shut);
  return left != 0 ? left : static_cast<std::uint8_t>(others & -others);
}

// Where a post appears: at its author's home, and wherever it is a member and posts across, as a brand always
// does; or where a mechanism has the creator publish. Nowhere where one posts in a window of the day alone.
std::uint8_t platforms_of(const World& world, const PostKey& key) {
  if (!world.has_several()) return 0;
  if (!world.publishes_on.empty())
    if (const std::uint32_t creator = world.creator_index(AccountId(key.author));
        creator < world.publishes_on.size() && world.publishes_on[creator] != 0)
      return off_the_shut(world, key.author, world.publishes_on[creator]);
  std::uint8_t on = static_cast<std::uint8_t>(1U << world.homes[key.author]);
  const auto& brands = world.brand_accounts;
  const bool is_everywhere = std::find(brands.begin(), brands.end(), key.author) != brands.end();
  for (std::uint32_t p = 0; p < world.platform_count(); ++p)
    if (world.is_member(AccountId(key.author), p) &&
        (is_everywhere || world.chance(world.p.platforms[p].cross_post, draw::cross_posting(key, p))))
      on = static_cast<std::uint8_t>(on | 1U << p);
  if (world.daily_platform != World::kNoPlatform)
    on = static_cast<std::uint8_t>(on & ~(1U << world.daily_platform));
  return off_the_shut(world, key.author, on);
}

// Where one posts in a window of the day alone, nothing else is written by those who are nowhere else.
bool has_place(const World& world, const NewPost& post) {
  return world.daily_platform == World::kNoPlatform || post.platforms != 0;
}

// What of a post follows from (author, tick, k) and the author.
NewPost write_post(const World& world, AccountId author, std::uint32_t k, const TopicRow& niche,
                   double skill) {
  const PublishingParameters& p = world.p.publishing;
  const PostKey key{author.value, world.tick, k};
  const Words words = world.words(draw::post_traits(key));
  NewPost post{};
  post.author = author.value;
  post.k = static_cast<std::uint8_t>(k);
  post.brand = kNoBrand;
  post.campaign = kNoCampaign;
  post.contract = kNobody;
  post.platforms = platforms_of(world, key);
  post.topics = topics_of_post(niche, p.niche_focus, words);
  post.flags = to_unit(words[2]) < p.video_share ? PostFlags::kVideo : 0;
  const double mean = std::clamp(skill, 0.02, 0.98);
  const Decision luck = draw::post_quality(key);
  post.quality = static_cast<float>(beta(mean * p.quality_concentration, (1 - mean) * p.quality_concentration,
                                          world.draws(luck.purpose), luck.about, luck.index));
  world.at.written(world, post);
  return post;
}

// Posts a day. `creator` is the account's index among creators, or kNobody.
float posts_per_day(const World& world, AccountId account, std::uint32_t creator) {
  const float own = posting_rate_per_day(world.accounts.posting_rate[account]);
  if (creator == kNobody) return own * world.output_of(account);
  const Creator& c = world.creators[creator];
  const KindTerms& terms = world.terms_of(c.kind);
  const double base = world.p.publishing.*terms.per_day * terms.rate;
  const float rate = c.active ? std::max(own, static_cast<float>(base)) * c.effort : 0.0F;
  return rate * world.output_of(account, c.kind);
}

struct Author {
  TopicRow niche;
  double skill;
};

Author author_of(const World& world, AccountId account) {
  const std::uint32_t index = world.creator_index(account);
  if (index == kNobody)
    return {world.accounts.interest[account],
            world.p.publishing.amateur_skill + 0.8 * world.uniform(draw::casual_skill(account)) - 0.4};
  const Creator& creator = world.creators[index];
  return {creator.niche, static_cast<double>(creator.skill)};
}

// Numbers k of a post's identity: organic posts from 0, those about purchases from 6, sponsored ones from 8
// (they come with theirs), a mechanism's kMechanismSlot, so that one more of a kind doesn't rename others.
constexpr std::uint32_t kMostOrganic = 6;
constexpr std::uint32_t kPurchaseSlot = 6;
constexpr std::uint32_t kSponsoredSlot = 8;

// Poisson by inversion from the word that already passed the gate word < mean.
std::uint32_t posts_of(float mean, std::uint32_t word) {
  const double u = to_unit(word);
  if (u > static_cast<double>(mean) + 1e-9) return 0;  // P(k ≥ 1) < mean, whatever is rounded: most ticks of a creator
  double probability = fmath::exp(-static_cast<double>(mean));
  double tail = 1 - probability;  // P(k ≥ 1); u below it posts
  std::uint32_t k = 0;
  while (u < tail && k < kMostOrganic) {
    ++k;
    probability *= static_cast<double>(mean) / k;
    tail -= probability;
  }
  return k;
}

void write_organic(World& world, const BlockScope& scope, AccountId account, std::uint32_t word) {
  const float rhythm = world.activity.rhythm[world.accounts.chronotype[account]];
  const float mean =
      posts_per_day(world, account, world.creator_index(account)) * rhythm / static_cast<float>(world.ticks_per_day());
  const std::uint32_t count = posts_of(mean, word);
  if (count == 0) return;
  const Author author = author_of(world, account);
  for (std::uint32_t k = 0; k < count; ++k)
    if (const NewPost post = write_post(world, account, k, author.niche, author.skill);
        has_place(world, post))
      world.new_posts.push(scope, post);
}

// The tick of a day's window in which an account posts, if it does; the window opens for all at an hour of 8
// to 21 that falls by the day, and ends with it.
void write_daily(World& world, const BlockScope& scope, AccountId account) {
  constexpr std::uint32_t kWakes = 8, kWakingHours = 14, kDailySlot = 14;
  const PlatformRules& rules = world.feed_of(world.daily_platform).rules;
  const std::uint32_t per_day = world.ticks_per_day();
  const MechanismLuck luck = world.luck("platforms");
  const std::uint32_t hour = kWakes + luck.draws(1).below(kWakingHours, {0, world.day(), 0});
  const auto asked = static_cast<std::uint32_t>(std::max(1.0, rules.daily_window * per_day / 24 + 0.5));
  const std::uint32_t length = std::min(asked, per_day);
  const std::uint32_t since = world.tick % per_day;
  const std::uint32_t opens = std::min(hour * per_day / 24, per_day - length);  // it ends with the day
  if (since < opens || since >= opens + length) return;
  const Subject about{account.value, world.day(), 0};
  if (since - opens != luck.draws(2).below(length, about) ||
      !world.is_member(account, world.daily_platform) || !luck.draws(3).chance(rules.daily_share, about))
    return;
  const Author author = author_of(world, account);
  NewPost post = write_post(world, account, kDailySlot, author.niche, author.skill);
  post.platforms =
      world.has_several() ? static_cast<std::uint8_t>(1U << world.daily_platform) : std::uint8_t{0};
  world.new_posts.push(scope, post);
}

void write_sponsored(World& world, const BlockScope& scope, const ScheduledPost& due) {
  const AccountId account(due.account);
  const Author author = author_of(world, account);
  NewPost post = write_post(world, account, kSponsoredSlot + due.slot, author.niche, author.skill);
  post.brand = due.brand;
  post.campaign = due.campaign;
  post.contract = due.contract;
  post.flags = static_cast<std::uint8_t>(post.flags | due.flags | PostFlags::kSponsored);
  post.tone = due.tone;
  if (due.platforms != 0) post.platforms = due.platforms;
  if (has_place(world, post)) world.new_posts.push(scope, post);
}

void write_about_purchase(World& world, const BlockScope& scope, const PendingPost& pending,
                          std::uint32_t k) {
  const AccountId account(pending.account);
  const Author author = author_of(world, account);
  NewPost post = write_post(world, account, k, author.niche, author.skill);
  post.brand = pending.brand;
  post.flags = static_cast<std::uint8_t>(post.flags | PostFlags::kPurchase);
  post.tone = pending.tone;
  if (has_place(world, post)) world.new_posts.push(scope, post);
}

// Writes what an account posts beside organic posts, in order of k: about purchases, then sponsored.
class BlockWriter {
 public:
  BlockWriter(World& world, const BlockScope& scope)
      : world_(world),
        scope_(scope),
        scheduled_(scheduled_now(world)),
        pending_(world.pending_posts[scope.block]) {
    while (!scheduled_.empty() && scheduled_.front().account < scope.first)
      scheduled_ = scheduled_.subspan(1);
    std::stable_sort(pending_.begin(), pending_.end(),
                     [](const PendingPost& a, const PendingPost& b) { return a.account < b.account; });
  }
  ~BlockWriter() { pending_.clear(); }

  bool has_more_than_organic(std::uint32_t account) const {
    return (!scheduled_.empty() && scheduled_.front().account == account) ||
           (next_pending_ < pending_.size() && pending_[next_pending_].account == account);
  }
  void write_others(std::uint32_t account) {
    // Who only reads tells nobody: as many posts come of an order whatever an account stands for.
    std::uint32_t k = writes(AccountId(account)) ? kPurchaseSlot : kSponsoredSlot;
    for (; next_pending_ < pending_.size() && pending_[next_pending_].account == account; ++next_pending_)
      if (k < kSponsoredSlot) write_about_purchase(world_, scope_, pending_[next_pending_], k++);
    for (; !scheduled_.empty() && scheduled_.front().account == account; scheduled_ = scheduled_.subspan(1))
      write_sponsored(world_, scope_, scheduled_.front());
  }

 private:
  bool writes(AccountId account) const {
    const bool reads = (world_.accounts.flags[account] & AccountFlags::kReader) != 0;
    return (!reads || world_.is_creator(account)) && world_.permit(account).posts;
  }

  World& world_;
  const BlockScope& scope_;
  std::span<const ScheduledPost> scheduled_;
  std::vector<PendingPost>& pending_;
  std::size_t next_pending_ = 0;
};

constexpr std::size_t kBatch = 64;

}  // namespace

NewPost write_further(const World& world, AccountId account, std::uint32_t k) {
  const Author author = author_of(world, account);
  return write_post(world, account, k, author.niche, author.skill);
}

void publish(World& world, const BlockScope& scope) {
  const Draws activity = world.draws(Draw::activity);
  const ActivityTables& tables = world.activity;
  BlockWriter writer(world, scope);
  SubjectBatch<kBatch> subjects;
  WordBatch<kBatch> words;
  subjects.b.fill(world.tick);
  for (std::uint32_t base = scope.first; base < scope.last; base += kBatch) {
    for (std::uint32_t i = 0; i < kBatch; ++i) subjects.a[i] = base + i;
    words_batch(activity, subjects, 0, words);
    const auto count = std::min<std::uint32_t>(kBatch, scope.last - base);
    for (std::uint32_t i = 0; i < count; ++i) {
      const AccountId account(base + i);
      if (world.has_several() && world.memberships[account.value] == 0) {
        world.opens[account] = 0;
        continue;
      }
      const float rhythm = tables.rhythm[world.accounts.chronotype[account]];
      const bool is_creator = world.is_creator(account);
      if (is_creator ||
          to_unit_f(words.word[0][i]) < tables.posts_per_tick[world.accounts.posting_rate[account]] * rhythm *
                                            world.output_of(account))
        if (world.permit(account).posts) write_organic(world, scope, account, words.word[0][i]);
      if (world.daily_platform != World::kNoPlatform && world.permit(account).posts)
        write_daily(world, scope, account);
      if (writer.has_more_than_organic(account.value)) writer.write_others(account.value);

      const int contentment = world.accounts.mood[account] - world.accounts.appeal_baseline[account];
      const float opens = tables.sessions_per_tick[world.accounts.sessions_rate[account]] * rhythm *
                          tables.contentment[static_cast<std::size_t>(contentment + 255)];
      world.opens[account] = 0;
      if (to_unit_f(words.word[1][i]) >= opens) continue;
      world.opens[account] = opened_app(world, account, words.word[2][i]);
    }
  }
  heed_pushes(world, scope);
  world.work[static_cast<std::size_t>(scope.worker)].draws += scope.rows();
}

}  // namespace fanfare::fan_economy
