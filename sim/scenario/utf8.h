// Is it text? Checks that bytes are UTF-8 without control characters, and counts characters.
#pragma once

#include <string>
#include <string_view>

namespace fanfare {

struct BadText {
  std::string what;  // empty: all is well
  int line = 0;
  int column = 0;
};
BadText check_text(std::string_view text);

// Characters in `bytes` bytes from `from`; both are clamped to the text.
int characters(std::string_view text, int from, int bytes);

}  // namespace fanfare
