// The files are put in by the assembler: no generated source, and a megabyte costs no compile time. The build names
// them (cmake/page.cmake).
#include "sim/report/page.h"

// NOLINTNEXTLINE: one word for three tables
#define FANFARE_PACKED(symbol, file)                                                             \
  asm(".pushsection .rodata\n" #symbol ":\n.incbin \"" file "\"\n" #symbol "_end:\n.byte 0\n.popsection\n"); \
  extern "C" const char symbol[];                                                                \
  extern "C" const char symbol##_end[]

FANFARE_PACKED(fanfare_packed_page, FANFARE_PAGE_HTML);
FANFARE_PACKED(fanfare_packed_reason, FANFARE_PAGE_REASON);
FANFARE_PACKED(fanfare_packed_labels, FANFARE_PAGE_LABELS);

namespace fanfare {

std::string_view page_template() { return {fanfare_packed_page, fanfare_packed_page_end}; }
std::string_view page_missing_reason() { return {fanfare_packed_reason, fanfare_packed_reason_end}; }
std::string_view label_table() { return {fanfare_packed_labels, fanfare_packed_labels_end}; }

}  // namespace fanfare
