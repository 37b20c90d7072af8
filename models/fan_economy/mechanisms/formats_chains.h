// Parts of mechanism `formats` that know single posts: collabs, chains, posts for subscribers. By platform.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/archive.h"
#include "models/fan_economy/keys/post_key.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

// The post that began a chain.
struct ChainRoot {
  std::uint32_t author = 0;
  std::uint32_t post = 0;  // tick · 16 + k
  friend auto operator<=>(const ChainRoot&, const ChainRoot&) = default;
};

// What of a platform's live posts is more than a post; each in the order of numbers.
struct KnownPosts {
  struct Collab {
    std::uint32_t post = 0;  // number
    std::uint32_t partner = 0;
    std::uint32_t creator = 0;  // the partner's index
  };
  struct Link {
    std::uint32_t post = 0;  // number
    ChainRoot root;
    std::uint32_t generation = 0;  // 0: the root
  };
  std::vector<Collab> collabs;
  std::vector<Link> links;
  std::vector<std::uint32_t> gated;
  // Derived at each index: of live posts from `first` on, a bit for those in `collabs` or `links`. Asked at
  // every view.
  std::vector<std::uint64_t> marks;
  std::uint32_t first = 0;
  std::string names[3];  // of the state

  explicit KnownPosts(const std::string& platform)
      : names{"formats." + platform + ".collabs", "formats." + platform + ".links",
              "formats." + platform + ".gated"} {}
  void state(Archive& archive) {
    archive.shared({names[0], "1", "posts of two authors"}, collabs);
    archive.shared({names[1], "1", "posts of chains"}, links);
    archive.shared({names[2], "1", "posts for subscribers"}, gated);
  }
  template <class Known>
  static const Known* find(const std::vector<Known>& known, std::uint32_t post) {
    const auto at = std::ranges::lower_bound(known, post, {}, &Known::post);
    return at == known.end() || at->post != post ? nullptr : &*at;
  }
  bool is_marked(std::uint32_t post) const {
    const std::uint32_t at = post - first;
    return (marks[at >> 6] >> (at & 63) & 1) != 0;
  }
  // Posts of the numbers [from, end) are live.
  void mark(std::uint32_t from, std::uint32_t end) {
    first = from;
    marks.assign((end - from + 63) / 64, 0);
    const auto set = [&](std::uint32_t post) {
      if (post >= from) marks[(post - from) >> 6] |= std::uint64_t{1} << ((post - from) & 63);
    };
    for (const Collab& collab : collabs) set(collab.post);
    for (const Link& link : links) set(link.post);
  }
  bool is_gated(std::uint32_t post) const { return std::ranges::binary_search(gated, post); }
  void forget_before(std::uint32_t post) {
    const auto drop = [](auto& list, const auto& old) {
      list.erase(list.begin(), std::find_if_not(list.begin(), list.end(), old));
    };
    drop(collabs, [&](const Collab& c) { return c.post < post; });
    drop(links, [&](const Link& l) { return l.post < post; });
    drop(gated, [&](std::uint32_t number) { return number < post; });
  }
};

// An account that added its own to a chain, or is to.
struct ChainAnswer {
  std::uint32_t account = 0;
  std::uint32_t generation = 0;
  ChainRoot root;
  friend auto operator<=>(const ChainAnswer&, const ChainAnswer&) = default;
};

struct Subscription {
  std::uint32_t account = 0;
  std::uint32_t creator = 0;
  std::uint32_t day = 0;  // of the last payment
  friend auto operator<=>(const Subscription&, const Subscription&) = default;
};

}  // namespace fanfare::fan_economy
