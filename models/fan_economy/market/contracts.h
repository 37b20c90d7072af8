// How creators are paid: the table of contracts.
#pragma once

#include <span>

#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

// A flat fee, then what mechanisms bring.
std::span<const ContractRule> contract_rules();
const ContractRule& rule_of(ContractKind kind);

}  // namespace fanfare::fan_economy
