// The schema of the small model, its catalogue, and the helpers.
#include "market.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>

namespace market {

void describe(Schema<Graph>& s) {
  s.choice("kind", &Graph::kind, {{"ring", GraphKind::ring}, {"file", GraphKind::file, "an edge list"}})
      .help("where follows come from");
  s.value("mean_follows", &Graph::mean_follows).in(0, 1000).help("follows per account").source("assumed");
  s.value("reciprocity", &Graph::reciprocity).unit(Unit::share).in(0, 1).help("share of follows answered");
  s.value("path", &Graph::path).file().help("edge list");
  s.check([](const Graph& g, Checker& c) {
    if (g.kind == GraphKind::file && g.path.empty())
      c.problem("path", "is missing", "a graph from a file names it");
  });
}
void describe(Schema<Population>& s) {
  s.value("accounts", &Population::accounts)
      .unit(Unit::count)
      .quantity_of("accounts")
      .in(1, 1e8)
      .help("how many");
  s.value("scale", &Population::scale).in(1, 1e6).help("people per account");
  s.group("graph", &Population::graph).help("who follows whom");
  s.distribution("income", &Population::income).unit(Unit::money).in(0, 1e6).help("per month");
}
void describe(Schema<Value>& s) {
  s.value("like", &Value::like).mutable_at_run().help("weight of a like");
  s.value("share", &Value::share).in(-10, 10).mutable_at_run().help("weight of a share");
}

namespace {
const std::array kPresets = {
    Preset<Feed>{"even", "all alike", "", [](Feed&) {}},
    Preset<Feed>{"fast", "short-lived", "folk",
                 [](Feed& f) { f.half_life = 2, f.value.share = 5, f.ladder = {100}; }},
    Preset<Feed>{"long", "long-lived", "folk", [](Feed& f) { f.half_life = 48; }},
};
}

void describe(Schema<Feed>& s) {
  s.presets("preset", &Feed::preset, kPresets).mutable_at_run().help("a known feed");
  s.value("half_life", &Feed::half_life)
      .unit(Unit::hours)
      .in(0.01, 1e4)
      .mutable_at_run()
      .help("of freshness");
  s.value("length", &Feed::length).in(1, 1000).help("items a session");
  s.value("is_open", &Feed::is_open).mutable_at_run().help("to all");
  s.group("value", &Feed::value).help("weights of actions");
  s.numbers("ladder", &Feed::ladder).in(1, 1e9).help("traffic pools");
}
void describe(Schema<Platform>& s) {
  s.id(&Platform::id);
  s.group("feed", &Platform::feed).help("the algorithm");
}
void describe(Schema<Brand>& s) {
  s.id(&Brand::id).required().help("name of the brand");
  s.value("topic", &Brand::topic).help("what it sells");
  s.value("price", &Brand::price).unit(Unit::money).in(0, 1e6).required().help("of one item");
  s.value("margin", &Brand::margin).unit(Unit::share).in(0, 1).help("of the price");
}
void describe(Schema<Hire>& s) {
  s.choice("kind", &Hire::kind, {{"kol", HireKind::kol}, {"koc", HireKind::koc}}).help("whom");
  s.value("posts", &Hire::posts).at_least(1).help("each");
}
void describe(Schema<Line>& s) {
  s.group("hire", &Line::hire).help("who is hired");
  s.value("share", &Line::share).unit(Unit::share).in(0, 1).help("of the budget");
}
void describe(Schema<Deal>& s) {
  s.value("discount", &Deal::discount).unit(Unit::share).in(0, 1).help("off the price");
}
void describe(Schema<Campaign>& s) {
  s.id(&Campaign::id);
  s.value("brand", &Campaign::brand).help("whose");
  s.value("budget", &Campaign::budget).unit(Unit::money).in(0, 1e9).help("to spend");
  s.range("flight", &Campaign::flight).unit(Unit::days).in(0, 3650).help("first and last day");
  s.list("lines", &Campaign::lines).help("what it goes to");
  s.optional_group("deal", &Campaign::deal).help("an offer");
}
void describe(Schema<Event>& s) {
  s.id(&Event::id);
  s.value("at", &Event::at).unit(Unit::days).in(0, 3650).help("when");
  s.assignments("set", &Event::set).help("what changes");
}

namespace {

void check_brands(const Economy& e, Checker& c) {
  for (const Campaign& campaign : e.campaigns) {
    bool is_known = campaign.brand == "none";
    for (const Brand& brand : e.brands) is_known = is_known || brand.id == campaign.brand;
    if (!is_known)
      c.problem("campaigns." + campaign.id + ".brand", "there is no brand '" + campaign.brand + "'",
                "see brands");
  }
}

}  // namespace

void describe(Schema<Economy>& s) {
  s.group("population", &Economy::population).help("accounts and who follows whom");
  s.words("topics", &Economy::topics).min_items(1).help("of posts");
  s.list("platforms", &Economy::platforms).min_items(1).help("where posts are seen");
  s.list("brands", &Economy::brands).help("what is sold");
  s.list("campaigns", &Economy::campaigns).help("what brands spend");
  s.list("events", &Economy::events).help("what happens");
  s.check(check_brands);
}

const char* const kWhole = R"(schema: 1
kind: scenario
name: whole
question: Is everything read?
run: {until: 45d, tick: 1h, warmup: 7d, start: 2026-03-02, seed: 20261122}
population:
  accounts: 50_000
  scale: 10
  graph: {kind: ring, mean_follows: 42.5, reciprocity: 20%}
  income: {dist: lognormal, median: 2000 CNY, sigma: 1.6}
topics: [beauty, "12", "null", 美妆]
platforms:
  - id: main
    feed: {preset: fast, half_life: 90 min, value: {like: 0.3}}
brands:
  - {id: aurora, price: 129.50 CNY, margin: 60%}
  - {id: rival, price: 119}
campaigns:
  - id: launch
    brand: aurora
    budget: 150_000 CNY
    flight: [36 h, 24d]
    lines:
      - {hire: {kind: kol, posts: 2}, share: 50%}
      - {share: 0.5}
    deal: {discount: 5%}
events:
  - {id: change, at: 30d, set: {platforms.main.feed.value.like: 0.2, platforms.main.feed.preset: long}}
)";

namespace {

const std::array kModels = {
    ModelEntry{"fan_economy", "the small market",
               [] { return std::unique_ptr<ParameterSet>(std::make_unique<Parameters<Economy>>()); },
               nullptr},
    ModelEntry{"market", "the same",
               [] { return std::unique_ptr<ParameterSet>(std::make_unique<Parameters<Economy>>()); },
               nullptr},
};

}  // namespace

std::string with_head(const std::string& rest) { return "schema: 1\nkind: scenario\n" + rest; }

std::string said_about(const std::string& text, std::vector<SetOption> sets) {
  Problems problems;
  load_scenario_text("bad.yaml", text, sets, problems);
  return problems.render();
}

Scenario loaded(const std::string& text, std::vector<SetOption> sets) {
  Problems problems;
  Scenario scenario = load_scenario_text("good.yaml", text, sets, problems);
  EXPECT_EQ(problems.render(), "");
  return scenario;
}

const Economy& economy(const Scenario& scenario) {
  return static_cast<const Parameters<Economy>&>(*scenario.parameters).value();
}

Folder::Folder() {
  static int count = 0;
  root_ = std::filesystem::temp_directory_path() /
          ("fanfare_scenario_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
  std::filesystem::create_directories(root_);
}
Folder::~Folder() { std::filesystem::remove_all(root_); }

std::string Folder::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories((root_ / name).parent_path());
  std::ofstream(root_ / name, std::ios::binary) << text;
  return path(name);
}

std::string Folder::without(std::string text) const {
  const std::string root = root_.string() + "/";
  for (std::size_t at; (at = text.find(root)) != std::string::npos;) text.erase(at, root.size());
  return text;
}

}  // namespace market

namespace fanfare {

std::span<const ModelEntry> catalogue() { return market::kModels; }

const ModelEntry* find_model(std::string_view name) {
  for (const ModelEntry& model : catalogue())
    if (model.name == name) return &model;
  return nullptr;
}

}  // namespace fanfare
