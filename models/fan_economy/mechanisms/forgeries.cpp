// Fakes of a creator, a part of mechanism `moderation`: some of those who know its model meet one each day,
// some of them believe it, fewer once it is labelled; trust in the model falls by those who believe.
#include <algorithm>

#include "fanfare/fmath.h"
#include "models/fan_economy/mechanisms/moderation.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {
enum ForgeryPurpose : std::uint32_t { kMeetsIt = 40, kBelievesIt, kLeavesIt };  // of the mechanism's luck
}

void Forgeries::open(World& world) {
  believers_ = world.measures.named("forgery_believers");
  beliefs_.resize(world.part);
}

void Forgeries::state(Archive& archive) {
  archive.shared({"moderation.forgeries", "1", "fakes of creators"}, forgeries_);
}

void Forgeries::begin(World& world, std::uint32_t creator, double severity) {
  forgeries_.push_back({creator, world.tick, static_cast<float>(severity)});
}

bool Forgeries::is_labelled(const World& world, const Forgery& forgery) const {
  return keys_.label_after >= 0 && world.tick - forgery.since >= keys_.label_after * world.ticks_per_day();
}

void Forgeries::meet(World& world, const BlockScope& scope, AccountId account) {
  for (std::uint32_t number = 0; number < forgeries_.size(); ++number) {
    const Forgery& forgery = forgeries_[number];
    const AccountId model(world.creators[forgery.creator].account);
    const double fandom = fandom_of(world, account, forgery.creator);
    if (account == model || (fandom <= 0 && !world.graph.is_following(account, model))) continue;
    const double age = static_cast<double>(world.tick - forgery.since) / world.ticks_per_day();
    const double meets = keys_.meets * fmath::exp(-0.6931471805599453 * age / keys_.half_life);
    const Subject subject{account.value, number, world.day()};
    if (!luck_.draws(kMeetsIt).chance(meets, subject)) continue;
    // The same luck with and without a label: who believes a labelled one would have believed it.
    const double fails = is_labelled(world, forgery) ? keys_.label_fails : 1;
    if (!luck_.draws(kBelievesIt)
             .chance(keys_.believed * static_cast<double>(forgery.severity) * (1 - fandom) * fails, subject))
      continue;
    beliefs_.push(scope, {number});
    world.measure_tally.add(scope.worker, believers_, 1);
    if (luck_.draws(kLeavesIt).chance(keys_.leaves, subject)) unfollow(world, scope, account, model);
  }
}

void Forgeries::take_in(World& world) {
  std::vector<std::uint32_t> believers(forgeries_.size());
  for (const Belief& belief : beliefs_.received()) ++believers[belief.forgery];
  beliefs_.clear_received();
  for (std::size_t i = 0; i < forgeries_.size(); ++i) {
    if (believers[i] == 0) continue;
    Creator& model = world.creators[forgeries_[i].creator];
    const double part =
        std::min(1.0, believers[i] / std::max(1.0, static_cast<double>(world.followers[model.account])));
    model.trust *= static_cast<float>(1 - keys_.trust_loss * part);
  }
}

double Forgeries::mean_trust(const World& world) const {
  double sum = 0;
  for (const Forgery& forgery : forgeries_) sum += static_cast<double>(world.creators[forgery.creator].trust);
  return forgeries_.empty() ? world.p.careers.trust_prior : sum / static_cast<double>(forgeries_.size());
}

}  // namespace fanfare::fan_economy
