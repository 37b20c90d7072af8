// The folder of one run or study: what is called what in it, and who may write there. Writes no results
// itself.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "fanfare/expects.h"

namespace fanfare {

enum class OnExists {
  fail,     // touch nothing that is there
  replace,  // start anew; the old results stay until the new ones are whole
  resume,   // go on from checkpoints and parts
};

struct FolderInUse : InputError {
  using InputError::InputError;
};

// Held while a process writes to a folder: a second one is refused with FolderInUse. Released with the
// object, or when the process ends, however it ends.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  // Errors: InputError if the folder was removed or put elsewhere since: what is written would not be found,
  // and another process may write there.
  void expect_held() const;

 private:
  std::filesystem::path folder_;
  int descriptor_ = -1;
};

struct StudyRun;

class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path run_file() const { return root_ / "run.h5"; }
  std::filesystem::path partial_file() const { return root_ / "run.h5.partial"; }
  std::filesystem::path study_file() const { return root_ / "study.h5"; }
  std::filesystem::path variants_file() const { return root_ / "variants.h5"; }  // of what a study asks beside its arms
  std::filesystem::path checkpoint() const { return root_ / "checkpoint"; }
  std::filesystem::path parts() const { return root_ / "parts"; }
  // parts/002-kol.r0003.h5: by number, so that any arm's name makes a file name.
  std::filesystem::path part(std::size_t row, const std::string& arm, std::size_t replicate) const;
  // checkpoints/002-kol.r0003: of a run of a study that was stopped.
  std::filesystem::path checkpoints() const { return root_ / "checkpoints"; }
  std::filesystem::path checkpoint_of(std::size_t row, const std::string& arm, std::size_t replicate) const;
  std::filesystem::path summary_text() const { return root_ / "summary.txt"; }
  std::filesystem::path summary_json() const { return root_ / "summary.json"; }
  std::filesystem::path effective() const { return root_ / "effective.yaml"; }
  std::filesystem::path log() const { return root_ / "log.txt"; }

  // The first thing there that a run would overwrite; empty if none.
  std::filesystem::path occupied_by() const;
  // Makes the folder and locks it, or says why not; only then looks, and applies `on_exists`: refuses what is
  // there (fail), removes what is unfinished (replace), leaves all (resume). Sweeps up what a killed writer
  // left half written. Errors: InputError with path, reason and the flag that helps.
  std::unique_ptr<FolderLock> claim(OnExists on_exists) const;
  // Whether somebody has claimed it, as far as its file system tells (locks need not reach other machines).
  bool is_claimed() const;
  // What claim() refuses, before anything is made.
  void refuse_what_is_there(OnExists on_exists) const;
  // Parts and checkpoints of a run that is done and can't be gone on with, removed.
  void discard_unfinished() const;

  // Of a study that is put together from elsewhere than its parts: the run of a row and replicate, or
  // nullptr.
  std::function<const StudyRun*(std::size_t row, std::size_t replicate)> elsewhere = {};

 private:
  void sweep() const;

  std::filesystem::path root_;
};

}  // namespace fanfare
