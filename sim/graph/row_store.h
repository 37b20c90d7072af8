// Stores follow rows as they are made, block by block, and counts followers on the way. A generator is a
// function that makes any one row; who asks for it, and when, does not matter.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "fanfare/graph_build.h"
#include "fanfare/memory.h"

namespace fanfare {

// Appends the followees of `reader` to `row` in any order, doubles and the reader itself allowed. Must be
// a pure function of `reader`; `worker` only indexes scratch.
using RowMaker = std::function<void(std::uint32_t reader, int worker, std::vector<std::uint32_t>& row)>;

// Makes every row of the world, keeps the owned ones, counts followers over all.
BuiltGraph store_rows(const GraphRequest& request, const RowMaker& make_row);

// Rows of all accounts in one array, each in any order, doubles allowed: what files and lists become.
struct RawRows {
  std::vector<std::uint64_t> offsets;  // accounts + 1
  HugeVector<std::uint32_t> ids;
};

// Sorts the rows where they lie and drops what is double or a self-loop; a rank that owns all keeps the
// array itself as the graph's storage.
BuiltGraph adopt_rows(const GraphRequest& request, RawRows&& rows);

}  // namespace fanfare
