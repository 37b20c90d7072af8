// A head in JSON, forms of runs in CBOR, and of each run what is its own.
#include "sim/sweep/shard_file.h"

#include <fmt/format.h>

#include <cstring>
#include <map>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/results/record_file.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
constexpr std::uint32_t kShardFormat = 2;
const RecordKey kHead{RecordKind::header, "shard", 0};

RecordKey form_key(std::size_t k) { return {RecordKind::lists, "form", static_cast<std::uint32_t>(k)}; }
RecordKey run_key(std::size_t k) { return {RecordKind::owned, "run", static_cast<std::uint32_t>(k)}; }

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

ShardHead head_of(const RecordReader& reader) {
  const RecordReader::Record* record = reader.find(kHead);
  if (record == nullptr) throw InputError(reader.path().string() + ": is damaged (it has no head)");
  try {
    const Json json = Json::parse(text_of(record->payload));
    return {json.at("plan"), json.at("shard"), json.at("runs"), json.at("failed")};
  } catch (const Json::exception& error) {
    throw InputError(fmt::format("{}: is damaged ({})", reader.path().string(), error.what()));
  }
}

std::vector<std::uint8_t> bytes_of(const std::vector<double>& numbers) {
  std::vector<std::uint8_t> bytes(numbers.size() * sizeof(double));
  if (!bytes.empty()) std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

std::string encoded(const StudyRun& run, std::size_t form) {
  const nlohmann::json json = {run.row,
                               run.replicate,
                               static_cast<int>(run.state),
                               run.last_complete_tick,
                               run.seed,
                               run.fingerprint,
                               run.reason,
                               run.cautions,
                               form,
                               nlohmann::json::binary(bytes_of(run.numbers))};
  std::string bytes;
  nlohmann::json::to_cbor(json, bytes);
  return bytes;
}

StudyRun decoded(std::span<const std::byte> payload,
                 const std::vector<std::shared_ptr<const Dataset>>& forms) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(payload.data());
  const nlohmann::json json = nlohmann::json::from_cbor(begin, begin + payload.size());
  StudyRun run;
  run.row = json.at(0), run.replicate = json.at(1);
  run.state = RunState{json.at(2).get<std::uint8_t>()};
  run.last_complete_tick = json.at(3), run.seed = json.at(4);
  run.fingerprint = json.at(5), run.reason = json.at(6), run.cautions = json.at(7);
  const auto& bytes = json.at(9).get_binary();
  run.numbers.resize(bytes.size() / sizeof(double));
  if (!run.numbers.empty())
    std::memcpy(run.numbers.data(), bytes.data(), run.numbers.size() * sizeof(double));
  if (run.state != RunState::complete) return run;
  run.form = forms.at(json.at(8).get<std::size_t>());
  if (run.numbers.size() != numbers_in(*run.form)) throw InputError("a run's numbers don't fit its form");
  return run;
}

std::vector<StudyRun> runs_of(const RecordReader& reader, std::size_t count, RunForms& known) {
  std::vector<std::shared_ptr<const Dataset>> forms;
  while (const RecordReader::Record* form = reader.find(form_key(forms.size())))
    forms.push_back(known.form(text_of(form->payload)));
  std::vector<StudyRun> runs;
  runs.reserve(count);
  for (std::size_t k = 0; k < count; ++k) {
    const RecordReader::Record* record = reader.find(run_key(k));
    if (record == nullptr) throw InputError(fmt::format("run {} is not there", k));
    runs.push_back(decoded(record->payload, forms));
  }
  return runs;
}

}  // namespace

void write_shard(const fs::path& file, const ShardHead& head, std::span<const StudyRun> runs) {
  RecordWriter writer(file, kShardFormat);
  const auto write = [&](const RecordKey& key, const std::string& payload) {
    std::vector<std::byte> record;
    append_record(record, key, 1, std::as_bytes(std::span(payload)));
    writer.write(record);
  };
  write(
      kHead,
      Json{{"plan", head.plan}, {"shard", head.shard}, {"runs", head.runs}, {"failed", head.failed}}.dump());
  std::map<const Dataset*, std::size_t> forms;
  for (const StudyRun& run : runs) {
    if (!run.form) continue;
    const auto [at, is_new] = forms.emplace(run.form.get(), forms.size());
    if (is_new) write(form_key(at->second), form_bytes(*run.form));
  }
  for (std::size_t k = 0; k < runs.size(); ++k)
    write(run_key(k), encoded(runs[k], runs[k].form ? forms.at(runs[k].form.get()) : 0));
  writer.commit();
}

ShardHead read_shard_head(const fs::path& file) { return head_of(RecordReader(file, kShardFormat)); }

std::vector<StudyRun> read_shard(const fs::path& file, const ShardHead& expected, RunForms& forms) {
  const RecordReader reader(file, kShardFormat);
  const ShardHead head = head_of(reader);
  if (head.plan != expected.plan)
    throw InputError(fmt::format("{}: is of another plan (its study is not the one of {}) remove it",
                                 file.string(), (file.parent_path() / "plan.json").string()));
  reader.verify();
  if (head.shard != expected.shard || head.runs != expected.runs)
    throw InputError(
        fmt::format("{}: holds shard {} with {} runs (and should hold shard {} with {}) remove it",
                    file.string(), head.shard, head.runs, expected.shard, expected.runs));
  try {
    return runs_of(reader, head.runs, forms);
  } catch (const std::exception& error) {
    throw InputError(fmt::format("{}: is damaged ({})", file.string(), error.what()));
  }
}

}  // namespace fanfare
