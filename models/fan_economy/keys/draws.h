// Every draw of the fan economy: what it is for, what it is about.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fanfare/ids.h"
#include "fanfare/rng.h"
#include "models/fan_economy/keys/post_key.h"

namespace fanfare::fan_economy {

// What draws are for. Append only: the numbers are part of the results.
inline constexpr std::uint16_t kModelNumber = 1;
enum class Draw : std::uint16_t {
  population = 1,    // (account, attribute)
  interests = 2,     // (account)
  community = 3,     // (account)
  creator = 4,       // (account, attribute)
  activity = 5,      // (account, tick): word 0 posts, word 1 opens an app, word 2 which
  active_day = 6,    // (account, day)
  post = 7,          // (author, tick, k): quality, topics, …
  item_error = 8,    // (author, tick, k): the platform's error about a post
  reaction = 9,      // (reader, author, tick·16+k): noise and the reader's actions, words as in browse.cpp
  discovery = 10,    // (reader, tick): slots and topics
  slot = 11,         // (author, tick·16+k): the slots a post claims
  tie_break = 12,    // (reader, author, tick·16+k)
  persuasion = 13,   // (reader, author, tick·16+k)
  exploration = 14,  // (reader, author, tick·16+k)
  purchase = 15,     // (account, brand, day)
  click_order = 16,  // (reader, author, tick·16+k)
  stock = 17,        // (account, brand, tick): the order in which scarce stock is granted
  returns = 18,      // (account, brand, day)
  word_of_mouth = 19,
  relations = 20,    // (account, day)
  rounding = 21,     // (account, brand, day): what fades of a bond
  career = 22,       // (account, day)
  campaign = 23,     // (campaign, account)
  scandal = 24,      // (account, event)
  selection = 25,    // (account, who asks, which time): random selectors and their ties
  initial = 26,      // (account, brand): where the world starts
  fandom = 27,
  sample = 28,       // (author, tick, k): which posts are kept to be looked at
  session = 29,      // (reader, tick): what rounds at the end of a session
  fading = 30,       // (account, day): what fades of fandom
  node_sample = 31,  // (account): which accounts are kept to be looked at
  replies = 32,      // (creator's account, day): answers that less than an account's worth makes
  recent = 33,       // (creator's account, day): what fades of recent counts
  debut = 34,        // (account): who becomes a creator
  author = 35,       // (account): who publishes
  spread = 36,       // (author, tick, k): how much a post is one to share
  attribute_of = 37,  // (account, hash of a name): attributes of the scenario
  membership = 41,   // (account, platform): who is on it
  cross_post = 42,   // (author, tick, k): on which further platforms a post appears
};

constexpr Purpose purpose_of(Draw d) { return purpose(kModelNumber, static_cast<std::uint16_t>(d)); }

// One decision: what its luck is for, what it is about, and which four of the words of that. Made by the
// functions below alone, one a decision, so that no two decisions meet in one word: words_test.cpp tries them
// all.
struct Decision {
  Draw purpose;
  Subject about;
  std::uint32_t index = 0;
};

namespace draw {

constexpr Subject of(AccountId a) { return {a.value, 0, 0}; }
constexpr Subject of(AccountId a, std::uint32_t second) { return {a.value, second, 0}; }
constexpr Subject of(AccountId a, std::size_t brand, std::uint32_t day) {
  return {a.value, static_cast<std::uint32_t>(brand), day};
}

// People.
constexpr Decision community(AccountId a) { return {Draw::community, of(a)}; }
// Read from their index on, as many words as the distribution asks for: profile, interests, skill,
// post_quality.
constexpr Decision profile(std::uint32_t community) { return {Draw::community, {community, 1, 0}}; }
constexpr Decision interests(AccountId a) { return {Draw::interests, of(a)}; }
// Traits and habits of an account, each drawn by its own number; income stands apart.
constexpr Decision attribute(AccountId a, std::uint32_t which) { return {Draw::population, of(a, which)}; }
// Attributes that a scenario declares, by hash_of_name of their ids; and the row of a file that an account
// draws, by that of the file's name. Words of a row: 0 and 1.
constexpr Decision attribute_of(AccountId a, std::uint32_t id_hash) {
  return {Draw::attribute_of, of(a, id_hash)};
}
constexpr Decision row_of(AccountId a, std::uint32_t file_hash) {
  return {Draw::attribute_of, {a.value, file_hash, 1}};
}
constexpr Decision income(AccountId a) { return {Draw::population, of(a, 1000)}; }
constexpr Decision authorship(AccountId a) { return {Draw::author, of(a)}; }
constexpr Decision casual_skill(AccountId a) { return {Draw::creator, of(a)}; }  // of who is no creator
constexpr Decision price_of(AccountId a) { return {Draw::creator, of(a, 10)}; }
constexpr Decision skill(AccountId a) { return {Draw::creator, of(a, 11)}; }
constexpr Decision stopping(AccountId a, std::uint32_t day) { return {Draw::career, of(a, day)}; }
constexpr Decision debut(AccountId a) { return {Draw::debut, of(a)}; }
constexpr Decision replies(AccountId a, std::uint32_t day) { return {Draw::replies, of(a, day)}; }
constexpr Decision recent(AccountId a, std::uint32_t day) { return {Draw::recent, of(a, day)}; }
constexpr Decision fandom_fading(AccountId a, std::uint32_t day) { return {Draw::fading, of(a, day)}; }
constexpr Decision unfollowing(AccountId reader, AccountId author, std::uint32_t day) {
  return {Draw::relations, {reader.value, author.value, day}};
}
// `platform`: the hash of its id, so that one more platform moves nobody.
constexpr Decision membership(AccountId a, std::uint32_t platform) {
  return {Draw::membership, of(a, platform)};
}
// Who asks is part of `asked`, see Asking.
constexpr Decision selected(Subject asked) { return {Draw::selection, asked}; }
constexpr Decision selection_tie(Subject asked) { return {Draw::selection, asked, 1}; }

// Posts.
constexpr Decision active_day(AccountId a, std::uint32_t day) { return {Draw::active_day, of(a, day)}; }
constexpr Decision post_traits(const PostKey& post) { return {Draw::post, post.itself()}; }
constexpr Decision post_quality(const PostKey& post) { return {Draw::post, post.itself(), 1}; }
constexpr Decision climbing(const PostKey& post, std::uint32_t rung) {
  return {Draw::post, post.itself(), 1000 + rung};
}
constexpr Decision rung_rounding(const PostKey& post, std::uint32_t rung) {
  return {Draw::post, post.itself(), 2000 + rung};
}
constexpr Decision spread(const PostKey& post) { return {Draw::spread, post.itself()}; }
constexpr Decision cross_posting(const PostKey& post, std::uint32_t platform) {
  return {Draw::cross_post, post.itself(), platform};
}
constexpr Decision item_error(const PostKey& post) { return {Draw::item_error, post.itself()}; }
constexpr Decision trending_place(const PostKey& post) { return {Draw::tie_break, post.itself()}; }
constexpr Decision timeline_place(const PostKey& post) { return {Draw::tie_break, post.itself(), 1}; }
// In the timeline of its second author.
constexpr Decision further_place(const PostKey& post) { return {Draw::tie_break, post.itself(), 2}; }
constexpr Decision sampled(const PostKey& post) { return {Draw::sample, post.itself()}; }
constexpr Decision sampled(AccountId a) { return {Draw::node_sample, of(a)}; }

// Sessions.
constexpr Decision trending_start(AccountId reader, Tick tick) {
  return {Draw::discovery, of(reader, tick), 1000};
}
constexpr Decision session_end(AccountId reader, Tick tick) { return {Draw::session, of(reader, tick)}; }
// By index, see browse.cpp: 0 is the feed's own.
constexpr Decision reaction(Subject seen, std::uint32_t index) { return {Draw::reaction, seen, index}; }
constexpr Decision fandom_step(const PostKey& post, AccountId reader, std::uint32_t index) {
  return {Draw::fandom, post.seen_by(reader), index};
}
// What an impression may draw, of one reader and post: 1, 2 and 3 of `reaction`, and the step of fandom.
inline constexpr std::array impression{reaction({}, 1), reaction({}, 2), reaction({}, 3), fandom_step({}, {}, 0)};
// Words: 0 whether the post is perceived as an ad, 1 rounding, 2 recall.
constexpr Decision persuasion(const PostKey& post, AccountId reader) {
  return {Draw::persuasion, post.seen_by(reader)};
}

// The market.
constexpr Decision order_at_click(const PostKey& post, AccountId reader) {
  return {Draw::click_order, post.seen_by(reader)};
}
constexpr Decision purchase(AccountId a, std::size_t brand, std::uint32_t day) {
  return {Draw::purchase, of(a, brand, day)};
}
constexpr Decision bond_fading(AccountId a, std::size_t brand, std::uint32_t day) {
  return {Draw::rounding, of(a, brand, day)};
}
constexpr Decision first_bond(AccountId a, std::size_t brand) { return {Draw::initial, of(a, brand, 0)}; }
constexpr Decision first_need(AccountId a, std::uint32_t category) {
  return {Draw::initial, of(a, 1000, category)};
}
constexpr Decision serving(AccountId a, std::size_t brand, Tick tick) {
  return {Draw::stock, of(a, brand, tick)};
}
// `post_tick`: tick · 16 + k of the post.
constexpr Decision answering(AccountId reader, std::uint32_t author, std::uint32_t post_tick) {
  return {Draw::stock, {reader.value, author, post_tick}, 1};
}
constexpr Decision satisfaction(AccountId a, std::size_t brand, std::uint32_t due) {
  return {Draw::word_of_mouth, of(a, brand, due)};
}
constexpr Decision experience(AccountId a, std::size_t brand, std::uint32_t due) {
  return {Draw::word_of_mouth, of(a, brand, due), 1};
}
constexpr Decision sent_back(AccountId a, std::size_t brand, std::uint32_t due) {
  return {Draw::returns, of(a, brand, due)};
}

// Campaigns and events.
constexpr Decision post_time(std::size_t campaign, std::uint32_t account, std::uint32_t post) {
  return {Draw::campaign, {static_cast<std::uint32_t>(campaign), account, 0}, post};
}
// Words: 0 when it is noticed, 1 whether one leaves.
constexpr Decision scandal(AccountId a, std::uint32_t event, std::uint32_t number) {
  return {Draw::scandal, {a.value, event, number}};
}
// Words: 0 blame, 1 whether one writes about it.
constexpr Decision scandal_brand(AccountId a, std::uint32_t event, std::uint32_t number, std::size_t brand) {
  return {Draw::scandal, {a.value, event, number}, 1 + static_cast<std::uint32_t>(brand)};
}

}  // namespace draw

}  // namespace fanfare::fan_economy
