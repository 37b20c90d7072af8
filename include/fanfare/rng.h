// Counter-based randomness: every draw is a pure function of (seed, purpose, subject, index).
// The generator is Philox4x32-10 (philox.h).
// Key draws by what the decision is about, never by a position in a feed or a loop.
#pragma once

#include <cstdint>

#include "fanfare/fmath.h"
#include "fanfare/ids.h"
#include "fanfare/philox.h"

namespace fanfare {

// What a draw is for: a model's number in the high half, the model's own append-only number in the
// low half. The numbers are part of the results.
struct Purpose {
  std::uint32_t value = 0;
};
constexpr Purpose purpose(std::uint16_t model, std::uint16_t number) {
  return {static_cast<std::uint32_t>(model) << 16 | number};
}

// What a draw is about: up to three 32-bit words, e.g. (reader, author, tick and k of a post).
struct Subject {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
};

// A uniform in (0, 1) from 32 bits: the midpoint of one of 2^32 cells, never 0, never 1.
constexpr double to_unit(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }
// A uniform in (0, 1) from 52 bits of two words, for what is rarer than one in 2^32.
constexpr double to_unit_wide(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = static_cast<std::uint64_t>(high) << 20 | low >> 12;
  return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}
// A uniform in (0, 1) from 23 bits, a midpoint as well, exact in a float. By way of a signed integer, which vectors
// convert in one instruction.
constexpr float to_unit_f(std::uint32_t word) {
  return (static_cast<float>(static_cast<std::int32_t>(word >> 9)) + 0.5F) * 0x1p-23F;
}

// The stream of one purpose in one run. Copyable, stateless, 8 bytes.
class Draws {
 public:
  constexpr Draws() = default;
  constexpr Draws(std::uint32_t seed, Purpose p) : seed_(seed), purpose_(p.value) {}

  // Four independent words.
  Words words(Subject s, std::uint32_t index = 0) const {
    return philox({s.a, s.b, s.c, index}, seed_, purpose_);
  }
  double uniform(Subject s, std::uint32_t index = 0) const { return to_unit(words(s, index)[0]); }
  bool chance(double p, Subject s, std::uint32_t index = 0) const { return uniform(s, index) < p; }

  // A whole number in [0, n), n > 0, unbiased to 2^-32 · n.
  std::uint32_t below(std::uint32_t n, Subject s, std::uint32_t index = 0) const {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(words(s, index)[0]) * n) >> 32);
  }

  // A standard normal (Box–Muller, cosine branch).
  double normal(Subject s, std::uint32_t index = 0) const {
    const Words w = words(s, index);
    return fmath::normal(to_unit(w[0]), to_unit(w[1]));
  }

  std::uint32_t seed() const { return seed_; }
  std::uint32_t purpose_number() const { return purpose_; }

 private:
  std::uint32_t seed_ = 0;
  std::uint32_t purpose_ = 0;
};

}  // namespace fanfare
