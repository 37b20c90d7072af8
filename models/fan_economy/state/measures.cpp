#include "models/fan_economy/state/measures.h"

#include <array>

namespace fanfare::fan_economy {

void Measures::resize(std::size_t brands, std::size_t campaigns) {
  brand_ = static_cast<std::size_t>(RunCell::count_);
  campaign_ = brand_ + brands * kBrandCells;
  levels_ = campaign_ + campaigns * kCampaignCells;
  segments_ = levels_ + 3 + brands * (kStages + 1);
  totals_.assign(segments_ + (brands + 1) * kSegments, 0);
  at_warmup_ = totals_;
}

void Measures::absorb(std::span<const std::int64_t> tick, bool ends_day) {
  const std::int64_t fans_before = totals_[fans()];
  for (std::size_t cell = 0; cell < totals_.size(); ++cell)
    totals_[cell] = cell < levels_ ? totals_[cell] + tick[cell] : tick[cell];
  if (!ends_day) totals_[fans()] = fans_before;
}

void Measures::walk(Archive& archive) {
  archive.shared({"totals", "", "counts in accounts and money in cents since the start"}, totals_);
  archive.shared({"totals_at_warmup", "", "the same when the warm-up ended"}, at_warmup_);
}

namespace {

// The counters of a post that brands and campaigns keep too; both cell lists begin alike.
constexpr std::array kKept = {Counter::impressions, Counter::views,  Counter::likes,
                              Counter::comments,    Counter::shares, Counter::clicks};

template <class Cell>
void add_kept(Measures& measures, Cell first, std::size_t which, const PostCounts& delta) {
  const std::size_t cell = measures.cell(first, which);
  for (std::size_t i = 0; i < kKept.size(); ++i)
    measures.add(cell + i, delta[static_cast<std::size_t>(kKept[i])]);
}

}  // namespace

void Measures::count_post(const PostScore& post, const PostCounts& delta) {
  if (post.brand != kNoBrand) add_kept(*this, BrandCell::impressions, post.brand, delta);
  if (post.campaign != kNoCampaign) add_kept(*this, CampaignCell::impressions, post.campaign, delta);
}

}  // namespace fanfare::fan_economy
