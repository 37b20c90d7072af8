// Preferential attachment without a history: what an account's j-th follow points to is worked out by
// following keyed draws backwards (Sanders & Schulz 2016), so any row can be made at any time.
#include "fanfare/graph_build.h"
#include "fanfare/rng.h"
#include "sim/graph/graph_checks.h"
#include "sim/graph/purposes.h"
#include "sim/graph/row_set.h"
#include "sim/graph/row_store.h"

namespace fanfare {
namespace {

std::uint32_t scaled(std::uint32_t word, std::uint32_t range) {
  return static_cast<std::uint32_t>(std::uint64_t{word} * range >> 32);
}

// An end of an edge, picked evenly, is an account picked in proportion to its degree. Account w has 2m
// ends: its own m sides of its follows, and the m far sides.
struct Attachment {
  Draws draws;
  Draws again;
  std::uint32_t follows;  // m

  // Whom the j-th follow of `newcomer` points to; earlier than the newcomer.
  std::uint32_t target(std::uint32_t newcomer, std::uint32_t j) const {
    if (newcomer == 0) return 0;
    if (newcomer <= follows) return j % newcomer;  // the first m + 1 follow one another
    return end_before(newcomer, draws.words({newcomer, j}));
  }
  std::uint32_t end_before(std::uint32_t newcomer, const Words& words) const {
    const std::uint32_t account = scaled(words[0], newcomer);
    const std::uint32_t side = scaled(words[1], 2 * follows);
    return side < follows ? account : target(account, side - follows);
  }
};

// m distinct accounts; a double is drawn again, and others don't attach to the second draw.
void make_row(const Attachment& attachment, std::uint32_t reader, RowSet& set,
              std::vector<std::uint32_t>& row) {
  const std::uint32_t size = std::min(reader, attachment.follows);
  set.reset(size);
  for (std::uint32_t j = 0; j < size; ++j) {
    const std::uint32_t author = attachment.target(reader, j);
    if (set.insert(author)) row.push_back(author);
  }
  const std::uint32_t attempts = 64 * size;
  for (std::uint32_t attempt = 0; row.size() < size && attempt < attempts; ++attempt) {
    const std::uint32_t author = attachment.end_before(reader, attachment.again.words({reader}, attempt));
    if (set.insert(author)) row.push_back(author);
  }
  for (std::uint32_t author = 0; row.size() < size; ++author)
    if (set.insert(author)) row.push_back(author);
}

}  // namespace

BuiltGraph barabasi_albert(const GraphRequest& request, std::uint32_t follows) {
  require_room("follows", follows, request.accounts);
  const Attachment attachment{Draws(request.seed, graph_purpose::kAttachment),
                              Draws(request.seed, graph_purpose::kReattachment), follows};
  std::vector<RowSet> sets(static_cast<std::size_t>(request.parallel.workers()));
  return store_rows(request, [&](std::uint32_t reader, int worker, std::vector<std::uint32_t>& row) {
    make_row(attachment, reader, sets[static_cast<std::size_t>(worker)], row);
  });
}

}  // namespace fanfare
