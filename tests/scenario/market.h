// A small model's parameters, one of every kind, and helpers to read scenarios of it. It simulates nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/parameter_set.h"
#include "sim/scenario/scenario.h"

namespace market {

using namespace fanfare;

enum class GraphKind : std::uint8_t { ring, file };
enum class HireKind { kol, koc };

struct Graph {
  GraphKind kind = GraphKind::ring;
  double mean_follows = 42;
  double reciprocity = 0.2;
  std::string path;
};
struct Population {
  std::uint32_t accounts = 1000;
  float scale = 1;
  Graph graph;
  Distribution income = Distribution::lognormal(6000, 0.8);
};
struct Value {
  double like = 1;
  double share = 2;
};
struct Feed {
  std::string preset = "even";
  double half_life = 6;  // hours
  std::uint32_t length = 20;
  bool is_open = true;
  Value value;
  std::vector<double> ladder{200, 500};
};
struct Platform {
  std::string id;
  Feed feed;
};
struct Brand {
  std::string id;
  std::string topic = "beauty";
  Cents price = 0;
  double margin = 0.5;
};
struct Hire {
  HireKind kind = HireKind::koc;
  std::int16_t posts = 1;
};
struct Line {
  Hire hire;
  double share = 1;
};
struct Deal {
  double discount = 0.1;
};
struct Campaign {
  std::string id;
  std::string brand;
  Cents budget = 0;
  Range flight{0, 30};
  std::vector<Line> lines;
  std::optional<Deal> deal;
};
struct Event {
  std::string id;
  double at = 0;
  std::vector<Assignment> set;
};
struct Economy {
  Population population;
  std::vector<std::string> topics{"beauty", "games"};
  std::vector<Platform> platforms{{"main", {}}};
  std::vector<Brand> brands;
  std::vector<Campaign> campaigns;
  std::vector<Event> events;
};

void describe(Schema<Graph>& s);
void describe(Schema<Population>& s);
void describe(Schema<Value>& s);
void describe(Schema<Feed>& s);
void describe(Schema<Platform>& s);
void describe(Schema<Brand>& s);
void describe(Schema<Hire>& s);
void describe(Schema<Line>& s);
void describe(Schema<Deal>& s);
void describe(Schema<Campaign>& s);
void describe(Schema<Event>& s);
void describe(Schema<Economy>& s);

// A scenario with something of everything.
extern const char* const kWhole;

// A scenario's head, then `rest`; line 1 of `rest` is line 3 of the text.
std::string with_head(const std::string& rest);
// What is said about a scenario text called bad.yaml; "" if all is well.
std::string said_about(const std::string& text, std::vector<SetOption> sets = {});
// A scenario that must be without problems.
Scenario loaded(const std::string& text, std::vector<SetOption> sets = {});
const Economy& economy(const Scenario& scenario);

// A folder that goes when the test does.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string write(const std::string& name, const std::string& text) const;
  std::string path(const std::string& name) const { return (root_ / name).string(); }
  // The text with this folder's name taken out.
  std::string without(std::string text) const;

 private:
  std::filesystem::path root_;
};

}  // namespace market
