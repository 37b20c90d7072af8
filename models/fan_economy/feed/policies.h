// Policies: rules on the ranked list. An item that breaks one is passed over in this session.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "models/fan_economy/feed/feed.h"
#include "models/fan_economy/state.h"

namespace fanfare::fan_economy {

class SlatePolicy {
 public:
  explicit SlatePolicy(const PolicyParameters& p) : p_(p) {}

  bool admits(const PostScore& post) const {
    const auto items = std::count(authors_.begin(), authors_.begin() + shown_, post.author);
    if (static_cast<std::uint32_t>(items) >= p_.per_author) return false;
    if (topics_[post.topic] >= allowed(p_.topic_share)) return false;
    return (post.flags & PostFlags::kSponsored) == 0 || sponsored_ < allowed(p_.sponsored_cap);
  }
  void show(const PostScore& post) {
    authors_[static_cast<std::size_t>(shown_)] = post.author;
    shown_ = std::min<std::ptrdiff_t>(shown_ + 1, kMost - 1);
    ++topics_[post.topic];
    sponsored_ += (post.flags & PostFlags::kSponsored) != 0 ? 1U : 0U;
  }

 private:
  static constexpr std::ptrdiff_t kMost = 161;  // feed.length's upper bound, and one

  // A share of the session so far, of at least ten items: the first item of a topic must be possible.
  std::uint32_t allowed(double share) const {
    const double items = static_cast<double>(std::max<std::ptrdiff_t>(shown_ + 1, 10)) * share;
    return std::max(1U, static_cast<std::uint32_t>(items));
  }

  const PolicyParameters& p_;
  std::array<std::uint32_t, kMost> authors_;
  std::ptrdiff_t shown_ = 0;
  std::array<std::uint32_t, kTopics> topics_{};
  std::uint32_t sponsored_ = 0;
};

}  // namespace fanfare::fan_economy
