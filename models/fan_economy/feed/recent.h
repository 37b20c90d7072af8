// Which of the accounts that somebody follows have something in the window.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "models/fan_economy/state/feed_index.h"

namespace fanfare::fan_economy {

// Writes the numbers of the newest entries of those that have one to `hits`, in order; returns how many. `hits` has
// room for one more than `follows`.
std::uint32_t newest_of(const FeedIndex& index, std::span<const std::uint32_t> follows, std::uint32_t* hits);

namespace detail {

// The two that it chooses from; the second only where has_avx2().
std::uint32_t newest_of_plain(const FeedIndex& index, std::span<const std::uint32_t> follows, std::uint32_t* hits);
std::uint32_t newest_of_avx2(const FeedIndex& index, std::span<const std::uint32_t> follows, std::uint32_t* hits);

}  // namespace detail

}  // namespace fanfare::fan_economy
