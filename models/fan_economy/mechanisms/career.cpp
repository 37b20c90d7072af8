// Mechanism `career`: what becomes of creators. Who works more than it can sustain wears out, rests or gives
// up; platforms share what ads bring with those who have followers enough, and lay out a fund; agencies raise
// some for a margin. Effort, trust, prices, promotion and debuts are everyone's (people/careers.cpp).
#include "models/fan_economy/mechanisms/career.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/fmath.h"
#include "models/fan_economy/content/publishing.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/daily.h"

namespace fanfare::fan_economy {

void describe(Schema<CareerKeys>& s) {
  using K = CareerKeys;
  s.value("living", &K::living)
      .in(0, 1e9)
      .mutable_at_run()
      .help("CNY a month from which a creator makes a living")
      .source("folk");
  s.value("per_thousand", &K::per_thousand)
      .unit(Unit::money)
      .in(0, 1e4)
      .mutable_at_run()
      .help("paid for a thousand impressions beside careers.ad_share, to those who have followers enough")
      .source("folk");
  s.value("monetised_from", &K::monetised_from)
      .unit(Unit::people)
      .in(0, 1e12)
      .mutable_at_run()
      .help("followers from which that is paid")
      .source("YouTube Partner Program: 1,000");
  s.value("fund", &K::fund)
      .unit(Unit::money)
      .in(0, 1e9)
      .mutable_at_run()
      .help("a day, parted among creators by their impressions")
      .source("folk");
  s.value("fund_from", &K::fund_from)
      .unit(Unit::people)
      .in(0, 1e12)
      .mutable_at_run()
      .help("followers from which a creator has a part of the fund")
      .source("TikTok Creator Fund: 10,000");
  s.value("sustainable", &K::sustainable)
      .in(0, 10)
      .mutable_at_run()
      .help("effort that a creator can keep up")
      .source("folk");
  s.value("pace", &K::pace)
      .in(0, 1)
      .mutable_at_run()
      .help("strain that a day of one more than that adds")
      .source("folk");
  s.value("worry", &K::worry)
      .in(0, 10)
      .mutable_at_run()
      .help("strain grows by this share faster for a creator without income")
      .source("folk");
  s.value("recovery", &K::recovery)
      .unit(Unit::days)
      .in(0.1, 1000)
      .mutable_at_run()
      .help("in which half of the strain is gone")
      .source("folk");
  s.value("breaking", &K::breaking)
      .in(0.01, 10)
      .mutable_at_run()
      .help("strain at which a creator breaks, on average")
      .source("folk");
  s.value("breaking_spread", &K::breaking_spread)
      .in(0, 1)
      .mutable_at_run()
      .help("standard deviation of it between creators")
      .source("folk");
  s.value("rest", &K::rest)
      .unit(Unit::days)
      .in(1, 1000)
      .mutable_at_run()
      .help("without posts of its own, after breaking")
      .source("folk");
  s.value("gives_up", &K::gives_up)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of those who break, who never come back")
      .source("folk");
  s.optional_group("agency", &K::agency).help("agencies, where there is no marketplace that has them");
}

namespace {

struct CareerDiary {
  float strain = 0;
  std::uint32_t rests_until = 0;  // day
  std::uint32_t since = 0;        // day
  std::uint32_t tier = 0;         // at first
};

constexpr std::array<double, 4> kTierFrom = {0, 10'000, 100'000, 500'000};  // people

std::size_t tier_of(double followers) {
  std::size_t tier = 0;
  while (tier + 1 < kTierFrom.size() && followers >= kTierFrom[tier + 1]) ++tier;
  return tier;
}
std::vector<std::string> tier_labels(const World&) { return {"nano", "micro", "mid", "macro"}; }

enum class CareerFigure : std::uint8_t {
  resting,
  living,
  top,
  risen,
  fallen,
  trust_sponsored,
  trust_others,
  signed_up,
  alone
};
template <CareerFigure figure>
double career_figure(const World& world);
std::vector<double> career_tier_income(const World& world);

class Career final : public Mechanism {
 public:
  using Keys = CareerKeys;
  static constexpr bool kOnEveryPlatform = true;  // attention comes from all
  static constexpr std::array kMeasures = {
      MeasureRule{"burnouts", "creators", "creators who broke", "number", true},
      MeasureRule{"burnt_out", "creators", "of them, who gave up", "number", true},
      MeasureRule{"fund_paid", "CNY", "paid out of the platform's fund",
                  "fund · impressions over all of those with a part", false},
      MeasureRule{"ads_shared", "CNY", "paid for impressions to those who have followers enough",
                  "per_thousand · impressions / 1000", false},
      MeasureRule{"small_posts", "posts", "posts of creators with fewer than 10,000 followers, unpaid",
                  "number", true},
      MeasureRule{"career_margin", "CNY", "what agencies kept of fees", "margin · fees of their creators",
                  false},
      MeasureRule{"career_stipends", "CNY", "what agencies spent on those they raise", "stipend · days",
                  false},
      MeasureRule{"resting", "creators", "creators who rest, now", "number", false,
                  career_figure<CareerFigure::resting>},
      MeasureRule{"living_share", "1", "creators who make a living",
                  "income a month of living or more, share of all", false,
                  career_figure<CareerFigure::living>},
      MeasureRule{"top_income_share", "1", "income of the best paid hundredth",
                  "share of all income since the start", false, career_figure<CareerFigure::top>},
      MeasureRule{"risen", "creators", "creators in a higher tier than at first", "number", false,
                  career_figure<CareerFigure::risen>},
      MeasureRule{"fallen", "creators", "creators in a lower tier than at first", "number", false,
                  career_figure<CareerFigure::fallen>},
      MeasureRule{"trust_sponsored", "1", "trust in creators who post many ads",
                  "mean over those with more paid posts than careers.sponsored_tolerance", false,
                  career_figure<CareerFigure::trust_sponsored>},
      MeasureRule{"trust_others", "1", "trust in other creators", "mean", false,
                  career_figure<CareerFigure::trust_others>},
      MeasureRule{"signed_income", "CNY", "income a month of those with an agency",
                  "mean, from their first day", false, career_figure<CareerFigure::signed_up>},
      MeasureRule{"alone_income", "CNY", "income a month of those without one", "mean, from their first day",
                  false, career_figure<CareerFigure::alone>},
      MeasureRule{"tier_income", "CNY", "income a month by followers", "mean, from their first day", false,
                  nullptr, "tier",
                  "tier of followers: nano, micro from 10,000, mid from 100,000, macro from 500,000",
                  tier_labels, career_tier_income}};

  Career(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("career")) {
    if (keys.agency) agency_.emplace(world, *keys.agency, "career");
  }

  void open(World& world) override {
    for (std::size_t i = 0; i < counted_.size(); ++i) counted_[i] = world.measures.named(kMeasures[i].name);
    if (agency_) {
      for (const MechanismEntry* entry : world.entries)
        if (entry->id == "marketplace")
          throw ScenarioError(
              "career.agency: marketplace has agencies, and both would keep a margin of one fee "
              "(say it in marketplace.agency)");
      agency_->open(world, counted_[kMargin], counted_[kStipends]);
    }
    join_newcomers(world);
  }
  void state(Archive& archive) override {
    archive.shared({"career.diaries", "1", "by creator: strain, end of rest, first day, first tier"},
                   diaries_);
    archive.shared({"career.seen", "1", "by creator: impressions since midnight, accounts"}, seen_);
    if (agency_) agency_->state(archive);
  }

  void campaign(World& world, const StepScope&) {
    if (!agency_) return;
    for (const ScheduledPost& post : scheduled_now(world)) {
      const Contract& contract = world.market.contracts[post.contract];
      if (post.brand != kNoBrand && contract.fee > 0) agency_->take(world, contract.creator, contract.fee);
    }
  }
  void published(World& world, std::uint32_t, PostScore& post) {
    if (post.creator == kNobody || (post.flags & PostFlags::kSponsored) != 0) return;
    if (world.people(world.followers[post.author]) < kTierFrom[1])
      world.measures.add(counted_[kSmallPosts], 1);
  }
  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const std::uint32_t creator = world.posts.score[row].creator;
    if (creator == kNobody || creator >= seen_.size()) return;
    seen_[creator] += delta[static_cast<std::size_t>(Counter::impressions)];
  }

  void adapt(World& world, const StepScope& scope) {
    join_newcomers(world);
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    share_ads(world);
    lay_out_fund(world);
    if (agency_) agency_->end_day(world);
    for (std::uint32_t c = 0; c < world.creators.size(); ++c) wear(world, c);
    std::fill(seen_.begin(), seen_.end(), 0);
  }

  // Income a month since it came; of the first days as if they went on.
  double monthly(const World& world, std::uint32_t creator) const {
    const std::uint32_t days = std::max(1U, world.day() + 1 - std::min(world.day(), diaries_[creator].since));
    return static_cast<double>(world.creators[creator].income) / 100 / days * 30;
  }
  double figure(const World& world, CareerFigure what) const {
    if (what == CareerFigure::top) return top_share(world);
    double sum = 0, of = 0;
    for (std::uint32_t c = 0; c < diaries_.size(); ++c) {
      const Creator& creator = world.creators[c];
      const std::size_t tier = tier_of(world.people(world.followers[creator.account]));
      const bool many = static_cast<double>(creator.sponsored_share) > world.p.careers.sponsored_tolerance;
      const bool has_agency = agency_ && agency_->has_signed(world, c);
      switch (what) {
        case CareerFigure::resting: sum += diaries_[c].rests_until > world.day() ? 1 : 0; break;
        case CareerFigure::living: of += 1, sum += monthly(world, c) >= keys_.living ? 1 : 0; break;
        case CareerFigure::risen: sum += tier > diaries_[c].tier ? 1 : 0; break;
        case CareerFigure::fallen: sum += tier < diaries_[c].tier ? 1 : 0; break;
        case CareerFigure::trust_sponsored: add(many, static_cast<double>(creator.trust), sum, of); break;
        case CareerFigure::trust_others: add(!many, static_cast<double>(creator.trust), sum, of); break;
        case CareerFigure::signed_up: add(has_agency, monthly(world, c), sum, of); break;
        case CareerFigure::alone: add(!has_agency, monthly(world, c), sum, of); break;
        case CareerFigure::top: break;
      }
    }
    const bool is_count =
        what == CareerFigure::resting || what == CareerFigure::risen || what == CareerFigure::fallen;
    return is_count ? sum : of > 0 ? sum / of : 0;
  }
  std::vector<double> tier_income(const World& world) const {
    std::vector<double> sum(kTierFrom.size()), of(kTierFrom.size());
    for (std::uint32_t c = 0; c < diaries_.size(); ++c) {
      const std::size_t tier = tier_of(world.people(world.followers[world.creators[c].account]));
      sum[tier] += monthly(world, c), of[tier] += 1;
    }
    for (std::size_t t = 0; t < sum.size(); ++t) sum[t] = of[t] > 0 ? sum[t] / of[t] : 0;
    return sum;
  }

 private:
  enum Purpose : std::uint32_t { breaks, gives_up };
  enum Count : std::size_t { kBurnouts, kBurntOut, kFund, kAds, kSmallPosts, kMargin, kStipends };

  static void add(bool counts, double value, double& sum, double& of) {
    if (counts) sum += value, of += 1;
  }

  void join_newcomers(const World& world) {
    while (diaries_.size() < world.creators.size()) {
      const Creator& creator = world.creators[diaries_.size()];
      const std::size_t tier = tier_of(world.people(world.followers[creator.account]));
      diaries_.push_back({0, 0, world.day(), static_cast<std::uint32_t>(tier)});
      seen_.push_back(0);
    }
  }

  void pay(World& world, std::uint32_t creator, Cents amount, std::size_t cell) const {
    if (amount <= 0) return;
    world.ledger.transfer(world.market.outside, world.market.platform, amount);
    world.ledger.transfer(world.market.platform, world.market.creators, amount);
    earn(world, creator, amount);
    world.measures.add(counted_[cell], amount);
  }
  static bool has(const World& world, std::uint32_t creator, double followers) {
    const Creator& of = world.creators[creator];
    return of.active != 0 && world.people(world.followers[of.account]) >= followers;
  }
  void share_ads(World& world) const {
    for (std::uint32_t c = 0; c < seen_.size(); ++c)
      if (has(world, c, keys_.monetised_from))
        pay(world, c, static_cast<Cents>(seen_[c]) * scale_of(world) * keys_.per_thousand / 1000, kAds);
  }
  void lay_out_fund(World& world) const {
    std::uint64_t all = 0;
    for (std::uint32_t c = 0; c < seen_.size(); ++c) all += has(world, c, keys_.fund_from) ? seen_[c] : 0;
    if (all == 0 || keys_.fund == 0) return;
    for (std::uint32_t c = 0; c < seen_.size(); ++c)
      if (has(world, c, keys_.fund_from))
        pay(world, c,
            static_cast<Cents>(static_cast<double>(keys_.fund) * static_cast<double>(seen_[c]) /
                               static_cast<double>(all)),
            kFund);
  }

  // Strain of the day; who breaks rests, or gives up.
  void wear(World& world, std::uint32_t index) {
    Creator& creator = world.creators[index];
    CareerDiary& diary = diaries_[index];
    if (creator.active == 0 || !world.terms_of(creator.kind).quits) return;
    if (diary.rests_until > world.day()) {
      creator.effort = diary.rests_until == world.day() + 1 ? 0.5F : 0.0F;
      diary.strain *= static_cast<float>(1 - daily_loss(keys_.recovery));
      return;
    }
    const double content =
        std::min(1.0, static_cast<double>(creator.income_recent) / 100 / 30 / world.p.careers.aspiration);
    const double more = std::max(0.0, static_cast<double>(creator.effort) - keys_.sustainable);
    const double strain = static_cast<double>(diary.strain) * (1 - daily_loss(keys_.recovery)) +
                          keys_.pace * more * (1 + keys_.worry * (1 - content));
    diary.strain = static_cast<float>(strain);
    const double limit =
        keys_.breaking + keys_.breaking_spread * luck_.draws(breaks).normal({creator.account, 0, 0});
    if (strain < std::max(0.05, limit)) return;
    world.measures.add(counted_[kBurnouts], 1);
    diary.rests_until = world.day() + 1 + static_cast<std::uint32_t>(keys_.rest);
    creator.effort = 0;
    if (!luck_.draws(gives_up).chance(keys_.gives_up, {creator.account, world.day(), 0})) return;
    creator.active = 0;
    world.measures.add(counted_[kBurntOut], 1);
    world.measures.add(world.measures.cell(RunCell::stops), 1);
  }

  static double top_share(const World& world) {
    std::vector<double> incomes;
    double sum = 0, top = 0;
    for (const Creator& creator : world.creators) incomes.push_back(static_cast<double>(creator.income));
    std::sort(incomes.rbegin(), incomes.rend());
    for (const double income : incomes) sum += income;
    const std::size_t best = (incomes.size() + 99) / 100;
    for (std::size_t i = 0; i < best; ++i) top += incomes[i];
    return sum > 0 ? top / sum : 0;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::optional<Agency> agency_;
  std::array<std::size_t, 7> counted_{};
  std::vector<CareerDiary> diaries_;  // by creator
  std::vector<std::uint64_t> seen_;   // by creator
};

template <CareerFigure figure>
double career_figure(const World& world) {
  return world.find<Career>()->figure(world, figure);
}
std::vector<double> career_tier_income(const World& world) {
  return world.find<Career>()->tier_income(world);
}

}  // namespace

extern constinit const MechanismEntry career = mechanism<Career>(
    "career", "what becomes of creators: strain and burnout, pay for attention, a fund, agencies");

}  // namespace fanfare::fan_economy
