// Whether to stop early: a signal, or the wall time is up. One per process, because signals are.
#pragma once

#include <string>

namespace fanfare {

// From now on SIGINT and SIGTERM ask for a stop; the second one ends the process at once.
void watch_signals();

// --max-wall: asks for a stop after that many seconds from now.
void stop_after(double seconds);

// Cheap; from any thread.
bool stop_asked();

// "SIGINT", "--max-wall"; empty if no stop was asked for.
std::string stop_reason();

}  // namespace fanfare
