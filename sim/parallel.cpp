// The one file that knows TBB.
#include "sim/parallel.h"

#include <sched.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>

#include "fanfare/expects.h"

namespace fanfare {

namespace {

// TBB has as many threads as the machine has processors unless told otherwise, whatever the arenas ask for.
// This keeps the limit at what all live arenas ask for together, so that 7 workers are 7 threads on any
// machine.
class ThreadBudget {
 public:
  explicit ThreadBudget(int extra) : extra_(extra) { change(extra_); }
  ~ThreadBudget() { change(-extra_); }
  ThreadBudget(const ThreadBudget&) = delete;
  ThreadBudget& operator=(const ThreadBudget&) = delete;

 private:
  static void change(int extra) {
    static std::mutex mutex;
    static std::size_t threads = 1;
    static std::unique_ptr<tbb::global_control> limit;
    const std::lock_guard lock(mutex);
    threads = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(threads) + extra);
    limit.reset();
    if (threads > 1)
      limit = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism, threads);
  }
  int extra_;
};

class Arena final : public Parallel {
 public:
  explicit Arena(int threads) : budget_(threads - 1), arena_(threads) {}

  int workers() const override { return arena_.max_concurrency(); }

  void for_each(std::size_t n, const std::function<void(std::size_t, int)>& body) override {
    // Isolated: a body that loops inside must not be handed another index of the outer loop while it waits,
    // or two bodies would share one worker's scratch.
    arena_.execute([&] { tbb::this_task_arena::isolate([&] { loop(n, body); }); });
  }

 private:
  static void loop(std::size_t n, const std::function<void(std::size_t, int)>& body) {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, n, 1),
        [&](const tbb::blocked_range<std::size_t>& range) {
          const int worker = tbb::this_task_arena::current_thread_index();
          for (std::size_t i = range.begin(); i != range.end(); ++i) body(i, worker);
        },
        tbb::simple_partitioner{});
  }

  ThreadBudget budget_;
  tbb::task_arena arena_;
};

// 0 if it is not a positive number.
int positive_number(const char* text) {
  if (text == nullptr) return 0;
  const std::string_view digits(text);
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size() && value > 0 ? value : 0;
}

}  // namespace

int default_threads() {
  if (const int given = positive_number(std::getenv("SLURM_CPUS_PER_TASK"))) return given;
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::unique_ptr<Parallel> make_parallel(int threads) {
  expects(threads >= 0, "a number of threads is not negative");
  const int asked = threads == 0 ? default_threads() : threads;
  if (asked == 1) return std::make_unique<Serial>();
  return std::make_unique<Arena>(asked);
}

}  // namespace fanfare
