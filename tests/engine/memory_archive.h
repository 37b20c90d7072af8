// State kept in memory, to be put back into another model of the same shape and rank.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/expects.h"
#include "fanfare/graph.h"

namespace fanfare::test {

using Saved = std::map<std::string, std::vector<std::byte>>;

class MemoryArchive final : public Archive {
 public:
  enum class Does { save, load };
  MemoryArchive(Saved& saved, Does does) : saved_(saved), does_(does) {}
  void graph(const StateName&, FollowGraph&) override { throw LogicError("no graphs here"); }

 private:
  void do_owned(const StateName& name, std::span<std::byte> rows, std::size_t) override {
    do_shared(name, rows.size(), [&](std::size_t) { return rows; });
  }
  void do_lists(const StateName&, std::size_t, const ReadList&, const WriteList&) override {
    throw LogicError("no lists here");
  }
  void do_shared(const StateName& name, std::size_t bytes, const Open& open) override {
    auto& kept = saved_[std::string(name.name)];
    if (does_ == Does::save) {
      const auto memory = open(bytes);
      kept.assign(memory.begin(), memory.end());
    } else {
      const auto memory = open(kept.size());
      std::copy(kept.begin(), kept.end(), memory.begin());
    }
  }

  Saved& saved_;
  Does does_;
};

}  // namespace fanfare::test
