// The members of fan clubs as a crowd: how many there are, who is of the core, who is in a call. What they do
// there is no matter of this file.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "models/fan_economy/mechanisms/fan_club_keys.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

inline constexpr std::size_t kClubBins = 64;  // of fandom, by which the core is found

// Purposes of the mechanism's luck.
enum ClubLuck : std::uint32_t {
  kClubLots,
  kClubFirsts,
  kClubLevels,
  kClubJoins,
  kClubInvites,
  kClubFriends,
  kClubAccepts,
  kClubMotives,
  kClubThresholds,
  kClubCores,
  kClubWins,
  kClubDoes,
  kClubSteps,
  kClubHates,
  kClubPosts,
  kClubFrauds,
  kClubAudits,
  kClubLeaves
};

struct ClubCall {
  const ClubCallKeys* keys = nullptr;  // none: defence in a scandal
  std::uint32_t hash = 0;
  ClubAct act = ClubAct::defend;
  Tick from = 0, until = 0;
  std::uint8_t brand = kNoBrand;
  std::size_t cost = 0;  // cell
};

// Whether there is one of the creator that people still talk of.
inline bool has_scandal(const World& world, std::uint32_t creator) {
  return std::ranges::any_of(world.market.scandals, [&](const Scandal& scandal) {
    return scandal.creator == creator &&
           world.tick - scandal.since < world.p.relations.scandal_days * world.ticks_per_day();
  });
}

class ClubCrowd {
 public:
  struct Call {
    std::uint32_t hash = 0;
    double win_core = 0;
  };

  ClubCrowd(const FanClubKeys& keys, MechanismLuck luck) : keys_(keys), luck_(luck) {}

  // At set-up. `idols`: creators, a club each.
  void open(std::vector<std::uint32_t> idols, std::vector<Call> calls) {
    idols_ = std::move(idols), calls_ = std::move(calls);
    stride_ = kClubBins + 1 + 2 * calls_.size();
    tally_.resize(idols_.size() * stride_);
    last_.assign(tally_.size(), 0);
    most_in_.assign(idols_.size(), 0);
  }
  void mail(Mail& mail) { mail.tallies.push_back(&tally_); }
  void state(Archive& archive) {
    archive.shared({"fan_club.crowd", "1", "members by fandom, of the core, in each call"}, last_);
    archive.shared({"fan_club.most_in", "1/65535", "largest share in a call, by club"}, most_in_);
  }

  // On all ranks, before blocks ask: nobody is called, and who is of the core.
  void begin_tick() {
    called_.assign(idols_.size() * calls_.size(), 0);
    pressure_.assign(called_.size(), 0);
    cores_.clear();
    for (std::size_t club = 0; club < idols_.size(); ++club) cores_.push_back(core_of(club));
  }
  // A call is on; `is_seen`: members see what the others do.
  void call(std::size_t club, std::size_t call, bool is_seen) {
    called_[club * calls_.size() + call] = 1;
    if (is_seen) pressure_[club * calls_.size() + call] = keys_.collectivism * seen_in(club, call);
  }
  // After the exchange. `of_interest`: calls that most_in() is about, the first so many.
  void end_tick(std::size_t of_interest) {
    for (std::size_t i = 0; i < last_.size(); ++i) last_[i] = static_cast<std::uint32_t>(tally_[i]);
    tally_.clear();
    for (std::size_t club = 0; club < idols_.size(); ++club)
      for (std::size_t c = 0; c < of_interest; ++c)
        most_in_[club] =
            std::max(most_in_[club], static_cast<std::uint32_t>(std::lround(65'535 * share_in(club, c))));
  }

  // Of the last tick.
  double members(std::size_t club) const {
    double sum = 0;
    for (std::size_t bin = 0; bin < kClubBins; ++bin) sum += of(club)[bin];
    return sum;
  }
  double core(std::size_t club) const { return of(club)[kClubBins]; }
  double in(std::size_t club, std::size_t call) const { return of(club)[in_cell(call)]; }
  double share_in(std::size_t club, std::size_t call) const {
    const double all = members(club);
    return all == 0 ? 0 : in(club, call) / all;
  }
  double most_in(std::size_t club) const { return most_in_[club] / 65'535.0; }

  // In a block, of an owned member.
  bool is_called(std::size_t club, std::size_t call) const {
    return called_[club * calls_.size() + call] != 0;
  }
  bool is_in(AccountId account, std::size_t club, std::size_t call, double fandom) const {
    return would(account, club, call) || is_won(account, club, call, is_core(account, club, fandom));
  }
  void count(const BlockScope& scope, AccountId account, std::size_t club, double fandom) {
    const std::size_t first = club * stride_;
    const bool of_core = is_core(account, club, fandom);
    tally_.add(scope.worker, first + bin_of(fandom), 1);
    if (of_core) tally_.add(scope.worker, first + kClubBins, 1);
    for (std::size_t c = 0; c < calls_.size(); ++c) {
      if (!is_called(club, c)) continue;
      if (!would(account, club, c) && !is_won(account, club, c, of_core)) continue;
      tally_.add(scope.worker, first + in_cell(c), 1);
      if (of_core) tally_.add(scope.worker, first + in_cell(c) + 1, 1);
    }
  }

 private:
  // All above a bin of fandom, and a part of those in it.
  struct Core {
    std::size_t bin = kClubBins;
    double part = 0;
  };

  static std::size_t in_cell(std::size_t call) { return kClubBins + 1 + 2 * call; }
  std::span<const std::uint32_t> of(std::size_t club) const {
    return std::span(last_).subspan(club * stride_, stride_);
  }
  // S.
  double seen_in(std::size_t club, std::size_t call) const {
    const double of_core = core(club) == 0 ? 0 : of(club)[in_cell(call) + 1] / core(club);
    return 0.5 * share_in(club, call) + 0.5 * of_core;
  }
  Core core_of(std::size_t club) const {
    double wanted = std::ceil(keys_.core * members(club));
    for (std::size_t bin = kClubBins; bin-- > 0;) {
      const double here = of(club)[bin];
      if (here >= wanted && here > 0) return {bin, wanted / here};
      wanted -= here;
    }
    return {};
  }
  static std::size_t bin_of(double fandom) {
    return std::min(kClubBins - 1, static_cast<std::size_t>(fandom * kClubBins));
  }
  bool is_core(AccountId account, std::size_t club, double fandom) const {
    const Core& core = cores_[club];
    const std::size_t bin = bin_of(fandom);
    return bin > core.bin ||
           (bin == core.bin && luck_.draws(kClubCores).chance(core.part, {account.value, idols_[club], 0}));
  }
  bool is_won(AccountId account, std::size_t club, std::size_t call, bool of_core) const {
    return of_core && luck_.draws(kClubWins).chance(calls_[call].win_core,
                                                    {account.value, idols_[club], calls_[call].hash});
  }
  bool would(AccountId account, std::size_t club, std::size_t call) const {
    const Subject for_good{account.value, idols_[club], 0};
    const Subject this_time{account.value, idols_[club], calls_[call].hash};
    const double motive = keys_.motive + keys_.spread * luck_.draws(kClubMotives).normal(this_time);
    const double threshold = keys_.threshold + keys_.spread * luck_.draws(kClubThresholds).normal(for_good);
    return motive + pressure_[club * calls_.size() + call] > threshold;
  }

  const FanClubKeys& keys_;
  MechanismLuck luck_;
  std::vector<std::uint32_t> idols_;
  std::vector<Call> calls_;
  Tally tally_;  // by club: members by bin of fandom, of the core; in each call, of the core
  std::size_t stride_ = 0;
  std::vector<std::uint32_t> last_;  // the same, of the last tick
  std::vector<std::uint32_t> most_in_;
  // Within a tick, from the last one's counts: by club and call, by club.
  std::vector<std::uint8_t> called_;
  std::vector<double> pressure_;
  std::vector<Core> cores_;
};

}  // namespace fanfare::fan_economy
