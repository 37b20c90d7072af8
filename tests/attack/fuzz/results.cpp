// Forged results, and what every verb that reads some makes of them.
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>
#include <string_view>

#include "sim/report/document.h"
#include "sim/report/markdown.h"
#include "sim/results/atomic_file.h"
#include "sim/results/export.h"
#include "sim/results/info.h"
#include "sim/say/summary_text.h"
#include "tests/attack/fuzz/content.h"
#include "tests/attack/fuzz/memory_file.h"

namespace fanfare::fuzz {
namespace {

using nlohmann::json;

Bytes as_input(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

// Each refuses by itself: what one can't answer another can.
void use(const std::string& path, Trust trust) {
  Results results;
  if (!read([&] { results = read_results(path, Unfinished::accept, trust); })) return;
  read([&] { info_text(results); });
  read([&] { info_json(results).dump(2, ' ', false, json::error_handler_t::replace); });
  read([&] {
    std::ostringstream table;
    export_csv(results, table);
  });
  read([&] {
    const ReportSource source = report_source({results}, "", "");
    summary_text(source.gathered.summary);
    report_document(source).dump(-1, ' ', false, json::error_handler_t::replace);
    report_markdown(source, Language::chinese);
  });
}

void use_bytes(Bytes bytes) {
  std::vector<std::byte> file(bytes.size());
  std::transform(bytes.begin(), bytes.end(), file.begin(), [](std::uint8_t b) { return std::byte{b}; });
  const std::vector<std::byte> seal = checksum_trailer(file);
  file.insert(file.end(), seal.begin(), seal.end());
  const MemoryFile sealed(as_input(file));
  use(sealed.path(), Trust::foreign);
}

void use_changed(Bytes how) {
  if (how.empty()) return;
  Content content = how.front() % 2 == 0 ? content_of_a_study() : content_of_a_run();
  change(content, how.subspan(1));
  std::vector<std::byte> bytes;
  try {
    bytes = file_of(content);
  } catch (const InputError&) {
    return;  // no HDF5 file can hold this
  }
  const MemoryFile file(as_input(bytes));
  use(file.path(), Trust::own);
}

}  // namespace

void results(Bytes bytes) {
  constexpr std::string_view kSignature = "\x89HDF";
  const bool is_file = bytes.size() > kSignature.size() &&
                       std::equal(kSignature.begin(), kSignature.end(), bytes.begin(),
                                  [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  if (is_file) use_bytes(bytes);
  else use_changed(bytes);
}

}  // namespace fanfare::fuzz
