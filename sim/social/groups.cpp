// Founding, joining, leaving.
#include "fanfare/groups.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "fanfare/expects.h"

namespace fanfare {

namespace {

using Membership = Groups::Membership;

auto account_key(const Membership& m) { return std::pair(m.account, m.group); }
auto group_key(const Membership& m) { return std::pair(m.group, m.account); }

BlockId home_block(std::uint32_t account) { return BlockId(account / kBlockRows); }

// Those of a sorted list with this key.
template <class T, class Key>
std::span<const T> rows_of(const std::vector<T>& sorted, std::uint32_t value, Key key) {
  const auto first = std::ranges::lower_bound(sorted, value, {}, key);
  return {first, std::ranges::upper_bound(first, sorted.end(), value, {}, key)};
}

// `fresh` is sorted by `key`, as is `list`.
template <class Key>
void merge_in(std::vector<Membership>& list, std::span<const Membership> fresh, Key key) {
  const auto old = static_cast<std::ptrdiff_t>(list.size());
  list.insert(list.end(), fresh.begin(), fresh.end());
  std::ranges::inplace_merge(list, list.begin() + old, {}, key);
}

std::string group_text(std::uint32_t number, const GroupTerms& terms) {
  return "group " + std::to_string(number) + (terms.name.empty() ? "" : " '" + std::string(terms.name) + "'");
}

// The leader and the members, ascending, each once.
std::vector<std::uint32_t> first_members(const GroupTerms& terms, std::span<const AccountId> members) {
  std::vector<std::uint32_t> accounts;
  if (terms.leader.exists()) accounts.push_back(terms.leader.value);
  for (const AccountId member : members) accounts.push_back(member.value);
  std::ranges::sort(accounts);
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
  return accounts;
}

void check_members(const std::string& group, const GroupTerms& terms, std::span<const std::uint32_t> accounts,
                   std::uint32_t accounts_of_run) {
  if (accounts.empty() && !terms.may_start_empty)
    throw ScenarioError(group +
                        " has no members: give it a leader or members, or let it start empty and be joined");
  if (!accounts.empty() && accounts.back() >= accounts_of_run)
    throw ScenarioError(group + " has member " + std::to_string(accounts.back()) + ", but the run has " +
                        std::to_string(accounts_of_run) + " accounts (0 is the first): name one of them");
  if (terms.most > 0 && accounts.size() > terms.most)
    throw ScenarioError(group + " starts with " + std::to_string(accounts.size()) + " members and holds " +
                        std::to_string(terms.most) + ": raise the limit or start with fewer");
}

}  // namespace

template class Outbox<Groups::Request>;
template class WideTally<Groups::kCounters>;

void Groups::open(const Partition& part, Draws lots) {
  in_use_ = true;
  part_ = part;
  lots_ = lots;
  by_account_.resize(part);
  by_group_.resize(part);
  requests_.resize(part);
}

GroupId Groups::found(const GroupTerms& terms, std::span<const AccountId> members, Tick now) {
  expects(in_use_, "groups are open before one is founded");
  const auto number = static_cast<std::uint32_t>(groups_.size());
  const std::vector<std::uint32_t> accounts = first_members(terms, members);
  check_members(group_text(number, terms), terms, accounts, part_.accounts);
  groups_.push_back({.leader = terms.leader.value,
                     .most = terms.most,
                     .members = static_cast<std::uint32_t>(accounts.size()),
                     .turned_away = 0,
                     .founded = now,
                     .dissolved = kNever});
  last_.emplace_back();
  counts_.resize(groups_.size());
  std::vector<Change> joined;
  for (const std::uint32_t account : accounts)
    if (part_.owns(AccountId(account))) joined.push_back({account, number});
  for (auto first = joined.begin(); first != joined.end();) {
    const BlockId block = home_block(first->account);
    const auto last =
        std::find_if(first, joined.end(), [&](const Change& c) { return home_block(c.account) != block; });
    apply(block, {}, {first, last}, false, now);
    first = last;
  }
  return GroupId(number);
}

void Groups::dissolve(GroupId group, Tick now) {
  expects(is_open(group), "a group is dissolved once");
  groups_[group.value].dissolved = now;
}

std::span<const Membership> Groups::groups_of(AccountId account) const {
  if (!in_use_) return {};
  return rows_of(by_account_[home_block(account.value)], account.value, &Membership::account);
}

std::span<const Membership> Groups::members_in(BlockId block, GroupId group) const {
  if (!in_use_) return {};
  return rows_of(by_group_[block], group.value, &Membership::group);
}

bool Groups::is_member(AccountId account, GroupId group) const {
  return std::ranges::binary_search(groups_of(account), group.value, {}, &Membership::group);
}

bool Groups::ask_to_join(const BlockScope& scope, AccountId account, GroupId group) {
  if (!is_open(group) || is_member(account, group)) return false;
  requests_.push(scope, {account.value, group.value, 1});
  return true;
}

bool Groups::ask_to_leave(const BlockScope& scope, AccountId account, GroupId group) {
  if (!is_open(group) || !is_member(account, group)) return false;
  requests_.push(scope, {account.value, group.value, 0});
  return true;
}

// By group; who leaves before who joins; joins by lot. Who asks twice is one.
std::vector<Groups::Request> Groups::sorted_requests(Tick now) const {
  struct Ranked {
    Request request;
    std::uint32_t lot = 0;
    auto key() const { return std::tuple(request.group, request.joins, lot, request.account); }
  };
  std::vector<Ranked> ranked;
  for (const Request& r : requests_.received())
    ranked.push_back({r, r.joins != 0 ? lots_.words({r.account, r.group, now})[0] : 0});
  std::ranges::sort(ranked, {}, &Ranked::key);
  std::vector<Request> requests;
  for (std::size_t i = 0; i < ranked.size(); ++i)
    if (i == 0 || ranked[i - 1].key() != ranked[i].key()) requests.push_back(ranked[i].request);
  return requests;
}

void Groups::admit(const Request& request, std::vector<Change>& joined) {
  if (is_full(GroupId(request.group))) {
    ++groups_[request.group].turned_away;
    return;
  }
  ++groups_[request.group].members;
  joined.push_back({request.account, request.group});
}

void Groups::settle(const StepScope& scope) {
  if (!in_use_) return;
  bool dissolves = false;
  for (Group& group : groups_) {
    if (group.dissolved == kNever || group.members == 0) continue;
    group.members = 0;
    dissolves = true;
  }
  std::vector<Change> left, joined;
  for (const Request& request : sorted_requests(scope.tick)) {
    if (!is_open(GroupId(request.group))) continue;
    if (request.joins != 0) {
      admit(request, joined);
    } else {
      --groups_[request.group].members;
      left.push_back({request.account, request.group});
    }
  }
  requests_.clear_received();
  take_counts();
  if (!dissolves && left.empty() && joined.empty()) return;
  const auto key = [](const Change& c) { return std::pair(c.account, c.group); };
  std::ranges::sort(left, {}, key);
  std::ranges::sort(joined, {}, key);
  scope.parallel.for_each(part_.blocks(), [&](std::size_t b, int) {
    const BlockId block(part_.first_block + static_cast<std::uint32_t>(b));
    const auto of_block = [&](const std::vector<Change>& changes) -> std::span<const Change> {
      return rows_of(changes, block.value, [](const Change& c) { return c.account / kBlockRows; });
    };
    apply(block, of_block(left), of_block(joined), dissolves, scope.tick);
  });
}

// Changes are sorted by account, then group.
void Groups::apply(BlockId block, std::span<const Change> left, std::span<const Change> joined,
                   bool dissolves, Tick now) {
  if (left.empty() && joined.empty() && !dissolves) return;
  const auto is_gone = [&](const Membership& m) {
    const auto key = [](const Change& c) { return std::pair(c.account, c.group); };
    return !is_open(GroupId(m.group)) ||
           std::ranges::binary_search(left, std::pair(m.account, m.group), {}, key);
  };
  std::vector<Membership> fresh;
  for (const Change& change : joined) fresh.push_back({change.account, change.group, now});
  if (dissolves || !left.empty()) {
    std::erase_if(by_account_[block], is_gone);
    std::erase_if(by_group_[block], is_gone);
  }
  merge_in(by_account_[block], fresh, account_key);
  std::ranges::sort(fresh, {}, group_key);
  merge_in(by_group_[block], fresh, group_key);
}

void Groups::take_counts() {
  std::ranges::fill(last_, Counts{});
  counts_.drain([this](std::uint32_t group, const Counts& counts) { last_[group] = counts; });
}

void Groups::mail(Mail& mail) {
  if (!in_use_) return;
  mail.outboxes.push_back(&requests_);
  mail.tallies.push_back(&counts_);
}

void Groups::state(Archive& archive) {
  if (!in_use_) return;
  const std::string groups = name_ + ".groups", last = name_ + ".last", members = name_ + ".members";
  archive.shared({groups, "1", "groups"}, groups_);
  archive.shared({last, "1", "what members counted in the last tick, by group"}, last_);
  archive.lists({members, "1", "who is in which group, since when"}, by_account_);
}

void Groups::restore() {
  if (!in_use_) return;
  counts_.resize(groups_.size());
  for (std::uint32_t b = part_.first_block; b < part_.last_block; ++b) {
    by_group_[BlockId(b)] = by_account_[BlockId(b)];
    std::ranges::sort(by_group_[BlockId(b)], {}, group_key);
  }
}

std::size_t Groups::bytes_beside_state() const {
  std::size_t bytes = counts_.bytes();
  for (std::uint32_t b = part_.first_block; b < part_.last_block && in_use_; ++b) {
    const std::vector<Membership>& rows = by_account_[BlockId(b)];
    bytes += (rows.capacity() - rows.size() + by_group_[BlockId(b)].capacity()) * sizeof(Membership);
  }
  return bytes;
}

}  // namespace fanfare
