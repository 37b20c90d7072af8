// The keys of attention, and the tables that publish and browse look up.
#include "models/fan_economy/attention.h"

#include <algorithm>

#include "fanfare/fmath.h"
#include "models/fan_economy/publishing.h"
#include "models/fan_economy/world.h"

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
  s.group("watch", &AttentionParameters::watch)
      .help("watches past half").source("KuaiRec watch ratio; validation B5");
  s.group("like", &AttentionParameters::like).help("likes").source("folk, short video");
  s.group("comment", &AttentionParameters::comment).help("comments").source("folk, short video");
  s.group("share", &AttentionParameters::share)
      .help("shares; keep the spread of log chance under .3").source("folk, short video");
  s.group("follow", &AttentionParameters::follow).help("follows the author").source("folk, short video");
  s.group("click", &AttentionParameters::click)
      .help("clicks on the product, of a branded item").source("folk, short video");
  s.group("hide", &AttentionParameters::hide).help("hides the item");
  s.value("seconds_per_item", &AttentionParameters::seconds_per_item).in(0.1, 3600)
      .help("time an item takes").source("KuaiRec: videos of 14.6 s; validation B5");
}

std::array<float, 24> daily_rhythm(double night_to_peak) {
  // Share of the way from trough to peak, by hour.
  constexpr std::array<double, 24> kShape{0.45, 0.22, 0.08, 0.02, 0, 0.04, 0.18, 0.36, 0.5, 0.56, 0.6, 0.72,
                                          0.82, 0.74, 0.62, 0.6, 0.62, 0.68, 0.78, 0.9, 0.98, 1, 0.92, 0.7};
  double sum = 0;
  for (const double x : kShape) sum += night_to_peak + (1 - night_to_peak) * x;
  std::array<float, 24> rhythm{};
  for (std::size_t h = 0; h < 24; ++h)
    rhythm[h] = static_cast<float>((night_to_peak + (1 - night_to_peak) * kShape[h]) * 24 / sum);
  return rhythm;
}

namespace {

void fill_habits(ActivityTables& tables, const AttentionParameters& p, double ticks_per_day) {
  for (std::size_t q = 0; q < 256; ++q) {
    tables.sessions_per_tick[q] = static_cast<float>(static_cast<double>(q) / 16 / ticks_per_day);
    tables.posts_per_tick[q] =
        static_cast<float>(posting_rate_per_day(static_cast<std::uint8_t>(q)) / ticks_per_day);
    // A session of n items on average goes on with odds n − 1 to 1.
    const double items = std::max(1.05, static_cast<double>(q) / 2);
    tables.continue_base[q] = static_cast<float>(fmath::log(items - 1));
  }
  for (std::size_t i = 0; i < tables.contentment.size(); ++i) {
    const double difference = (static_cast<double>(i) - 255) / kAppealSteps;
    tables.contentment[i] =
        static_cast<float>(std::clamp(fmath::exp(p.satisfaction_gain * difference), 0.25, 2.0));
  }
}

// A share of a session so far, of at least ten items: the first item of a topic must be possible.
std::uint8_t allowed_after(std::size_t shown, double share) {
  return static_cast<std::uint8_t>(
      std::max(1.0, static_cast<double>(std::max<std::size_t>(shown + 1, 10)) * share));
}

void fill_rank_constants(RankConstants& k, const AttentionParameters& a, const FeedParameters& f,
                         const ValueTable& values) {
  k.interest_weight = static_cast<float>(a.interest_weight);
  k.quality_weight = static_cast<float>(a.quality_weight);
  k.tie_weight = static_cast<float>(a.tie_weight);
  k.ad_weight = static_cast<float>(a.ad_weight);
  k.repetition =
      static_cast<float>(a.repetition_weight / (16 * a.repetition_full));  // of a sixteenth of an exposure
  k.repetition_most = static_cast<float>(a.repetition_weight);
  k.centre = static_cast<float>(a.appeal_centre);
  k.user_noise = static_cast<float>(f.personalisation.noise);
  k.per_half_data = static_cast<float>(1 / f.personalisation.half_data);
  k.bonus_tie = static_cast<float>(f.value.tie);
  k.bonus_popularity =
      static_cast<float>(a.social_weight > 0 ? f.value.popularity / a.social_weight * a.social_scale : 0);
  k.bonus_random = static_cast<float>(f.value.random);
  k.explore_below = static_cast<float>(f.policies.exploration * 512);
  k.explore_low = values.value(-1);
  k.explore_step = (values.value(2) - values.value(-1)) / 512;
  for (std::size_t shown = 0; shown < RankConstants::kPlaces; ++shown) {
    k.of_topic[shown] = allowed_after(shown, f.policies.topic_share);
    k.sponsored[shown] = allowed_after(shown, f.policies.sponsored_cap);
  }
}

}  // namespace

void prepare_tick(World& world) {
  const AttentionParameters& p = world.p.attention;
  if (world.tables_version != world.parameters_version) {
    world.values.build(p, world.p.feed(), world.ticks_per_day());
    fill_habits(world.activity, p, world.ticks_per_day());
    fill_rank_constants(world.rank_constants, p, world.p.feed(), world.values);
    world.tables_version = world.parameters_version;
  }
  const std::array<float, 24> rhythm = daily_rhythm(p.night_to_peak);
  const auto hour = static_cast<std::size_t>(world.calendar.hour_of_day(world.tick));
  const bool whole_days = world.ticks_per_day() < 24;  // a coarse tick holds several hours
  for (std::size_t shift = 0; shift < 24; ++shift)
    world.activity.rhythm[shift] = whole_days ? 1.0F : rhythm[(hour + 24 - shift) % 24];
}

}  // namespace fanfare::fan_economy
