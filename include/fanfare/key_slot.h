// A struct of keys that may be there or not, whose type its owner does not know: what a scenario holds of a
// part that was added to a model.
#pragma once

#include <memory>

#include "fanfare/schema_spec.h"

namespace fanfare {

class KeySlot {
 public:
  KeySlot() = default;
  // Whose keys it may hold; none are there yet.
  explicit KeySlot(const StructSpec& spec) : spec_(&spec) {}
  // A copy has keys of its own.
  KeySlot(const KeySlot& other) : spec_(other.spec_) { copy(other); }
  KeySlot(KeySlot&&) noexcept = default;
  KeySlot& operator=(const KeySlot& other) {
    if (this != &other) spec_ = other.spec_, copy(other);
    return *this;
  }
  KeySlot& operator=(KeySlot&&) noexcept = default;
  ~KeySlot() = default;

  // nullptr if they are not there.
  const void* get() const { return keys_.get(); }
  void* get() { return keys_.get(); }
  // At their defaults.
  void* emplace() {
    keys_ = spec_->make();
    return keys_.get();
  }
  void reset() { keys_.reset(); }

 private:
  void copy(const KeySlot& other) {
    reset();
    if (other.keys_ != nullptr) spec_->assign(emplace(), other.keys_.get());
  }

  const StructSpec* spec_ = nullptr;
  std::shared_ptr<void> keys_;
};

inline constexpr OptionalAccess kSlotAccess = {
    [](void* slot) { return static_cast<KeySlot*>(slot)->get(); },
    [](void* slot) { return static_cast<KeySlot*>(slot)->emplace(); },
    [](void* slot) { static_cast<KeySlot*>(slot)->reset(); }};

}  // namespace fanfare
