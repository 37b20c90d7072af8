#include "models/fan_economy/people/population.h"

#include <algorithm>
#include <array>

#include "fanfare/centrality.h"
#include "fanfare/fmath.h"
#include "fanfare/graph_build.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/keys/dialects.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/people/attributes.h"
#include "models/fan_economy/people/platforms.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// What does not depend on ranks: communities and interests of all accounts.
struct Interests {
  std::vector<std::uint16_t> community;
  std::vector<std::uint8_t> rows;  // accounts × kTopics
  std::span<const std::uint8_t> of(std::uint32_t account) const {
    return std::span(rows).subspan(account * kTopics, kTopics);
  }
};

// Shares to bytes that sum to 255; what rounding leaves goes to the largest.
TopicRow to_bytes(std::span<const double> shares) {
  TopicRow row{};
  std::uint32_t used = 0;
  std::size_t largest = 0;
  for (std::size_t t = 0; t < shares.size(); ++t) {
    row[t] = static_cast<std::uint8_t>(shares[t] * 255);
    used += row[t];
    if (shares[t] > shares[largest]) largest = t;
  }
  row[largest] = static_cast<std::uint8_t>(row[largest] + 255 - used);
  return row;
}

std::vector<std::array<double, kTopics>> community_profiles(const World& world, std::uint32_t communities) {
  const std::size_t topics = world.p.topics.size();
  std::vector<std::array<double, kTopics>> profiles(communities);
  std::array<double, kTopics> alpha{};
  alpha.fill(0.6);
  for (std::uint32_t c = 0; c < communities; ++c)
    dirichlet(std::span(alpha).first(topics), std::span(profiles[c]).first(topics),
              world.draws(Draw::community), draw::profile(c).about);
  return profiles;
}

// Planted communities: sizes fall like 1/√rank, so a few are large.
std::vector<std::uint16_t> planted(const World& world, std::uint32_t accounts) {
  const std::uint32_t communities = std::min(world.p.population.communities, accounts);
  std::vector<double> upto(communities);
  double sum = 0;
  for (std::uint32_t c = 0; c < communities; ++c) upto[c] = sum += 1 / std::sqrt(1.0 + c);
  std::vector<std::uint16_t> of(accounts);
  for (std::uint32_t a = 0; a < accounts; ++a) {
    const double at = world.uniform(draw::community(AccountId(a))) * sum;
    of[a] = static_cast<std::uint16_t>(std::lower_bound(upto.begin(), upto.end(), at) - upto.begin());
  }
  return of;
}

std::shared_ptr<const Interests> interests_around(World& world, std::vector<std::uint16_t> community) {
  auto out = std::make_shared<Interests>();
  const auto accounts = static_cast<std::uint32_t>(community.size());
  const std::uint32_t communities = 1U + *std::max_element(community.begin(), community.end());
  const auto profiles = community_profiles(world, communities);
  out->rows.resize(std::size_t{accounts} * kTopics);
  const std::size_t topics = world.p.topics.size();
  const double focus = world.p.population.interest_focus;
  const Draws draws = world.draws(Draw::interests);
  world.setup.parallel.for_each(block_count(accounts), [&](std::size_t block, int) {
    const auto first = static_cast<std::uint32_t>(block) * kBlockRows;
    for (std::uint32_t a = first; a < std::min(first + kBlockRows, accounts); ++a) {
      std::array<double, kTopics> alpha{};
      std::array<double, kTopics> shares{};
      for (std::size_t t = 0; t < topics; ++t) alpha[t] = 0.05 + focus * profiles[community[a]][t];
      dirichlet(std::span(alpha).first(topics), std::span(shares).first(topics), draws,
                draw::interests(AccountId(a)).about);
      const TopicRow row = to_bytes(std::span(shares).first(topics));
      std::copy(row.begin(), row.end(),
                out->rows.begin() + std::ptrdiff_t{a} * static_cast<std::ptrdiff_t>(kTopics));
    }
  });
  out->community = std::move(community);
  return out;
}

std::vector<std::uint8_t> authors_of(const World& world, std::uint32_t accounts) {
  std::vector<std::uint8_t> authors;
  if (author_share(world) >= 1) return authors;  // everyone
  authors.resize(accounts);
  for (std::uint32_t a = 0; a < accounts; ++a) authors[a] = is_author(world, AccountId(a)) ? 1 : 0;
  if (std::find(authors.begin(), authors.end(), 1) == authors.end())
    throw ScenarioError("population.authors: none of " + std::to_string(accounts) +
                        " accounts publishes; raise it or enlarge population.accounts or population.scale");
  return authors;
}

BuiltGraph generate(World& world, const GraphRequest& request, const Interests& interests,
                    const GraphParameters& g) {
  switch (g.kind) {
    case GraphKind::barabasi_albert:
      return barabasi_albert(request, static_cast<std::uint32_t>(g.mean_follows + 0.5));
    case GraphKind::watts_strogatz:
      return watts_strogatz(request, static_cast<std::uint32_t>(g.mean_follows / 2 + 0.5) * 2, g.rewire);
    case GraphKind::erdos_renyi: return erdos_renyi(request, g.mean_follows, false);
    case GraphKind::rmat: return rmat(request, g.mean_follows, 0.57, 0.19, 0.19);
    default: break;
  }
  ChungLu c;
  c.mean_follows = g.mean_follows;
  c.follows_sigma = g.follows_sigma;
  c.follows_cap = g.follows_cap;
  c.follower_exponent = g.follower_exponent;
  c.followers_sigma = g.followers_sigma;
  c.reciprocity = g.reciprocity_rule == ReciprocityRule::by_size ? -1 : g.reciprocity;
  c.scale = world.p.population.scale;
  c.homophily = g.homophily;
  c.topics = static_cast<std::uint32_t>(kTopics);
  c.interests = interests.rows;
  const std::vector<std::uint8_t> authors = authors_of(world, request.accounts);
  c.authors = authors;
  c.answered = world.p.population.authors /
               author_share(world);  // one of the people that an author's account stands for
  return chung_lu(request, c);
}

// Everything that the shelf's key must say.
std::string population_key(const World& world, int rank, int ranks) {
  std::string key = world.parameter_set.get("population") + world.parameter_set.get("topics");
  return key + "#" + std::to_string(world.setup.seed) + "#" + std::to_string(rank) + "/" +
         std::to_string(ranks);
}

struct Foundation {
  std::shared_ptr<const Interests> interests;
  BuiltGraph built;
};

BuiltGraph read_file(const World& world, int rank, int ranks) {
  const GraphParameters& g = world.p.population.graph;
  const GraphFile file{g.path, g.format, static_cast<EdgeDirection>(g.direction)};
  return read_graph(file, world.setup.seed, rank, ranks, world.setup.parallel);
}

// The communities of a graph file are those of the whole graph, whatever part a rank keeps.
std::vector<std::uint16_t> found_communities(World& world) {
  const BuiltGraph whole = read_file(world, 0, 1);
  const std::vector<std::uint32_t> labels =
      label_propagation(whole.graph, world.setup.seed, world.setup.parallel);
  std::vector<std::uint16_t> of(labels.size());
  const std::uint32_t communities = std::max(1U, world.p.population.communities);
  // Small communities share a profile with others of their number, as there may be thousands.
  std::transform(labels.begin(), labels.end(), of.begin(),
                 [&](std::uint32_t l) { return static_cast<std::uint16_t>(l % communities); });
  return of;
}

std::shared_ptr<const Foundation> lay(World& world, int rank, int ranks) {
  return world.setup.shelf.get<Foundation>(population_key(world, rank, ranks), [&] {
    auto out = std::make_shared<Foundation>();
    if (world.p.population.graph.kind == GraphKind::file) {
      out->interests = interests_around(world, found_communities(world));
      out->built = read_file(world, rank, ranks);
    } else {
      const std::uint32_t accounts = world.p.population.accounts;
      out->interests = interests_around(world, planted(world, accounts));
      out->built =
          generate(world, {accounts, world.setup.seed, rank, ranks, world.setup.parallel}, *out->interests,
                   world.p.population.graph);
    }
    return std::shared_ptr<const Foundation>(out);
  });
}

template <class T>
T quantise(double value, double steps) {
  return static_cast<T>(
      std::clamp(value * steps + 0.5, 0.0, static_cast<double>(std::numeric_limits<T>::max())));
}

// Traits and habits of an account, each drawn by its own number.
enum class Trait : std::uint32_t {
  sessions, items, chronotype, collectivism, price, scepticism, impulse, minor, opt_out, age, posting
};

Subject about(AccountId a, Trait what) {
  return draw::attribute(a, static_cast<std::uint32_t>(what)).about;
}

void draw_habits(World& world, AccountId a) {
  const Draws draws = world.draws(Draw::population);
  const AttentionParameters& attention = world.p.attention;
  const PublishingParameters& publishing = world.p.publishing;
  AccountState& s = world.accounts;
  const double sessions = std::max(0.25, sample(attention.sessions, draws, about(a, Trait::sessions)));
  const double items = sample(attention.items, draws, about(a, Trait::items));
  s.sessions_rate[a] = quantise<std::uint8_t>(sessions, 16);
  s.items_rate[a] = quantise<std::uint8_t>(std::max(1.0, items / sessions), 2);
  const double shift = 24 + 1.5 * draws.normal(about(a, Trait::chronotype));
  s.chronotype[a] = static_cast<std::uint8_t>(static_cast<int>(std::clamp(shift, 14.0, 34.0) + 0.5) % 24);
  const double zero = kAppealZero * kAppealSteps;
  s.appeal_baseline[a] = s.mood[a] = static_cast<std::uint8_t>(zero);
  const double posts =
      lognormal(publishing.median_per_day, publishing.sigma, draws, about(a, Trait::posting));
  s.posting_rate[a] =
      is_author(world, a) ? quantise_posting_rate(std::min(posts, publishing.cap_per_day)) : 0;
}

void draw_traits(World& world, AccountId a) {
  const Draws draws = world.draws(Draw::population);
  const PopulationParameters& p = world.p.population;
  AccountState& s = world.accounts;
  const auto share = [&](const Distribution& of, Trait what) {
    return quantise<std::uint8_t>(std::clamp(sample(of, draws, about(a, what)), 0.0, 1.0), 255);
  };
  s.collectivism[a] = share(p.collectivism, Trait::collectivism);
  s.ad_scepticism[a] = share(p.ad_scepticism, Trait::scepticism);
  s.impulsiveness[a] = share(p.impulsiveness, Trait::impulse);
  s.price_sensitivity[a] = quantise<std::uint8_t>(
      std::clamp(sample(p.price_sensitivity, draws, about(a, Trait::price)), 0.0, 7.9), 32);
  const bool minor = is_minor(world, a), opt_out = refuses_targeting(world, a);
  const std::uint32_t age_band = minor ? 0 : 1 + draws.below(5, about(a, Trait::age));
  s.flags[a] = static_cast<std::uint8_t>((minor ? AccountFlags::kMinor : 0) |
                                         (opt_out ? AccountFlags::kOptOut : 0) |
                                         (is_author(world, a) ? 0 : AccountFlags::kReader) | age_band << 4);
}

// Brands of one topic compete for one need.
std::uint32_t category_count(const EconomyParameters& p) {
  std::vector<std::string> topics;
  for (const BrandParameters& brand : p.brands) topics.push_back(brand.topic);
  std::sort(topics.begin(), topics.end());
  return static_cast<std::uint32_t>(std::unique(topics.begin(), topics.end()) - topics.begin());
}

void draw_accounts(World& world, const Interests& interests) {
  world.setup.parallel.for_each(world.part.blocks(), [&](std::size_t i, int) {
    const std::uint32_t first = (world.part.first_block + static_cast<std::uint32_t>(i)) * kBlockRows;
    for (std::uint32_t id = first; id < std::min(first + kBlockRows, world.part.last()); ++id) {
      const AccountId a(id);
      std::copy_n(interests.of(id).begin(), kTopics, world.accounts.interest[a].begin());
      world.accounts.community[a] = static_cast<std::uint8_t>(interests.community[id]);
      draw_habits(world, a);
      draw_traits(world, a);
      draw_attributes(world, a);
      for (FandomSlot& slot : world.accounts.fandom.row(a)) slot = FandomSlot{};
    }
  });
}

// Mean interests by community, of all accounts.
std::vector<TopicRow> mean_interests(const Interests& interests) {
  std::vector<std::array<std::uint64_t, kTopics>> sums(256);
  for (std::uint32_t a = 0; a < interests.community.size(); ++a)
    for (std::size_t t = 0; t < kTopics; ++t) sums[interests.community[a] & 255U][t] += interests.of(a)[t];
  std::vector<TopicRow> rows(256);
  for (std::size_t c = 0; c < kCommunities; ++c) {
    std::uint64_t total = 0;
    for (const std::uint64_t sum : sums[c]) total += sum;
    std::array<double, kTopics> shares{};
    shares[0] = 1;
    for (std::size_t t = 0; total > 0 && t < kTopics; ++t)
      shares[t] = static_cast<double>(sums[c][t]) / static_cast<double>(total);
    rows[c] = to_bytes(shares);
  }
  return rows;
}

}  // namespace

void size_accounts(World& world) {
  std::array<std::uint32_t, kRowsOf> rows{};
  rows[static_cast<std::size_t>(RowOf::brand)] = static_cast<std::uint32_t>(world.p.brands.size());
  rows[static_cast<std::size_t>(RowOf::campaign)] = static_cast<std::uint32_t>(world.p.campaigns.size());
  rows[static_cast<std::size_t>(RowOf::category)] = category_count(world.p);
  const bool several = world.has_several();
  rows[static_cast<std::size_t>(RowOf::platform)] = several ? world.platform_count() : 0;
  rows[static_cast<std::size_t>(RowOf::campaign_of_platforms)] =
      several ? rows[static_cast<std::size_t>(RowOf::campaign)] : 0;
  rows[static_cast<std::size_t>(RowOf::attribute)] = static_cast<std::uint32_t>(world.p.attributes.size());
  rows[static_cast<std::size_t>(RowOf::segment)] = static_cast<std::uint32_t>(world.p.segments.size());
  rows[static_cast<std::size_t>(RowOf::brand_of_platforms)] =
      several ? rows[static_cast<std::size_t>(RowOf::brand)] : 0;
  if (dialect_of(world.setup.outputs.kpis).shown_is_reach)
    rows[static_cast<std::size_t>(RowOf::campaign_shown)] = rows[static_cast<std::size_t>(RowOf::campaign)];
  if (counts_orders(world.p))
    rows[static_cast<std::size_t>(RowOf::counted_brand)] = rows[static_cast<std::size_t>(RowOf::brand)];
  if (world.keeps_personas)
    rows[static_cast<std::size_t>(RowOf::persona_brand)] = rows[static_cast<std::size_t>(RowOf::brand)];
  world.accounts.table.make_room(world.part, rows);
  world.opens.resize(world.part);
}

double author_share(const World& world) {
  return std::min(1.0, world.p.population.authors * world.p.population.scale);
}

bool is_author(const World& world, AccountId account) {
  const double share = author_share(world);
  return share >= 1 || world.chance(share, draw::authorship(account));
}

bool is_minor(const World& world, AccountId account) {
  const int by = world.attributes.minors;
  if (by != Attribute::kNone)
    return world.attributes.is_minor[attribute_of(world, account, static_cast<std::size_t>(by))];
  return world.chance(world.p.population.minors,
                      draw::attribute(account, static_cast<std::uint32_t>(Trait::minor)));
}

bool refuses_targeting(const World& world, AccountId account) {
  return world.chance(world.p.population.opt_out,
                      draw::attribute(account, static_cast<std::uint32_t>(Trait::opt_out)));
}

TopicRow interest_of(const World& world, AccountId a) {
  TopicRow row{};
  std::copy_n(world.all_interests->begin() + std::ptrdiff_t{a.value} * static_cast<std::ptrdiff_t>(kTopics),
              kTopics, row.begin());
  return row;
}

std::shared_ptr<const BuiltGraph> whole_graph(World& world) {
  const auto foundation = lay(world, 0, 1);
  return {foundation, &foundation->built};
}

std::shared_ptr<const BuiltGraph> whole_graph_of(World& world, std::uint32_t platform) {
  const PlatformParameters& of = world.p.platforms[platform];
  if (platform == 0 && !of.graph) return whole_graph(world);
  const auto foundation = lay(world, 0, 1);
  const auto accounts = static_cast<std::uint32_t>(foundation->interests->community.size());
  const GraphParameters& graph = of.graph ? *of.graph : world.p.population.graph;
  if (graph.kind == GraphKind::file)
    throw ScenarioError("platforms." + of.id +
                        ".graph: only the first platform's graph can be read from a file");
  const std::uint32_t seed = world.setup.seed ^ hash_of_name(of.id);  // one more platform moves no other
  const std::string key =
      population_key(world, 0, 1) + "@" + of.id + world.parameter_set.get("platforms." + of.id);
  return world.setup.shelf.get<BuiltGraph>(key, [&] {
    return std::make_shared<const BuiltGraph>(
        generate(world, {accounts, seed, 0, 1, world.setup.parallel}, *foundation->interests, graph));
  });
}

void open_population(World& world) {
  const auto foundation = lay(world, world.setup.rank, world.setup.ranks);
  const auto accounts = static_cast<std::uint32_t>(foundation->interests->community.size());
  world.part = world.setup.partition(accounts);
  world.graph = foundation->built.graph;
  world.followers = foundation->built.followers;
  world.scoresheet.posts.assign(world.part.accounts, 0);
  world.all_interests = {foundation->interests, &foundation->interests->rows};
  open_attributes(world);
  open_segments(world);
  size_accounts(world);
  draw_accounts(world, *foundation->interests);
  world.community_interest = mean_interests(*foundation->interests);
  open_platforms(world);
}

}  // namespace fanfare::fan_economy
