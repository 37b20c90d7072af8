// Numbers of the table of validations: enough digits to be held against a printed one.
#pragma once

#include <string>

namespace fanfare {

// Five significant figures at most, no trailing zeros: 0.5828, 6.1926, 1297.8; missing: "–".
std::string table_number(double value);

}  // namespace fanfare
