// Whether a zstd file is whole. Boost's filter takes a file that ends early for one that ends.
#pragma once

#include <iosfwd>

namespace fanfare {

// Walks the frames and blocks (RFC 8878, 3.1) by their sizes, without decompressing, and leaves the stream
// at its start.
bool zstd_is_whole(std::istream& file);

}  // namespace fanfare
