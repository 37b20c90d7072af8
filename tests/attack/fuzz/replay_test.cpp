// The corpora through their targets: seeds, and what a fuzzer found before it was mended. Keeps the targets
// compiled.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "fanfare/edge_file.h"
#include "sim/results/hdf5_file.h"
#include "tests/attack/fuzz/memory_file.h"
#include "tests/attack/fuzz/targets.h"

// HDF5 1.10 does not free the names of what it can't read; whatever else leaks is ours and is reported. Asked
// for by the leak sanitizer alone.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

namespace fanfare::fuzz::replay_test {
namespace {

// Each input whole, and cut in the middle.
void replay(const std::string& target, void (*fuzz)(Bytes)) {
  int inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/attack/fuzz/corpus/" + target)) {
    SCOPED_TRACE(entry.path().string());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<std::uint8_t> input{std::istreambuf_iterator<char>(file),
                                          std::istreambuf_iterator<char>()};
    EXPECT_NO_THROW(fuzz(input));
    EXPECT_NO_THROW(fuzz(Bytes(input).first(input.size() / 2)));
    ++inputs;
  }
  EXPECT_GT(inputs, 0);
}

TEST(Corpus, of_yaml_is_read_or_refused) { replay("yaml", yaml); }
TEST(Corpus, of_edge_lists_is_read_or_refused) { replay("edge_list", edge_list); }
TEST(Corpus, of_graphml_is_read_or_refused) { replay("graphml", graphml); }
TEST(Corpus, of_results_is_read_or_refused) { replay("results", results); }

// Found by the target: twenty bytes that took 17 GB.
TEST(EdgeList, a_line_alone_takes_no_memory) {
  const std::string text = "4294967295 1\n0 1 .5\n";
  const MemoryFile file({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_THROW(read_edge_lines(file.path(), {true, true, 1}), InputError);
}

// A thread that came to HDF5 after others printed its stack of errors to the terminal.
TEST(Hdf5, says_what_is_wrong_by_exceptions_alone_in_every_thread) {
  hdf5_version();  // this thread is the first
  testing::internal::CaptureStderr();
  std::thread([] { EXPECT_THROW(Hdf5Source("/nonexistent/run.h5"), InputError); }).join();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace fanfare::fuzz::replay_test
