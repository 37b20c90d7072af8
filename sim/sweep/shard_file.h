// The file of a shard whose runs have all ended: checked records, one a run, written whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/results/run_form.h"

namespace fanfare {

// What a shard's file says of itself.
struct ShardHead {
  std::string plan;  // digest of the plan
  std::size_t shard = 0, runs = 0, failed = 0;
};

// `runs` are shared (RunForms). Errors: InputError if it can't be written; then nothing stands there that did
// not before.
void write_shard(const std::filesystem::path& file, const ShardHead& head, std::span<const StudyRun> runs);

// Errors: InputError if it can't be read or is cut short.
ShardHead read_shard_head(const std::filesystem::path& file);

// Looks at every byte. Errors: InputError if the file is damaged or of another plan than `head`, of whose
// shard it must be.
std::vector<StudyRun> read_shard(const std::filesystem::path& file, const ShardHead& expected,
                                 RunForms& forms);

}  // namespace fanfare
