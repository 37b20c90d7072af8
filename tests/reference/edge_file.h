// A small edge list on disk for the life of a test.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace fanfare::reference::test {

class EdgeFile {
 public:
  explicit EdgeFile(const std::string& text) : path_(name()) { std::ofstream(path_) << text; }
  ~EdgeFile() { std::filesystem::remove(path_); }
  EdgeFile(const EdgeFile&) = delete;
  EdgeFile& operator=(const EdgeFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  static std::string name() {
    static int number = 0;
    return ::testing::TempDir() + "edges_" + std::to_string(::getpid()) + "_" + std::to_string(number++) +
           ".txt";
  }
  std::string path_;
};

}  // namespace fanfare::reference::test
