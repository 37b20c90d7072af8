// The figures of a network, and nothing that moves on it: what a loader or a generator is held against. The
// whole network is on every rank.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "models/reference/measures.h"
#include "models/reference/network.h"

namespace fanfare::reference {

struct FiguresParameters {
  NetworkParameters network;
  bool distances = false;
};

inline void describe(Schema<FiguresParameters>& s) {
  s.group("network", &FiguresParameters::network).help("the network that is measured");
  s.value("distances", &FiguresParameters::distances)
      .help("measure distances too, from every account: for networks of some 10,000 accounts");
}

// Neighbours of each account whichever way the follow goes, each once, ascending.
class Neighbours {
 public:
  explicit Neighbours(const Network& network) : rows_(network.accounts()) {
    for (std::uint32_t a = 0; a < rows_.size(); ++a)
      for (const std::uint32_t b : network.follows(AccountId(a)))
        rows_[a].push_back(b), rows_[b].push_back(a);
    for (auto& row : rows_) {
      std::sort(row.begin(), row.end());
      row.erase(std::unique(row.begin(), row.end()), row.end());
    }
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()); }
  const std::vector<std::uint32_t>& operator[](std::uint32_t a) const { return rows_[a]; }
  bool joined(std::uint32_t a, std::uint32_t b) const {
    return std::binary_search(rows_[a].begin(), rows_[a].end(), b);
  }

 private:
  std::vector<std::vector<std::uint32_t>> rows_;
};

// Watts & Strogatz (1998): the share of pairs of neighbours that are joined, averaged over all accounts; 0
// where there are fewer than two.
inline double mean_clustering(const Neighbours& n) {
  double sum = 0;
  for (std::uint32_t a = 0; a < n.size(); ++a) {
    const std::size_t k = n[a].size();
    std::size_t joined = 0;
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = i + 1; j < k; ++j) joined += n.joined(n[a][i], n[a][j]) ? 1 : 0;
    if (k > 1) sum += 2 * static_cast<double>(joined) / static_cast<double>(k * (k - 1));
  }
  return sum / n.size();
}

// Over ordered pairs of accounts that are connected.
struct Distances {
  std::uint64_t longest = 0;  // the diameter
  std::uint64_t sum = 0;
  std::uint64_t pairs = 0;
};

// Breadth first from every account.
inline Distances distances_of(const Neighbours& n) {
  constexpr std::uint32_t kFar = 0xffffffffU;
  Distances d;
  std::vector<std::uint32_t> far(n.size()), queue;
  for (std::uint32_t source = 0; source < n.size(); ++source) {
    std::fill(far.begin(), far.end(), kFar);
    queue.assign(1, source);
    far[source] = 0;
    for (std::size_t head = 0; head < queue.size(); ++head)
      for (const std::uint32_t b : n[queue[head]])
        if (far[b] == kFar) far[b] = far[queue[head]] + 1, queue.push_back(b);
    for (const std::uint32_t a : queue) d.sum += far[a];
    d.pairs += queue.size() - 1;
    d.longest = std::max<std::uint64_t>(d.longest, far[queue.back()]);
  }
  return d;
}

class NetworkFigures final : public Model {
 public:
  NetworkFigures(const FiguresParameters& p, ParameterSet&, const Setup& setup)
      : p_(p),
        network_(whole_network(p.network, false, setup)),
        part_(setup.partition(network_->accounts())) {}

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick = {
        replicated<&NetworkFigures::measure>("measure", "the network is measured, in the first tick")};
    return kTick;
  }
  void mail(Mail&) override {}
  void state(Archive& archive) override {
    archive.shared({"pairs", "1", "joined pairs, mutual ones among them"}, pairs_);
    archive.shared({"clustering", "1", "mean local clustering"}, clustering_);
    archive.shared({"distances", "1", "longest, sum, pairs"}, distances_);
  }
  std::size_t bytes_beside_state() const override { return network_->bytes(); }

  void declare(Recorder& r) override {
    declare_measures(
        r, Recorded::at_end,
        {{"accounts", "accounts", "accounts"},
         {"edges", "edges", "pairs of accounts that are joined, either way"},
         {"reciprocity", "1", "share of follows that are mutual"},
         {"clustering", "1", "mean local clustering, undirected (Watts & Strogatz 1998)"},
         {"diameter", "1", "longest shortest path between connected accounts, undirected"},
         {"mean_distance", "1", "mean shortest path between connected accounts, undirected"}});
  }
  void record(Recorder&, Tick) override {}
  void finish(Recorder& r, Tick) override {
    const double joined = static_cast<double>(pairs_[0]), mutual = static_cast<double>(pairs_[1]);
    r.put("accounts", network_->accounts());
    r.put("edges", joined);
    r.put("reciprocity", joined == 0 ? 0 : 2 * mutual / (joined + mutual));
    r.put("clustering", clustering_);
    if (distances_[2] == 0) return;  // missing
    r.put("diameter", static_cast<double>(distances_[0]));
    r.put("mean_distance", static_cast<double>(distances_[1]) / static_cast<double>(distances_[2]));
  }

  void measure(const StepScope& step) {
    if (step.tick != 0) return;
    const Neighbours n(*network_);
    std::uint64_t follows = 0, ends = 0;
    for (std::uint32_t a = 0; a < n.size(); ++a) {
      follows += network_->follows(AccountId(a)).size();
      ends += n[a].size();
    }
    pairs_ = {ends / 2, follows - ends / 2};
    clustering_ = mean_clustering(n);
    if (!p_.distances) return;
    const Distances d = distances_of(n);
    distances_ = {d.longest, d.sum, d.pairs};
  }

 private:
  FiguresParameters p_;
  std::shared_ptr<const Network> network_;
  Partition part_;
  std::array<std::uint64_t, 2> pairs_{};  // joined; joined both ways
  double clustering_ = 0;
  std::array<std::uint64_t, 3> distances_{};  // longest, sum, pairs
};

}  // namespace fanfare::reference
