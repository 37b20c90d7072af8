#include "sim/report/page.h"

#include "sim/packed.h"

FANFARE_PACKED(fanfare_packed_page, FANFARE_PAGE_HTML);
FANFARE_PACKED(fanfare_packed_reason, FANFARE_PAGE_REASON);

namespace fanfare {

std::string_view page_template() { return {fanfare_packed_page, fanfare_packed_page_end}; }
std::string_view page_missing_reason() { return {fanfare_packed_reason, fanfare_packed_reason_end}; }

}  // namespace fanfare
