// Keys of attributes: what accounts are told apart by beside traits and habits, a byte each. Levels and where
// they come from; who has which is drawn in people/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct EconomyParameters;

// How an account comes by a row of a file.
enum class FileRows : std::uint8_t {
  in_order,  // the row of its number
  drawn      // any row, by chance: all attributes that are drawn from one file come from one row of it
};

// Shares among the accounts whose parent has a level.
struct AttributeRow {
  std::string level;           // the parent's
  std::vector<double> shares;  // by level
};
void describe(Schema<AttributeRow>& s);

struct AttributeParameters {
  std::string id;
  std::string label;
  std::vector<std::string> levels;
  std::vector<double> shares;       // by level
  std::string given;                // the parent of `table`
  std::vector<AttributeRow> table;  // a row for each level of the parent
  std::string file;
  std::string column;
  FileRows rows = FileRows::in_order;
  std::string weight;               // column of rows that are drawn
  std::vector<std::string> minors;  // levels of minors
};
void describe(Schema<AttributeParameters>& s);

// The number of a level, or -1.
int level_number(const AttributeParameters& attribute, std::string_view level);
// The number of an attribute, or -1.
int attribute_number(const EconomyParameters& p, std::string_view id);
// The attribute whose levels say who is a minor, or -1: population.minors does.
int minors_attribute(const EconomyParameters& p);

// What spans attributes: parents, names, files.
void check_attributes(const EconomyParameters& p, Checker& c);

}  // namespace fanfare::fan_economy
