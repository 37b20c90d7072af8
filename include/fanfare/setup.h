// What a model is handed to build itself: seeds, its share of the accounts, a loop, and a shelf of
// things that runs of one study may share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <map>

#include "fanfare/block.h"
#include "fanfare/parallel.h"
#include "fanfare/run_parameters.h"

namespace fanfare {

// Immutable things that several runs of a process share (the graph of a replicate), by key. A key
// must say everything the thing depends on. Thread-safe; two askers of one key wait for one build.
class Shelf {
 public:
  template <class T>
  std::shared_ptr<const T> get(const std::string& key,
                               const std::function<std::shared_ptr<const T>()>& build) {
    std::shared_ptr<Slot> slot;
    {
      const std::lock_guard lock(mutex_);
      auto& entry = slots_[key];
      if (!entry) entry = std::make_shared<Slot>();
      slot = entry;
    }
    const std::lock_guard lock(slot->mutex);
    if (!slot->value) slot->value = build();
    return std::static_pointer_cast<const T>(slot->value);
  }
  // Forgets what no run holds any more.
  void clear() {
    const std::lock_guard lock(mutex_);
    slots_.clear();
  }

 private:
  struct Slot {
    std::mutex mutex;
    std::shared_ptr<const void> value;
  };
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Slot>> slots_;
};

struct Setup {
  std::uint32_t seed = 0;       // key of every draw of this run: from (run.seed, replicate)
  int rank = 0;
  int ranks = 1;
  Parallel& parallel;
  Shelf& shelf;
  RunParameters run;
  OutputParameters outputs;

  Partition partition(std::uint32_t accounts) const { return Partition::of(accounts, rank, ranks); }
};

}  // namespace fanfare
