#include "models/fan_economy/mechanisms/search_lessons.h"

#include <algorithm>
#include <string>

#include "fanfare/nearest.h"
#include "fanfare/problems.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void SearchLessons::open(World& world) {
  new_of_topic_.fill(kNone);
  for (const Brand& brand : world.market.brands) topic_of_brand_.push_back(brand.topic);
  for (std::size_t i = 0; i < keys_.new_categories.size(); ++i) {
    const std::string& topic = keys_.new_categories[i].topic;
    const auto brand = std::find_if(world.p.brands.begin(), world.p.brands.end(),
                                    [&](const BrandParameters& b) { return b.topic == topic; });
    if (brand == world.p.brands.end())
      throw ScenarioError(std::string(names_.keys) + ".new_categories: no brand has the topic '" + topic +
                          "' (a category is the topic of its brands)");
    new_of_topic_[topic_of_brand_[static_cast<std::size_t>(brand - world.p.brands.begin())]] = i;
  }
  teaches_.assign(world.p.campaigns.size(), 0);
  for (const std::string& id : keys_.teaching) {
    std::vector<std::string> known;
    for (const CampaignParameters& campaign : world.p.campaigns) known.push_back(campaign.id);
    const auto at = std::find(known.begin(), known.end(), id);
    if (at == known.end())
      throw ScenarioError(std::string(names_.keys) + ".teaching: no campaign '" + id + "' (" +
                          did_you_mean(id, known, "campaigns are") + ")");
    teaches_[static_cast<std::size_t>(at - known.begin())] = 1;
  }
  lessons_cell_ = world.measures.named(names_.lessons);
  learners_cell_ = world.measures.named(names_.learners);
  understood_.resize(world.part, static_cast<std::uint32_t>(keys_.new_categories.size()));
  start(world);
}

// Who has bought understands it, as do some others.
void SearchLessons::start(World& world) {
  if (keys_.new_categories.empty()) return;
  for (std::uint32_t a = world.part.first(); a < world.part.last(); ++a) {
    const AccountId account(a);
    for (std::size_t i = 0; i < keys_.new_categories.size(); ++i)
      if (known_.chance(keys_.new_categories[i].known, {a, static_cast<std::uint32_t>(i), 0}))
        understood_.row(account)[i] = static_cast<std::uint8_t>(kAll);
    for (std::size_t b = 0; b < topic_of_brand_.size(); ++b)
      if (const std::size_t i = new_of_topic_[topic_of_brand_[b]];
          i != kNone && (world.accounts.bond.row(account)[b].stage & BrandBond::kBought) != 0)
        understood_.row(account)[i] = static_cast<std::uint8_t>(kAll);
  }
}

void SearchLessons::state(Archive& archive) {
  if (keys_.new_categories.empty()) return;
  archive.owned({names_.state, "1/255", "understanding of each new category"}, understood_);
}

std::size_t SearchLessons::category_of(const PostScore& post) const {
  if (keys_.new_categories.empty()) return kNone;
  if (post.campaign != kNoCampaign)
    return teaches_[post.campaign] != 0 && post.brand != kNoBrand ? new_of_topic_[topic_of_brand_[post.brand]]
                                                                  : kNone;
  if (post.brand != kNoBrand || post.creator == kNobody) return kNone;
  const std::size_t i = new_of_topic_[post.topic];
  return i != kNone && explained_.chance(keys_.taught_by_creators, post.key().itself()) ? i : kNone;
}

void SearchLessons::write(PostScore& post) const {
  if (post.brand != kNoBrand && explains(post))
    post.tone = static_cast<std::int8_t>(post.tone * keys_.teaching_tone);
}

void SearchLessons::learn(World& world, const BlockScope& scope, AccountId reader, const PostScore& post) {
  const std::size_t i = category_of(post);
  if (i == kNone) return;
  std::uint8_t& level = understood_.row(reader)[i];
  const double u = steps_.uniform(post.key().seen_by(reader));
  const auto after = static_cast<std::uint8_t>(
      std::min(kAll, level + static_cast<double>(stochastic_round(keys_.lesson * (kAll - level), u))));
  if (level < 128 && after >= 128) world.measure_tally.add(scope.worker, learners_cell_, 1);
  level = after;
  world.measure_tally.add(scope.worker, lessons_cell_, 1);
}

double SearchLessons::understanding(const World&, AccountId account, std::uint8_t brand) const {
  const std::size_t i = keys_.new_categories.empty() ? kNone : new_of_topic_[topic_of_brand_[brand]];
  return i == kNone ? 1.0 : understood_.row(account)[i] / kAll;
}

}  // namespace fanfare::fan_economy
