#include "models/fan_economy/mechanisms/scandal_boycott_keys.h"

#include <algorithm>

namespace fanfare::fan_economy {

void describe(Schema<ScandalCaseKeys>& s) {
  using K = ScandalCaseKeys;
  s.value("event", &K::event).required().help("id of the scandal among `events`");
  s.choice("kind", &K::kind,
           {{"love", ScandalKind::love},
            {"moral", ScandalKind::moral},
            {"crime", ScandalKind::crime},
            {"words", ScandalKind::words}})
      .help("what it is about: a love affair; conduct; a crime; words that offend a group, a nation or what it "
            "stands for");
  s.value("drop_after", &K::drop_after).unit(Unit::days).in(-1, 1e5)
      .help("after which the creator's sponsors end their contracts with it; below 0: they keep it");
  s.words("drop_by", &K::drop_by).help("which of them do; none: all");
  s.value("apology_after", &K::apology_after).unit(Unit::days).in(-1, 1e5)
      .help("after which the creator apologises; below 0: it does not");
  s.value("sincere", &K::sincere).help("the apology is taken for one");
  s.check([](const K& keys, Checker& c) {
    if (keys.drop_after < 0 && !keys.drop_by.empty())
      c.problem("drop_by", "says who drops the creator, but nobody does", "give drop_after, or leave it out");
  });
}

void describe(Schema<BoycottGroupKeys>& s) {
  using K = BoycottGroupKeys;
  s.value("segment", &K::segment).required().help("by stance, country or what else sets a group apart");
  s.value("times", &K::times).in(0, 100).help("the chance that one of it boycotts").source("folk");
}

namespace {

void describe_who(Schema<ScandalBoycottKeys>& s) {
  using K = ScandalBoycottKeys;
  s.value("boycott", &K::boycott).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that who learns of a scandal boycotts a brand that it knows to be tied to the creator, at "
            "severity and weight 1, without fandom")
      .source("folk");
  s.value("known", &K::known).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that who was not reached by the creator for the brand knows of the tie, were it its only "
            "face")
      .source("folk");
  s.value("news", &K::news).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("times relations.scandal_notice, for those who neither follow nor love the creator").source("folk");
  s.value("love", &K::love).in(0, 10).mutable_at_run().help("weight of a love affair").source("folk");
  s.value("moral", &K::moral).in(0, 10).mutable_at_run().help("weight of conduct").source("folk");
  s.value("crime", &K::crime).in(0, 10).mutable_at_run().help("weight of a crime").source("folk");
  s.value("words", &K::words).in(0, 10).mutable_at_run()
      .help("weight of words; whom they offend is in groups").source("folk");
  s.value("defence", &K::defence).in(-100, 100).mutable_at_run()
      .help("of the chance to boycott that defenders talk away, times their number for each of the creator's "
            "followers (fan_club); below 0 they make it worse")
      .source("folk; contested: loud fans also annoy");
  s.value("fans_punish", &K::fans_punish).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that a fan, at full fandom, boycotts a brand that dropped its idol for nothing; the graver "
            "the scandal, the fewer")
      .source("folk");
  s.list("groups", &K::groups).help("who takes it harder, or lighter");
}

void describe_course(Schema<ScandalBoycottKeys>& s) {
  using K = ScandalBoycottKeys;
  s.value("strength", &K::strength).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of orders of the brand that a boycotter does without").source("folk");
  s.value("memory", &K::memory).unit(Unit::days).in(0.1, 1e4).mutable_at_run()
      .help("half-life of a boycott").source("folk");
  s.value("for_good", &K::for_good).unit(Unit::share).in(0, 1)
      .help("of people, who never forgive").source("folk");
  s.value("attitude_step", &K::attitude_step).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("way to the worst attitude that taking part goes").source("folk");
  s.value("apology", &K::apology).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of those who would boycott, or do, whom a sincere apology in time appeases").source("folk");
  s.value("late_after", &K::late_after).unit(Unit::days).in(0, 1e4).mutable_at_run()
      .help("after the scandal, when an apology is late").source("folk");
  s.value("late_worth", &K::late_worth).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of what it is worth in time, that a late one is").source("folk");
  s.value("backfire", &K::backfire).in(0, 10).mutable_at_run()
      .help("added to the chance to boycott, in times, by an apology that is not sincere").source("folk");
  s.value("scar", &K::scar).unit(Unit::share).in(0, 1)
      .help("of the trust that a scandal took of the creator, that never heals; the rest does, by "
            "careers.scandal_half_life")
      .source("folk");
}

}  // namespace

void describe(Schema<ScandalBoycottKeys>& s) {
  describe_who(s);
  describe_course(s);
  s.list("cases", &ScandalBoycottKeys::cases)
      .help("scandals of which more is said: kind, apology, drop; others are of conduct, and nothing follows");
  s.check([](const ScandalBoycottKeys& keys, Checker& c) {
    for (std::size_t i = 0; i < keys.cases.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (keys.cases[j].event == keys.cases[i].event)
          c.problem("cases[" + std::to_string(i) + "].event",
                    "'" + keys.cases[i].event + "' has a case already", "say it all in one");
  });
}

}  // namespace fanfare::fan_economy
