// Which times are drawn where there are more than a chart can show or a page should hold.
#pragma once

#include <cstddef>
#include <vector>

namespace fanfare {

// Evenly spaced indices below `times`, at most `most` of them; the last time is always one.
std::vector<std::size_t> times_drawn(std::size_t times, std::size_t most);

}  // namespace fanfare
