// How datasets and provenance lie in a results file: which group, scale, array and attribute. Knows the
// shape of the file, neither HDF5 nor the disk.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "sim/results/hdf5_file.h"
#include "sim/results/provenance.h"
#include "sim/results/results_file.h"

namespace fanfare {

// What an integral variable holds where it is missing.
inline constexpr std::int64_t kMissingInteger = std::numeric_limits<std::int64_t>::min();

// Coordinates and variables without "/" at the root; each group repeats the scales that it uses.
// `coordinates` names arrays that are coordinates but no axes (the factors of a design), each with its
// axis: they are named in the `coordinates` attribute of the root variables that have that axis.
struct AuxiliaryCoordinate {
  std::string name;
  std::string dimension;
};
void store_dataset(Hdf5Image& image, const Dataset& data,
                   const std::vector<AuxiliaryCoordinate>& coordinates = {}, const ValidRangeOf& range = {});

// All scales and arrays but those for which `skip(path)` holds and those of /provenance.
Dataset load_dataset(const Hdf5Source& source, const std::function<bool(const std::string& path)>& skip);

void store_provenance(Hdf5Image& image, const Provenance& provenance);
Provenance load_provenance(const Hdf5Source& source);

// Attributes by name; the fallback if there is none or it is of another type.
std::string text_of(const StoredAttributes& attributes, const std::string& name,
                    const std::string& fallback = "");
std::int64_t integer_of(const StoredAttributes& attributes, const std::string& name,
                        std::int64_t fallback = 0);
double number_of(const StoredAttributes& attributes, const std::string& name, double fallback = 0);

}  // namespace fanfare
