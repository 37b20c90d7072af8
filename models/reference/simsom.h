// SimSoM: quality of what people see, under limited attention and bots. Truong, Lou, Flammini & Menczer
// (2024), "Quantifying the vulnerabilities of the online public square to adversarial manipulation tactics",
// PNAS Nexus 3:pgae258. The rules are those of the authors' program, oddities included:
// docs/reference_models.md says which. What is measured of the feeds stands in simsom_measures.h.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/scenario_words.h"
#include "models/reference/simsom_measures.h"
#include "models/reference/simsom_network.h"
#include "models/reference/simsom_order.h"
#include "models/reference/simsom_report.h"

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
      .help("infiltration: chance that a human follows a bot (a network of kind file has its own)")
      .source("Truong 2024");
  s.value("phi", &Parameters::phi).unit(Unit::share).in(0, 1)
      .help("deception: chance that a bot's message has appeal 1").source("Truong 2024");
  s.value("theta", &Parameters::theta).unit(Unit::count).in(1, 10'000)
      .help("flooding: copies of what a bot posts").source("Truong 2024");
  s.value("mu", &Parameters::mu).unit(Unit::share).in(0, 1)
      .help("chance to post something new rather than to reshare").source("Truong 2024");
  s.value("feed", &Parameters::feed).unit(Unit::count).in(1, 10'000)
      .help("σ: messages that a feed holds").source("Truong 2024");
  s.value("lambda", &Parameters::lambda).in(0.01, 100)
      .help("quality of humans' messages has density ∝ e^(λ x) on [0, 1]: "
            "10 in the published runs, 5 in the program");
  s.value("appeal_exponent", &Parameters::appeal_exponent).in(0.1, 100)
      .help("appeal is 1 − (1 − u)^(1/exponent)").source("the program");
  s.value("rho", &Parameters::rho).unit(Unit::share).in(0, 1)
      .help("weight of the past in the system's quality").source("Truong 2024");
  s.value("epsilon", &Parameters::epsilon).in(0, 1)
      .help("relative change of the system's quality that counts as converged").source("Truong 2024");
  s.value("stop_at_convergence", &Parameters::stop_at_convergence)
      .help("nothing moves any more once it has converged");
  s.value("discrimination", &Parameters::discrimination)
      .help("keep quality and shares of all messages, for Kendall's τ (8 bytes each)");
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
    order_.prepare(part_.accounts, graph_.edges());
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

  static const ReportSpec& report() { return report_spec(); }
  static SizeKeys size() {  // five arrays of a feed
    return {
        .accounts = "humans", .bytes = 4, .many = "feed", .bytes_of_one = 20, .graph_kind = "network.kind"};
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

  void declare(Recorder& r) override { declare_system(r); }
  void record(Recorder& r, Tick) override { record_system(r, system_); }
  void finish(Recorder& r, Tick) override {
    record_discrimination(r, kendall_tau(human_shares_, qualities_));
  }
  std::vector<Headline> headlines() const override {
    return {{"quality", system_.mean_quality(), "1"},
            {"diversity", system_.diversity, "nats"},
            {"exposure", system_.exposure(), "1"}};
  }
  WorkDone work() const override {
    WorkDone sum;
    for (const Scratch& s : scratch_)
      sum.impressions += s.updates, sum.edges += s.pulled, sum.draws += s.draws;
    return sum;
  }

  void post(const BlockScope& scope);
  void publish(const StepScope& scope);
  void read(const BlockScope& scope);
  void settle(const StepScope& scope);
  void count(const BlockScope& scope);
  void measure(const StepScope& scope);

 private:
  static constexpr std::uint32_t kNew = ~0U;  // as the number of a message: not numbered yet

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
  struct alignas(64) Scratch {
    PostingOrder::Scratch order;
    std::vector<std::uint32_t> friends;   // in the order in which they post
    MetMessages met;
    std::vector<std::uint32_t> copies;
    std::vector<Arrival> arrivals;
    std::vector<std::uint32_t> reshared;  // places in `arrivals`
    std::vector<double> weights;
    std::vector<std::uint32_t> messages;
    std::uint64_t updates = 0, pulled = 0, draws = 0;
  };

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
  PostingOrder order_;
  std::uint32_t first_new_ = 0;  // messages from here on are of this step
  System system_;
  std::vector<std::int32_t> qualities_;
  std::vector<std::uint32_t> human_shares_;
  std::vector<Scratch> scratch_;
};

// With chance μ, or if there is nothing to reshare, something new. Decided on the feeds as the step found
// them.
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

// Quality by inversion of e^(λx) on [0, 1]; appeal is right-skewed. A bot's message is worth nothing, and
// irresistible with chance φ.
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
  order_.draw(part_.accounts, [&](std::uint32_t a) { return posts_[a].order; });
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
  SlotSums sums{};
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const AccountId reader(a);
    gather(reader, scratch);
    if (!scratch.arrivals.empty()) deliver(reader, scratch);
    add_feed(sums, quality_.row(reader).first(length_[reader]), is_bot(a));
  }
  for (std::size_t cell = 0; cell < kSlotCells; ++cell) slots_.add(scope.worker, cell, sums[cell]);
}

// What friends posted, each message once with its copies, in the order in which accounts post at this step.
// That order is one for all readers: who is early gets into all of its followers' feeds.
inline void Simsom::gather(AccountId reader, Scratch& scratch) const {
  const auto lot = [&](std::uint32_t author) { return posts_[author].order; };
  order_.sort(graph_.follows(reader), lot, scratch.order, scratch.friends);
  scratch.met.start(scratch.friends.size());
  scratch.arrivals.clear();
  scratch.reshared.clear();
  for (const std::uint32_t author : scratch.friends) {
    const Post& post = posts_[author];
    const std::uint32_t copies = is_bot(author) && mutant != Mutant::shares_not_counted ? p_.theta : 1;
    if (post.message < first_new_) {  // else nobody but its author can have posted it
      const auto next = static_cast<std::uint32_t>(scratch.arrivals.size());
      if (const std::uint32_t known = scratch.met.meet(post.message, next); known != next) {
        if (mutant != Mutant::shares_not_counted) scratch.arrivals[known].copies += copies;
        continue;
      }
      scratch.reshared.push_back(next);
    }
    scratch.arrivals.push_back({post.message, copies, post.appeal, post.quality});
  }
  scratch.pulled += scratch.friends.size();
}

// A feed that gets nothing doesn't age. If none of what comes is in it, all that was in it gets age 1; else
// all that was in it ages by a step, and what was there already is not put first.
inline void Simsom::deliver(AccountId reader, Scratch& scratch) {
  const bool overlaps = give_shares(reader, scratch);
  for (std::uint32_t& age : age_.row(reader).first(length_[reader])) age = overlaps ? age + 1 : 1;
  length_[reader] = push_front(reader, scratch.arrivals);
}

// Messages that are in the feed already leave `arrivals`, and their copies are counted there: the first of
// the feed gets the copies of the first that came, whether or not it is the same message.
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

inline void Simsom::settle(const StepScope& scope) {
  if (is_still()) return;
  system_.settle(slots_.sums(), p_.rho, mutant == Mutant::never_converges ? -1 : p_.epsilon);
  if (scope.tick >= run_.warmup_ticks()) system_.count_views(slots_.sums());
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
  count_messages(messages, [&](const InFeeds& found) { in_feeds_.push(scope, found); });
}

inline void Simsom::measure(const StepScope& scope) {
  if (!is_measured(scope.tick)) return;
  system_.diversity = diversity_of(in_feeds_.received());
  if (scope.tick >= run_.warmup_ticks()) system_.count_diversity();
  in_feeds_.clear_received();
}

}  // namespace fanfare::reference::simsom
