#include "models/fan_economy/mechanisms/search_notes.h"

#include <algorithm>
#include <numeric>

#include "fanfare/fmath.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::uint32_t note_votes(const PostCounts& delta) {
  const auto of = [&](Counter c) { return delta[static_cast<std::size_t>(c)]; };
  return of(Counter::likes) + of(Counter::comments) + of(Counter::shares);
}

// Keeps the values whose flag is set, in order.
template <class T>
void keep_notes(std::vector<T>& values, const std::vector<std::uint8_t>& kept) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (kept[i] != 0) values[next++] = values[i];
  values.resize(next);
}

}  // namespace

void SearchNotes::state(Archive& archive) {
  archive.shared({"search.posts", "1", "posts that a search can find"}, posts_);
  archive.shared({"search.numbers", "1", "their numbers"}, numbers_);
  archive.shared({"search.contracts", "1", "their contracts"}, contracts_);
  archive.shared({"search.votes", "accounts", "their likes, comments and shares"}, votes_);
}

void SearchNotes::refresh(const World& world) {
  take_in(world);
  weigh(world);
  let_go(world);
  rank(world);
}

void SearchNotes::take_in(const World& world) {
  const auto& all = world.posts.score;
  std::size_t row = all.size();
  while (row > 0 && all[row - 1].tick == world.tick) --row;
  for (; row < all.size(); ++row) {
    if (all[row].brand == kNoBrand) continue;
    posts_.push_back(all[row]);
    numbers_.push_back(world.posts.first + static_cast<std::uint32_t>(row));
    contracts_.push_back(world.posts.contract[row]);
    votes_.push_back(0);
  }
}

void SearchNotes::count(std::uint32_t post, const PostCounts& delta) {
  const auto at = std::lower_bound(numbers_.begin(), numbers_.end(), post);
  if (at != numbers_.end() && *at == post)
    votes_[static_cast<std::size_t>(at - numbers_.begin())] += note_votes(delta);
}

void SearchNotes::weigh(const World& world) {
  constexpr double kThousand = 6.9087547793152203;  // log1p(1000)
  relevance_.resize(posts_.size());
  worth_.resize(posts_.size());
  for (std::size_t i = 0; i < posts_.size(); ++i) {
    const PostScore& post = posts_[i];
    const double days = (world.tick - post.tick) / static_cast<double>(world.ticks_per_day());
    const double fresh = fmath::exp(-0.6931471805599453 * days / keys_.half_life);
    const double votes = fmath::log1p(world.people(votes_[i])) / kThousand;
    relevance_[i] =
        static_cast<float>(keys_.relevance * post.topics[world.market.brands[post.brand].topic] / 255.0);
    worth_[i] = static_cast<float>(keys_.reviews * votes + keys_.freshness * fresh);
  }
}

void SearchNotes::let_go(const World& world) {
  const auto category = [&](std::uint32_t i) { return world.market.brands[posts_[i].brand].category; };
  std::vector<std::uint32_t> order(posts_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (category(a) != category(b)) return category(a) < category(b);
    const float x = relevance_[a] + worth_[a], y = relevance_[b] + worth_[b];
    return x != y ? x > y : a > b;  // of equals the newer stays
  });
  std::vector<std::uint8_t> kept(posts_.size(), 1);
  std::size_t place = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    place = i > 0 && category(order[i]) == category(order[i - 1]) ? place + 1 : 0;
    if (place >= keys_.kept) kept[order[i]] = 0;
  }
  keep_notes(posts_, kept), keep_notes(numbers_, kept), keep_notes(contracts_, kept),
      keep_notes(votes_, kept);
  keep_notes(relevance_, kept), keep_notes(worth_, kept);
}

void SearchNotes::rank(const World& world) {
  const std::size_t brands = world.market.brands.size();
  std::size_t categories = 0;
  for (const Brand& brand : world.market.brands)
    categories = std::max<std::size_t>(categories, brand.category + 1U);
  by_brand_.resize(brands);
  by_category_.resize(categories);
  for (auto& list : by_brand_) list.clear();
  for (auto& list : by_category_) list.clear();
  for (std::uint32_t i = 0; i < posts_.size(); ++i) {
    // Who asks for a name finds it in every post about the brand.
    by_brand_[posts_[i].brand].push_back({i, static_cast<float>(keys_.relevance) + worth_[i]});
    by_category_[world.market.brands[posts_[i].brand].category].push_back({i, relevance_[i] + worth_[i]});
  }
  const auto better = [](const Result& a, const Result& b) {
    return a.worth != b.worth ? a.worth > b.worth : a.note > b.note;
  };
  const auto cut = [&](std::vector<Result>& list) {
    const std::size_t shown = std::min(list.size(), kShown);
    std::partial_sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(shown), list.end(), better);
    list.resize(shown);
  };
  for (auto& list : by_brand_) cut(list);
  for (auto& list : by_category_) cut(list);
}

}  // namespace fanfare::fan_economy
