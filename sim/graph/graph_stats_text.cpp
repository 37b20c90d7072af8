// The figures of a graph as lines for people and as JSON for programs.
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/graph/graph_stats.h"

namespace fanfare {
namespace {

std::string quantile_names() {
  std::string text;
  for (const double q : kDegreeQuantiles) text += fmt::format("{:>9}", fmt::format("{:g}%", q * 100));
  return text;
}

std::string quantile_values(const DegreeQuantiles& quantiles) {
  std::string text;
  for (const std::uint32_t value : quantiles) text += fmt::format("{:>9}", value);
  return text;
}

std::string tail_text(const TailFit& tail) {
  if (std::isnan(tail.exponent)) return "can't be told: too few accounts with many followers";
  return fmt::format("{:.2f} ± {:.2f} from {} followers up ({} accounts)", tail.exponent, tail.standard_error,
                     tail.from, tail.accounts);
}

nlohmann::json quantiles_json(const DegreeQuantiles& quantiles) {
  nlohmann::json object;
  for (std::size_t i = 0; i < quantiles.size(); ++i)
    object[fmt::format("{:g}", kDegreeQuantiles[i])] = quantiles[i];
  return object;
}

}  // namespace

std::string to_text(const GraphStats& stats) {
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("{:<20} {}\n", name, value);
  };
  line("accounts", std::to_string(stats.accounts));
  line("follows", fmt::format("{} ({:.2f} an account)", stats.follows, stats.mean_follows));
  line("reciprocity", fmt::format("{:.1f} %", 100 * stats.reciprocity));
  line("", quantile_names());
  line("followers", quantile_values(stats.followers));
  line("followees", quantile_values(stats.followees));
  line("tail exponent", tail_text(stats.tail));
  line("clustering", fmt::format("{:.4f}", stats.clustering));
  line("components",
       fmt::format("{}, the largest of {} accounts", stats.components, stats.largest_component));
  line("isolated accounts", std::to_string(stats.isolated));
  return text;
}

std::string to_json(const GraphStats& stats) {
  const bool has_tail = !std::isnan(stats.tail.exponent);
  const nlohmann::ordered_json object = {
      {"accounts", stats.accounts},
      {"follows", stats.follows},
      {"mean_follows", stats.mean_follows},
      {"reciprocity", stats.reciprocity},
      {"followers", quantiles_json(stats.followers)},
      {"followees", quantiles_json(stats.followees)},
      {"tail",
       {{"exponent", has_tail ? nlohmann::json(stats.tail.exponent) : nlohmann::json()},
        {"standard_error", has_tail ? nlohmann::json(stats.tail.standard_error) : nlohmann::json()},
        {"from", stats.tail.from},
        {"accounts", stats.tail.accounts}}},
      {"clustering", stats.clustering},
      {"components", stats.components},
      {"largest_component", stats.largest_component},
      {"isolated", stats.isolated}};
  return object.dump(2);
}

}  // namespace fanfare
