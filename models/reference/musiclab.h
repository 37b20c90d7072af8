// Cultural markets as in MusicLab: Salganik, Dodds & Watts (2006), Science 311:854, in the trial-offer form
// of Krumme, Cebrian, Pickard & Pentland (2012), PLoS ONE 7:e33785. An account is a world of its own, a
// market in which listeners come one after another; so a block owns 1,024 whole markets, and few markets mean
// little to share among ranks.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/scenario_words.h"
#include "fanfare/rng.h"
#include "fanfare/setup.h"
#include "models/reference/measures.h"

namespace fanfare::reference {

enum class SongOrder : std::uint8_t { random, popularity, quality };
enum class SongAppeal : std::uint8_t { independent, opposite };

struct MusicLabParameters {
  std::uint32_t worlds = 8;
  std::uint32_t songs = 48;
  std::uint32_t listens = 100;
  double alpha = 200;
  bool social = true;
  SongOrder order = SongOrder::random;
  double position_exponent = 0;
  SongAppeal appeal = SongAppeal::independent;
  double least_appeal = 0.01;
};
inline void describe(Schema<MusicLabParameters>& s) {
  using P = MusicLabParameters;
  s.value("worlds", &P::worlds).unit(Unit::count).in(1, 1e6)
      .help("markets that know nothing of one another").source("Salganik 2006: 8");
  s.value("songs", &P::songs).unit(Unit::count).in(2, 10'000)
      .help("songs, the same in all worlds").source("Salganik 2006: 48");
  s.value("listens", &P::listens).unit(Unit::count).in(1, 1e6).help("songs sampled in each world at a tick");
  s.value("alpha", &P::alpha).in(0.001, 1e9)
      .help("downloads that a song's appeal is worth, all songs together")
      .source("Krumme 2012: 900 where counts are shown on a grid");
  s.value("social", &P::social).help("whether downloads so far are seen");
  s.choice("order", &P::order,
           {{"random", SongOrder::random, "every listener sees another order"},
            {"popularity", SongOrder::popularity, "most downloaded first"},
            {"quality", SongOrder::quality, "best first"}})
      .help("how songs are arranged");
  s.value("position_exponent", &P::position_exponent).in(0, 10)
      .help("visibility falls as place^−exponent; 0: all alike");
  s.choice("appeal", &P::appeal,
           {{"independent", SongAppeal::independent, "has nothing to do with quality"},
            {"opposite", SongAppeal::opposite, "1 − quality: what looks best is worst"}})
      .help("what the look of a song says of it").source("Abeliuk 2015, two settings");
  s.value("least_appeal", &P::least_appeal).in(0, 1)
      .help("appeal of the song that looks worst, of that which looks best 1: "
            "at 0 nobody ever listens to it");
}

class MusicLab final : public Model {
 public:
  enum class Mutant { none, downloads_unseen, everything_is_downloaded, best_last };
  Mutant mutant = Mutant::none;  // for tests alone

  static SizeKeys size() { return {.accounts = "worlds", .many = "songs", .bytes_of_one = 8}; }

  MusicLab(const MusicLabParameters& p, ParameterSet&, const Setup& setup)
      : p_(p), part_(setup.partition(p.worlds)), listen_(setup.seed, purpose(kModel, 2)) {
    draw_songs(Draws(setup.seed, purpose(kModel, 1)));
    downloads_.resize(part_, p.songs);
    places_.resize(part_, p.songs);
    for (std::uint32_t w = part_.first(); w < part_.last(); ++w)
      arrange(AccountId(w), Draws(setup.seed, purpose(kModel, 3)));
    counts_out_.resize(part_);
    visibility_.assign(p.songs, 1);
    for (std::uint32_t place = 0; place < p.songs && p.order != SongOrder::random; ++place)
      visibility_[place] = fmath::pow(place + 1, -p.position_exponent);
    weights_.resize(static_cast<std::size_t>(setup.parallel.workers()), std::vector<double>(p.songs));
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        local<&MusicLab::listen>("listen",
                                 "listeners sample songs one after another, and download what is good"),
        exchange<&MusicLab::publish>("publish", "downloads of all worlds are known"),
    };
    return kTick;
  }
  void mail(Mail& mail) override { mail.outboxes = {&counts_out_}; }
  void state(Archive& a) override {
    a.owned({"downloads", "downloads", "of each song"}, downloads_);
    a.owned({"places", "", "songs, most downloaded first"}, places_);
    a.shared({"counts", "downloads", "of each song in each world"}, counts_);
    a.shared({"ticks", "", "done"}, ticks_);
  }
  void declare(Recorder& r) override;
  void record(Recorder& r, Tick) override;
  void finish(Recorder&, Tick) override {}
  std::vector<Headline> headlines() const override {
    return {{"gini", mean_gini(), "1"}, {"unpredictability", unpredictability(), "1"}};
  }
  WorkDone work() const override {
    return {.impressions = std::uint64_t{ticks_} * p_.listens * part_.rows()};
  }

  // One listener after another (Krumme 2012, eq. 1): song i with P ∝ v(place of i) · (α A_i + D_i),
  // downloaded with chance q_i. What others did acts on the first step only.
  void listen(const BlockScope& scope) {
    std::vector<double>& upto = weights_[static_cast<std::size_t>(scope.worker)];
    for (std::uint32_t w = scope.first; w < scope.last; ++w) {
      const AccountId world(w);
      for (std::uint32_t k = 0; k < p_.listens; ++k) {
        const Words words = listen_.words({w, scope.tick, k});
        const std::uint32_t place = sampled(world, to_unit(words[0]), upto);
        if (to_unit(words[1]) < quality_[places_.row(world)[place]] ||
            mutant == Mutant::everything_is_downloaded)
          download(world, place);
      }
      for (const std::uint32_t d : downloads_.row(world)) counts_out_.push(scope, d);
    }
  }
  void publish(const StepScope&) {
    counts_.assign(counts_out_.received().begin(), counts_out_.received().end());
    counts_out_.clear_received();
    ++ticks_;
  }

  std::span<const double> qualities() const { return quality_; }
  std::span<const std::uint32_t> counts(std::uint32_t world) const {
    return std::span(counts_).subspan(std::size_t{world} * p_.songs, p_.songs);
  }

 private:
  static constexpr std::uint16_t kModel = 43;

  // Gaussian, then stretched to [0, 1] (Abeliuk 2015); appeals sum to 1.
  void draw_songs(const Draws& draws) {
    const auto stretched = [&](std::uint32_t what) {
      std::vector<double> x;
      for (std::uint32_t i = 0; i < p_.songs; ++i) x.push_back(draws.normal({i, what, 0}));
      const auto [low, high] = std::minmax_element(x.begin(), x.end());
      const double from = *low, width = *high - *low;
      for (double& value : x) value = (value - from) / width;
      return x;
    };
    quality_ = stretched(0);
    appeal_ = stretched(1);
    for (std::size_t i = 0; p_.appeal == SongAppeal::opposite && i < appeal_.size(); ++i)
      appeal_[i] = 1 - quality_[i];
    double sum = 0;
    for (double& a : appeal_) sum += a = p_.least_appeal + (1 - p_.least_appeal) * a;
    for (double& a : appeal_) a /= sum;
    best_ = static_cast<std::uint32_t>(std::max_element(quality_.begin(), quality_.end()) - quality_.begin());
  }
  // The order in which a world begins: by quality, or by lot where nobody has been downloaded.
  void arrange(AccountId world, const Draws& draws) {
    const auto row = places_.row(world);
    std::iota(row.begin(), row.end(), 0U);
    const auto better = [&](std::uint32_t a, std::uint32_t b) {
      if (p_.order == SongOrder::quality) return quality_[a] > quality_[b];
      const std::uint32_t x = draws.words({world.value, a, 0})[0], y = draws.words({world.value, b, 0})[0];
      return x != y ? x < y : a < b;
    };
    std::sort(row.begin(), row.end(), better);
  }
  std::uint32_t sampled(AccountId world, double u, std::vector<double>& upto) const {
    const auto downloads = downloads_.row(world);
    const auto places = places_.row(world);
    const bool seen = p_.social && mutant != Mutant::downloads_unseen;
    double total = 0;
    for (std::uint32_t place = 0; place < p_.songs; ++place) {
      const std::uint32_t song = places[place];
      const double visibility = visibility_[mutant == Mutant::best_last ? p_.songs - 1 - place : place];
      upto[place] = total += visibility * (p_.alpha * appeal_[song] + (seen ? downloads[song] : 0));
    }
    const auto at = std::upper_bound(upto.begin(), upto.end(), u * total);
    return std::min(static_cast<std::uint32_t>(at - upto.begin()), p_.songs - 1);
  }
  // Who is overtaken moves down one place; equals keep theirs.
  void download(AccountId world, std::uint32_t place) {
    const auto downloads = downloads_.row(world);
    const auto places = places_.row(world);
    const std::uint32_t song = places[place];
    ++downloads[song];
    if (p_.order != SongOrder::popularity) return;
    for (; place > 0 && downloads[places[place - 1]] < downloads[song]; --place)
      places[place] = places[place - 1];
    places[place] = song;
  }

  double share(std::uint32_t world, std::uint32_t song) const {
    const auto row = counts(world);
    const double all = std::accumulate(row.begin(), row.end(), 0.0);
    return all > 0 ? row[song] / all : 0;
  }
  // Σ_i Σ_j |m_i − m_j| / (2 S Σ m), by ranks.
  double gini(std::uint32_t world) const {
    std::vector<std::uint32_t> sorted(counts(world).begin(), counts(world).end());
    std::sort(sorted.begin(), sorted.end());
    double sum = 0, ranked = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i)
      sum += sorted[i], ranked += (2.0 * static_cast<double>(i) + 1 - p_.songs) * sorted[i];
    return sum > 0 ? ranked / (p_.songs * sum) : 0;
  }
  double mean_gini() const {
    double sum = 0;
    for (std::uint32_t w = 0; w < p_.worlds && !counts_.empty(); ++w) sum += gini(w);
    return sum / p_.worlds;
  }
  // u_i = mean of |m_i,j − m_i,k| over pairs of worlds; U = mean u_i. By ranks as well.
  double unpredictability() const {
    if (p_.worlds < 2 || counts_.empty()) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    std::vector<double> shares(p_.worlds);
    for (std::uint32_t song = 0; song < p_.songs; ++song) {
      for (std::uint32_t w = 0; w < p_.worlds; ++w) shares[w] = share(w, song);
      std::sort(shares.begin(), shares.end());
      for (std::uint32_t w = 0; w < p_.worlds; ++w) sum += (2.0 * w + 1 - p_.worlds) * shares[w];
    }
    return sum / p_.songs / (0.5 * p_.worlds * (p_.worlds - 1));
  }

  const MusicLabParameters& p_;
  Partition part_;
  Draws listen_;
  std::vector<double> appeal_, quality_, visibility_;
  std::uint32_t best_ = 0;
  Column<std::uint32_t> downloads_, places_;  // by song; the songs by place
  Outbox<std::uint32_t> counts_out_;          // all songs of a world, world by world
  std::vector<std::uint32_t> counts_;
  std::uint32_t ticks_ = 0;
  std::vector<std::vector<double>> weights_;  // scratch of each worker
};

inline void MusicLab::declare(Recorder& r) {
  declare_measures(
      r, Recorded::over_time,
      {{"gini", "1", "inequality of success", "Σ|m_i − m_j| / (2 S Σ m) in a world, mean over worlds"},
       {"unpredictability", "1", "how far success differs between worlds",
        "mean over songs of the mean |m_i,j − m_i,k| over pairs of worlds"},
       {"best_share", "1", "share of downloads that the best song has", "mean over worlds"},
       {"best_wins", "1", "share of worlds in which the best song is downloaded most", "worlds / worlds"},
       {"efficiency", "1", "downloads per listen", "downloads / listens"}});
}

inline void MusicLab::record(Recorder& r, Tick) {
  double best = 0, wins = 0, downloads = 0;
  for (std::uint32_t w = 0; w < p_.worlds; ++w) {
    const auto row = counts(w);
    best += share(w, best_);
    wins += row[best_] == *std::max_element(row.begin(), row.end()) ? 1 : 0;
    downloads += std::accumulate(row.begin(), row.end(), 0.0);
  }
  r.put("gini", mean_gini());
  r.put("unpredictability", unpredictability());
  r.put("best_share", best / p_.worlds);
  r.put("best_wins", wins / p_.worlds);
  r.put("efficiency", downloads / (static_cast<double>(ticks_) * p_.listens * p_.worlds));
}

}  // namespace fanfare::reference
