// The program `fanfare`: its verbs, and what went wrong turned into a message and an exit code.
#include <csignal>

#include "sim/cli/verbs.h"
#include "sim/results/provenance.h"

namespace fanfare {
namespace {

constexpr const char* kAbout =
    "Fanfare simulates influencers and fans: who reaches whom, who buys, and what a budget brings.\n"
    "Every number it prints is simulated.";
constexpr const char* kFooter =
    "Example:\n"
    "  fanfare init kol-vs-koc my-first-study\n"
    "  fanfare run my-first-study/study.yaml\n\n"
    "Exit codes: 0 ok, 1 internal error, 2 usage or scenario, 3 input data or I/O, 4 some runs failed,\n"
    "            5 stopped with a valid checkpoint, 6 reproduce found a difference.";

// "fanfare 0.1.0 (380ffc457d93)": what to cite, and what a results file says of its writer.
std::string version_line() {
  const Provenance program = program_provenance();
  return "fanfare " + program.version + (program.commit.empty() ? "" : " (" + program.commit + ")");
}

ExitCode run_program(int argc, char** argv) {
  Console console;
  try {
    CommandLine line(kAbout, kFooter, version_line());
    for (const auto add :
         {add_init, add_list, add_validate, add_run, add_resume, add_sweep, add_compare, add_sensitivity, add_calibrate,
          add_optimize, add_power, add_forecast, add_report, add_info, add_export, add_reproduce, add_validation,
          add_graph, add_bench})
      add(line);
    const ExitCode code = line.run(console, argc, argv);
    flush_output();
    return code;
  } catch (...) {
    return report(console, std::current_exception());
  }
}

}  // namespace
}  // namespace fanfare

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a write past `ulimit -f` then fails with a reason
  return static_cast<int>(fanfare::run_program(argc, argv));
}
