// The mechanisms that a run has on, together: what the model hands them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "fanfare/model.h"

namespace fanfare::fan_economy {

struct MechanismEntry;
struct World;

// Whether these can live together, with the model's own lines in the tables. Errors: LogicError that says which
// two want one key, word or number.
void check_catalogue(std::span<const MechanismEntry* const> entries);

// At set-up, when the rest of the world stands: cells of their measures, then each opens.
// Errors: ScenarioError.
void open_mechanisms(World& world);
void mail_of_mechanisms(World& world, Mail& mail);
void walk_mechanisms(World& world, Archive& archive);
void restore_mechanisms(World& world);
std::size_t bytes_beside_mechanisms(const World& world);
std::vector<Caution> cautions_of_mechanisms(const World& world);
// Empty if all is well.
std::string breach_of_mechanisms(const World& world);

}  // namespace fanfare::fan_economy
