// The first failure that ends a whole study, as a file's does (a run's own failure is recorded and survived).
#pragma once

#include <atomic>
#include <exception>
#include <mutex>

namespace fanfare {

class Fatal {
 public:
  // In a catch clause: what is being handled.
  void note() {
    const std::lock_guard lock(mutex_);
    if (!first_) first_ = std::current_exception();
    is_seen_ = true;
  }
  bool is_seen() const { return is_seen_; }
  // When nothing goes on any more.
  void rethrow() const {
    if (first_) std::rethrow_exception(first_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr first_;
  std::atomic<bool> is_seen_{false};
};

}  // namespace fanfare
