#include "models/fan_economy/state/post_sample.h"

#include <algorithm>

namespace fanfare::fan_economy {

std::size_t PostSample::row_of(std::uint32_t number) const {
  const auto at = std::lower_bound(posts.begin(), posts.end(), number,
                                   [](const SampledPost& post, std::uint32_t n) { return post.number < n; });
  return static_cast<std::size_t>(at - posts.begin());
}

std::uint32_t PostSample::share_of(std::uint32_t entry) const {
  const auto at =
      std::lower_bound(shares.begin(), shares.end(), entry,
                       [](const SampledShare& share, std::uint32_t e) { return share.entry < e; });
  return at != shares.end() && at->entry == entry ? static_cast<std::uint32_t>(at - shares.begin()) : kNobody;
}

void PostSample::walk(Archive& archive) {
  archive.shared({"sample.posts", "1", "sampled posts"}, posts);
  archive.shared({"sample.totals", "1", "what is counted of each"}, totals);
  archive.shared({"sample.hours", "accounts", "impressions of each, by hour and source"}, hours);
  archive.shared({"sample.shares", "1", "shares of sampled posts"}, shares);
  archive.shared({"sample.next_unpaid_day", "d", "from which the next unpaid post is taken"},
                 next_unpaid_day);
}

}  // namespace fanfare::fan_economy
