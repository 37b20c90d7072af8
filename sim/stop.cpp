// A flag that a signal handler may set, and a deadline.
#include "sim/stop.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <limits>

namespace fanfare {
namespace {

using Clock = std::chrono::steady_clock;

std::atomic<int> caught{0};
static_assert(std::atomic<int>::is_always_lock_free);  // as a signal handler needs
std::atomic<Clock::rep> deadline{std::numeric_limits<Clock::rep>::max()};

// SA_RESETHAND has put the default back already, so the next signal ends the process.
extern "C" void on_signal(int signal) { caught = signal; }

bool out_of_time() {
  return Clock::now().time_since_epoch().count() >= deadline.load(std::memory_order_relaxed);
}

}  // namespace

void watch_signals() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

void stop_after(double seconds) {
  const auto span = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  deadline = (Clock::now() + span).time_since_epoch().count();
}

bool stop_asked() { return caught.load(std::memory_order_relaxed) != 0 || out_of_time(); }

StoppedEarly::StoppedEarly() : std::runtime_error("stopped by " + stop_reason()) {}

void expect_going_on() {
  if (stop_asked()) throw StoppedEarly();
}

std::string stop_reason() {
  if (caught == SIGINT) return "SIGINT";
  if (caught == SIGTERM) return "SIGTERM";
  return out_of_time() ? "--max-wall" : "";
}

}  // namespace fanfare
