#include "models/fan_economy/state/measures.h"

#include <algorithm>
#include <array>

#include "fanfare/expects.h"

namespace fanfare::fan_economy {

void Measures::resize(std::size_t brands, std::size_t campaigns) {
  brand_ = static_cast<std::size_t>(RunCell::count_);
  campaign_ = brand_ + brands * kBrandCells;
  levels_ = campaign_ + campaigns * kCampaignCells;
  communities_ = levels_ + 3 + brands * (kStages + 1);
  totals_.assign(communities_ + (brands + 1) * kCommunities, 0);
  at_warmup_ = totals_;
  added_ = sources_ = totals_.size();
  names_.clear();
}

void Measures::open_sources(std::size_t sources) {
  for (std::size_t s = kRunSources; s < sources; ++s) open("impressions of source " + std::to_string(s));
}

std::size_t Measures::open(std::string_view name) {
  names_.emplace_back(name);
  totals_.push_back(0);
  at_warmup_.push_back(0);
  return totals_.size() - 1;
}

std::size_t Measures::named(std::string_view name) const {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at == names_.end()) throw LogicError("measures: no cell '" + std::string(name) + "' was opened");
  return added_ + static_cast<std::size_t>(at - names_.begin());
}

void Measures::absorb(std::span<const std::int64_t> tick, bool ends_day) {
  const std::int64_t fans_before = totals_[fans()];
  for (std::size_t cell = 0; cell < totals_.size(); ++cell)
    totals_[cell] = cell < levels_ || cell >= added_ ? totals_[cell] + tick[cell] : tick[cell];
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
