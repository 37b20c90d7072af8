#include "models/fan_economy/keys/publishing.h"

namespace fanfare::fan_economy {

void describe(Schema<PublishingParameters>& s) {
  s.value("median_per_day", &PublishingParameters::median_per_day).unit(Unit::per_day).in(0, 50)
      .help("posts a day of the median account")
      .source("fits the shares of Pew 2019 and 2021; validation E7, E8");
  s.value("sigma", &PublishingParameters::sigma).in(0, 4).help("spread of the log-normal posts a day")
      .source("fits the shares of Pew 2019 and 2021; validation E7, E8");
  s.value("cap_per_day", &PublishingParameters::cap_per_day).unit(Unit::per_day).in(0.01, 200)
      .help("no account posts more");
  s.value("kol_per_day", &PublishingParameters::kol_per_day).unit(Unit::per_day).in(0, 50)
      .help("posts a day of a KOL at effort 1, if it would post less by itself");
  s.value("koc_per_day", &PublishingParameters::koc_per_day).unit(Unit::per_day).in(0, 50)
      .help("posts a day of any other creator at effort 1, if it would post less by itself");
  s.value("quality_concentration", &PublishingParameters::quality_concentration).in(0.5, 1000)
      .help("how closely a post's quality keeps to its author's skill (α + β of a Beta)");
  s.value("amateur_skill", &PublishingParameters::amateur_skill)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "mean skill of accounts that are no creators, spread evenly .4 to both sides; of creators: "
          "careers.skill_mean")
      .source("folk; fits the attention of the top 3 %, validation C10");
  s.value("niche_focus", &PublishingParameters::niche_focus).unit(Unit::share).in(0, 1)
      .help("share of a post's topic weight on its main topic, drawn from the author's niche");
  s.value("video_share", &PublishingParameters::video_share).unit(Unit::share).in(0, 1)
      .help("share of posts that are videos");
}

}  // namespace fanfare::fan_economy
