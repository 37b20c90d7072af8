// Runs of one replicate that have their beginning in common: who of them runs it, and who waits for it. Knows no run
// and no file.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "sim/study/study_plan.h"

namespace fanfare {

class Forks {
  struct Group {
    std::size_t left = 0;  // runs that are not over
    bool is_made = false, is_being_made = false;
    std::mutex mutex;
    std::condition_variable changed;
  };

 public:
  // Held by a run while it goes on. If the one that was to make the common part ends without it, the next may.
  class Turn {
   public:
    Turn() = default;
    bool is_first() const { return maker_ != nullptr; }
    // The common part is there for the others.
    void done() const {
      if (maker_) maker_->done();
    }

   private:
    friend class Forks;
    struct Maker {
      explicit Maker(std::shared_ptr<Group> of) : group(std::move(of)) {}
      ~Maker() { end(false); }
      void done() { end(true); }
      void end(bool is_made) {
        const std::lock_guard lock(group->mutex);
        if (!is_open) return;
        is_open = false;
        group->is_made = is_made;
        group->is_being_made = false;
        group->changed.notify_all();
      }
      std::shared_ptr<Group> group;
      bool is_open = true;
    };
    std::shared_ptr<Maker> maker_;
  };

  // Before any begins: each run that takes part.
  void expect(const PlannedRun& run) {
    auto& group = groups_[run.replicate];
    if (!group) group = std::make_shared<Group>();
    ++group->left;
  }
  // Whether there is anyone to share with.
  bool has_others(const PlannedRun& run) const {
    const auto found = groups_.find(run.replicate);
    if (found == groups_.end()) return false;
    const std::lock_guard lock(found->second->mutex);
    return found->second->left > 1 || found->second->is_made;
  }
  // First: the caller makes the common part. Else it is there when this returns.
  Turn turn(const PlannedRun& run) {
    const std::shared_ptr<Group> group = groups_.at(run.replicate);
    std::unique_lock lock(group->mutex);
    group->changed.wait(lock, [&] { return group->is_made || !group->is_being_made; });
    Turn turn;
    if (group->is_made) return turn;
    group->is_being_made = true;
    turn.maker_ = std::make_shared<Turn::Maker>(group);
    return turn;
  }
  // A run is over; true if it was the last of those with its beginning.
  bool over(const PlannedRun& run) {
    const auto found = groups_.find(run.replicate);
    if (found == groups_.end()) return false;
    const std::lock_guard lock(found->second->mutex);
    return found->second->left > 0 && --found->second->left == 0;
  }

 private:
  std::map<std::size_t, std::shared_ptr<Group>> groups_;
};

}  // namespace fanfare
