// Agencies of creators (MCN), as one book: a margin of what their creators are paid for posts, and the
// incubation of small ones out of it. Of whoever brings them: luck, cells and state are the mechanism's.
#pragma once

#include <cstdint>
#include <vector>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

struct AgencyKeys {
  double share = 0.3;        // of the creators of the start, who have signed
  double margin = 0.25;      // of fees
  Cents capital = 0;         // put in at the start
  std::uint32_t places = 0;  // creators incubated at a time
  Cents stipend = 20'000;    // a day for each, spent on production
  double lasts = 60;         // days
  double growth = 0.01;      // a day, of the way to full skill
};
void describe(Schema<AgencyKeys>& s);

class Agency {
 public:
  // `id`: of the mechanism.
  Agency(const World& world, const AgencyKeys& keys, std::string_view id);

  // `margin`, `stipends`: cells of measures.
  void open(World& world, std::size_t margin, std::size_t stipends);
  void state(Archive& archive);
  bool has_signed(const World& world, std::uint32_t creator) const;
  // Of a fee that the creator was just paid: its margin.
  Cents take(World& world, std::uint32_t creator, Cents fee) const;
  // Once a day: stipends, growth, and one more to incubate: the best engagement among KOC without an agency.
  void end_day(World& world);

 private:
  struct Incubation {
    std::uint32_t account;
    std::uint32_t until;  // day
  };

  const AgencyKeys& keys_;
  Draws luck_;
  BookId book_;
  std::size_t margin_ = 0, stipends_ = 0;
  std::vector<Incubation> incubations_;  // by account; whoever was keeps its place, and has signed
};

}  // namespace fanfare::fan_economy
