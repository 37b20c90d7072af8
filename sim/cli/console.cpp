// Streams, colours, and the mapping from what was thrown to exit codes.
#include "sim/cli/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <new>

#include "fanfare/expects.h"
#include "sim/comm.h"
#include "sim/simulation.h"
#include "sim/stop.h"

namespace fanfare {
namespace {

void write(std::FILE* stream, std::string_view text) { std::fwrite(text.data(), 1, text.size(), stream); }

ExitCode fail(const Console& console, ExitCode code, std::string_view text) {
  console.error(text);
  return code;
}

}  // namespace

bool Console::colours(int descriptor) const {
  if (colour_ != ColourChoice::automatic) return colour_ == ColourChoice::always;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool wanted =
      (no_colour == nullptr || *no_colour == '\0') && (term == nullptr || std::strcmp(term, "dumb") != 0);
  return wanted && ::isatty(descriptor) == 1;
}

void Console::answer(std::string_view text) const { write(stdout, text); }

void Console::say(std::string_view text) const {
  if (!json_ && !quiet_) write(stdout, text);
}

void Console::note(std::string_view text) const {
  if (!quiet_) write(stderr, fmt::format("fanfare: {}\n", text));
}

void Console::error(std::string_view text) const {
  std::fflush(stdout);
  write(stderr, colours(STDERR_FILENO) ? fmt::format("fanfare: \033[1;31merror:\033[0m {}\n", text)
                                       : fmt::format("fanfare: error: {}\n", text));
}

std::string Console::bold(std::string_view text) const {
  return colours(STDOUT_FILENO) ? fmt::format("\033[1m{}\033[0m", text) : std::string(text);
}

std::size_t Console::width() const {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 110;
}

void flush_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw InputError(fmt::format("standard output can't be written to ({})", std::strerror(errno)));
}

ExitCode report(const Console& console, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const BadScenario& bad) {
    std::fflush(stdout);
    write(stderr, bad.rendered);
    return fail(console, bad.code,
                bad.problems == 1 ? "1 problem, nothing was run"
                                  : fmt::format("{} problems, nothing was run", bad.problems));
  } catch (const StoppedEarly& e) {
    return fail(
        console, ExitCode::input,
        fmt::format("{} (before anything was done, so there is nothing to keep) run it again", e.what()));
  } catch (const UsageError& e) {
    return fail(console, ExitCode::scenario, e.what());
  } catch (const ScenarioError& e) {
    return fail(console, ExitCode::scenario, e.what());
  } catch (const InputError& e) {
    return fail(console, ExitCode::input, e.what());
  } catch (const std::filesystem::filesystem_error& e) {
    return fail(console, ExitCode::input, fmt::format("{}: {}", e.path1().string(), e.code().message()));
  } catch (const std::bad_alloc&) {
    return fail(console, ExitCode::input,
                "not enough memory for this run (`fanfare validate` estimates what it takes) "
                "use fewer accounts, or fewer --threads for a study");
  } catch (const InvariantBroken& e) {
    return fail(console, ExitCode::internal,
                fmt::format("the simulation broke one of its own rules: {}", e.what()));
  } catch (const RankLost& e) {
    return fail(console, ExitCode::internal, fmt::format("a rank was lost: {}", e.what()));
  } catch (const std::exception& e) {
    return fail(console, ExitCode::internal,
                fmt::format("internal error: {} (this is a defect of fanfare) please report "
                            "it with the scenario",
                            e.what()));
  }
}

}  // namespace fanfare
