// Sequences of points, and the rows that Morris and Saltelli make of them. Integers until the last division.
#include "sim/design/point_set.h"

#include <utility>

#include "fanfare/expects.h"
#include "fanfare/rng.h"
#include "sim/design/sobol_words.h"

namespace fanfare {
namespace {

constexpr Purpose kShift = purpose(0xFFFF, 2);      // (factor)
constexpr Purpose kStratum = purpose(0xFFFF, 3);    // (factor, points before), index: order of the free strata
constexpr Purpose kInside = purpose(0xFFFF, 4);     // (factor, point): where in its stratum
constexpr Purpose kWalk = purpose(0xFFFF, 5);       // (trajectory, factor): where from, which way
constexpr Purpose kWalkOrder = purpose(0xFFFF, 6);  // (trajectory), index: which factor next

constexpr double kOfWord = 0x1p-32;

PointSet room_for(std::size_t points, std::size_t factors) {
  expects(points >= 1 && points <= kMostPoints, "a design has 1 to 2^20 points");
  expects(factors >= 1 && factors <= kMostFactors, "a design has 1 to 1,000 factors");
  return {points, factors, std::vector<double>(points * factors)};
}

using Order = std::vector<std::uint32_t>;

// Fisher and Yates, from the end.
template <class Below>
void shuffle(Order& order, const Below& below) {
  for (std::size_t i = order.size(); i-- > 1;)
    std::swap(order[i], order[below(static_cast<std::uint32_t>(i + 1), static_cast<std::uint32_t>(i))]);
}

}  // namespace

PointSet sobol_points(std::size_t points, std::size_t factors, std::size_t first) {
  PointSet set = room_for(points, factors);
  const std::vector<std::uint32_t> words = sobol_words(first, points, factors);
  for (std::size_t i = 0; i < words.size(); ++i) set.at[i] = words[i] * kOfWord;
  return set;
}

PointSet shifted_sobol_points(std::size_t points, std::size_t factors, std::uint32_t seed) {
  PointSet set = room_for(points, factors);
  const Draws draws(seed, kShift);
  const std::vector<std::uint32_t> words = sobol_words(0, points, factors);
  for (std::size_t i = 0; i < words.size(); ++i)
    set.at[i] = (words[i] ^ draws.words({static_cast<std::uint32_t>(i % factors)})[0]) * kOfWord;
  return set;
}

namespace {

std::vector<std::uint32_t> first_primes(std::size_t count) {
  std::vector<std::uint32_t> primes;
  for (std::uint32_t n = 2; primes.size() < count; ++n) {
    bool is_prime = true;
    for (const std::uint32_t p : primes) {
      if (p * p > n) break;
      if (n % p == 0) is_prime = false;
    }
    if (is_prime) primes.push_back(n);
  }
  return primes;
}

// The digits of n to a base, read backwards behind the point: a whole number over a power of the base, divided once.
double radical_inverse(std::uint64_t n, std::uint64_t base) {
  std::uint64_t digits = 0, over = 1;
  for (; n > 0; n /= base) digits = digits * base + n % base, over *= base;
  return static_cast<double>(digits) / static_cast<double>(over);
}

}  // namespace

PointSet halton_points(std::size_t points, std::size_t factors) {
  PointSet set = room_for(points, factors);
  const std::vector<std::uint32_t> primes = first_primes(factors);
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t f = 0; f < factors; ++f) set.at[i * factors + f] = radical_inverse(i, primes[f]);
  return set;
}

namespace {

std::uint64_t first_of(std::uint64_t stratum, std::uint64_t strata) {
  return ((stratum << 32) + strata - 1) / strata;
}

// A word in the stratum: words and numbers of points are so small that no product with them is rounded.
std::uint32_t word_in(std::uint64_t stratum, std::uint64_t strata, std::uint32_t luck) {
  const std::uint64_t low = first_of(stratum, strata), high = first_of(stratum + 1, strata);
  return static_cast<std::uint32_t>(low + (luck * (high - low) >> 32));
}

// Puts points [words.size(), all) into the strata, `all` of them, that hold none yet, in random order.
void fill_up(std::vector<std::uint32_t>& words, std::size_t all, std::uint32_t factor, std::uint32_t seed) {
  std::vector<bool> is_taken(all, false);
  for (const std::uint32_t w : words) is_taken[static_cast<std::size_t>(w * std::uint64_t{all} >> 32)] = true;
  Order free;
  for (std::uint32_t s = 0; s < all; ++s)
    if (!is_taken[s]) free.push_back(s);
  const auto before = static_cast<std::uint32_t>(words.size());
  const Draws order(seed, kStratum), inside(seed, kInside);
  shuffle(free, [&](std::uint32_t n, std::uint32_t i) { return order.below(n, {factor, before}, i); });
  for (const std::uint32_t stratum : free) {
    const auto point = static_cast<std::uint32_t>(words.size());
    words.push_back(word_in(stratum, all, inside.words({factor, point})[0]));
  }
}

}  // namespace

PointSet latin_hypercube(std::size_t points, std::size_t factors, std::uint32_t seed) {
  PointSet set = room_for(points, factors);
  std::size_t odd = points;
  while (odd % 2 == 0) odd /= 2;
  for (std::size_t f = 0; f < factors; ++f) {
    std::vector<std::uint32_t> words;
    for (std::size_t all = odd; all <= points; all *= 2)
      fill_up(words, all, static_cast<std::uint32_t>(f), seed);
    for (std::size_t i = 0; i < points; ++i) set.at[i * factors + f] = words[i] * kOfWord;
  }
  return set;
}

PointSet morris_trajectories(std::size_t trajectories, std::size_t factors, std::uint32_t seed,
                             std::size_t levels) {
  expects(levels >= 2 && levels % 2 == 0 && levels <= 1024, "Morris' grid has an even number of levels");
  PointSet set = room_for(trajectories * (factors + 1), factors);
  const Draws walk(seed, kWalk), turn(seed, kWalkOrder);
  const auto half = static_cast<std::uint32_t>(levels / 2);
  std::vector<std::uint32_t> at(factors), to(factors);
  double* row = set.at.data();
  const auto write = [&] {
    for (const std::uint32_t level : at) *row++ = level / static_cast<double>(levels - 1);
  };
  for (std::size_t t = 0; t < trajectories; ++t) {
    const auto number = static_cast<std::uint32_t>(t);
    Order order(factors);
    for (std::uint32_t f = 0; f < factors; ++f) {
      const Words luck = walk.words({number, f});
      const auto low = static_cast<std::uint32_t>(std::uint64_t{luck[0]} * half >> 32);
      const bool is_up = luck[1] >> 31 != 0;
      at[f] = is_up ? low : low + half;
      to[f] = is_up ? low + half : low;
      order[f] = f;
    }
    shuffle(order, [&](std::uint32_t n, std::uint32_t i) { return turn.below(n, {number}, i); });
    write();
    for (const std::uint32_t f : order) at[f] = to[f], write();
  }
  return set;
}

PointSet saltelli_points(std::size_t base, std::size_t factors, std::uint32_t seed) {
  PointSet set = room_for(base * (factors + 2), factors);
  const PointSet both = shifted_sobol_points(base, 2 * factors, seed);
  double* row = set.at.data();
  for (std::size_t i = 0; i < base; ++i)
    for (std::size_t matrix = 0; matrix < factors + 2; ++matrix)
      for (std::size_t f = 0; f < factors; ++f) {
        const bool is_from_b = matrix == 1 || matrix == f + 2;
        *row++ = both(i, is_from_b ? factors + f : f);
      }
  return set;
}

}  // namespace fanfare
