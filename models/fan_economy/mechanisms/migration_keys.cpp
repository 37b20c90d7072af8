#include "models/fan_economy/mechanisms/migration_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<MigrationPay>& s) {
  s.id(&MigrationPay::id).help("needed only if an arm or --set changes it");
  s.value("platform", &MigrationPay::platform).required().help("id of one of platforms");
  s.value("per_thousand", &MigrationPay::per_thousand)
      .in(0, 1e5)
      .help("CNY for a thousand impressions of a creator's posts")
      .source("folk");
  s.value("from", &MigrationPay::from).unit(Unit::days).in(0, 36'500).help("first day on which it pays");
  s.value("least_followers", &MigrationPay::least_followers)
      .unit(Unit::people)
      .in(0, 1e12)
      .help("followers there from which a creator is paid")
      .source("folk");
}

void describe(Schema<MigrationKeys>& s) {
  using K = MigrationKeys;
  s.list("pay", &K::pay).help("what platforms pay creators for attention; none is paid where none is named");
  s.value("review", &K::review)
      .unit(Unit::days)
      .in(0.1, 1000)
      .mutable_at_run()
      .help("mean time between two looks of a creator at where it is")
      .source("folk");
  s.value("growth", &K::growth)
      .in(0, 1e4)
      .mutable_at_run()
      .help("CNY that a new follower is worth")
      .source("folk");
  s.value("audience", &K::audience)
      .in(0, 1e5)
      .mutable_at_run()
      .help("CNY a month that a thousand followers are worth")
      .source("folk");
  s.value("carry", &K::carry)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of its followers, whom a creator expects to come along")
      .source("folk");
  s.value("effort", &K::effort)
      .in(0, 1e7)
      .mutable_at_run()
      .help("CNY a month that a second platform costs a creator in work")
      .source("folk");
  s.value("hurdle", &K::hurdle)
      .in(0, 1e7)
      .mutable_at_run()
      .help("CNY a month that a change must gain")
      .source("folk");
  s.value("dilution", &K::dilution)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of what each platform brings, lost by who posts in two")
      .source("folk");
  s.value("notice", &K::notice)
      .unit(Unit::days)
      .in(1, 365)
      .help("days over which followers learn where a creator posts as well")
      .source("folk");
  s.value("follow", &K::follow)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a follower who learns of it follows there, without fandom or friends")
      .source("folk");
  s.value("follow_fandom", &K::follow_fandom)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("added to it by full fandom")
      .source("folk");
  s.value("follow_friends", &K::follow_friends)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("added to it where all whom the follower follows are there")
      .source("folk");
  s.value("join", &K::join)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("times the chance, of who would have to join the platform")
      .source("folk");
}

}  // namespace fanfare::fan_economy
