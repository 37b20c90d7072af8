// The half of layout.h that is about provenance: /provenance, and /provenance/invocation, the only
// group that may differ between two identical runs.
#include <algorithm>
#include <charconv>

#include "fanfare/expects.h"
#include "sim/results/layout.h"

namespace fanfare {

namespace {

constexpr const char* kGroup = "provenance";
constexpr const char* kInvocation = "provenance/invocation";

using Texts = std::vector<std::string>;

template <class Row>
Texts column(const std::vector<Row>& rows, std::string Row::*member) {
  Texts out;
  for (const Row& row : rows) out.push_back(row.*member);
  return out;
}

// One axis of names and columns of text beside it.
struct TextTable {
  std::string axis;
  Texts names;
  std::vector<std::pair<std::string, Texts>> columns;
};

void store_table(Hdf5Image& image, const TextTable& table) {
  image.scale(kGroup, {table.axis, table.names, false, {}});
  for (const auto& [name, values] : table.columns)
    image.array({std::string(kGroup) + "/" + name, {table.axis}, values, {}});
}

Texts load_texts(const Hdf5Source& source, const std::string& name) {
  const std::string path = std::string(kGroup) + "/" + name;
  if (!source.has(path)) return {};
  const StoredArray array = source.array(path);
  const auto* texts = std::get_if<Texts>(&array.values);
  return texts == nullptr ? Texts{} : *texts;
}

std::uint64_t whole_number(const std::string& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct NamedText {
  const char* name;
  std::string Provenance::*member;
};
constexpr NamedText kTexts[] = {
    {"version", &Provenance::version},
    {"commit", &Provenance::commit},
    {"compiler", &Provenance::compiler},
    {"flags", &Provenance::flags},
    {"rng", &Provenance::rng},
    {"name", &Provenance::name},
    {"question", &Provenance::question},
    {"model", &Provenance::model},
    {"entry_file", &Provenance::entry_file},
    {"scenario_digest", &Provenance::scenario_digest},
    {"fingerprint", &Provenance::fingerprint},
    {"headlines", &Provenance::headlines},
};

void store_invocation(Hdf5Image& image, const Invocation& invocation) {
  image.attributes(kInvocation, {{"command_line", Texts{invocation.command_line}},
                                 {"host", Texts{invocation.host}},
                                 {"threads", std::vector<std::int64_t>{invocation.threads}},
                                 {"ranks", std::vector<std::int64_t>{invocation.ranks}},
                                 {"started", Texts{invocation.started}},
                                 {"wall_seconds", std::vector<double>{invocation.wall_seconds}}});
}

Invocation load_invocation(const Hdf5Source& source) {
  Invocation out;
  if (!source.has(kInvocation)) return out;
  const StoredAttributes attributes = source.attributes(kInvocation);
  out.command_line = text_of(attributes, "command_line");
  out.host = text_of(attributes, "host");
  out.threads = static_cast<int>(integer_of(attributes, "threads", 1));
  out.ranks = static_cast<int>(integer_of(attributes, "ranks", 1));
  out.started = text_of(attributes, "started");
  out.wall_seconds = number_of(attributes, "wall_seconds");
  return out;
}

}  // namespace

void store_provenance(Hdf5Image& image, const Provenance& provenance) {
  StoredAttributes attributes;
  for (const auto& [name, member] : kTexts) attributes.emplace_back(name, Texts{provenance.*member});
  // 64 bits without a sign have no place in the file's integers.
  attributes.emplace_back("seed", Texts{std::to_string(provenance.seed)});
  attributes.emplace_back("replicate",
                          std::vector<std::int64_t>{static_cast<std::int64_t>(provenance.replicate)});
  image.attributes(kGroup, attributes);

  Texts libraries, versions;
  for (const auto& [name, version] : provenance.libraries)
    libraries.push_back(name), versions.push_back(version);
  store_table(image, {"library", libraries, {{"library_version", versions}}});
  store_table(image, {"file",
                      column(provenance.files, &ProvenanceFile::path),
                      {{"file_sha256", column(provenance.files, &ProvenanceFile::sha256)},
                       {"file_text", column(provenance.files, &ProvenanceFile::text)}}});
  store_table(image, {"parameter",
                      column(provenance.values, &ResolvedValue::path),
                      {{"parameter_value", column(provenance.values, &ResolvedValue::value)},
                       {"parameter_origin", column(provenance.values, &ResolvedValue::origin)}}});
  store_table(image, {"override", provenance.overrides, {}});
  image.array({std::string(kGroup) + "/scenario_resolved", {}, Texts{provenance.resolved}, {}});
  store_invocation(image, provenance.invocation);  // last: nothing moves when its length does
}

Provenance load_provenance(const Hdf5Source& source) {
  Provenance out;
  if (!source.has(kGroup)) return out;
  const StoredAttributes attributes = source.attributes(kGroup);
  for (const auto& [name, member] : kTexts) out.*member = text_of(attributes, name);
  out.seed = whole_number(text_of(attributes, "seed"));
  out.replicate = static_cast<std::uint64_t>(integer_of(attributes, "replicate"));

  const Texts libraries = load_texts(source, "library"), versions = load_texts(source, "library_version");
  for (std::size_t i = 0; i < std::min(libraries.size(), versions.size()); ++i)
    out.libraries[libraries[i]] = versions[i];
  const Texts files = load_texts(source, "file"), digests = load_texts(source, "file_sha256"),
              texts = load_texts(source, "file_text");
  for (std::size_t i = 0; i < std::min({files.size(), digests.size(), texts.size()}); ++i)
    out.files.push_back({files[i], digests[i], texts[i]});
  const Texts paths = load_texts(source, "parameter"), values = load_texts(source, "parameter_value"),
              origins = load_texts(source, "parameter_origin");
  for (std::size_t i = 0; i < std::min({paths.size(), values.size(), origins.size()}); ++i)
    out.values.push_back({paths[i], values[i], origins[i]});
  out.overrides = load_texts(source, "override");
  if (const Texts resolved = load_texts(source, "scenario_resolved"); !resolved.empty())
    out.resolved = resolved.front();
  out.invocation = load_invocation(source);
  return out;
}

}  // namespace fanfare
