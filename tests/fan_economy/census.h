// A watcher that counts what sessions were like and how readers reacted. One worker only.
#pragma once

#include <cstdint>
#include <set>

#include "models/fan_economy/state/trace.h"

namespace fanfare::fan_economy::testing {

class Census : public Trace {
 public:
  void retrieved(AccountId reader, const Candidates&) override {
    ++sessions;
    readers_.insert(reader.value);
    session_.clear();
  }
  void reacted(const ReactionRecord& r) override {
    ++items;
    own_posts += r.post.author == r.reader.value;
    repeated += !session_.insert(r.post).second;
    watches += r.watches, likes += r.likes, comments += r.comments;
    shares += r.shares, follows += r.follows, hides += r.hides;
  }
  void new_day() { readers_.clear(); }
  std::size_t readers_today() const { return readers_.size(); }
  // Of an item.
  double rate(std::uint64_t count) const { return static_cast<double>(count) / static_cast<double>(items); }
  double items_per_session() const { return static_cast<double>(items) / static_cast<double>(sessions); }

  std::uint64_t sessions = 0, items = 0;
  std::uint64_t own_posts = 0;  // shown to their authors
  std::uint64_t repeated = 0;   // shown before in the same session
  std::uint64_t watches = 0, likes = 0, comments = 0, shares = 0, follows = 0, hides = 0;

 private:
  std::set<PostKey> session_;
  std::set<std::uint32_t> readers_;
};

}  // namespace fanfare::fan_economy::testing
