// Properties: the effective scenario of any scenario parses to the same set, and no bytes crash the reader.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "market.h"
#include "sim/scenario/dictionary.h"
#include "sim/scenario/study.h"
#include "sim/scenario/yaml_reader.h"
#include "sim/scenario/yaml_text.h"

namespace market {
namespace {

std::string number(double lo, double hi) {
  const auto cell = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 53);
  const double x = lo + (hi - lo) * (static_cast<double>(cell) * 0x1p-53);
  char text[64];
  std::snprintf(text, sizeof text, "%.17g", x);
  return text;
}

// A scenario with random values in random places.
std::string random_scenario() {
  std::string text = "schema: 1\nkind: scenario\n";
  const auto maybe = [] { return *rc::gen::arbitrary<bool>(); };
  if (maybe()) text += "question: " + yaml_scalar(*rc::gen::string<std::string>()) + "\n";
  text += "population: {accounts: " + std::to_string(*rc::gen::inRange(1, 100'000'000)) +
          ", scale: " + number(1, 1e6);
  if (maybe())
    text += ", income: {dist: gamma, shape: " + number(0.1, 9) + ", scale: " + number(0.1, 1e5) + "}";
  text += "}\n";
  text += "platforms: [{id: main, feed: {half_life: " + number(0.01, 1e4) +
          ", preset: " + *rc::gen::elementOf(std::vector<std::string>{"even", "fast", "long", "none"});
  if (maybe()) text += ", value: {like: " + number(-1e300, 1e300) + "}";
  text += "}}]\nbrands: [{id: a, price: " + std::to_string(*rc::gen::inRange(0, 100'000)) + "." +
          std::to_string(*rc::gen::inRange(10, 99)) + ", margin: " + number(0, 1) + "}]\n";
  if (maybe())
    text += "campaigns: [{id: c, brand: a, flight: [" + number(0, 10) + "d, " + number(241, 900) +
            " h], lines: [{share: " + number(0, 1) + "}]}]\n";
  return text;
}

RC_GTEST_PROP(EffectiveScenario, of_any_scenario_parses_to_the_same_set, ()) {
  const std::string text = random_scenario();
  RC_LOG() << text;
  Problems problems;
  const Scenario scenario = load_scenario_text("r.yaml", text, {}, problems);
  RC_ASSERT(problems.render() == "" || text.find("question") != std::string::npos);
  RC_PRE(problems.empty());  // a question may hold bytes that are no text
  const Scenario again = load_scenario_text("e.yaml", effective_yaml(scenario), {}, problems);
  RC_ASSERT(problems.render() == "");
  RC_ASSERT(again.digest() == scenario.digest());
  RC_ASSERT(again.question == scenario.question);
  const Economy &a = economy(scenario), &b = economy(again);
  RC_ASSERT(a.population.scale == b.population.scale);
  RC_ASSERT(a.population.income.a == b.population.income.a && a.population.income.b == b.population.income.b);
  RC_ASSERT(a.platforms[0].feed.half_life == b.platforms[0].feed.half_life);
  RC_ASSERT(a.platforms[0].feed.value.like == b.platforms[0].feed.value.like);
  RC_ASSERT(a.brands[0].price == b.brands[0].price && a.brands[0].margin == b.brands[0].margin);
}

// Some bytes changed, cut out, doubled or put in.
std::string mutated(std::string text) {
  const int count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const auto n = *rc::gen::inRange<std::size_t>(1, 20);
    switch (*rc::gen::inRange(0, 4)) {
      case 0: text[at] = *rc::gen::arbitrary<char>(); break;
      case 1: text.erase(at, n); break;
      case 2: text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), n)); break;
      default: text.insert(at, 1, *rc::gen::elementOf(std::string("{}[]:,&*!|>'\"#-?%@\n\t <~e_."))); break;
    }
  }
  return text;
}

RC_GTEST_PROP(Fuzz, a_mutated_scenario_is_read_or_refused, ()) {
  const std::string text = mutated(kWhole);
  RC_LOG() << text;
  Problems problems;
  const Scenario scenario = load_scenario_text("f.yaml", text, {}, problems);
  const std::string said = problems.render();
  if (!problems.empty()) return RC_ASSERT(!said.empty());
  const Scenario again = load_scenario_text("e.yaml", effective_yaml(scenario), {}, problems);
  RC_ASSERT(problems.render() == "");
  RC_ASSERT(again.digest() == scenario.digest());
}

RC_GTEST_PROP(Fuzz, a_mutated_set_option_is_read_or_refused, ()) {
  const std::string option = mutated("platforms.main.feed.value.like=[{0.2 CNY}, main]");
  RC_PRE(option.find('=') != std::string::npos && option[0] != '=');
  Problems problems;
  const SetOption set = parse_set_option(option);
  load_scenario_text("f.yaml", kWhole, {&set, 1}, problems);
  problems.render();
}

RC_GTEST_PROP(Fuzz, any_bytes_are_read_or_refused, (const std::string& text)) {
  Problems problems;
  read_yaml_text("f.yaml", text, "", problems);
  problems.render();
}

}  // namespace
}  // namespace market
