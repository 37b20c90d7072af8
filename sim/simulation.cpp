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
class PhaseWatch {
 public:
  explicit PhaseWatch(double& seconds) : seconds_(seconds), start_(Clock::now()) {}
  ~PhaseWatch() { seconds_ += std::chrono::duration<double>(Clock::now() - start_).count(); }
  PhaseWatch(const PhaseWatch&) = delete;
  PhaseWatch& operator=(const PhaseWatch&) = delete;

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

// Routed parcels: the number of the box and a length, then that many bytes. Whoever is sent nothing gets no
// byte.
struct RoutedHeader {
  std::uint64_t box = 0;
  std::uint64_t length = 0;
};
void append_routed(Comm::Bytes& out, std::size_t box, const Comm::Bytes& records) {
  if (records.empty()) return;
  const RoutedHeader header{box, records.size()};
  const auto bytes = std::as_bytes(std::span(&header, 1));
  out.insert(out.end(), bytes.begin(), bytes.end());
  out.insert(out.end(), records.begin(), records.end());
}
// visit(box, records) for each parcel.
template <class Visit>
void each_routed(std::span<const std::byte> rest, Visit&& visit) {
  while (!rest.empty()) {
    RoutedHeader header;
    expects(rest.size() >= sizeof header, "every rank routes the same boxes");
    std::memcpy(&header, rest.data(), sizeof header);
    rest = rest.subspan(sizeof header);
    expects(rest.size() >= header.length, "every rank routes the same boxes");
    visit(header.box, rest.first(header.length));
    rest = rest.subspan(header.length);
  }
}

std::string tick_text(Tick tick) { return "tick " + std::to_string(tick); }

}  // namespace

Simulation::Simulation(Model& model, Comm& comm, Parallel& parallel)
    : model_(model), comm_(comm), parallel_(parallel) {
  model_.mail(mail_);
  for (TallyBase* tally : mail_.tallies) tally->set_workers(parallel_.workers());
  waiting_since_.resize(boxes());
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
    const PhaseWatch whole(seconds);
    if (phase.kind == PhaseKind::exchange) {
      const PhaseWatch part(delivery);
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
  for (std::size_t box = 0; box < boxes(); ++box) waited.push_back(waiting(box));
  for (TallyBase* tally : mail_.tallies) tally->merge_workers();
  if (comm_.size() == 1) {
    for (OutboxBase* outbox : mail_.outboxes) outbox->collect();
    for (RoutedBase* routed : mail_.routed) routed->collect();
    for (TallyBase* tally : mail_.tallies) tally->collect();
  } else {
    deliver_over_ranks();
    if (!mail_.routed.empty()) route_over_ranks();
  }
  for (OutboxBase* outbox : mail_.outboxes) outbox->clear_own();
  for (RoutedBase* routed : mail_.routed) routed->clear_own();
  for (std::size_t box = 0; box < boxes(); ++box)
    if (waited[box] == 0) waiting_since_[box] = tick_;
}

std::size_t Simulation::waiting(std::size_t box) const {
  const std::size_t outboxes = mail_.outboxes.size();
  return box < outboxes ? mail_.outboxes[box]->waiting() : mail_.routed[box - outboxes]->waiting();
}

// One collective call carries everything that all may read.
void Simulation::deliver_over_ranks() {
  std::vector<std::byte> mine;
  const auto post = [&](auto* box) {
    const std::size_t parcel = open_parcel(mine);
    box->pack(mine);
    seal(mine, parcel);
  };
  for (const OutboxBase* outbox : mail_.outboxes) post(outbox);
  for (TallyBase* tally : mail_.tallies) post(tally);
  mail_bytes_.to_all += mine.size() * static_cast<std::uint64_t>(comm_.size() - 1);
  for (const auto& theirs : comm_.gather_all(mine)) {
    std::span<const std::byte> rest(theirs);
    for (OutboxBase* outbox : mail_.outboxes) outbox->receive(next_parcel(rest));
    for (TallyBase* tally : mail_.tallies) tally->receive(next_parcel(rest));
    expects(rest.empty(), "every rank posts the same outboxes and tallies");
  }
}

// Another one carries what is for one account, to the rank that owns it.
void Simulation::route_over_ranks() {
  std::vector<Comm::Bytes> to(static_cast<std::size_t>(comm_.size()));
  std::vector<Comm::Bytes> records(to.size());
  for (std::size_t box = 0; box < mail_.routed.size(); ++box) {
    for (Comm::Bytes& bytes : records) bytes.clear();
    mail_.routed[box]->pack(records);
    for (std::size_t rank = 0; rank < to.size(); ++rank) append_routed(to[rank], box, records[rank]);
  }
  for (std::size_t rank = 0; rank < to.size(); ++rank)
    if (static_cast<int>(rank) != comm_.rank()) mail_bytes_.to_owners += to[rank].size();
  for (const Comm::Bytes& theirs : comm_.all_to_all(to))
    each_routed(theirs, [this](std::uint64_t box, std::span<const std::byte> part) {
      expects(box < mail_.routed.size(), "every rank routes the same boxes");
      mail_.routed[box]->receive(part);
    });
}

void Simulation::check_readers() {
  for (std::size_t box = 0; box < boxes(); ++box) {
    const std::size_t records = waiting(box);
    if (records == 0 || tick_ - waiting_since_[box] < 2) continue;
    const std::size_t outboxes = mail_.outboxes.size();
    const std::string name = box < outboxes ? "outbox " + std::to_string(box)
                                            : "routed box " + std::to_string(box - outboxes);
    throw LogicError(tick_text(tick_) + ": " + std::to_string(records) + " records of " + name +
                     " wait since tick " + std::to_string(waiting_since_[box]) +
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
  for (std::size_t i = 0; i < mail_.routed.size(); ++i) {
    const std::string name = "mail/routed/" + std::to_string(i);
    mail_.routed[i]->state(archive, {name, "", "records delivered to their owner, not yet read"});
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
