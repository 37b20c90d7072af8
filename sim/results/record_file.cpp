// See record_file.h. A file is a preface and records; a record is a head, its name, its payload. Numbers
// are little-endian, as they lie in memory.
#include "sim/results/record_file.h"

#include <zlib.h>

#include <array>
#include <bit>
#include <cstring>

namespace fanfare {

static_assert(std::endian::native == std::endian::little, "records are written as they lie in memory");

namespace {

constexpr std::array<char, 16> kMagic = {'F', 'A', 'N', 'F', 'A', 'R', 'E', ' ',
                                         'R', 'E', 'C', 'O', 'R', 'D', 'S', '\n'};
constexpr std::uint32_t kRecordMark = 0x5245434F;
constexpr std::size_t kBuffer = std::size_t{1} << 20;

struct Preface {
  std::array<char, 16> magic = kMagic;
  std::uint32_t format = 0;
  std::uint32_t crc = 0;  // of magic and format
};

struct Head {
  std::uint32_t mark = kRecordMark;
  std::uint32_t kind = 0;
  std::uint32_t block = 0;
  std::uint32_t name_bytes = 0;
  std::uint64_t unit = 0;
  std::uint64_t payload_bytes = 0;
  std::uint32_t reserved = 0;
  std::uint32_t crc = 0;  // of the head up to here, the name and the payload
};
static_assert(sizeof(Head) == 40 && sizeof(Preface) == 24);

template <class T>
std::span<const std::byte> bytes_of(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

unsigned long add(unsigned long crc, std::span<const std::byte> bytes) {
  if (bytes.empty()) return crc;  // zlib starts anew at a null pointer
  return ::crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

std::uint32_t crc_of(const Head& head, std::span<const std::byte> name, std::span<const std::byte> payload) {
  return static_cast<std::uint32_t>(
      add(add(add(0, bytes_of(head).first(offsetof(Head, crc))), name), payload));
}

std::uint32_t crc_of(const Preface& preface) {
  return static_cast<std::uint32_t>(add(0, bytes_of(preface).first(offsetof(Preface, crc))));
}

Head head_at(std::span<const std::byte> file, std::size_t at) {
  Head head;
  std::memcpy(&head, file.data() + at, sizeof head);
  return head;
}

}  // namespace

void append_record(std::vector<std::byte>& out, const RecordKey& key, std::uint64_t unit,
                   std::span<const std::byte> payload) {
  Head head;
  head.kind = static_cast<std::uint32_t>(key.kind);
  head.block = key.block;
  head.name_bytes = static_cast<std::uint32_t>(key.name.size());
  head.unit = unit;
  head.payload_bytes = payload.size();
  const auto name = std::as_bytes(std::span(key.name));
  head.crc = crc_of(head, name, payload);
  for (const auto part : {bytes_of(head), name, payload}) out.insert(out.end(), part.begin(), part.end());
}

RecordWriter::RecordWriter(const std::filesystem::path& path, std::uint32_t format) : file_(path) {
  Preface preface;
  preface.format = format;
  preface.crc = crc_of(preface);
  write(bytes_of(preface));
}

void RecordWriter::write(std::span<const std::byte> records) {
  if (buffer_.size() + records.size() > kBuffer) flush();
  if (records.size() > kBuffer) return file_.write(records);
  buffer_.insert(buffer_.end(), records.begin(), records.end());
}

void RecordWriter::flush() {
  file_.write(buffer_);
  buffer_.clear();
}

void RecordWriter::commit() {
  std::vector<std::byte> end;
  append_record(end, {RecordKind::end, "", 0}, 0, {});
  write(end);
  flush();
  file_.commit();
}

namespace {

std::span<const std::byte> mapped(const boost::iostreams::mapped_file_source& file) {
  return std::as_bytes(std::span(file.data(), file.size()));
}

void check_preface(const std::filesystem::path& path, std::span<const std::byte> file, std::uint32_t format) {
  Preface preface;
  if (file.size() < sizeof preface)
    throw DamagedFile(path.string() + ": damaged (it ends before its first record)");
  std::memcpy(&preface, file.data(), sizeof preface);
  if (preface.magic != kMagic || preface.crc != crc_of(preface))
    throw DamagedFile(path.string() + ": damaged (it does not begin like a checkpoint)");
  if (preface.format != format)
    throw InputError(path.string() + ": checkpoint format " + std::to_string(preface.format) +
                     ", but this program reads " + std::to_string(format) +
                     "; use the program that wrote it, or run again from the start");
}

}  // namespace

RecordReader::RecordReader(const std::filesystem::path& path, std::uint32_t format) : path_(path) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) == 0 && !error)
    throw DamagedFile(path.string() + ": damaged (it is empty)");
  try {
    file_.open(path.string());
  } catch (const std::exception& reason) {
    throw InputError(path.string() + ": can't be read (" + reason.what() + ")");
  }
  check_preface(path_, mapped(file_), format);
  std::size_t at = sizeof(Preface);
  while (!records_.contains({RecordKind::end, "", 0})) at = index_record(at);
}

std::size_t RecordReader::index_record(std::size_t at) {
  const auto file = mapped(file_);
  const auto damaged = [&](const char* what) {
    return DamagedFile(path_.string() + ": damaged (" + what + " at byte " + std::to_string(at) + " of " +
                       std::to_string(file.size()) + ")");
  };
  if (file.size() - at < sizeof(Head)) throw damaged("it ends within a record,");
  const Head head = head_at(file, at);
  if (head.mark != kRecordMark) throw damaged("no record begins");
  const std::size_t room = file.size() - at - sizeof head;
  if (head.name_bytes > room || head.payload_bytes > room - head.name_bytes)
    throw damaged("it ends within the record that begins");
  const auto* name = reinterpret_cast<const char*>(file.data()) + at + sizeof head;
  const std::size_t payload = at + sizeof head + head.name_bytes;
  records_[{static_cast<RecordKind>(head.kind), std::string(name, head.name_bytes), head.block}] = {
      head.unit, file.subspan(payload, head.payload_bytes)};
  return payload + head.payload_bytes;
}

const RecordReader::Record* RecordReader::find(const RecordKey& key) const {
  const auto at = records_.find(key);
  return at == records_.end() ? nullptr : &at->second;
}

void RecordReader::verify() const {
  const std::byte* start = mapped(file_).data();
  for (const auto& [key, record] : records_) {
    const auto payload = static_cast<std::size_t>(record.payload.data() - start);
    const std::size_t at = payload - key.name.size() - sizeof(Head);
    const Head head = head_at(mapped(file_), at);
    if (head.crc != crc_of(head, std::as_bytes(std::span(key.name)), record.payload))
      throw DamagedFile(path_.string() + ": damaged (the checksum of '" + key.name + "', block " +
                        std::to_string(key.block) + ", at byte " + std::to_string(at) + ", does not fit)");
  }
}

}  // namespace fanfare
