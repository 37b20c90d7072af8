// Keys of mechanism `moderation`, and its part about fakes of a creator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/model.h"
#include "fanfare/outbox.h"
#include "fanfare/schema.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

// Of a forged video of a creator, or an account that poses as it.
struct ForgeryKeys {
  double meets = 0.15;
  double half_life = 5;
  double believed = 0.5;
  double label_after = -1;
  double label_fails = 0.25;
  double leaves = 0.1;
  double trust_loss = 0.6;
};
void describe(Schema<ForgeryKeys>& s);

// A rule that one platform has for itself.
struct ModerationRule {
  std::string id;
  std::string platform;
  double filter = 0.5;
  double filter_error = 0.02;
  double report = 0.3;
  double error = 0.002;
  std::uint32_t strikes = 3;
  double block = 0.2;
};
void describe(Schema<ModerationRule>& s);

struct ModerationKeys {
  double hostile = 0.03;
  double attack = 0.02;
  double chill = 0.1;
  double filter = 0.5;
  double filter_error = 0.02;
  double report = 0.3;
  double error = 0.002;
  std::uint32_t strikes = 3;
  double block = 0.2;
  double evade = 0.4;
  double evade_after = 3;
  double finds = 0.4;
  std::vector<ModerationRule> rules;
  ForgeryKeys forgery;
};
void describe(Schema<ModerationKeys>& s);

// Forgeries under way: who meets one, who believes it, what it does to its model. The event `deepfake` begins
// one.
class Forgeries {
 public:
  Forgeries(const ForgeryKeys& keys, const MechanismLuck& luck) : keys_(keys), luck_(luck) {}

  void open(World& world);
  void mail(Mail& mail) { mail.outboxes.push_back(&beliefs_); }
  void state(Archive& archive);

  // On all ranks.
  void begin(World& world, std::uint32_t creator, double severity);
  void take_in(World& world);
  // Once a day for each account.
  void meet(World& world, const BlockScope& scope, AccountId account);

  // Of the creators that one was made of.
  double mean_trust(const World& world) const;

 private:
  struct Forgery {
    std::uint32_t creator = 0;
    Tick since = 0;
    float severity = 0;
  };
  struct Belief {
    std::uint32_t forgery;
  };
  bool is_labelled(const World& world, const Forgery& forgery) const;

  const ForgeryKeys& keys_;
  MechanismLuck luck_;
  std::size_t believers_ = 0;
  std::vector<Forgery> forgeries_;
  Outbox<Belief> beliefs_;
};

}  // namespace fanfare::fan_economy
