#include "models/fan_economy/people/careers.h"

#include <algorithm>
#include <utility>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

static_assert(kMostCreators <= FandomSlot::kEmpty >> 10, "a fandom slot holds any creator");

void check_creators(const World& world) {
  if (world.creators.size() <= kMostCreators) return;
  throw ScenarioError("creators: " + std::to_string(world.creators.size()) + " accounts are creators, at most " +
                      std::to_string(kMostCreators) + "; narrow a role's select or raise careers.koc_from");
}

double trust_prior(const World& world, CreatorKind kind) {
  const double own = world.terms_of(kind).trust_prior;
  return own < 0 ? world.p.careers.trust_prior : own;
}

double price_exponent(const World& world, CreatorKind kind) {
  const double own = world.terms_of(kind).price_exponent;
  return own < 0 ? world.p.careers.price_exponent : own;
}

Cents list_price(const World& world, AccountId account, CreatorKind kind) {
  const CareerParameters& p = world.p.careers;
  const KindTerms& terms = world.terms_of(kind);
  const double followers = world.people(world.followers[account.value]);
  if (followers <= 0) return 0;
  const double spread = fmath::exp(p.price_sigma * world.normal(draw::price_of(account)));
  const double exponent = price_exponent(world, kind);
  return static_cast<Cents>(100 * terms.price * p.price_factor * fmath::pow(followers, exponent) * spread +
                            0.5);
}

void count_new_post(World& world, const PostScore& post) {
  Creator& creator = world.creators[post.creator];
  const float sponsored = (post.flags & PostFlags::kSponsored) != 0 ? 1.0F : 0.0F;
  creator.sponsored_share =
      (creator.sponsored_share * creator.posts_recent + sponsored) / (creator.posts_recent + 1);
  creator.posts_recent += 1;
}

void count_attention(World& world, const PostScore& post, const PostCounts& delta) {
  if (post.creator == kNobody) return;
  const auto count = [&](Counter c) { return delta[static_cast<std::size_t>(c)]; };
  Creator& creator = world.creators[post.creator];
  creator.impressions += count(Counter::impressions);
  creator.engagements += count(Counter::likes) + count(Counter::comments) + count(Counter::shares);
  world.market.ad_impressions[post.creator] += count(Counter::impressions);
}

void drift_niche(World& world, std::uint32_t creator, std::uint8_t topic) {
  TopicRow& niche = world.creators[creator].niche;
  std::size_t other = topic == 0 ? 1 : 0;
  for (std::size_t t = 0; t < kTopics; ++t)
    if (t != topic && niche[t] > niche[other]) other = t;
  const auto moved =
      std::min<std::uint8_t>(niche[other], static_cast<std::uint8_t>(world.p.careers.niche_drift));
  niche[other] = static_cast<std::uint8_t>(niche[other] - moved);
  niche[topic] = static_cast<std::uint8_t>(niche[topic] + moved);
}

void earn(World& world, std::uint32_t creator, Cents amount) {
  world.creators[creator].income += amount;
  world.creators[creator].income_recent += amount;
  world.measures.add(world.measures.cell(RunCell::creator_income), amount);
}

void take_back(World& world, std::uint32_t creator, Cents amount) {
  world.creators[creator].income -= amount;
  world.creators[creator].income_recent -= amount;
}

namespace {

// Accounts that a creator answers on a day: so many people's worth.
std::uint32_t replies_of(const World& world, AccountId account, CreatorKind kind, std::uint32_t day) {
  const double u = world.uniform(draw::replies(account, day));
  return static_cast<std::uint32_t>(
      stochastic_round(world.terms_of(kind).talk * world.p.relations.reply_capacity / world.p.population.scale, u));
}

constexpr int kMemory = 30;  // days over which recent counts fade

// Mean engagements per impression of active creators: what is usual.
double usual_engagement(const World& world) {
  std::uint64_t engagements = 0, impressions = 0;
  for (const Creator& c : world.creators) engagements += c.engagements, impressions += c.impressions;
  return impressions == 0 ? 0 : static_cast<double>(engagements) / static_cast<double>(impressions);
}

// Income relative to what satisfies, 0 … 2.
double contentment(const World& world, const Creator& creator) {
  const double per_day = static_cast<double>(creator.income_recent) / 100 / kMemory;
  return std::clamp(per_day / world.p.careers.aspiration, 0.0, 2.0);
}

// Effort 1 with no income and the usual feedback; up to 2, down to .3.
void adapt_effort(const World& world, Creator& creator, double usual) {
  double feedback = 1;
  if (usual > 0 && creator.impressions > 0)
    feedback = std::min(2.0, static_cast<double>(creator.engagements) / creator.impressions / usual);
  const double target = std::clamp(0.5 + 0.25 * contentment(world, creator) + 0.5 * feedback, 0.3, 2.0);
  const double effort = static_cast<double>(creator.effort);
  creator.effort = static_cast<float>(effort + world.p.careers.effort_rate * (target - effort));
}

void adapt_trust(const World& world, Creator& creator) {
  const CareerParameters& p = world.p.careers;
  const double excess = std::max(0.0, static_cast<double>(creator.sponsored_share) - p.sponsored_tolerance);
  const double reach = std::max(1e-9, 1 - p.sponsored_tolerance);
  creator.stain *= static_cast<float>(fmath::exp(-0.6931471805599453 / p.scandal_half_life));
  const double target =
      trust_prior(world, creator.kind) * (1 - p.sponsored_cost * excess / reach) * (1 - static_cast<double>(creator.stain));
  const double trust = static_cast<double>(creator.trust);
  creator.trust = static_cast<float>(trust + p.trust_rate * (target - trust));
}

void consider_stopping(World& world, Creator& creator) {
  if (!world.terms_of(creator.kind).quits) return;
  const double hazard = world.p.careers.stop_rate * std::max(0.0, 1 - contentment(world, creator));
  if (!world.chance(hazard, draw::stopping(AccountId(creator.account), world.day()))) return;
  creator.active = 0;
  world.measures.add(world.measures.cell(RunCell::stops), 1);
}

void consider_promotion(World& world, Creator& creator) {
  if (creator.kind != CreatorKind::koc) return;
  if (world.people(world.followers[creator.account]) < world.p.careers.kol_from) return;
  creator.kind = CreatorKind::kol;
  creator.careers = static_cast<std::uint8_t>(std::min(255, creator.careers + 1));
  world.measures.add(world.measures.cell(RunCell::promotions), 1);
}

void pay_ad_share(World& world, std::uint32_t index) {
  const std::uint64_t impressions = std::exchange(world.market.ad_impressions[index], 0);
  const Cents amount = static_cast<Cents>(impressions) * scale_of(world) * world.p.careers.ad_share / 1000;
  if (amount == 0) return;
  world.ledger.transfer(world.market.outside, world.market.platform, amount);
  world.ledger.transfer(world.market.platform, world.market.creators, amount);
  earn(world, index, amount);
}

// A whole number that a day's share is taken off, at random where the share is no whole number: cut off, it would
// never fade below kMemory, and those with little to show would seem to do well.
std::uint32_t faded(std::uint32_t count, std::uint32_t word) {
  return static_cast<std::uint32_t>(stochastic_round(count * (1 - 1.0 / kMemory), to_unit(word)));
}

void fade(const World& world, Creator& creator) {
  const Words words = world.words(draw::recent(AccountId(creator.account), world.day()));
  creator.engagements = faded(creator.engagements, words[0]);
  creator.impressions = faded(creator.impressions, words[1]);
  creator.income_recent -= creator.income_recent / kMemory;
  creator.posts_recent *= 1 - 1.0F / kMemory;
}

void end_day(World& world, std::uint32_t index, double usual) {
  Creator& creator = world.creators[index];
  pay_ad_share(world, index);
  if (creator.active != 0) {
    adapt_effort(world, creator, usual);
    adapt_trust(world, creator);
    consider_promotion(world, creator);
    consider_stopping(world, creator);
  }
  fade(world, creator);
  creator.price = list_price(world, AccountId(creator.account), creator.kind);
  creator.replies_left = replies_of(world, AccountId(creator.account), creator.kind, world.day() + 1);
}

}  // namespace

Creator new_creator(const World& world, AccountId account, CreatorKind kind, const TopicRow& interest) {
  const CareerParameters& p = world.p.careers;
  Creator creator{};
  creator.account = account.value;
  creator.kind = kind;
  creator.niche = niche_around(interest, p.niche_focus);
  creator.skill = static_cast<float>(beta(p.skill_mean * p.skill_concentration,
                                          (1 - p.skill_mean) * p.skill_concentration,
                                          world.draws(Draw::creator), draw::skill(account).about));
  creator.trust = static_cast<float>(trust_prior(world, kind));
  creator.price = list_price(world, account, kind);
  creator.replies_left = replies_of(world, account, kind, world.day());
  return creator;
}

namespace {

void welcome_newcomers(World& world) {
  for (const Debut& debut : world.market.debuts.received()) {
    const AccountId account(debut.account);
    if (world.creator_index(account) != kNobody) continue;
    if (!world.chance(world.p.careers.debut_share, draw::debut(account))) continue;
    Creator creator = new_creator(world, account, CreatorKind::koc, debut.interest);
    creator.role = kNoRole;
    world.creators.push_back(creator);
    check_creators(world);
    world.market.ad_impressions.push_back(0);
    world.measures.add(world.measures.cell(RunCell::debuts), 1);
    world.index_creators();
  }
  world.market.debuts.clear_received();
}

}  // namespace

void adapt(World& world, const StepScope& scope) {
  welcome_newcomers(world);
  if (!world.calendar.is_last_of_day(scope.tick)) return;
  const double usual = usual_engagement(world);
  for (std::uint32_t i = 0; i < world.creators.size(); ++i) end_day(world, i, usual);
}

std::uint8_t strongest(const TopicRow& row) {
  return static_cast<std::uint8_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

std::uint8_t fit(const TopicRow& niche, std::uint8_t topic) {
  const std::uint32_t strongest = *std::max_element(niche.begin(), niche.end());
  if (strongest == 0) return 85;
  return static_cast<std::uint8_t>(85 + 170U * niche[topic] / strongest);
}

}  // namespace fanfare::fan_economy
