#include "models/fan_economy/people/attributes.h"

#include <algorithm>
#include <string>

#include "fanfare/nearest.h"
#include "fanfare/quantity.h"
#include "fanfare/table_file.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Up to which word each level reaches. What rounding leaves falls to the last level that anybody has.
void add_thresholds(std::vector<std::uint64_t>& below, const std::vector<double>& shares) {
  constexpr std::uint64_t kAll = std::uint64_t{1} << 32;
  const auto last = static_cast<std::size_t>(
      std::find_if(shares.rbegin(), shares.rend(), [](double s) { return s > 0; }).base() - shares.begin());
  double sum = 0;
  for (std::size_t level = 0; level < shares.size(); ++level) {
    sum += shares[level];
    below.push_back(level + 1 >= last ? kAll : static_cast<std::uint64_t>(std::min(1.0, sum) * 0x1p32 + 0.5));
  }
}

// What the file is called, wherever it lies.
std::string_view name_of_file(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::uint8_t level_in(const AttributeParameters& p, std::string_view word, const TableRow& row) {
  const int level = level_number(p, word);
  if (level < 0)
    row.fail("'" + std::string(word) + "' is no level of attributes." + p.id + " (" +
             did_you_mean(word, p.levels, "levels are") + ")");
  return static_cast<std::uint8_t>(level);
}

double weight_in(std::string_view word, const TableRow& row) {
  QuantityError ignored;
  const auto weight = read_quantity(word, {}, ignored);
  if (!weight || !(*weight >= 0) || *weight > 1e15)
    row.fail("'" + std::string(word) + "' stands where a weight should be (a number from 0)");
  return *weight;
}

std::shared_ptr<const LevelsOfFile> read_levels(const AttributeParameters& p) {
  auto out = std::make_shared<LevelsOfFile>();
  std::vector<std::string> columns{p.column};
  if (!p.weight.empty()) columns.push_back(p.weight);
  double sum = 0;
  read_table(p.file, columns, [&](const TableRow& row) {
    out->level.push_back(level_in(p, row.cells()[0], row));
    if (!p.weight.empty()) out->upto.push_back(sum += weight_in(row.cells()[1], row));
  });
  if (!p.weight.empty() && sum <= 0)
    throw ScenarioError("attributes." + p.id + ".weight: all rows of " + p.file + " weigh nothing");
  return out;
}

// Runs of a study read a file once.
std::shared_ptr<const LevelsOfFile> levels_of_file(World& world, const AttributeParameters& p) {
  std::string key = "attribute\n" + p.file + "\n" + p.column + "\n" + p.weight;
  for (const std::string& level : p.levels) key += "\n" + level;
  return world.setup.shelf.get<LevelsOfFile>(key, [&] { return read_levels(p); });
}

void check_rows(const World& world, const AttributeParameters& p, std::size_t rows) {
  if (rows == world.part.accounts) return;
  throw ScenarioError("attributes." + p.id + ".file: has " + std::to_string(rows) + " rows for " +
                      std::to_string(world.part.accounts) + " accounts; " +
                      (rows < world.part.accounts ? "add rows" : "raise population.accounts") +
                      ", or write rows: drawn, for a row by chance");
}

Attribute opened(World& world, const AttributeParameters& p) {
  Attribute attribute;
  attribute.key = hash_of_name(p.file.empty() ? std::string_view(p.id) : name_of_file(p.file));
  attribute.levels = static_cast<std::uint32_t>(p.levels.size());
  attribute.parent = attribute_number(world.p, p.given);
  if (attribute.parent == Attribute::kNone && p.file.empty()) add_thresholds(attribute.below, p.shares);
  if (attribute.parent != Attribute::kNone)
    for (const std::string& level : world.p.attributes[static_cast<std::size_t>(attribute.parent)].levels)
      for (const AttributeRow& row : p.table)
        if (row.level == level) add_thresholds(attribute.below, row.shares);
  if (p.file.empty()) return attribute;
  attribute.file = levels_of_file(world, p);
  attribute.draws_rows = p.rows == FileRows::drawn;
  if (!attribute.draws_rows) check_rows(world, p, attribute.file->level.size());
  return attribute;
}

std::size_t row_of(const World& world, const Attribute& attribute, AccountId account) {
  if (!attribute.draws_rows) return account.value;
  const Words words = world.words(draw::row_of(account, attribute.key));
  const LevelsOfFile& file = *attribute.file;
  const std::size_t rows = file.level.size();
  const double u = to_unit_wide(words[0], words[1]);
  if (file.upto.empty()) return std::min(rows - 1, static_cast<std::size_t>(u * static_cast<double>(rows)));
  const auto at = std::upper_bound(file.upto.begin(), file.upto.end(), u * file.upto.back());
  return std::min<std::size_t>(rows - 1, static_cast<std::size_t>(at - file.upto.begin()));
}

}  // namespace

void open_attributes(World& world) {
  world.attributes = {};
  for (const AttributeParameters& p : world.p.attributes) world.attributes.list.push_back(opened(world, p));
  world.attributes.minors = minors_attribute(world.p);
  if (world.attributes.minors == Attribute::kNone) return;
  const AttributeParameters& p = world.p.attributes[static_cast<std::size_t>(world.attributes.minors)];
  for (const std::string& level : p.minors)
    world.attributes.is_minor[static_cast<std::size_t>(level_number(p, level))] = true;
}

std::uint8_t attribute_of(const World& world, AccountId account, std::size_t number) {
  const Attribute& attribute = world.attributes.list[number];
  if (attribute.file) return attribute.file->level[row_of(world, attribute, account)];
  const std::size_t given = attribute.parent == Attribute::kNone
                                ? 0
                                : attribute_of(world, account, static_cast<std::size_t>(attribute.parent));
  const std::uint64_t* below = attribute.below.data() + given * attribute.levels;
  const std::uint32_t word = world.words(draw::attribute_of(account, attribute.key))[0];
  std::uint8_t level = 0;
  while (word >= below[level]) ++level;
  return level;
}

void draw_attributes(World& world, AccountId account) {
  const auto row = world.accounts.attribute.row(account);
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = attribute_of(world, account, i);
}

}  // namespace fanfare::fan_economy
