// Workers take the next number from one counter.
#include "sim/study/crew.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "sim/parallel.h"

namespace fanfare {

Crew crew_for(std::size_t runs, int threads) {
  const int most = std::max(threads, 1);
  const int workers = runs < static_cast<std::size_t>(most) ? std::max(static_cast<int>(runs), 1) : most;
  return {workers, std::max(most / workers, 1)};
}

void side_by_side(std::size_t runs, int threads,
                  const std::function<void(std::size_t, Comm&, Parallel&)>& body) {
  const Crew crew = crew_for(runs, threads);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      const auto comm = local_comm();
      const auto parallel = make_parallel(crew.threads_each);
      for (std::size_t k = next++; k < runs; k = next++) body(k, *comm, *parallel);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      next = runs;
    }
  };
  std::vector<std::thread> workers;
  for (int w = 0; w < crew.workers; ++w) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace fanfare
