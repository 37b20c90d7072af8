// Keys of mechanism `fakes`.
#pragma once

#include <cstdint>
#include <optional>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct World;

struct FakeAuditKeys {
  bool on = false;
  double hit_rate = 0.7;
  double false_alarm = 0.02;
  Cents price = 30'000;
};
void describe(Schema<FakeAuditKeys>& s);

struct FakeKeys {
  double bots = 0.05;
  double buyers = 0.3;
  double bought = 1;
  double pods = 0.15;
  double pod_size = 200;
  double farms = 0.1;
  double farm_views = 2000;
  double farm_clicks = 0.03;
  double cap = 0;
  double sweep = 0;
  double exposed_loss = 0.3;
  FakeAuditKeys audit;
};
void describe(Schema<FakeKeys>& s);

// Of the followers that a creator shows, those that nobody is; nothing where the run has no fakes.
std::optional<double> fake_share(const World& world, std::uint32_t creator);

}  // namespace fanfare::fan_economy
