// All state of a run, named once: what is not here is not saved and not fingerprinted.
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/fan_economy.h"
#include "models/fan_economy/feed/index.h"
#include "models/fan_economy/mechanisms/mechanisms.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/sample/sample.h"

namespace fanfare::fan_economy {

namespace {

void walk_posts(Archive& a, Posts& posts, FeedIndex& index) {
  a.shared({"posts.first", "1", "number of the first row"}, posts.first);
  a.shared({"posts.score", "1", "what ranking reads"}, posts.score);
  a.shared({"posts.counts", "accounts", "counters"}, posts.counts);
  a.shared({"posts.cascade", "1", "cascades of live roots"}, posts.cascade);
  a.shared({"posts.contract", "1", "contract of a sponsored post"}, posts.contract);
  a.shared({"index.entries", "1", "timelines"}, index.entries);
  a.shared({"index.first_entry", "1", "number of the first entry"}, index.first_entry);
  a.shared({"index.live_entry", "1", "first entry of the window"}, index.live_entry);
  a.shared({"index.live_post", "1", "first post of the window"}, index.live_post);
  a.shared({"index.trending", "1", "post numbers"}, index.trending);
  a.shared({"index.rung_values", "posts", "values of finished posts, by rung and bin"}, index.rung_values);
  a.shared({"index.promotions", "posts", "by rung"}, index.promotions);
  a.shared({"index.cascades", "1", "cascades that left the window"}, index.cascades);
}

}  // namespace

void FanEconomy::state(Archive& archive) {
  World& w = world_;
  w.accounts.table.walk(archive);
  archive.graph({"follows", "1", "who follows whom"}, w.graph);
  archive.lists({"orders", "1", "orders under way"}, w.orders);
  archive.lists({"pending_posts", "1", "posts that customers are yet to write"}, w.pending_posts);
  archive.shared({"tick", "ticks", "the last tick that ran"}, w.tick);
  archive.shared({"followers", "accounts", "of every account"}, w.followers);
  archive.shared({"creators", "1", "creators"}, w.creators);
  walk_posts(archive, w.posts, w.index);
  walk(archive, w.market);
  w.measures.walk(archive);
  w.scoresheet.walk(archive);
  archive.shared({"ledger.balances", "cents", "of every book"}, w.ledger.balances());
  archive.shared({"ledger.inflows", "cents", "of every book"}, w.ledger.inflows());
  walk_sample(archive, w);
  walk_mechanisms(w, archive);
}

namespace {

template <class T>
std::size_t held(const T& values) {
  return values.capacity() * sizeof values[0];
}
template <class T>
std::size_t slack(const T& values) {
  return (values.capacity() - values.size()) * sizeof values[0];
}

}  // namespace

std::size_t FanEconomy::bytes_beside_state() const {
  const World& w = world_;
  const FeedIndex& index = w.index;
  std::size_t bytes = w.post_tally.bytes() + w.follow_tally.bytes() + w.opens.size();
  bytes += slack(w.posts.score) + slack(w.posts.counts) + slack(w.posts.cascade) + slack(w.posts.contract) + slack(index.entries);
  bytes += held(index.newest) + held(index.recent) + held(index.slots.post) + held(index.slots.claim) + held(w.creator_bits);
  for (const auto& pool : index.pool) bytes += held(pool);
  return bytes + bytes_beside_mechanisms(w) + w.scratch.size() * sizeof(SessionScratch);
}

void FanEconomy::restore() {
  world_.index_creators();
  restore_parameters(world_);
  ++world_.parameters_version;
  prepare_tick(world_);
  restore_index(world_);
  restore_mechanisms(world_);
  restore_sample(world_);
}

}  // namespace fanfare::fan_economy
