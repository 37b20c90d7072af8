// Policies: rules on the ranked list. An item that breaks one is passed over in this session.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "models/fan_economy/state/tables.h"
#include "models/fan_economy/state/accounts.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

class SlatePolicy {
 public:
  SlatePolicy(const RankConstants& k, std::uint32_t per_author) : k_(k), per_author_(per_author) {}

  bool admits(const PostScore& post) const {
    if (topics_[post.topic] >= k_.of_topic[shown_]) return false;
    if ((post.flags & PostFlags::kSponsored) != 0 && sponsored_ >= k_.sponsored[shown_]) return false;
    // Most authors are new to the session, which one bit of sixty-four tells without a look at the list.
    if ((met_ & bit_of(post.author)) == 0) return per_author_ > 0;
    std::uint32_t items = 0;
    for (std::size_t i = 0; i < shown_; ++i) items += authors_[i] == post.author ? 1U : 0U;
    return items < per_author_;
  }
  void show(const PostScore& post) {
    authors_[shown_] = post.author;
    met_ |= bit_of(post.author);
    shown_ = std::min(shown_ + 1, RankConstants::kPlaces - 1);
    ++topics_[post.topic];
    sponsored_ += (post.flags & PostFlags::kSponsored) != 0 ? 1U : 0U;
  }

 private:
  static std::uint64_t bit_of(std::uint32_t author) { return std::uint64_t{1} << ((author * 0x9E3779B1U) >> 26); }

  const RankConstants& k_;
  std::uint32_t per_author_;
  std::array<std::uint32_t, RankConstants::kPlaces> authors_;
  std::size_t shown_ = 0;
  std::uint64_t met_ = 0;  // bits of those in authors_
  std::array<std::uint8_t, kTopics> topics_{};
  std::uint8_t sponsored_ = 0;
};

}  // namespace fanfare::fan_economy
