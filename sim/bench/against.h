// A print of `fanfare bench --json` held against an earlier one, figure by figure.
#pragma once

#include <string>

namespace fanfare {

// Both as JSON texts; `file` names the earlier one in messages. First the machine, then what the program makes of it: where the
// machine's own figures differ, only ratios to them can be compared.
// Errors: InputError if the earlier text is no such print, or of another world (accounts, edges, ticks, threads).
void expect_bench_print(const std::string& then, const std::string& file);  // the first of these errors alone
std::string bench_against(const std::string& now, const std::string& then, const std::string& file);

}  // namespace fanfare
