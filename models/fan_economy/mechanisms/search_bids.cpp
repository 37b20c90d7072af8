#include "models/fan_economy/mechanisms/search_bids.h"

#include <algorithm>

#include "fanfare/problems.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::size_t kQueryCodes = 512;  // codes of queries

}  // namespace

SearchQuery SearchBids::query_of(const World& world, const SearchBidKeys& bid) const {
  for (std::size_t b = 0; b < world.p.brands.size(); ++b)
    if (world.p.brands[b].id == bid.on)
      return {true, static_cast<std::uint8_t>(b), world.market.brands[b].category};
  for (std::size_t b = 0; b < world.p.brands.size(); ++b)
    if (world.p.brands[b].topic == bid.on)
      return {false, static_cast<std::uint8_t>(b), world.market.brands[b].category};
  throw ScenarioError("search.bids." + bid.id + ".on: '" + bid.on +
                      "' is neither a brand nor a topic that a brand has, so nobody searches it here (name "
                      "one of `brands` or its topic)");
}

void SearchBids::open(World& world) {
  for (const SearchBidKeys& bid : keys_.bids) {
    const std::uint8_t brand = brand_named(world, bid.brand, "search.bids." + bid.id + ".brand");
    bids_.push_back({brand, query_of(world, bid)});
  }
  paid_.assign(bids_.size(), 0);
  clicks_.resize(bids_.size());
}

void SearchBids::mail(Mail& mail) {
  if (!bids_.empty()) mail.tallies.push_back(&clicks_);
}

void SearchBids::state(Archive& archive) {
  if (!bids_.empty()) archive.shared({"search.paid", "cents", "spent of each bid"}, paid_);
}

std::string SearchBids::breach() const {
  for (std::size_t i = 0; i < bids_.size(); ++i)
    if (paid_[i] > keys_.bids[i].budget) return "search: bid " + keys_.bids[i].id + " passed its budget";
  return {};
}

double SearchBids::quality(int number) const {
  const Bid& bid = bids_[static_cast<std::size_t>(number)];
  return bid.on.by_name && bid.on.brand != bid.brand ? keys_.ad_fit_of_rival : 1.0;
}

bool SearchBids::may_stand(const World& world, std::size_t number) const {
  const SearchBidKeys& bid = keys_.bids[number];
  const double day = world.calendar.days(world.tick);
  return day >= bid.dates.lo && day < bid.dates.hi && bid.most >= keys_.least_price &&
         bid.budget - paid_[number] >= bid.most * scale_of(world);
}

// Second price with quality: the winner pays what just beats the next bid, or the least price.
void SearchBids::hold_auctions(const World& world) {
  if (bids_.empty()) return;
  won_.assign(kQueryCodes, -1);
  std::vector<double> best(kQueryCodes, 0), next(kQueryCodes, 0);  // bids times quality
  for (std::size_t i = 0; i < bids_.size(); ++i) {
    if (!may_stand(world, i)) continue;
    const double score = static_cast<double>(keys_.bids[i].most) * quality(static_cast<int>(i));
    const std::uint32_t word = bids_[i].on.code();
    if (won_[word] < 0 || score > best[word]) {  // of equal ones the first in the list
      next[word] = best[word];
      best[word] = score;
      won_[word] = static_cast<int>(i);
    } else {
      next[word] = std::max(next[word], score);
    }
  }
  for (std::size_t word = 0; word < kQueryCodes; ++word) {
    if (won_[word] < 0) continue;
    const auto winner = static_cast<std::size_t>(won_[word]);
    const auto beats = static_cast<Cents>(next[word] / quality(won_[word])) + (next[word] > 0 ? 1 : 0);
    bids_[winner].price = std::clamp(beats, keys_.least_price, keys_.bids[winner].most);
  }
}

// Clicks beyond what is left of a budget are the platform's loss.
void SearchBids::charge(World& world, std::size_t first_cell) {
  for (std::size_t i = 0; i < bids_.size(); ++i) {
    const Cents due = clicks_[i] * scale_of(world) * bids_[i].price;
    const Cents paid = std::min(due, keys_.bids[i].budget - paid_[i]);
    if (paid <= 0) continue;
    world.ledger.transfer(BookId(world.market.brands[bids_[i].brand].book), world.market.platform, paid);
    paid_[i] += paid;
    world.measures.add(first_cell + bids_[i].brand, paid);
  }
  if (!bids_.empty()) clicks_.clear();
}

}  // namespace fanfare::fan_economy
