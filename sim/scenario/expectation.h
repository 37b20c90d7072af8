// What a study is held against: the key `validation` of its file. Reads and checks it, compares nothing.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "fanfare/config.h"
#include "fanfare/problems.h"
#include "fanfare/schema.h"

namespace fanfare {

inline constexpr double kNotGiven = std::numeric_limits<double>::quiet_NaN();

// One line of `expect`. Exactly one of published, between, below and above is given.
struct Expectation {
  enum class Kind { published, between, below, above };

  std::string arm;  // or point of a design
  std::string measure;
  std::string label;  // which brand, tier, …; empty if the measure has no further axis, or one label only
  std::string name;   // the row's words; made of arm and measure if empty
  std::string category;  // "V1" … "V5"; the validation's if empty
  std::string source = "published";
  double published = kNotGiven;
  double tolerance = kNotGiven;
  double quick_tolerance = kNotGiven;  // of the quick form; `tolerance` if not given
  Range between{kNotGiven, kNotGiven};
  std::string below, above;  // another arm, compared by replicate
  double by = 0;             // … by at least this
  double time = kNotGiven;   // days; the end if not given

  Mark arm_mark, measure_mark;  // where they are written

  Kind kind() const;
  // The arm that is compared with; empty if none.
  const std::string& other() const { return below.empty() ? above : below; }
};

// How a validation is run where minutes count.
struct QuickForm {
  std::uint32_t replicates = 0;  // 0: the study's
  std::vector<Assignment> set;   // as --set
};

struct Validation {
  std::string row;       // of the catalogue: "A3"
  std::string category;  // "V1": exact … "V5": of the trade
  std::string citation;
  std::string note;
  QuickForm quick;
  std::vector<Expectation> expect;

  const std::string& category_of(const Expectation& e) const {
    return e.category.empty() ? category : e.category;
  }
};

// V1 and V2 decide; the others warn.
bool is_gate(std::string_view category);

void describe(Schema<Expectation>& s);
void describe(Schema<QuickForm>& s);
void describe(Schema<Validation>& s);

// Reads the value of `validation`; arms and points are looked up in `arms`.
Validation read_validation(const ConfigNode& node, const std::vector<std::string>& arms, Problems& problems);

}  // namespace fanfare
