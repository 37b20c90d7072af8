// The moments of a tick at which mechanisms take part: lists of functions, walked in the order of the
// catalogue and empty when nobody does.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/block.h"
#include "fanfare/ids.h"
#include "fanfare/phase.h"
#include "models/fan_economy/state/posts.h"
#include "models/fan_economy/state/value_table.h"

namespace fanfare::fan_economy {

struct World;
struct SessionScratch;
struct Candidates;
struct TradedOrder;
struct Order;
struct Permit;
struct DealTerms;

template <class... Args>
class Moment {
 public:
  template <auto Method, class M>
  void join(M& mechanism) {
    calls_.push_back(
        {&mechanism, [](void* of, Args... args) { (static_cast<M*>(of)->*Method)(args...); }});
  }
  bool empty() const { return calls_.empty(); }
  void operator()(Args... args) const {
    for (const Call& call : calls_) call.run(call.of, args...);
  }

 private:
  struct Call {
    void* of;
    void (*run)(void* of, Args... args);
  };
  std::vector<Call> calls_;
};

// A term of the score: what a candidate gains by it, a pure function, so that it can also be explained.
using TermFunction = float (*)(const void* mechanism, const World& world, AccountId reader,
                               const PostScore& post);
struct TermCall {
  const void* mechanism;
  TermFunction value;
};

// May the reader be shown a post that carries PostFlags::kGated? A pure function; all that are asked must say
// so.
using GateFunction = bool (*)(const void* mechanism, const World& world, AccountId reader,
                              const PostScore& post);
struct GateCall {
  const void* mechanism;
  GateFunction admits;
};

// What a session did with a post that carries PostFlags::kMarked.
struct Viewed {
  AccountId reader;
  const PostScore& post;
  std::uint32_t row;  // of the post
  bool watched, liked, commented, shared, followed, clicked, hid;
  float appeal;
  Source source;      // where it came from
};

struct SessionEnd {
  AccountId reader;
  std::uint32_t items;
  double seconds;
  float appeal;                           // mean of its items
  const Candidates& candidates;           // as ranked; keys of those that were taken are gone
  std::span<const std::uint8_t> shown;    // numbers of eligible candidates, in the order of showing
};

// Factors that mechanisms put on what the rest of the economy says of an account: pure functions, walked in
// the order of the catalogue, the same on every platform. Nobody's is 1.
template <class... Args>
class Factor {
 public:
  template <auto Method, class M>
  void join(const M& mechanism) {
    calls_.push_back({&mechanism, [](const void* of, Args... args) {
                        return static_cast<double>((static_cast<const M*>(of)->*Method)(args...));
                      }});
  }
  bool empty() const { return calls_.empty(); }
  double operator()(Args... args) const {
    double product = 1;
    for (const Call& call : calls_) product *= call.value(call.of, args...);
    return product;
  }

 private:
  struct Call {
    const void* of;
    double (*value)(const void* of, Args... args);
  };
  std::vector<Call> calls_;
};
struct Factors {
  Factor<const World&, AccountId, std::uint8_t> drive;          // on the hazard of an order of a brand
  Factor<const World&, AccountId, const PostScore&> believed;   // on the credibility of a post about a brand
  Factor<const World&, AccountId> session_length;               // on the feed's length for a reader
  float appeal;  // mean of its items
};

// A product link was clicked, in the reader's block; `ordered`: at once.
struct LinkClick {
  AccountId reader;
  std::uint8_t brand;
  bool ordered;
};

// A place for an ad comes up, in the reader's block; whoever sells it says what became of it.
struct AdPlace {
  AccountId reader;
  std::uint8_t placement;           // see market/placements.h
  std::uint8_t number = 0;          // 0 … 15, of several of this placement in a tick
  std::uint8_t brand = kNoBrand;    // that the reader asks for, if any
  bool taken = false;
  float appeal = 0;                 // of the ad
  std::uint8_t advertiser = kNoBrand;
};

struct Moments {
  using OnAll = Moment<World&, const StepScope&>;
  using InBlock = Moment<World&, const BlockScope&>;

  // Replicated or exchange, as the phase is.
  OnAll intervene;  // after events
  OnAll campaign;   // after hiring
  OnAll index;      // after this tick's posts came in
  OnAll reacted;    // after the counters of posts were summed
  OnAll trade;      // after orders were served
  OnAll close;      // before the books are closed
  OnAll adapt;      // after creators adapted, every tick
  Moment<const World&, NewPost&> written;  // in a block: each post as it is written, not yet sent
  Moment<World&, std::uint32_t, PostScore&> published;  // each new post: number, what ranking will read
  Moment<World&, std::uint32_t, const PostCounts&>
      counted;  // each post that was reacted to: row, this tick's

  // Of whom a line of a campaign may hire, best first: may leave some out, or rank them anew. Also asked at
  // set-up, so a pure function of what is known then and now: campaign, line, indices of creators.
  Moment<const World&, std::size_t, std::size_t, std::vector<std::uint32_t>&> vet;
  // What a creator would be paid for a post of a line: campaign, line, creator. As pure as `vet`.
  Moment<const World&, std::size_t, std::size_t, std::uint32_t, DealTerms&> priced;
  // What the lines of a campaign may spend at its start, cents: may keep some back for hire_more().
  Moment<const World&, std::size_t, std::vector<Cents>&> rationed;
  // At set-up, when the graph stands and before roles are cast: may add creators.
  Moment<World&> cast;
  // An order that is to be served, before its terms are frozen.
  Moment<const World&, TradedOrder&> ordered;
  // Whoever asks what an account may do (World::permit), and whether a creator may hold shows.
  Moment<const World&, AccountId, Permit&> permit;
  Moment<const World&, std::uint32_t, bool&> licence;

  // In a block.
  InBlock publish, shop, settle, relate;
  Moment<World&, const BlockScope&, AccountId> daily;  // an account's chores

  // Takes away platforms, a bit each, that the account may not open now.
  Moment<const World&, AccountId, std::uint8_t&> doors;

  // In a session: no allocation, no lock.
  Moment<const World&, AccountId, SessionScratch&, std::uint64_t&>
      retrieve;  // a source; the last counts draws
  Moment<const World&, AccountId, SessionScratch&> ranked;  // may change keys; 0: not shown
  Moment<const World&, AccountId, SessionScratch&> sift;  // after all sources: takes candidates out
  std::vector<TermCall> terms;
  std::vector<GateCall> gates;
  // Of a marked post, before the reader acts: row of the post, the chances of each action.
  Moment<const World&, AccountId, std::uint32_t, ReactionThresholds&> chances;
  Moment<World&, const BlockScope&, const Viewed&> viewed;
  Moment<World&, const BlockScope&, const SessionEnd&> left;
  Moment<World&, const BlockScope&, AdPlace&> place;
  Moment<World&, const BlockScope&, const LinkClick&> clicked;
};

}  // namespace fanfare::fan_economy
