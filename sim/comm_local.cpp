// Ranks without MPI: one alone, or several as threads of this process.
#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "sim/comm.h"

namespace fanfare {

void Comm::sum(std::span<std::int64_t> cells) {
  const auto parts = gather_all(std::as_bytes(cells));
  std::fill(cells.begin(), cells.end(), 0);
  for (const Bytes& part : parts) {
    expects(part.size() == cells.size_bytes(), "all ranks sum the same number of cells");
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::int64_t cell = 0;
      std::memcpy(&cell, part.data() + i * sizeof cell, sizeof cell);
      cells[i] =
          static_cast<std::int64_t>(static_cast<std::uint64_t>(cells[i]) + static_cast<std::uint64_t>(cell));
    }
  }
}

bool Comm::any(bool here) {
  std::int64_t ranks = here ? 1 : 0;
  sum(std::span(&ranks, 1));
  return ranks > 0;
}

void Comm::barrier() { gather_all({}); }

namespace {

[[noreturn]] void lose_rank(int exit_code) {
  throw RankLost("a rank ended the run with exit code " + std::to_string(exit_code));
}

class LocalComm final : public Comm {
 public:
  int rank() const override { return 0; }
  int size() const override { return 1; }
  std::vector<Bytes> gather_all(std::span<const std::byte> mine) override {
    return {Bytes(mine.begin(), mine.end())};
  }
  std::vector<Bytes> gather(std::span<const std::byte> mine, int) override { return gather_all(mine); }
  std::vector<Bytes> all_to_all(std::span<const Bytes> to) override {
    expects(to.size() == 1, "all_to_all has one entry a rank");
    return {to[0]};
  }
  void broadcast(Bytes&, int) override {}
  void sum(std::span<std::int64_t>) override {}
  void barrier() override {}
  [[noreturn]] void abort(int exit_code) override { lose_rank(exit_code); }
};

// Where the threads of an in-process run meet. A collective call is a meeting (all bring bytes), a look at
// what the others brought, and a second meeting, after which the bytes may be taken away.
class Rendezvous {
 public:
  explicit Rendezvous(int ranks)
      : brought_(static_cast<std::size_t>(ranks)), calls_(brought_.size()), ranks_(ranks) {}

  // `call` says which collective call this is; all ranks must make the same.
  void bring(int rank, std::string_view call, std::span<const std::byte> bytes) {
    {
      const std::lock_guard lock(mutex_);
      brought_[static_cast<std::size_t>(rank)].assign(bytes.begin(), bytes.end());
      calls_[static_cast<std::size_t>(rank)] = call;
    }
    wait();
    for (const std::string_view other : calls_)
      if (other != call)
        throw LogicError("ranks make different collective calls: " + std::string(call) + " and " +
                         std::string(other));
  }
  const std::vector<Comm::Bytes>& brought() const { return brought_; }
  void part() { wait(); }

  // The rank makes no more calls: the end of its body, or an exception.
  void leave() {
    const std::lock_guard lock(mutex_);
    ++gone_;
    arrival_.notify_all();
  }

 private:
  void wait() {
    std::unique_lock lock(mutex_);
    const std::uint64_t mine = round_;
    if (++here_ == ranks_) {
      here_ = 0;
      ++round_;
      arrival_.notify_all();
      return;
    }
    arrival_.wait(lock, [&] { return round_ != mine || gone_ > 0; });
    if (round_ == mine) throw RankLost("another rank left while this one waits for it in a collective call");
  }

  std::mutex mutex_;
  std::condition_variable arrival_;
  std::vector<Comm::Bytes> brought_;
  std::vector<std::string_view> calls_;
  int ranks_;
  int here_ = 0;
  int gone_ = 0;
  std::uint64_t round_ = 0;
};

// What one rank brings for each of the others, as one: the lengths, then the bytes.
Comm::Bytes joined(std::span<const Comm::Bytes> to) {
  Comm::Bytes all;
  const auto append = [&all](std::span<const std::byte> bytes) {
    all.insert(all.end(), bytes.begin(), bytes.end());
  };
  for (const Comm::Bytes& part : to) {
    const std::uint64_t length = part.size();
    append(std::as_bytes(std::span(&length, 1)));
  }
  for (const Comm::Bytes& part : to) append(part);
  return all;
}
Comm::Bytes part_for(const Comm::Bytes& all, int rank, int ranks) {
  std::vector<std::uint64_t> lengths(static_cast<std::size_t>(ranks));
  std::memcpy(lengths.data(), all.data(), lengths.size() * sizeof(std::uint64_t));
  std::uint64_t at = lengths.size() * sizeof(std::uint64_t);
  for (int r = 0; r < rank; ++r) at += lengths[static_cast<std::size_t>(r)];
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(at);
  return Comm::Bytes(first, first + static_cast<std::ptrdiff_t>(lengths[static_cast<std::size_t>(rank)]));
}

class ThreadComm final : public Comm {
 public:
  ThreadComm(Rendezvous& meeting, int rank, int size) : meeting_(meeting), rank_(rank), size_(size) {}

  int rank() const override { return rank_; }
  int size() const override { return size_; }

  std::vector<Bytes> gather_all(std::span<const std::byte> mine) override {
    meeting_.bring(rank_, "gather_all", mine);
    std::vector<Bytes> all = meeting_.brought();
    meeting_.part();
    return all;
  }
  std::vector<Bytes> gather(std::span<const std::byte> mine, int root) override {
    meeting_.bring(rank_, "gather", mine);
    std::vector<Bytes> all;
    if (rank_ == root) all = meeting_.brought();
    meeting_.part();
    return all;
  }
  std::vector<Bytes> all_to_all(std::span<const Bytes> to) override {
    expects(to.size() == static_cast<std::size_t>(size_), "all_to_all has one entry a rank");
    meeting_.bring(rank_, "all_to_all", joined(to));
    std::vector<Bytes> from;
    for (const Bytes& all : meeting_.brought()) from.push_back(part_for(all, rank_, size_));
    meeting_.part();
    return from;
  }
  void broadcast(Bytes& data, int root) override {
    meeting_.bring(rank_, "broadcast",
                   rank_ == root ? std::span<const std::byte>(data) : std::span<const std::byte>{});
    data = meeting_.brought()[static_cast<std::size_t>(root)];
    meeting_.part();
  }
  [[noreturn]] void abort(int exit_code) override { lose_rank(exit_code); }

 private:
  Rendezvous& meeting_;
  int rank_;
  int size_;
};

// Of several failed ranks, the first that did not fail because of another.
void rethrow_first(const std::vector<std::exception_ptr>& failures) {
  std::exception_ptr lost;
  for (const auto& failure : failures) {
    if (!failure) continue;
    try {
      std::rethrow_exception(failure);
    } catch (const RankLost&) {
      if (!lost) lost = failure;
    }
  }
  if (lost) std::rethrow_exception(lost);
}

}  // namespace

std::unique_ptr<Comm> local_comm() { return std::make_unique<LocalComm>(); }

void run_ranks(int ranks, const std::function<void(Comm&)>& body) {
  expects(ranks > 0, "a run has at least one rank");
  Rendezvous meeting(ranks);
  std::vector<std::exception_ptr> failures(static_cast<std::size_t>(ranks));
  std::vector<std::thread> threads;
  for (int rank = 0; rank < ranks; ++rank)
    threads.emplace_back([&, rank] {
      ThreadComm comm(meeting, rank, ranks);
      try {
        body(comm);
      } catch (...) {
        failures[static_cast<std::size_t>(rank)] = std::current_exception();
      }
      meeting.leave();
    });
  for (auto& thread : threads) thread.join();
  rethrow_first(failures);
}

}  // namespace fanfare
