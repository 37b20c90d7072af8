// The loop over phases and what wraps it.
#include "sim/simulation.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <string>

#include "sim/fingerprint.h"

namespace fanfare {

namespace {

// Adds the seconds of its life.
class Stopwatch {
 public:
  explicit Stopwatch(double& seconds) : seconds_(seconds), start_(Clock::now()) {}
  ~Stopwatch() { seconds_ += std::chrono::duration<double>(Clock::now() - start_).count(); }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  using Clock = std::chrono::steady_clock;
  double& seconds_;
  Clock::time_point start_;
};

// Is anything posted after the last exchange of a tick? Then it is delivered at the tick's end.
bool posts_after_last_exchange(std::span<const Phase> phases) {
  bool posted = false;
  for (const Phase& phase : phases) {
    if (phase.kind == PhaseKind::local) posted = true;
    if (phase.kind == PhaseKind::exchange) posted = false;
  }
  return posted;
}

// Parcels: a length of 8 bytes, then that many bytes, one for each outbox and tally.
void seal(std::vector<std::byte>& buffer, std::size_t parcel) {
  const std::uint64_t length = buffer.size() - parcel - sizeof(std::uint64_t);
  std::memcpy(buffer.data() + parcel, &length, sizeof length);
}
std::size_t open_parcel(std::vector<std::byte>& buffer) {
  buffer.resize(buffer.size() + sizeof(std::uint64_t));
  return buffer.size() - sizeof(std::uint64_t);
}
std::span<const std::byte> next_parcel(std::span<const std::byte>& rest) {
  std::uint64_t length = 0;
  expects(rest.size() >= sizeof length, "every rank posts the same outboxes and tallies");
  std::memcpy(&length, rest.data(), sizeof length);
  expects(rest.size() - sizeof length >= length, "every rank posts the same outboxes and tallies");
  const auto parcel = rest.subspan(sizeof length, length);
  rest = rest.subspan(sizeof length + length);
  return parcel;
}

std::string tick_text(Tick tick) { return "tick " + std::to_string(tick); }

}  // namespace

Simulation::Simulation(Model& model, Comm& comm, Parallel& parallel)
    : model_(model), comm_(comm), parallel_(parallel) {
  model_.mail(mail_);
  for (TallyBase* tally : mail_.tallies) tally->set_workers(parallel_.workers());
  waiting_since_.resize(mail_.outboxes.size());
  for (const Phase& phase : model_.phases()) times_.push_back({.name = phase.name, .kind = phase.kind});
  closing_delivery_ = posts_after_last_exchange(model_.phases());
  if (closing_delivery_) times_.push_back({.name = "deliver", .kind = PhaseKind::exchange});
}

void Simulation::step() {
  const auto phases = model_.phases();
  for (std::size_t p = 0; p < phases.size(); ++p) run_phase(phases[p], times_[p]);
  if (closing_delivery_) run_phase(Phase{"deliver", PhaseKind::exchange, {}}, times_.back());
  check_readers();
  ++tick_;
  check_invariants();
}

void Simulation::run_phase(const Phase& phase, PhaseTime& time) {
  double seconds = 0;
  double delivery = 0;
  {
    const Stopwatch whole(seconds);
    if (phase.kind == PhaseKind::exchange) {
      const Stopwatch part(delivery);
      deliver();
    }
    if (phase.kind == PhaseKind::local) run_local(phase);
    if (phase.global != nullptr) phase.global(model_, StepScope{tick_, parallel_});
  }
  time.last = seconds;
  time.total += seconds;
  time.delivery += delivery;
  ++time.calls;
}

void Simulation::run_local(const Phase& phase) {
  const Partition part = model_.partition();
  parallel_.for_each(part.blocks(), [&](std::size_t b, int worker) {
    const BlockId block(part.first_block + static_cast<std::uint32_t>(b));
    const std::uint32_t first = block.value * kBlockRows;
    phase.local(model_, BlockScope{block, first, std::min(first + kBlockRows, part.accounts), tick_, worker});
  });
}

// Worker parts first, so that a rank's sums are whole; then ranks in order, which is block order.
void Simulation::deliver() {
  std::vector<std::size_t> waited;
  for (const OutboxBase* outbox : mail_.outboxes) waited.push_back(outbox->waiting());
  for (TallyBase* tally : mail_.tallies) tally->merge_workers();
  if (comm_.size() == 1) {
    for (OutboxBase* outbox : mail_.outboxes) outbox->collect();
    for (TallyBase* tally : mail_.tallies) tally->collect();
  } else {
    deliver_over_ranks();
  }
  for (std::size_t o = 0; o < mail_.outboxes.size(); ++o) {
    mail_.outboxes[o]->clear_own();
    if (waited[o] == 0) waiting_since_[o] = tick_;
  }
}

// One collective call carries everything.
void Simulation::deliver_over_ranks() {
  std::vector<std::byte> mine;
  const auto post = [&](auto* box) {
    const std::size_t parcel = open_parcel(mine);
    box->pack(mine);
    seal(mine, parcel);
  };
  for (const OutboxBase* outbox : mail_.outboxes) post(outbox);
  for (TallyBase* tally : mail_.tallies) post(tally);
  for (const auto& theirs : comm_.gather_all(mine)) {
    std::span<const std::byte> rest(theirs);
    for (OutboxBase* outbox : mail_.outboxes) outbox->receive(next_parcel(rest));
    for (TallyBase* tally : mail_.tallies) tally->receive(next_parcel(rest));
    expects(rest.empty(), "every rank posts the same outboxes and tallies");
  }
}

void Simulation::check_readers() {
  for (std::size_t o = 0; o < mail_.outboxes.size(); ++o) {
    const std::size_t waiting = mail_.outboxes[o]->waiting();
    if (waiting == 0 || tick_ - waiting_since_[o] < 2) continue;
    throw LogicError(tick_text(tick_) + ": " + std::to_string(waiting) + " records of outbox " +
                     std::to_string(o) + " wait since tick " + std::to_string(waiting_since_[o]) +
                     " (they would be applied again and again): their reader must clear_received()");
  }
}

// A rank sees its own rows only, so all hear of what one has found.
void Simulation::check_invariants() {
  const std::string found = model_.breach();
  for (const auto& text : comm_.gather_all(std::as_bytes(std::span(found))))
    if (!text.empty())
      throw InvariantBroken(tick_text(tick_ - 1) + ": " +
                            std::string(reinterpret_cast<const char*>(text.data()), text.size()));
}

void Simulation::state(Archive& archive) {
  model_.state(archive);
  for (std::size_t i = 0; i < mail_.outboxes.size(); ++i) {
    const std::string name = "mail/outbox/" + std::to_string(i);
    mail_.outboxes[i]->state(archive, {name, "", "records delivered, not yet read"});
  }
  for (std::size_t i = 0; i < mail_.tallies.size(); ++i) {
    const std::string name = "mail/tally/" + std::to_string(i);
    mail_.tallies[i]->state(archive, {name, "", "counts delivered, not yet read"});
  }
}

void Simulation::resume(Tick ticks_done) {
  tick_ = ticks_done;
  std::fill(waiting_since_.begin(), waiting_since_.end(), tick_);
  model_.restore();
}

std::uint64_t Simulation::fingerprint() {
  return fanfare::fingerprint([this](Archive& archive) { state(archive); }, model_.partition(), comm_,
                              parallel_);
}

}  // namespace fanfare
