// See provenance.h.
#include "sim/results/provenance.h"

#include <gnu/libc-version.h>
#include <unistd.h>
#include <zlib.h>

#include <Eigen/Core>
#include <array>
#include <boost/version.hpp>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/results/hdf5_file.h"

#if __has_include("fanfare_build_info.h")
#include "fanfare_build_info.h"
#endif
#ifndef FANFARE_VERSION
#define FANFARE_VERSION "unknown"
#endif
#ifndef FANFARE_COMMIT
#define FANFARE_COMMIT "unknown"
#endif
#ifndef FANFARE_DIRTY
#define FANFARE_DIRTY false
#endif
#ifndef FANFARE_COMPILER
#define FANFARE_COMPILER "unknown"
#endif
#ifndef FANFARE_FLAGS
#define FANFARE_FLAGS "unknown"
#endif
#ifndef FANFARE_LIBRARIES  // "TBB 2021.8.0;yaml-cpp 0.7.0": libraries that may be included in one file only
#define FANFARE_LIBRARIES ""
#endif

namespace fanfare {

namespace {

std::string dotted(std::initializer_list<int> numbers) {
  std::string out;
  for (const int n : numbers) out += (out.empty() ? "" : ".") + std::to_string(n);
  return out;
}

std::map<std::string, std::string> libraries() {
  std::map<std::string, std::string> out = {
      {"Boost", dotted({BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100})},
      {"Eigen", dotted({EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION})},
      {"HDF5", hdf5_version()},
      {"glibc", ::gnu_get_libc_version()},
      {"nlohmann-json",
       dotted({NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH})},
      {"zlib", ::zlibVersion()},
  };
  std::istringstream built(FANFARE_LIBRARIES);
  for (std::string entry; std::getline(built, entry, ';');)
    if (const auto blank = entry.rfind(' '); blank != std::string::npos)
      out[entry.substr(0, blank)] = entry.substr(blank + 1);
  return out;
}

// As a shell would read it back.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_of(" \t\n\"'\\$`!*?[]{}()<>|&;#~") == std::string::npos;
  if (plain) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace

Provenance program_provenance() {
  Provenance out;
  out.version = FANFARE_VERSION;
  out.commit = std::string(FANFARE_COMMIT) + (FANFARE_DIRTY ? " with changes" : "");
  out.compiler = FANFARE_COMPILER;
  out.flags = FANFARE_FLAGS;
  out.libraries = libraries();
  out.rng = "Philox4x32-10 (Random123), keyed by (seed, purpose), counted by (subject, index)";
  return out;
}

Invocation this_invocation(const std::vector<std::string>& command_line, int threads, int ranks) {
  Invocation out;
  for (const std::string& word : command_line)
    out.command_line += (out.command_line.empty() ? "" : " ") + quoted(word);
  out.host = host_name();
  out.threads = threads;
  out.ranks = ranks;
  out.started = utc_now();
  return out;
}

}  // namespace fanfare
