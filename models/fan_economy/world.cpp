#include "models/fan_economy/world.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>
#include <utility>

#include "fanfare/expects.h"
#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/state/term.h"

namespace fanfare::fan_economy {

namespace {

// The table's own and those of mechanisms that are on.
void fill_formats(Formats& formats, const std::vector<const MechanismEntry*>& entries) {
  std::size_t own = format_rules().size();
  for (const MechanismEntry* entry : mechanisms()) own -= entry->formats.size();
  formats.rules.assign(format_rules().begin(), format_rules().begin() + static_cast<std::ptrdiff_t>(own));
  for (const MechanismEntry* entry : entries)
    formats.rules.insert(formats.rules.end(), entry->formats.begin(), entry->formats.end());
  if (formats.rules.size() > kMostFormats)
    throw LogicError("mechanisms: " + std::to_string(formats.rules.size()) +
                     " formats; more than four bits of a post tell apart");
}

}  // namespace

World::World(EconomyParameters& parameters, ParameterSet& set, const Setup& run_setup)
    : p(parameters), parameter_set(set), setup(run_setup), calendar(run_setup.run) {
  if (has_several()) parked.resize(p.platforms.size());
  sources.push_back(kFollowingWord);
  for (const KindRule& rule : kind_rules()) {
    kind_places[static_cast<std::size_t>(rule.kind)] = static_cast<std::uint8_t>(kinds.size());
    kinds.push_back(rule.terms);
  }
  const auto catalogue = fan_economy::mechanisms();
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const MechanismEntry& entry = *catalogue[i];
    const void* keys = p.mechanisms[i].get();
    if (entry.keys != nullptr && keys == nullptr) continue;
    entries.push_back(&entry);
    terms.insert(terms.end(), entry.terms.begin(), entry.terms.end());
    mechanisms.push_back(entry.make(*this, keys));
    entry.join(*mechanisms.back(), at);
    entry.put_factors(*mechanisms.back(), factors);
    for (std::size_t other = 1; other < parked.size(); ++other)
      if (entry.on_every_platform) entry.join(*mechanisms.back(), parked[other].at);
  }
  // Those of every run first: a mechanism that is named moves none of them, wherever it stands.
  for (const bool named : {false, true})
    for (const MechanismEntry* entry : entries)
      if ((entry->keys != nullptr) == named)
        sources.insert(sources.end(), entry->sources.begin(), entry->sources.end());
  if (formats.wanted) fill_formats(formats, entries);
  if (sources.size() > kMostSources || kTerms + terms.size() > kMostTerms || at.terms.size() != terms.size())
    throw LogicError("mechanisms: " + std::to_string(sources.size()) + " sources and " +
                     std::to_string(terms.size()) + " terms with " + std::to_string(at.terms.size()) +
                     " functions; more than there is room for");
}

void World::enter(std::uint32_t number) {
  if (number == platform) return;
  PlatformState& here = *this;
  parked[platform] = std::move(here);
  here = std::move(parked[number]);
  platform = number;
}

Source World::source(std::string_view word) const {
  const auto found =
      std::find_if(sources.begin(), sources.end(), [&](const Word& w) { return w.word == word; });
  if (found == sources.end()) throw LogicError("no source '" + std::string(word) + "' is on");
  return static_cast<Source>(found - sources.begin());
}

World::~World() = default;

void World::index_creators() {
  creator_bits.assign((followers.size() + 63) / 64, 0);
  creators_by_account.resize(creators.size());
  std::iota(creators_by_account.begin(), creators_by_account.end(), 0U);
  std::sort(creators_by_account.begin(), creators_by_account.end(),
            [&](std::uint32_t x, std::uint32_t y) { return creators[x].account < creators[y].account; });
  for (const Creator& c : creators) creator_bits[c.account >> 6] |= std::uint64_t{1} << (c.account & 63);
  creators_before.resize(creator_bits.size());
  std::transform_exclusive_scan(creator_bits.begin(), creator_bits.end(), creators_before.begin(), 0U, std::plus<>(),
                                [](std::uint64_t bits) { return static_cast<std::uint32_t>(std::popcount(bits)); });
}

std::int64_t scale_of(const World& world) {
  return static_cast<std::int64_t>(world.p.population.scale + 0.5);
}

}  // namespace fanfare::fan_economy
