#include "models/fan_economy/keys/population.h"

#include "models/fan_economy/keys/limits.h"

namespace fanfare::fan_economy {

void describe(Schema<GraphParameters>& s) {
  s.choice("kind", &GraphParameters::kind,
           {{"chung_lu", GraphKind::chung_lu, "directed, heavy-tailed, with reciprocity and homophily"},
            {"barabasi_albert", GraphKind::barabasi_albert, "preferential attachment"},
            {"watts_strogatz", GraphKind::watts_strogatz, "rewired ring"},
            {"erdos_renyi", GraphKind::erdos_renyi, "uniform"},
            {"rmat", GraphKind::rmat, "recursive matrix"},
            {"file", GraphKind::file, "an edge list or GraphML"}})
      .help("where the follow graph comes from");
  s.value("path", &GraphParameters::path).file()
      .help("of kind file: the edge list, plain, .gz or .zst, or GraphML");
  s.value("format", &GraphParameters::format).one_of({"edge_list", "graphml"}).help("of kind file");
  s.choice("direction", &GraphParameters::direction,
           {{"reader_author", FileDirection::reader_author, "a b: a follows b"},
            {"author_reader", FileDirection::author_reader, "a b: b follows a"},
            {"mutual", FileDirection::mutual, "undirected"}})
      .help("of kind file: what a line a b means");
  s.value("mean_follows", &GraphParameters::mean_follows).in(0.1, 5000)
      .help("accounts that an account follows, on average");
  s.value("follows_sigma", &GraphParameters::follows_sigma).in(0, 3)
      .help("spread of the log-normal follows (chung_lu)")
      .source("KuaiRand: log-normal, median 155, σ 1.4");
  s.value("follows_cap", &GraphParameters::follows_cap).unit(Unit::count).in(1, 100'000)
      .help("most follows of an account (chung_lu)");
  s.value("follower_exponent", &GraphParameters::follower_exponent).in(1.5, 5)
      .help("of the Pareto tail of followers (chung_lu)")
      .source("2.276 of Twitter 2009; validation E1");
  s.value("followers_sigma", &GraphParameters::followers_sigma).in(0.1, 4)
      .help("spread of the log-normal body of followers (chung_lu)")
      .source("KuaiRand: median 48, σ 2.1");
  s.value("reciprocity", &GraphParameters::reciprocity).unit(Unit::share).in(0, 1)
      .help("share of follows that are mutual (chung_lu, rule rate)")
      .source("22.1 % of Twitter 2009; validation E1");
  s.choice("reciprocity_rule", &GraphParameters::reciprocity_rule,
           {{"rate", ReciprocityRule::rate, "one rate"},
            {"by_size", ReciprocityRule::by_size, "45 % under 10,000 followers, 1 % above"}})
      .help("how follows are answered").source("KuaiRand-Pure");
  s.value("homophily", &GraphParameters::homophily).in(0, 10)
      .help("pull of similar interests, fading with the author's size (chung_lu)");
  s.value("rewire", &GraphParameters::rewire).unit(Unit::share).in(0, 1)
      .help("share of edges rewired (watts_strogatz)");
  s.check([](const GraphParameters& g, Checker& c) {
    if (g.kind == GraphKind::file && g.path.empty())
      c.problem("path", "a graph of kind file needs a path",
                "for example path: data:snap_graphs/soc-Slashdot0902.txt.gz");
  });
}

void describe(Schema<PopulationParameters>& s) {
  s.value("accounts", &PopulationParameters::accounts).unit(Unit::count).in(2, kMostAccounts)
      .help("accounts; a graph file brings its own number");
  s.value("scale", &PopulationParameters::scale).unit(Unit::people).in(1, 1e7)
      .help("people that one account stands for");
  s.value("authors", &PopulationParameters::authors)
      .unit(Unit::share)
      .in(1e-7, 1)
      .help(
          "share of people who publish; of the accounts, authors · scale do (at most all), the others only "
          "read. State it "
          "where scale is above 1: with authors · scale up to 1 another scale is the same market")
      .source("folk: some people in a hundred; everyone with an account on Twitter");
  s.group("graph", &PopulationParameters::graph).help("who follows whom");
  s.value("communities", &PopulationParameters::communities).unit(Unit::count).in(1, 65'536)
      .help("planted communities of interest; a graph file has those that label propagation finds");
  s.value("interest_focus", &PopulationParameters::interest_focus).in(0.1, 1000)
      .help("how closely interests keep to the community's profile (Dirichlet concentration)");
  s.distribution("income", &PopulationParameters::income).unit(Unit::money).in(0, 1e7)
      .help("what a person can spend here in 30 days").source("folk");
  s.distribution("collectivism", &PopulationParameters::collectivism).in(0, 1)
      .help("weight of others' choices in one's own").source("folk");
  s.distribution("price_sensitivity", &PopulationParameters::price_sensitivity).in(0, 8)
      .help("price elasticity of demand").source("Bijmolt 2005, mean 2.6");
  s.distribution("ad_scepticism", &PopulationParameters::ad_scepticism).in(0, 1)
      .help("how much an ad that is seen through puts off").source("folk");
  s.distribution("impulsiveness", &PopulationParameters::impulsiveness).in(0, 1)
      .help("buying on the spot").source("folk");
  s.value("minors", &PopulationParameters::minors).unit(Unit::share).in(0, 1)
      .help("share of accounts of minors");
  s.value("opt_out", &PopulationParameters::opt_out).unit(Unit::share).in(0, 1)
      .help("share of accounts that refuse personalisation");
}

}  // namespace fanfare::fan_economy
