// All state of a run, named once: what is not here is not saved and not fingerprinted.
#include <string>
#include <string_view>

#include "models/fan_economy/events/events.h"
#include "models/fan_economy/fan_economy.h"
#include "models/fan_economy/feed/index.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/mechanisms/mechanisms.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/sample/sample.h"

namespace fanfare::fan_economy {

namespace {

// `name(text)`: as the platform's state is called.
template <class Name>
void walk_posts(Archive& a, Posts& posts, FeedIndex& index, const Name& name) {
  const auto shared = [&](const char* text, const char* unit, const char* help, auto& value) {
    a.shared({name(text), unit, help}, value);
  };
  shared("posts.first", "1", "number of the first row", posts.first);
  shared("posts.score", "1", "what ranking reads", posts.score);
  shared("posts.counts", "accounts", "counters", posts.counts);
  shared("posts.cascade", "1", "cascades of live roots", posts.cascade);
  shared("posts.contract", "1", "contract of a sponsored post", posts.contract);
  shared("index.entries", "1", "timelines", index.entries);
  shared("index.first_entry", "1", "number of the first entry", index.first_entry);
  shared("index.live_entry", "1", "first entry of the window", index.live_entry);
  shared("index.live_post", "1", "first post of the window", index.live_post);
  shared("index.trending", "1", "post numbers", index.trending);
  shared("index.rung_values", "posts", "values of finished posts, by rung and bin", index.rung_values);
  shared("index.promotions", "posts", "by rung", index.promotions);
  shared("index.cascades", "1", "cascades that left the window", index.cascades);
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
  walk_posts(archive, w.posts, w.index, [](const char* text) { return std::string_view(text); });
  walk(archive, w.market);
  w.measures.walk(archive);
  w.scoresheet.walk(archive);
  archive.shared({"ledger.balances", "cents", "of every book"}, w.ledger.balances());
  archive.shared({"ledger.inflows", "cents", "of every book"}, w.ledger.inflows());
  walk_sample(archive, w);
  walk_segments(archive, w);
  walk_mechanisms(w, archive);
  for (std::uint32_t p = 1; p < w.platform_count(); ++p) {
    PlatformState& of = w.parked[p];
    const auto name = [&](const char* text) {
      return std::string_view(*state_names_.insert(w.p.platforms[p].id + "." + text).first);
    };
    archive.graph({name("follows"), "1", "who follows whom"}, of.graph);
    archive.shared({name("followers"), "accounts", "of every account"}, of.followers);
    walk_posts(archive, of.posts, of.index, name);
  }
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

namespace {

std::size_t bytes_of_follows(const World& w) {
  std::size_t bytes = w.follow_tally.bytes();
  for (const auto& tally : w.further_follows) bytes += tally->bytes();
  return bytes;
}

}  // namespace

namespace {

std::size_t bytes_of(const PlatformState& of) {
  const FeedIndex& index = of.index;
  std::size_t bytes = slack(of.posts.score) + slack(of.posts.counts) + slack(of.posts.cascade) +
                      slack(of.posts.contract) + slack(index.entries);
  bytes += held(index.newest) + held(index.recent) + held(index.slots.post) + held(index.slots.claim);
  for (const auto& pool : index.pool) bytes += held(pool);
  return bytes;
}

}  // namespace

std::size_t FanEconomy::bytes_beside_state() const {
  const World& w = world_;
  std::size_t bytes = w.post_tally.bytes() + bytes_of_follows(w) + w.opens.size() + held(w.creator_bits);
  bytes += bytes_of(w) + held(w.memberships) + held(w.homes);
  for (const PlatformState& of : w.parked) bytes += bytes_of(of);
  return bytes + bytes_beside_mechanisms(w) + w.scratch.size() * sizeof(SessionScratch);
}

void FanEconomy::restore() {
  world_.index_creators();
  restore_parameters(world_);
  ++world_.parameters_version;
  prepare_tick(world_);
  restore_index(world_);
  link_offers(world_);
  restore_mechanisms(world_);
  restore_sample(world_);
}

}  // namespace fanfare::fan_economy
