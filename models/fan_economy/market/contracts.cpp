#include "models/fan_economy/market/contracts.h"

#include "fanfare/expects.h"

namespace fanfare::fan_economy {

namespace {

constexpr ContractRule kFlat{"flat", "a fee for each post", ContractKind::flat};

}  // namespace

std::vector<ContractRule> contract_rules() {
  std::vector<ContractRule> rules{kFlat};
  for (const MechanismEntry* mechanism : mechanisms())
    rules.insert(rules.end(), mechanism->contracts.begin(), mechanism->contracts.end());
  return rules;
}

const ContractRule& rule_of(ContractKind kind) {
  if (kind == ContractKind::flat) return kFlat;
  for (const MechanismEntry* mechanism : mechanisms())
    for (const ContractRule& rule : mechanism->contracts)
      if (rule.kind == kind) return rule;
  throw LogicError("contracts: a kind without a rule");
}

}  // namespace fanfare::fan_economy
