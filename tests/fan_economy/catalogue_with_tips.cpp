// The catalogue of these tests: that of the tree, and a mechanism of one's own. It is off wherever a scenario
// does not name it, so every other test here also shows that one more mechanism changes nothing.
#include "tests/install/outside/tips.cpp"

#include <vector>

namespace fanfare::fan_economy {

std::span<const MechanismEntry* const> mechanisms() {
  static const std::vector<const MechanismEntry*> kAll = [] {
    const auto standard = standard_mechanisms();
    std::vector<const MechanismEntry*> all{&tips};  // first, so that nobody keeps his place
    all.insert(all.end(), standard.begin(), standard.end());
    return all;
  }();
  return kAll;
}

}  // namespace fanfare::fan_economy
