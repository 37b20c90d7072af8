// Segments: accounts by an expression over what they are and what they did, as in
// "age == young and orders(aurora) > 0". Keys, words and the parsed form; who is in one is found in people/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct EconomyParameters;
struct Selector;

struct SegmentParameters {
  std::string id;
  std::string where;  // the expression
  bool measured = false;
};
void describe(Schema<SegmentParameters>& s);

// What can be asked of an account, in the order of segment_questions().
enum class Ask : std::uint8_t {
  attribute,  // by its id, so it has no word of its own
  minor, opt_out, author, followers, member,
  creator, kind, community, topic, interest, follows, fandom, minutes, observed, wallet,
  collectivism, price_sensitivity, ad_scepticism, impulsiveness,
  stage, attitude, exposures, bought, orders, exposed, persona,
  count_
};
enum class AskAbout : std::uint8_t {
  nothing,
  brand,
  campaign,
  topic,
  platform
};                                                                        // what stands in parentheses
enum class Answer : std::uint8_t { truth, number, level, ranked_level };  // ranked: < and > compare levels

struct Question {
  std::string_view word, help;
  AskAbout about;
  Answer answer;
  bool is_known = false;  // of any account, anywhere, from the start
};
std::span<const Question> segment_questions();  // by Ask
const Question& question_of(Ask what);

// Words of the language that are no questions: and, or, not, in, segment, operators.
struct SegmentWord {
  std::string_view word, help;
};
std::span<const SegmentWord> segment_words();

// Why a name can't stand in an expression ("is a word of …"), or "".
std::string why_no_name(std::string_view id);

enum class Comparison : std::uint8_t { less, at_most, equal, unequal, at_least, more };
bool compares(double x, Comparison how, double bound);

// One step of a parsed expression, after its operands.
struct SegmentStep {
  enum class Does : std::uint8_t { ask, both, either, negate };
  Does does = Does::ask;
  Ask what = Ask::attribute;
  Comparison comparison = Comparison::equal;  // of numbers
  std::uint16_t about = 0;                    // number of the attribute, brand, campaign or topic
  double number = 0;
  std::array<std::uint64_t, 4> levels{};  // of truths and levels: those that fit, a bit each
  bool holds(std::uint32_t level) const { return (levels[level >> 6 & 3U] >> (level & 63U)) & 1U; }
};

struct SegmentExpression {
  std::vector<SegmentStep> steps;
  bool is_known = true;  // of any account, anywhere, from the start
  bool is_fixed = true;  // never changes
  bool asks(Ask what) const;
};
inline constexpr std::size_t kDeepestExpression = 16;    // operands that wait for theirs
inline constexpr std::size_t kLongestExpression = 1000;  // steps

// What is wrong, and at which character of the expression, from 0.
struct SegmentError {
  std::size_t character = 0;
  std::string what, suggestion;
  bool exists() const { return !what.empty(); }
};

// `number`: of the segment; those before it may be named. An expression with an error is empty.
SegmentExpression parse_segment(const EconomyParameters& p, std::size_t number, SegmentError& error);

// The number of a segment, or -1.
int segment_number(const EconomyParameters& p, std::string_view id);

// Whether some segment asks for orders by brand.
bool counts_orders(const EconomyParameters& p);

// Expressions, and the segments that selectors and events name.
void check_segments(const EconomyParameters& p, Checker& c);

// Who names a segment: selectors of roles, of campaigns' lines and of events, and events themselves.
struct SegmentUse {
  enum class Of : std::uint8_t { cast, creators, accounts };  // cast: before anybody has done anything
  std::string at;                                             // "campaigns.launch.lines[0].hire"
  std::string segment;
  Of of = Of::creators;
};
std::vector<SegmentUse> segment_uses(const EconomyParameters& p);

}  // namespace fanfare::fan_economy
