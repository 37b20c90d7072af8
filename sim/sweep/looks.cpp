// Heartbeats remembered in JSON.
#include "sim/sweep/looks.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

constexpr double kSilentAfter = 60;  // s; a heartbeat comes every ten

double seconds_up() {
  timespec now = {};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Another one each time the machine starts: then its clock begins anew.
std::string boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

}  // namespace

std::string this_host() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  return host;
}

Looks::Looks(fs::path folder)
    : file_(std::move(folder) / fmt::format("looked-{}.json", this_host())), now_(seconds_up()) {
  if (!fs::exists(file_)) return;
  try {
    const nlohmann::json json = nlohmann::json::parse(read_file(file_));
    if (json.at("boot") != boot()) return;
    for (const auto& one : json.at("shards")) before_[one.at("shard")] = {one.at("beat"), one.at("since")};
  } catch (const std::exception&) {
    before_.clear();  // damaged: as if nobody had looked
  }
}

bool Looks::is_silent(std::size_t shard, const std::string& beat) {
  const auto before = before_.find(shard);
  const bool is_same = before != before_.end() && before->second.beat == beat;
  const Seen& seen = seen_[shard] = is_same ? before->second : Seen{beat, now_};
  return now_ - seen.since >= kSilentAfter;
}

void Looks::keep() const {
  if (seen_.empty() && before_.empty()) return;
  nlohmann::json shards = nlohmann::json::array();
  for (const auto& [shard, seen] : seen_)
    shards.push_back({{"shard", shard}, {"beat", seen.beat}, {"since", seen.since}});
  const nlohmann::json json{{"boot", boot()}, {"shards", shards}};
  try {
    write_file(file_, json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } catch (const InputError&) {
    // A folder that is only read is looked at as if for the first time.
  }
}

}  // namespace fanfare
