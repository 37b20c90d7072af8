// A sample of posts kept in full: who saw them, by source and hour; who shared them and what that brought;
// what their score was made of, beside what else the same readers could have been shown.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/tally.h"
#include "models/fan_economy/keys/actions.h"
#include "models/fan_economy/keys/vocabulary.h"
#include "models/fan_economy/state/posts.h"
#include "models/fan_economy/state/term.h"

namespace fanfare::fan_economy {

struct SampledPost {
  static constexpr std::size_t kMostRungs = 12;  // of the traffic ladder that are kept

  std::uint32_t number = 0;     // of the post
  std::uint32_t author = 0;
  std::uint32_t tick = 0;
  std::uint32_t creator = kNobody;
  std::uint32_t followers = 0;  // of the author at posting, accounts
  float quality = 0;
  std::uint8_t k = 0;
  std::uint8_t brand = kNoBrand;
  std::uint8_t campaign = kNoCampaign;
  std::uint8_t flags = 0;       // PostFlags
  std::uint8_t topic = 0;
  std::uint8_t reserved[3] = {};
  std::array<std::uint32_t, kMostRungs> climbed{};  // by rung: ticks from posting to climbing it; 0: not

  bool is_sponsored() const { return (flags & PostFlags::kSponsored) != 0; }
};

// A share of a sampled post, in order of time.
struct SampledShare {
  std::uint32_t post = 0;       // row in PostSample::posts
  std::uint32_t entry = 0;      // number of its line in the sharer's timeline
  std::uint32_t parent = kNobody;  // row of the share that the sharer saw, or kNobody
  std::uint32_t account = 0;
  std::uint32_t tick = 0;
  std::uint32_t depth = 0;
  std::uint32_t followers = 0;  // of the sharer at sharing, accounts
  std::uint32_t source = 0;     // where the sharer saw it
  std::uint32_t impressions = 0;  // that the share brought, accounts
};

// What is counted of each sampled post, all in whole numbers; terms of the score in 1/65536.
struct PostCells {
  static constexpr double kTermUnit = 65536;
  static constexpr std::size_t kReactions = kActionCount;

  std::size_t sources = 0, terms = 0;  // of this run
  std::size_t source(Source s) const { return static_cast<std::size_t>(s); }
  std::size_t reaction(std::size_t number) const { return sources + number; }  // see kReactions
  std::size_t explored() const { return sources + kReactions; }
  std::size_t with_others() const { return explored() + 1; }  // impressions that had competitors
  std::size_t term(std::size_t t) const { return with_others() + 1 + t; }
  std::size_t term_of_others(std::size_t t) const { return term(terms) + t; }
  std::size_t count() const { return term_of_others(terms); }
};

struct PostSample {
  static constexpr std::size_t kMostPosts = 256;    // over the whole run
  static constexpr std::ptrdiff_t kMostUnpaid = 64;   // of them, posts that nobody paid for
  static constexpr std::size_t kMostShares = 4096;  // later ones are counted, not kept

  PostCells cells;                        // derived
  std::vector<SampledPost> posts;         // in order of publication
  std::vector<std::int64_t> totals;       // posts × cells.count()
  std::vector<std::uint32_t> hours;  // posts × hours of the window × cells.sources: impressions, accounts
  std::vector<SampledShare> shares;
  std::uint32_t next_unpaid_day = 0;      // from which the next post that nobody paid for is taken
  std::uint32_t window_hours = 0;         // derived
  Tally tally;                            // posts × cells.count(), of this tick
  WideTally<1> share_tally;               // by share: impressions that it brought

  // Row in `posts`; the post is one of them.
  std::size_t row_of(std::uint32_t number) const;
  // Row in `shares`, or kNobody.
  std::uint32_t share_of(std::uint32_t entry) const;

  void walk(Archive& archive);
};

}  // namespace fanfare::fan_economy
