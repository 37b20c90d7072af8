// Work that a forged or broken file may make crash, done once in a child process where nothing is lost.
#pragma once

#include <filesystem>
#include <functional>

namespace fanfare {

// Errors: InputError naming `path` if the work crashes, never ends, takes memory out of all proportion to the file
// or breaks a promise of ours. What it throws as InputError says nothing here: the caller will meet it too.
void try_in_child(const std::filesystem::path& path, const std::function<void()>& work);

}  // namespace fanfare
