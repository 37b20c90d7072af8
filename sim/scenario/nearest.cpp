// Damerau–Levenshtein distance (adjacent swaps count once), upper and lower case alike.
#include "fanfare/nearest.h"

#include <algorithm>
#include <cctype>

namespace fanfare {
namespace {

char lower(char c) { return c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool is_same = lower(a[i - 1]) == lower(b[j - 1]);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (is_same ? 0U : 1U)});
      const bool is_swap =
          i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (is_swap) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

constexpr std::size_t kLongestWord = 100;  // longer ones are no slip of the hand
constexpr std::size_t kMostWords = 24;     // shown in full

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> words) {
  if (word.empty() || word.size() > kLongestWord) return {};
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string found;
  for (const std::string& each : words) {
    const std::size_t far = distance(word, each);
    if (far < best) best = far, found = each;
  }
  return found;
}

std::string listed(std::span<const std::string> words) {
  std::string out;
  if (words.size() <= kMostWords)
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> words, std::string_view label) {
  const std::string near = nearest(word, words);
  if (!near.empty()) return "did you mean '" + near + "'?";
  const std::string all = listed(words);
  return all.empty() ? "" : std::string(label) + " " + all;
}

}  // namespace fanfare
