// Work that a forged or broken file may make crash, done once in a child process where nothing is lost.
#pragma once

#include <filesystem>
#include <functional>

namespace fanfare {

// Errors: what the work throws as InputError; InputError naming `path` if it crashes, never ends, takes memory out of
// all proportion to the file or breaks a promise of ours. So what can't be read is never opened in this process.
void try_in_child(const std::filesystem::path& path, const std::function<void()>& work);

}  // namespace fanfare
