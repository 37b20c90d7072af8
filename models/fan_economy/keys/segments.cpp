#include "models/fan_economy/keys/segments.h"

#include <algorithm>

#include "fanfare/nearest.h"
#include "models/fan_economy/keys/economy.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/keys/segment_lexer.h"

namespace fanfare::fan_economy {

namespace {

using enum AskAbout;
using enum Answer;

constexpr std::array<Question, static_cast<std::size_t>(Ask::count_)> kQuestions{{
    {"", "an attribute, by its id", nothing, ranked_level, true},
    {"minor", "is a minor's", nothing, truth, true},
    {"opt_out", "refuses personalisation", nothing, truth, true},
    {"author", "publishes, be it ever so little", nothing, truth, true},
    {"followers", "people who follow it, on the first platform", nothing, number, true},
    {"member", "member(app): is on a platform", AskAbout::platform, truth, true},
    {"creator", "is a creator at work", nothing, truth},
    {"kind", "kind of creator, or none", nothing, level},
    {"community", "number of its community of interest, folded to 0 … 255", nothing, number},
    {"topic", "its strongest interest, one of topics", nothing, level},
    {"interest", "interest(beauty): its interest in a topic, 0 … 1", AskAbout::topic, number},
    {"follows", "accounts that it follows on the first platform, as of its last merging of follows", nothing,
     number},
    {"fandom", "of the creator that it loves most, 0 … 1", nothing, number},
    {"minutes", "in the app on the day", nothing, number},
    {"observed", "interactions that the platform has seen, up to 65535", nothing, number},
    {"wallet", "money left, of one person", nothing, number},
    {"collectivism", "weight of others' choices in its own, 0 … 1", nothing, number},
    {"price_sensitivity", "price elasticity, 0 … 8", nothing, number},
    {"ad_scepticism", "distrust of ads, 0 … 1", nothing, number},
    {"impulsiveness", "buying on the spot, 0 … 1", nothing, number},
    {"stage", "stage(aurora): stage of the funnel, unaware … advocate", brand, ranked_level},
    {"attitude", "attitude(aurora): −1 … 1", brand, number},
    {"exposures", "exposures(aurora): fresh exposures that still wear, up to 16", brand, number},
    {"bought", "bought(aurora): has ever bought, also before the run", brand, truth},
    {"orders", "orders(aurora): orders since the start of the run, up to 255", brand, number},
    {"exposed", "exposed(launch): times it was exposed to a campaign, up to 255", campaign, number},
    {"persona", "persona(aurora): none, new, hesitant, impulsive, loyal, lapsed, high_value (with `personas:`)",
     brand, level},
}};

constexpr std::array kSegmentWords = {
    SegmentWord{"and", "both hold: age == young and minor"},
    SegmentWord{"or", "one of them holds; `and` binds closer, parentheses closest"},
    SegmentWord{"not", "does not hold: not creator"},
    SegmentWord{"== !=", "is, is not: kind != none"},
    SegmentWord{"< <= > >=", "of numbers, of stages, and of levels in the order of their attribute"},
    SegmentWord{"in", "one of a list: city in [tier1, tier2]; also `not in`"},
    SegmentWord{"segment", "segment(fans): is in a segment that stands before this one"},
};

constexpr std::array<std::string_view, 5> kReserved = {"and", "or", "not", "in", "segment"};

std::vector<std::string> segment_ids(const EconomyParameters& p) {
  std::vector<std::string> ids;
  for (const SegmentParameters& s : p.segments) ids.push_back(s.id);
  return ids;
}

void check_expression(const EconomyParameters& p, std::size_t number, Checker& c) {
  SegmentError error;
  parse_segment(p, number, error);
  const std::string at = "segments." + p.segments[number].id + ".where";
  if (error.exists()) c.problem_within(at, error.character, error.what, error.suggestion);
}

void check_use(const EconomyParameters& p, const SegmentUse& use, Checker& c) {
  const int number = segment_number(p, use.segment);
  if (number < 0)
    return c.problem(use.at + ".segment", "no segment '" + use.segment + "'",
                     p.segments.empty() ? "list it in segments, as in {id: " + use.segment + ", where: minor}"
                                        : did_you_mean(use.segment, segment_ids(p), "segments are"));
  SegmentError error;
  const SegmentExpression parsed = parse_segment(p, static_cast<std::size_t>(number), error);
  if (error.exists() || parsed.is_known || use.of != SegmentUse::Of::cast) return;
  const auto lived = std::find_if(parsed.steps.begin(), parsed.steps.end(), [](const SegmentStep& step) {
    return step.does == SegmentStep::Does::ask && !question_of(step.what).is_known;
  });
  c.problem(use.at + ".segment",
            "segment '" + use.segment + "' asks " + std::string(question_of(lived->what).word) +
                ", which is known of nobody at the start",
            "name a segment of attributes, minor, opt_out, author, followers and member alone");
}

}  // namespace

std::span<const Question> segment_questions() { return kQuestions; }
std::span<const SegmentWord> segment_words() { return kSegmentWords; }
const Question& question_of(Ask what) { return kQuestions[static_cast<std::size_t>(what)]; }

std::string why_no_name(std::string_view id) {
  const auto is_asked = [&](const Question& q) { return q.word == id; };
  if (std::any_of(kQuestions.begin(), kQuestions.end(), is_asked) ||
      std::find(kReserved.begin(), kReserved.end(), id) != kReserved.end())
    return "is a word of segments already (see `fanfare list segments`)";
  if (!std::all_of(id.begin(), id.end(), is_of_a_word))
    return "has a character that no word of a segment has";
  return {};
}

bool SegmentExpression::asks(Ask what) const {
  return std::any_of(steps.begin(), steps.end(), [what](const SegmentStep& step) {
    return step.does == SegmentStep::Does::ask && step.what == what;
  });
}

void describe(Schema<SegmentParameters>& s) {
  s.id(&SegmentParameters::id).help("by which selectors, events and other segments name it");
  s.value("where", &SegmentParameters::where)
      .required()
      .help("who is in it, as in \"age == young and orders(aurora) > 0\"; words: fanfare list segments");
  s.value("measured", &SegmentParameters::measured)
      .help("size, impressions, time, reach, orders and spending of its accounts are recorded");
}

int segment_number(const EconomyParameters& p, std::string_view id) {
  for (std::size_t i = 0; i < p.segments.size(); ++i)
    if (p.segments[i].id == id) return static_cast<int>(i);
  return -1;
}

bool counts_orders(const EconomyParameters& p) {
  for (std::size_t i = 0; i < p.segments.size(); ++i) {
    SegmentError error;
    if (parse_segment(p, i, error).asks(Ask::orders)) return true;
  }
  return false;
}

std::vector<SegmentUse> segment_uses(const EconomyParameters& p) {
  std::vector<SegmentUse> uses;
  using Of = SegmentUse::Of;
  const auto add = [&](const std::string& at, const std::string& segment, Of of) {
    if (!segment.empty()) uses.push_back({at, segment, of});
  };
  const auto named = [](const std::string& id, std::size_t i) {
    return id.empty() ? "[" + std::to_string(i) + "]" : "." + id;
  };
  for (const CreatorRole& role : p.creators)
    add("creators." + role.id + ".select", role.select.segment, Of::cast);
  for (const CampaignParameters& campaign : p.campaigns)
    for (std::size_t i = 0; i < campaign.lines.size(); ++i)
      add("campaigns." + campaign.id + ".lines" + named(campaign.lines[i].id, i) + ".hire",
          campaign.lines[i].hire.segment, Of::creators);
  for (std::size_t i = 0; i < p.events.size(); ++i) {
    add("events" + named(p.events[i].id, i) + ".target", p.events[i].target.segment, Of::creators);
    add("events" + named(p.events[i].id, i), p.events[i].segment, Of::accounts);
  }
  return uses;
}

void check_segments(const EconomyParameters& p, Checker& c) {
  if (p.segments.size() > kMostSegments)
    c.problem("segments",
              std::to_string(p.segments.size()) + " segments, at most " + std::to_string(kMostSegments),
              "each takes a bit of every account; drop those that nothing uses");
  for (std::size_t i = 0; i < p.segments.size(); ++i) check_expression(p, i, c);
  for (const SegmentUse& use : segment_uses(p)) check_use(p, use, c);
}

bool compares(double x, Comparison how, double bound) {
  switch (how) {
    case Comparison::less: return x < bound;
    case Comparison::at_most: return x <= bound;
    case Comparison::equal: return x == bound;
    case Comparison::unequal: return x != bound;
    case Comparison::at_least: return x >= bound;
    case Comparison::more: return x > bound;
  }
  return false;
}

}  // namespace fanfare::fan_economy
