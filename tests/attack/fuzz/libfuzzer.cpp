// What libFuzzer calls; one program a target.
#include <cstddef>

#include "tests/attack/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fanfare::fuzz::FANFARE_FUZZ_TARGET({data, size});
  return 0;
}
