// What every Comm must do, in-process or MPI. Each rank calls it.
#pragma once

#include <cstring>
#include <numeric>
#include <string>
#include <vector>

#include "sim/comm.h"

namespace fanfare::test {

// `bytes` values that differ by rank and place.
inline Comm::Bytes pattern(int rank, std::size_t bytes) {
  Comm::Bytes data(bytes);
  for (std::size_t i = 0; i < bytes; ++i)
    data[i] = static_cast<std::byte>(static_cast<std::size_t>(rank) * 31 + i * 7 + i / 251);
  return data;
}

// Ranks bring different lengths, the first of them nothing.
inline std::vector<Comm::Bytes> all_patterns(int ranks, std::size_t step) {
  std::vector<Comm::Bytes> all;
  for (int r = 0; r < ranks; ++r) all.push_back(pattern(r, static_cast<std::size_t>(r) * step));
  return all;
}

// From each rank to each another length; nothing to the next one.
inline std::size_t length_to(int from, int to, int ranks, std::size_t step) {
  return to == (from + 1) % ranks ? 0 : static_cast<std::size_t>(from + 2 * to) * step;
}
inline bool swaps(Comm& comm, std::size_t step) {
  const int ranks = comm.size(), me = comm.rank();
  std::vector<Comm::Bytes> to, expected;
  for (int r = 0; r < ranks; ++r) {
    to.push_back(pattern(me * ranks + r, length_to(me, r, ranks, step)));
    expected.push_back(pattern(r * ranks + me, length_to(r, me, ranks, step)));
  }
  return comm.all_to_all(to) == expected;
}

inline std::string what_is_wrong_with(Comm& comm) {
  const int ranks = comm.size();
  for (const std::size_t step : {0U, 1U, 1000U, 70'000U}) {
    const auto all = all_patterns(ranks, step);
    const auto& mine = all[static_cast<std::size_t>(comm.rank())];
    if (comm.gather_all(mine) != all) return "gather_all at step " + std::to_string(step);
    if (!swaps(comm, step)) return "all_to_all at step " + std::to_string(step);
    for (int root = 0; root < ranks; ++root) {
      const auto gathered = comm.gather(mine, root);
      if (comm.rank() == root ? gathered != all : !gathered.empty())
        return "gather to " + std::to_string(root);
      Comm::Bytes data = mine;
      comm.broadcast(data, root);
      if (data != all[static_cast<std::size_t>(root)]) return "broadcast from " + std::to_string(root);
    }
  }
  std::vector<std::int64_t> cells(3000);
  std::iota(cells.begin(), cells.end(), -5 + comm.rank());
  comm.sum(cells);
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (cells[i] != ranks * (static_cast<std::int64_t>(i) - 5) + ranks * (ranks - 1) / 2)
      return "sum of cell " + std::to_string(i);
  for (int r = 0; r < ranks; ++r)
    if (!comm.any(comm.rank() == r)) return "any";
  if (comm.any(false)) return "any of none";
  comm.barrier();
  return "";
}

}  // namespace fanfare::test
