// Whom a contagion starts with: by list, at random, by degree, degree discount, PageRank, core or influence.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <string>
#include <vector>

#include "fanfare/centrality.h"
#include "fanfare/influence.h"
#include "fanfare/model.h"
#include "fanfare/reverse_rows.h"
#include "fanfare/rng.h"
#include "models/reference/network.h"

namespace fanfare::reference {

enum class SeedBy : std::uint8_t {
  random,
  neighbourhood,
  list,
  degree,
  degree_discount,
  pagerank,
  k_core,
  influence
};

struct SeedParameters {
  SeedBy by = SeedBy::random;
  std::uint32_t count = 1;
  double share = 0;
  std::vector<double> accounts;
  double error = 0.05;
  std::uint32_t sets = 4'000'000;
};

inline void describe(Schema<SeedParameters>& s) {
  using P = SeedParameters;
  s.choice("by", &P::by,
           {{"random", SeedBy::random, "drawn anew for each trial"},
            {"neighbourhood", SeedBy::neighbourhood,
             "one account, drawn anew for each trial, and all its neighbours"},
            {"list", SeedBy::list, "those of `accounts`"},
            {"degree", SeedBy::degree, "most followers; ties by the smaller id"},
            {"degree_discount", SeedBy::degree_discount, "degree less what chosen neighbours reach anyway"},
            {"pagerank", SeedBy::pagerank, "PageRank along follows"},
            {"k_core", SeedBy::k_core, "core number, then followers"},
            {"influence", SeedBy::influence, "greedy over reverse influence sets"}})
      .help("how seeds are chosen")
      .source("Kempe et al. 2003; Chen et al. 2009; Borgs et al. 2014");
  s.value("count", &P::count).unit(Unit::count).in(1, 400e6).help("accounts active at the start");
  s.value("share", &P::share)
      .unit(Unit::share)
      .in(0, 1)
      .help("the same as a share of all accounts; 0: `count` says it");
  s.numbers("accounts", &P::accounts).at_least(0).help("of by list: account ids");
  s.value("error", &P::error)
      .unit(Unit::share)
      .in(1e-4, 1)
      .help("of by influence: how well what the seeds reach is known when no more sets are drawn: the 95 % "
            "interval is within ± this share, by sets that had no part in the choice, and the choice "
            "promised no more than that")
      .source("as in Tang et al. 2018");
  s.value("sets", &P::sets)
      .unit(Unit::count)
      .in(1000, 1e8)
      .help("of by influence: the most reverse influence sets that choose, with as many again to check");
  s.check([](const P& p, Checker& c) {
    if (p.by == SeedBy::list && p.accounts.empty())
      c.problem("accounts", "seeds by list need a list", "accounts: [3, 17]");
    for (const double id : p.accounts)
      if (id != std::floor(id))
        return c.problem("accounts", "an account id is a whole number", "list ids such as [3, 17]");
  });
}

// A seed set that the network can't hold, told where it is written.
template <class P>
void check_seeds(const P& p, Checker& c) {
  if (p.network.kind != NetworkKind::file && p.seeds.count > p.network.accounts && p.seeds.share == 0)
    c.problem("seeds.count",
              std::to_string(p.seeds.count) + " seeds of " + std::to_string(p.network.accounts) + " accounts",
              "fewer seeds, or more accounts");
}

// Errors: ScenarioError if there are more than accounts.
inline std::uint32_t seed_count(const SeedParameters& p, std::uint32_t accounts) {
  if (p.by == SeedBy::list) return static_cast<std::uint32_t>(p.accounts.size());
  const double wanted = p.share > 0 ? std::max(1.0, std::round(p.share * accounts)) : p.count;
  if (wanted > accounts)
    throw ScenarioError("seeds.count: " + std::to_string(p.count) + " seeds of " + std::to_string(accounts) +
                        " accounts");
  return static_cast<std::uint32_t>(wanted);
}

namespace detail {

// Of (score, smaller id) the best.
inline std::vector<std::uint32_t> best_by(const std::vector<double>& score, std::uint32_t count) {
  std::vector<std::uint32_t> order(score.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto better = [&](std::uint32_t a, std::uint32_t b) {
    return score[a] != score[b] ? score[a] > score[b] : a < b;
  };
  std::partial_sort(order.begin(), order.begin() + count, order.end(), better);
  order.resize(count);
  return order;
}

// DegreeDiscountIC (Chen, Wang & Yang 2009, algorithm 4): dd = d - 2t - (d - t) t p, where t of the d lines
// of an account lead to seeds.
inline std::vector<std::uint32_t> by_degree_discount(const Network& whole, std::uint32_t count, double p) {
  struct Entry {
    double score;
    std::uint32_t account;
    bool operator<(const Entry& o) const { return score != o.score ? score < o.score : account > o.account; }
  };
  const ReverseRows followers = reverse_rows(whole.built.graph);
  std::vector<double> taken(whole.accounts(), 0), score(whole.contacts.begin(), whole.contacts.end());
  std::vector<bool> chosen(whole.accounts(), false);
  std::priority_queue<Entry> queue;
  for (std::uint32_t a = 0; a < whole.accounts(); ++a) queue.push({score[a], a});
  const auto discount = [&](std::uint32_t account, double lines) {
    taken[account] += lines;
    const double d = whole.contacts[account], t = taken[account];
    score[account] = d - 2 * t - (d - t) * t * p;
    queue.push({score[account], account});
  };
  std::vector<std::uint32_t> seeds;
  while (seeds.size() < count) {
    const Entry best = queue.top();
    queue.pop();
    if (chosen[best.account] || best.score != score[best.account]) continue;  // an entry that was overtaken
    chosen[best.account] = true;
    seeds.push_back(best.account);
    for (const std::uint32_t reader : followers.followers(AccountId(best.account))) {
      const auto row = whole.follows(AccountId(reader));
      const auto k =
          static_cast<std::size_t>(std::lower_bound(row.begin(), row.end(), best.account) - row.begin());
      discount(reader, whole.lines(AccountId(reader), k));
    }
  }
  return seeds;
}

}  // namespace detail

// Seeds, and what a user should know of them.
struct ChosenSeeds {
  std::vector<std::uint32_t> accounts;
  std::vector<Caution> cautions;
};

// Those with most followers, as `by: degree` chooses them.
inline std::vector<std::uint32_t> by_degree(const Network& whole, std::uint32_t count) {
  return detail::best_by({whole.contacts.begin(), whole.contacts.end()}, count);
}
// What `by: influence` is held against.
inline Caution degree_does_better(std::size_t seeds, double degree, double influence, double error) {
  return {"caution.degree_does_better",
          {{"seeds", static_cast<double>(seeds)},
           {"degree", degree},
           {"influence", influence},
           {"error", error}}};
}

inline ChosenSeeds by_influence(const SeedParameters& p, const Network& whole, InfluenceQuestion question,
                                std::uint32_t count, const Setup& setup) {
  question.sets = p.sets;
  question.error = p.error;
  question.count = count;
  const InfluenceRank rank = most_influential(whole.built.graph, question, setup.seed, setup.parallel);
  ChosenSeeds seeds{rank.accounts, {}};
  if (!rank.is_settled)
    seeds.cautions.push_back({"caution.seeds_unsettled",
                              {{"error", 100 * (rank.reach > 0 ? rank.reach_error / rank.reach : 1)},
                               {"sets", static_cast<double>(rank.sets)},
                               {"asked", 100 * p.error}}});
  if (rank.lead > rank.lead_error)
    seeds.cautions.push_back(
        degree_does_better(count, rank.reach + rank.lead, rank.reach, rank.lead_error));
  return seeds;
}

// Seeds that are the same for all trials, ascending choice order; not for `random`. `influence` says how the
// model spreads (chances on the whole network), and whom to hold its choice against; `probability` is what
// DegreeDiscount discounts by.
inline ChosenSeeds choose_seeds(const SeedParameters& p, const Network& whole, double probability,
                                const InfluenceQuestion& influence, const Setup& setup) {
  const std::uint32_t accounts = whole.accounts(), count = seed_count(p, accounts);
  switch (p.by) {
    case SeedBy::list: {
      std::vector<std::uint32_t> seeds;
      for (const double id : p.accounts) {
        if (id >= accounts)
          throw ScenarioError("seeds.accounts: there is no account " +
                              std::to_string(static_cast<std::int64_t>(id)) + " among " +
                              std::to_string(accounts));
        seeds.push_back(static_cast<std::uint32_t>(id));
      }
      return {seeds, {}};
    }
    case SeedBy::degree: return {by_degree(whole, count), {}};
    case SeedBy::degree_discount: return {detail::by_degree_discount(whole, count, probability), {}};
    case SeedBy::pagerank: return {detail::best_by(pagerank(whole.built.graph, setup.parallel), count), {}};
    case SeedBy::k_core: {
      std::vector<double> score = core_numbers(whole.built.graph);
      for (std::uint32_t a = 0; a < accounts; ++a)
        score[a] += whole.contacts[a] * 0x1p-32;  // followers break ties
      return {detail::best_by(score, count), {}};
    }
    case SeedBy::influence: return by_influence(p, whole, influence, count, setup);
    case SeedBy::random:
    case SeedBy::neighbourhood: break;
  }
  expects(false, "these seeds are drawn for each trial");
  return {};
}

constexpr bool differs_by_trial(SeedBy by) { return by == SeedBy::random || by == SeedBy::neighbourhood; }

// A clustered start (Centola & Macy 2007): an account and whom it follows.
inline std::vector<std::uint32_t> neighbourhood(const Network& whole, const Draws& draws,
                                                std::uint32_t trial) {
  const std::uint32_t centre = draws.below(whole.accounts(), {trial});
  const auto row = whole.follows(AccountId(centre));
  std::vector<std::uint32_t> seeds(row.begin(), row.end());
  seeds.push_back(centre);
  return seeds;
}

// `count` different accounts, drawn for one trial.
inline std::vector<std::uint32_t> random_seeds(std::uint32_t count, std::uint32_t accounts,
                                               const Draws& draws, std::uint32_t trial) {
  std::vector<bool> taken(accounts, false);
  std::vector<std::uint32_t> seeds;
  const bool leave_out = count > accounts / 2;  // then draw those that are no seeds
  const std::uint32_t drawn = leave_out ? accounts - count : count;
  for (std::uint32_t i = 0, found = 0; found < drawn; ++i) {
    const std::uint32_t account = draws.below(accounts, {trial, i});
    if (taken[account]) continue;
    taken[account] = true;
    ++found;
    if (!leave_out) seeds.push_back(account);
  }
  for (std::uint32_t a = 0; leave_out && a < accounts; ++a)
    if (!taken[a]) seeds.push_back(a);
  return seeds;
}

}  // namespace fanfare::reference
