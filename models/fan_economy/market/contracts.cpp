#include "models/fan_economy/market/contracts.h"

#include <vector>

#include "fanfare/expects.h"

namespace fanfare::fan_economy {

namespace {

constexpr ContractRule kFlat{"flat", "a fee for each post", ContractKind::flat};

}  // namespace

std::span<const ContractRule> contract_rules() {
  static const std::vector<ContractRule> kRules =
      with_lines_of_mechanisms(std::span(&kFlat, 1), &MechanismEntry::contracts);
  return kRules;
}

const ContractRule& rule_of(ContractKind kind) {
  for (const ContractRule& rule : contract_rules())
    if (rule.kind == kind) return rule;
  throw LogicError("contracts: a kind without a rule");
}

}  // namespace fanfare::fan_economy
