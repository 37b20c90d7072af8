#include "models/fan_economy/mechanisms/trending.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::size_t kTrending = 64;
constexpr std::string_view kSource = "trending";

struct Heat {
  std::uint32_t engagements;
  Trending post;
};

bool comes_first(const Trending& a, const Trending& b) {
  return a.place != b.place ? a.place < b.place : a.post < b.post;
}

void keep_hottest(std::vector<Heat>& heat) {
  const auto hotter = [](const Heat& a, const Heat& b) {
    return a.engagements != b.engagements ? a.engagements > b.engagements : comes_first(a.post, b.post);
  };
  const std::size_t kept = std::min(heat.size(), kTrending);
  std::partial_sort(heat.begin(), heat.begin() + static_cast<std::ptrdiff_t>(kept), heat.end(), hotter);
  heat.resize(kept);
}

// Readers find them by place, not by rank: one that drops out moves none of the others.
void publish_trending(FeedIndex& index, const std::vector<Heat>& heat) {
  index.trending.clear();
  for (const Heat& h : heat) index.trending.push_back(h.post);
  std::sort(index.trending.begin(), index.trending.end(), comes_first);
}

}  // namespace

void retrieve_trending(const World& world, AccountId reader, SessionScratch& scratch, Source source) {
  const std::uint32_t quota = world.feed().sources.trending;
  const auto& list = world.index.trending;
  if (quota == 0 || list.empty()) return;
  Candidates& c = scratch.candidates;
  const auto size = static_cast<std::uint32_t>(list.size());
  const std::uint32_t place = world.words(draw::trending_start(reader, world.tick))[0];
  const auto start = std::lower_bound(list.begin(), list.end(), place,
                                      [](const Trending& t, std::uint32_t p) { return t.place < p; });
  auto at = static_cast<std::uint32_t>(start - list.begin()) % size;
  std::uint32_t offered = 0;
  for (std::uint32_t i = 0; i < size && offered < quota && !c.full(); ++i, at = at + 1 == size ? 0 : at + 1) {
    if (list[at].post < world.index.live_post) continue;
    const std::uint32_t row = list[at].post - world.posts.first;
    if (!scratch.met.insert(row)) continue;
    __builtin_prefetch(&world.posts.score[row]);
    c.offer(row, kNobody, source);
    ++offered;
  }
}

namespace {

class TrendingPosts final : public Mechanism {
 public:
  static constexpr std::array kSources = {Word{kSource, "posts most engaged with in the last tick"}};

  explicit TrendingPosts(World&) {}
  static constexpr bool kOnEveryPlatform = true;
  void open(World& world) override { source_ = world.source(kSource); }
  void retrieve(const World& world, AccountId reader, SessionScratch& scratch, std::uint64_t&) {
    retrieve_trending(world, reader, scratch, source_);
  }
  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const std::uint32_t engaged = engagements_of(delta);
    if (engaged == 0) return;
    const PostScore& post = world.posts.score[row];
    heat_.push_back({engaged, {world.words(draw::trending_place(post.key()))[0], world.posts.first + row}});
    if (heat_.size() > 16 * kTrending) keep_hottest(heat_);
  }
  void reacted(World& world, const StepScope&) {
    keep_hottest(heat_);
    publish_trending(world.index, heat_);
    heat_.clear();
  }

 private:
  Source source_{};
  std::vector<Heat> heat_;  // within a tick
};

}  // namespace

extern constinit const MechanismEntry trending = mechanism<TrendingPosts>(
    "trending", "the posts most engaged with in the last tick are offered to everyone");

}  // namespace fanfare::fan_economy
