// "did you mean": the known word nearest to a mistyped one. For whoever says what is wrong with a scenario.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fanfare {

// The nearest of `words` if it is near enough to be meant (about one slip in three letters), else "".
std::string nearest(std::string_view word, std::span<const std::string> words);

// "a, b, c"; "" if there are more than a reader will take in.
std::string listed(std::span<const std::string> words);

// "did you mean 'half_life'?", or, if nothing is near, "`label` a, b, c".
std::string did_you_mean(std::string_view word, std::span<const std::string> words,
                         std::string_view label = "known:");

}  // namespace fanfare
