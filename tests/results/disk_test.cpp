// Disks that are full, folders that can't be written: a clear error, nothing half-written, nothing lost.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/checkpoint.h"
#include "tests/results/checkpoint_state.h"
#include "tests/results/samples.h"

namespace fanfare::disk_test {
namespace {

namespace fs = std::filesystem;
using samples::Folder;
using samples::State;

template <class F>
std::string error_of(F&& f) {
  try {
    f();
  } catch (const InputError& error) {
    return error.what();
  }
  return "(no InputError)";
}
bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

// No file of this process grows beyond `bytes` while it lives; the system then says "File too large".
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

void write_sample(const fs::path& path) {
  write_run(path, samples::run(), samples::provenance(), RunState::complete, 72);
}

CheckpointHeader header(Tick tick) { return {{{"run.seed", "1"}}, tick, samples::run()}; }

void save(const fs::path& folder, Tick tick, Comm& comm) {
  State state(Partition::of(3000, comm.rank(), comm.size()));
  for (Tick t = 0; t < tick; ++t) state.advance(t);
  save_checkpoint(
      folder, header(tick), [&](Archive& a) { state.walk(a); }, state.part, comm);
}

TEST(Disk, a_results_file_that_does_not_fit_leaves_the_old_one) {
  const Folder folder;
  write_sample(folder / "run.h5");
  const std::string before = read_file(folder / "run.h5");
  {
    const SizeLimit limit(before.size() / 2);
    const std::string error = error_of([&] { write_sample(folder / "run.h5"); });
    EXPECT_TRUE(contains(error, "run.h5: can't be written (File too large)")) << error;
    EXPECT_TRUE(contains(error_of([&] { write_sample(folder / "new.h5"); }), "new.h5: can't be written"));
  }
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"run.h5"}));
  EXPECT_EQ(read_file(folder / "run.h5"), before);
}

TEST(Disk, a_checkpoint_that_does_not_fit_is_told_on_every_rank_and_leaves_the_old_ones) {
  for (const int ranks : {1, 3}) {
    const Folder folder;
    run_ranks(ranks, [&](Comm& comm) { save(folder.path(), 1, comm); });
    const auto before = names_in(folder.path());
    const SizeLimit limit(20'000);
    std::vector<std::string> errors(static_cast<std::size_t>(ranks));
    run_ranks(ranks, [&](Comm& comm) {
      errors[static_cast<std::size_t>(comm.rank())] = error_of([&] { save(folder.path(), 2, comm); });
    });
    for (const std::string& error : errors)
      EXPECT_TRUE(contains(error, "tick-0000000002.checkpoint: can't be written (File too large)")) << error;
    EXPECT_EQ(names_in(folder.path()), before);
  }
}

// A file system of 64 KiB, for the real "no space left".
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& path) : path_(path) {
    fs::create_directories(path);
    mounted_ = ::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=64k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount(path_.c_str());
  }
  bool is_mounted() const { return mounted_; }

 private:
  fs::path path_;
  bool mounted_ = false;
};

TEST(Disk, a_full_disk_is_named_as_such) {
  const Folder folder;
  const SmallDisk disk(folder / "disk");
  if (!disk.is_mounted()) GTEST_SKIP() << "mounting a small file system needs root: " << std::strerror(errno);
  write_file(folder / "disk/kept", std::string("kept"));
  const std::string big(200'000, 'x');
  const std::string error = error_of([&] { write_file(folder / "disk/run.h5", big); });
  EXPECT_TRUE(contains(error, "disk/run.h5: can't be written (No space left on device)")) << error;
  const auto comm = local_comm();
  const std::string checkpoint = error_of([&] { save(folder / "disk/checkpoint", 3, *comm); });
  EXPECT_TRUE(contains(checkpoint, "No space left on device")) << checkpoint;
  EXPECT_EQ(read_file(folder / "disk/kept"), "kept");
  EXPECT_FALSE(fs::exists(folder / "disk/run.h5.writing"));
  EXPECT_TRUE(fs::is_empty(folder / "disk/checkpoint"));
}

// Runs the body without the rights of root, in a process of its own; its exit code says how many checks
// failed.
template <class F>
int failures_as_nobody(F&& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(100);
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 101;
}

TEST(Disk, a_read_only_folder_is_named_and_its_files_stay) {
  const Folder folder;
  fs::create_directories(folder / "locked");
  write_sample(folder / "locked/run.h5");
  const std::string before = read_file(folder / "locked/run.h5");
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "locked").c_str(), 0555);
  const int failures = failures_as_nobody([&] {
    int failed = 0;
    failed += !contains(error_of([&] { write_sample(folder / "locked/run.h5"); }),
                        "locked/run.h5: can't be written (Permission denied)");
    failed += !contains(error_of([&] { write_sample(folder / "locked/deeper/run.h5"); }),
                        "can't make the folder (Permission denied)");
    const auto comm = local_comm();
    failed += !contains(error_of([&] { save(folder / "locked", 1, *comm); }), "Permission denied");
    return failed;
  });
  ::chmod((folder / "locked").c_str(), 0755);
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(names_in(folder / "locked"), (std::vector<std::string>{"run.h5"}));
  EXPECT_EQ(read_file(folder / "locked/run.h5"), before);
}

TEST(Disk, a_folder_in_the_place_of_a_file_is_named) {
  const Folder folder;
  fs::create_directories(folder / "run.h5");
  EXPECT_TRUE(contains(error_of([&] { write_sample(folder / "run.h5"); }),
                       "run.h5: can't be written (it is a folder)"));
  write_file(folder / "file", std::string("x"));
  EXPECT_TRUE(contains(error_of([&] { write_sample(folder / "file/run.h5"); }), "can't make the folder"));
}

TEST(Disk, a_writer_that_dies_leaves_the_old_file) {
  const Folder folder;
  write_file(folder / "run.h5", std::string("old"));
  const pid_t child = ::fork();
  if (child == 0) {
    AtomicFile file(folder / "run.h5");
    file.write(std::as_bytes(std::span("new")));
    ::raise(SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(read_file(folder / "run.h5"), "old");
  write_file(folder / "run.h5", std::string("newer"));  // what it left behind is in nobody's way
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"run.h5"}));
}

}  // namespace
}  // namespace fanfare::disk_test
