// Who becomes a creator at the start: roles over all accounts, in the order of the scenario.
#include <algorithm>
#include <array>

#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

TopicRow niche_around(const TopicRow& interest, double focus) {
  const auto strongest =
      static_cast<std::size_t>(std::max_element(interest.begin(), interest.end()) - interest.begin());
  const auto share = static_cast<std::uint32_t>(255 * focus);
  TopicRow niche{};
  std::uint32_t left = 255;
  for (std::size_t t = 0; t < kTopics; ++t) {
    niche[t] = static_cast<std::uint8_t>(interest[t] * (255 - share) / 255);
    left -= niche[t];
  }
  niche[strongest] = static_cast<std::uint8_t>(niche[strongest] + left);
  return niche;
}

namespace {

class Casting {
 public:
  explicit Casting(World& world) : world_(world), taken_(world.part.accounts, false) {
    for (const Creator& creator : world.creators) taken_[creator.account] = true;
  }

  void run() {
    for (std::size_t role = 0; role < world_.p.creators.size(); ++role) cast(role);
    std::sort(world_.creators.begin(), world_.creators.end(),
              [](const Creator& a, const Creator& b) { return a.account < b.account; });
    world_.index_creators();
  }

 private:
  void cast(std::size_t number) {
    const CreatorRole& role = world_.p.creators[number];
    expect_kind(world_, role.kind, "creators." + role.id + ".kind");
    const Asking asking{Asking::Who::casting, static_cast<std::uint32_t>(number), 0};
    const auto chosen = keep_best(world_, role.select, find(role.select, asking), asking);
    if (chosen.empty())
      throw ScenarioError("creators." + role.id + ".select: selects none of " +
                          std::to_string(world_.part.accounts) +
                          " accounts (followers are counted in people: the largest account has " + largest() +
                          "); widen it or enlarge population.accounts or population.scale");
    for (const std::uint32_t account : chosen) {
      taken_[account] = true;
      Creator creator =
          new_creator(world_, AccountId(account), role.kind, interest_of(world_, AccountId(account)));
      creator.role = static_cast<std::uint8_t>(number);
      world_.creators.push_back(creator);
    }
  }

  std::vector<Ranked> find(const Selector& selector, const Asking& asking) {
    const std::vector<double> scores =
        is_centrality(selector.by) ? account_centrality(world_, selector.by) : std::vector<double>{};
    const InSegment segment(world_, selector.segment);
    std::vector<Ranked> found;
    for (std::uint32_t a = 0; a < world_.part.accounts; ++a)
      if (fits(selector, a) && segment.holds(AccountId(a)))
        found.push_back({a, a, scores.empty() ? score(selector, a, asking) : scores[a]});
    if (selector.by == RankBy::influence) score_influence(found);
    return found;
  }

  void score_influence(std::vector<Ranked>& found) {
    std::vector<std::uint32_t> candidates;
    for (const Ranked& r : found) candidates.push_back(r.account);
    const auto gains = influence_gains(world_, std::move(candidates));
    for (Ranked& r : found) r.score = gain_of(gains, r.account);
  }

  bool fits(const Selector& s, std::uint32_t account) const {
    if (taken_[account] || !s.followers.holds(world_.people(world_.followers[account]))) return false;
    if (!s.accounts.empty() && std::find(s.accounts.begin(), s.accounts.end(), account) == s.accounts.end())
      return false;
    return s.topic.empty() ||
           topic_number(world_, s.topic) == strongest(interest_of(world_, AccountId(account)));
  }

  double score(const Selector& s, std::uint32_t account, const Asking& asking) const {
    if (s.by == RankBy::random) return world_.uniform(draw::selected(asking.about(account)));
    return world_.followers[account];
  }

  std::string largest() const {
    const auto most = std::max_element(world_.followers.begin(), world_.followers.end());
    return most == world_.followers.end() ? "none"
                                          : std::to_string(static_cast<std::int64_t>(world_.people(*most)));
  }

  World& world_;
  std::vector<bool> taken_;
};

}  // namespace

void cast_creators(World& world) {
  if (world.p.creators.size() > kMostRoles)
    throw ScenarioError("creators: at most " + std::to_string(kMostRoles) + " roles");
  world.creators.clear();
  world.at.cast(world);
  Casting(world).run();
  check_creators(world);
}

}  // namespace fanfare::fan_economy
