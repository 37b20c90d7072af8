// The networks of SimSoM (Truong et al. 2024): humans, and bots that some of them follow. A pair is
// (follower, friend); ids 0 … humans − 1 are humans, bots come behind. Every rank draws the whole list.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/expects.h"
#include "fanfare/graph_build.h"
#include "fanfare/quantity.h"
#include "fanfare/rng.h"
#include "fanfare/schema.h"
#include "fanfare/setup.h"
#include "models/reference/follow_set.h"

namespace fanfare::reference::simsom {

enum class NetworkKind { random_walk, homogeneous, log_normal, file };
enum class Shuffle { none, all, hubs };

struct NetworkParameters {
  NetworkKind kind = NetworkKind::random_walk;
  std::string path;
  std::uint32_t k_out = 3;
  double closure = 0.5;
  std::uint32_t follows = 180;
  double spread = 1;
  Shuffle shuffle = Shuffle::none;
};
inline void describe(Schema<NetworkParameters>& s) {
  s.choice("kind", &NetworkParameters::kind,
           {{"random_walk", NetworkKind::random_walk,
             "grown: each newcomer follows someone and some of their friends"},
            {"homogeneous", NetworkKind::homogeneous, "every human follows as many others, drawn evenly"},
            {"log_normal", NetworkKind::log_normal, "log-normal follows and followers, drawn apart"},
            {"file", NetworkKind::file, "an edge list of humans and bots, the bots with the last ids"}})
      .help("who follows whom among the humans");
  s.value("path", &NetworkParameters::path).file()
      .help("of kind file: lines `follower friend`; parallel ones count once");
  s.value("k_out", &NetworkParameters::k_out).unit(Unit::count).in(2, 1000)
      .help("friends of a newcomer (random_walk, and among bots)")
      .source("Truong 2024: 3");
  s.value("closure", &NetworkParameters::closure).unit(Unit::share).in(0, 1)
      .help("chance that a newcomer's further friend is a friend of the first (random_walk, and among bots)")
      .source("Truong 2024: 0.5");
  s.value("follows", &NetworkParameters::follows).unit(Unit::count).in(1, 1e6)
      .help("friends of a human, on average (homogeneous: exactly; log_normal)")
      .source("Truong 2024, mean of the empirical network");
  s.value("spread", &NetworkParameters::spread).in(0.1, 3).help("σ of follows and of followers (log_normal)");
  s.choice("shuffle", &NetworkParameters::shuffle,
           {{"none", Shuffle::none, "as it is"},
            {"all", Shuffle::all, "both ends of every follow between humans drawn anew"},
            {"hubs", Shuffle::hubs, "ends exchanged so that everyone keeps follows and followers"}})
      .help("what of the structure among humans is destroyed").source("Truong 2024, Fig. 5");
  s.check([](const NetworkParameters& n, Checker& c) {
    if (n.kind == NetworkKind::file && n.path.empty())
      c.problem("path", "a network of kind file needs a path",
                "for example path: data:simsom/1000_0.05_0.01_42.edges.tsv.gz");
  });
}

struct NetworkRequest {
  const NetworkParameters& parameters;
  std::uint32_t humans = 0;
  std::uint32_t bots = 0;
  double gamma = 0;  // chance that a human follows a bot
  std::uint32_t seed = 0;
};

using Follow = std::pair<std::uint32_t, std::uint32_t>;
using Follows = std::vector<Follow>;

enum Number : std::uint16_t {
  grow = 1,        // (newcomer), slot
  sample = 2,      // (reader), attempt
  infiltrate = 3,  // (bot), index
  rewire = 4,      // (edge), attempt
  exchange_ = 5,   // (step)
  decide = 6,      // (account, step): reshare or post, which, what, in which place; index 1: a bot's appeal
};
inline constexpr std::uint16_t kModelNumber = 40;
inline Draws draws_of(std::uint32_t seed, Number number) { return {seed, purpose(kModelNumber, number)}; }

// Random-walk growth (Vázquez 2003, PRE 67:056104, directed): from a clique of k_out; a newcomer follows a
// random target; each of its k_out − 1 further friends is with chance `closure` one of the target's friends,
// else anyone. Friends of the two sorts may be the same: parallel follows.
inline void grow_by_random_walks(const NetworkRequest& r, std::uint32_t size, std::uint32_t first,
                                 Follows& follows) {
  const Draws draws = draws_of(r.seed, grow);
  const std::uint32_t k = r.parameters.k_out, start = size <= k + 1 ? size : k;
  std::vector<std::vector<std::uint32_t>> friends(size);
  for (std::uint32_t a = 0; a < start; ++a)
    for (std::uint32_t b = 0; b < start; ++b)
      if (a != b) friends[a].push_back(b);
  for (std::uint32_t n = start; n < size; ++n) {
    std::uint32_t index = 0;
    const Subject newcomer{first + n, 0, 0};
    const std::uint32_t target = draws.below(n, newcomer, index++);
    std::uint32_t closing = 0;
    for (std::uint32_t slot = 1; slot < k; ++slot)
      closing += draws.chance(r.parameters.closure, newcomer, index++) ? 1 : 0;
    friends[n].push_back(target);
    std::vector<std::uint32_t> theirs = friends[target];
    for (std::uint32_t i = 0; i < closing; ++i) {
      const auto left = static_cast<std::uint32_t>(theirs.size()) - i;
      std::swap(theirs[i], theirs[i + draws.below(left, newcomer, index++)]);
      friends[n].push_back(theirs[i]);
    }
    const auto anyone = static_cast<std::ptrdiff_t>(friends[n].size());
    while (friends[n].size() < k) {
      const std::uint32_t other = draws.below(n, newcomer, index++);
      if (std::find(friends[n].begin() + anyone, friends[n].end(), other) == friends[n].end())
        friends[n].push_back(other);
    }
  }
  for (std::uint32_t n = 0; n < size; ++n)
    for (const std::uint32_t f : friends[n]) follows.emplace_back(first + n, first + f);
}

inline void follow_evenly(const NetworkRequest& r, Follows& follows) {
  if (r.parameters.follows >= r.humans)
    throw ScenarioError("network.follows: " + std::to_string(r.parameters.follows) +
                        " friends can't be had among " + std::to_string(r.humans) + " humans");
  const Draws draws = draws_of(r.seed, sample);
  std::vector<std::uint32_t> taken(r.humans, r.humans);  // by whom last
  for (std::uint32_t reader = 0; reader < r.humans; ++reader) {
    taken[reader] = reader;
    for (std::uint32_t found = 0, index = 0; found < r.parameters.follows; ++index) {
      const std::uint32_t other = draws.below(r.humans, {reader, 0, 0}, index);
      if (taken[other] == reader) continue;
      taken[other] = reader;
      follows.emplace_back(reader, other);
      ++found;
    }
  }
}

inline void append_rows(const FollowGraph& graph, Follows& follows) {
  for (std::uint32_t reader = 0; reader < graph.partition().accounts; ++reader)
    for (const std::uint32_t author : graph.follows(AccountId(reader))) follows.emplace_back(reader, author);
}

inline void follow_log_normally(const NetworkRequest& r, Parallel& parallel, Follows& follows) {
  ChungLu law;
  law.mean_follows = r.parameters.follows;
  law.follows_sigma = law.followers_sigma = r.parameters.spread;
  law.follows_cap = r.humans - 1;
  law.follower_exponent = 5;  // steep, so that the tail takes over where the log-normal has all but ended
  law.reciprocity = 0;
  append_rows(chung_lu({r.humans, r.seed, 0, 1, parallel}, law).graph, follows);
}

// The file brings the bots and who follows them.
inline void follow_as_written(const NetworkRequest& r, Parallel& parallel, Follows& follows) {
  const BuiltGraph built = read_graph({.path = r.parameters.path}, r.seed, 0, 1, parallel);
  const std::uint32_t found = built.graph.partition().accounts;
  if (found != r.humans + r.bots)
    throw ScenarioError(r.parameters.path + " has " + std::to_string(found) + " accounts, not the " +
                        std::to_string(r.humans) + " humans and " + std::to_string(r.bots) +
                        " bots of the scenario");
  append_rows(built.graph, follows);
}

// Every bot is followed by each human with chance γ: gaps between followers are geometric.
inline void infiltrate_humans(const NetworkRequest& r, Follows& follows) {
  if (r.gamma <= 0) return;
  const Draws draws = draws_of(r.seed, infiltrate);
  const double rate = r.gamma < 1 ? fmath::log1p(-r.gamma) : -1e300;
  for (std::uint32_t bot = r.humans; bot < r.humans + r.bots; ++bot) {
    double human = -1;
    for (std::uint32_t index = 0;; ++index) {
      human += 1 + std::floor(fmath::log(draws.uniform({bot, 0, 0}, index)) / rate);
      if (human >= r.humans) break;
      follows.emplace_back(static_cast<std::uint32_t>(human), bot);
    }
  }
}

// Follows between humans with both ends drawn anew, or exchanged two by two; neither loops nor doubles arise.
class Shuffler {
 public:
  Shuffler(const NetworkRequest& request, Follows& follows)
      : request_(request), follows_(each_once(follows)), known_(follows.size()) {
    for (std::size_t i = 0; i < follows_.size(); ++i)
      if (follows_[i].first < request.humans && follows_[i].second < request.humans) places_.push_back(i);
    for (const std::size_t place : places_) known_.insert(follows_[place].first, follows_[place].second);
  }
  void all() {
    const Draws draws = draws_of(request_.seed, rewire);
    for (std::uint32_t e = 0; e < places_.size(); ++e)
      for (std::uint32_t attempt = 0;; ++attempt) {
        const Words w = draws.words({e, 0, 0}, attempt);
        if (replace(follows_[places_[e]], {scaled(w[0], request_.humans), scaled(w[1], request_.humans)}))
          break;
      }
  }
  // Five exchanges a follow, as the program tries.
  void keeping_degrees() {
    const Draws draws = draws_of(request_.seed, exchange_);
    const auto edges = static_cast<std::uint32_t>(places_.size());
    for (std::uint32_t step = 0; step < 5 * edges; ++step) {
      const Words w = draws.words({step, 0, 0});
      swap_friends(follows_[places_[scaled(w[0], edges)]], follows_[places_[scaled(w[1], edges)]]);
    }
  }

 private:
  static Follows& each_once(Follows& follows) {
    std::sort(follows.begin(), follows.end());
    follows.erase(std::unique(follows.begin(), follows.end()), follows.end());
    return follows;
  }
  static std::uint32_t scaled(std::uint32_t word, std::uint32_t range) {
    return static_cast<std::uint32_t>(std::uint64_t{word} * range >> 32);
  }
  bool is_free(Follow f) const { return f.first != f.second && !known_.contains(f.first, f.second); }
  bool replace(Follow& old, Follow with) {
    if (!is_free(with)) return false;
    put(old, with);
    return true;
  }
  void put(Follow& old, Follow with) {
    known_.erase(old.first, old.second);
    known_.insert(with.first, with.second);
    old = with;
  }
  void swap_friends(Follow& a, Follow& b) {
    const Follow to_b{a.first, b.second}, to_a{b.first, a.second};
    if (!is_free(to_b) || !is_free(to_a)) return;
    put(a, to_b);  // … which isn't to_a: with one follower, to_b would be b
    put(b, to_a);
  }

  const NetworkRequest& request_;
  Follows& follows_;
  std::vector<std::size_t> places_;  // of the follows between humans
  FollowSet known_;
};

inline Follows draw_follows(const NetworkRequest& r, Parallel& parallel) {
  Follows follows;
  switch (r.parameters.kind) {
    case NetworkKind::random_walk: grow_by_random_walks(r, r.humans, 0, follows); break;
    case NetworkKind::homogeneous: follow_evenly(r, follows); break;
    case NetworkKind::log_normal: follow_log_normally(r, parallel, follows); break;
    case NetworkKind::file: follow_as_written(r, parallel, follows); break;
  }
  if (r.parameters.shuffle == Shuffle::all) Shuffler(r, follows).all();
  if (r.parameters.shuffle == Shuffle::hubs) Shuffler(r, follows).keeping_degrees();
  if (r.parameters.kind == NetworkKind::file) return follows;
  grow_by_random_walks(r, r.bots, r.humans, follows);
  infiltrate_humans(r, follows);
  return follows;
}

// The rows of this rank; runs of one replicate that ask for the same network share it.
inline std::shared_ptr<const BuiltGraph> build_network(const NetworkRequest& r, const Setup& setup) {
  const NetworkParameters& p = r.parameters;
  std::string key = "simsom";
  for (const double part :
       {double(p.kind), double(p.k_out), p.closure, double(p.follows), p.spread, double(p.shuffle),
        double(r.humans), double(r.bots), r.gamma, double(r.seed), double(setup.rank), double(setup.ranks)})
    key += " " + format_number(part);
  return setup.shelf.get<BuiltGraph>(key + " " + p.path, [&] {
    const Follows follows = draw_follows(r, setup.parallel);
    return std::make_shared<const BuiltGraph>(
        from_edges({r.humans + r.bots, r.seed, setup.rank, setup.ranks, setup.parallel}, follows));
  });
}

}  // namespace fanfare::reference::simsom
