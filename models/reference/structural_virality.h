// Structural virality of online diffusion (Goel, Anderson, Hofman & Watts 2016, Management Science 62:180):
// many rare cascades, each SIR from one root on a directed network whose numbers of followers fall as a
// power; how broadcast-like or chain-like a cascade is says nu, the mean distance of two of its accounts in
// its tree. The rows of a run are roots, not accounts: a cascade is a row's own business, so as many run at a
// time as there are workers, and the network is drawn where it is looked at and never stored.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/rng.h"
#include "fanfare/schema.h"
#include "fanfare/setup.h"
#include "models/reference/measures.h"

namespace fanfare::reference {

// The distances of all ordered pairs of a tree, summed, where parent[i] < i and the root is 0. An edge whose
// lower side holds s of n accounts lies between s (n - s) pairs, so nu = 2 sum s (n - s) / (n (n - 1)).
inline std::uint64_t distance_sum(std::span<const std::uint32_t> parent) {
  const std::size_t n = parent.size();
  std::vector<std::uint64_t> below(n, 1);
  std::uint64_t sum = 0;
  for (std::size_t i = n; i-- > 1;) {
    sum += 2 * below[i] * (n - below[i]);
    below[parent[i]] += below[i];
  }
  return sum;
}
inline double structural_virality(std::uint64_t distances, std::uint32_t size) {
  return size < 2 ? 0 : static_cast<double>(distances) / (static_cast<double>(size) * (size - 1.0));
}

enum class FollowerLaw : std::uint8_t { rounded, zeta };

struct ViralityParameters {
  std::uint32_t nodes = 2'000'000;
  std::uint32_t roots = 3'000'000;
  double exponent = 2.3;
  FollowerLaw law = FollowerLaw::rounded;
  std::uint32_t followers_cap = 200'000;
  double reproduction = 0.5;
  std::uint32_t least_size = 100;
};

inline void describe(Schema<ViralityParameters>& s) {
  using P = ViralityParameters;
  s.value("nodes", &P::nodes).unit(Unit::count).in(2, 400e6).help("accounts of the network");
  s.value("roots", &P::roots)
      .unit(Unit::count)
      .in(1, 400e6)
      .help("cascades, each from an account drawn at random");
  s.value("exponent", &P::exponent)
      .in(1.5, 5)
      .help("alpha: accounts with k followers fall as k^-alpha, k from 1")
      .source("Goel et al. 2016: 2.3");
  s.choice("law", &P::law,
           {{"rounded", FollowerLaw::rounded, "a continuous power law from 1/2, rounded"},
            {"zeta", FollowerLaw::zeta, "k^-alpha exactly, so more accounts have one follower"}})
      .help("how whole numbers of followers fall as a power")
      .source("Clauset, Shalizi & Newman 2009, equation D.6");
  s.value("followers_cap", &P::followers_cap)
      .unit(Unit::count)
      .in(1, 1e7)
      .help("most followers of an account");
  s.value("reproduction", &P::reproduction)
      .in(0, 100)
      .help("r: mean followers times the probability that one adopts")
      .source("Goel et al. 2016: .5");
  s.value("least_size", &P::least_size)
      .unit(Unit::count)
      .in(2, 1e6)
      .help("virality is measured on cascades of so many accounts or more");
  s.check([](const P& p, Checker& c) {
    if (p.followers_cap >= p.nodes)
      c.problem("followers_cap", "more followers than there are other accounts",
                "a smaller cap, or more nodes");
  });
}

class StructuralVirality final : public Model {
 public:
  enum class Mutant { none, adopts_again, counts_levels };
  Mutant mutant = Mutant::none;  // for tests alone

  StructuralVirality(const ViralityParameters& p, ParameterSet&, const Setup& setup)
      : p_(p),
        part_(setup.partition(p.roots)),
        ticks_(setup.run.ticks()),
        root_(setup.seed, purpose(kModel, 1)),
        followers_(setup.seed, purpose(kModel, 2)),
        follower_(setup.seed, purpose(kModel, 3)),
        adopts_(setup.seed, purpose(kModel, 4)),
        work_(static_cast<std::size_t>(setup.parallel.workers())) {
    draw_followers(setup.parallel);
    large_.resize(part_);
    counts_.resize(kCounts);
    totals_.assign(kCounts, 0);
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick = {
        local<&StructuralVirality::spread>("spread", "the roots of this tick spread to their end"),
        exchange<&StructuralVirality::gather>("gather", "cascades are counted, the large ones kept"),
    };
    return kTick;
  }
  void mail(Mail& mail) override {
    mail.outboxes = {&large_};
    mail.tallies = {&counts_};
  }
  void state(Archive& archive) override {
    archive.shared({"counts", "cascades", "by kind, then by octave of size"}, totals_);
    archive.shared({"large", "", "large cascades: root, size, distances, broadcast, depth"}, kept_);
  }
  std::size_t bytes_beside_state() const override {
    return degree_.size() * 4 + work_.size() * p_.nodes * sizeof(std::uint32_t);
  }
  WorkDone work() const override {
    return {.edges = part_.first() == 0 ? static_cast<std::uint64_t>(totals_[kEdges]) : 0, .draws = 0};
  }

  void declare(Recorder& r) override {
    std::vector<double> octaves;
    for (std::size_t o = 0; o < kOctaves; ++o) octaves.push_back(static_cast<double>(std::uint64_t{1} << o));
    r.dimension({.name = "size_from",
                 .values = octaves,
                 .units = "accounts",
                 .long_name = "cascades of this size up to twice it"});
    declare_measures(
        r, Recorded::at_end,
        {{"singletons", "1", "share of cascades that nobody joined", "cascades of size 1 / cascades"},
         {"depth_at_most_1", "1", "share of cascades that end within one hop",
          "cascades of depth 0 or 1 / cascades"},
         {"at_least_100", "1", "share of cascades of 100 accounts or more",
          "cascades of size >= 100 / cascades"},
         {"at_least_1000", "1", "share of cascades of 1,000 accounts or more",
          "cascades of size >= 1000 / cascades"},
         {"mean_size", "accounts", "accounts of a cascade", "accounts of all cascades / cascades"},
         {"virality_mean", "1", "structural virality nu of large cascades",
          "mean over cascades >= least_size of the mean distance of two accounts in the tree"},
         {"virality_median", "1", "structural virality nu of large cascades", "median of the same"},
         {"size_virality_correlation", "1", "whether larger cascades are more viral",
          "Pearson, of ln size and nu over cascades >= least_size"},
         {"largest_broadcast", "1", "share of a large cascade that its largest broadcast reached",
          "median of most children of one account / size"}});
    r.variable({.name = "cascades/size_distribution",
                .dimensions = {"size_from"},
                .units = "cascades",
                .long_name = "cascades by size",
                .formula = "count",
                .integral = true});
  }
  void record(Recorder&, Tick) override {}
  void finish(Recorder& r, Tick) override {
    const auto share = [&](std::size_t count) { return static_cast<double>(totals_[count]) / p_.roots; };
    r.put("singletons", share(kSingle));
    r.put("depth_at_most_1", share(kShallow));
    r.put("at_least_100", share(kHundred));
    r.put("at_least_1000", share(kThousand));
    r.put("mean_size", share(kAccounts));
    std::vector<double> nu, log_size, broadcast;
    for (const Large& c : kept_) {
      nu.push_back(structural_virality(c.distances, c.size));
      log_size.push_back(fmath::log(c.size));
      broadcast.push_back(c.broadcast / static_cast<double>(c.size));
    }
    r.put("virality_mean", mean(nu));
    r.put("virality_median", median(nu));
    r.put("size_virality_correlation", correlation(log_size, nu));
    r.put("largest_broadcast", median(broadcast));
    std::vector<double> sizes(totals_.begin() + kFixed, totals_.end());
    r.put("cascades/size_distribution", sizes);
  }
  std::vector<Headline> headlines() const override {
    return {{"cascades", static_cast<double>(totals_[kSingle] >= 0 ? p_.roots : 0), "roots"},
            {"at_least_100", static_cast<double>(totals_[kHundred]) / p_.roots, "share of cascades"}};
  }

  void spread(const BlockScope& block) {
    Work& work = work_[static_cast<std::size_t>(block.worker)];
    work.reached.resize(p_.nodes, 0);
    for (std::uint32_t root = block.first; root < block.last; ++root)
      if (root % ticks_ == block.tick) count(block, root, work);
  }
  void gather(const StepScope&) {
    for (std::size_t c = 0; c < kCounts; ++c) totals_[c] += counts_[c];
    counts_.clear();
    const auto large = large_.received();
    kept_.insert(kept_.end(), large.begin(), large.end());
    large_.clear_received();
  }

 private:
  static constexpr std::uint16_t kModel = 26;
  static constexpr std::size_t kOctaves = 32;
  enum : std::size_t { kSingle, kShallow, kHundred, kThousand, kAccounts, kEdges, kFixed };
  static constexpr std::size_t kCounts = kFixed + kOctaves;

  struct Large {
    std::uint32_t root = 0;
    std::uint32_t size = 0;
    std::uint64_t distances = 0;
    std::uint32_t broadcast = 0;  // most children of one account
    std::uint32_t depth = 0;
  };
  // A worker's own: the tree of the cascade at hand, in order of adoption.
  struct Work {
    std::vector<std::uint32_t> node, parent, depth, children;
    HugeVector<std::uint32_t> reached;  // by node: 1 + the last root that reached it
  };

  // Upper bounds of the distribution function at k = 1, 2, …, up to a factor. `rounded`: what is left of a
  // continuous law of xmin = 1/2 above k + 1/2 (Clauset, Shalizi & Newman 2009, equation D.6).
  std::vector<double> law() const {
    std::vector<double> upto(p_.followers_cap);
    double sum = 0;
    for (std::size_t i = 0; i < upto.size(); ++i) {
      const double k = static_cast<double>(i + 1);
      if (p_.law == FollowerLaw::zeta) upto[i] = sum += fmath::exp(-p_.exponent * fmath::log(k));
      if (p_.law == FollowerLaw::rounded) upto[i] = 1 - fmath::exp((1 - p_.exponent) * fmath::log(2 * k + 1));
    }
    return upto;
  }
  // By inversion of one draw a node.
  void draw_followers(Parallel& parallel) {
    const std::vector<double> upto = law();
    degree_.resize(p_.nodes);
    parallel.for_each(block_count(p_.nodes), [&](std::size_t b, int) {
      const auto first = static_cast<std::uint32_t>(b) * kBlockRows;
      for (std::uint32_t v = first; v < std::min(first + kBlockRows, p_.nodes); ++v) {
        const Words w = followers_.words({v});
        const auto at =
            std::upper_bound(upto.begin(), upto.end() - 1, to_unit_wide(w[0], w[1]) * upto.back());
        degree_[v] = static_cast<std::uint32_t>(at - upto.begin()) + 1;
      }
    });
    std::uint64_t edges = 0;
    for (const std::uint32_t k : degree_) edges += k;
    chance_ = p_.reproduction * p_.nodes / static_cast<double>(edges);
    if (chance_ > 1)
      throw ScenarioError("reproduction: needs followers to adopt with probability " +
                          std::to_string(chance_) + ", above 1 (accounts have " +
                          std::to_string(static_cast<double>(edges) / p_.nodes) + " followers on average)");
  }

  void count(const BlockScope& block, std::uint32_t root, Work& work) {
    const std::uint64_t edges = grow(root, work);
    const auto size = static_cast<std::uint32_t>(work.node.size());
    const auto add = [&](std::size_t count, std::int64_t delta) { counts_.add(block.worker, count, delta); };
    const std::uint32_t depth = *std::max_element(work.depth.begin(), work.depth.end());
    if (size == 1) add(kSingle, 1);
    if (depth <= 1) add(kShallow, 1);
    if (size >= 100) add(kHundred, 1);
    if (size >= 1000) add(kThousand, 1);
    add(kAccounts, size);
    add(kEdges, static_cast<std::int64_t>(edges));
    add(kFixed + static_cast<std::size_t>(std::bit_width(size) - 1), 1);
    if (size < p_.least_size) return;
    const std::uint64_t distances =
        mutant == Mutant::counts_levels ? level_sum(work) : distance_sum(work.parent);
    large_.push(
        block, {root, size, distances, *std::max_element(work.children.begin(), work.children.end()), depth});
  }
  // From the root to its end; returns the edges looked at. Follower j of a node is the same for all cascades,
  // whether it adopts is drawn for each.
  std::uint64_t grow(std::uint32_t root, Work& work) {
    for (auto* list : {&work.node, &work.parent, &work.depth, &work.children}) list->clear();
    const auto join = [&](std::uint32_t node, std::uint32_t parent, std::uint32_t depth) {
      work.reached[node] = root + 1;
      work.node.push_back(node);
      work.parent.push_back(parent);
      work.depth.push_back(depth);
      work.children.push_back(0);
    };
    join(root_.below(p_.nodes, {root}), 0, 0);
    std::uint64_t edges = 0;
    for (std::uint32_t i = 0; i < work.node.size(); ++i) {
      const std::uint32_t v = work.node[i];
      edges += degree_[v];
      Words words{};
      for (std::uint32_t j = 0; j < degree_[v]; ++j) {
        if (j % 4 == 0) words = adopts_.words({root, v, j / 4});
        if (!(to_unit(words[j % 4]) < chance_)) continue;
        const std::uint32_t follower = follower_.below(p_.nodes, {v, j});
        if (work.reached[follower] == root + 1 && mutant != Mutant::adopts_again) continue;
        ++work.children[i];
        join(follower, i, work.depth[i] + 1);
        if (work.node.size() > 2 * std::size_t{p_.nodes}) return edges;  // only a mutant gets there
      }
    }
    return edges;
  }
  static std::uint64_t level_sum(const Work& work) {
    std::uint64_t sum = 0;
    for (const std::uint32_t depth : work.depth) sum += depth;
    return sum * (work.depth.size() - 1);
  }

  static double mean(const std::vector<double>& x) {
    double sum = 0;
    for (const double value : x) sum += value;
    return x.empty() ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(x.size());
  }
  static double median(std::vector<double> x) {
    if (x.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::sort(x.begin(), x.end());
    return (x[(x.size() - 1) / 2] + x[x.size() / 2]) / 2;
  }
  static double correlation(const std::vector<double>& x, const std::vector<double>& y) {
    const double mx = mean(x), my = mean(y);
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      xy += (x[i] - mx) * (y[i] - my);
      xx += (x[i] - mx) * (x[i] - mx);
      yy += (y[i] - my) * (y[i] - my);
    }
    return xy / std::sqrt(xx * yy);
  }

  const ViralityParameters& p_;
  Partition part_;
  std::uint32_t ticks_;
  Draws root_, followers_, follower_, adopts_;
  std::vector<Work> work_;
  HugeVector<std::uint32_t> degree_;
  double chance_ = 0;
  Outbox<Large> large_;
  Tally counts_;
  std::vector<std::int64_t> totals_;
  std::vector<Large> kept_;
};

}  // namespace fanfare::reference
