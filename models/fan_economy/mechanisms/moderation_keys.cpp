#include "models/fan_economy/mechanisms/moderation.h"

namespace fanfare::fan_economy {

void describe(Schema<ForgeryKeys>& s) {
  s.value("meets", &ForgeryKeys::meets)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of those who follow or love its model, that meet a forgery on its first day")
      .source("folk");
  s.value("half_life", &ForgeryKeys::half_life)
      .unit(Unit::days)
      .in(0.1, 1000)
      .mutable_at_run()
      .help("in which that share halves")
      .source("folk");
  s.value("believed", &ForgeryKeys::believed)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that who meets it, and is no fan, believes one of severity 1")
      .source("folk");
  s.value("label_after", &ForgeryKeys::label_after)
      .unit(Unit::days)
      .in(-1, 1000)
      .mutable_at_run()
      .help("days until the platform labels it; -1: never")
      .source("folk");
  s.value("label_fails", &ForgeryKeys::label_fails)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of those who would believe it, those who still do in spite of a label")
      .source("folk; contested");
  s.value("leaves", &ForgeryKeys::leaves)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of those who believe it, those who unfollow its model")
      .source("folk");
  s.value("trust_loss", &ForgeryKeys::trust_loss)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of its model's trust, lost if all followers believe it; it heals as careers.trust_rate says")
      .source("folk");
}

void describe(Schema<ModerationRule>& s) {
  using R = ModerationRule;
  s.id(&R::id).help("needed only if an arm or --set changes it");
  s.value("platform", &R::platform).required().help("whose rule it is");
  s.value("filter", &R::filter).unit(Unit::share).in(0, 1).help("as moderation.filter, there").source("folk");
  s.value("filter_error", &R::filter_error)
      .unit(Unit::share)
      .in(0, 1)
      .help("as moderation.filter_error, there")
      .source("folk");
  s.value("report", &R::report).unit(Unit::share).in(0, 1).help("as moderation.report, there").source("folk");
  s.value("error", &R::error).unit(Unit::share).in(0, 1).help("as moderation.error, there").source("folk");
  s.value("strikes", &R::strikes)
      .unit(Unit::count)
      .quantity_of("strikes")
      .in(1, 255)
      .help("as moderation.strikes, there")
      .source("folk");
  s.value("block", &R::block).unit(Unit::share).in(0, 1).help("as moderation.block, there").source("folk");
}

void describe(Schema<ModerationKeys>& s) {
  using K = ModerationKeys;
  s.value("hostile", &K::hostile)
      .unit(Unit::share)
      .in(0, 1)
      .help("of accounts, that attack creators")
      .source("folk");
  s.value("attack", &K::attack)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that one of them writes abuse under a creator's post that it watched")
      .source("folk");
  s.value("chill", &K::chill)
      .in(0, 100)
      .mutable_at_run()
      .help(
          "of a creator's effort, the share lost a day for one abuse a thousand impressions that reaches it")
      .source("folk");
  s.value("filter", &K::filter)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of abuse, caught before its author reads it")
      .source("folk");
  s.value("filter_error", &K::filter_error)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of harmless comments, caught as well: the talk does not bring them closer to the creator")
      .source("folk");
  s.value("report", &K::report)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that abuse that was read ends in a strike")
      .source("folk");
  s.value("error", &K::error)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a harmless comment ends in a strike")
      .source("folk");
  s.value("strikes", &K::strikes)
      .unit(Unit::count)
      .quantity_of("strikes")
      .in(1, 255)
      .mutable_at_run()
      .help("after which an account is banned")
      .source("folk");
  s.value("block", &K::block)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a creator blocks who abused it: it is not shown to that account any more")
      .source("folk");
  s.value("evade", &K::evade)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of those who are banned, that come back with a new account")
      .source("folk");
  s.value("evade_after", &K::evade_after)
      .unit(Unit::days)
      .in(0.1, 1000)
      .mutable_at_run()
      .help("until they do")
      .source("folk");
  s.value("finds", &K::finds)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of follows that a ban cut, taken up again with the new account; fans find it more often")
      .source("folk");
  s.list("rules", &K::rules).help("platforms that moderate by a rule of their own; others by the keys above");
  s.group("forgery", &K::forgery)
      .help("forged videos and false accounts of a creator, begun by event deepfake");
}

}  // namespace fanfare::fan_economy
