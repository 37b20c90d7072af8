// Source `discovery`: posts of the traffic pools, drawn by the reader's interests from the slot tables.
#pragma once

#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// The row from which a reader is matched: its own interests, or its segment's if it refuses targeting.
inline const TopicRow& known_interest(const World& world, AccountId reader) {
  if ((world.accounts.flags[reader] & AccountFlags::kOptOut) == 0) return world.accounts.interest[reader];
  return world.segment_interest[world.accounts.segment[reader]];
}

// Each 32-bit word is one try: its high 8 bits choose the topic, its low 24 the slot. Empty slots cost a
// try; a quota is allowed three tries an item.
inline void retrieve_discovery(const World& world, AccountId reader, SessionScratch& scratch, std::uint64_t& blocks) {
  const std::uint32_t quota = world.p.feed().sources.discovery;
  if (quota == 0) return;
  const FeedIndex& index = world.index;
  Candidates& c = scratch.candidates;
  const TopicRow& interest = known_interest(world, reader);
  // Upper bounds of the topics among the 255 parts of the interests, in units of a word's high 8 bits.
  std::array<std::uint32_t, kTopics> upto{};
  std::uint32_t sum = 0;
  for (std::size_t t = 0; t < kTopics; ++t) upto[t] = sum += interest[t];
  scratch.draw_subject.a.fill(reader.value);
  scratch.draw_subject.b.fill(world.tick);
  const std::uint32_t most = std::min<std::uint32_t>(c.count + quota, kMostCandidates);
  const std::uint32_t tries = (quota * 3 + 63) / 64;
  const Draws draws = world.draws(Draw::discovery);
  const std::uint32_t* slots = index.slots.post.data();
  const std::uint32_t stride = index.slot_mask + 1;
  for (std::uint32_t batch = 0; batch < tries && c.count < most; ++batch) {
    for (std::uint32_t i = 0; i < 16; ++i) scratch.draw_subject.c[i] = i;
    words_batch(draws, scratch.draw_subject, batch, scratch.draw_words);
    blocks += 16;
    alignas(64) std::array<std::uint32_t, 64> found;
    for (std::uint32_t w = 0; w < 4; ++w)
      for (std::uint32_t i = 0; i < 16; ++i) {
        const std::uint32_t word = scratch.draw_words.word[w][i];
        std::uint32_t topic = 0;
        for (std::size_t t = 0; t + 1 < kTopics; ++t) topic += (word >> 24) >= upto[t] ? 1U : 0U;
        found[w * 16 + i] = slots[topic * stride + (word & index.slot_mask)];
      }
    std::uint32_t filled = 0;
    for (std::uint32_t i = 0; i < 64; ++i) {
      const std::uint32_t number = found[i];
      found[filled] = number;
      filled += number != kNobody ? 1U : 0U;
    }
    for (std::uint32_t i = 0; i < filled && c.count < most; ++i) {
      const std::uint32_t row = found[i] - world.posts.first;
      if (!scratch.met.insert(row)) continue;
      __builtin_prefetch(&world.posts.score[row]);
      c.offer(row, kNobody, Source::discovery);
    }
  }
}

}  // namespace fanfare::fan_economy
