// What the generator is: Random123's published vectors, and the batch form word for word the same.
#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <memory>

#include "fanfare/philox_batch.h"
#include "fanfare/philox_four.h"
#include "fanfare/rng.h"
#include "tests/vocabulary/accuracy.h"

namespace fanfare::philox_test {
namespace {

struct KnownAnswer {
  Subject subject;
  std::uint32_t index;
  std::uint32_t seed;
  std::uint32_t purpose;
  Words words;
};

// The philox4x32-10 lines of Random123's kat_vectors: counter, key, result.
const KnownAnswer kKnown[] = {
    {{0, 0, 0}, 0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff},
     0xffffffff,
     0xffffffff,
     0xffffffff,
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e},
     0x03707344,
     0xa4093822,
     0x299f31d0,
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

TEST(Philox, gives_the_published_words_one_at_a_time) {
  for (const KnownAnswer& known : kKnown)
    EXPECT_EQ(Draws(known.seed, Purpose{known.purpose}).words(known.subject, known.index), known.words);
}

TEST(Philox, gives_the_words_of_Random123_for_any_counter_and_key) {
  test::PointMaker make(17);
  const auto word = [&] { return static_cast<std::uint32_t>(make.word()); };
  for (int repeat = 0; repeat < 10'000; ++repeat) {
    const Words counter{word(), word(), word(), word()};
    const std::uint32_t k0 = word(), k1 = word();
    const auto theirs = r123::Philox4x32{}({{counter[0], counter[1], counter[2], counter[3]}}, {{k0, k1}});
    ASSERT_EQ(philox(counter, k0, k1), (Words{theirs[0], theirs[1], theirs[2], theirs[3]}));
  }
}

TEST(Philox, gives_the_published_words_in_a_batch) {
  for (const KnownAnswer& known : kKnown) {
    SubjectBatch<16> subjects;
    subjects.a.fill(known.subject.a);
    subjects.b.fill(known.subject.b);
    subjects.c.fill(known.subject.c);
    WordBatch<16> words;
    words_batch(Draws(known.seed, Purpose{known.purpose}), subjects, known.index, words);
    for (std::size_t w = 0; w < 4; ++w)
      for (std::size_t i = 0; i < 16; ++i) ASSERT_EQ(words.word[w][i], known.words[w]) << w << " " << i;
  }
}

template <std::size_t N>
void expect_the_batch_to_equal_single_draws(std::uint64_t seed) {
  test::PointMaker make(seed);
  const auto word = [&] { return static_cast<std::uint32_t>(make.word()); };
  const auto subjects = std::make_unique<SubjectBatch<N>>();
  const auto words = std::make_unique<WordBatch<N>>();
  for (int repeat = 0; repeat < 200; ++repeat) {
    const Draws draws(word(), Purpose{word()});
    const std::uint32_t index = word();
    for (std::size_t i = 0; i < N; ++i)
      subjects->a[i] = word(), subjects->b[i] = word(), subjects->c[i] = word();
    words_batch(draws, *subjects, index, *words);
    for (std::size_t i = 0; i < N; ++i) {
      const Words alone = draws.words({subjects->a[i], subjects->b[i], subjects->c[i]}, index);
      for (std::size_t w = 0; w < 4; ++w) ASSERT_EQ(words->word[w][i], alone[w]) << i;
    }
  }
}

TEST(Philox, a_batch_equals_single_draws_for_any_key_subject_and_index) {
  expect_the_batch_to_equal_single_draws<16>(1);
  expect_the_batch_to_equal_single_draws<64>(2);
  expect_the_batch_to_equal_single_draws<1024>(3);
}

// Whichever vectors the machine has, also those that a batch would not choose on it.
TEST(Philox, a_part_of_a_batch_equals_single_draws_by_either_width_of_vectors) {
  test::PointMaker make(4);
  const auto word = [&] { return static_cast<std::uint32_t>(make.word()); };
  SubjectBatch<64> subjects;
  for (std::size_t i = 0; i < 64; ++i) subjects.a[i] = word(), subjects.b[i] = word(), subjects.c[i] = word();
  const Draws draws(word(), Purpose{word()});
  const PhiloxKeys keys(draws);
  for (std::size_t count = 0; count <= 64; ++count) {
    WordBatch<64> chosen, plain;
    words_batch(keys, subjects, 7, chosen, count);
    detail::words_batch_plain(keys, subjects, 7, plain, count);
    for (std::size_t i = 0; i < count; ++i) {
      const Words alone = draws.words({subjects.a[i], subjects.b[i], subjects.c[i]}, 7);
      for (std::size_t w = 0; w < 4; ++w) {
        ASSERT_EQ(chosen.word[w][i], alone[w]) << i << " of " << count;
        ASSERT_EQ(plain.word[w][i], alone[w]) << i << " of " << count;
      }
    }
    for (std::size_t i = (count + 15) / 16 * 16; i < 64; ++i) ASSERT_EQ(chosen.word[0][i], 0U) << "more than asked for";
  }
}

TEST(Philox, four_streams_at_once_equal_single_draws) {
  test::PointMaker make(5);
  const auto word = [&] { return static_cast<std::uint32_t>(make.word()); };
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::array<StreamIndex, 4> streams;
    for (StreamIndex& s : streams) s = {Draws(word(), Purpose{word()}), word()};
    const PhiloxFour four(streams);
    const Subject subject{word(), word(), word()};
    std::vector<std::array<Words, 4>> all{four.words(subject), four.words_plain(subject)};
#ifdef FANFARE_CHOOSES_AVX2
    if (has_avx2()) all.push_back(four.words_avx2(subject));
#endif
    for (const auto& words : all)
      for (std::size_t i = 0; i < 4; ++i) ASSERT_EQ(words[i], streams[i].draws.words(subject, streams[i].index)) << i;
  }
}

TEST(Philox, batched_normals_equal_single_ones) {
  SubjectBatch<64> subjects;
  for (std::uint32_t i = 0; i < 64; ++i) subjects.a[i] = i;
  WordBatch<64> words;
  words_batch(Draws(7, purpose(1, 2)), subjects, 0, words);
  std::array<float, 64> normals;
  normals_batch(words, normals);
  for (std::size_t i = 0; i < 64; ++i)
    EXPECT_EQ(normals[i], fmath::normalf(to_unit_f(words.word[0][i]), to_unit_f(words.word[1][i])));
}

TEST(Philox, units_stay_inside_the_open_interval) {
  EXPECT_EQ(to_unit(0), 0x1p-33);
  EXPECT_EQ(to_unit(0xffffffff), 1 - 0x1p-33);
  EXPECT_EQ(to_unit_f(0), 0x1p-24F);
  EXPECT_EQ(to_unit_f(0xffffffff), 1 - 0x1p-24F);
  EXPECT_EQ(to_unit_wide(0, 0), 0x1p-53);
  EXPECT_EQ(to_unit_wide(0xffffffff, 0xffffffff), 1 - 0x1p-53);
}

TEST(Philox, purposes_of_models_and_numbers_never_meet) {
  EXPECT_EQ(purpose(0, 1).value, 1U);
  EXPECT_EQ(purpose(1, 0).value, 0x10000U);
  EXPECT_EQ(purpose(0xffff, 0xffff).value, 0xffffffffU);
}

}  // namespace
}  // namespace fanfare::philox_test
