// A set of parameters: values read, changed by --set and by events, presets, digests, clones.
#include "fanfare/parameter_set.h"

#include <gtest/gtest.h>

#include <array>

#include "fanfare/expects.h"
#include "market.h"
#include "sim/scenario/yaml_reader.h"

namespace market {
namespace {

std::unique_ptr<Parameters<Economy>> read(const std::string& text) {
  auto set = std::make_unique<Parameters<Economy>>();
  Problems problems;
  set->parse(read_yaml_text("p.yaml", text, "scenario", problems), problems);
  EXPECT_EQ(problems.render(), "");
  return set;
}

std::string set(ParameterSet& parameters, std::string_view path, std::string_view text) {
  Problems problems;
  parameters.set(path, text, problems);
  return problems.render();
}

TEST(ParameterSet, every_kind_of_value_reaches_its_member) {
  const Scenario scenario = loaded(kWhole);
  const Economy& e = economy(scenario);
  EXPECT_EQ(e.population.accounts, 50'000U);
  EXPECT_EQ(e.population.scale, 10.0F);
  EXPECT_EQ(e.population.graph.mean_follows, 42.5);
  EXPECT_EQ(e.population.graph.reciprocity, 0.2);
  EXPECT_EQ(e.population.income.kind, Distribution::Kind::lognormal);
  EXPECT_EQ(e.population.income.a, 2000);
  EXPECT_EQ(e.population.income.b, 1.6);
  EXPECT_EQ(e.topics, (std::vector<std::string>{"beauty", "12", "null", "美妆"}));
  EXPECT_EQ(e.brands.at(0).price, 12'950);
  EXPECT_EQ(e.brands.at(1).price, 11'900);
  EXPECT_EQ(e.campaigns.at(0).budget, 15'000'000);
  EXPECT_EQ(e.campaigns.at(0).flight.lo, 1.5);
  EXPECT_EQ(e.campaigns.at(0).flight.hi, 24);
  EXPECT_EQ(e.campaigns.at(0).lines.at(0).hire.kind, HireKind::kol);
  EXPECT_EQ(e.campaigns.at(0).lines.at(1).hire.kind, HireKind::koc);
  EXPECT_EQ(e.campaigns.at(0).deal.value().discount, 0.05);
  EXPECT_EQ(e.events.at(0).set.at(1).path, "platforms.main.feed.preset");
  EXPECT_EQ(scenario.run.seed, 20261122U);
  EXPECT_EQ(scenario.run.ticks(), 45U * 24);
}

TEST(ParameterSet, a_preset_lies_under_what_is_written) {
  const auto own = read("platforms: [{id: main, feed: {half_life: 3, preset: fast}}]\n");
  auto& p = *own;
  EXPECT_EQ(p.value().platforms[0].feed.half_life, 3);
  EXPECT_EQ(p.value().platforms[0].feed.value.share, 5);
}

TEST(ParameterSet, another_preset_keeps_what_is_written_on_top) {
  const auto own = read("platforms: [{id: main, feed: {half_life: 3, preset: fast}}]\n");
  auto& p = *own;
  EXPECT_EQ(set(p, "platforms.main.feed.preset", "long"), "");
  EXPECT_EQ(p.value().platforms[0].feed.half_life, 3);
  EXPECT_EQ(p.value().platforms[0].feed.value.share, 2);  // of the preset before, gone
}

struct Chosen {
  std::string preset = "two";
  int x = 1;
  int y = 1;
};
const std::array kChosenPresets = {Preset<Chosen>{"two", "", "", [](Chosen& c) { c.x = 2, c.y = 2; }},
                                   Preset<Chosen>{"three", "", "", [](Chosen& c) { c.x = 3; }}};
void describe(Schema<Chosen>& s) {
  s.presets("preset", &Chosen::preset, kChosenPresets);
  s.value("x", &Chosen::x);
  s.value("y", &Chosen::y);
}

TEST(ParameterSet, a_preset_in_the_initialiser_is_applied_and_replaced_whole) {
  Parameters<Chosen> p;
  EXPECT_EQ(p.value().x, 2);
  EXPECT_EQ(set(p, "preset", "three"), "");
  EXPECT_EQ(p.value().x, 3);
  EXPECT_EQ(p.value().y, 1);
  EXPECT_EQ(set(p, "preset", "none"), "");
  EXPECT_EQ(p.value().x, 1);
  EXPECT_EQ(p.get("preset"), "none");
}

struct Shelf {
  std::string id;
  Chosen chosen;
};
struct Shelves {
  std::vector<Shelf> shelves{{"top", {}}};
};
void describe(Schema<Shelf>& s) {
  s.id(&Shelf::id);
  s.group("chosen", &Shelf::chosen);
}
void describe(Schema<Shelves>& s) { s.list("shelves", &Shelves::shelves); }

TEST(ParameterSet, changing_an_element_of_a_default_list_does_not_pin_its_preset) {
  Parameters<Shelves> p;
  EXPECT_EQ(p.value().shelves.at(0).chosen.y, 2);
  EXPECT_EQ(set(p, "shelves.top.chosen.preset", "three"), "");
  EXPECT_EQ(p.value().shelves.at(0).chosen.x, 3);
  EXPECT_EQ(p.value().shelves.at(0).chosen.y, 1);
}

TEST(ParameterSet, values_can_be_set_and_asked_for_by_path) {
  const auto own = read(kWhole + std::string(kWhole).find("population:"));
  auto& p = *own;
  EXPECT_EQ(set(p, "campaigns.launch.budget", "1e3 CNY"), "");
  EXPECT_EQ(p.value().campaigns[0].budget, 100'000);
  EXPECT_EQ(p.get("campaigns.launch.budget"), "1000 CNY");
  EXPECT_EQ(p.get("platforms.main.feed.half_life"), "1.5 h");
  EXPECT_EQ(p.get("campaigns.launch.lines[1]"), "{hire: {kind: koc, posts: 1}, share: 50%}");
  EXPECT_EQ(set(p, "campaigns.launch.lines", "[{hire: {kind: kol}}]"), "");
  EXPECT_EQ(p.value().campaigns[0].lines.size(), 1U);
  EXPECT_EQ(set(p, "campaigns", "[]"), "");
  EXPECT_TRUE(p.value().campaigns.empty());
  EXPECT_TRUE(p.has("brands.aurora.price"));
  EXPECT_FALSE(p.has("brands.nobody.price"));
  EXPECT_THROW(p.get("brands.nobody.price"), ScenarioError);
}

TEST(ParameterSet, an_element_of_a_default_list_can_be_changed) {
  Parameters<Economy> p;
  EXPECT_EQ(set(p, "platforms.main.feed.length", "7"), "");
  EXPECT_EQ(set(p, "platforms.main.feed.preset", "fast"), "");  // and the rest of it stays unwritten
  EXPECT_EQ(p.value().platforms.at(0).feed.length, 7U);
  EXPECT_EQ(p.value().platforms.at(0).feed.half_life, 2);
}

TEST(ParameterSet, a_part_of_a_distribution_can_be_set) {
  Parameters<Economy> p;
  EXPECT_EQ(set(p, "population.income.median", "3000"), "");
  EXPECT_EQ(p.get("population.income"), "{dist: lognormal, median: 3000 CNY, sigma: 0.8}");
  EXPECT_EQ(set(p, "population.income", "500 CNY"), "");
  EXPECT_EQ(set(p, "population.income.median", "3"),
            "--set population.income.median=3: error: population.income: is a constant (set the whole "
            "distribution: "
            "{dist: lognormal, median: …, sigma: …})\n");
}

TEST(ParameterSet, an_optional_group_can_come_and_go) {
  const auto own = read(kWhole + std::string(kWhole).find("population:"));
  auto& p = *own;
  EXPECT_EQ(set(p, "campaigns.launch.deal", "null"), "");
  EXPECT_FALSE(p.value().campaigns[0].deal.has_value());
  EXPECT_EQ(set(p, "campaigns.launch.deal.discount", "20%"), "");
  EXPECT_EQ(p.value().campaigns[0].deal.value().discount, 0.2);
}

TEST(ParameterSet, events_change_the_live_object_in_place) {
  const auto own = read(kWhole + std::string(kWhole).find("population:"));
  auto& p = *own;
  const Feed* const feed = &p.value().platforms[0].feed;
  EXPECT_EQ(p.set_at_run("platforms.main.feed.value.like", "0.9"), "");
  EXPECT_EQ(feed->value.like, 0.9);
  EXPECT_EQ(p.set_at_run("platforms.main.feed.is_open", "false"), "");
  EXPECT_FALSE(feed->is_open);
}

TEST(ParameterSet, a_preset_chosen_by_an_event_stays_under_what_was_written_or_set) {
  const auto own = read("platforms: [{id: main, feed: {preset: fast, value: {like: 0.3}}}]\n");
  auto& p = *own;
  const Feed* const feed = &p.value().platforms[0].feed;
  EXPECT_EQ(p.set_at_run("platforms.main.feed.is_open", "false"), "");
  EXPECT_EQ(p.set_at_run("platforms.main.feed.preset", "long"), "");
  EXPECT_EQ(feed->half_life, 48);
  EXPECT_EQ(feed->value.like, 0.3);
  EXPECT_EQ(feed->value.share, 2);
  EXPECT_FALSE(feed->is_open);
}

TEST(ParameterSet, events_are_refused_what_is_wrong) {
  Parameters<Economy> p;
  EXPECT_EQ(p.set_at_run("platforms.main.feed.length", "3"),
            "platforms.main.feed.length: can't change while a run goes on (it is fixed at the start)");
  EXPECT_EQ(p.set_at_run("platforms.main.feed.half_life", "0"),
            "platforms.main.feed.half_life: 0 is outside [0.01 h, 10000 h]");
  EXPECT_EQ(p.set_at_run("platforms.main.feed", "0"),
            "platforms.main.feed: is not a single value (set one of its keys)");
  EXPECT_EQ(p.set_at_run("nowhere", "0").substr(0, 30), "nowhere: unknown key 'nowhere'");
  EXPECT_EQ(p.value().platforms[0].feed.half_life, 6);
}

TEST(ParameterSet, events_leave_no_trace_in_what_a_run_starts_with) {
  const auto own = read("platforms: [{id: main, feed: {half_life: 3}}]\n");
  auto& p = *own;
  const std::string before = p.digest_text();
  EXPECT_EQ(p.set_at_run("platforms.main.feed.half_life", "5"), "");
  EXPECT_EQ(p.get("platforms.main.feed.half_life"), "5 h");
  EXPECT_EQ(p.digest_text(), before);
  EXPECT_EQ(p.clone()->get("platforms.main.feed.half_life"), "3 h");
}

TEST(ParameterSet, equal_values_have_equal_digests_however_written) {
  const auto a = read("platforms: [{id: main, feed: {half_life: 90 min}}]\nbrands: [{id: a, price: 100}]\n");
  const auto b =
      read("brands:\n  - price: 1e2 CNY\n    id: a\nplatforms:\n  - {feed: {half_life: 1.5}, id: main}\n");
  const auto c =
      read("brands:\n  - price: 101 CNY\n    id: a\nplatforms:\n  - {feed: {half_life: 1.5}, id: main}\n");
  EXPECT_EQ(a->digest_text(), b->digest_text());
  EXPECT_NE(a->digest_text(), c->digest_text());
}

TEST(ParameterSet, a_name_declared_twice_is_our_own_mistake) {
  StructSpec spec;
  spec.add({.name = "x"});
  EXPECT_THROW(spec.add({.name = "x"}), LogicError);
}

TEST(ParameterSet, the_dictionary_knows_each_field) {
  const Parameters<Economy> p;
  for (const FieldInfo& f : p.fields()) {
    if (f.path != "platforms.<id>.feed.half_life") continue;
    EXPECT_EQ(f.unit, "h");
    EXPECT_EQ(f.default_value, "6 h");
    EXPECT_EQ(f.range, "[0.01 h, 10000 h]");
    EXPECT_TRUE(f.is_mutable);
    return;
  }
  FAIL() << "half_life is not in the dictionary";
}

}  // namespace
}  // namespace market
