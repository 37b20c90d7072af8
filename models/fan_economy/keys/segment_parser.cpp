// The language of segments, by recursive descent:
//   any   = all { "or" all }          all = one { "and" one }          one = "not" one | "(" any ")" | asked
//   asked = question [ comparison value | [ "not" ] "in" "[" value { "," value } "]" ]
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "fanfare/nearest.h"
#include "fanfare/quantity.h"
#include "models/fan_economy/keys/economy.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/keys/segment_lexer.h"
#include "models/fan_economy/keys/segments.h"
#include "models/fan_economy/keys/words.h"

namespace fanfare::fan_economy {

namespace {

using Is = SegmentToken::Is;
using Does = SegmentStep::Does;
using WordList = std::vector<std::string>;

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

template <class List>
WordList all_ids(const List& list) {
  WordList out;
  for (const auto& item : list) out.push_back(item.id);
  return out;
}

template <class Table>
WordList table_words(const Table& table) {
  WordList out;
  for (const auto& entry : table) out.emplace_back(entry.word);
  return out;
}

// A question as it was asked: its levels, if those answer it.
struct Asked {
  SegmentStep step;
  Answer answer = Answer::truth;
  WordList levels;
  std::string text;  // as written
  std::size_t character = 0;
};

class SegmentParser {
 public:
  SegmentParser(const EconomyParameters& p, std::size_t number, SegmentError& error)
      : p_(p), number_(number), error_(error), lexer_(p.segments[number].where) {}

  SegmentExpression run() {
    any();
    if (!failed() && lexer_.now().is != Is::end)
      fail(lexer_.now().character,
           quoted(lexer_.now().text) + " stands where `and`, `or` or the end should be",
           now_is(")") ? "there is no ( before it" : "join conditions with and, or");
    return failed() ? SegmentExpression{} : std::move(out_);
  }

 private:
  bool failed() const { return error_.exists(); }
  void fail(std::size_t character, std::string what, std::string suggestion) {
    if (!failed()) error_ = {character, std::move(what), std::move(suggestion)};
  }
  bool now_is(std::string_view sign) const { return lexer_.now() == sign; }
  bool now_is_word(std::string_view word) const {
    return lexer_.now().is == Is::word && lexer_.now().text == word;
  }
  bool take(std::string_view sign) {
    if (failed() || !now_is(sign)) return false;
    lexer_.next();
    return true;
  }
  bool take_word(std::string_view word) {
    if (failed() || !now_is_word(word)) return false;
    lexer_.next();
    return true;
  }
  std::string found() const {
    return lexer_.now().is == Is::end ? std::string("the end") : quoted(lexer_.now().text);
  }

  void push(const SegmentStep& step) {
    out_.steps.push_back(step);
    waiting_ += step.does == Does::ask ? 1 : 0;
    if (step.does == Does::both || step.does == Does::either) --waiting_;
    if (out_.steps.size() > kLongestExpression)
      fail(lexer_.now().character, "has more than 1000 conditions, with those of the segments that it names",
           "make it shorter");
    if (waiting_ > kDeepestExpression)
      fail(lexer_.now().character, "parentheses are nested too deep",
           "make a part a segment of its own and name it with segment(…)");
  }
  void join(Does how) {
    SegmentStep step;
    step.does = how;
    if (!failed()) push(step);
  }

  void any() {
    all();
    while (take_word("or")) all(), join(Does::either);
  }
  void all() {
    one();
    while (take_word("and")) one(), join(Does::both);
  }
  void one() {
    if (++depth_ > kDeepestNesting)
      return fail(lexer_.now().character, "is nested too deep", "make a part a segment of its own");
    if (take_word("not"))
      one(), join(Does::negate);
    else if (take("("))
      in_parentheses();
    else if (!failed())
      asked();
    --depth_;
  }
  void in_parentheses() {
    const std::size_t opened = lexer_.now().character - 1;
    any();
    if (!take(")") && !failed())
      fail(lexer_.now().is == Is::end ? opened : lexer_.now().character,
           lexer_.now().is == Is::end ? "a ( that is not closed"
                                      : found() + " stands where and, or or ) should be",
           "close it with )");
  }

  // --- A question and what its answer is held against -----------------------------------------------------

  void asked() {
    const SegmentToken start = lexer_.now();
    if (start.is != Is::word) return fail_at_start(start);
    lexer_.next();
    if (start.text == "segment") return another_segment();
    Asked a;
    a.text = start.text;
    a.character = start.character;
    if (!find(start, a) || !argument(start, a)) return;
    compare(a);
  }

  void fail_at_start(const SegmentToken& t) {
    if (t.text == "&" || t.text == "|" || t.text == "!")
      return fail(t.character, quoted(t.text) + " is no sign of segments", "write and, or, not");
    fail(t.character, found() + " stands where a condition should be",
         "begin with what is asked, as in followers > 1000");
  }

  // An attribute, or one of the questions.
  bool find(const SegmentToken& word, Asked& a) {
    const int attribute = attribute_number(p_, word.text);
    if (attribute >= 0) {
      a.step.about = static_cast<std::uint16_t>(attribute);
      a.levels = p_.attributes[a.step.about].levels;
      a.levels.resize(std::min(a.levels.size(), kMostLevels));  // more are refused, but not here
      a.answer = Answer::ranked_level;
      return true;
    }
    const auto questions = segment_questions();
    for (std::size_t q = 1; q < questions.size(); ++q) {
      if (questions[q].word != word.text) continue;
      a.step.what = static_cast<Ask>(q);
      a.answer = questions[q].answer;
      if (a.step.what == Ask::stage) a.levels = table_words(kStageWords);
      if (a.step.what == Ask::persona) a.levels = table_words(kPersonaWords);
      if (a.step.what == Ask::topic)
        a.levels = p_.topics, a.levels.resize(std::min(a.levels.size(), kTopics));
      if (a.step.what == Ask::kind) a.levels = table_words(kind_rules()), a.levels.insert(a.levels.begin(), "none");
      out_.is_known = out_.is_known && questions[q].is_known;
      out_.is_fixed = out_.is_fixed && questions[q].is_known && a.step.what != Ask::followers;
      return true;
    }
    WordList known = all_ids(p_.attributes);
    for (const Question& q : questions.subspan(1)) known.emplace_back(q.word);
    const std::string near = nearest(word.text, known);
    const char first = word.text.front();
    const bool is_number = (first >= '0' && first <= '9') || first == '-';
    fail(word.character, "no attribute or question " + quoted(word.text),
         is_number       ? "begin with what is asked: followers > 1000"
         : !near.empty() ? "did you mean '" + near + "'?"
                         : "see `fanfare list segments`");
    return false;
  }

  // What may stand in the parentheses of a question.
  std::pair<std::string, WordList> named_by(AskAbout about) const {
    switch (about) {
      case AskAbout::brand: return {"brand", all_ids(p_.brands)};
      case AskAbout::campaign: return {"campaign", all_ids(p_.campaigns)};
      case AskAbout::platform: return {"platform", all_ids(p_.platforms)};
      case AskAbout::topic: return {"topic", p_.topics};
      case AskAbout::nothing: break;
    }
    return {};
  }

  bool argument(const SegmentToken& word, Asked& a) {
    const AskAbout about = question_of(a.step.what).about;
    const bool is_open = take("(");
    if (about == AskAbout::nothing) {
      if (is_open)
        fail(lexer_.now().character - 1, quoted(word.text) + " is asked without parentheses",
             "write it alone");
      return !failed();
    }
    const auto [kind, names] = named_by(about);
    if (!is_open) {
      fail(lexer_.now().character, "of which " + kind + " is not said",
           "write " + std::string(word.text) + "(" + (names.empty() ? "…" : names.front()) + ")");
      return false;
    }
    const auto at = named(names, kind);
    if (!at) return false;
    a.step.about = static_cast<std::uint16_t>(*at);
    a.text += "(" + names[*at] + ")";
    if (!take(")")) fail(lexer_.now().character, found() + " stands where ) should be", "close it with )");
    return !failed();
  }

  // One of `names`, taken.
  std::optional<std::size_t> named(const WordList& names, const std::string& kind) {
    const SegmentToken t = lexer_.now();
    if (failed()) return std::nullopt;
    if (t.is != Is::word && t.is != Is::quoted)
      return fail(t.character, found() + " stands where a " + kind + " should be",
                  did_you_mean("", names, "there are")),
             std::nullopt;
    const auto at = std::find(names.begin(), names.end(), t.text);
    if (at == names.end())
      return fail(t.character, "no " + kind + " " + quoted(t.text),
                  names.empty() ? "list it in " + kind + "s first" : did_you_mean(t.text, names, "there are")),
             std::nullopt;
    lexer_.next();
    return static_cast<std::size_t>(at - names.begin());
  }

  void another_segment() {
    if (!take("(")) return fail(lexer_.now().character, "which segment is not said", "write segment(id)");
    const WordList all = all_ids(p_.segments),
                before(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(number_));
    const SegmentToken t = lexer_.now();
    if (t.is == Is::word && std::find(before.begin(), before.end(), t.text) == before.end() &&
        std::find(all.begin(), all.end(), t.text) != all.end())
      return fail(t.character, "segment " + quoted(t.text) + " does not stand before this one",
                  "list it first");
    const auto at = named(before, "segment");
    if (!at) return;
    if (!take(")"))
      return fail(lexer_.now().character, found() + " stands where ) should be", "close it with )");
    SegmentError inner;
    const SegmentExpression other = parse_segment(p_, *at, inner);
    if (inner.exists())
      return fail(t.character, "segment " + quoted(t.text) + " has an error of its own",
                  "mend that one first");
    out_.is_known = out_.is_known && other.is_known;
    out_.is_fixed = out_.is_fixed && other.is_fixed;
    for (const SegmentStep& step : other.steps) push(step);
  }

  void compare(Asked& a) {
    const bool is_negated = now_is_word("not");
    const SegmentToken at = lexer_.now();
    if (is_negated) lexer_.next();
    if (take_word("in")) return one_of(a, is_negated);
    if (is_negated)
      return fail(at.character, "`not` stands behind a question",
                  "write not " + a.text + ", or " + a.text + " not in […]");
    const auto how = comparison();
    if (a.answer == Answer::truth) return truth(a, how);
    if (!how) return fail_to_compare(a);
    lexer_.next();
    if (a.answer == Answer::number) return number(a, *how);
    level(a, *how, at);
  }

  void fail_to_compare(const Asked& a) {
    const SegmentToken& t = lexer_.now();
    const std::string example =
        a.answer == Answer::number ? " > 0" : " == " + (a.levels.empty() ? "…" : a.levels.front());
    if (t.is == Is::unknown && t.text == "=") return fail(t.character, "one = alone", "write ==");
    fail(t.is == Is::end ? a.character : t.character, quoted(a.text) + " is compared with nothing",
         "write " + a.text + example);
  }

  std::optional<Comparison> comparison() const {
    constexpr std::string_view kSigns[] = {"<", "<=", "==", "!=", ">=", ">"};
    for (std::size_t i = 0; i < 6; ++i)
      if (now_is(kSigns[i])) return static_cast<Comparison>(i);
    return std::nullopt;
  }

  void truth(Asked& a, std::optional<Comparison> how) {
    if (how)
      return fail(lexer_.now().character, quoted(a.text) + " holds or does not",
                  "write " + a.text + " or not " + a.text);
    a.step.levels[0] = 2;
    push(a.step);
  }

  std::optional<double> take_number() {
    const SegmentToken t = lexer_.now();
    QuantityError ignored;
    std::optional<double> value;
    if (t.is == Is::word) value = read_quantity(t.text, {}, ignored);
    if (t.is == Is::word && !value) value = read_quantity(t.text, {.unit = Unit::share}, ignored);
    if (!value || !std::isfinite(*value))
      return fail(t.character, found() + " stands where a number should be", "write 0.5, 20% or 10_000"),
             std::nullopt;
    lexer_.next();
    return value;
  }

  void number(Asked& a, Comparison how) {
    const auto value = take_number();
    if (!value) return;
    a.step.comparison = how;
    a.step.number = *value;
    push(a.step);
  }

  void level(Asked& a, Comparison how, const SegmentToken& sign) {
    const bool is_order = how != Comparison::equal && how != Comparison::unequal;
    if (is_order && a.answer != Answer::ranked_level)
      return fail(sign.character, quoted(a.text) + " has no order", "write == or in […]");
    const auto value = named(a.levels, "level of " + a.text);
    if (!value) return;
    for (std::size_t i = 0; i < a.levels.size(); ++i)
      if (compares(static_cast<double>(i), how, static_cast<double>(*value)))
        a.step.levels[i >> 6] |= std::uint64_t{1} << (i & 63U);
    push(a.step);
  }

  void one_of(Asked& a, bool is_negated) {
    if (a.answer == Answer::truth)
      return fail(a.character, quoted(a.text) + " holds or does not",
                  "write " + a.text + " or not " + a.text);
    if (!take("["))
      return fail(lexer_.now().character, found() + " stands where a list should begin", "write in [a, b]");
    std::size_t members = 0;
    do {
      if (a.answer == Answer::number) {
        const auto value = take_number();
        if (!value) return;
        a.step.number = *value;
        push(a.step);
        if (members > 0) join(Does::either);
      } else {
        const auto value = named(a.levels, "level of " + a.text);
        if (!value) return;
        a.step.levels[*value >> 6] |= std::uint64_t{1} << (*value & 63U);
      }
      ++members;
    } while (take(","));
    if (!take("]"))
      return fail(lexer_.now().character, found() + " stands where , or ] should be",
                  "close the list with ]");
    if (a.answer != Answer::number) push(a.step);
    if (is_negated) join(Does::negate);
  }

  static constexpr int kDeepestNesting = 100;

  const EconomyParameters& p_;
  std::size_t number_;
  SegmentError& error_;
  SegmentLexer lexer_;
  SegmentExpression out_;
  std::size_t waiting_ = 0;
  int depth_ = 0;
};

}  // namespace

SegmentExpression parse_segment(const EconomyParameters& p, std::size_t number, SegmentError& error) {
  error = {};
  return SegmentParser(p, number, error).run();
}

}  // namespace fanfare::fan_economy
