#include "models/fan_economy/feed/explain.h"

#include <algorithm>

namespace fanfare::fan_economy {

namespace {

constexpr std::array<Word, kTerms> kNames{{
    {"match", "the reader's interests and the post's topics"},
    {"quality", "quality of the post, with what its format adds or age takes"},
    {"tie", "the reader follows or loves the author"},
    {"social", "likes that the reader can see"},
    {"ad", "lost where an ad is seen through"},
    {"repetition", "lost to a brand met too often of late"},
    {"error", "what the platform wrongly believes of reader and post"},
    {"watch", "weight of a watch × its chance"},
    {"like", "weight of a like × its chance"},
    {"comment", "weight of a comment × its chance"},
    {"share", "weight of a share × its chance"},
    {"follow", "weight of a follow × its chance"},
    {"click", "weight of a click × its chance"},
    {"hide", "weight of a hide × its chance"},
    {"freshness", "bonus of a new post, or loss of an old one"},
    {"closeness", "bonus of a followed or beloved author"},
    {"popularity", "bonus of many likes"},
    {"random", "chance, exploration included"},
}};

constexpr std::size_t at(Term term) { return static_cast<std::size_t>(term); }
static_assert(at(Term::watch) == kAppealTerms && at(Term::random) + 1 == kTerms);
static_assert(at(Term::freshness) == at(Term::watch) + kActionCount,
              "a term for each action, in their order");

}  // namespace

std::span<const Word, kTerms> term_names() { return kNames; }

Explanation::Explanation(const World& world, const RankContext& context, const Candidates& candidates)
    : world_(world), context_(context), c_(candidates) {
  normals_batch(c_.words, noise_, c_.eligible);
}

bool Explanation::explored(std::uint32_t n) const {
  const std::uint32_t word = c_.words.word[0][n] & 511U;
  return static_cast<float>(word) < context_.k.explore_below;
}

float Explanation::believed_appeal(std::uint32_t n) const {
  return c_.appeal[n] + context_.user_error * noise_[n] + c_.error[n];
}

void Explanation::add_appeal(std::uint32_t n, Terms& terms) const {
  const PostScore& post = world_.posts.score[c_.row[c_.chosen[n]]];
  const RankConstants& k = context_.k;
  terms[at(Term::match)] = k.interest_weight * c_.match[n];
  terms[at(Term::quality)] = k.quality_weight * post.quality +
                             (post.has_format() ? detail::format_appeal(world_, context_.reader, post)
                                                : 0.0F);
  terms[at(Term::tie)] = k.tie_weight * context_.tie(post, c_.source[c_.chosen[n]]);
  terms[at(Term::social)] = post.visible;
  const bool seen_through = perceives_ad(world_, context_.reader, post);
  terms[at(Term::ad)] = seen_through ? -context_.ad_loss : 0.0F;
  // What is left of the appeal when it was ranked: exposures of this very session do not count.
  const float others =
      terms[at(Term::quality)] + terms[at(Term::tie)] + post.visible - k.centre + terms[at(Term::ad)];
  terms[at(Term::repetition)] = post.brand == kNoBrand ? 0.0F : std::min(0.0F, c_.fixed[n] - others);
  terms[at(Term::error)] = context_.user_error * noise_[n] + c_.error[n];
}

void Explanation::add_score(std::uint32_t n, Terms& terms) const {
  const PostScore& post = world_.posts.score[c_.row[c_.chosen[n]]];
  const RankConstants& k = context_.k;
  terms[at(Term::random)] = k.bonus_random * to_unit_f(c_.words.word[2][n]);
  terms[at(Term::freshness)] = world_.values.age_bonus(detail::age_of(world_, post, c_.entry[c_.chosen[n]]));
  terms[at(Term::closeness)] = k.bonus_tie * context_.tie(post, c_.source[c_.chosen[n]]);
  terms[at(Term::popularity)] = k.bonus_popularity * post.visible;
  for (std::size_t t = 0; t < world_.at.terms.size(); ++t)
    terms[kTerms + t] = world_.at.terms[t].value(world_.at.terms[t].mechanism, world_, context_.reader, post);
  if (explored(n)) {
    terms[at(Term::random)] +=
        k.explore_low + k.explore_step * static_cast<float>(c_.words.word[1][n] & 511U);
    return;
  }
  ReactionThresholds chance = world_.values.reactions(believed_appeal(n));
  if (post.has_format()) chance = bent(chance, world_.formats.look[post.format()]);
  const ValueParameters& worth = world_.feed().value;
  for (std::size_t i = 0; i < kActionCount; ++i)
    terms[at(Term::watch) + i] =
        static_cast<float>(worth.*kActions[i].worth * ((chance.*kActions[i].threshold) * 0x1p-32));
}

Terms Explanation::of(std::uint32_t n) const {
  Terms terms{};
  add_appeal(n, terms);
  add_score(n, terms);
  return terms;
}

bool Explanation::of_the_others(std::uint32_t n, Terms& mean) const {
  mean.fill(0);
  if (c_.eligible < 2) return false;
  for (std::uint32_t other = 0; other < c_.eligible; ++other) {
    if (other == n) continue;
    const Terms terms = of(other);
    for (std::size_t t = 0; t < kTerms + world_.terms.size(); ++t) mean[t] += terms[t];
  }
  for (float& term : mean) term /= static_cast<float>(c_.eligible - 1);
  return true;
}

}  // namespace fanfare::fan_economy
