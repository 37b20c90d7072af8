// Mechanism `formats`: posts are short or long videos, pictures, texts, clips of live shows, by the mix of
// who makes them and where; some are made by two, some ask readers to add theirs, some are for those who pay.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/block_lists.h"
#include "models/fan_economy/content/publishing.h"
#include "models/fan_economy/mechanisms/formats_chains.h"
#include "models/fan_economy/mechanisms/formats_keys.h"
#include "models/fan_economy/mechanisms/formats_mixes.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::uint32_t kOwnPosts = 6;  // k of a post that its author wrote of its own accord is below
constexpr std::uint32_t kFeeDays = 30;
constexpr std::uint32_t kChainMemory = 60;  // days for which an account knows what it added

// A fee that was paid, of one person.
struct PaidFee {
  std::uint32_t creator = 0;
  std::uint32_t cents = 0;
};

class PostFormats final : public Mechanism {
 public:
  using Keys = FormatKeys;
  static constexpr bool kOnEveryPlatform = true;
  static double deepest(const World& world);
  static double subscriptions(const World& world);
  static constexpr std::string_view kCount = "accounts × population.scale";
  static constexpr std::array kMeasures = {
      MeasureRule{"collab_posts", "posts", "posts of two authors, on each platform", kCount, true},
      MeasureRule{"collab_reach", "people", "views of posts of two authors; nobody has one twice", kCount,
                  true},
      MeasureRule{"collab_reach_author", "people", "of those, by followers of the first author", kCount,
                  true},
      MeasureRule{"collab_reach_partner", "people", "of those, by followers of the second author", kCount,
                  true},
      MeasureRule{"collab_reach_both", "people", "of those, by followers of both", kCount, true},
      MeasureRule{"collab_follows", "follows", "of the second author, by such a post", kCount, true},
      MeasureRule{"chains", "posts", "posts that asked readers to add theirs", kCount, true},
      MeasureRule{"chain_posts", "posts", "posts that readers added", kCount, true},
      MeasureRule{"chain_depth", "posts", "generations of the longest chain so far", "count", true, deepest},
      MeasureRule{"subscriber_posts", "posts", "posts for subscribers, on each platform", kCount, true},
      MeasureRule{"subscriber_views", "views", "watches of such posts past half", kCount, true},
      MeasureRule{"subscription_fees", "CNY", "paid by subscribers", "fees of all people", false},
      MeasureRule{"subscriptions_ended", "people", "subscriptions that ended", kCount, true},
      MeasureRule{"subscriptions_begun", "people", "subscriptions that began", kCount, true},
      MeasureRule{"subscriptions", "people", "subscriptions now", "begun − ended since the start", true,
                  subscriptions}};

  PostFormats(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("formats")) {
    world.formats.wanted = true;
  }

  void open(World& world) override {
    open_cells(world);
    change_formats(world, keys_);
    mixes_ = mixes_of(world, keys_);
    answers_.resize(world.part);
    paid_.resize(world.part);
    pending_.resize(world.part);
    joined_.resize(world.part);
    subscriptions_.resize(world.part);
    for (const PlatformParameters& platform : world.p.platforms) known_.emplace_back(platform.id);
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&answers_), mail.outboxes.push_back(&paid_); }
  void state(Archive& archive) override {
    for (KnownPosts& known : known_) known.state(archive);
    archive.lists({"formats.pending", "1", "posts that readers are to add to chains"}, pending_);
    archive.lists({"formats.joined", "1", "chains to which an account added"}, joined_);
    archive.lists({"formats.subscriptions", "1", "who pays whom"}, subscriptions_);
    archive.shared({"formats.deepest", "1", "generations of the longest chain"}, deepest_);
  }

  // --- As posts are written ---------------------------------------------------------------------------

  void written(const World& world, NewPost& post) {
    const std::uint32_t creator = world.creator_index(AccountId(post.author));
    const std::size_t kind =
        creator == kNobody ? place_of_none() : place_of(world.creators[creator].kind);
    const std::size_t home = world.has_several() ? world.homes[post.author] : 0;
    const PostKey key{post.author, world.tick, post.k};
    double u = luck_.draws(picks).uniform(key.itself());
    const auto& mix = mixes_[home][kind];
    post.format = mix.back().format;
    for (const MixPart& part : mix) {
      if (u < part.share) {
        post.format = part.format;
        break;
      }
      u -= part.share;
    }
    const bool video = world.formats.rules[post.format - 1U].video;
    post.flags =
        static_cast<std::uint8_t>((post.flags & ~PostFlags::kVideo) | (video ? PostFlags::kVideo : 0));
  }

  // Readers add theirs: a post a tick and account.
  void publish(World& world, const BlockScope& scope) {
    std::vector<ChainAnswer>& pending = pending_[scope.block];
    std::ranges::sort(pending);
    std::size_t kept = 0;
    std::uint32_t last = kNobody;
    for (const ChainAnswer& answer : pending) {
      if (answer.account == last) {
        pending[kept++] = answer;
        continue;
      }
      last = answer.account;
      world.new_posts.push(scope, write_further(world, AccountId(answer.account), kMechanismSlot));
      answers_.push(scope, answer);
    }
    pending.resize(kept);
  }

  // --- As they appear -----------------------------------------------------------------------------------

  void published(World& world, std::uint32_t number, PostScore& post) {
    if (!post.has_format()) return;
    if (world.formats.rules[post.format() - 1U].video && keys_.bullets > 0) post.flags |= PostFlags::kMarked;
    if (post.k() == kMechanismSlot) return link_answer(world, number, post);
    if (post.creator == kNobody || post.k() >= kOwnPosts) return;
    double u = luck_.draws(specials).uniform(post.key().itself());
    if (u < keys_.collab_share) return join_authors(world, number, post);
    u -= keys_.collab_share;
    if (u < keys_.subscriber_share) return gate(world, number, post);
    u -= keys_.subscriber_share;
    if (u < keys_.chain_share) begin_chain(world, number, post);
  }
  void index(World& world, const StepScope&) {
    KnownPosts& here = known(world);
    here.forget_before(world.index.live_post);
    here.mark(world.index.live_post,
              world.posts.first + static_cast<std::uint32_t>(world.posts.score.size()));
    if (world.platform + 1 == world.platform_count()) answers_.clear_received();
  }

  // --- As they are seen ---------------------------------------------------------------------------------

  bool admits(const World& world, AccountId reader, const PostScore& post) const {
    return !known(world).is_gated(number_of(world, post)) || is_subscriber(reader, post.creator);
  }

  // Comments of others fly over a video while it is fresh.
  void chances(const World& world, AccountId, std::uint32_t row, ReactionThresholds& chance) {
    const PostScore& post = world.posts.score[row];
    if (!post.has_format() || !world.formats.rules[post.format() - 1U].video) return;
    if ((world.tick - post.tick) * 24.0 > keys_.bullets_fresh * world.ticks_per_day()) return;
    const double seen = world.people(world.posts.counts[row][static_cast<std::size_t>(Counter::comments)]);
    const double times = 1 + keys_.bullets * seen / (seen + keys_.bullets_half);
    chance.comment = static_cast<std::uint32_t>(std::min(0x1p32 - 1, chance.comment * times));
  }

  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    const KnownPosts& here = known(world);
    const std::uint32_t number = world.posts.first + seen.row;
    if ((seen.post.flags & PostFlags::kGated) != 0 && seen.watched && here.is_gated(number))
      reward_subscriber(world, scope, seen);
    if (!here.is_marked(number)) return;
    if (const auto* collab = KnownPosts::find(here.collabs, number))
      meet_partner(world, scope, seen, *collab);
    if (const auto* link = KnownPosts::find(here.links, number)) consider_adding(world, scope, seen, *link);
  }

  // --- Subscribers ----------------------------------------------------------------------------------------

  void daily(World& world, const BlockScope& scope, AccountId account) {
    std::vector<Subscription>& all = subscriptions_[scope.block];
    auto at = std::ranges::lower_bound(all, account.value, {}, &Subscription::account);
    while (at != all.end() && at->account == account.value) {
      const bool due = world.day() - at->day >= kFeeDays;
      const bool fond = fandom_of(world, account, at->creator) >= keys_.subscribe_at / 2;
      if (fond && world.creators[at->creator].active != 0 &&
          (!due || pay(world, scope, account, at->creator))) {
        if (due) at->day = world.day();
        ++at;
      } else {
        add(world, scope, ended_, 1);
        at = all.erase(at);
      }
    }
    forget_chains(world, scope, account);
    if (keys_.subscriber_share <= 0) return;  // nothing to subscribe to
    for (const FandomSlot& slot : world.accounts.fandom.row(account))
      if (!slot.empty() && slot.level() >= keys_.subscribe_at * FandomSlot::kMaxLevel)
        consider_subscribing(world, scope, account, slot.creator());
  }
  void close(World& world, const StepScope&) {
    for (const PaidFee& fee : paid_.received()) {
      const Cents all = Cents{fee.cents} * scale_of(world);
      earn(world, fee.creator, all - cut_of(all));
    }
    paid_.clear_received();
  }

 private:
  enum Purpose : std::uint32_t { picks, specials, partners, follows, fandoms, joins, subscribes, rewards };
  KnownPosts& known(const World& world) { return known_[world.platform]; }
  const KnownPosts& known(const World& world) const { return known_[world.platform]; }
  static std::uint32_t number_of(const World& world, const PostScore& post) {
    return world.posts.first + static_cast<std::uint32_t>(&post - world.posts.score.data());
  }
  void add(World& world, const BlockScope& scope, std::size_t cell, std::int64_t value) const {
    world.measure_tally.add(scope.worker, cell, value);
  }

  // --- Set-up

  void open_cells(World& world) {
    const auto open = [&](std::string_view name) { return world.measures.named(name); };
    collabs_ = open("collab_posts"), reach_ = open("collab_reach");
    reach_author_ = open("collab_reach_author"), reach_partner_ = open("collab_reach_partner");
    reach_both_ = open("collab_reach_both"), partner_follows_ = open("collab_follows");
    chains_ = open("chains"), chain_posts_ = open("chain_posts");
    gated_ = open("subscriber_posts"), gated_views_ = open("subscriber_views");
    fees_ = open("subscription_fees"), begun_ = open("subscriptions_begun"),
    ended_ = open("subscriptions_ended");
  }

  // --- Two authors

  // Of some by lot, the one whose niche is closest; the author cannot be its own.
  std::uint32_t partner_of(const World& world, const PostScore& post) const {
    std::uint32_t best = kNobody, closest = 0;
    const auto creators = static_cast<std::uint32_t>(world.creators.size());
    for (std::uint32_t i = 0; i < keys_.partners_tried; ++i) {
      const std::uint32_t tried = luck_.draws(partners).below(creators, post.key().itself(), i);
      const Creator& creator = world.creators[tried];
      if (tried == post.creator || creator.active == 0) continue;
      std::uint32_t close = 0;
      for (std::size_t t = 0; t < kTopics; ++t) close += creator.niche[t] * std::uint32_t{post.topics[t]};
      if (best == kNobody || close > closest) best = tried, closest = close;
    }
    return best;
  }
  void join_authors(World& world, std::uint32_t number, PostScore& post) {
    const std::uint32_t partner = partner_of(world, post);
    if (partner == kNobody) return;
    const std::uint32_t account = world.creators[partner].account;
    if (!world.is_member(AccountId(account), world.platform)) return;
    post.flags |= PostFlags::kMarked;
    known(world).collabs.push_back({number, account, partner});
    world.further_authors.push_back({account, number});
    world.measures.add(collabs_, 1);
  }
  void meet_partner(World& world, const BlockScope& scope, const Viewed& seen,
                    const KnownPosts::Collab& collab) {
    const AccountId partner(collab.partner);
    const bool of_author =
        world.graph.is_following(seen.reader, AccountId(seen.post.author)) && !seen.followed;
    const bool of_partner = world.graph.is_following(seen.reader, partner);
    add(world, scope, reach_, 1);
    if (of_author) add(world, scope, reach_author_, 1);
    if (of_partner) add(world, scope, reach_partner_, 1);
    if (of_author && of_partner) add(world, scope, reach_both_, 1);
    if (seen.reader == partner) return;
    const Subject about = seen.post.key().seen_by(seen.reader);
    const double chance =
        bent(world.values.reactions(seen.appeal), world.formats.look[seen.post.format()]).follow * 0x1p-32;
    const bool follows_too = !of_partner && luck_.draws(follows).chance(chance, about);
    if (follows_too && world.graph.follow(seen.reader, partner)) {
      world.follows_here().add(scope.worker, collab.partner, 0, 1);
      add(world, scope, partner_follows_, 1);
    }
    const RelationParameters& r = world.p.relations;
    const double gain = (seen.watched ? r.watch_gain : 0) + (seen.liked ? r.like_gain : 0) +
                        (seen.commented ? r.comment_gain : 0) + (seen.shared ? r.share_gain : 0) +
                        (follows_too ? r.follow_gain : 0);
    endear(world, scope, seen.reader, collab.creator, gain, luck_.draws(fandoms).uniform(about));
  }
  static void endear(World& world, const BlockScope& scope, AccountId reader, std::uint32_t creator,
                     double gain, double u) {
    deepen_fandom(world, scope, reader, creator,
                  static_cast<std::uint32_t>(gain * FandomSlot::kMaxLevel + u));
  }

  // --- Chains

  void begin_chain(World& world, std::uint32_t number, PostScore& post) {
    post.flags |= PostFlags::kMarked;
    known(world).links.push_back({number, {post.author, post.tick * 16 + post.k()}, 0});
    world.measures.add(chains_, 1);
  }
  void link_answer(World& world, std::uint32_t number, PostScore& post) {
    const auto answers = answers_.received();
    const auto at = std::ranges::lower_bound(answers, post.author, {}, &ChainAnswer::account);
    if (at == answers.end() || at->account != post.author) return;  // another mechanism's
    post.flags |= PostFlags::kMarked;
    known(world).links.push_back({number, at->root, at->generation});
    deepest_ = std::max(deepest_, at->generation);
    world.measures.add(chain_posts_, 1);
  }
  // The luck is of the reader and the chain: who does not, does not at its hundredth post either.
  void consider_adding(World& world, const BlockScope& scope, const Viewed& seen,
                       const KnownPosts::Link& link) {
    const bool writes =
        (world.accounts.flags[seen.reader] & AccountFlags::kReader) == 0 || world.is_creator(seen.reader);
    if (!seen.watched || !writes || seen.reader.value == link.root.author ||
        !luck_.draws(joins).chance(keys_.join, {seen.reader.value, link.root.author, link.root.post}))
      return;
    const ChainAnswer answer{seen.reader.value, link.generation + 1, link.root};
    std::vector<ChainAnswer>& joined = joined_[scope.block];
    const auto first = std::ranges::lower_bound(joined, answer.account, {}, &ChainAnswer::account);
    auto at = first;
    for (; at != joined.end() && at->account == answer.account; ++at)
      if (at->root == answer.root) return;
    joined.insert(at, answer);
    pending_[scope.block].push_back(answer);
  }
  void forget_chains(const World& world, const BlockScope& scope, AccountId account) {
    std::vector<ChainAnswer>& joined = joined_[scope.block];
    const auto first = std::ranges::lower_bound(joined, account.value, {}, &ChainAnswer::account);
    auto last = first;
    while (last != joined.end() && last->account == account.value) ++last;
    const auto old = [&](const ChainAnswer& a) {
      return a.root.post / 16 + kChainMemory * world.ticks_per_day() < world.tick;
    };
    joined.erase(std::remove_if(first, last, old), last);
  }

  // --- Posts for those who pay

  void gate(World& world, std::uint32_t number, PostScore& post) {
    post.flags |= PostFlags::kMarked | PostFlags::kGated;
    post.rung = PostScore::kOffLadder;  // the pools owe it no strangers
    known(world).gated.push_back(number);
    world.measures.add(gated_, 1);
  }
  bool is_subscriber(AccountId reader, std::uint32_t creator) const {
    const auto& all = subscriptions_[BlockId(reader.value / kBlockRows)];
    const auto at = std::ranges::lower_bound(all, Subscription{reader.value, creator, 0});
    return at != all.end() && at->account == reader.value && at->creator == creator;
  }
  void consider_subscribing(World& world, const BlockScope& scope, AccountId account, std::uint32_t creator) {
    const std::uint32_t author = world.creators[creator].account;
    if (author == account.value || world.creators[creator].active == 0 || is_subscriber(account, creator))
      return;
    if (!luck_.draws(subscribes).chance(keys_.subscribe, {account.value, author, world.day()})) return;
    if (!pay(world, scope, account, creator)) return;
    std::vector<Subscription>& all = subscriptions_[scope.block];
    const Subscription begun{account.value, creator, world.day()};
    all.insert(std::ranges::lower_bound(all, begun), begun);
    add(world, scope, begun_, 1);
  }
  // False if the wallet does not hold it.
  bool pay(World& world, const BlockScope& scope, AccountId account, std::uint32_t creator) {
    std::int32_t& wallet = world.accounts.wallet[account];
    if (wallet < keys_.fee) return false;
    wallet -= static_cast<std::int32_t>(keys_.fee);
    const Cents all = keys_.fee * scale_of(world);
    world.ledger.transfer(scope.worker, world.market.consumers, world.market.creators, all - cut_of(all));
    world.ledger.transfer(scope.worker, world.market.consumers, world.market.platform, cut_of(all));
    paid_.push(scope, {creator, static_cast<std::uint32_t>(keys_.fee)});
    add(world, scope, fees_, all);
    return true;
  }
  Cents cut_of(Cents all) const {
    return portion(all, {static_cast<std::int32_t>(keys_.platform_share * 10'000 + 0.5)});
  }
  void reward_subscriber(World& world, const BlockScope& scope, const Viewed& seen) {
    add(world, scope, gated_views_, 1);
    endear(world, scope, seen.reader, seen.post.creator, keys_.subscriber_gain,
           luck_.draws(rewards).uniform(seen.post.key().seen_by(seen.reader)));
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::size_t collabs_ = 0, reach_ = 0, reach_author_ = 0, reach_partner_ = 0, reach_both_ = 0,
              partner_follows_ = 0, chains_ = 0, chain_posts_ = 0, gated_ = 0, gated_views_ = 0, fees_ = 0,
              begun_ = 0, ended_ = 0;
  std::vector<MixesByKind> mixes_;  // by platform of the author
  std::vector<KnownPosts> known_;   // by platform
  Outbox<ChainAnswer> answers_;
  Outbox<PaidFee> paid_;
  BlockLists<ChainAnswer> pending_;
  BlockLists<ChainAnswer> joined_;          // by account
  BlockLists<Subscription> subscriptions_;  // sorted
  std::uint32_t deepest_ = 0;
};

double PostFormats::deepest(const World& world) { return world.find<PostFormats>()->deepest_; }
double PostFormats::subscriptions(const World& world) {
  const auto* at = world.find<PostFormats>();
  return world.people(static_cast<double>(world.measures[at->begun_] - world.measures[at->ended_]));
}

}  // namespace

extern constinit const MechanismEntry formats = mechanism<PostFormats>(
    "formats", "short and long videos, pictures, texts; collabs, chains, posts for subscribers");

}  // namespace fanfare::fan_economy
