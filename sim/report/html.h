// The page: the template that the build made, with a document in it.
#pragma once

#include <string>

#include "sim/report/stacked.h"
#include "sim/words/labels.h"

namespace fanfare {

// Errors: InputError if this program was built without the page, saying why.
std::string report_html(const Json& document, Language language);

// JSON that may stand inside <script>: no `<`, `>`, `&` and no separators that end a line of script. Reads back to
// the same values.
std::string json_for_script(const Json& document);
// Text that may stand in HTML and in attributes.
std::string escaped_html(std::string_view text);

}  // namespace fanfare
