// Power in words, as a table with its curve, and as JSON.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/judge/measure.h"
#include "sim/power/of_study.h"
#include "sim/report/small_page.h"
#include "sim/words/json_number.h"
#include "sim/words/text.h"

namespace fanfare::power {
namespace {

std::string amount(double x, const Power& p, Language language) {
  return people_quantity_in(language, x, p.unit);
}
std::string percent(double share, Language language) { return people_quantity_in(language, share, "share"); }

// Ten marks for certainty.
std::string bar(double chance) {
  std::string text;
  for (int k = 0; k < 10; ++k) text += chance * 10 > k + 0.5 ? "█" : "·";
  return text;
}

std::string said_effect(const Power& p, Language language) {
  const Measure measure{p.measure, p.label, p.unit, {}};
  return sentence(
      "power.effect", language,
      {{"arm", p.arm},
       {"baseline", p.baseline},
       {"measure", measure_name(measure, language)},
       {"effect", amount(p.effect.mean, p, language)},
       {"low", amount(p.effect.low, p, language)},
       {"high", amount(p.effect.high, p, language)},
       {"share",
        p.market.without == 0 ? "–" : percent(p.effect.mean / std::fabs(p.market.without), language)},
       {"weeks", people_number_in(language, p.test.weeks)},
       {"n", std::to_string(p.effect.n)},
       {"digest", p.digest.substr(0, 12)}});
}

std::string said_test(const Power& p, Language language) {
  return sentence(p.test.pairs ? "power.test_pairs" : "power.test_groups", language,
                  {{"units", std::to_string(p.test.units)},
                   {"held", std::to_string(p.test.held_out())},
                   {"size", percent(p.test.size(), language)},
                   {"noise", percent(p.test.noise, language)},
                   {"spread", percent(p.test.spread, language)},
                   {"luck", people_number_in(language, p.luck)},
                   {"alpha", percent(p.test.alpha, language)},
                   {"tests", people_amount_in(language, p.test.tests)}});
}

std::string said_answer(const Power& p, Language language) {
  std::string text;
  for (const Row& row : p.rows)
    if (row.is_asked)
      text = sentence("power.answer", language,
                      {{"chance", percent(row.chance, language)},
                       {"low", percent(row.at_low, language)},
                       {"high", percent(row.at_high, language)},
                       {"least", amount(row.detectable, p, language)}});
  return text + (p.needed > 0 ? sentence("power.needed", language, {{"units", std::to_string(p.needed)}})
                              : label("power.not_reached", language));
}

}  // namespace

std::string power_text(const Power& p, std::size_t width, Language language) {
  const std::size_t line = std::min<std::size_t>(width, 100);
  std::string text = p.name + (p.question.empty() ? "" : "\n" + wrapped(p.question)) + "\n\n";
  text += wrapped(said_answer(p, language), line) + "\n\n" + wrapped(said_effect(p, language), line) + "\n";
  text += wrapped(said_test(p, language), line) + "\n";
  std::vector<std::string> headings;
  for (const char* key : {"power.units", "power.chance", "power.over_interval", "power.least",
                          "power.of_baseline", "power.curve"})
    headings.push_back(label(key, language));
  Table table(headings);
  for (const Row& row : p.rows)
    table.add({fmt::format("{}{}", row.units, row.is_asked ? " *" : ""), percent(row.chance, language),
               percent(row.at_low, language) + " … " + percent(row.at_high, language),
               amount(row.detectable, p, language),
               p.market.without == 0 ? "–" : percent(row.detectable / std::fabs(p.market.without), language),
               bar(row.chance)});
  return text + table.render(width) + "\n" + label("power.legend", language) +
         label("text.legend_simulated", language);
}

std::string power_page(const Power& p, Language language) {
  std::vector<SmallTile> tiles(4);
  SmallCurve curve;
  curve.level = 0.8;
  for (const Row& row : p.rows) {
    curve.at.push_back(row.units), curve.mean.push_back(row.chance);
    curve.low.push_back(row.at_low), curve.high.push_back(row.at_high);
    if (!row.is_asked) continue;
    curve.dots_at.push_back(row.units), curve.dots.push_back(row.chance);
    tiles[0] = {label("power.chance", language),
                percent(row.chance, language),
                {percent(row.at_low, language) + " … " + percent(row.at_high, language)}};
    tiles[2] = {label("power.least", language), amount(row.detectable, p, language), {}};
  }
  tiles[1] = {label("power.page.effect", language),
              amount(p.effect.mean, p, language),
              {amount(p.effect.low, p, language) + " … " + amount(p.effect.high, p, language),
               measure_name(Measure{p.measure, p.label, p.unit, {}}, language)}};
  tiles[3] = {label("power.page.needed", language),
              p.needed > 0 ? std::to_string(p.needed) : label("power.page.none", language),
              {}};
  std::vector<std::vector<std::string>> rows;
  for (const Row& row : p.rows)
    rows.push_back({fmt::format("{}{}", row.units, row.is_asked ? " *" : ""), percent(row.chance, language),
                    percent(row.at_low, language) + " … " + percent(row.at_high, language),
                    amount(row.detectable, p, language)});
  const std::string drawn = small_curve(
      curve, [&](double x) { return people_number_in(language, x); }, [&](double y) { return percent(y, language); });
  const std::string body =
      small_tiles(tiles) +
      small_figure(label("power.page.curve", language), drawn, label("power.page.read", language), said_answer(p, language)) +
      small_figure(label("power.curve", language),
                   small_table({label("power.units", language), label("power.chance", language),
                                label("power.over_interval", language), label("power.least", language)},
                               rows),
                   said_effect(p, language) + " " + said_test(p, language));
  return small_page(p.question.empty() ? p.name : p.question, said_answer(p, language), body, language);
}

std::string power_json(const Power& p) {
  using Json = nlohmann::ordered_json;
  Json json = {{"kind", "power"},
               {"simulated", true},
               {"name", p.name},
               {"question", p.question},
               {"scenario_digest", p.digest},
               {"arm", p.arm},
               {"baseline", p.baseline},
               {"measure", p.measure},
               {"label", p.label},
               {"unit", p.unit},
               {"effect",
                {{"mean", json_number(p.effect.mean)},
                 {"low", json_number(p.effect.low)},
                 {"high", json_number(p.effect.high)},
                 {"n", p.effect.n}}},
               {"market",
                {{"without", json_number(p.market.without)},
                 {"with", json_number(p.market.with)},
                 {"sd_without", json_number(p.market.sd_without)},
                 {"sd_with", json_number(p.market.sd_with)}}},
               {"test",
                {{"luck", p.luck},
                 {"units", p.test.units},
                 {"held_out", p.test.held_out()},
                 {"pairs", p.test.pairs},
                 {"unit_size", p.test.size()},
                 {"weeks", json_number(p.test.weeks)},
                 {"noise", p.test.noise},
                 {"spread", p.test.spread},
                 {"alpha", p.test.alpha},
                 {"tests", p.test.tests}}},
               {"curve", Json::array()}};
  for (const Row& row : p.rows)
    json["curve"].push_back({{"units", row.units},
                             {"chance", json_number(row.chance)},
                             {"chance_low", json_number(row.at_low)},
                             {"chance_high", json_number(row.at_high)},
                             {"detectable", json_number(row.detectable)},
                             {"asked", row.is_asked}});
  json["units_for_80"] = p.needed > 0 ? Json(p.needed) : Json(nullptr);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fanfare::power
