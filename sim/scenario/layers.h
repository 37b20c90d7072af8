// From files to a scenario: the chain of `extends`, and the merging of layers. Used by scenario and study.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/engine_keys.h"
#include "sim/scenario/scenario.h"

namespace fanfare {

// A scenario file and what it extends, weakest layer first.
struct Chain {
  std::string path;                 // of the scenario
  std::vector<Layer> layers;
  std::vector<SourceFile> sources;  // the scenario first
};
Chain read_chain(const std::string& path, Problems& problems);
Chain read_chain_text(std::string_view name, std::string text, Problems& problems);

// `--set`s as one layer each.
void add_sets(std::vector<Layer>& layers, std::span<const SetOption> sets, Problems& problems);

// What is wrong with a `--set` that a later one hides: that one would be read alone.
void check_hidden_sets(const Chain& chain, std::span<const SetOption> sets, Problems& problems);

// Merges and parses.
Scenario assemble(const Chain& chain, std::vector<Layer> layers, Problems& problems);

// The model that the layers ask for; nullptr (and a problem) if there is none.
const ModelEntry* model_of(const std::vector<Layer>& layers, Problems& problems);

// Engine and model keys as one struct: for paths and merging only, never to read values into.
StructSpec combined_spec(const StructSpec& model);

// Whether something was said about that file already.
bool has_problem_in(const Problems& problems, std::string_view path);

// The stem of a file's name: "kol_vs_koc".
std::string stem_of(std::string_view path);

}  // namespace fanfare
