// Memes compete for attention: Weng, Flammini, Vespignani & Menczer (2012), "Competition among memes in a
// world with limited attention", Scientific Reports 2:335. All memes are alike; what sets them apart is luck
// and the network.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/rng.h"
#include "fanfare/setup.h"
#include "models/reference/measures.h"
#include "models/reference/network.h"

namespace fanfare::reference {

struct MemeParameters {
  double new_memes = 0.45;
  double memory = 0.4;
  double attention = 0.016;
  double window = 1;
  std::uint32_t ticks_per_unit = 10;
  std::uint32_t week = 7;
  NetworkParameters network;
};
inline void describe(Schema<MemeParameters>& s) {
  using P = MemeParameters;
  s.value("new_memes", &P::new_memes).unit(Unit::share).in(0, 1)
      .help("p_n: chance that who acts posts a new meme").source("Weng 2012, recalled");
  s.value("memory", &P::memory).unit(Unit::share).in(0, 1)
      .help("p_m: chance that what caught the eye leads to a meme of one's own memory instead")
      .source("Weng 2012, recalled");
  s.value("attention", &P::attention).unit(Unit::share).in(0, 0.99)
      .help("p_r: chance that a post on the screen catches the eye, at a window of 1; "
            "a longer screen gets no more attention")
      .source("Weng 2012, recalled");
  s.value("window", &P::window).in(0.01, 1000)
      .help("t_w: time units for which posts stay on screens and in memory").source("Weng 2012: 0.1, 1, 5");
  s.value("ticks_per_unit", &P::ticks_per_unit).unit(Unit::count).in(1, 1000)
      .help("ticks of a time unit, in which everyone acts once on average");
  s.value("week", &P::week).unit(Unit::count).in(1, 10'000)
      .help("time units over which popularity in a week is counted");
  s.group("network", &P::network).help("who reads whom");
}

class Memes final : public Model {
 public:
  enum class Mutant { none, screens_never_clear, nobody_reads };
  Mutant mutant = Mutant::none;  // for tests alone

  Memes(const MemeParameters& p, ParameterSet&, const Setup& setup)
      : p_(p), network_(network_of(p.network, false, setup)), part_(setup.partition(network_->accounts())),
        act_(setup.seed, purpose(kModel, 1)), scan_(setup.seed, purpose(kModel, 2)),
        ticks_kept_(std::max<Tick>(1, static_cast<Tick>(p.window * p.ticks_per_unit + 0.5))) {
    posted_.resize(part_);
    activity_.assign(part_.accounts, 0);
    from_.assign(std::size_t{part_.accounts} + 1, 0);
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        local<&Memes::act>("act", "some post a new meme, some what they see or remember"),
        exchange<&Memes::publish>("publish", "posts come on screens, old ones leave"),
    };
    return kTick;
  }
  void mail(Mail& mail) override { mail.outboxes = {&posted_}; }
  void state(Archive& a) override {
    a.shared({"recent", "", "posts on screens, oldest first"}, recent_);
    a.shared({"memes", "", "posts, first and last tick of each meme"}, memes_);
    a.shared({"activity", "posts", "of each account"}, activity_);
    a.shared({"weekly_best", "posts", "most posts of a meme in a week"}, weekly_best_);
    a.shared({"ticks", "", "done"}, ticks_);
  }
  void restore() override { sort_screens(); }
  void declare(Recorder& r) override;
  void record(Recorder& r, Tick) override;
  void finish(Recorder&, Tick) override {}
  std::vector<Headline> headlines() const override { return {{"max_popularity", max_popularity(), "posts"}}; }

  // Everyone acts once a time unit on average: with chance p_n a new meme; else each post on the screen
  // catches the eye with chance p_r, and is passed on or, with chance p_m, makes one post something from
  // memory.
  void act(const BlockScope& scope) {
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const Words w = act_.words({a, scope.tick, 0});
      if (to_unit(w[0]) * p_.ticks_per_unit >= 1) continue;
      if (to_unit(w[1]) < p_.new_memes) {
        posted_.push(scope, {a, kNew});
      } else if (mutant != Mutant::nobody_reads) {
        scan(scope, a);
      }
    }
  }
  void publish(const StepScope& scope) {
    for (const Post& post : posted_.received()) {
      const std::uint32_t meme = post.meme == kNew ? static_cast<std::uint32_t>(memes_.size()) : post.meme;
      if (post.meme == kNew) memes_.push_back({0, scope.tick, scope.tick, 0});
      ++memes_[meme].posts;
      memes_[meme].last = scope.tick;
      weekly_best_ = std::max(weekly_best_, ++memes_[meme].this_week);
      ++activity_[post.author];
      recent_.push_back({post.author, meme, scope.tick});
    }
    posted_.clear_received();
    const auto on_screen = [&](const Recent& r) { return r.tick + ticks_kept_ > scope.tick; };
    if (mutant != Mutant::screens_never_clear)
      recent_.erase(recent_.begin(), std::find_if(recent_.begin(), recent_.end(), on_screen));
    sort_screens();
    if (++ticks_ % (p_.week * p_.ticks_per_unit) == 0)
      for (Meme& meme : memes_) meme.this_week = 0;
  }

 private:
  static constexpr std::uint16_t kModel = 45;
  static constexpr std::uint32_t kNew = ~0U;
  struct Post {
    std::uint32_t author = 0;
    std::uint32_t meme = 0;
  };
  struct Recent {
    std::uint32_t author = 0;
    std::uint32_t meme = 0;
    std::uint32_t tick = 0;
  };
  struct Meme {
    std::uint32_t posts = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t this_week = 0;
  };

  std::span<const std::uint32_t> posts_of(std::uint32_t author) const {
    return std::span(by_author_).subspan(from_[author], from_[author + 1] - from_[author]);
  }
  // Recent posts by author, each author's in order of time: the screen of a reader is the rows of whom they
  // follow.
  void sort_screens() {
    from_.assign(from_.size(), 0);
    for (const Recent& r : recent_) ++from_[r.author + 1];
    for (std::size_t a = 1; a < from_.size(); ++a) from_[a] += from_[a - 1];
    by_author_.resize(recent_.size());
    std::vector<std::uint32_t> next(from_.begin(), from_.end() - 1);
    for (const Recent& r : recent_) by_author_[next[r.author]++] = r.meme;
  }
  // Posts that catch the eye have geometric gaps between them.
  void scan(const BlockScope& scope, std::uint32_t reader) {
    const double rate = fmath::log1p(-std::min(0.99, p_.attention / p_.window));
    std::uint32_t index = 0;
    Words w = scan_.words({reader, scope.tick, 0}, index++);
    double gap = std::floor(fmath::log(to_unit(w[0])) / rate);
    for (const std::uint32_t author : network_->follows(AccountId(reader))) {
      const auto posts = posts_of(author);
      for (; gap < static_cast<double>(posts.size());
           gap += 1 + std::floor(fmath::log(to_unit(w[0])) / rate)) {
        posted_.push(scope, {reader, passed_on(reader, posts[static_cast<std::size_t>(gap)], w)});
        w = scan_.words({reader, scope.tick, 0}, index++);
      }
      gap -= static_cast<double>(posts.size());
    }
  }
  std::uint32_t passed_on(std::uint32_t reader, std::uint32_t seen, const Words& w) const {
    const auto own = posts_of(reader);
    if (own.empty() || to_unit(w[1]) >= p_.memory) return seen;
    return own[static_cast<std::size_t>(to_unit(w[2]) * static_cast<double>(own.size()))];
  }

  double max_popularity() const {
    std::uint32_t most = 0;
    for (const Meme& meme : memes_) most = std::max(most, meme.posts);
    return most;
  }
  // The share of memes that lives no longer, in time units.
  double lifetime(double share) const {
    std::vector<std::uint32_t> lives;
    for (const Meme& meme : memes_) lives.push_back(meme.last - meme.first);
    if (lives.empty()) return 0;
    const auto at =
        lives.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(lives.size() - 1));
    std::nth_element(lives.begin(), at, lives.end());
    return static_cast<double>(*at) / p_.ticks_per_unit;
  }

  const MemeParameters& p_;
  std::shared_ptr<const Network> network_;
  Partition part_;
  Draws act_, scan_;
  Tick ticks_kept_;
  Outbox<Post> posted_;
  std::vector<Recent> recent_;
  std::vector<Meme> memes_;
  std::vector<std::uint32_t> activity_;
  std::uint32_t weekly_best_ = 0;
  std::uint32_t ticks_ = 0;
  std::vector<std::uint32_t> from_, by_author_;  // derived from `recent_`
};

inline void Memes::declare(Recorder& r) {
  declare_measures(
      r, Recorded::over_time,
      {{"memes", "memes", "memes so far", "count"},
       {"posts", "posts", "posts so far", "count"},
       {"max_popularity", "posts", "posts of the most popular meme", "max"},
       {"max_weekly", "posts", "most posts of one meme in a week", "max over memes and weeks"},
       {"decades", "1", "decades that popularity spans", "log10 of max_popularity, from the 1 of most memes"},
       {"lifetime_p99", "time units", "lifetime that 1 % of memes exceed",
        "99th percentile of last − first post"},
       {"max_activity", "posts", "posts of the most active account a time unit", "max / time units"}});
}

inline void Memes::record(Recorder& r, Tick) {
  double posts = 0, most = 0;
  for (const std::uint32_t a : activity_) posts += a, most = std::max<double>(most, a);
  r.put("memes", static_cast<double>(memes_.size()));
  r.put("posts", posts);
  r.put("max_popularity", max_popularity());
  r.put("max_weekly", weekly_best_);
  r.put("decades", fmath::log10(std::max(1.0, max_popularity())));
  r.put("lifetime_p99", lifetime(0.99));
  r.put("max_activity", most * p_.ticks_per_unit / ticks_);
}

}  // namespace fanfare::reference
