// What SimSoM measures of its feeds: quality and whether it has converged, exposure to what is worthless,
// diversity. How messages get into feeds is simsom.h's.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "fanfare/fmath.h"
#include "models/reference/measures.h"
#include "models/reference/rank_correlation.h"

namespace fanfare::reference::simsom {

inline constexpr double kQualityUnit = 0x1p30;

// Sums over the slots of feeds: quality of humans', slots, and slots of quality 0.
enum SlotCell : std::size_t { kQuality, kSlots, kHarmful, kBotSlots, kBotHarmful, kSlotCells };
using SlotSums = std::array<std::int64_t, kSlotCells>;

inline void add_feed(SlotSums& sums, std::span<const std::int32_t> quality, bool is_bot) {
  std::int64_t sum = 0, harmful = 0;
  for (const std::int32_t q : quality) sum += q, harmful += q == 0 ? 1 : 0;
  sums[kQuality] += is_bot ? 0 : sum;
  sums[is_bot ? kBotHarmful : kHarmful] += harmful;
  sums[is_bot ? kBotSlots : kSlots] += std::ssize(quality);
}

struct System {
  double quality = 0;      // mean over the slots of humans' feeds, now
  double smooth = 1;       // q of the convergence rule
  double quality_sum = 0;    // since the warm-up
  double diversity_sum = 0;  // of the steps since then in which it was measured …
  double diversity = std::numeric_limits<double>::quiet_NaN();
  std::int64_t views = 0;  // slots of feeds that were looked at, since the warm-up: humans' …
  std::int64_t harmful_views = 0;
  std::int64_t bot_views = 0;  // … and bots'
  std::int64_t harmful_bot_views = 0;
  std::uint64_t steps_counted = 0;
  std::uint64_t diversities_counted = 0;  // … and their number
  std::uint32_t messages = 0;  // numbered so far
  std::uint32_t steps = 0;
  std::uint32_t converged = 0;
  std::uint32_t reserved = 0;

  // q_t = ρ q_(t−1) + (1 − ρ) · mean quality; converged if |q_t − q_(t−1)| / q_(t−1) ≤ ε.
  void settle(std::span<const std::int64_t> sums, double rho, double epsilon) {
    const double slots = static_cast<double>(sums[kSlots]);
    quality = slots > 0 ? static_cast<double>(sums[kQuality]) / kQualityUnit / slots : 0;
    const double before = smooth;
    smooth = rho * before + (1 - rho) * quality;
    const double change = before > 0 ? std::fabs(smooth - before) / before : 0;
    if (change <= epsilon) converged = 1;
    ++steps;
  }
  // A step after the warm-up.
  void count_views(std::span<const std::int64_t> sums) {
    quality_sum += quality;
    ++steps_counted;
    views += sums[kSlots];
    harmful_views += sums[kHarmful];
    bot_views += sums[kBotSlots];
    harmful_bot_views += sums[kBotHarmful];
  }

  // A step after the warm-up in which the messages in feeds were counted.
  void count_diversity() {
    diversity_sum += diversity;
    ++diversities_counted;
  }

  double mean_diversity() const {
    return diversities_counted > 0 ? diversity_sum / static_cast<double>(diversities_counted) : diversity;
  }
  double mean_quality() const {
    return steps_counted > 0 ? quality_sum / static_cast<double>(steps_counted) : quality;
  }
  // Share of views that are of quality 0: of all accounts, as the program counts, and of humans.
  double exposure() const { return ratio(harmful_views + harmful_bot_views, views + bot_views); }
  double human_exposure() const { return ratio(harmful_views, views); }

 private:
  static double ratio(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                     : std::numeric_limits<double>::quiet_NaN();
  }
};

struct InFeeds {
  std::uint32_t message = 0;
  std::uint32_t feeds = 0;
};

// Sorts the messages of some feeds and calls found(InFeeds) for each different one.
template <class Found>
void count_messages(std::vector<std::uint32_t>& messages, const Found& found) {
  std::sort(messages.begin(), messages.end());
  for (std::size_t i = 0; i < messages.size();) {
    const std::size_t from = i;
    while (i < messages.size() && messages[i] == messages[from]) ++i;
    found(InFeeds{messages[from], static_cast<std::uint32_t>(i - from)});
  }
}

// −Σ p ln p over the messages in all feeds, bots' included.
inline double diversity_of(std::span<const InFeeds> counted) {
  std::vector<InFeeds> all(counted.begin(), counted.end());
  const auto earlier = [](const InFeeds& a, const InFeeds& b) { return a.message < b.message; };
  std::stable_sort(all.begin(), all.end(), earlier);
  double total = 0, weighted = 0;
  for (std::size_t i = 0; i < all.size();) {
    double feeds = 0;
    const std::uint32_t message = all[i].message;
    for (; i < all.size() && all[i].message == message; ++i) feeds += all[i].feeds;
    total += feeds;
    weighted += feeds * fmath::log(feeds);
  }
  return total > 0 ? fmath::log(total) - weighted / total : 0;
}

inline void declare_system(Recorder& r) {
  declare_measures(
      r, Recorded::over_time,
      {{"quality", "1", "quality of what humans have in their feeds", "mean over the slots of humans' feeds"},
       {"mean_quality", "1", "the same, since the warm-up", "mean of quality over steps, up to convergence"},
       {"system_quality", "1", "quality as the convergence rule sees it",
        "q = ρ q + (1 − ρ) quality, from 1"},
       {"exposure", "1", "share of views that are worthless, since the warm-up",
        "views of quality 0 / views, of all accounts"},
       {"human_exposure", "1", "share of humans' views that are worthless, since the warm-up",
        "views of quality 0 / views, of humans"},
       {"diversity", "nats", "diversity of messages in all feeds",
        "−Σ p ln p, p = share of a message among all slots"},
       {"mean_diversity", "nats", "the same, since the warm-up", "mean of diversity over the rows recorded"},
       {"steps", "steps", "steps made", "up to convergence, if it stops there"},
       {"messages", "messages", "messages ever posted", "count"}});
  declare_measures(
      r, Recorded::at_end,
      {{"tau_b", "1", "discrimination: rank correlation of quality and shares",
        "Kendall's τ_b over all messages, shares by humans"},
       {"tau_program", "1", "the same as the program computes it",
        "Kendall's τ, ties in shares broken by quality: large even by chance"}});
}
inline void record_system(Recorder& r, const System& system) {
  r.put("quality", system.quality);
  r.put("mean_quality", system.mean_quality());
  r.put("system_quality", system.smooth);
  r.put("exposure", system.exposure());
  r.put("human_exposure", system.human_exposure());
  r.put("diversity", system.diversity);
  r.put("mean_diversity", system.mean_diversity());
  r.put("steps", system.steps);
  r.put("messages", system.messages);
}
inline void record_discrimination(Recorder& r, const KendallTau& tau) {
  r.put("tau_b", tau.tau_b);
  r.put("tau_program", tau.broken);
}

}  // namespace fanfare::reference::simsom
