// Mechanism `fakes`: accounts without a person, bought followers, engagement pods, click farms; what creators
// ask and whom brands choose goes by the counts that are shown; audits find some of it out, at a price. The
// true counts are those of the rest of the model, which no fake touches: a fake is added to what is reported.
#include "models/fan_economy/mechanisms/fakes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/feed/constants.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// What a creator has bought. The same on every rank.
struct Fraud {
  std::uint32_t followers = 0;    // accounts, beyond those that follow
  std::uint32_t engagements = 0;  // accounts, of recent posts
  std::uint8_t in_pod = 0, has_farm = 0, was_found = 0, zero = 0;
};

class Fakes final : public Mechanism {
 public:
  using Keys = FakeKeys;
  static double bought_followers(const World& world);
  static double overpaid(const World& world);
  static double true_engagement_cost(const World& world);
  static double pod_worth(const World& world);
  static double found(const World& world);
  static std::optional<double> share_of(const World& world, std::uint32_t creator);
  static constexpr std::array kMeasures = {
      MeasureRule{"fake_followers", "people", "followers shown that nobody is, bought by creators",
                  "accounts × population.scale", false, bought_followers},
      MeasureRule{"fake_engagements", "engagements",
                  "of campaigns' posts as reported, those by pods and bots", "engagements × population.scale",
                  true},
      MeasureRule{"fake_impressions", "impressions",
                  "of campaigns' posts as reported, those by bots and click farms",
                  "impressions × population.scale", true},
      MeasureRule{"fake_reach", "people", "of campaigns' reach as reported, bots",
                  "accounts × population.scale", true},
      MeasureRule{"overpaid", "CNY", "of fees paid, what was asked for followers that nobody is",
                  "Σ fee · (1 − (real followers / shown followers)^careers.price_exponent)", false, overpaid},
      MeasureRule{"cost_per_true_engagement", "CNY", "fees for each engagement by a person",
                  "fees / (engagements − fake_engagements)", false, true_engagement_cost},
      MeasureRule{"pod_worth", "1",
                  "clicks for each engagement as reported: in pods, over those of the others",
                  "(clicks / engagements) in pods / (clicks / engagements) of the others", false, pod_worth},
      MeasureRule{"frauds_found", "creators", "creators whose bought counts were found out", "count", false,
                  found},
      MeasureRule{"audit_cost", "CNY", "what brands paid to have creators looked at",
                  "part of campaign_spend", false}};

  Fakes(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("fakes")) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < kCells.size(); ++i) cells_[i] = world.measures.named(kCells[i]);
    for (std::size_t& cell : pod_cells_) cell = world.measures.open("fakes of pods");
    by_bots_ = world.measures.open("fakes of bots");
    take_in_newcomers(world);
    price(world);
  }
  void state(Archive& archive) override {
    archive.shared({"fakes.frauds", "1", "what each creator has bought"}, frauds_);
    archive.shared(
        {"fakes.overpaid", "1/65535", "share of a fee that was asked for bought followers, by contract"},
        overpaid_);
  }

  // Only campaigns' posts are told apart by who sees them.
  void published(World&, std::uint32_t, PostScore& post) {
    if (post.campaign != kNoCampaign) post.flags |= PostFlags::kMarked;
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (seen.post.campaign == kNoCampaign || !is_bot(world, seen.reader)) return;
    const int engagements = int{seen.liked} + int{seen.commented} + int{seen.shared};
    world.measure_tally.add(scope.worker, cells_[kImpressions], 1);
    world.measure_tally.add(scope.worker, cells_[kEngagements], engagements);
    world.measure_tally.add(scope.worker, by_bots_, engagements);
    const bool is_first = seen.watched && world.accounts.frequency.row(seen.reader)[seen.post.campaign] == 1;
    if (is_first) world.measure_tally.add(scope.worker, cells_[kReach], 1);
  }

  // Nobody pays for what a bot would buy.
  void publish(World& world, const BlockScope& scope) {
    if (scope.tick > 0) return;
    for (std::uint32_t a = scope.first; a < scope.last; ++a) empty_wallet(world, scope, AccountId(a));
  }
  void daily(World& world, const BlockScope& scope, AccountId account) {
    empty_wallet(world, scope, account);
  }

  // Pods and farms are there before anyone else.
  void index(World& world, const StepScope&) {
    const auto& posts = world.posts.score;
    for (std::size_t row = posts.size(); row-- > 0 && posts[row].tick == world.tick;)
      if (posts[row].creator != kNobody && posts[row].creator < frauds_.size())
        help_along(world, static_cast<std::uint32_t>(row));
  }
  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const PostScore& post = world.posts.score[row];
    if (post.campaign == kNoCampaign || post.creator == kNobody) return;
    const std::size_t of = post.creator < frauds_.size() && frauds_[post.creator].in_pod != 0 ? 0 : 2;
    const auto count = [&](Counter c) { return delta[static_cast<std::size_t>(c)]; };
    world.measures.add(pod_cells_[of], count(Counter::clicks));
    world.measures.add(pod_cells_[of + 1],
                       count(Counter::likes) + count(Counter::comments) + count(Counter::shares));
  }

  // As the shown counts rank them; who is found out is left out.
  void vet(const World& world, std::size_t campaign, std::size_t line, std::vector<std::uint32_t>& creators) {
    if (frauds_.empty()) return;
    const RankBy by = world.p.campaigns[campaign].lines[line].hire.by;
    if (by == RankBy::followers || by == RankBy::engagement || by == RankBy::cost_per_engagement)
      std::stable_sort(creators.begin(), creators.end(), [&](std::uint32_t a, std::uint32_t b) {
        return shown_score(world, by, a) > shown_score(world, by, b);
      });
    if (keys_.audit.on && !is_counting_)
      std::erase_if(creators, [&](std::uint32_t c) { return is_found(world, campaign, c); });
  }
  void campaign(World& world, const StepScope&) {
    const auto first = static_cast<std::uint32_t>(overpaid_.size());
    const auto& contracts = world.market.contracts;
    for (std::uint32_t i = first; i < contracts.size(); ++i)
      overpaid_.push_back(overpaid_share(world, contracts[i].creator));
    if (first == contracts.size() || !keys_.audit.on) return;
    for (std::size_t c = 0; c < world.market.campaigns.size(); ++c) pay_audits(world, c, first);
  }
  void adapt(World& world, const StepScope& scope) {
    take_in_newcomers(world);
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    for (std::uint32_t c = 0; c < frauds_.size(); ++c) {
      Fraud& fraud = frauds_[c];
      const Subject subject{world.creators[c].account, world.day(), 0};
      fraud.engagements = static_cast<std::uint32_t>(
          stochastic_round(fraud.engagements * (1 - 1.0 / kMemoryDays), luck_.draws(fades).uniform(subject)));
      if (is_fraud(fraud) && luck_.draws(sweeps).chance(keys_.sweep, subject)) expose(world, c);
    }
    price(world);
  }

 private:
  enum Purpose : std::uint32_t { bots, buys, pods, farms, sizes, rounds, fades, sweeps, hits };
  enum Cell : std::size_t { kEngagements, kImpressions, kReach, kAuditCost };
  static constexpr std::array<std::string_view, 4> kCells = {"fake_engagements", "fake_impressions",
                                                             "fake_reach", "audit_cost"};
  static constexpr int kMemoryDays = 30;  // as creators' recent counts fade

  bool is_bot(const World& world, AccountId a) const {
    return keys_.bots > 0 && luck_.draws(bots).chance(keys_.bots, {a.value, 0, 0}) && !world.is_creator(a);
  }
  static bool is_fraud(const Fraud& fraud) {
    return fraud.followers > 0 || fraud.in_pod != 0 || fraud.has_farm != 0;
  }
  void empty_wallet(World& world, const BlockScope& scope, AccountId account) {
    std::int32_t& wallet = world.accounts.wallet[account];
    if (wallet <= 0 || !is_bot(world, account)) return;
    world.ledger.transfer(scope.worker, world.market.consumers, world.market.outside,
                          Cents{wallet} * scale_of(world));
    wallet = 0;
  }

  // Of those who became creators since.
  void take_in_newcomers(const World& world) {
    for (auto c = static_cast<std::uint32_t>(frauds_.size()); c < world.creators.size(); ++c) {
      const std::uint32_t account = world.creators[c].account;
      const Subject subject{account, 0, 0};
      Fraud fraud;
      if (luck_.draws(buys).chance(keys_.buyers, subject)) {
        const double times = 2 * keys_.bought * luck_.draws(sizes).uniform(subject);
        fraud.followers = static_cast<std::uint32_t>(std::min(1e9, times * world.followers[account] + 0.5));
      }
      fraud.in_pod = luck_.draws(pods).chance(keys_.pods, subject) ? 1 : 0;
      fraud.has_farm = luck_.draws(farms).chance(keys_.farms, subject) ? 1 : 0;
      frauds_.push_back(fraud);
    }
  }

  // Followers, in accounts, as the platform shows them.
  double shown_followers(const World& world, std::uint32_t creator) const {
    const double all =
        static_cast<double>(world.followers[world.creators[creator].account]) + frauds_[creator].followers;
    return keys_.cap > 0 ? std::min(all, keys_.cap / world.p.population.scale) : all;
  }
  // Real over shown, to the power with which followers are paid.
  double true_part(const World& world, std::uint32_t creator) const {
    const double real = world.followers[world.creators[creator].account];
    const double shown = shown_followers(world, creator);
    if (shown <= 0 || real <= 0) return 1;
    return fmath::pow(real / shown, price_exponent(world, world.creators[creator].kind));
  }
  void price(World& world) {
    for (std::uint32_t c = 0; c < frauds_.size(); ++c) {
      Creator& creator = world.creators[c];
      const Cents honest = list_price(world, AccountId(creator.account), creator.kind);
      const double asked = static_cast<double>(honest) / true_part(world, c);
      creator.price = static_cast<Cents>(std::min(1e15, asked) + 0.5);
    }
  }
  std::uint32_t overpaid_share(const World& world, std::uint32_t creator) const {
    return static_cast<std::uint32_t>(65535 * std::max(0.0, 1 - true_part(world, creator)) + 0.5);
  }
  // As a selector scores the real counts.
  double shown_score(const World& world, RankBy by, std::uint32_t creator) const {
    const Creator& c = world.creators[creator];
    const double followers = shown_followers(world, creator);
    if (by == RankBy::followers) return followers;
    const double rate = engagement_rate(world, c.engagements + frauds_[creator].engagements, c.impressions);
    return by == RankBy::engagement ? rate
                                    : followers * rate / static_cast<double>(std::max<Cents>(c.price, 1));
  }

  // People as whole accounts, as many on average.
  std::uint32_t accounts_of(const World& world, double people, const PostScore& post,
                            std::uint32_t which) const {
    const double u = luck_.draws(rounds).uniform(post.key().itself(), which);
    return static_cast<std::uint32_t>(stochastic_round(people / world.p.population.scale, u));
  }
  void help_along(World& world, std::uint32_t row) {
    PostScore& post = world.posts.score[row];
    Fraud& fraud = frauds_[post.creator];
    if (fraud.in_pod != 0) {
      const std::uint32_t likes = accounts_of(world, keys_.pod_size, post, 0);
      fraud.engagements += likes;
      std::uint32_t& shown = world.posts.counts[row][static_cast<std::size_t>(Counter::likes)];
      shown += likes;
      post.visible = appeal_of_likes(world, shown);
      report(world, post, BrandCell::likes, CampaignCell::likes, likes, kEngagements);
      if (post.campaign != kNoCampaign) world.measures.add(pod_cells_[1], likes);
    }
    if (fraud.has_farm != 0 && post.campaign != kNoCampaign) {
      const std::uint32_t views = accounts_of(world, keys_.farm_views, post, 1);
      report(world, post, BrandCell::impressions, CampaignCell::impressions, views, kImpressions);
      report(world, post, BrandCell::views, CampaignCell::views, views, kImpressions, false);
      report(world, post, BrandCell::clicks, CampaignCell::clicks,
             accounts_of(world, keys_.farm_views * keys_.farm_clicks, post, 2), kImpressions, false);
    }
  }
  // What brands read, and what of it is not so.
  void report(World& world, const PostScore& post, BrandCell of_brand, CampaignCell of_campaign,
              std::uint32_t count, Cell fake, bool counts = true) {
    if (post.campaign == kNoCampaign) return;
    if (post.brand != kNoBrand) world.measures.add(world.measures.cell(of_brand, post.brand), count);
    world.measures.add(world.measures.cell(of_campaign, post.campaign), count);
    if (counts) world.measures.add(cells_[fake], count);
  }

  bool is_found(const World& world, std::size_t campaign, std::uint32_t creator) const {
    const double chance = is_fraud(frauds_[creator]) ? keys_.audit.hit_rate : keys_.audit.false_alarm;
    return luck_.draws(hits).chance(
        chance, {world.creators[creator].account, static_cast<std::uint32_t>(campaign), 0});
  }
  // Looked at were those hired, and those found out before the last of them.
  void pay_audits(World& world, std::size_t campaign, std::uint32_t first) {
    const auto& contracts = world.market.contracts;
    std::uint32_t looked_at = 0;
    std::vector<std::uint32_t> exposed;
    is_counting_ = true;
    for (std::size_t line = 0; line < world.p.campaigns[campaign].lines.size(); ++line) {
      const auto is_hired = [&](std::uint32_t creator) {
        return std::any_of(contracts.begin() + first, contracts.end(), [&](const Contract& c) {
          return c.campaign == campaign && c.line == line && c.creator == creator;
        });
      };
      std::vector<std::uint32_t> list = candidates_of(world, campaign, line);
      while (!list.empty() && !is_hired(list.back())) list.pop_back();
      for (const std::uint32_t creator : list) {
        const bool was_found = is_found(world, campaign, creator);
        looked_at += was_found || is_hired(creator) ? 1 : 0;
        if (was_found && is_fraud(frauds_[creator])) exposed.push_back(creator);
      }
    }
    is_counting_ = false;
    for (const std::uint32_t creator : exposed) expose(world, creator);
    const std::uint8_t brand = world.market.campaigns[campaign].brand;
    const Cents cost = keys_.audit.price * looked_at;
    if (cost == 0 || brand == kNoBrand) return;
    world.ledger.transfer(BookId(world.market.brands[brand].book), world.market.outside, cost);
    world.measures.add(world.measures.cell(CampaignCell::handling, campaign), cost);
    world.measures.add(cells_[kAuditCost], cost);
  }
  // What was bought is gone, and some of the trust.
  void expose(World& world, std::uint32_t creator) {
    Fraud& fraud = frauds_[creator];
    if (!is_fraud(fraud)) return;
    fraud = {};
    fraud.was_found = 1;
    Creator& who = world.creators[creator];
    const auto kept = static_cast<float>(1 - keys_.exposed_loss);
    who.trust *= kept;
    who.stain = 1 - (1 - who.stain) * kept;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::array<std::size_t, 4> cells_{}, pod_cells_{};  // pods: clicks, engagements; the others: the same
  std::size_t by_bots_ = 0;                           // engagements
  std::vector<Fraud> frauds_;                         // by creator
  std::vector<std::uint32_t> overpaid_;               // by contract
  bool is_counting_ = false;                          // within pay_audits(): whom it would have hired
};

double Fakes::bought_followers(const World& world) {
  double sum = 0;
  for (const Fraud& fraud : world.find<Fakes>()->frauds_) sum += fraud.followers;
  return world.people(sum);
}
double Fakes::found(const World& world) {
  double sum = 0;
  for (const Fraud& fraud : world.find<Fakes>()->frauds_) sum += fraud.was_found;
  return sum;
}
double Fakes::overpaid(const World& world) {
  const auto& shares = world.find<Fakes>()->overpaid_;
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i)
    sum += static_cast<double>(world.market.contracts[i].paid) * shares[i] / 65535;
  return sum / 100;
}
double Fakes::true_engagement_cost(const World& world) {
  double fees = 0, engagements = 0;
  for (const Contract& c : world.market.contracts)
    fees += static_cast<double>(c.paid), engagements += world.people(static_cast<double>(c.engagements));
  const Measures& m = world.measures;
  const double bots = world.people(static_cast<double>(m[world.find<Fakes>()->by_bots_]));
  return engagements - bots > 0 ? fees / 100 / (engagements - bots) : 0;
}
double Fakes::pod_worth(const World& world) {
  const auto& cells = world.find<Fakes>()->pod_cells_;
  const auto of = [&](std::size_t i) { return static_cast<double>(world.measures[cells[i]]); };
  if (of(1) <= 0 || of(2) <= 0 || of(3) <= 0) return 0;
  return of(0) / of(1) / (of(2) / of(3));
}

std::optional<double> Fakes::share_of(const World& world, std::uint32_t creator) {
  const Fakes* fakes = world.find<Fakes>();
  if (fakes == nullptr || creator >= fakes->frauds_.size()) return std::nullopt;
  const double shown = fakes->shown_followers(world, creator);
  const double real = world.followers[world.creators[creator].account];
  return shown > real ? (shown - real) / shown : 0;
}

}  // namespace

std::optional<double> fake_share(const World& world, std::uint32_t creator) {
  return Fakes::share_of(world, creator);
}

extern constinit const MechanismEntry fakes = mechanism<Fakes>(
    "fakes", "bots, bought followers, pods and click farms; audits find some of it out, at a price");

}  // namespace fanfare::fan_economy
