// The only way to run things side by side: an indexed loop. The engine implements it with TBB;
// a model sees this interface and can't reach a thread.
#pragma once

#include <cstddef>
#include <functional>

namespace fanfare {

class Parallel {
 public:
  virtual ~Parallel() = default;

  // Workers that may run at once; the `worker` given to a body is in [0, workers()).
  virtual int workers() const = 0;

  // Calls body(index, worker) once for each index in [0, n), in any order, on any worker.
  virtual void for_each(std::size_t n, const std::function<void(std::size_t index, int worker)>& body) = 0;
};

// Runs everything on the caller, in order. For tests and small work.
class Serial final : public Parallel {
 public:
  int workers() const override { return 1; }
  void for_each(std::size_t n, const std::function<void(std::size_t, int)>& body) override {
    for (std::size_t i = 0; i < n; ++i) body(i, 0);
  }
};

}  // namespace fanfare
