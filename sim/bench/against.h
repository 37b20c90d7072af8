// A print of `fanfare bench --json` held against an earlier one, figure by figure.
#pragma once

#include <string>

namespace fanfare {

// Whether the earlier text is such a print at all; `file` names it in messages. Errors: InputError.
void expect_bench_print(const std::string& then, const std::string& file);

// Both as JSON texts. First the machine, then what the program makes of it: where the machine's own figures
// differ, only ratios to them can be compared.
// Errors: InputError as above, and if the earlier print is of another world (accounts, edges, ticks,
// threads).
std::string bench_against(const std::string& now, const std::string& then, const std::string& file);

}  // namespace fanfare
