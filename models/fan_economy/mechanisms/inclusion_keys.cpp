#include "models/fan_economy/mechanisms/inclusion_keys.h"

#include <cmath>
#include <numeric>
#include <set>

namespace fanfare::fan_economy {

void describe(Schema<StanceKeys>& s) {
  using K = StanceKeys;
  s.id(&K::id).help("name of the act");
  s.value("brand", &K::brand).required().help("that takes a stance, in favour of the issue");
  s.value("at", &K::at).unit(Unit::days).in(0, 1e5).help("day of the act");
  s.choice("kind", &K::kind, {{"word", StanceKind::word, "says so"}, {"deed", StanceKind::deed, "acts"}})
      .help("deeds make later words believed");
}

void describe(Schema<StanceHistoryKeys>& s) {
  s.value("brand", &StanceHistoryKeys::brand).required().help("whose history");
  s.value("deeds", &StanceHistoryKeys::deeds).in(0, 1000).help("for the issue, before the run");
}

namespace {

void describe_inclusion_roster(Schema<InclusionKeys>& s) {
  using K = InclusionKeys;
  s.value("attribute", &K::attribute)
      .help("attribute that a roster mirrors or not; empty: accounts are drawn into `groups`");
  s.numbers("groups", &K::groups).in(0, 1).min_items(1).help("shares of groups, where there is no attribute");
  s.value("mirror", &K::mirror)
      .in(0, 10)
      .help("added to trust in a brand's hired creators, in times, when all of them are like the reader")
      .source("folk; direction: Aaker, Brumbaugh and Grier 2000, J. Consumer Psychology 9, 127");
  s.value("enough", &K::enough)
      .unit(Unit::share)
      .in(0.001, 100)
      .help(
          "of the roster like the reader, at which half of that is reached: little of it is enough where "
          "this "
          "is small, and counting heads where it is large")
      .source("folk");
}

void describe_inclusion_stance(Schema<InclusionKeys>& s) {
  using K = InclusionKeys;
  s.list("stances", &K::stances).help("acts of brands on one issue");
  s.list("history", &K::history).help("what brands did for it before; none: nothing");
  s.value("opinion", &K::opinion)
      .help("attribute that says what an account thinks of the issue; empty: drawn by the two shares");
  s.words("in_favour", &K::in_favour).help("its levels that are in favour");
  s.words("against", &K::against).help("its levels that are against");
  s.value("in_favour_share", &K::in_favour_share)
      .unit(Unit::share)
      .in(0, 1)
      .help("accounts in favour, where there is no attribute")
      .source("folk");
  s.value("against_share", &K::against_share)
      .unit(Unit::share)
      .in(0, 1)
      .help("accounts against, where there is no attribute")
      .source("folk");
  s.value("acting", &K::acting)
      .unit(Unit::share)
      .in(0, 1)
      .help("accounts that support or boycott a brand by its stance; the rest let it pass")
      .source("42 % of a survey that is handed on without its name: folk");
  s.value("doubt", &K::doubt)
      .in(0, 1000)
      .help("words of a brand are believed with chance deeds / (deeds + doubt · words), deeds always")
      .source("folk");
  s.value("washing", &K::washing)
      .unit(Unit::share)
      .in(0, 1)
      .help("of those in favour who do not believe it, that turn against the brand for it")
      .source("folk");
}

void describe_inclusion_effects(Schema<InclusionKeys>& s) {
  using K = InclusionKeys;
  s.value("heard", &K::heard)
      .unit(Unit::share)
      .in(0, 1)
      .help("chance a day that who knows the brand hears of an act")
      .source("folk");
  s.value("news_days", &K::news_days)
      .unit(Unit::days)
      .in(1, 365)
      .help("that an act is talked of")
      .source("folk");
  s.value("support", &K::support)
      .in(1, 100)
      .mutable_at_run()
      .help("times the hazard of an order of who supports the brand")
      .source("folk");
  s.value("boycott", &K::boycott)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of orders that who boycotts the brand does without")
      .source("folk");
  s.value("attitude_step", &K::attitude_step)
      .in(0, 1)
      .mutable_at_run()
      .help("step of attitude that taking sides makes, up or down")
      .source("folk");
  s.value("memory", &K::memory)
      .unit(Unit::days)
      .in(0.1, 1e4)
      .mutable_at_run()
      .help("half-life of support and of boycott")
      .source("folk");
}

void describe_inclusion_age(Schema<InclusionKeys>& s) {
  using K = InclusionKeys;
  s.value("old_people", &K::old_people)
      .help("segment of those for whom the app is hard to use; empty: drawn by old_share");
  s.value("old_share", &K::old_share)
      .unit(Unit::share)
      .in(0, 1)
      .help("accounts for whom it is hard, where there is no segment")
      .source("folk");
  s.value("slips", &K::slips)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of items on which they press what they did not mean to")
      .source("folk");
  s.value("annoyance", &K::annoyance)
      .in(0, 8)
      .mutable_at_run()
      .help("of a slip, in units of appeal: what it takes of the reader's mood")
      .source("folk");
  s.value("simple_mode", &K::simple_mode)
      .mutable_at_run()
      .help("they are shown a simple feed: fewer, larger items");
  s.value("simple_items", &K::simple_items)
      .in(0.01, 1)
      .mutable_at_run()
      .help("of the feed's length that the simple one has")
      .source("folk");
  s.value("simple_slips", &K::simple_slips)
      .in(0, 1)
      .mutable_at_run()
      .help("of slips that larger items leave")
      .source("folk");
}

}  // namespace

void describe(Schema<InclusionKeys>& s) {
  describe_inclusion_roster(s);
  describe_inclusion_stance(s);
  describe_inclusion_effects(s);
  describe_inclusion_age(s);
  s.check([](const InclusionKeys& keys, Checker& c) {
    if (std::fabs(std::accumulate(keys.groups.begin(), keys.groups.end(), 0.0) - 1) > 1e-6)
      c.problem("groups", "shares that do not sum to 1", "write one share for each group, 1 in all");
    if (keys.in_favour_share + keys.against_share > 1)
      c.problem("against_share", "more are for and against than there are people",
                "lower it, or in_favour_share, to 1 in all at most");
    if (keys.opinion.empty() && !(keys.in_favour.empty() && keys.against.empty()))
      c.problem(keys.in_favour.empty() ? "against" : "in_favour", "levels of no attribute",
                "name it in inclusion.opinion");
    if (!keys.opinion.empty() && keys.in_favour.empty() && keys.against.empty())
      c.problem("opinion", "nobody is for or against", "say which levels are, in in_favour and against");
    std::set<std::string> sides(keys.in_favour.begin(), keys.in_favour.end());
    for (const std::string& level : keys.against)
      if (sides.count(level) != 0)
        c.problem("against", "'" + level + "' is in favour too", "leave it out of one of the two");
    if (keys.stances.size() > 64) c.problem("stances", "more than 64", "leave out the least of them");
  });
}

}  // namespace fanfare::fan_economy
