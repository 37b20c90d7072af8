#include "models/fan_economy/keys/creators.h"

#include "models/fan_economy/keys/mechanism_keys.h"

namespace fanfare::fan_economy {

namespace {

// A role ranks accounts that are no creators yet, so only by what every account has.
bool ranks_accounts(RankBy by) {
  return by == RankBy::followers || by == RankBy::random || by == RankBy::influence || is_centrality(by);
}

}  // namespace

void describe(Schema<CreatorRole>& s) {
  s.id(&CreatorRole::id).required().help("name of the role");
  s.choice("kind", &CreatorRole::kind, kind_choices())
      .required().help("kind of creator");
  s.group("select", &CreatorRole::select)
      .help("which accounts; an account takes the first role that selects it");
  s.check([](const CreatorRole& role, Checker& c) {
    if (role.select.kind != KindFilter::any)
      c.problem("select.kind", "accounts have no kind before the roles are cast", "leave it out");
    if (!role.select.hired_by.empty())
      c.problem("select.hired_by", "nobody is hired before the roles are cast", "leave it out");
    if (!role.select.names.empty())
      c.problem("select.names", "creators of the roster are placed by their cards, before roles are cast",
                "leave it out");
    if (!ranks_accounts(role.select.by))
      c.problem("select.by", "accounts that are no creators can't be ranked by it",
                "use followers, random, influence or a centrality");
  });
}

void describe(Schema<CareerParameters>& s) {
  using C = CareerParameters;
  const auto rate = [&s](std::string_view name, double C::*member, std::string_view help) {
    s.value(name, member).in(0, 1).mutable_at_run().help(help);
  };
  s.value("trust_prior", &C::trust_prior).in(0, 1)
      .help("trust in any creator at the start, one for all kinds");
  s.value("skill_mean", &C::skill_mean).in(0.01, 0.99).help("mean of creators' skill");
  s.value("skill_concentration", &C::skill_concentration).in(0.5, 1000)
      .help("α + β of the Beta from which skill is drawn");
  s.value("niche_focus", &C::niche_focus).unit(Unit::share).in(0, 1)
      .help("share of a niche on its account's strongest interest; the rest follows its interests");
  s.value("price_factor", &C::price_factor).in(0, 1e4).mutable_at_run()
      .help("price of a post = factor · followers^exponent · log-normal(sigma), in currency units")
      .source("fits validation C8, Xiaohongshu 2025");
  s.value("price_exponent", &C::price_exponent).in(0, 2).mutable_at_run()
      .help("of followers in the price").source("fits validation C8");
  s.value("price_sigma", &C::price_sigma).in(0, 3).mutable_at_run()
      .help("spread of prices at equal followers");
  s.value("video_factor", &C::video_factor).in(0.1, 10).mutable_at_run()
      .help("price of a video relative to a picture").source("validation C8: +30 to 60 %");
  s.value("ad_share", &C::ad_share).unit(Unit::money).at_least(0).mutable_at_run()
      .help("the platform pays a creator for a thousand impressions");
  s.value("aspiration", &C::aspiration).in(0.01, 1e6).mutable_at_run()
      .help("income a day, in currency units, that satisfies a creator");
  rate("effort_rate", &C::effort_rate, "step a day of effort toward what income and feedback suggest");
  rate("trust_rate", &C::trust_rate, "step a day of trust toward what the sponsored share allows");
  rate("sponsored_tolerance", &C::sponsored_tolerance, "share of sponsored posts that costs no trust");
  rate("sponsored_cost", &C::sponsored_cost, "share of trust lost by a creator that only posts ads");
  s.value("scandal_half_life", &C::scandal_half_life).unit(Unit::days).in(0.1, 1e6).mutable_at_run()
      .help("of the trust that a scandal costs a creator").source("folk");
  rate("stop_rate", &C::stop_rate, "chance a day to stop, of a creator without income");
  s.value("niche_drift", &C::niche_drift).in(0, 255).mutable_at_run()
      .help("of 255, that a niche moves toward the topic of each paid post");
  s.value("kol_from", &C::kol_from).unit(Unit::people).at_least(1)
      .help("followers at which a KOC becomes a KOL");
  s.value("koc_from", &C::koc_from).unit(Unit::people).at_least(1)
      .help("followers at which an account may become a creator");
  s.value("debut_share", &C::debut_share).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of accounts passing that tier that do");
  s.check([](const C& careers, Checker& c) {
    if (careers.koc_from > careers.kol_from)
      c.problem("koc_from", "is above kol_from", "keep the tiers in order");
  });
}

}  // namespace fanfare::fan_economy
