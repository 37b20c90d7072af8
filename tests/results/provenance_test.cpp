// What a program says of itself and of one call of it.
#include "sim/results/provenance.h"

#include <gtest/gtest.h>

#include <regex>

namespace fanfare::provenance_test {
namespace {

TEST(Provenance, a_program_knows_its_version_compiler_and_libraries) {
  const Provenance from = program_provenance();
  for (const std::string* text : {&from.version, &from.commit, &from.compiler, &from.flags, &from.rng})
    EXPECT_FALSE(text->empty());
  EXPECT_TRUE(from.libraries.contains("HDF5"));
  for (const auto& [name, version] : from.libraries)
    EXPECT_TRUE(std::regex_match(version, std::regex("[0-9]+(\\.[0-9]+)+"))) << name << " " << version;
  EXPECT_TRUE(from.invocation.host.empty());  // nothing of this call of it
}

TEST(Provenance, a_command_line_can_be_pasted_into_a_shell) {
  const Invocation how =
      this_invocation({"fanfare", "run", "my file.yaml", "--set", "a.b=25 CNY", "it's", ""}, 2, 3);
  EXPECT_EQ(how.command_line, "fanfare run 'my file.yaml' --set 'a.b=25 CNY' 'it'\\''s' ''");
  EXPECT_TRUE(std::regex_match(
      how.started, std::regex("20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z")));
  EXPECT_EQ(how.threads, 2);
  EXPECT_EQ(how.ranks, 3);
  EXPECT_FALSE(how.host.empty());
}

}  // namespace
}  // namespace fanfare::provenance_test
