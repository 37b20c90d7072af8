#include "models/fan_economy/keys/attributes.h"

#include <algorithm>
#include <cmath>

#include "fanfare/nearest.h"
#include "fanfare/quantity.h"
#include "models/fan_economy/keys/economy.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/keys/segments.h"

namespace fanfare::fan_economy {

namespace {

using WordList = std::vector<std::string>;

int word_place(const WordList& words, std::string_view word) {
  const auto at = std::find(words.begin(), words.end(), word);
  return at == words.end() ? -1 : static_cast<int>(at - words.begin());
}

std::string in_quotes(std::string_view word) { return "'" + std::string(word) + "'"; }

WordList attribute_ids(const std::vector<AttributeParameters>& attributes) {
  WordList ids;
  for (const AttributeParameters& a : attributes) ids.push_back(a.id);
  return ids;
}

// One share a level, which sum to 1 as far as people write them down.
void check_shares(const std::vector<double>& shares, std::size_t levels, const std::string& key, Checker& c) {
  constexpr double kWritten = 1e-6;
  if (shares.size() != levels)
    return c.problem(
        key, "has " + std::to_string(shares.size()) + " shares for " + std::to_string(levels) + " levels",
        "write one for each level, in their order");
  double sum = 0;
  for (const double share : shares) sum += share;
  if (std::fabs(sum - 1) <= kWritten) return;
  const double rounded = std::floor(sum * 1e6 + 0.5) / 1e4;
  const double off = std::floor((1 - sum) * 1e6 + 0.5) / 1e4;
  c.problem(
      key, "sums to " + format_number(rounded) + "%, not to 100%",
      (off > 0 ? "add " : "take off ") + format_number(std::fabs(off)) + "%, or list a level for the rest");
}

void check_levels(const AttributeParameters& a, Checker& c) {
  if (a.levels.size() < 2 || a.levels.size() > kMostLevels)
    c.problem(
        "levels",
        std::to_string(a.levels.size()) + " levels, and there must be 2 to " + std::to_string(kMostLevels),
        "a level is a word, as in [young, middle, old]");
  for (std::size_t i = 0; i < a.levels.size(); ++i) {
    const std::string at = "levels[" + std::to_string(i) + "]";
    if (a.levels[i].empty()) c.problem(at, "an empty level", "write a word");
    if (word_place(a.levels, a.levels[i]) < static_cast<int>(i))
      c.problem(at, "level " + in_quotes(a.levels[i]) + " is there twice", "name each level once");
  }
  for (const std::string& level : a.minors)
    if (level_number(a, level) < 0)
      c.problem("minors", "no level " + in_quotes(level), did_you_mean(level, a.levels, "levels are"));
}

// Shares, a table or a file: one of them, whole.
void check_origin(const AttributeParameters& a, Checker& c) {
  const int origins = !a.shares.empty() + (!a.table.empty() || !a.given.empty()) + !a.file.empty();
  if (origins != 1)
    return c.problem(
        origins == 0     ? ""
        : a.file.empty() ? "given"
                         : "file",
        origins == 0 ? "nothing says who has which level" : "more than one thing says who has which level",
        "give shares, or given and table, or file and column");
  if (!a.shares.empty()) check_shares(a.shares, a.levels.size(), "shares", c);
  for (std::size_t i = 0; i < a.table.size(); ++i)
    check_shares(a.table[i].shares, a.levels.size(), "table[" + std::to_string(i) + "].shares", c);
  if (!a.file.empty() && a.column.empty())
    c.problem("file", "no column is named", "write column: the heading of the levels");
  if (a.file.empty() && (!a.column.empty() || !a.weight.empty()))
    c.problem(a.column.empty() ? "weight" : "column", "of no file", "write file: path.csv");
  if (!a.weight.empty() && a.rows == FileRows::in_order)
    c.problem("weight", "rows in order have no weights", "write rows: drawn");
}

void check_parent(const EconomyParameters& p, const AttributeParameters& a, Checker& c) {
  const std::string at = "attributes." + a.id;
  if (a.given.empty()) {
    if (!a.table.empty())
      c.problem(at + ".table", "given which attribute is not said",
                "write given: the id of another attribute");
    return;
  }
  const int parent = attribute_number(p, a.given);
  if (parent < 0)
    return c.problem(at + ".given", "no attribute " + in_quotes(a.given),
                     did_you_mean(a.given, attribute_ids(p.attributes), "attributes are"));
  const WordList& levels = p.attributes[static_cast<std::size_t>(parent)].levels;
  WordList rows;
  for (std::size_t i = 0; i < a.table.size(); ++i) {
    const std::string& level = a.table[i].level;
    const std::string row = at + ".table[" + std::to_string(i) + "].level";
    if (word_place(levels, level) < 0)
      c.problem(row, a.given + " has no level " + in_quotes(level),
                did_you_mean(level, levels, "levels are"));
    if (word_place(rows, level) >= 0)
      c.problem(row, "a second row for " + in_quotes(level), "keep one of them");
    rows.push_back(level);
  }
  for (const std::string& level : levels)
    if (word_place(rows, level) < 0)
      c.problem(at + ".table", "no row for " + a.given + " " + in_quotes(level),
                "add {level: " + level + ", shares: […]}");
}

// Parents of parents, up to one that is met again.
void check_cycle(const EconomyParameters& p, const AttributeParameters& a, Checker& c) {
  std::string way = a.id;
  int at = attribute_number(p, a.given);
  for (std::size_t steps = 0; at >= 0 && steps < p.attributes.size(); ++steps) {
    const AttributeParameters& parent = p.attributes[static_cast<std::size_t>(at)];
    way += " ← " + parent.id;
    if (parent.id == a.id)
      return c.problem("attributes." + a.id + ".given", "a circle of parents: " + way,
                       "let one of them have shares of its own");
    at = attribute_number(p, parent.given);
  }
}

void check_names(const EconomyParameters& p, std::size_t number, Checker& c) {
  const AttributeParameters& a = p.attributes[number];
  const std::string at = "attributes." + a.id + ".id";
  const std::string wrong = why_no_name(a.id);
  if (!wrong.empty()) c.problem(at, in_quotes(a.id) + " " + wrong, "choose another name");
  for (std::size_t i = 0; i < number; ++i)
    if (p.attributes[i].id != a.id && hash_of_name(p.attributes[i].id) == hash_of_name(a.id))
      c.problem(at, in_quotes(a.id) + " and " + in_quotes(p.attributes[i].id) + " would have the same luck",
                "choose another name");
}

// Attributes that come from one row must agree on how it is drawn.
void check_files(const EconomyParameters& p, std::size_t number, Checker& c) {
  const AttributeParameters& a = p.attributes[number];
  if (a.rows != FileRows::drawn) return;
  for (std::size_t i = 0; i < number; ++i) {
    const AttributeParameters& b = p.attributes[i];
    if (b.rows == FileRows::drawn && b.file == a.file && b.weight != a.weight)
      return c.problem("attributes." + a.id,
                       "draws rows by another weight than " + b.id + " does of this file",
                       "name one weight for all attributes of a file");
  }
}

void check_minors(const EconomyParameters& p, Checker& c) {
  const int first = minors_attribute(p);
  if (first < 0) return;
  const std::string& id = p.attributes[static_cast<std::size_t>(first)].id;
  if (c.is_given("population.minors"))
    c.problem("population.minors", "attributes." + id + ".minors says already who is a minor",
              "keep one of them");
  for (std::size_t i = static_cast<std::size_t>(first) + 1; i < p.attributes.size(); ++i)
    if (!p.attributes[i].minors.empty())
      c.problem("attributes." + p.attributes[i].id + ".minors",
                "attributes." + id + ".minors says already who is a minor", "keep one of them");
}

}  // namespace

void describe(Schema<AttributeRow>& s) {
  s.value("level", &AttributeRow::level).required().help("of the attribute named by given");
  s.numbers("shares", &AttributeRow::shares)
      .unit(Unit::share)
      .in(0, 1)
      .help("of the levels, among accounts with that level; they sum to 1");
}

void describe(Schema<AttributeParameters>& s) {
  using A = AttributeParameters;
  s.id(&A::id).help("by which segments name it");
  s.value("label", &A::label).help("what results call it; empty: its id");
  s.words("levels", &A::levels).help("what an account can be, in an order that < and > go by");
  s.numbers("shares", &A::shares).unit(Unit::share).in(0, 1).help("of the levels; they sum to 1");
  s.value("given", &A::given).help("id of the attribute that table goes by");
  s.list("table", &A::table).help("shares for each level of that attribute");
  s.value("file", &A::file)
      .file()
      .help("a table (.csv, .gz, .zst) with a line of headings, from which accounts have their levels");
  s.value("column", &A::column).help("heading of the levels in file");
  s.choice("rows", &A::rows,
           {{"in_order", FileRows::in_order, "the first row is account 0, the next is account 1, …"},
            {"drawn", FileRows::drawn, "a row by chance; attributes of one file come from one row"}})
      .help("which row of file an account has");
  s.value("weight", &A::weight)
      .help("heading of how many a row stands for, if rows are drawn; empty: all alike");
  s.words("minors", &A::minors).help("levels whose accounts are minors, in place of population.minors");
  s.check([](const A& a, Checker& c) {
    check_levels(a, c);
    check_origin(a, c);
  });
}

int level_number(const AttributeParameters& attribute, std::string_view level) {
  return word_place(attribute.levels, level);
}

int attribute_number(const EconomyParameters& p, std::string_view id) {
  for (std::size_t i = 0; i < p.attributes.size(); ++i)
    if (p.attributes[i].id == id) return static_cast<int>(i);
  return -1;
}

int minors_attribute(const EconomyParameters& p) {
  for (std::size_t i = 0; i < p.attributes.size(); ++i)
    if (!p.attributes[i].minors.empty()) return static_cast<int>(i);
  return -1;
}

void check_attributes(const EconomyParameters& p, Checker& c) {
  if (p.attributes.size() > kMostAttributes)
    c.problem("attributes",
              std::to_string(p.attributes.size()) + " attributes, at most " + std::to_string(kMostAttributes),
              "each takes a byte of every account; merge some");
  for (std::size_t i = 0; i < p.attributes.size(); ++i) {
    check_names(p, i, c);
    check_parent(p, p.attributes[i], c);
    check_cycle(p, p.attributes[i], c);
    check_files(p, i, c);
  }
  check_minors(p, c);
}

}  // namespace fanfare::fan_economy
