// Whether to stop early: a signal, or the wall time is up. One per process, because signals are.
#pragma once

#include <stdexcept>
#include <string>

namespace fanfare {

// From now on SIGINT and SIGTERM ask for a stop; the second one ends the process at once.
void watch_signals();

// --max-wall: asks for a stop after that many seconds from now.
void stop_after(double seconds);

// Cheap; from any thread.
bool stop_asked();

// Work that takes long before there is anything to keep (reading, hashing, building a world) looks now and then.
struct StoppedEarly : std::runtime_error {
  StoppedEarly();
};
// Errors: StoppedEarly if a stop was asked for.
void expect_going_on();

// "SIGINT", "--max-wall"; empty if no stop was asked for.
std::string stop_reason();

}  // namespace fanfare
