// The verbs of the program: each file *_verb.cpp adds its own.
#pragma once

#include "sim/cli/command_line.h"

namespace fanfare {

void add_init(CommandLine& line);
void add_list(CommandLine& line);
void add_validate(CommandLine& line);
void add_run(CommandLine& line);
void add_resume(CommandLine& line);
void add_sweep(CommandLine& line);
void add_calibrate(CommandLine& line);
void add_compare(CommandLine& line);
void add_report(CommandLine& line);
void add_info(CommandLine& line);
void add_export(CommandLine& line);
void add_forecast(CommandLine& line);
void add_optimize(CommandLine& line);
void add_reproduce(CommandLine& line);
void add_graph(CommandLine& line);
void add_bench(CommandLine& line);
void add_validation(CommandLine& line);
void add_sensitivity(CommandLine& line);
void add_power(CommandLine& line);

}  // namespace fanfare
