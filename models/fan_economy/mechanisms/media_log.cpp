// Mechanism `media_log`: what platforms tell a brand for its plan of media: how often each campaign and the
// ads were shown, and to how many in each day and each week, everywhere and in each measured segment. It
// watches and changes nothing. Reach since the start, which every run records, is not that: it says nothing
// of how often a week.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/fan_economy/mechanisms/ads.h"
#include "models/fan_economy/mechanisms/keys_of.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/mechanisms/touches.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/state/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct MediaLogKeys {
  bool segments = true;
};

void describe(Schema<MediaLogKeys>& s) {
  s.value("segments", &MediaLogKeys::segments)
      .help("also by segment that is measured: by region, where segments are regions");
}

// Days of a period, and the first words of its measures.
struct LoggedPeriod {
  std::uint32_t days;
  const char *name, *by_segment, *help;
};
constexpr std::array kLoggedPeriods = {LoggedPeriod{1, "media_reach_daily", "segment_reach_daily",
                                                    "people shown it in a day, added up over days"},
                                       LoggedPeriod{7, "media_reach_weekly", "segment_reach_weekly",
                                                    "people shown it in a week, added up over weeks"}};

class MediaLog final : public Mechanism, public WatchesShown {
 public:
  using Keys = MediaLogKeys;
  static constexpr bool kOnEveryPlatform = true;

  MediaLog(World&, const Keys& keys) : keys_(keys) {
    ad_shown.join<&MediaLog::note_ad>(*this);
    found.join<&MediaLog::note_found>(*this);
  }

  void open(World& world) override {
    for (const CampaignParameters& campaign : world.p.campaigns) channels_.push_back(campaign.id);
    ads_ = channels_.size();
    if (const auto* ads = keys_of_mechanism<AdKeys>(world, "ads");
        ads != nullptr && !ad_lines(world, *ads).empty())
      channels_.push_back("ads");
    parts_ = 1 + (keys_.segments ? world.segments.measured.size() : 0);
    cells_ = open_cells(world, "media log", parts_ * channels_.size() * kRows);
    last_.resize(world.part, static_cast<std::uint32_t>(std::max<std::size_t>(1, channels_.size()) *
                                                        kLoggedPeriods.size()));
  }
  void state(Archive& archive) override {
    if (channels_.empty()) return;
    archive.owned({"media_log.last", "1", "the last day, the last week in which it was shown, from 1"},
                  last_);
  }

  // Posts of campaigns are met in the feed, where they carry a mark.
  void published(World&, std::uint32_t, PostScore& post) {
    if (post.campaign != kNoCampaign) post.flags |= PostFlags::kMarked;
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (seen.post.campaign != kNoCampaign) note(world, scope, seen.reader, seen.post.campaign);
  }
  void note_ad(World& world, const BlockScope& scope, AccountId reader) {
    if (ads_ < channels_.size()) note(world, scope, reader, ads_);
  }

  void note_found(World& world, const BlockScope& scope, AccountId reader, std::uint8_t campaign) {
    note(world, scope, reader, campaign);
  }

  void declare(const World& world, Recorder& r) override {
    if (channels_.empty()) return;
    axis(r, "media_channel", channels_, "campaigns, and all ads together");
    Names segments;
    for (std::size_t part = 1; part < parts_; ++part)
      segments.push_back(world.p.segments[world.segments.measured[part - 1]].id);
    if (!segments.empty()) axis(r, "media_segment", segments, "segments to whose members it was shown");
    const auto people = [&](const char* name, bool by_segment, const char* help, const char* formula) {
      Names axes = {"time", "media_channel"};
      if (by_segment) axes.emplace_back("media_segment");
      r.variable(measure(name, axes, "people", help, formula, true));
    };
    for (const bool by_segment : {false, true}) {
      if (by_segment && parts_ == 1) continue;
      people(by_segment ? "segment_media_shown" : "media_shown", by_segment, "times it was shown",
             "posts of campaigns in the feed and in searches, ads × population.scale");
      for (const LoggedPeriod& period : kLoggedPeriods)
        people(by_segment ? period.by_segment : period.name, by_segment, period.help,
               "Σ over periods of accounts shown it at least once × population.scale");
    }
  }
  void record(const World& world, Recorder& r) override {
    if (channels_.empty()) return;
    put(world, r, "media_shown", 0, 1, 0);
    for (std::size_t p = 0; p < kLoggedPeriods.size(); ++p)
      put(world, r, kLoggedPeriods[p].name, 0, 1, 1 + p);
    if (parts_ == 1) return;
    put(world, r, "segment_media_shown", 1, parts_, 0);
    for (std::size_t p = 0; p < kLoggedPeriods.size(); ++p)
      put(world, r, kLoggedPeriods[p].by_segment, 1, parts_, 1 + p);
  }

 private:
  static constexpr std::size_t kRows = 1 + kLoggedPeriods.size();  // shown, then people by period

  std::size_t cell(std::size_t part, std::size_t channel, std::size_t row) const {
    return cells_ + (part * channels_.size() + channel) * kRows + row;
  }

  // Of a channel, by the parts that are asked for.
  void put(const World& world, Recorder& r, const char* name, std::size_t first, std::size_t end,
           std::size_t row) const {
    std::vector<double> values;
    for (std::size_t channel = 0; channel < channels_.size(); ++channel)
      for (std::size_t part = first; part < end; ++part)
        values.push_back(
            world.people(static_cast<double>(world.measures.since_warmup(cell(part, channel, row)))));
    r.put(name, values);
  }

  void note(World& world, const BlockScope& scope, AccountId reader, std::size_t channel) {
    if (scope.tick < world.setup.run.warmup_ticks()) return;
    std::array<bool, kRows> counts{true};
    for (std::size_t p = 0; p < kLoggedPeriods.size(); ++p) {
      // Counted from the run's start, as the rows of an export are.
      const auto now =
          static_cast<std::uint16_t>(1 + scope.tick / (kLoggedPeriods[p].days * world.ticks_per_day()));
      std::uint16_t& last = last_.row(reader)[channel * kLoggedPeriods.size() + p];
      counts[1 + p] = last != now;
      last = now;
    }
    for (std::size_t part = 0; part < parts_; ++part) {
      if (part > 0 && !in_segment(world, reader, world.segments.measured[part - 1])) continue;
      for (std::size_t row = 0; row < kRows; ++row)
        if (counts[row]) world.measure_tally.add(scope.worker, cell(part, channel, row), 1);
    }
  }

  const Keys& keys_;
  Names channels_;
  std::size_t ads_ = 0, parts_ = 1, cells_ = 0;
  Column<std::uint16_t> last_;  // by channel and period
};

}  // namespace

extern constinit const MechanismEntry media_log = mechanism<MediaLog>(
    "media_log",
    "how often campaigns and ads were shown, and to how many in each day and week, also by segment");

}  // namespace fanfare::fan_economy
