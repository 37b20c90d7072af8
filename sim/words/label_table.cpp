// The table of words as the assembler puts it into the program. Never from a compiler cache, which does not
// see what the assembler reads (CMakeLists.txt).
#include "sim/packed.h"
#include "sim/words/labels.h"

FANFARE_PACKED(fanfare_packed_labels, FANFARE_PAGE_LABELS);

namespace fanfare {

std::string_view label_table() { return {fanfare_packed_labels, fanfare_packed_labels_end}; }

}  // namespace fanfare
