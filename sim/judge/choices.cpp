#include "sim/judge/choices.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "sim/words/called.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

using ChoicesJson = nlohmann::ordered_json;
constexpr std::size_t kMostTurningLevels = 4;

bool are_rows(const std::vector<std::size_t>& rows, std::size_t among, std::size_t count) {
  return rows.size() == count &&
         std::all_of(rows.begin(), rows.end(), [&](std::size_t r) { return r < among; });
}

// Of one choice, the mean over those circumstances, replicate by replicate; missing where one of them is.
std::vector<double> averaged(const Measure& measure, const ShownChoice& choice,
                             const std::vector<std::size_t>& over) {
  std::vector<double> mean(measure.values[choice.rows[0]].size(), 0);
  for (const std::size_t at : over)
    for (std::size_t r = 0; r < mean.size(); ++r)
      mean[r] += measure.values[choice.rows[at]][r] / static_cast<double>(over.size());
  return mean;
}

// How far ahead of the next best it is there, on average.
double ahead_in(const Comparison& c, const Choices& choices, const std::vector<std::size_t>& order,
                const std::vector<std::size_t>& over) {
  const double sign = c.measure.better == Better::less ? -1 : 1;
  const std::vector<double> best = averaged(c.measure, choices.all[order[0]], over);
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t rank = 1; rank < order.size(); ++rank) {
    const Interval lead = t_interval(differences(best, averaged(c.measure, choices.all[order[rank]], over)));
    least = std::min(least, lead.n == 0 ? 0 : sign * lead.mean);
  }
  return least;
}

// Levels of one circumstance at which another choice is ahead, whatever the rest is.
void add_turning(Ahead& ahead, const Comparison& c, const Choices& choices,
                 const std::vector<std::size_t>& order, const std::vector<FactorValues>& factors) {
  for (const std::size_t f : choices.circumstances) {
    std::vector<std::pair<std::string, std::vector<std::size_t>>> levels;
    for (std::size_t at = 0; at < choices.at.size(); ++at) {
      const std::string level = level_called(factors[f], choices.at[at], Language::english);
      auto found =
          std::find_if(levels.begin(), levels.end(), [&](const auto& l) { return l.first == level; });
      if (found == levels.end()) found = levels.insert(levels.end(), {level, {}});
      found->second.push_back(at);
    }
    const bool is_alone = choices.circumstances.size() == 1;
    if (levels.size() < 2 || (!is_alone && levels.size() * 2 > choices.at.size()))
      continue;  // as many as points: nothing to average
    for (const auto& [level, over] : levels)
      if (ahead_in(c, choices, order, over) < 0 && ahead.turned_by.size() < kMostTurningLevels)
        ahead.turned_by.push_back({factor_called(factors, f, Language::english) + " " + level,
                                   factor_called(factors, f, Language::chinese) + " " +
                                       level_called(factors[f], choices.at[over[0]], Language::chinese)});
  }
}

void name_choices(Comparison& c, const Choices& choices, const std::vector<FactorValues>& factors) {
  std::vector<FactorValues> chosen;
  for (std::size_t f = 0; f < factors.size(); ++f)
    if (std::find(choices.circumstances.begin(), choices.circumstances.end(), f) ==
        choices.circumstances.end())
      chosen.push_back(factors[f]);
  for (std::size_t i = 0; i < c.arms.size(); ++i) {
    const std::size_t row = choices.all[i].rows[0];
    c.arms[i].title = called(c.arms[i].arm, chosen, row, Language::english);
    c.arms[i].title_in_chinese = called(c.arms[i].arm, chosen, row, Language::chinese);
  }
}

}  // namespace

std::optional<std::size_t> Choices::where(std::size_t row) const {
  std::optional<std::size_t> found;
  for (const ShownChoice& choice : all)
    for (std::size_t at = 0; at < choice.rows.size(); ++at) {
      if (choice.rows[at] != row) continue;
      if (found && *found != at) return std::nullopt;
      found = at;
    }
  return found;
}

std::string choices_text(const Choices& choices) {
  ChoicesJson json = {{"factors", choices.circumstances},
                      {"at", choices.at},
                      {"choices", ChoicesJson::array()},
                      {"of", choices.rows}};
  for (const ShownChoice& choice : choices.all)
    json["choices"].push_back({{"name", choice.name}, {"rows", choice.rows}});
  return json.dump(-1, ' ', false, ChoicesJson::error_handler_t::replace);
}

std::optional<Choices> choices_of(const Dataset& study) {
  const std::string text = text_attribute(study, kChoices);
  const Dimension* points = study.dimension("point");
  if (text.empty() || points == nullptr) return std::nullopt;
  Choices choices;
  try {
    const ChoicesJson json = ChoicesJson::parse(text);
    choices.circumstances = json.at("factors").get<std::vector<std::size_t>>();
    choices.at = json.at("at").get<std::vector<std::size_t>>();
    choices.rows = json.at("of").get<std::size_t>();
    for (const ChoicesJson& one : json.at("choices"))
      choices.all.push_back(
          {one.at("name").get<std::string>(), one.at("rows").get<std::vector<std::size_t>>()});
  } catch (const ChoicesJson::exception&) {
    return std::nullopt;
  }
  const std::size_t rows = points->size(), count = choices.at.size();
  if (choices.rows != rows || count == 0 || choices.all.empty() || !are_rows(choices.at, rows, count))
    return std::nullopt;
  for (const ShownChoice& choice : choices.all)
    if (!are_rows(choice.rows, rows, count)) return std::nullopt;
  return choices;
}

Comparison compare_choices(const Comparison& c, const Choices& choices,
                           const std::vector<FactorValues>& factors, std::uint32_t seed) {
  std::vector<std::size_t> everywhere(choices.at.size());
  std::iota(everywhere.begin(), everywhere.end(), 0U);
  Measure measure = c.measure;
  measure.values.clear();
  std::vector<std::string> names;
  for (const ShownChoice& choice : choices.all) {
    names.push_back(choice.name);
    measure.values.push_back(averaged(c.measure, choice, everywhere));
  }
  Comparison out = compare(std::move(measure), names, c.baseline, c.pairing, seed);
  name_choices(out, choices, factors);
  Ahead& ahead = out.ahead.emplace();
  ahead.circumstances = choices.at.size();
  const std::vector<std::size_t> order = find(out).order;
  if (order.size() < 2) return out;
  for (const std::size_t at : everywhere) ahead.leads += ahead_in(c, choices, order, {at}) > 0 ? 1 : 0;
  add_turning(ahead, c, choices, order, factors);
  return out;
}

void set_chances_within(Comparison& c, const Choices& choices, std::uint32_t seed) {
  for (ArmOutcome& arm : c.arms) arm.chance_best = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t at = 0; at < choices.at.size(); ++at) {
    std::vector<std::vector<double>> values;
    std::vector<std::size_t> rows;
    for (const ShownChoice& choice : choices.all)
      if (const std::size_t row = choice.rows[at]; c.arms[row].candidate)
        values.push_back(c.measure.values[row]), rows.push_back(row);
    if (rows.size() < 2) continue;
    const std::vector<double> chances = chance_best(values, c.measure.better, seed);
    for (std::size_t i = 0; i < chances.size(); ++i)
      if (choices.where(rows[i])) c.arms[rows[i]].chance_best = chances[i];
  }
}

}  // namespace fanfare
