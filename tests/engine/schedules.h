// Loops that run bodies in unusual ways, to show that nothing depends on it.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

#include "fanfare/parallel.h"
#include "fanfare/rng.h"

namespace fanfare::test {

// One thread that plays many: indices in a shuffled order, each on a worker drawn by lot. What is seldom
// wrong on real threads is wrong here every time.
class Scrambled final : public Parallel {
 public:
  Scrambled(std::uint32_t seed, int workers) : draws_(seed, purpose(901, 1)), workers_(workers) {}
  int workers() const override { return workers_; }
  void for_each(std::size_t n, const std::function<void(std::size_t, int)>& body) override {
    ++loops_;
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    const auto lot = [&](std::size_t i) { return draws_.words({loops_, static_cast<std::uint32_t>(i), 0}); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return lot(a) < lot(b); });
    for (const std::size_t i : order)
      body(i, static_cast<int>(lot(i)[1] % static_cast<std::uint32_t>(workers_)));
  }

 private:
  Draws draws_;
  int workers_;
  std::uint32_t loops_ = 0;
};

// Passes on to real threads, and counts those that ran. The first body of all waits for a second thread, so
// that a small job is not over before the others wake.
class Watched final : public Parallel {
 public:
  explicit Watched(std::unique_ptr<Parallel> inner) : inner_(std::move(inner)) {}
  int workers() const override { return inner_->workers(); }
  void for_each(std::size_t n, const std::function<void(std::size_t, int)>& body) override {
    inner_->for_each(n, [&](std::size_t i, int worker) {
      if (n > 1 && workers() > 1) meet(worker);
      body(i, worker);
    });
  }
  std::size_t threads_seen() const { return threads_.size(); }
  std::size_t workers_seen() const { return seen_.size(); }

 private:
  void meet(int worker) {
    std::unique_lock lock(mutex_);
    threads_.insert(std::this_thread::get_id());
    seen_.insert(worker);
    second_.notify_all();
    if (!waited_) second_.wait_for(lock, std::chrono::seconds(20), [&] { return threads_.size() > 1; });
    waited_ = true;
  }

  std::unique_ptr<Parallel> inner_;
  std::mutex mutex_;
  std::condition_variable second_;
  std::set<std::thread::id> threads_;
  std::set<int> seen_;
  bool waited_ = false;
};

}  // namespace fanfare::test
