// A rumour on a ring, as a model of one's own: parameters, state, two phases and a catalogue of one line.
// Whoever knows it tells the next account with some chance each tick. The installed library brings the rest.
#include <array>
#include <cstdint>

#include "fanfare/catalogue.h"
#include "fanfare/rng.h"

namespace {

using namespace fanfare;

struct RumourParameters {
  std::uint32_t accounts = 3000;
  double chance = 0.5;
};
void describe(Schema<RumourParameters>& s) {
  s.value("accounts", &RumourParameters::accounts).in(2, 1e6).help("accounts on the ring");
  s.value("chance", &RumourParameters::chance)
      .unit(Unit::share)
      .in(0, 1)
      .help("that one who knows tells the next, a tick");
}

struct Told {
  std::uint32_t account;
};

class Rumour final : public Model {
 public:
  Rumour(const RumourParameters& p, ParameterSet&, const Setup& setup)
      : parameters_(p), part_(setup.partition(p.accounts)), tell_(setup.seed, purpose(99, 1)) {
    knows_.resize(part_);
    told_.resize(part_);
    knowing_.resize(1);
    for (std::uint32_t a = part_.first(); a < part_.last(); ++a) knows_[AccountId{a}] = a % 100 == 0;
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick = {
        local<&Rumour::tell>("tell", "who knows it may tell the next account"),
        exchange<&Rumour::hear>("hear", "the told know it"),
    };
    return kTick;
  }
  void mail(Mail& mail) override {
    mail.outboxes.push_back(&told_);
    mail.tallies.push_back(&knowing_);
  }
  void state(Archive& archive) override {
    archive.owned({"knows", "1", "has heard the rumour"}, knows_);
    told_.state(archive, {"told", "1", "told this tick"});
    knowing_.state(archive, {"knowing", "people", "accounts counted in this tick"});
    archive.shared({"last_knowing", "people", "accounts that knew it when the last tick began"}, last_);
  }
  void declare(Recorder& recorder) override {
    recorder.variable({.name = "knowing",
                       .dimensions = {"time"},
                       .units = "people",
                       .long_name = "accounts that know the rumour",
                       .formula = "count of those who know it",
                       .cell_methods = "time: point",
                       .integral = true});
  }
  void record(Recorder& recorder, Tick) override { recorder.put("knowing", static_cast<double>(last_)); }
  void finish(Recorder&, Tick) override {}

  void tell(const BlockScope& block) {
    for (std::uint32_t a = block.first; a < block.last; ++a) {
      if (!knows_[AccountId{a}]) continue;
      knowing_.add(block.worker, 0, 1);
      if (tell_.chance(parameters_.chance, {a, block.tick}))
        told_.push(block, {(a + 1) % parameters_.accounts});
    }
  }
  void hear(const StepScope&) {
    for (const Told& told : told_.received())
      if (part_.owns(AccountId{told.account})) knows_[AccountId{told.account}] = 1;
    told_.clear_received();
    last_ = knowing_[0];
    knowing_.clear();
  }

 private:
  const RumourParameters& parameters_;
  Partition part_;
  Draws tell_;
  Column<std::uint8_t> knows_;
  Outbox<Told> told_;
  Tally knowing_;
  std::int64_t last_ = 0;
};

}  // namespace

namespace fanfare {

std::span<const ModelEntry> catalogue() {
  static const std::array kModels = {entry<RumourParameters, Rumour>("rumour", "a rumour on a ring")};
  return kModels;
}

const ModelEntry* find_model(std::string_view name) {
  return name == "rumour" ? &catalogue().front() : nullptr;
}

}  // namespace fanfare
