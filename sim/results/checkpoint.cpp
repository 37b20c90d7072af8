// See checkpoint.h: generations, who writes, what must be equal. Records are made in checkpoint_archive.
#include "sim/results/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "fanfare/expects.h"
#include "sim/results/checkpoint_archive.h"
#include "sim/results/dataset_codec.h"

namespace fanfare {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view kStem = "tick-";
constexpr std::string_view kExtension = ".checkpoint";

fs::path file_of(const fs::path& folder, Tick tick) {
  char name[32];
  std::snprintf(name, sizeof name, "tick-%010u.checkpoint", tick);
  return folder / name;
}

std::optional<Tick> tick_of(const fs::path& path) {
  const std::string stem = path.stem().string();
  if (path.extension() != kExtension || !stem.starts_with(kStem)) return std::nullopt;
  Tick tick = 0;
  const char* end = stem.data() + stem.size();
  const auto [stop, error] = std::from_chars(stem.data() + kStem.size(), end, tick);
  if (error != std::errc() || stop != end) return std::nullopt;
  return tick;
}

// Newest first.
std::vector<Tick> generations(const fs::path& folder) {
  std::vector<Tick> ticks;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (const auto tick = tick_of(entry.path())) ticks.push_back(*tick);
  std::sort(ticks.rbegin(), ticks.rend());
  return ticks;
}

// What a killed writer left behind.
void remove_torn(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> torn;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().string().ends_with(".checkpoint.writing")) torn.push_back(entry.path());
  for (const fs::path& path : torn) fs::remove(path, ignored);
}

// Keeps this one and the one before. Later ones come from a run that this one has replaced.
void remove_all_but(const fs::path& folder, Tick newest) {
  bool kept_one = false;
  std::error_code ignored;
  for (const Tick tick : generations(folder)) {
    if (tick == newest) continue;
    if (tick < newest && !std::exchange(kept_one, true)) continue;
    fs::remove(file_of(folder, tick), ignored);
  }
  remove_torn(folder);
}

std::vector<std::byte> header_record(const CheckpointHeader& header, std::uint32_t accounts) {
  const json encoded = {{"identity", header.identity},
                        {"tick", header.tick},
                        {"accounts", accounts},
                        {"recorded", encode(header.recorded)}};
  const std::vector<std::uint8_t> cbor = json::to_cbor(encoded);
  std::vector<std::byte> record;
  append_record(record, {RecordKind::header, "header", 0}, 0, std::as_bytes(std::span(cbor)));
  return record;
}

// The file on rank 0. What goes wrong there must reach the others, which wait in collective calls: it is
// kept until all have come to the end.
class OneWriter {
 public:
  OneWriter(const fs::path& path, Comm& comm) : comm_(comm) {
    if (comm.is_root()) attempt([&] { writer_.emplace(path, kCheckpointFormat); });
  }
  void write(std::span<const std::byte> records) {
    attempt([&] { writer_->write(records); });
  }
  // Errors: InputError on every rank.
  void commit() {
    if (comm_.is_root()) attempt([&] { writer_->commit(); });
    Comm::Bytes said;
    for (const char c : error_) said.push_back(static_cast<std::byte>(c));
    comm_.broadcast(said);
    if (said.empty()) return;
    writer_.reset();
    throw InputError(std::string(reinterpret_cast<const char*>(said.data()), said.size()));
  }

 private:
  template <class F>
  void attempt(F&& f) {
    if (!error_.empty()) return;
    try {
      f();
    } catch (const std::exception& error) {
      error_ = error.what();
    }
  }

  Comm& comm_;
  std::optional<RecordWriter> writer_;
  std::string error_;
};

}  // namespace

void save_checkpoint(const fs::path& folder, const CheckpointHeader& header, const StateWalk& state,
                     const Partition& part, Comm& comm) {
  OneWriter writer(file_of(folder, header.tick), comm);
  if (comm.is_root()) writer.write(header_record(header, part.accounts));
  SaveArchive archive(part, comm, [&](std::span<const std::byte> records) { writer.write(records); });
  state(archive);
  writer.commit();
  if (comm.is_root()) remove_all_but(folder, header.tick);
}

bool has_checkpoint(const fs::path& folder) { return !generations(folder).empty(); }

void remove_checkpoints(const fs::path& folder) {
  std::error_code ignored;
  for (const Tick tick : generations(folder)) fs::remove(file_of(folder, tick), ignored);
  remove_torn(folder);
  fs::remove(folder, ignored);  // refuses if something else is in it
}

namespace {

// What rank 0 found, for all ranks.
struct Generation {
  std::string path;
  std::string warning;
  std::string error;
};

Generation choose(const fs::path& folder) {
  Generation choice;
  for (const Tick tick : generations(folder)) {
    const fs::path path = file_of(folder, tick);
    try {
      RecordReader(path, kCheckpointFormat).verify();
      choice.path = path.string();
      if (!choice.warning.empty())
        choice.warning += "going on from the checkpoint before, " + path.filename().string();
      return choice;
    } catch (const DamagedFile& damage) {
      choice.warning += std::string(damage.what()) + "; ";
    } catch (const InputError& error) {
      choice.error = error.what();
      return choice;
    }
  }
  choice.error = choice.warning.empty()
                     ? folder.string() + ": holds no checkpoint, so there is nothing to go on from"
                     : choice.warning + "no whole checkpoint is left; run again from the start";
  return choice;
}

Generation agree_on(const fs::path& folder, Comm& comm) {
  Comm::Bytes bytes;
  if (comm.is_root()) {
    const Generation choice = choose(folder);
    const auto cbor = json::to_cbor(json{choice.path, choice.warning, choice.error});
    for (const std::uint8_t byte : cbor) bytes.push_back(static_cast<std::byte>(byte));
  }
  comm.broadcast(bytes);
  const auto* raw = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const json said = json::from_cbor(raw, raw + bytes.size());
  return {said.at(0), said.at(1), said.at(2)};
}

struct SavedHeader {
  CheckpointHeader header;
  std::uint32_t accounts = 0;
};

SavedHeader header_of(const RecordReader& file) {
  const RecordReader::Record* record = file.find({RecordKind::header, "header", 0});
  if (record == nullptr) throw InputError(file.path().string() + ": has no header");
  const auto* raw = reinterpret_cast<const std::uint8_t*>(record->payload.data());
  try {
    const json encoded = json::from_cbor(raw, raw + record->payload.size());
    return {{encoded.at("identity").get<RunIdentity>(), encoded.at("tick"),
             decode_dataset(encoded.at("recorded"))},
            encoded.at("accounts")};
  } catch (const json::exception& error) {
    throw InputError(file.path().string() + ": has a header that can't be read (" + error.what() + ")");
  }
}

std::string identity_value(const RunIdentity& identity, const std::string& name) {
  const auto at = identity.find(name);
  return at == identity.end() ? "nothing" : at->second;
}

// "run.seed differs: 1 in the checkpoint, 2 asked for"; each difference on a line.
std::string identity_differences(const RunIdentity& saved, const RunIdentity& asked) {
  RunIdentity names = saved;
  names.insert(asked.begin(), asked.end());
  std::string out;
  for (const auto& [name, ignored] : names) {
    const std::string before = identity_value(saved, name);
    const std::string now = identity_value(asked, name);
    if (before != now)
      out += "\n  " + name + " differs: " + before + " in the checkpoint, " + now + " asked for";
  }
  return out;
}

}  // namespace

LoadedCheckpoint load_checkpoint(const fs::path& folder, const RunIdentity& asked, const StateWalk& state,
                                 const Partition& part, Comm& comm) {
  const Generation choice = agree_on(folder, comm);
  if (!choice.error.empty()) throw InputError(choice.error);
  const RecordReader file(choice.path, kCheckpointFormat);
  SavedHeader saved = header_of(file);
  std::string differing = identity_differences(saved.header.identity, asked);
  if (saved.accounts != part.accounts)
    differing += "\n  accounts differ: " + std::to_string(saved.accounts) + " in the checkpoint, " +
                 std::to_string(part.accounts) + " asked for";
  if (!differing.empty()) throw InputError(choice.path + ": can't go on from here" + differing);
  LoadArchive archive(file, part);
  state(archive);
  archive.check_complete();
  return {std::move(saved.header), choice.path, choice.warning};
}

}  // namespace fanfare
