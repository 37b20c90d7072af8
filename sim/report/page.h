// What the build packs into the program for reports.
#pragma once

#include <string_view>

namespace fanfare {

// The HTML page without its data; empty if the build could not make it.
std::string_view page_template();
// Why page_template() is empty, in a sentence for the user.
std::string_view page_missing_reason();

}  // namespace fanfare
