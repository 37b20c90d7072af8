// SimSoM: quality of what people see, under limited attention and bots. Truong, Lou, Flammini & Menczer (2024),
// "Quantifying the vulnerabilities of the online public square to adversarial manipulation tactics", PNAS Nexus
// 3:pgae258. The rules are those of the authors' program, oddities included: docs/reference_models.md says which.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "models/reference/measures.h"
#include "models/reference/rank_correlation.h"
#include "models/reference/simsom_network.h"

namespace fanfare::reference::simsom {

struct Parameters {
  std::uint32_t humans = 1000;
  double beta = 0.05;
  double gamma = 0.01;
  double phi = 0;
  std::uint32_t theta = 1;
  double mu = 0.5;
  std::uint32_t feed = 15;
  double lambda = 5;
  double appeal_exponent = 5;
  double rho = 0.8;
  double epsilon = 1e-4;
  bool stop_at_convergence = true;
  bool discrimination = true;
  NetworkParameters network;

  std::uint32_t bots() const { return static_cast<std::uint32_t>(beta * humans + 1e-9); }
};
inline void describe(Schema<Parameters>& s) {
  s.value("humans", &Parameters::humans).unit(Unit::count).in(2, 1e8).help("accounts of people");
  s.value("beta", &Parameters::beta).unit(Unit::share).in(0, 1).help("bots per human").source("Truong 2024");
  s.value("gamma", &Parameters::gamma).unit(Unit::share).in(0, 1)
      .help("infiltration: chance that a human follows a bot (a network of kind file has its own)").source("Truong 2024");
  s.value("phi", &Parameters::phi).unit(Unit::share).in(0, 1).help("deception: chance that a bot's message has appeal 1").source("Truong 2024");
  s.value("theta", &Parameters::theta).unit(Unit::count).in(1, 10'000).help("flooding: copies of what a bot posts").source("Truong 2024");
  s.value("mu", &Parameters::mu).unit(Unit::share).in(0, 1).help("chance to post something new rather than to reshare").source("Truong 2024");
  s.value("feed", &Parameters::feed).unit(Unit::count).in(1, 10'000).help("σ: messages that a feed holds").source("Truong 2024");
  s.value("lambda", &Parameters::lambda).in(0.01, 100)
      .help("quality of humans' messages has density ∝ e^(λ x) on [0, 1]: 10 in the published runs, 5 in the program");
  s.value("appeal_exponent", &Parameters::appeal_exponent).in(0.1, 100).help("appeal is 1 − (1 − u)^(1/exponent)").source("the program");
  s.value("rho", &Parameters::rho).unit(Unit::share).in(0, 1).help("weight of the past in the system's quality").source("Truong 2024");
  s.value("epsilon", &Parameters::epsilon).in(0, 1).help("relative change of the system's quality that counts as converged").source("Truong 2024");
  s.value("stop_at_convergence", &Parameters::stop_at_convergence).help("nothing moves any more once it has converged");
  s.value("discrimination", &Parameters::discrimination).help("keep quality and shares of all messages, for Kendall's τ (8 bytes each)");
  s.group("network", &Parameters::network).help("who follows whom");
}

class Simsom final : public Model {
 public:
  enum class Mutant { none, keeps_the_oldest, never_converges, shares_not_counted, bots_post_quality };
  Mutant mutant = Mutant::none;  // for tests alone

  Simsom(const Parameters& p, ParameterSet&, const Setup& setup)
      : p_(p),
        humans_(p.humans),
        part_(setup.partition(p.humans + p.bots())),
        decide_(draws_of(setup.seed, decide)),
        run_(setup.run),
        measure_every_(std::max<Tick>(1, static_cast<Tick>(setup.outputs.every / setup.run.tick + 0.5))) {
    graph_ = build_network({p.network, humans_, p.bots(), p.gamma, setup.seed}, setup)->graph;
    length_.resize(part_);
    for (auto* column : {&message_, &shares_, &age_}) column->resize(part_, p.feed);
    appeal_.resize(part_, p.feed);
    quality_.resize(part_, p.feed);
    outgoing_.resize(part_);
    in_feeds_.resize(part_);
    slots_.resize(kSlotCells);
    scratch_.resize(static_cast<std::size_t>(setup.parallel.workers()));
    for (Tick age = 0; age <= setup.run.ticks() + 1; ++age)  // recency (Wu & Huberman 2007)
      recency_.push_back(fmath::exp(-0.4 * fmath::pow(age, 0.4)));
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kStep{
        local<&Simsom::post>("post", "each account reshares from its feed, or posts something new"),
        exchange<&Simsom::publish>("publish", "new messages get their numbers"),
        local<&Simsom::read>("read", "each feed takes what friends posted, newest first"),
        exchange<&Simsom::settle>("settle", "quality of all feeds; has it converged?"),
        local<&Simsom::count>("count", "messages in feeds, where a row is recorded"),
        exchange<&Simsom::measure>("measure", "diversity"),
    };
    return kStep;
  }
  void mail(Mail& mail) override {
    mail.outboxes = {&outgoing_, &in_feeds_};
    mail.tallies = {&slots_};
  }
  void state(Archive& a) override {
    a.graph({"follows", "", "who reads whom"}, graph_);
    a.owned({"length", "messages", "in the feed"}, length_);
    a.owned({"message", "", "number of each message in the feed, newest first"}, message_);
    a.owned({"shares", "", "how often each was received"}, shares_);
    a.owned({"age", "steps", "since each was received, as the program counts"}, age_);
    a.owned({"appeal", "1", "of each"}, appeal_);
    a.owned({"quality", "2^-30", "of each"}, quality_);
    a.shared({"system", "", "the system's quality and its counters"}, system_);
    a.shared({"qualities", "2^-30", "of all messages"}, qualities_);
    a.shared({"human_shares", "", "of all messages"}, human_shares_);
  }

  void declare(Recorder& r) override;
  void record(Recorder& r, Tick) override;
  void finish(Recorder& r, Tick) override;
  std::vector<Headline> headlines() const override {
    return {{"quality", mean_quality(), "1"}, {"diversity", system_.diversity, "nats"}, {"exposure", exposure(), "1"}};
  }
  WorkDone work() const override {
    WorkDone sum;
    for (const Scratch& s : scratch_) sum.impressions += s.updates, sum.edges += s.pulled, sum.draws += s.draws;
    return sum;
  }

  void post(const BlockScope& scope);
  void publish(const StepScope& scope);
  void read(const BlockScope& scope);
  void settle(const StepScope& scope);
  void count(const BlockScope& scope);
  void measure(const StepScope& scope);

  double quality_now() const { return system_.quality; }
  double mean_quality() const {
    return system_.steps_counted > 0 ? system_.quality_sum / static_cast<double>(system_.steps_counted) : quality_now();
  }
  // Share of views that are of quality 0: of all accounts, as the program counts, and of humans.
  double exposure() const {
    return ratio(system_.harmful_views + system_.harmful_bot_views, system_.views + system_.bot_views);
  }
  double human_exposure() const { return ratio(system_.harmful_views, system_.views); }
  std::uint32_t steps() const { return system_.steps; }

 private:
  static constexpr std::uint32_t kNew = ~0U;  // as the number of a message: not numbered yet
  static constexpr double kQualityUnit = 0x1p30;
  enum SlotCell : std::size_t { kQuality, kSlots, kHarmful, kBotSlots, kBotHarmful, kSlotCells };

  struct Post {
    std::uint32_t message = kNew;
    float appeal = 0;
    std::int32_t quality = 0;
    std::uint32_t order = 0;  // a lot: who draws the least posts first, for all readers
  };
  struct Arrival {
    std::uint32_t message = 0;
    std::uint32_t copies = 0;
    float appeal = 0;
    std::int32_t quality = 0;
  };
  struct InFeeds {
    std::uint32_t message = 0;
    std::uint32_t feeds = 0;
  };
  struct System {
    double quality = 0;         // mean over the slots of humans' feeds, now
    double smooth = 1;          // q of the convergence rule
    double quality_sum = 0;     // since the warm-up
    double diversity = std::numeric_limits<double>::quiet_NaN();
    std::int64_t views = 0;     // slots of feeds that were looked at, since the warm-up: humans' …
    std::int64_t harmful_views = 0;
    std::int64_t bot_views = 0; // … and bots'
    std::int64_t harmful_bot_views = 0;
    std::uint64_t steps_counted = 0;
    std::uint32_t messages = 0; // numbered so far
    std::uint32_t steps = 0;
    std::uint32_t converged = 0;
    std::uint32_t reserved = 0;
  };
  struct alignas(64) Scratch {
    std::vector<std::uint64_t> friends;   // (order, account)
    std::vector<std::uint32_t> copies;
    std::vector<Arrival> arrivals;
    std::vector<std::uint32_t> reshared;  // places in `arrivals`
    std::vector<double> weights;
    std::vector<std::uint32_t> messages;
    std::uint64_t updates = 0, pulled = 0, draws = 0;
  };

  static double ratio(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : std::numeric_limits<double>::quiet_NaN();
  }
  bool is_bot(std::uint32_t account) const { return account >= humans_; }
  bool is_still() const { return system_.converged != 0 && p_.stop_at_convergence; }
  bool is_measured(Tick tick) const { return (tick + 1) % measure_every_ == 0 || tick + 1 == run_.ticks(); }

  Post new_message(std::uint32_t author, Tick tick, const Words& w) const;
  Post reshared(AccountId account, const Words& w, Scratch& scratch) const;
  void gather(AccountId reader, Scratch& scratch) const;
  void deliver(AccountId reader, Scratch& scratch);
  bool give_shares(AccountId reader, Scratch& scratch);
  std::uint32_t push_front(AccountId reader, std::span<const Arrival> arrivals);

  const Parameters& p_;
  std::uint32_t humans_;
  Partition part_;
  Draws decide_;
  RunParameters run_;
  Tick measure_every_;
  std::vector<double> recency_;  // by age
  FollowGraph graph_;

  // A feed is a row: `length` messages, newest first.
  Column<std::uint32_t> length_, message_, shares_, age_;
  Column<float> appeal_;
  Column<std::int32_t> quality_;

  Outbox<Post> outgoing_;      // one an account, so in the order of accounts
  Outbox<InFeeds> in_feeds_;   // by block
  Tally slots_;
  std::vector<Post> posts_;    // of this step, by account
  std::uint32_t first_new_ = 0;  // messages from here on are of this step
  System system_;
  std::vector<std::int32_t> qualities_;
  std::vector<std::uint32_t> human_shares_;
  std::vector<Scratch> scratch_;
};

// With chance μ, or if there is nothing to reshare, something new. Decided on the feeds as the step found them.
inline void Simsom::post(const BlockScope& scope) {
  if (is_still()) return;
  Scratch& scratch = scratch_[static_cast<std::size_t>(scope.worker)];
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const Words w = decide_.words({a, scope.tick, 0});
    const bool reshares = length_[AccountId(a)] > 0 && to_unit(w[0]) > p_.mu;
    outgoing_.push(scope, reshares ? reshared(AccountId(a), w, scratch) : new_message(a, scope.tick, w));
  }
  scratch.updates += scope.rows();
  scratch.draws += scope.rows();
}

// Quality by inversion of e^(λx) on [0, 1]; appeal is right-skewed. A bot's message is worth nothing, and irresistible
// with chance φ.
inline Simsom::Post Simsom::new_message(std::uint32_t author, Tick tick, const Words& w) const {
  const double u = to_unit(w[1]);
  double quality = fmath::log(1 - u + u * fmath::exp(p_.lambda)) / p_.lambda;
  double appeal = 1 - fmath::pow(1 - to_unit(w[2]), 1 / p_.appeal_exponent);
  if (is_bot(author)) {
    if (mutant != Mutant::bots_post_quality) quality = 0;
    if (decide_.chance(p_.phi, {author, tick, 0}, 1)) appeal = 1;
  }
  return {kNew, static_cast<float>(appeal), static_cast<std::int32_t>(quality * kQualityUnit), w[3]};
}

// P(m) ∝ appeal · shares · recency.
inline Simsom::Post Simsom::reshared(AccountId account, const Words& w, Scratch& scratch) const {
  const std::uint32_t length = length_[account];
  const auto appeal = appeal_.row(account);
  const auto shares = shares_.row(account), age = age_.row(account);
  scratch.weights.resize(length);
  double total = 0;
  for (std::uint32_t i = 0; i < length; ++i)
    scratch.weights[i] = total += static_cast<double>(appeal[i]) * shares[i] * recency_[age[i]];
  std::uint32_t chosen = 0;
  while (chosen + 1 < length && scratch.weights[chosen] <= to_unit(w[1]) * total) ++chosen;
  return {message_.row(account)[chosen], appeal[chosen], quality_.row(account)[chosen], w[3]};
}

inline void Simsom::publish(const StepScope&) {
  if (is_still()) return;
  const auto received = outgoing_.received();
  expects(received.size() == part_.accounts, "every account posts once a step");
  posts_.assign(received.begin(), received.end());
  outgoing_.clear_received();
  first_new_ = system_.messages;
  for (std::uint32_t a = 0; a < part_.accounts; ++a) {
    Post& post = posts_[a];
    if (post.message == kNew) {
      expects(system_.messages < kNew, "fewer than 2^32 messages");
      post.message = system_.messages++;
      if (p_.discrimination) qualities_.push_back(post.quality), human_shares_.push_back(0);
    }
    if (p_.discrimination && !is_bot(a)) ++human_shares_[post.message];
  }
}

inline void Simsom::read(const BlockScope& scope) {
  if (is_still()) return;
  Scratch& scratch = scratch_[static_cast<std::size_t>(scope.worker)];
  std::array<std::int64_t, kSlotCells> sums{};
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const AccountId reader(a);
    gather(reader, scratch);
    if (!scratch.arrivals.empty()) deliver(reader, scratch);
    const auto quality = quality_.row(reader).first(length_[reader]);
    std::int64_t sum = 0, harmful = 0;
    for (const std::int32_t q : quality) sum += q, harmful += q == 0 ? 1 : 0;
    sums[kQuality] += is_bot(a) ? 0 : sum;
    sums[is_bot(a) ? kBotHarmful : kHarmful] += harmful;
    sums[is_bot(a) ? kBotSlots : kSlots] += static_cast<std::int64_t>(quality.size());
  }
  for (std::size_t cell = 0; cell < kSlotCells; ++cell) slots_.add(scope.worker, cell, sums[cell]);
}

// What friends posted, each message once with its copies, in the order in which accounts post at this step. That order is
// one for all readers: who is early gets into all of its followers' feeds.
inline void Simsom::gather(AccountId reader, Scratch& scratch) const {
  auto& friends = scratch.friends;
  friends.clear();
  for (const std::uint32_t author : graph_.follows(reader)) friends.push_back(std::uint64_t{posts_[author].order} << 32 | author);
  std::sort(friends.begin(), friends.end());
  scratch.arrivals.clear();
  scratch.reshared.clear();
  for (const std::uint64_t ordered : friends) {
    const auto author = static_cast<std::uint32_t>(ordered);
    const Post& post = posts_[author];
    const std::uint32_t copies = is_bot(author) && mutant != Mutant::shares_not_counted ? p_.theta : 1;
    if (post.message < first_new_) {  // else nobody but its author can have posted it
      const auto known = std::find_if(scratch.reshared.begin(), scratch.reshared.end(),
                                      [&](std::uint32_t at) { return scratch.arrivals[at].message == post.message; });
      if (known != scratch.reshared.end()) {
        if (mutant != Mutant::shares_not_counted) scratch.arrivals[*known].copies += copies;
        continue;
      }
      scratch.reshared.push_back(static_cast<std::uint32_t>(scratch.arrivals.size()));
    }
    scratch.arrivals.push_back({post.message, copies, post.appeal, post.quality});
  }
  scratch.pulled += friends.size();
}

// A feed that gets nothing doesn't age. If none of what comes is in it, all that was in it gets age 1; else all that was
// in it ages by a step, and what was there already is not put first.
inline void Simsom::deliver(AccountId reader, Scratch& scratch) {
  const bool overlaps = give_shares(reader, scratch);
  for (std::uint32_t& age : age_.row(reader).first(length_[reader])) age = overlaps ? age + 1 : 1;
  length_[reader] = push_front(reader, scratch.arrivals);
}

// Messages that are in the feed already leave `arrivals`, and their copies are counted there: the first of the feed gets
// the copies of the first that came, whether or not it is the same message.
inline bool Simsom::give_shares(AccountId reader, Scratch& scratch) {
  const auto messages = message_.row(reader).first(length_[reader]);
  auto& places = scratch.messages;
  places.clear();
  auto& copies = scratch.copies;
  copies.clear();
  for (const std::uint32_t at : scratch.reshared) {
    Arrival& arrival = scratch.arrivals[at];
    const auto found = std::find(messages.begin(), messages.end(), arrival.message);
    if (found == messages.end()) continue;
    places.push_back(static_cast<std::uint32_t>(found - messages.begin()));
    copies.push_back(arrival.copies);
    arrival.copies = 0;
  }
  if (places.empty()) return false;
  std::sort(places.begin(), places.end());
  if (mutant != Mutant::shares_not_counted)
    for (std::size_t i = 0; i < places.size(); ++i) shares_.row(reader)[places[i]] += copies[i];
  std::erase_if(scratch.arrivals, [](const Arrival& arrival) { return arrival.copies == 0; });
  return true;
}

// Feeds are in order of age, so the stable sort by age of the program is this.
inline std::uint32_t Simsom::push_front(AccountId reader, std::span<const Arrival> arrivals) {
  const std::uint32_t before = length_[reader];
  std::uint32_t fresh = std::min(static_cast<std::uint32_t>(arrivals.size()), p_.feed);
  if (mutant == Mutant::keeps_the_oldest) fresh = std::min(fresh, p_.feed - before);
  const std::uint32_t length = std::min(before + fresh, p_.feed);
  const auto shift = [&](auto& column, auto value) {
    auto* const row = column.row(reader).data();
    std::copy_backward(row, row + (length - fresh), row + length);
    for (std::uint32_t i = 0; i < fresh; ++i) row[i] = value(arrivals[i]);
  };
  shift(message_, [](const Arrival& a) { return a.message; });
  shift(shares_, [](const Arrival& a) { return a.copies; });
  shift(age_, [](const Arrival&) { return 0U; });
  shift(appeal_, [](const Arrival& a) { return a.appeal; });
  shift(quality_, [](const Arrival& a) { return a.quality; });
  return length;
}

// q_t = ρ q_(t−1) + (1 − ρ) · mean quality; converged if |q_t − q_(t−1)| / q_(t−1) ≤ ε.
inline void Simsom::settle(const StepScope& scope) {
  if (is_still()) return;
  System& s = system_;
  const double slots = static_cast<double>(slots_[kSlots]);
  s.quality = slots > 0 ? static_cast<double>(slots_[kQuality]) / kQualityUnit / slots : 0;
  const double smooth = p_.rho * s.smooth + (1 - p_.rho) * s.quality;
  const double change = s.smooth > 0 ? std::fabs(smooth - s.smooth) / s.smooth : 0;
  s.smooth = smooth;
  if (change <= p_.epsilon && mutant != Mutant::never_converges) s.converged = 1;
  ++s.steps;
  if (scope.tick >= run_.warmup_ticks()) {
    s.quality_sum += s.quality;
    ++s.steps_counted;
    s.views += slots_[kSlots];
    s.harmful_views += slots_[kHarmful];
    s.bot_views += slots_[kBotSlots];
    s.harmful_bot_views += slots_[kBotHarmful];
  }
  slots_.clear();
}

inline void Simsom::count(const BlockScope& scope) {
  if (!is_measured(scope.tick)) return;
  auto& messages = scratch_[static_cast<std::size_t>(scope.worker)].messages;
  messages.clear();
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const auto feed = message_.row(AccountId(a)).first(length_[AccountId(a)]);
    messages.insert(messages.end(), feed.begin(), feed.end());
  }
  std::sort(messages.begin(), messages.end());
  for (std::size_t i = 0; i < messages.size();) {
    const std::size_t from = i;
    while (i < messages.size() && messages[i] == messages[from]) ++i;
    in_feeds_.push(scope, {messages[from], static_cast<std::uint32_t>(i - from)});
  }
}

// −Σ p ln p over the messages in all feeds, bots' included.
inline void Simsom::measure(const StepScope& scope) {
  if (!is_measured(scope.tick)) return;
  std::vector<InFeeds> found(in_feeds_.received().begin(), in_feeds_.received().end());
  in_feeds_.clear_received();
  std::stable_sort(found.begin(), found.end(), [](const InFeeds& a, const InFeeds& b) { return a.message < b.message; });
  double total = 0, weighted = 0;
  for (std::size_t i = 0; i < found.size();) {
    double feeds = 0;
    for (const std::uint32_t message = found[i].message; i < found.size() && found[i].message == message; ++i) feeds += found[i].feeds;
    total += feeds;
    weighted += feeds * fmath::log(feeds);
  }
  system_.diversity = total > 0 ? fmath::log(total) - weighted / total : 0;
}

inline void Simsom::declare(Recorder& r) {
  declare_measures(
      r, Recorded::over_time,
      {{"quality", "1", "quality of what humans have in their feeds", "mean over the slots of humans' feeds"},
       {"mean_quality", "1", "the same, since the warm-up", "mean of quality over steps, up to convergence"},
       {"system_quality", "1", "quality as the convergence rule sees it", "q = ρ q + (1 − ρ) quality, from 1"},
       {"exposure", "1", "share of views that are worthless, since the warm-up",
        "views of quality 0 / views, of all accounts"},
       {"human_exposure", "1", "share of humans' views that are worthless, since the warm-up",
        "views of quality 0 / views, of humans"},
       {"diversity", "nats", "diversity of messages in all feeds",
        "−Σ p ln p, p = share of a message among all slots"},
       {"steps", "steps", "steps made", "up to convergence, if it stops there"},
       {"messages", "messages", "messages ever posted", "count"}});
  declare_measures(
      r, Recorded::at_end,
      {{"tau_b", "1", "discrimination: rank correlation of quality and shares",
        "Kendall's τ_b over all messages, shares by humans"},
       {"tau_program", "1", "the same as the program computes it",
        "Kendall's τ, ties in shares broken by quality: large even by chance"}});
}

inline void Simsom::record(Recorder& r, Tick) {
  r.put("quality", system_.quality);
  r.put("mean_quality", mean_quality());
  r.put("system_quality", system_.smooth);
  r.put("exposure", exposure());
  r.put("human_exposure", human_exposure());
  r.put("diversity", system_.diversity);
  r.put("steps", system_.steps);
  r.put("messages", system_.messages);
}

inline void Simsom::finish(Recorder& r, Tick) {
  const KendallTau tau = kendall_tau(human_shares_, qualities_);
  r.put("tau_b", tau.tau_b);
  r.put("tau_program", tau.broken);
}

}  // namespace fanfare::reference::simsom
