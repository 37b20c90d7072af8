// The arms of a study file, and the points of its design, as patches. Used by study.cpp.
#pragma once

#include "sim/scenario/study.h"

namespace fanfare {

// The places of a tree, under another layer's name ("arm kol").
ConfigNode relabelled(const ConfigNode& node, const std::string& layer);

bool touches_population(const ConfigNode& patch);

std::vector<Arm> read_arms(const ConfigNode& arms, Problems& problems);
std::vector<Factor> read_factors(const ConfigNode& factors, Problems& problems);
// All combinations, or the n-th values together.
std::vector<Arm> points_of(Study::Design design, const ConfigNode& factors, Problems& problems);

// A path that an arm sets, with the value it gets; nested maps are followed as far as structs go.
struct PatchedPath {
  std::string path;
  Mark mark;
  const ConfigNode* value;
};
std::vector<PatchedPath> patched_paths(const StructSpec& spec, const ConfigNode& patch);

// How a `--set` meets what an arm sets.
enum class Meeting {
  apart,     // they touch different things
  conflict,  // both set the same
  vanished,  // the set is for something that the arm takes away (`campaigns: []`)
};
Meeting meet(const std::string& set_path, const PatchedPath& arm);

}  // namespace fanfare
