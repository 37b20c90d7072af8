// The corpora through their targets: seeds, and what a fuzzer found before it was mended. Keeps the targets compiled.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/attack/fuzz/targets.h"

namespace fanfare::fuzz {
namespace {

// Each input whole, and cut in the middle.
void replay(const std::string& target, void (*fuzz)(Bytes)) {
  int inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/attack/fuzz/corpus/" + target)) {
    SCOPED_TRACE(entry.path().string());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<std::uint8_t> input{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
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

}  // namespace
}  // namespace fanfare::fuzz
