// A step is a list of phases; the list is data, so it can be printed, timed and checked.
#pragma once

#include <string_view>

#include "fanfare/block.h"
#include "fanfare/ids.h"
#include "fanfare/parallel.h"

namespace fanfare {

class Model;

enum class PhaseKind {
  local,       // parallel over owned blocks, no communication
  replicated,  // the same on every rank, from shared state only
  exchange,    // outboxes joined and tallies summed over all ranks, then applied in canonical order
};
constexpr std::string_view to_string(PhaseKind kind) {
  switch (kind) {
    case PhaseKind::local: return "local";
    case PhaseKind::replicated: return "replicated";
    case PhaseKind::exchange: return "exchange";
  }
  return "?";
}

// What replicated and exchange phases are handed.
struct StepScope {
  Tick tick = 0;
  Parallel& parallel;
};

struct Phase {
  std::string_view name;
  PhaseKind kind;
  std::string_view help;
  void (*local)(Model&, const BlockScope&) = nullptr;
  void (*global)(Model&, const StepScope&) = nullptr;
};

namespace detail {
template <class M>
struct method_owner;
template <class C, class A>
struct method_owner<void (C::*)(A)> {
  using type = C;
};
template <auto Method>
using owner_t = typename method_owner<decltype(Method)>::type;
}  // namespace detail

// local<&FanEconomy::browse>("browse", "sessions: retrieve, rank, view, act")
template <auto Method>
constexpr Phase local(std::string_view name, std::string_view help) {
  return {name, PhaseKind::local, help,
          [](Model& m, const BlockScope& s) { (static_cast<detail::owner_t<Method>&>(m).*Method)(s); },
          nullptr};
}
template <auto Method>
constexpr Phase replicated(std::string_view name, std::string_view help) {
  return {name, PhaseKind::replicated, help, nullptr,
          [](Model& m, const StepScope& s) { (static_cast<detail::owner_t<Method>&>(m).*Method)(s); }};
}
template <auto Method>
constexpr Phase exchange(std::string_view name, std::string_view help) {
  return {name, PhaseKind::exchange, help, nullptr,
          [](Model& m, const StepScope& s) { (static_cast<detail::owner_t<Method>&>(m).*Method)(s); }};
}

}  // namespace fanfare
