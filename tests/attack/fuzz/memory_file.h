// Bytes that readers of files can open by a path, in memory. (HDF5 takes no path below /proc.)
#pragma once

#include <unistd.h>

#include <fstream>
#include <string>

#include "fanfare/expects.h"
#include "tests/attack/fuzz/targets.h"

namespace fanfare::fuzz {

class MemoryFile {
 public:
  explicit MemoryFile(Bytes bytes) : path_("/dev/shm/fanfare-fuzz-" + std::to_string(::getpid())) {
    std::ofstream file(path_, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    expects(file.flush().good(), "an input can be written");
  }
  ~MemoryFile() { ::unlink(path_.c_str()); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Whether `work` came through; false where it refused its input.
template <class Work>
bool read(const Work& work) {
  try {
    work();
    return true;
  } catch (const InputError& refused) {
    expects(*refused.what() != '\0', "who refuses says why");
  } catch (const ScenarioError& refused) {
    expects(*refused.what() != '\0', "who refuses says why");
  }
  return false;
}

}  // namespace fanfare::fuzz
