// Numbers, truths and words of one scalar. Used by leaf.cpp alone.
#pragma once

#include <optional>

#include "sim/scenario/leaf.h"

namespace fanfare {

// A number in the field's unit and range. `is_bounded` off: any finite number.
std::optional<double> read_bounded(const FieldSpec& field, const ConfigNode& node, LeafScope scope,
                                   bool is_bounded = true);
// The scalar's text; a null, a list or a map adds a problem that says what is expected.
std::optional<std::string> scalar_text(const ConfigNode& node, LeafScope scope, std::string_view expected);

bool read_integer(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope);
bool read_choice(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope);

Whole load_whole(Storage storage, const void* member);
bool store_whole(Storage storage, void* member, Whole value);  // false: it does not fit
double load_double(Storage storage, const void* member);
std::string storage_limits(Storage storage);  // "[0, 255]"

}  // namespace fanfare
