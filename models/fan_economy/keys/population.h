// Keys of the population: how many, who follows whom, habits and traits.
#pragma once

#include <cstdint>
#include <string>

#include "fanfare/graph_build.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

enum class GraphKind { chung_lu, barabasi_albert, watts_strogatz, erdos_renyi, rmat, file };
enum class FileDirection { reader_author, author_reader, mutual };
enum class ReciprocityRule { rate, by_size };

struct GraphParameters {
  GraphKind kind = GraphKind::chung_lu;
  std::string path;
  std::string format = "edge_list";
  FileDirection direction = FileDirection::reader_author;
  double mean_follows = 42;
  double follows_sigma = 1.4;
  std::uint32_t follows_cap = 5000;
  double follower_exponent = 2.3;
  double followers_sigma = 2.1;
  double reciprocity = 0.2;
  ReciprocityRule reciprocity_rule = ReciprocityRule::rate;
  double homophily = 0.3;
  double rewire = 0.1;
};
void describe(Schema<GraphParameters>& s);

struct PopulationParameters {
  std::uint32_t accounts = 10'000;  // ignored for a file graph, which brings its own
  double scale = 1;                 // people per account
  double authors = 1;               // share of people who publish
  GraphParameters graph;
  std::uint32_t communities = 24;
  double interest_focus = 6;        // Dirichlet concentration around the community's profile
  Distribution income = Distribution::lognormal(2000, 0.6);  // currency units per 30 days to spend here
  Distribution collectivism = Distribution::normal(0.5, 0.18);
  Distribution price_sensitivity = Distribution::normal(2.6, 0.8);
  Distribution ad_scepticism = Distribution::normal(0.5, 0.2);
  Distribution impulsiveness = Distribution::normal(0.5, 0.2);
  double minors = 0.15;             // share of accounts
  double opt_out = 0.05;            // share of accounts
};
void describe(Schema<PopulationParameters>& s);

}  // namespace fanfare::fan_economy
