// What a search can find: copies of posts about brands, which stay when the feed has let them go. Bounded: a
// category keeps so many, and the one that is worth least gives way. The same on every rank.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "models/fan_economy/mechanisms/search_keys.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

class SearchNotes {
 public:
  static constexpr std::size_t kShown = 12;  // results of a search, before what suits the searcher

  // A result of a query: the note's place, and what it is worth there.
  struct Result {
    std::uint32_t note;
    float worth;
  };

  explicit SearchNotes(const SearchKeys& keys) : keys_(keys) {}
  void state(Archive& archive);

  // Once a tick, when this tick's posts are in: takes in those about brands, lets the least go, ranks.
  void refresh(const World& world);
  // A post was reacted to: `post` is its number.
  void count(std::uint32_t post, const PostCounts& delta);

  // Best first; of a brand's name, of a category.
  std::span<const Result> named(std::size_t brand) const { return by_brand_[brand]; }
  std::span<const Result> of_category(std::size_t category) const { return by_category_[category]; }

  const PostScore& post(std::uint32_t note) const { return posts_[note]; }
  std::uint32_t number(std::uint32_t note) const { return numbers_[note]; }
  std::uint32_t contract(std::uint32_t note) const { return contracts_[note]; }
  std::size_t size() const { return posts_.size(); }

 private:
  void take_in(const World& world);
  void weigh(const World& world);
  void let_go(const World& world);
  void rank(const World& world);

  const SearchKeys& keys_;
  // In order of the posts' numbers.
  std::vector<PostScore> posts_;
  std::vector<std::uint32_t> numbers_, contracts_, votes_;
  // Within a tick.
  std::vector<float> relevance_, worth_;  // worth: without relevance
  std::vector<std::vector<Result>> by_brand_, by_category_;
};

}  // namespace fanfare::fan_economy
