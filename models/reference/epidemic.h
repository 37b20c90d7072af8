// SI, SIS and SIR on a network in discrete time (Kermack & McKendrick 1927; Pastor-Satorras & Vespignani
// 2001): each tick an infected account passes on with probability beta along each of its edges, and recovers
// with probability gamma.
#pragma once

#include <array>
#include <bit>
#include <memory>
#include <numeric>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/philox_batch.h"
#include "models/reference/measures.h"
#include "models/reference/network.h"
#include "models/reference/public_bits.h"
#include "models/reference/seeds.h"

namespace fanfare::reference {

enum class Compartments : std::uint8_t { si, sis, sir };

struct EpidemicParameters {
  NetworkParameters network;
  SeedParameters seeds;
  Compartments model = Compartments::sis;
  double beta = 0.02;
  double recovery = 0.2;
};

inline void describe(Schema<EpidemicParameters>& s) {
  using P = EpidemicParameters;
  s.group("network", &P::network).help("who infects whom: an account its followers");
  s.group("seeds", &P::seeds).help("who is infected at the start");
  s.choice("compartments", &P::model,
           {{"si", Compartments::si, "nobody recovers"},
            {"sis", Compartments::sis, "who recovers can be infected again"},
            {"sir", Compartments::sir, "who recovers is immune"}})
      .help("what becomes of the infected");
  s.value("beta", &P::beta).in(0, 1).help("probability that an edge carries the infection, a tick");
  s.value("recovery", &P::recovery)
      .in(0, 1)
      .help("probability that an infected account recovers, a tick (sis, sir)");
  s.check([](const P& p, Checker& c) { check_seeds(p, c); });
}

class Epidemic final : public Model {
 public:
  enum class Mutant { none, one_contact_counts, immune_are_infected };
  Mutant mutant = Mutant::none;  // for tests alone

  Epidemic(const EpidemicParameters& p, ParameterSet&, const Setup& setup)
      : p_(p),
        network_(network_of(p.network, false, setup)),
        part_(network_->built.graph.partition()),
        draws_(setup.seed, purpose(kModel, 2)) {
    infected_.resize(part_);
    immune_.resize(part_);
    counts_.resize(kCounts);
    drawn_.resize(static_cast<std::size_t>(setup.parallel.workers()));
    tabulate();
    lay_out_reach();
    seed(setup);
    add_up_edges();
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick = {
        local<&Epidemic::spread>("spread", "infection along edges, recovery"),
        exchange<&Epidemic::publish>("publish", "everyone knows who is infected"),
    };
    return kTick;
  }
  void mail(Mail& mail) override {
    mail.outboxes = {&infected_.mail()};
    mail.tallies = {&counts_};
  }
  void state(Archive& archive) override {
    infected_.state(archive, {"infected", "1", "one bit an account"});
    archive.owned({"immune", "1", "recovered for good"}, immune_);
    archive.shared({"now", "accounts", "infected, immune, ever infected"}, now_);
    archive.shared({"sums", "accounts", "infected, summed over the later half of the ticks; ticks; peak"},
                   sums_);
    archive.shared({"traversed", "edges", "out of infected accounts, summed over ticks"}, traversed_);
  }
  void restore() override { add_up_edges(); }
  std::size_t bytes_beside_state() const override {
    return network_->bytes() + reach_.size() * sizeof reach_[0] + edges_out_.size() * sizeof edges_out_[0];
  }
  std::vector<Caution> cautions() const override { return cautions_; }
  WorkDone work() const override {
    WorkDone sum{.edges = part_.first() == 0 ? traversed_ : 0};
    for (const Drawn& worker : drawn_) sum.draws += worker.blocks;
    return sum;
  }

  void declare(Recorder& r) override {
    declare_measures(
        r, Recorded::over_time,
        {{"prevalence", "1", "share of accounts that are infected", "infected / accounts"},
         {"immune", "1", "share of accounts that have recovered for good", "immune / accounts"},
         {"ever_infected", "1", "share of accounts that were infected",
          "accounts infected at least once / accounts, sis: infections / accounts"}});
    declare_measures(
        r, Recorded::at_end,
        {{"endemic_prevalence", "1", "prevalence once it has settled",
          "mean of prevalence over the second half of the ticks"},
         {"peak_prevalence", "1", "highest prevalence", "maximum of prevalence over ticks"},
         {"final_size", "1", "share of accounts infected in the end or immune",
          "(infected + immune) / accounts"}});
  }
  void record(Recorder& r, Tick) override {
    r.put("prevalence", share(now_[kInfected]));
    r.put("immune", share(now_[kImmune]));
    r.put("ever_infected", share(now_[kEver]));
  }
  void finish(Recorder& r, Tick) override {
    r.put("endemic_prevalence", sums_[1] == 0 ? 0 : share(sums_[0]) / static_cast<double>(sums_[1]));
    r.put("peak_prevalence", share(sums_[2]));
    r.put("final_size", share(now_[kInfected] + now_[kImmune]));
  }
  std::vector<Headline> headlines() const override {
    return {{"prevalence", share(now_[kInfected]), "share of accounts"}};
  }

  // One draw an account and tick: a susceptible account with k infected contacts escapes all of them with
  // probability (1 - beta)^k, so 1 - (1 - beta)^k is exact and k need not be known edge by edge. It only
  // grows with k: a draw above that of all contacts needs no look at them. Branches of chance are guessed
  // wrong, so 32 accounts are decided at a time, as words of bits.
  void spread(const BlockScope& block) {
    if (is_over()) return;
    const WordBatch<kBlockRows / 4> draws = draws_of(block);
    const FollowGraph::Segment& rows = network_->built.graph.segment(block.block);
    const std::uint32_t* const reach = reach_.data() + (block.first - part_.first());
    Count count{};
    std::int64_t& edges = edges_out_[block.block.value - part_.first_block];
    count[kEdges] = edges;
    for (std::uint32_t number = block.first / 32; number * 32 < block.last; ++number) {
      const std::uint32_t row = number * 32 - block.first, before = infected_.word(number);
      const std::uint32_t size = std::min(32U, block.last - number * 32);
      const std::uint32_t own = size == 32 ? ~0U : (1U << size) - 1;
      const auto [recovers, within] = decided(draws, row, reach + row);
      const std::uint32_t exposed = within & own & ~(before | immune(number));
      const std::uint32_t word = (before & ~recovers) | infected_among(exposed, rows, row, draws);
      edges += counted(number, word, count);
      infected_.change(block, number, word);
    }
    drawn_[static_cast<std::size_t>(block.worker)].blocks += kBlockRows / 4;
    for (std::size_t c = 0; c < kCounts; ++c) counts_.add(block.worker, c, count[c]);
  }
  void publish(const StepScope& step) {
    if (is_over() && now_[kInfected] > 0) traversed_ += all_edges_;
    infected_.publish();
    now_[kInfected] += counts_[kInfected];
    now_[kImmune] += counts_[kImmune];
    now_[kEver] += counts_[kEver];
    traversed_ += static_cast<std::uint64_t>(counts_[kEdges]);
    counts_.clear();
    sums_[2] = std::max(sums_[2], now_[kInfected]);
    if (step.tick < ticks_ / 2) return;
    sums_[0] += now_[kInfected];
    ++sums_[1];
  }

 private:
  static constexpr std::uint16_t kModel = 21;
  static constexpr std::uint32_t kTable = 4096;
  enum : std::size_t { kInfected, kImmune, kEver, kEdges, kCounts };
  using Count = std::array<std::int64_t, kCounts>;
  struct alignas(64) Drawn {
    std::uint64_t blocks = 0;  // of Philox
  };

  // Nothing can change any more: nobody is infected, or everyone is and nobody recovers. Costs no draw.
  bool is_over() const {
    return now_[kInfected] == 0 || (p_.model == Compartments::si && now_[kInfected] == part_.accounts);
  }
  // Limits that a 32-bit draw stays below: 1 - (1 - beta)^k.
  void tabulate() {
    double escape = 1;
    for (auto& limit : limits_) {
      limit = limit_of(1 - escape);
      escape *= 1 - p_.beta;
    }
    const std::uint64_t recovers = p_.model == Compartments::si ? 0 : limit_of(p_.recovery);
    never_recovers_ = recovers == 0;
    recover_ = never_recovers_ ? 0 : static_cast<std::uint32_t>(recovers - 1);
  }
  static std::uint64_t limit_of(double chance) { return static_cast<std::uint64_t>(chance * 0x1p32 + 0.5); }

  // Four accounts share a subject and take a word each.
  WordBatch<kBlockRows / 4> draws_of(const BlockScope& block) const {
    SubjectBatch<kBlockRows / 4> subjects;
    for (std::uint32_t i = 0; i < kBlockRows / 4; ++i) subjects.a[i] = block.first / 4 + i;
    subjects.b.fill(block.tick);
    WordBatch<kBlockRows / 4> words;
    words_batch(draws_, subjects, 0, words);
    return words;
  }
  static std::uint32_t draw_of(const WordBatch<kBlockRows / 4>& draws, std::uint32_t row) {
    return draws.word[row % 4][row / 4];
  }
  // Of 32 accounts from `row` on: who recovers if infected, and whom all of its contacts together could infect.
  // The draws of accounts 0, 4, 8, … stand beside one another, so `reach` stands in that order, too; loops of
  // eight become vectors.
  struct Decided {
    std::uint32_t recovers = 0, within = 0;
  };
  Decided decided(const WordBatch<kBlockRows / 4>& draws, std::uint32_t row, const std::uint32_t* reach) const {
    Decided all;
    for (std::uint32_t w = 0; w < 4; ++w) {
      const std::uint32_t* const drawn = &draws.word[w][row / 4];
      const std::uint32_t* const most = reach + 8 * w;
      std::uint32_t recovers = 0, within = 0;
      for (std::uint32_t j = 0; j < 8; ++j) {
        recovers |= (drawn[j] <= recover_ ? 1U : 0U) << (4 * j);
        within |= (drawn[j] <= most[j] ? 1U : 0U) << (4 * j);
      }
      all.recovers |= recovers << w;
      all.within |= within << w;
    }
    if (never_recovers_) all.recovers = 0;
    return all;
  }
  std::uint64_t limit(std::uint32_t k) const {
    return limits_[std::min(k, mutant == Mutant::one_contact_counts ? 1 : kTable - 1)];
  }
  // Which of the exposed accounts of a word are infected; `row` is that of its first account.
  std::uint32_t infected_among(std::uint32_t exposed, const FollowGraph::Segment& rows, std::uint32_t row,
                               const WordBatch<kBlockRows / 4>& draws) const {
    const auto contacts = [&](std::uint32_t r) {
      return rows.ids.subspan(rows.offsets[r], rows.offsets[r + 1] - rows.offsets[r]);
    };
    for (std::uint32_t bits = exposed; bits != 0; bits &= bits - 1)
      __builtin_prefetch(contacts(row + static_cast<std::uint32_t>(std::countr_zero(bits))).data());
    std::uint32_t infected = 0;
    for (std::uint32_t bits = exposed; bits != 0; bits &= bits - 1) {
      const auto i = static_cast<std::uint32_t>(std::countr_zero(bits));
      infected |= static_cast<std::uint32_t>(draw_of(draws, row + i) < limit(infected_.count(contacts(row + i)))) << i;
    }
    return infected;
  }
  // The immune of a word of accounts.
  std::uint32_t immune(std::uint32_t number) const {
    if (p_.model != Compartments::sir || mutant == Mutant::immune_are_infected) return 0;
    std::uint32_t word = 0;
    for (std::uint32_t i = 0; i < 32 && number * 32 + i < part_.accounts; ++i)
      word |= static_cast<std::uint32_t>(immune_[AccountId(number * 32 + i)]) << i;
    return word;
  }
  // What changed in a word of accounts; returns by how many edges out of infected accounts there are more.
  std::int64_t counted(std::uint32_t number, std::uint32_t word, Count& count) {
    const std::uint32_t before = infected_.word(number);
    count[kInfected] += std::popcount(word) - std::popcount(before);
    count[kEver] += std::popcount(word & ~before);
    const std::uint32_t* const followers = network_->built.followers.data() + std::size_t{number} * 32;
    std::int64_t edges = 0;
    for (std::uint32_t bits = word & ~before; bits != 0; bits &= bits - 1) edges += followers[std::countr_zero(bits)];
    for (std::uint32_t bits = before & ~word; bits != 0; bits &= bits - 1) edges -= followers[std::countr_zero(bits)];
    if (p_.model != Compartments::sir) return edges;
    for (std::uint32_t bits = before & ~word; bits != 0; bits &= bits - 1) {
      immune_[AccountId(number * 32 + static_cast<std::uint32_t>(std::countr_zero(bits)))] = 1;
      ++count[kImmune];
    }
    return edges;
  }

  // What all contacts of an account together can do: a draw up to that, in the order of decided(). An account
  // without contacts has a draw of 0 as the others have, and nobody infected is counted then.
  void lay_out_reach() {
    reach_.assign(std::size_t{part_.blocks()} * kBlockRows, 0);
    edges_out_.assign(part_.blocks(), 0);
    for (std::uint32_t b = part_.first_block; b < part_.last_block; ++b) {
      const FollowGraph::Segment& rows = network_->built.graph.segment(BlockId(b));
      const auto size = static_cast<std::uint32_t>(rows.offsets.size() - 1);
      for (std::uint32_t row = 0; row < size; ++row) {
        const std::uint64_t most = limit(rows.offsets[row + 1] - rows.offsets[row]);
        const std::uint32_t place = row / 32 * 32 + row % 4 * 8 + row % 32 / 4;
        reach_[std::size_t{b - part_.first_block} * kBlockRows + place] =
            most == 0 ? 0 : static_cast<std::uint32_t>(most - 1);
      }
    }
  }
  // Edges out of the infected of each own block.
  void add_up_edges() {
    std::fill(edges_out_.begin(), edges_out_.end(), 0);
    for (std::uint32_t a = part_.first(); a < part_.last(); ++a)
      if (infected_[a]) edges_out_[a / kBlockRows - part_.first_block] += network_->built.followers[a];
  }

  void seed(const Setup& setup) {
    ticks_ = setup.run.ticks();
    const auto& followers = network_->built.followers;
    all_edges_ = std::accumulate(followers.begin(), followers.end(), std::uint64_t{0});
    const std::uint32_t count = seed_count(p_.seeds, part_.accounts);
    std::vector<std::uint32_t> seeds;
    const Draws draws(setup.seed, purpose(kModel, 1));
    if (p_.seeds.by == SeedBy::random) {
      seeds = random_seeds(count, part_.accounts, draws, 0);
    } else if (p_.seeds.by == SeedBy::neighbourhood) {
      seeds = neighbourhood(*whole_network(p_.network, false, setup), draws, 0);
    } else {
      const double beta = p_.beta;
      const auto whole = whole_network(p_.network, false, setup);
      InfluenceQuestion carries{.chance = [beta](AccountId, std::size_t) { return beta; }};
      if (p_.seeds.by == SeedBy::influence) carries.rival = by_degree(*whole, count);
      ChosenSeeds chosen = choose_seeds(p_.seeds, *whole, beta, carries, setup);
      seeds = std::move(chosen.accounts);
      cautions_ = std::move(chosen.cautions);
    }
    for (const std::uint32_t account : seeds) infected_.set(account);
    now_[kInfected] = now_[kEver] = static_cast<std::int64_t>(infected_.count());
    sums_[2] = now_[kInfected];
  }
  double share(std::int64_t accounts) const { return static_cast<double>(accounts) / part_.accounts; }

  const EpidemicParameters& p_;
  std::shared_ptr<const Network> network_;
  Partition part_;
  Draws draws_;
  PublicBits infected_;
  Column<std::uint8_t> immune_;
  Tally counts_;
  std::array<std::int64_t, 3> now_{};
  std::array<std::int64_t, 3> sums_{};
  std::uint64_t traversed_ = 0;
  std::vector<Drawn> drawn_;  // by worker
  std::uint64_t all_edges_ = 0;
  std::vector<Caution> cautions_;
  std::uint32_t ticks_ = 0;
  std::array<std::uint64_t, kTable> limits_{};
  // Derived: see lay_out_reach(); a draw up to `recover_` recovers, if anyone does.
  HugeVector<std::uint32_t> reach_;
  std::vector<std::int64_t> edges_out_;  // by own block
  std::uint32_t recover_ = 0;
  bool never_recovers_ = true;
};

}  // namespace fanfare::reference
