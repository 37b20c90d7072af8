// A program that is Fanfare with one more mechanism: its catalogue is that of the tree and one line.
#include <vector>

#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

extern const MechanismEntry tips;

std::span<const MechanismEntry* const> mechanisms() {
  static const std::vector<const MechanismEntry*> kAll = [] {
    const auto standard = standard_mechanisms();
    std::vector<const MechanismEntry*> all(standard.begin(), standard.end());
    all.push_back(&tips);
    return all;
  }();
  return kAll;
}

}  // namespace fanfare::fan_economy
