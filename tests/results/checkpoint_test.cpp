// Checkpoints: the same state on other ranks, damage noticed, strangers refused by name.
#include "sim/results/checkpoint.h"

#include <gtest/gtest.h>

#include <optional>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/checkpoint_archive.h"
#include "sim/results/record_file.h"
#include "tests/results/checkpoint_state.h"
#include "tests/results/comparing.h"
#include "tests/results/samples.h"

namespace fanfare::checkpoint_test {
namespace {

namespace fs = std::filesystem;
using samples::Folder;
using samples::State;

constexpr std::uint32_t kAccounts = 5 * kBlockRows + 300;
const RunIdentity kIdentity = {
    {"model", "test"}, {"run.seed", "1"}, {"scenario", "abc"}, {"version", "0.1.0"}};

StateWalk walk_of(State& state) {
  return [&state](Archive& archive) { state.walk(archive); };
}

// Saves the state after `ticks` on `ranks` ranks.
void save(const fs::path& folder, Tick ticks, int ranks, std::uint32_t accounts = kAccounts) {
  run_ranks(ranks, [&](Comm& comm) {
    State state(Partition::of(accounts, comm.rank(), comm.size()));
    for (Tick t = 0; t < ticks; ++t) state.advance(t);
    save_checkpoint(folder, {kIdentity, ticks, samples::run(ticks)}, walk_of(state), state.part, comm);
  });
}

std::uint64_t hash_of(State& state, Comm& comm) {
  Serial serial;
  return fingerprint(walk_of(state), state.part, comm, serial);
}

// The fingerprint `further` ticks after the state that `load` gives, on `ranks` ranks.
std::uint64_t go_on(const fs::path& folder, int ranks, Tick further, LoadedCheckpoint* found = nullptr) {
  std::uint64_t hash = 0;
  run_ranks(ranks, [&](Comm& comm) {
    State state(Partition::of(kAccounts, comm.rank(), comm.size()));
    LoadedCheckpoint loaded = load_checkpoint(folder, kIdentity, walk_of(state), state.part, comm);
    for (Tick t = loaded.header.tick; t < loaded.header.tick + further; ++t) state.advance(t);
    const std::uint64_t here = hash_of(state, comm);
    if (!comm.is_root()) return;
    hash = here;
    if (found) *found = std::move(loaded);
  });
  return hash;
}

std::uint64_t unbroken(Tick ticks) {
  const auto comm = local_comm();
  State state(Partition::whole(kAccounts));
  for (Tick t = 0; t < ticks; ++t) state.advance(t);
  return hash_of(state, *comm);
}

std::string load_error(const fs::path& folder, const RunIdentity& asked = kIdentity,
                       std::uint32_t accounts = kAccounts) {
  const auto comm = local_comm();
  State state(Partition::whole(accounts));
  try {
    load_checkpoint(folder, asked, walk_of(state), state.part, *comm);
  } catch (const InputError& error) {
    return error.what();
  }
  return "(no InputError)";
}
bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Checkpoint, a_run_goes_on_to_the_same_bits_on_other_ranks) {
  const std::uint64_t expected = unbroken(6);
  for (const int before : {1, 2, 3, 7})
    for (const int after : {1, 2, 5}) {
      const Folder folder;
      save(folder.path(), 4, before);
      EXPECT_EQ(go_on(folder.path(), after, 2), expected) << before << " ranks, then " << after;
    }
}

TEST(Checkpoint, state_larger_than_a_slice_comes_together_whole) {
  const Folder folder;
  for (const std::size_t slice : {1U, 5'000U, 100'000U}) {
    run_ranks(4, [&](Comm& comm) {  // of 6 blocks: some have one, some two
      State state(Partition::of(kAccounts, comm.rank(), comm.size()));
      state.advance(0);
      std::optional<RecordWriter> file;
      if (comm.is_root()) file.emplace(folder / "state", 1);
      SaveArchive archive(
          state.part, comm, [&](std::span<const std::byte> records) { file->write(records); }, slice);
      state.walk(archive);
      if (comm.is_root()) file->commit();
    });
    const RecordReader file(folder / "state", 1);
    State state(Partition::whole(kAccounts));
    LoadArchive archive(file, state.part);
    state.walk(archive);
    archive.check_complete();
    EXPECT_EQ(hash_of(state, *local_comm()), unbroken(1)) << slice;
  }
}

TEST(Checkpoint, deltas_that_wait_for_their_merge_are_in_it) {
  const Folder folder;
  save(folder.path(), 3, 2);  // tick 2 does not merge, tick 3 does
  EXPECT_EQ(go_on(folder.path(), 3, 1), unbroken(4));
  EXPECT_NE(unbroken(3), unbroken(4));
}

TEST(Checkpoint, the_recorded_rows_and_the_tick_come_back) {
  const Folder folder;
  save(folder.path(), 3, 2);
  LoadedCheckpoint found;
  go_on(folder.path(), 1, 0, &found);
  EXPECT_EQ(found.header.tick, 3U);
  EXPECT_EQ(found.header.identity, kIdentity);
  EXPECT_EQ(found.warning, "");
  EXPECT_EQ(difference(found.header.recorded, samples::run(3)), "");
}

TEST(Checkpoint, the_last_two_generations_are_kept) {
  const Folder folder;
  EXPECT_FALSE(has_checkpoint(folder / "checkpoint"));
  for (const Tick ticks : {2U, 3U, 4U, 5U}) save(folder / "checkpoint", ticks, 1);
  EXPECT_TRUE(has_checkpoint(folder / "checkpoint"));
  EXPECT_TRUE(fs::exists(folder / "checkpoint/tick-0000000004.checkpoint"));
  EXPECT_TRUE(fs::exists(folder / "checkpoint/tick-0000000005.checkpoint"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "checkpoint"), {}), 2);
  remove_checkpoints(folder / "checkpoint");
  EXPECT_FALSE(fs::exists(folder / "checkpoint"));
}

TEST(Checkpoint, a_run_that_begins_anew_is_not_outlived_by_the_old_one) {
  const Folder folder;
  save(folder.path(), 5, 1);
  write_file(folder / "tick-0000000009.checkpoint.writing", "torn");
  save(folder.path(), 2, 1);
  LoadedCheckpoint found;
  go_on(folder.path(), 1, 0, &found);
  EXPECT_EQ(found.header.tick, 2U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(Checkpoint, any_flipped_byte_sends_the_run_to_the_generation_before) {
  const Folder folder;
  save(folder.path(), 2, 1);
  save(folder.path(), 4, 2);
  const fs::path newest = folder / "tick-0000000004.checkpoint";
  const std::string whole = read_file(newest);
  for (std::size_t at = 17; at < whole.size(); at += whole.size() / 20) {
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    write_file(newest, bad);
    LoadedCheckpoint found;
    ASSERT_EQ(go_on(folder.path(), 2, 4, &found), unbroken(6)) << at;
    ASSERT_EQ(found.header.tick, 2U) << at;
    ASSERT_TRUE(contains(found.warning, "tick-0000000004.checkpoint: damaged (")) << found.warning;
    ASSERT_TRUE(contains(found.warning, "going on from the checkpoint before, tick-0000000002.checkpoint"))
        << found.warning;
  }
}

TEST(Checkpoint, a_truncated_generation_is_damaged_at_every_length) {
  const Folder folder;
  save(folder.path(), 2, 1);
  const fs::path only = folder / "tick-0000000002.checkpoint";
  const std::string whole = read_file(only);
  for (std::size_t length = 0; length < whole.size(); length += whole.size() / 40) {
    write_file(only, whole.substr(0, length));
    const std::string error = load_error(folder.path());
    ASSERT_TRUE(contains(error, "damaged") && contains(error, "no whole checkpoint is left"))
        << length << ": " << error;
  }
}

TEST(Checkpoint, without_any_there_is_nothing_to_go_on_from) {
  const Folder folder;
  EXPECT_TRUE(contains(load_error(folder / "none"), "holds no checkpoint"));
}

TEST(Checkpoint, what_differs_is_refused_by_name) {
  const Folder folder;
  save(folder.path(), 2, 1);
  RunIdentity asked = kIdentity;
  asked["run.seed"] = "2";
  asked["version"] = "0.2.0";
  const std::string error = load_error(folder.path(), asked);
  EXPECT_TRUE(contains(error, "run.seed differs: 1 in the checkpoint, 2 asked for")) << error;
  EXPECT_TRUE(contains(error, "version differs: 0.1.0 in the checkpoint, 0.2.0 asked for")) << error;
  EXPECT_FALSE(contains(error, "model differs")) << error;
  EXPECT_TRUE(contains(load_error(folder.path(), kIdentity, 2000),
                       "accounts differ: 5420 in the checkpoint, 2000 asked for"));
}

TEST(Checkpoint, another_format_is_refused_and_not_called_damage) {
  const Folder folder;
  save(folder.path(), 2, 1);
  save(folder.path(), 3, 1);
  RecordWriter(folder / "tick-0000000003.checkpoint", 9).commit();
  EXPECT_TRUE(contains(load_error(folder.path()), "checkpoint format 9, but this program reads 1"));
}

// A model of another shape than what was saved, as if the identity had not told.
template <class Change>
std::string shape_error(const fs::path& folder, Change&& change) {
  const auto comm = local_comm();
  State state(Partition::whole(kAccounts));
  try {
    load_checkpoint(
        folder, kIdentity, [&](Archive& a) { change(state, a); }, state.part, *comm);
  } catch (const InputError& error) {
    return error.what();
  }
  return "(no InputError)";
}

TEST(Checkpoint, state_of_another_shape_is_refused_by_name) {
  const Folder folder;
  save(folder.path(), 2, 1);
  const auto less = shape_error(folder.path(), [](State& s, Archive& a) {
    a.owned({"wallet", "", ""}, s.wallet);
  });
  EXPECT_TRUE(contains(less, "is in it, but unknown here")) << less;
  const auto more = shape_error(folder.path(), [](State& s, Archive& a) {
    s.walk(a), a.owned({"mood", "", ""}, s.wallet);
  });
  EXPECT_TRUE(contains(more, "'mood' is not in it")) << more;
  const auto wider =
      shape_error(folder.path(), [](State& s, Archive& a) { s.wallet.resize(s.part, 2), s.walk(a); });
  EXPECT_TRUE(contains(wider, "'wallet' has 4 bytes a row, not 8")) << wider;
  const auto used =
      shape_error(folder.path(), [](State& s, Archive& a) { s.unused.resize(s.part), s.walk(a); });
  EXPECT_TRUE(contains(used, "'unused' has 0 bytes a row, not 8")) << used;
}

TEST(Checkpoint, one_name_for_two_pieces_of_state_is_our_mistake) {
  const Folder folder;
  const auto comm = local_comm();
  State state(Partition::whole(100));
  const auto twice = [&](Archive& a) { state.walk(a), state.walk(a); };
  EXPECT_THROW(save_checkpoint(folder.path(), {kIdentity, 1, {}}, twice, state.part, *comm), LogicError);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace fanfare::checkpoint_test
