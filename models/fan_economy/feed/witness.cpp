#include "models/fan_economy/feed/witness.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "models/fan_economy/feed/explain.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::int64_t fixed(float term) {
  return static_cast<std::int64_t>(std::floor(static_cast<double>(term) * PostCells::kTermUnit + 0.5));
}

}  // namespace

void watch_impression(World& world, const BlockScope& scope, const RankContext& context, const Candidates& c,
                      std::uint32_t n, const ReactionRecord& record) {
  PostSample& sample = world.sample.posts;
  const std::uint32_t number = world.posts.first + c.row[c.chosen[n]];
  const PostCells& cells = sample.cells;
  const std::size_t first = sample.row_of(number) * cells.count();
  const auto add = [&](std::size_t cell, std::int64_t delta) {
    sample.tally.add(scope.worker, first + cell, delta);
  };
  add(cells.source(c.source[c.chosen[n]]), 1);
  const std::array<bool, PostCells::kReactions> did{record.watches, record.likes,   record.comments,
                                                    record.shares,  record.follows, record.clicks,
                                                    record.hides};
  for (std::size_t r = 0; r < did.size(); ++r) add(cells.reaction(r), did[r] ? 1 : 0);

  const Explanation why(world, context, c);
  add(cells.explored(), why.explored(n) ? 1 : 0);
  const Terms terms = why.of(n);
  Terms others;
  add(cells.with_others(), why.of_the_others(n, others) ? 1 : 0);
  for (std::size_t t = 0; t < cells.terms; ++t) {
    add(cells.term(t), fixed(terms[t]));
    add(cells.term_of_others(t), fixed(others[t]));
  }
  const std::uint32_t entry = c.entry[c.chosen[n]];
  const std::uint32_t share = entry == kNobody ? kNobody : sample.share_of(entry);
  if (share != kNobody) sample.share_tally.add(scope.worker, share, 0, 1);
}

}  // namespace fanfare::fan_economy
