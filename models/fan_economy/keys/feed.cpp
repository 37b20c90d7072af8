#include "models/fan_economy/keys/feed.h"

#include "models/fan_economy/keys/actions.h"

namespace fanfare::fan_economy {

void describe(Schema<SourceParameters>& s) {
  s.value("following", &SourceParameters::following).unit(Unit::count).in(0, 160).mutable_at_run()
      .help("most candidates from followed accounts, newest first");
  s.value("discovery", &SourceParameters::discovery).unit(Unit::count).in(0, 96).mutable_at_run()
      .help("candidates drawn from the traffic pools by interest");
  s.value("trending", &SourceParameters::trending).unit(Unit::count).in(0, 32).mutable_at_run()
      .help("candidates from the posts most engaged with in the last tick");
}

void describe(Schema<ValueParameters>& s) {
  for (const ActionEntry& action : kActions)
    s.value(action.word, action.worth).in(-1000, 1000).mutable_at_run().help(action.worth_help);
  s.value("save", &ValueParameters::save)
      .in(-1000, 1000)
      .mutable_at_run()
      .help("worth of a save for later; where it is not 0, readers save");
  s.value("freshness", &ValueParameters::freshness).in(0, 1000).mutable_at_run()
      .help("bonus of a new post, halving every freshness_half_life");
  s.value("freshness_half_life", &ValueParameters::freshness_half_life).unit(Unit::hours).in(0.01, 1e4).mutable_at_run()
      .help("time in which the freshness bonus halves");
  s.value("tie", &ValueParameters::tie).in(0, 1000).mutable_at_run().help("bonus of a followed or beloved author");
  s.value("popularity", &ValueParameters::popularity).in(0, 1000).mutable_at_run().help("bonus per unit of visible likes, log1p");
  s.value("chronological", &ValueParameters::chronological).in(0, 1000).mutable_at_run().help("taken off per hour of age");
  s.value("random", &ValueParameters::random).in(0, 1000).mutable_at_run().help("times a uniform draw of (reader, post)");
}

void describe(Schema<PersonalisationParameters>& s) {
  s.value("noise", &PersonalisationParameters::noise).in(0, 10).mutable_at_run()
      .help("sd of the platform's error about a reader it has no data of, in appeal");
  s.value("half_data", &PersonalisationParameters::half_data).unit(Unit::count).quantity_of("interactions").in(1, 1e6)
      .mutable_at_run().help("interactions after which that variance has halved");
  s.value("item_noise", &PersonalisationParameters::item_noise).in(0, 10).mutable_at_run()
      .help("sd of the platform's error about a post it has not shown, in appeal; the same for all readers");
}

void describe(Schema<PolicyParameters>& s) {
  s.value("per_author", &PolicyParameters::per_author).unit(Unit::count).in(1, 100).mutable_at_run()
      .help("most items of one author in a session");
  s.value("topic_share", &PolicyParameters::topic_share).unit(Unit::share).in(0.05, 1).mutable_at_run()
      .help("most of a session that one topic may take");
  s.value("exploration", &PolicyParameters::exploration).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of candidates that are ranked at random, to learn about them");
  s.value("sponsored_cap", &PolicyParameters::sponsored_cap).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("most of a session that may be sponsored");
  s.value("remember", &PolicyParameters::remember).unit(Unit::hours).in(0, 1e4)
      .help("for which a post that was shown is not shown again; takes some 10 bytes an account and hour at the default "
            "habits, so very large worlds may want less");
  s.value("minor_curfew", &PolicyParameters::minor_curfew).mutable_at_run()
      .help("minors can't open the app from 22:00 to 06:00").source("Douyin youth mode, September 2021; validation D7");
  s.value("minor_minutes", &PolicyParameters::minor_minutes).unit(Unit::count).quantity_of("minutes").in(0, 1440).mutable_at_run()
      .help("minutes a day for minors; 0: no cap").source("Douyin youth mode: 40; validation D7");
}

void describe(Schema<PoolParameters>& s) {
  s.numbers("ladder", &PoolParameters::ladder).unit(Unit::people).in(1, 1e12).min_items(1).mutable_at_run()
      .help("impressions a post is owed on each rung of the traffic pools").source("folk; validation B5");
  s.value("promote_share", &PoolParameters::promote_share).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of a rung's posts that climb to the next");
  s.value("shrinkage", &PoolParameters::shrinkage).unit(Unit::people).in(0, 1e6).mutable_at_run()
      .help("impressions with which a post's value is drawn to the predicted one");
  s.value("lifetime", &PoolParameters::lifetime).unit(Unit::hours).in(1, 1000).mutable_at_run()
      .help("a post leaves the pools after this");
  s.check([](const PoolParameters& p, Checker& c) {
    if (p.ladder.size() > kMostRungs)
      c.problem("ladder", "has " + std::to_string(p.ladder.size()) + " rungs, at most " +
                              std::to_string(kMostRungs) + " are kept", "leave some out");
    for (std::size_t i = 1; i < p.ladder.size(); ++i)
      if (p.ladder[i] <= p.ladder[i - 1]) c.problem("ladder", "rungs must grow", "write them from small to large");
  });
}

void describe(Schema<PlatformRules>& s) {
  using R = PlatformRules;
  s.value("clicks", &R::clicks)
      .in(0, 100)
      .mutable_at_run()
      .help("times the chance of a click on a product, of attention.click")
      .source("folk");
  s.value("reported", &R::reported)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of clicks and orders of which brands are told; of the others nobody has the credit")
      .source("folk");
  s.value("push", &R::push)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a new post of an account that one follows opens the app in the next tick")
      .source("folk");
  s.value("friends_only", &R::friends_only)
      .help("one follows only those who follow back, and nothing is passed on");
  s.value("daily_window", &R::daily_window)
      .unit(Unit::hours)
      .in(0, 24)
      .help("length of the one window a day in which each member may post, once; 0: at any time");
  s.value("daily_share", &R::daily_share)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of members, who post in the day's window")
      .source("folk");
}

void describe(Schema<FeedParameters>& s) {
  s.presets("preset", &FeedParameters::preset, feed_presets()).help("a named feed; keys beside it change it");
  s.value("window", &FeedParameters::window).unit(Unit::hours).in(1, 720).help("how long a post stays retrievable");
  s.value("length", &FeedParameters::length).unit(Unit::count).quantity_of("items").in(1, 160).mutable_at_run()
      .help("most items a session can hold");
  s.group("sources", &FeedParameters::sources).help("where candidates come from");
  s.group("value", &FeedParameters::value).help("the value model: score = Σ weight · p̂(action) + bonuses");
  s.group("personalisation", &FeedParameters::personalisation).help("how well the platform knows readers and posts");
  s.group("policies", &FeedParameters::policies).help("rules applied to the ranked list");
  s.group("pools", &FeedParameters::pools).help("traffic pools: impressions owed to each post, rung by rung");
  s.group("rules", &FeedParameters::rules)
      .help("of the platform beside ranking: clicks, pushes, who may post when");
  s.check([](const FeedParameters& f, Checker& c) {
    if (f.sources.following + f.sources.discovery + f.sources.trending == 0)
      c.problem("sources", "no source offers a candidate", "give following, discovery or trending a quota");
  });
}

}  // namespace fanfare::fan_economy
