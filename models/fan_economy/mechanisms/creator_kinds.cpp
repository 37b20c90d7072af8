// Mechanism `creator_kinds`: what sets kinds of creators apart. Celebrities are dear, seldom free and
// exclusive, amateurs refuse what does not suit them, employees stand for their brand, virtual creators
// always work and are labelled, clips of users are the brand's to show and promise no more than is true, and
// a brand that sells to firms needs those who decide for them. Brings the kinds `amateur` and `b2b`.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/mechanisms/creator_kinds.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/state/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr CreatorKind kAmateur{6}, kB2b{7};

constexpr std::uint32_t kNanoFrom = 1'000, kNanoUntil = 10'000,
                        kMacroFrom = 100'000;  // people, as C4 has them

bool works_for(const World& world, const Creator& creator, std::uint8_t brand);

// The lines of the model's own kinds, where this mechanism is on.
KindTerms kind_by_default(CreatorKind kind, KindTerms terms) {
  switch (kind) {
    case CreatorKind::celebrity:
      terms.rate = 0.4, terms.talk = 0.1, terms.free_days = 0.3, terms.price = 3, terms.exclusive = true;
      break;
    case CreatorKind::employee: terms.price = 0.1, terms.accepts = works_for; break;
    case CreatorKind::virtual_idol:
      terms.rate = 3, terms.from_hour = 0, terms.until_hour = 24, terms.scandals = false;
      break;
    case CreatorKind::ugc:  // 300 CNY a clip, whoever makes it
      terms.rate = 0.5, terms.price = 1000, terms.price_exponent = 0, terms.by_the_brand = true;
      break;
    default: break;
  }
  return terms;
}

// What a contract brought by last touch, since warm-up.
struct ContractGains {
  std::int64_t revenue = 0;  // cents
  std::uint32_t orders = 0, returned = 0;
};

// Of the posts of a kind, since warm-up, in accounts. Only kinds that were seen.
struct KindAttention {
  std::uint64_t kind = 0;
  std::uint64_t impressions = 0, engagements = 0;
  std::uint64_t paid_views = 0, credibility = 0;  // of paid posts: watched; 1/1000 of trust · fit, summed
};

// A measure's values, by place of the kind.
template <void (*fill)(const World& world, std::span<double> values)>
std::vector<double> by_kind(const World& world) {
  std::vector<double> values(kind_rules().size());
  fill(world, values);
  return values;
}

class CreatorKinds final : public Mechanism {
 public:
  using Keys = CreatorKindKeys;
  static constexpr bool kOnEveryPlatform = true;
  static constexpr std::array kKinds = {
      KindRule{"amateur",
               "posts rarely, and only about what suits it",
               kAmateur,
               {.rate = 0.25, .least_fit = 0.8}},
      KindRule{"b2b", "speaks to those who decide for firms", kB2b, {.rate = 0.6, .price = 4}}};

  static void spent(const World& world, std::span<double> values) {
    for (const Contract& c : world.market.contracts) {
      if (c.published == 0 || world.market.campaigns[c.campaign].brand == kNoBrand) continue;
      const Cents all = c.paid + c.platform_fee * c.published + c.handling + c.product + c.commission_paid;
      values[place_of(c.creator_kind)] += static_cast<double>(all) / 100;
    }
  }
  static void revenue(const World& world, std::span<double> values) {
    of_contracts(world, values, [](const ContractGains& g) { return static_cast<double>(g.revenue) / 100; });
  }
  static void orders(const World& world, std::span<double> values) {
    of_contracts(world, values, [&](const ContractGains& g) { return world.people(g.orders); });
  }
  static void returned(const World& world, std::span<double> values) {
    of_contracts(world, values, [&](const ContractGains& g) { return world.people(g.returned); });
  }
  static void engagement(const World& world, std::span<double> values) {
    of_posts(world, values, &KindAttention::engagements, &KindAttention::impressions, 1);
  }
  static void credibility(const World& world, std::span<double> values) {
    of_posts(world, values, &KindAttention::credibility, &KindAttention::paid_views, 1000);
  }
  // Creators, not the people that accounts stand for.
  static double refused(const World& world) {
    return static_cast<double>(world.measures.since_warmup(world.find<CreatorKinds>()->refusals_));
  }
  static double nano(const World& world) { return per_follower(world, kNanoFrom, kNanoUntil); }
  static double macro(const World& world) { return per_follower(world, kMacroFrom, 0xffffffffU); }

  static double nano_to_macro(const World& world) {
    return macro(world) > 0 ? nano(world) / macro(world) : kNothing;
  }

  static constexpr std::array kMeasures = {
      MeasureRule{"kind_spend", "CNY", "what kinds of creators cost",
                  "fees, their platform part, handling, products and commission, by kind at hire", false,
                  nullptr, "creator_kind", {}, nullptr, by_kind<spent>},
      MeasureRule{"kind_revenue", "CNY", "revenue credited to kinds of creators",
                  "of orders by last touch, before returns, by kind at hire", false, nullptr,
                  "creator_kind", {}, nullptr, by_kind<revenue>},
      MeasureRule{"kind_orders", "people", "orders credited to kinds of creators",
                  "by last touch, accounts × population.scale", true, nullptr, "creator_kind", {}, nullptr,
                  by_kind<orders>},
      MeasureRule{"kind_returned", "people", "of them, sent back", "accounts × population.scale", true,
                  nullptr, "creator_kind", {}, nullptr, by_kind<returned>},
      MeasureRule{"kind_engagement", "1", "engagement of kinds of creators",
                  "likes, comments and shares over impressions of all their posts", false, nullptr,
                  "creator_kind", {}, nullptr, by_kind<engagement>},
      MeasureRule{"kind_credibility", "1", "credibility of kinds of creators",
                  "trust in the author times fit, after labels, mean over watched paid posts", false, nullptr,
                  "creator_kind", {}, nullptr, by_kind<credibility>},
      MeasureRule{"kind_refusals", "creators", "offers that creators refused",
                  "at the start of a campaign: selected by a line, but not taking it", true, refused},
      MeasureRule{"nano_per_follower", "CNY", "revenue per follower of the small",
                  "credited revenue over followers, of hired creators with 1,000 to 10,000 followers", false,
                  nano},
      MeasureRule{"macro_per_follower", "CNY", "revenue per follower of the large",
                  "credited revenue over followers, of hired creators with 100,000 followers and more", false,
                  macro},
      MeasureRule{"nano_to_macro", "1", "revenue per follower of the small, over that of the large",
                  "nano_per_follower / macro_per_follower; missing where the large brought nothing", false,
                  nano_to_macro}};

  CreatorKinds(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("creator_kinds")) {
    for (std::size_t place = 0; place < kind_rules().size(); ++place) {
      const KindRule& rule = kind_rules()[place];
      world.kinds[place] = kind_by_default(rule.kind, rule.terms);
      for (const KindKeys& line : keys.kinds)
        if (line.id == rule.word) line.amend(world.kinds[place]);
    }
    firm_brand_ = brand_if_named(world, keys.firm_brand, "firm_brand");
    employer_ = brand_if_named(world, keys.employer, "employer");
    if (employer_ == kNoBrand && !world.p.brands.empty()) employer_ = 0;
  }

  void open(World& world) override {
    refusals_ = world.measures.open("creators who refused an offer");
    touches_.resize(world.part);
    if (firm_brand_ != kNoBrand) choose_deciders(world);
  }
  void state(Archive& archive) override {
    archive.owned(
        {"creator_kinds.touches", "1", "posts about a brand for firms watched by a decider; bit 7: is one"},
        touches_);
    archive.shared({"creator_kinds.contracts", "1", "what contracts brought by last touch"}, gains_);
    archive.shared({"creator_kinds.attention", "1", "attention to posts by kind of creator"}, seen_);
  }

  bool employs(std::uint8_t brand) const { return brand == employer_; }

  void campaign(World& world, const StepScope& scope) {
    for (std::size_t c = 0; c < world.market.campaigns.size(); ++c)
      if (world.market.campaigns[c].from == scope.tick) count_refusals(world, c);
  }

  // What a post is by who wrote it. A label costs trust with those who see it.
  void published(World& world, std::uint32_t, PostScore& post) {
    if (firm_brand_ != kNoBrand && post.brand == firm_brand_) post.flags |= PostFlags::kMarked;
    if (post.creator == kNobody) return;
    const CreatorKind kind = world.creators[post.creator].kind;
    if (kind == CreatorKind::employee && post.brand == employer_ && post.brand != kNoBrand)
      post.flags |= PostFlags::kMarked;
    if (kind != CreatorKind::virtual_idol) return;
    const double weight = world.p.attention.quality_weight;
    if (weight > 0) post.quality += static_cast<float>(keys_.virtual_appeal / weight);
    if (luck_.draws(labels).chance(keys_.labelled, post.key().itself()))
      post.trust *= static_cast<float>(1 - keys_.label_noticed * keys_.label_cost);
  }

  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (!seen.watched) return;
    const PostScore& post = seen.post;
    if (post.brand == firm_brand_ && firm_brand_ != kNoBrand) {
      std::uint8_t& touches = touches_[seen.reader];
      if ((touches & kDecides) != 0 && (touches & ~kDecides) < kMostTouches) ++touches;
    }
    if (post.brand == employer_ && post.brand != kNoBrand && post.creator != kNobody &&
        world.creators[post.creator].kind == CreatorKind::employee)
      retain(world, scope, seen);
  }

  // Only those who decide buy what is made for firms, and the less they have read of it, the less.
  double drive(const World&, AccountId account, std::uint8_t brand) const {
    if (brand != firm_brand_) return 1;
    const std::uint8_t touches = touches_[account];
    if ((touches & kDecides) == 0) return 0;
    return std::min(1.0, (touches & ~kDecides) / static_cast<double>(keys_.firm_touches));
  }

  // A creator's ad promises more than there is; a user's clip shows the thing itself.
  void ordered(const World& world, TradedOrder& order) {
    if (order.contract == kNobody || world.market.contracts[order.contract].creator_kind == CreatorKind::ugc)
      return;
    const double promised = order.expectation + 100 * keys_.gloss;
    order.expectation = static_cast<std::int8_t>(std::min(127.0, promised + 0.5));
  }

  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const PostScore& post = world.posts.score[row];
    if (post.creator == kNobody || world.tick < world.setup.run.warmup_ticks()) return;
    const auto count = [&](Counter what) { return delta[static_cast<std::size_t>(what)]; };
    KindAttention& of = attention_to(world.creators[post.creator].kind);
    of.impressions += count(Counter::impressions);
    of.engagements += count(Counter::likes) + count(Counter::comments) + count(Counter::shares);
    if ((post.flags & PostFlags::kSponsored) == 0) return;
    of.paid_views += count(Counter::views);
    const double believed = 1000 * static_cast<double>(post.trust) * post.fit / 255.0;
    of.credibility += static_cast<std::uint64_t>(believed + 0.5) * count(Counter::views);
  }

  void trade(World& world, const StepScope&) {
    if (world.tick < world.setup.run.warmup_ticks()) return;
    gains_.resize(world.market.contracts.size());
    for (const TradedOrder& order : world.market.orders) {
      if (order.granted == 0 || order.contract == kNobody) continue;
      gains_[order.contract].revenue += Cents{order.price} * scale_of(world);
      ++gains_[order.contract].orders;
    }
  }
  void close(World& world, const StepScope&) {
    for (const ReturnedOrder& order : world.market.returns.received())
      if (order.contract < gains_.size()) ++gains_[order.contract].returned;
  }

 private:
  enum Purpose : std::uint32_t { labels, decides, retains };
  static constexpr std::uint8_t kDecides = 0x80, kMostTouches = 100;

  static std::uint8_t brand_if_named(const World& world, const std::string& id, const char* key) {
    return id.empty() ? kNoBrand : brand_named(world, id, "creator_kinds." + std::string(key));
  }

  // Those who follow a creator for firms decide more often than others.
  void choose_deciders(const World& world) {
    std::vector<std::uint32_t> speakers;
    for (const Creator& creator : world.creators)
      if (creator.kind == kB2b) speakers.push_back(creator.account);
    for (std::uint32_t a = world.part.first(); a < world.part.last(); ++a) {
      const bool reads = std::any_of(speakers.begin(), speakers.end(), [&](std::uint32_t speaker) {
        return world.graph.is_following(AccountId(a), AccountId(speaker));
      });
      const double chance = reads ? keys_.deciders_following : keys_.deciders;
      if (luck_.draws(decides).chance(chance, {a, 0, 0})) touches_[AccountId(a)] = kDecides;
    }
  }

  void retain(World& world, const BlockScope& scope, const Viewed& seen) {
    BrandBond& bond = world.accounts.bond.row(seen.reader)[seen.post.brand];
    if ((bond.stage & BrandBond::kBought) == 0) return;
    const double u = luck_.draws(retains).uniform(seen.post.key().seen_by(seen.reader));
    bond.attitude = persuade(bond.attitude, keys_.retention, world.p.persuasion.negativity, u);
    update_stage(world, scope, seen.reader, seen.post.brand, Stage::customer);
  }

  void count_refusals(World& world, std::size_t number) {
    const CampaignParameters& terms = world.p.campaigns[number];
    std::vector<bool> refused(world.creators.size(), false);
    for (std::uint32_t line = 0; line < terms.lines.size(); ++line) {
      if (terms.lines[line].share == 0) continue;  // it has no money, so it asks nobody
      for (const std::uint32_t creator :
           select_creators(world, terms.lines[line].hire, topic_for(world, world.market.campaigns[number]),
                           {Asking::Who::line, static_cast<std::uint32_t>(number), line}))
        refused[creator] = refused[creator] || !takes_offer(world, number, creator);
    }
    // Whom it hired is not free for others now, but did not refuse.
    for (const Contract& contract : world.market.contracts)
      if (contract.campaign == number) refused[contract.creator] = false;
    world.measures.add(refusals_, std::count(refused.begin(), refused.end(), true));
  }

  KindAttention& attention_to(CreatorKind kind) {
    const auto number = static_cast<std::uint64_t>(kind);
    const auto at = std::lower_bound(seen_.begin(), seen_.end(), number,
                                     [](const KindAttention& a, std::uint64_t n) { return a.kind < n; });
    if (at != seen_.end() && at->kind == number) return *at;
    return *seen_.insert(at, KindAttention{number});
  }

  template <class What>
  static void of_contracts(const World& world, std::span<double> values, const What& what) {
    const auto& gains = world.find<CreatorKinds>()->gains_;
    for (std::size_t i = 0; i < gains.size(); ++i)
      values[place_of(world.market.contracts[i].creator_kind)] += what(gains[i]);
  }
  static void of_posts(const World& world, std::span<double> values, std::uint64_t KindAttention::*part,
                       std::uint64_t KindAttention::*all, double unit) {
    for (const KindAttention& of : world.find<CreatorKinds>()->seen_)
      if (of.*all > 0)
        values[place_of(static_cast<CreatorKind>(of.kind))] =
            static_cast<double>(of.*part) / static_cast<double>(of.*all) / unit;
  }
  static double per_follower(const World& world, std::uint32_t from, std::uint32_t until) {
    const auto& gains = world.find<CreatorKinds>()->gains_;
    double revenue = 0, followers = 0;
    for (std::size_t i = 0; i < gains.size(); ++i) {
      const Contract& contract = world.market.contracts[i];
      if (contract.followers < from || contract.followers >= until) continue;
      revenue += static_cast<double>(gains[i].revenue) / 100;
      followers += contract.followers;
    }
    return followers > 0 ? revenue / followers : 0;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::uint8_t firm_brand_ = kNoBrand, employer_ = kNoBrand;
  std::size_t refusals_ = 0;
  Column<std::uint8_t> touches_;
  std::vector<ContractGains> gains_;  // by contract
  std::vector<KindAttention> seen_;   // by number of the kind
};

bool works_for(const World& world, const Creator&, std::uint8_t brand) {
  return world.find<CreatorKinds>()->employs(brand);
}

}  // namespace

extern constinit const MechanismEntry creator_kinds = mechanism<CreatorKinds>(
    "creator_kinds", "what sets kinds of creators apart: what they cost, take, promise and are believed");

}  // namespace fanfare::fan_economy
