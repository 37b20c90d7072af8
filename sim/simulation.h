// The step: runs a model's phases over blocks, carries its mail between ranks, and wraps the loop with
// timing and invariants, so that no phase contains them. It knows no model and no file.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "fanfare/expects.h"
#include "fanfare/model.h"
#include "sim/comm.h"

namespace fanfare {

// A model's invariant does not hold: the text names the tick, and what broke in accounts and amounts.
struct InvariantBroken : LogicError {
  using LogicError::LogicError;
};

// What one phase has cost on this rank, in seconds of wall time.
struct PhaseTime {
  std::string_view name;
  PhaseKind kind = PhaseKind::local;
  double total = 0;          // since the start, delivery included
  double last = 0;           // in the last tick, delivery included
  double delivery = 0;       // of `total`: outboxes joined, tallies summed
  std::uint64_t calls = 0;
};

// What this rank has handed to other ranks since the start, in bytes.
struct MailBytes {
  std::uint64_t to_all = 0;     // outboxes and tallies: once for each other rank
  std::uint64_t to_owners = 0;  // routed records: to the rank of the receiver
};

class Simulation {
 public:
  // All three outlive the simulation; model, comm and parallel belong to one rank.
  Simulation(Model& model, Comm& comm, Parallel& parallel);

  // One tick. Errors: InvariantBroken, on every rank; what a phase throws, on its rank.
  void step();
  // Ticks done.
  Tick tick() const { return tick_; }

  // All state: the model's, and mail that was delivered and waits for its reader. Between ticks.
  void state(Archive& archive);
  // Goes on after `ticks_done` ticks: call when state() was loaded.
  void resume(Tick ticks_done);

  // 64 bits of all state, the same on any ranks and threads. Collective.
  // Errors: LogicError naming the shared state that is not the same on all ranks.
  std::uint64_t fingerprint();

  // One entry a phase, in order, and a last one, "deliver", if mail is delivered at the tick's end.
  const std::vector<PhaseTime>& phase_times() const { return times_; }
  const MailBytes& mail_bytes() const { return mail_bytes_; }
  Model& model() { return model_; }
  const Mail& mail() const { return mail_; }

 private:
  void run_phase(const Phase& phase, PhaseTime& time);
  void run_local(const Phase& phase);
  void deliver();
  void deliver_over_ranks();
  void route_over_ranks();
  std::size_t boxes() const { return mail_.outboxes.size() + mail_.routed.size(); }
  std::size_t waiting(std::size_t box) const;
  void check_readers();
  void check_invariants();

  Model& model_;
  Comm& comm_;
  Parallel& parallel_;
  Mail mail_;
  Tick tick_ = 0;
  bool closing_delivery_ = false;
  std::vector<PhaseTime> times_;
  MailBytes mail_bytes_;
  std::vector<Tick> waiting_since_;  // of each box, outboxes first: the tick that delivered its oldest record
};

}  // namespace fanfare
