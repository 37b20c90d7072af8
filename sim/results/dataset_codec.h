// A dataset as bytes and back, bit for bit, for checkpoints. Not for people: see results_file.h.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "fanfare/dataset.h"

namespace fanfare {

// For CBOR, which keeps the bits of every number; as JSON text, missing numbers would be lost.
nlohmann::json encode(const Dataset& data);
// Errors: nlohmann::json::exception if it is not what encode() made.
Dataset decode_dataset(const nlohmann::json& encoded);

}  // namespace fanfare
