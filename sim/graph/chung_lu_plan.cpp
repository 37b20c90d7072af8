// Weights and follow counts are drawn per account; reciprocity is solved for, so that the realised share
// comes out as asked.
#include "sim/graph/chung_lu_plan.h"

#include <algorithm>
#include <cmath>

#include "fanfare/fmath.h"
#include "fanfare/rng.h"
#include "sim/graph/each_account.h"
#include "sim/graph/purposes.h"
#include "sim/graph/saturation.h"
#include "sim/graph/total.h"

namespace fanfare {
namespace {

// The mutual share of followers by audience size, KuaiRand-Pure (Gao et al. 2022).
constexpr double kMutualSmall = 0.45;
constexpr double kMutualLarge = 0.01;
constexpr double kTailFromAtLatest = 2.0537489106318225;  // normal quantile of .98

// The share of a standard normal below z.
double normal_share_below(double z) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 52; ++i) {
    const double middle = 0.5 * (low + high);
    (fmath::normal_quantile(middle) < z ? low : high) = middle;
  }
  return low;
}

template <class Value>
std::vector<double> draw_values(const GraphRequest& request, Purpose purpose, const Value& value) {
  std::vector<double> values(request.accounts);
  const Draws draws(request.seed, purpose);
  each_account(request.parallel, request.accounts,
               [&](std::uint32_t a) { values[a] = value(draws.words({a})); });
  return values;
}

double unit53(const Words& words) {
  return (static_cast<double>((std::uint64_t{words[0]} << 20) | (words[1] >> 12)) + 0.5) * 0x1p-52;
}

// 0 for those who only read.
std::vector<double> of_authors(const ChungLu& graph, std::vector<double> values) {
  for (std::uint32_t a = 0; a < values.size(); ++a)
    if (!graph.is_author(a)) values[a] = 0;
  return values;
}

// Log-normal body; Pareto from where the body's slope -(1 + z/σ) has come down to the tail's.
std::vector<double> follower_weights(const GraphRequest& request, const ChungLu& graph) {
  const double sigma = graph.followers_sigma;
  const double tail = graph.follower_exponent - 1;
  const double z_tail = std::min(tail * sigma, kTailFromAtLatest);
  const double body_share = normal_share_below(z_tail);
  const double tail_from = fmath::exp(sigma * z_tail);
  std::vector<double> weights = draw_values(request, graph_purpose::kFollowerWeight, [&](const Words& words) {
    const double u = unit53(words);
    if (u < body_share) return fmath::exp(sigma * fmath::normal_quantile(u));
    return tail_from * fmath::exp(-fmath::log((1 - u) / (1 - body_share)) / tail);
  });
  return of_authors(graph, std::move(weights));
}

// Rounded up with a probability of the fraction, so the mean stays.
std::vector<std::uint32_t> round_by_draw(const GraphRequest& request, const std::vector<double>& values) {
  const Draws draws(request.seed, graph_purpose::kFollowCount);
  std::vector<std::uint32_t> rounded(values.size());
  each_account(request.parallel, request.accounts, [&](std::uint32_t a) {
    rounded[a] = static_cast<std::uint32_t>(std::floor(values[a] + to_unit(draws.words({a})[2])));
  });
  return rounded;
}

std::uint32_t word_threshold(double probability) {
  return static_cast<std::uint32_t>(std::floor(std::clamp(probability, 0.0, 1.0) * 4294967295.0));
}

// Answers per drawn follow for a reciprocity r. Of E drawn follows a share c (the density) is mutual by
// chance; with q = answers per drawn follow, r = (c + 2q) / (1 + q).
double answers_per_follow(double reciprocity, double edges, double pairs) {
  double q = 0;
  for (int i = 0; i < 20; ++i) {
    const double chance = edges / (1 + q) / pairs;
    q = std::max(0.0, (reciprocity - chance) / (2 - reciprocity));
  }
  return q;
}

// A Pareto tail has no end, an audience has: nobody is planned to be followed by more than 30 % of the
// accounts (our assumption), where the mean leaves room for that.
double most_followers(double mean_follows, double accounts) {
  constexpr double kLargestAudience = 0.3;
  return std::clamp(kLargestAudience * accounts, std::min(2 * mean_follows, accounts - 1),
                    std::max(accounts - 1, 0.0));
}

struct Answering {
  double per_follow = 0;            // of the drawn follows
  std::vector<double> probability;  // that an account answers a follow
};

double count_authors(const ChungLu& graph, std::size_t accounts) {
  if (graph.authors.empty()) return static_cast<double>(accounts);
  return static_cast<double>(accounts) - static_cast<double>(std::ranges::count(graph.authors, 0));
}

// One rate, but nobody is expected to answer beyond the cap: others make up for the stars' silence. Where
// the rate can't be had that way, it comes first and the cap gives way.
Answering answer_at_one_rate(const ChungLu& graph, const std::vector<double>& followers,
                             const std::vector<double>& follows) {
  const double edges = total_of(followers);
  const double authors = count_authors(graph, followers.size());
  const double pairs = authors * (authors - 1);
  Answering answering{answers_per_follow(graph.reciprocity * graph.answered, edges, pairs), {}};
  const double drawn = edges / (1 + answering.per_follow);
  // An answer that doubles a chance mutual follow adds nothing.
  const double mean_probability = answering.per_follow / (1 - drawn / pairs);
  const auto probability_of = [&](std::size_t v, double rate) {
    const double drawn_followers = followers[v] * drawn / edges;
    const double limit = std::max(0.0, graph.follows_cap - follows[v] * drawn / edges);
    return std::min(rate, limit / std::max(drawn_followers, 1e-9));
  };
  double rate = mean_probability;
  for (int i = 0; i < 30 && rate > 0 && rate <= 1; ++i) {
    double reached = 0;
    for (std::size_t v = 0; v < followers.size(); ++v) reached += followers[v] * probability_of(v, rate);
    const double ratio = mean_probability * edges / std::max(reached, 1e-9);
    rate *= ratio;
    if (std::fabs(ratio - 1) < 1e-6) break;
  }
  answering.probability.resize(followers.size());
  for (std::size_t v = 0; v < followers.size(); ++v)
    answering.probability[v] = rate <= 1 ? probability_of(v, rate) : std::min(1.0, mean_probability);
  return answering;
}

// By audience size: of an account's followers a share m is mutual. With B drawn followers, answered at q,
// and A followers who answer the account's own follows, (qB + A) = m (B + A) over the small, and over the
// large accounts.
Answering answer_by_size(const ChungLu& graph, const std::vector<double>& followers,
                         const std::vector<double>& follows) {
  const auto small = [&](std::size_t v) { return followers[v] * graph.scale < graph.reciprocity_size; };
  double drawn_small = 0;
  double reading_small = 0;
  for (std::size_t v = 0; v < followers.size(); ++v) {
    if (!small(v)) continue;
    drawn_small += followers[v];
    reading_small += follows[v];
  }
  drawn_small /= total_of(followers);
  reading_small /= total_of(follows);
  const auto solve = [](double mutual, double drawn, double answered) {
    return drawn > 0 ? std::clamp(mutual - (1 - mutual) * answered / drawn, 0.0, 1.0) : 0.0;
  };
  double q_small = 0;
  double q_large = 0;
  double per_follow = 0;
  for (int i = 0; i < 200; ++i) {
    q_small = 0.5 * (q_small + solve(kMutualSmall * graph.answered, drawn_small, reading_small * per_follow));
    q_large = 0.5 * (q_large +
                     solve(kMutualLarge * graph.answered, 1 - drawn_small, (1 - reading_small) * per_follow));
    per_follow = q_small * drawn_small + q_large * (1 - drawn_small);
  }
  Answering answering{per_follow, std::vector<double>(followers.size())};
  for (std::size_t v = 0; v < followers.size(); ++v) answering.probability[v] = small(v) ? q_small : q_large;
  return answering;
}

}  // namespace

void scale_to_total(std::vector<double>& values, double cap, double total) {
  if (values.empty()) return;
  total = std::min(total, cap * static_cast<double>(values.size()));
  double factor = total / total_of(values);
  for (int i = 0; i < 200; ++i) {
    double capped = 0;
    double free = 0;
    for (const double value : values)
      (value * factor >= cap ? capped : free) += std::min(value * factor, cap);
    if (free <= 0 || std::fabs(capped + free - total) <= 1e-9 * total) break;
    factor *= (total - capped) / free;
  }
  for (double& value : values) value = std::min(value * factor, cap);
}

namespace {

// Those who only read are not answered, so they set out to follow as many as others end up with.
void leave_room_for_answers(const ChungLu& graph, std::vector<double>& follows, double cap, double edges,
                            double per_follow) {
  if (graph.authors.empty()) return scale_to_total(follows, cap, edges / (1 + per_follow));
  std::vector<double> authors = of_authors(graph, follows);
  const double total = total_of(authors);
  scale_to_total(authors, cap, total / (1 + per_follow));
  for (std::uint32_t a = 0; a < follows.size(); ++a)
    if (graph.is_author(a)) follows[a] = authors[a];
}

// Followers that are authors themselves: readers choose whom to follow whether they write or not.
std::vector<double> followers_among_authors(const std::vector<double>& followers, double share) {
  std::vector<double> among(followers);
  for (double& f : among) f *= share;
  return among;
}

}  // namespace

ChungLuPlan plan_chung_lu(const GraphRequest& request, const ChungLu& graph) {
  const double accounts = request.accounts;
  const double edges = graph.mean_follows * accounts;
  const double others = std::max(accounts - 1, 0.0);
  const double cap = std::min(static_cast<double>(graph.follows_cap), others);
  ChungLuPlan plan;
  plan.followers = follower_weights(request, graph);
  scale_to_total(plan.followers, most_followers(graph.mean_follows, accounts), edges);
  std::vector<double> follows = draw_values(request, graph_purpose::kFollowCount, [&](const Words& words) {
    return fmath::exp(graph.follows_sigma * fmath::normal(to_unit(words[0]), to_unit(words[1])));
  });
  scale_to_total(follows, cap, edges);
  if (graph.mean_follows > 0 && request.accounts > 1) {
    const std::vector<double> reading = of_authors(graph, follows);
    const auto followers = followers_among_authors(plan.followers, total_of(reading) / total_of(follows));
    const Answering answering = graph.reciprocity < 0 ? answer_by_size(graph, plan.followers, reading)
                                                      : answer_at_one_rate(graph, followers, reading);
    leave_room_for_answers(graph, follows, cap, edges, answering.per_follow);
    plan.answers_below.resize(request.accounts);
    std::ranges::transform(answering.probability, plan.answers_below.begin(), word_threshold);
  }
  plan.weights = weights_for(plan.followers, follows, request.parallel);
  plan.follows = round_by_draw(request, follows);
  return plan;
}

}  // namespace fanfare
