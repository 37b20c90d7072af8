#include "models/fan_economy/keys/attention.h"

#include "models/fan_economy/keys/actions.h"

namespace fanfare::fan_economy {

void describe(Schema<ReactionParameters>& s) {
  s.value("rate", &ReactionParameters::rate).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of items that meet with this action");
  s.value("gamma", &ReactionParameters::gamma).in(-10, 10).mutable_at_run()
      .help("how strongly appeal moves its log-odds");
}

void describe(Schema<AttentionParameters>& s) {
  s.value("active_share", &AttentionParameters::active_share).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that an account is active on a day (DAU/MAU)")
      .source("Kuaishou filing Q1 2022; validation E11");
  s.distribution("sessions", &AttentionParameters::sessions).unit(Unit::per_day).in(0, 96)
      .help("sessions on an active day").source("folk");
  s.distribution("items", &AttentionParameters::items).unit(Unit::per_day).in(0, 5000)
      .help("items seen on an active day")
      .source("KuaiRec: quartiles 19, 42, 83; validation B5");
  s.value("night_to_peak", &AttentionParameters::night_to_peak).unit(Unit::share).in(0.01, 1).mutable_at_run()
      .help("activity in the small hours over that of the evening peak").source("validation E10");
  s.value("satisfaction_gain", &AttentionParameters::satisfaction_gain).in(0, 2).mutable_at_run()
      .help("sessions × exp(gain · (recent appeal − own baseline))");
  s.value("continue_gain", &AttentionParameters::continue_gain).in(0, 10).mutable_at_run()
      .help("log-odds of going on after an item, per unit of its appeal");
  s.value("interest_weight", &AttentionParameters::interest_weight).in(0, 20).mutable_at_run()
      .help("appeal of a perfect match of interest and topics");
  s.value("quality_weight", &AttentionParameters::quality_weight).in(0, 20).mutable_at_run()
      .help("appeal of perfect quality");
  s.value("tie_weight", &AttentionParameters::tie_weight).in(0, 20).mutable_at_run()
      .help("appeal of the closest author");
  s.value("social_weight", &AttentionParameters::social_weight).in(0, 20).mutable_at_run()
      .help("appeal of one unit of visible likes");
  s.value("social_scale", &AttentionParameters::social_scale).in(0.1, 50).mutable_at_run()
      .help("log1p(likes) that make one unit");
  s.value("ad_weight", &AttentionParameters::ad_weight).in(0, 20).mutable_at_run()
      .help("appeal lost by what a full sceptic sees through as an ad");
  s.value("repetition_weight", &AttentionParameters::repetition_weight).in(0, 20).mutable_at_run()
      .help("appeal lost by a brand that was seen too often");
  s.value("repetition_full", &AttentionParameters::repetition_full).in(0.1, 15).mutable_at_run()
      .help("fresh exposures to a brand at which all of it is lost");
  s.value("appeal_centre", &AttentionParameters::appeal_centre).in(-20, 20).mutable_at_run()
      .help("taken off, so that appeal is about 0 on average");
  s.value("appeal_spread", &AttentionParameters::appeal_spread).in(0, 5)
      .help("sd of appeal for which the base rates hold");
  for (const ActionEntry& action : kActions)
    s.group(action.word, action.chance).help(action.help).source(action.source);
  s.group("save", &AttentionParameters::save)
      .help("saves for later, on platforms whose feed gives that a worth")
      .source("folk");
  s.value("share_spread", &AttentionParameters::share_spread)
      .in(0, 4)
      .mutable_at_run()
      .help(
          "some posts are for sharing: sd of the log of a post's own factor on the chance of a share, whose "
          "mean is 1")
      .source("with share_again, fits Goel et al. 2012 and the tail of twitter_urls; validation E5");
  s.value("share_again", &AttentionParameters::share_again)
      .in(0, 100)
      .mutable_at_run()
      .help(
          "times the chance of a share, of an item that a followed account shared: what was passed on is "
          "passed on")
      .source("with share_spread, fits Goel et al. 2012 and the tail of twitter_urls; validation E5");
  s.value("seconds_per_item", &AttentionParameters::seconds_per_item).in(0.1, 3600)
      .help("time an item takes").source("KuaiRec: videos of 14.6 s; validation B5");
}

}  // namespace fanfare::fan_economy
