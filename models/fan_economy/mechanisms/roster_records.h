// What came of a roster's creators, each under its name: whom paid posts reached, what they cost, what is
// credited to them. Missing of whoever is not hired. It watches and acts on nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/fan_economy/mechanisms/roster_reach.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

class RosterRecords {
 public:
  static constexpr std::string_view kAxis = "roster", kAxisHelp = "creators of the roster, by name";
  static constexpr std::string_view kAudience = "roster_audience", kOverlap = "roster_overlap";  // at the end

  virtual ~RosterRecords() = default;

  // By creator, in the order of World::named.
  using Values = std::vector<double>;
  static std::vector<std::string> names(const World& world);
  static Values reach(const World& world);
  static Values alone(const World& world);
  static Values orders(const World& world);
  static Values revenue(const World& world);
  static Values cost(const World& world);
  static Values posts(const World& world);
  static Values impressions(const World& world);
  static Values engagements(const World& world);
  static Values fit_to_brands(const World& world);
  static Values fakes(const World& world);  // none where the run has no `fakes`
  static Values unit(const World& world);   // none where the run has no `left_out`

  // Moments, see state/moments.h.
  void published(World& world, std::uint32_t number, PostScore& post);
  void viewed(World& world, const BlockScope& scope, const Viewed& seen);
  void settle(World& world, const BlockScope& scope);
  void close(World&, const StepScope&) { reach_.close(); }

 protected:
  void open_records(World& world);
  void mail_records(Mail& mail) { reach_.mail(mail); }
  void walk_records(Archive& archive) { reach_.state(archive); }
  // At the end: by creator and measured segment, and by two creators.
  void finish_records(const World& world, Recorder& recorder) const;

 private:
  template <class Of>
  Values shares(const World& world, std::size_t count, const Of& of) const;

  RosterReach reach_;
  std::size_t orders_ = 0, revenue_ = 0;  // cells, by creator
};

}  // namespace fanfare::fan_economy
