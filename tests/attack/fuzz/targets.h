// What the fuzzers call: each takes any bytes and must come back. A reader may refuse them with an InputError
// or a ScenarioError; anything else that is thrown, and a promise that is broken, is a find.
#pragma once

#include <cstdint>
#include <span>

namespace fanfare::fuzz {

using Bytes = std::span<const std::uint8_t>;

// A scenario or study; one that is right must come back from its effective form.
void yaml(Bytes bytes);
// Plain, gzip or zstd, in every direction and form.
void edge_list(Bytes bytes);
void graphml(Bytes bytes);
// Bytes that begin like HDF5: a results file, sealed and read as a foreign one. All others: what to change in
// a file of ours (content.h), which is then read, exported, compared and reported.
void results(Bytes bytes);

}  // namespace fanfare::fuzz
