#include <algorithm>

#include "models/fan_economy/mechanisms/regulation.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::string_view kYouth = "Douyin youth mode, September 2021; validation D7";

void check_rule(const RuleKeys& r, Checker& c) {
  if (r.until > 0 && r.until <= r.from)
    c.problem("until", "the rule ends before it begins", "give a later day, or 0 d for good");
  if (r.minutes == 0 && r.closes == r.opens && !r.curated && r.posting && r.gifts && r.live)
    c.problem("", "the rule forbids nothing", "leave it out, or give minutes, closes and opens, curated, …");
}

void check_bans(const RegulationKeys& keys, Checker& c) {
  for (const std::string& ban : keys.bans)
    if (ban != "rankings" && ban != "pooled_funds")
      c.problem("bans", "'" + ban + "' is nothing that can be banned", "there are rankings and pooled_funds");
}

}  // namespace

void describe(Schema<RuleKeys>& s) {
  s.id(&RuleKeys::id).help("name of the rule");
  s.value("segment", &RuleKeys::segment)
      .help("whom it binds: a segment of what is known of an account from the start; none: minors");
  s.value("from", &RuleKeys::from).unit(Unit::days).in(0, 1e5).help("first day");
  s.value("until", &RuleKeys::until).unit(Unit::days).in(0, 1e5).help("first day without it; 0: for good");
  s.value("minutes", &RuleKeys::minutes).unit(Unit::count).quantity_of("minutes").in(0, 1440).mutable_at_run()
      .help("in the app in a day, on all platforms together; 0: no cap").source(kYouth);
  s.value("closes", &RuleKeys::closes).unit(Unit::count).quantity_of("hours after midnight").in(0, 24)
      .help("from then on the app stays closed").source(kYouth);
  s.value("opens", &RuleKeys::opens).unit(Unit::count).quantity_of("hours after midnight").in(0, 24)
      .help("until then; the same as closes: never closed").source(kYouth);
  s.value("curated", &RuleKeys::curated).mutable_at_run()
      .help("only what suits is shown: nothing paid or about a brand, of curated_quality and curated_topics")
      .source(kYouth);
  s.value("curated_quality", &RuleKeys::curated_quality).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("least quality of a curated post").source("folk");
  s.words("curated_topics", &RuleKeys::curated_topics).help("topics of curated posts; none: all");
  s.value("posting", &RuleKeys::posting).help("may publish, comment and pass on").source(kYouth);
  s.value("gifts", &RuleKeys::gifts).help("may give in live shows").source(kYouth);
  s.value("live", &RuleKeys::live).help("may watch and hold live shows").source(kYouth);
  s.value("evades", &RuleKeys::evades).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of those whom it binds, who use a parent's account").source("folk");
  s.check(check_rule);
}

void describe(Schema<OptOutKeys>& s) {
  s.value("from", &OptOutKeys::from).unit(Unit::days).in(0, 1e5).help("first day of the choice");
  s.value("segment", &OptOutKeys::segment).help("who has it; none: everybody");
  s.value("share", &OptOutKeys::share).unit(Unit::share).in(0, 1)
      .help("of them, who refuse to be targeted").source("folk");
}

void describe(Schema<ForgetKeys>& s) {
  s.value("from", &ForgetKeys::from).unit(Unit::days).in(0, 1e5).help("day on which data are deleted");
  s.value("every", &ForgetKeys::every).unit(Unit::days).in(0, 1e5)
      .help("again after this, in whole days; 0: once");
  s.value("segment", &ForgetKeys::segment).help("whose data; none: everybody's");
  s.value("share", &ForgetKeys::share).unit(Unit::share).in(0, 1)
      .help("of them, who ask for it").source("folk");
}

void describe(Schema<MandateKeys>& s) {
  s.value("from", &MandateKeys::from).unit(Unit::days).in(0, 1e5).help("first day");
  s.value("fine", &MandateKeys::fine).unit(Unit::money).in(0, 1e9).mutable_at_run()
      .help("for a paid post that is found not to say so, as far as its creator has earned it")
      .source("folk");
  s.value("audit", &MandateKeys::audit).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of such posts, that are found").source("folk");
  s.value("found_after", &MandateKeys::found_after).unit(Unit::days).in(0, 1000)
      .help("after which one is found, fined and labelled").source("folk");
  s.value("temptation", &MandateKeys::temptation).unit(Unit::share).in(0, 10).mutable_at_run()
      .help("of the price of a post: what hiding is worth to its creator, on average").source("folk");
}

void describe(Schema<RegulationKeys>& s) {
  s.list("rules", &RegulationKeys::rules)
      .help("what binds groups of accounts; without it one youth mode for minors");
  s.optional_group("opt_out", &RegulationKeys::opt_out).help("a choice not to be targeted");
  s.optional_group("forget", &RegulationKeys::forget)
      .help("the platform deletes what it has learnt of accounts");
  s.optional_group("disclosure", &RegulationKeys::disclosure)
      .help("paid posts must say so: a creator obeys where audit · fine is more than what hiding is worth");
  s.words("bans", &RegulationKeys::bans)
      .help("for all: rankings (fans do not see how their group stands), pooled_funds (nor raise money)")
      .source("CAC, 27 August 2021; validation D4");
  s.value("bans_from", &RegulationKeys::bans_from).unit(Unit::days).in(0, 1e5).help("first day of the bans");
  s.value("gifts_a_month", &RegulationKeys::gifts_a_month).unit(Unit::money).in(0, 1e9)
      .help("most that an account may give in a month; 0: no cap");
  s.value("gift_tax", &RegulationKeys::gift_tax).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of gifts in live shows");
  s.value("live_tax", &RegulationKeys::live_tax).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of what live shows sell");
  s.value("licensed", &RegulationKeys::licensed).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of creators, who have a licence to hold live shows").source("folk");
  s.check(check_bans);
}

}  // namespace fanfare::fan_economy
