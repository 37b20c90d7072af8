// The catalogue of this test program: the stall alone.
#include "tests/study/stall.h"

namespace fanfare {

std::span<const ModelEntry> catalogue() {
  static const std::array kModels = {entry<test::StallParameters, test::Stall>("stall", "a market stall")};
  return kModels;
}

const ModelEntry* find_model(std::string_view name) { return name == "stall" ? &catalogue()[0] : nullptr; }

}  // namespace fanfare
