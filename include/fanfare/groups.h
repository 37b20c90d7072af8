// Groups: fan clubs, private groups, buying teams. Who is in one is known to the member's block alone; how
// many are, and what they did in the last tick, to all. Why an account joins, and what a group is for, is a
// model's rule.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/block_lists.h"
#include "fanfare/model.h"
#include "fanfare/outbox.h"
#include "fanfare/rng.h"
#include "fanfare/tally.h"

namespace fanfare {

struct GroupTerms {
  std::string_view name;         // for messages to the user
  AccountId leader = {};         // its first member, if there is one
  std::uint32_t most = 0;        // members; 0: no limit
  bool may_start_empty = false;  // an open list that others are to join
};

class Groups {
 public:
  static constexpr int kCounters = 4;
  using Counts = std::array<std::uint32_t, kCounters>;

  struct Group {
    std::uint32_t leader = 0;  // account, or AccountId::none()
    std::uint32_t most = 0;
    std::uint32_t members = 0;      // as of the last settle()
    std::uint32_t turned_away = 0;  // who asked and found it full, since it was founded
    Tick founded = 0;
    Tick dissolved = kNever;
  };
  struct Membership {
    std::uint32_t account = 0;
    std::uint32_t group = 0;
    Tick since = 0;
    friend bool operator==(const Membership&, const Membership&) = default;
  };
  static constexpr Tick kNever = std::numeric_limits<Tick>::max();

  // `name` begins the names of its state, so that a model may have several kinds.
  explicit Groups(std::string name = "groups") : name_(std::move(name)) {}

  // Set-up, on every rank alike. `lots`: a stream of the model's own, by which places in a full group are
  // given.
  void open(const Partition& part, Draws lots);
  bool in_use() const { return in_use_; }

  // Set-up and exchange phases, on every rank alike, `members` of all ranks included. Errors: ScenarioError
  // for a group that nobody is in, members that are not of the run, or more than it holds.
  GroupId found(const GroupTerms& terms, std::span<const AccountId> members, Tick now);
  // Nobody joins any more, and its members are free after the next settle().
  void dissolve(GroupId group, Tick now);

  std::size_t size() const { return groups_.size(); }
  const Group& operator[](GroupId group) const { return groups_[group.value]; }
  bool is_open(GroupId group) const { return groups_[group.value].dissolved == kNever; }
  bool is_full(GroupId group) const {
    const Group& g = groups_[group.value];
    return g.most > 0 && g.members >= g.most;
  }

  // What members counted between the last two settle(): what everyone may decide on.
  std::uint32_t last(GroupId group, int counter) const {
    return last_[group.value][static_cast<std::size_t>(counter)];
  }
  // The same as a share of the members, 0 in an empty group.
  double last_share(GroupId group, int counter) const {
    const std::uint32_t members = groups_[group.value].members;
    return members == 0 ? 0 : static_cast<double>(last(group, counter)) / members;
  }

  // Local phases, of owned accounts and blocks.
  std::span<const Membership> groups_of(AccountId account) const;              // ascending by group
  std::span<const Membership> members_in(BlockId block, GroupId group) const;  // ascending by account
  bool is_member(AccountId account, GroupId group) const;
  // Asks; settle() decides. False, and nothing is asked, if it is pointless (a member already, or none;
  // closed).
  bool ask_to_join(const BlockScope& scope, AccountId account, GroupId group);
  bool ask_to_leave(const BlockScope& scope, AccountId account, GroupId group);
  void count(const BlockScope& scope, GroupId group, int counter, std::uint32_t delta = 1) {
    counts_.add(scope.worker, group.value, counter, delta);
  }

  // An exchange phase, once a tick: leavers go, then places are given by lot, then the counts of the tick
  // become the last ones.
  void settle(const StepScope& scope);

  // For the model's functions of these names; they do nothing while it is not open.
  void mail(Mail& mail);
  void state(Archive& archive);
  void restore();
  std::size_t bytes_beside_state() const;

 private:
  struct Request {
    std::uint32_t account = 0;
    std::uint32_t group = 0;
    std::uint32_t joins = 0;  // else leaves
  };
  struct Change {
    std::uint32_t account = 0;
    std::uint32_t group = 0;
  };

  std::vector<Request> sorted_requests(Tick now) const;
  void admit(const Request& request, std::vector<Change>& joined);
  void apply(BlockId block, std::span<const Change> left, std::span<const Change> joined, bool dissolves,
             Tick now);
  void take_counts();

  std::string name_;
  bool in_use_ = false;
  Partition part_;
  Draws lots_;
  std::vector<Group> groups_;
  std::vector<Counts> last_;
  BlockLists<Membership> by_account_;
  BlockLists<Membership> by_group_;  // the same, derived
  Outbox<Request> requests_;
  WideTally<kCounters> counts_;
};

// Compiled with groups.cpp, for all.
extern template class Outbox<Groups::Request>;
extern template class WideTally<Groups::kCounters>;

}  // namespace fanfare
