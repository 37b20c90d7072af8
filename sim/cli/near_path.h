// What a path that is not there was probably meant to be.
#pragma once

#include <filesystem>
#include <string>

namespace fanfare {

enum class Sought { scenario, results, either };

// Throws InputError if nothing stands under `path` (nor its unfinished form, *.partial): with the nearest
// name of what is sought in the same folder and among the results/ and scenarios/ here, or else with what to
// give.
void expect_path(const std::filesystem::path& path, Sought sought);

// Results in the folders of a folder: "results/kol_vs_koc, results/tiny"; empty if there are none.
std::string results_under(const std::filesystem::path& folder);

}  // namespace fanfare
