// Ranks as processes of an MPI launcher: the one file that knows MPI. A program links this file or
// no_mpi.cpp.
#define OMPI_SKIP_MPICXX 1  // C calls only
#include <mpi.h>

#include <algorithm>
#include <exception>
#include <numeric>
#include <string>

#include "sim/comm.h"

namespace fanfare {

bool built_with_mpi() { return true; }

namespace {

// Open MPI ends the process itself on an error unless told to return it.
void check(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw InputError(std::string(call) + ": " + std::string(text, static_cast<std::size_t>(length)));
}

// Lengths and displacements as MPI takes them: ints.
struct Counts {
  explicit Counts(const std::vector<std::uint64_t>& lengths)
      : counts(lengths.begin(), lengths.end()), places(lengths.size()) {
    std::exclusive_scan(counts.begin(), counts.end(), places.begin(), 0);
  }
  std::size_t bytes() const { return static_cast<std::size_t>(places.back() + counts.back()); }
  std::vector<int> counts, places;
};

class MpiComm final : public Comm {
 public:
  MpiComm(int argc, char** argv, std::size_t chunk_bytes) : chunk_bytes_(chunk_bytes) {
    int provided = 0;
    check(MPI_Init_thread(&argc, &argv, MPI_THREAD_SERIALIZED, &provided), "MPI_Init_thread");
    check(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
    expects(provided >= MPI_THREAD_SERIALIZED, "MPI can be called from one thread at a time");
    check(MPI_Comm_rank(MPI_COMM_WORLD, &rank_), "MPI_Comm_rank");
    check(MPI_Comm_size(MPI_COMM_WORLD, &size_), "MPI_Comm_size");
  }
  // While an exception flies, the others may be in a call that this rank will never make: the caller aborts.
  ~MpiComm() override {
    if (std::uncaught_exceptions() == 0) MPI_Finalize();
  }
  MpiComm(const MpiComm&) = delete;
  MpiComm& operator=(const MpiComm&) = delete;

  int rank() const override { return rank_; }
  int size() const override { return size_; }

  std::vector<Bytes> gather_all(std::span<const std::byte> mine) override {
    const std::vector<std::uint64_t> lengths = all_lengths(mine.size());
    std::vector<Bytes> all = rooms(lengths);
    if (total(lengths) <= chunk_bytes_) {
      gather_small(mine, lengths, all);
    } else {
      gather_large(mine, all);
    }
    return all;
  }

  std::vector<Bytes> gather(std::span<const std::byte> mine, int root) override {
    const std::vector<std::uint64_t> lengths = all_lengths(mine.size());
    if (rank_ != root) {
      in_chunks(mine.size(), [&](std::size_t at, int n) {
        check(MPI_Send(mine.data() + at, n, MPI_BYTE, root, kGatherTag, MPI_COMM_WORLD), "MPI_Send");
      });
      return {};
    }
    std::vector<Bytes> all = rooms(lengths);
    for (int from = 0; from < size_; ++from) receive_from(from, mine, all[static_cast<std::size_t>(from)]);
    return all;
  }

  std::vector<Bytes> all_to_all(std::span<const Bytes> to) override {
    expects(to.size() == static_cast<std::size_t>(size_), "all_to_all has one entry a rank");
    std::vector<std::uint64_t> out, in(to.size());
    for (const Bytes& part : to) out.push_back(part.size());
    check(MPI_Alltoall(out.data(), 1, MPI_UINT64_T, in.data(), 1, MPI_UINT64_T, MPI_COMM_WORLD),
          "MPI_Alltoall");
    std::vector<Bytes> from = rooms(in);
    if (most_on_any_rank(std::max(total(out), total(in))) <= chunk_bytes_) {
      swap_small(to, out, in, from);
    } else {
      swap_large(to, from);
    }
    return from;
  }

  void broadcast(Bytes& data, int root) override {
    std::uint64_t length = data.size();
    check(MPI_Bcast(&length, 1, MPI_UINT64_T, root, MPI_COMM_WORLD), "MPI_Bcast");
    data.resize(length);
    broadcast_bytes(data, root);
  }

  void sum(std::span<std::int64_t> cells) override {
    const std::size_t step = std::max<std::size_t>(1, chunk_bytes_ / sizeof(std::int64_t));
    for (std::size_t at = 0; at < cells.size(); at += step) {
      const int n = static_cast<int>(std::min(step, cells.size() - at));
      check(MPI_Allreduce(MPI_IN_PLACE, cells.data() + at, n, MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD),
            "MPI_Allreduce");
    }
  }

  void barrier() override { check(MPI_Barrier(MPI_COMM_WORLD), "MPI_Barrier"); }

  [[noreturn]] void abort(int exit_code) override {
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::_Exit(exit_code);
  }

 private:
  static constexpr int kGatherTag = 1;
  static constexpr int kSwapTag = 2;

  static std::uint64_t total(const std::vector<std::uint64_t>& lengths) {
    return std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0});
  }
  static std::uint64_t most_on_any_rank(std::uint64_t here) {
    check(MPI_Allreduce(MPI_IN_PLACE, &here, 1, MPI_UINT64_T, MPI_MAX, MPI_COMM_WORLD), "MPI_Allreduce");
    return here;
  }

  std::vector<std::uint64_t> all_lengths(std::uint64_t mine) const {
    std::vector<std::uint64_t> lengths(static_cast<std::size_t>(size_));
    check(MPI_Allgather(&mine, 1, MPI_UINT64_T, lengths.data(), 1, MPI_UINT64_T, MPI_COMM_WORLD),
          "MPI_Allgather");
    return lengths;
  }

  static std::vector<Bytes> rooms(const std::vector<std::uint64_t>& lengths) {
    std::vector<Bytes> all;
    for (const std::uint64_t length : lengths) all.emplace_back(length);
    return all;
  }

  // One collective; counts and displacements are ints.
  void gather_small(std::span<const std::byte> mine, const std::vector<std::uint64_t>& lengths,
                    std::vector<Bytes>& all) const {
    const Counts in(lengths);
    Bytes joined(in.bytes());
    check(MPI_Allgatherv(mine.data(), in.counts[static_cast<std::size_t>(rank_)], MPI_BYTE, joined.data(),
                         in.counts.data(), in.places.data(), MPI_BYTE, MPI_COMM_WORLD),
          "MPI_Allgatherv");
    for (std::size_t r = 0; r < all.size(); ++r)
      std::copy_n(joined.begin() + in.places[r], in.counts[r], all[r].begin());
  }

  void gather_large(std::span<const std::byte> mine, std::vector<Bytes>& all) const {
    std::copy(mine.begin(), mine.end(), all[static_cast<std::size_t>(rank_)].begin());
    for (int root = 0; root < size_; ++root) broadcast_bytes(all[static_cast<std::size_t>(root)], root);
  }

  // One collective, as gather_small().
  static void swap_small(std::span<const Bytes> to, const std::vector<std::uint64_t>& out_lengths,
                         const std::vector<std::uint64_t>& in_lengths, std::vector<Bytes>& from) {
    const Counts out(out_lengths), in(in_lengths);
    Bytes sent, joined(in.bytes());
    for (const Bytes& part : to) sent.insert(sent.end(), part.begin(), part.end());
    check(MPI_Alltoallv(sent.data(), out.counts.data(), out.places.data(), MPI_BYTE, joined.data(),
                        in.counts.data(), in.places.data(), MPI_BYTE, MPI_COMM_WORLD),
          "MPI_Alltoallv");
    for (std::size_t r = 0; r < from.size(); ++r)
      std::copy_n(joined.begin() + in.places[r], in.counts[r], from[r].begin());
  }

  // In turn, every rank sends to the one `step` further on and receives from the one `step` back.
  void swap_large(std::span<const Bytes> to, std::vector<Bytes>& from) const {
    for (int step = 0; step < size_; ++step) {
      const int next = (rank_ + step) % size_;
      const int before = (rank_ + size_ - step) % size_;
      swap_chunks(to[static_cast<std::size_t>(next)], next, from[static_cast<std::size_t>(before)], before);
    }
  }
  // Piece by piece; the direction that is done first goes on with nobody.
  void swap_chunks(const Bytes& out, int next, Bytes& in, int before) const {
    const auto piece = [&](std::size_t bytes, std::size_t at) {
      return static_cast<int>(at < bytes ? std::min(chunk_bytes_, bytes - at) : 0);
    };
    for (std::size_t at = 0; at < std::max(out.size(), in.size()); at += chunk_bytes_) {
      const int sending = piece(out.size(), at);
      const int receiving = piece(in.size(), at);
      check(MPI_Sendrecv(out.data() + (sending > 0 ? at : 0), sending, MPI_BYTE,
                         sending > 0 ? next : MPI_PROC_NULL, kSwapTag, in.data() + (receiving > 0 ? at : 0),
                         receiving, MPI_BYTE, receiving > 0 ? before : MPI_PROC_NULL, kSwapTag,
                         MPI_COMM_WORLD, MPI_STATUS_IGNORE),
            "MPI_Sendrecv");
    }
  }

  void broadcast_bytes(Bytes& data, int root) const {
    in_chunks(data.size(), [&](std::size_t at, int n) {
      check(MPI_Bcast(data.data() + at, n, MPI_BYTE, root, MPI_COMM_WORLD), "MPI_Bcast");
    });
  }

  void receive_from(int from, std::span<const std::byte> mine, Bytes& into) const {
    if (from == rank_) {
      std::copy(mine.begin(), mine.end(), into.begin());
      return;
    }
    in_chunks(into.size(), [&](std::size_t at, int n) {
      check(MPI_Recv(into.data() + at, n, MPI_BYTE, from, kGatherTag, MPI_COMM_WORLD, MPI_STATUS_IGNORE),
            "MPI_Recv");
    });
  }

  template <class Move>
  void in_chunks(std::size_t bytes, Move&& move) const {
    for (std::size_t at = 0; at < bytes; at += chunk_bytes_)
      move(at, static_cast<int>(std::min(chunk_bytes_, bytes - at)));
  }

  std::size_t chunk_bytes_;
  int rank_ = 0;
  int size_ = 1;
};

}  // namespace

std::unique_ptr<Comm> mpi_world(int argc, char** argv, std::size_t chunk_bytes) {
  expects(chunk_bytes > 0 && chunk_bytes <= std::size_t{1} << 30, "a piece of a message has 1 byte to 1 GiB");
  return std::make_unique<MpiComm>(argc, argv, chunk_bytes);
}

}  // namespace fanfare
