// Draws the rows of a directed Chung–Lu graph from its plan: any row at any time, on any worker.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fanfare/graph_build.h"
#include "fanfare/philox_run.h"
#include "fanfare/rng.h"
#include "sim/graph/chung_lu_plan.h"
#include "sim/graph/likeness.h"
#include "sim/graph/purposes.h"
#include "sim/graph/row_set.h"
#include "sim/graph/target_table.h"

namespace fanfare {

class ChungLuRows {
 public:
  ChungLuRows(const GraphRequest& request, const ChungLu& graph);

  // Does anyone answer?
  bool answers() const { return answers_; }
  // Of those that `reader` sets out to follow.
  std::uint32_t size(std::uint32_t reader) const { return follows_[reader]; }

  // visit(author, answers) for each distinct account that `reader` sets out to follow.
  template <class Visit>
  void draw(std::uint32_t reader, int worker, const Visit& visit) {
    const std::uint32_t size = follows_[reader];
    const bool answered = graph_.is_author(reader);
    Proposals& made = proposals_[static_cast<std::size_t>(worker)];
    made.met.reset(size + 1);
    made.met.insert(reader);
    std::uint32_t found = 0;
    const auto attempts = static_cast<std::uint32_t>(patience_ * (size + 16));
    for (std::uint32_t first = 0; found < size && first < attempts; first += made.count) {
      propose(reader, first, size - found, made);
      for (std::uint32_t i = 0; i < made.count && found < size && first + i < attempts; ++i) {
        const std::uint32_t place = made.place[i];
        if (made.refused[i] || !made.met.insert(targets_.account(place))) continue;
        visit(targets_.account(place), answered && made.words.word[2][i] < about_[place].answers_below);
        ++found;
      }
    }
    if (found < size) top_up(reader, size - found, made.met, visit);
  }

 private:
  static constexpr std::uint32_t kMost = 64;

  // Attempts of one row, made together: each step asks memory for what the next one reads.
  struct alignas(64) Proposals {
    RowSet met;
    std::uint32_t count = 0;
    WordBatch<kMost> words;  // target, acceptance, answer
    std::array<std::uint32_t, kMost> place{};
    std::array<std::uint8_t, kMost> doubtful{};  // which attempts the reader's interests decide
    std::array<bool, kMost> refused{};
  };
  struct About {
    std::uint32_t accepted_below = 0;  // by any reader; above, likeness decides
    std::uint32_t answers_below = 0;
  };

  void propose(std::uint32_t reader, std::uint32_t first, std::uint32_t missing, Proposals& made) const;

  // Where the likely accounts are used up (few accounts, many follows), any others do.
  template <class Visit>
  void top_up(std::uint32_t reader, std::uint32_t missing, RowSet& met, const Visit& visit) const {
    const auto accounts = static_cast<std::uint32_t>(follows_.size());
    std::uint32_t author = Draws(draws_.seed(), graph_purpose::kTopUp).below(accounts, {reader});
    for (std::uint32_t i = 0; i < accounts && missing > 0; ++i, author = (author + 1) % accounts) {
      if (!graph_.is_author(author) || !met.insert(author)) continue;
      visit(author, false);
      --missing;
    }
  }

  ChungLuRows(const GraphRequest& request, const ChungLu& graph, ChungLuPlan&& plan);

  Likeness likeness_;
  TargetTable targets_;
  std::vector<std::uint32_t> follows_;  // by account
  HugeVector<About> about_;             // by place in targets_
  const ChungLu& graph_;
  Draws draws_;
  std::vector<Proposals> proposals_;  // one a worker
  double patience_;                   // attempts a follow
  bool answers_;
};

}  // namespace fanfare
