// A Parallel of plain threads that start together and take indices one by one, so that every worker has
// one at least (if there are enough) and every run interleaves differently.
#pragma once

#include <atomic>
#include <barrier>
#include <bit>
#include <thread>
#include <vector>

#include "fanfare/parallel.h"

namespace fanfare::test {

class ThreadParallel final : public Parallel {
 public:
  explicit ThreadParallel(int workers) : workers_(workers) {}
  int workers() const override { return workers_; }
  void for_each(std::size_t n, const std::function<void(std::size_t, int)>& body) override {
    std::atomic<std::size_t> next{static_cast<std::size_t>(workers_)};
    std::barrier start(workers_);
    std::vector<std::thread> threads;
    for (int worker = 0; worker < workers_; ++worker)
      threads.emplace_back([&, worker] {
        start.arrive_and_wait();
        for (auto i = static_cast<std::size_t>(worker); i < n; i = next++) {
          body(i, worker);
          used_ |= 1U << worker;
        }
      });
    for (auto& thread : threads) thread.join();
  }
  // Workers that have run a body.
  int used() const { return std::popcount(used_.load()); }

 private:
  int workers_;
  std::atomic<unsigned> used_{0};
};

}  // namespace fanfare::test
