// Mechanism `search`: people in need, and some who have just seen a post, look for a category or a brand's
// name, read the first results, and then buy or do not. What can be found outlives the feed (search_notes.h);
// brands bid for the place above the results. Who does not understand a new category does not buy of it
// (search_lessons.h). People search on the first platform.
#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/nearest.h"
#include "fanfare/problems.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/market/placements.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/mechanisms/own_orders.h"
#include "models/fan_economy/mechanisms/search_bids.h"
#include "models/fan_economy/mechanisms/search_keys.h"
#include "models/fan_economy/mechanisms/search_lessons.h"
#include "models/fan_economy/mechanisms/search_notes.h"
#include "models/fan_economy/mechanisms/touches.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

class Search final : public Mechanism {
 public:
  using Keys = SearchKeys;
  template <std::size_t Search::*cells>
  static std::vector<double> by_brand(const World& world) {
    return people_by_brand(world, world.find<Search>()->*cells);
  }
  static std::vector<double> spend_by_brand(const World& world);
  static std::vector<std::string> levels(const World& world);
  static std::vector<double> discoveries(const World& world);
  static double spend(const World& world, std::size_t brand);
  static double findable(const World& world);

 private:
  std::size_t searches_ = 0, reads_ = 0;                                 // cells
  std::size_t orders_ = 0, old_orders_ = 0, ad_clicks_ = 0, spent_ = 0;  // first cells, by brand
  std::uint8_t placement_ = *placement_number("search");
  std::size_t found_ = 0, discovered_ = 0;                               // first cells, by level

 public:
  static constexpr std::array kMeasures = {
      MeasureRule{"searches", "people", "times somebody searched", "accounts × population.scale", true},
      MeasureRule{"search_reads", "people", "results that searchers read", "accounts × population.scale",
                  true},
      MeasureRule{"search_orders", "orders", "orders right after a search, by brand",
                  "orders × population.scale", true, nullptr, "brand", "", nullptr,
                  by_brand<&Search::orders_>},
      MeasureRule{"search_old_orders", "orders",
                  "of these: the first post that was read about the brand had left the feed",
                  "orders × population.scale", true, nullptr, "brand", "", nullptr,
                  by_brand<&Search::old_orders_>},
      MeasureRule{"search_ad_clicks", "clicks", "clicks on advertisements above results",
                  "clicks × population.scale", true, nullptr, "brand", "", nullptr,
                  by_brand<&Search::ad_clicks_>},
      MeasureRule{"search_spend", "CNY", "paid for these clicks; part of spend", "Σ price of a click", false,
                  nullptr, "brand", "", nullptr, spend_by_brand},
      MeasureRule{"search_discovery", "1", "share of brands that came to be known by a search, by level",
                  "brands found by search / brands that came to be known", false, nullptr, "search_level",
                  "level of search.attribute", levels, discoveries},
      MeasureRule{"search_findable", "posts", "posts that a search can find, now", "count", true, findable},
      MeasureRule{"lessons", "people", "times a post that explains a new category was watched or read",
                  "accounts × population.scale", true},
      MeasureRule{"category_learners", "people", "people who came to understand a new category by half",
                  "accounts × population.scale", true}};

  Search(World& world, const Keys& keys)
      : keys_(keys),
        luck_(world.luck("search")),
        notes_(keys),
        bids_(keys),
        lessons_(keys, luck_.draws(known), luck_.draws(explained), luck_.draws(lesson_steps)) {}

  void open(World& world) override {
    searches_ = world.measures.named("searches");
    reads_ = world.measures.named("search_reads");
    open_levels(world);
    const std::size_t brands = world.market.brands.size();
    orders_ = open_cells(world, "search orders by brand", brands);
    old_orders_ = open_cells(world, "search old orders by brand", brands);
    ad_clicks_ = open_cells(world, "search clicks by brand", brands);
    spent_ = open_cells(world, "search spend by brand", brands);
    for (std::size_t b = 0; b < brands; ++b) world.market.costs.push_back({b, spent_ + b});
    found_ = open_cells(world, "found by search by level", shares_.size());
    discovered_ = open_cells(world, "discovered by level", shares_.size());
    own_.resize(world.part);
    bids_.open(world);
    lessons_.open(world);
    watcher_ = world.find<WatchesTouches>();
    counter_ = world.find<WatchesShown>();
    known_brands_.resize(world.part);
    for (std::uint32_t a = world.part.first(); a < world.part.last(); ++a)
      known_brands_[AccountId(a)] = known_now(world, AccountId(a));
  }
  void mail(Mail& mail) override { bids_.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"search.known", "bits", "brands that the account knew of last"}, known_brands_);
    notes_.state(archive);
    lessons_.state(archive);
    bids_.state(archive);
  }
  std::string breach(const World&) const override { return bids_.breach(); }
  std::vector<Caution> cautions(const World&) const override { return {{"caution.search"}}; }

  void published(World&, std::uint32_t, PostScore& post) {
    lessons_.write(post);
    if (post.brand != kNoBrand || lessons_.explains(post)) post.flags |= PostFlags::kMarked;
  }
  void index(World& world, const StepScope&) {
    notes_.refresh(world);
    bids_.hold_auctions(world);
  }
  void counted(World&, std::uint32_t row, const PostCounts& delta);

  // Some look up at once what they have just watched.
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (!seen.watched) return;
    lessons_.learn(world, scope, seen.reader, seen.post);
    if (seen.post.brand == kNoBrand || seen.clicked) return;
    const double chance = keys_.after_view * share_of(world, seen.reader);
    if (luck_.draws(after_views).chance(chance, seen.post.key().seen_by(seen.reader)))
      search(world, scope, seen.reader,
             {true, seen.post.brand, world.market.brands[seen.post.brand].category});
  }

  void shop(World& world, const BlockScope& scope) {
    for_each_daily(world, scope, [&](AccountId account) {
      if ((world.accounts.flags[account] & AccountFlags::kGone) == 0 && world.is_member(account, 0))
        look_for_what_is_needed(world, scope, account);
    });
  }
  void trade(World& world, const StepScope&) { bids_.charge(world, spent_); }
  void settle(World& world, const BlockScope& scope) {
    own_.settle(world, scope, [&](const OwnOrder& own, const TradedOrder&) {
      world.measure_tally.add(scope.worker, orders_ + own.brand, 1);
      if (own.how == kOld) world.measure_tally.add(scope.worker, old_orders_ + own.brand, 1);
    });
  }

  // Brands that came to be known otherwise since yesterday.
  void daily(World& world, const BlockScope& scope, AccountId account) {
    const std::uint32_t now = known_now(world, account);
    const auto fresh = static_cast<std::int64_t>(std::popcount(now & ~known_brands_[account]));
    if (fresh > 0) world.measure_tally.add(scope.worker, discovered_ + level_of(world, account), fresh);
    known_brands_[account] = now;
  }

  double drive(const World& world, AccountId account, std::uint8_t brand) const {
    return lessons_.understanding(world, account, brand);
  }

 private:
  enum Purpose : std::uint32_t {
    occasions,
    names,
    name_picks,
    suits,
    ad_opens,
    decisions,
    after_views,
    known,
    explained,
    lesson_steps
  };
  enum Considered : std::uint8_t { kNot = 0, kFresh = 1, kOld = 2, kByAd = 3 };
  // The brands that a search brings to mind, and how.
  struct Mind {
    std::array<std::uint8_t, kMostBrands> how{};
    std::array<bool, kMostBrands> is_contract{};
  };

  void open_levels(const World& world);

  std::size_t level_of(const World& world, AccountId account) const {
    return attribute_ < 0 ? 0 : world.accounts.attribute.row(account)[static_cast<std::size_t>(attribute_)];
  }
  // Who searches, by level; `share` may change in a run where no level says otherwise.
  double share_of(const World& world, AccountId account) const {
    const double of_level = shares_[level_of(world, account)];
    return of_level < 0 ? keys_.share : of_level;
  }
  static std::uint32_t known_now(const World& world, AccountId account) {
    std::uint32_t bits = 0;
    for (std::size_t b = 0; b < world.market.brands.size(); ++b)
      bits |= (world.accounts.bond.row(account)[b].at() != Stage::unaware ? 1U : 0U) << b;
    return bits;
  }

  void look_for_what_is_needed(World& world, const BlockScope& scope, AccountId account);
  SearchQuery name_or_category(const World& world, AccountId account, std::uint8_t brand) const;
  void search(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query);
  void see_ad(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query, Mind& mind);
  void offer_place(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query) const;
  void read_results(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query,
                    Mind& mind);
  void read(World& world, const BlockScope& scope, AccountId reader, std::uint32_t note, Mind& mind);
  void decide(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query,
              const Mind& mind);

  const Keys& keys_;
  MechanismLuck luck_;
  SearchNotes notes_;
  SearchBids bids_;
  SearchLessons lessons_;
  const WatchesTouches* watcher_ = nullptr;
  const WatchesShown* counter_ = nullptr;
  OwnOrders own_;
  int attribute_ = -1;
  std::vector<double> shares_;          // by level; below 0: as keys_.share
  Column<std::uint32_t> known_brands_;  // bits
};

void Search::open_levels(const World& world) {
  if (keys_.attribute.empty()) {
    shares_ = {-1};
    return;
  }
  attribute_ = attribute_named(world, keys_.attribute, "search.attribute");
  const AttributeParameters& attribute = world.p.attributes[static_cast<std::size_t>(attribute_)];
  shares_.assign(attribute.levels.size(), -1);
  for (const SearchShareKeys& row : keys_.by_level) {
    const int level = level_number(attribute, row.level);
    if (level < 0)
      throw ScenarioError("search.by_level: '" + row.level + "' is no level of attributes." + attribute.id +
                          " (" + did_you_mean(row.level, attribute.levels, "levels are") + ")");
    shares_[static_cast<std::size_t>(level)] = row.share;
  }
}

void Search::look_for_what_is_needed(World& world, const BlockScope& scope, AccountId account) {
  const double share = share_of(world, account);
  std::uint32_t asked = 0;  // categories, a bit each
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
    const std::uint8_t category = world.market.brands[b].category;
    if (((asked >> category) & 1U) != 0) continue;
    asked |= 1U << category;
    const auto brand = static_cast<std::uint8_t>(b);
    const double chance = share * keys_.occasion * want(world, account, brand);
    if (luck_.draws(occasions).chance(chance, {account.value, category, world.day()}))
      search(world, scope, account, name_or_category(world, account, brand));
  }
}

// The name of one of the brands that it knows, the dearer to it the likelier.
SearchQuery Search::name_or_category(const World& world, AccountId account, std::uint8_t brand) const {
  const std::uint8_t category = world.market.brands[brand].category;
  SearchQuery query{false, brand, category};
  if (!luck_.draws(names).chance(keys_.by_name, {account.value, category, world.day()})) return query;
  double first = 0;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
    if (world.market.brands[b].category != category ||
        world.accounts.bond.row(account)[b].at() == Stage::unaware)
      continue;
    const auto known_brand = static_cast<std::uint8_t>(b);
    const double attitude = world.accounts.bond.row(account)[b].attitude / kAttitudeUnit;
    const double u = luck_.draws(name_picks).uniform({account.value, known_brand, world.day()});
    const double at = -fmath::log(u) * fmath::exp(-world.p.purchase.attitude_gain * attitude);
    if (query.by_name && at >= first) continue;
    first = at;
    query.by_name = true, query.brand = known_brand;
  }
  return query;
}

void Search::search(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query) {
  world.measure_tally.add(scope.worker, searches_, 1);
  Mind mind;
  see_ad(world, scope, reader, query, mind);
  offer_place(world, scope, reader, query);
  read_results(world, scope, reader, query, mind);
  decide(world, scope, reader, query, mind);
}

void Search::see_ad(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query,
                    Mind& mind) {
  const int shown = bids_.shown(query);
  if (shown < 0) return;
  const std::uint8_t brand = bids_.brand_of(shown);
  const double chance = keys_.open_ad * bids_.quality(shown);
  if (!luck_.draws(ad_opens).chance(chance, {reader.value, brand, world.tick})) return;
  bids_.click(scope, shown);
  if (watcher_ != nullptr) {
    const std::string& bid = keys_.bids[static_cast<std::size_t>(shown)].id;
    watcher_->touched(world, scope, {reader, author_of_ad(hash_of_name(bid)), brand, kNoCampaign, true});
  }
  world.measure_tally.add(scope.worker, ad_clicks_ + brand, 1);
  update_stage(world, scope, reader, brand, Stage::aware);
  mind.how[brand] = kByAd;
}

// Beside the bids of this mechanism, whoever sells ads may fill the place above the results.
void Search::offer_place(World& world, const BlockScope& scope, AccountId reader,
                         const SearchQuery& query) const {
  if (world.at.place.empty()) return;
  const std::uint32_t of = query.by_name ? 8U + query.brand % 8U : query.category % 8U;
  AdPlace place{reader, placement_, static_cast<std::uint8_t>(of), query.by_name ? query.brand : kNoBrand};
  world.at.place(world, scope, place);
}

// The first results, as they stand for this searcher.
void Search::read_results(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query,
                          Mind& mind) {
  const auto results = query.by_name ? notes_.named(query.brand) : notes_.of_category(query.category);
  std::array<float, SearchNotes::kShown> worth{};
  for (std::size_t i = 0; i < results.size(); ++i)
    worth[i] =
        results[i].worth +
        static_cast<float>(keys_.noise * luck_.draws(suits).uniform(
                                             {reader.value, notes_.number(results[i].note), world.day()}));
  std::uint32_t taken = 0;  // a bit each
  for (std::uint32_t n = 0; n < keys_.reads && n < results.size(); ++n) {
    std::size_t best = results.size();
    for (std::size_t i = 0; i < results.size(); ++i)
      if (((taken >> i) & 1U) == 0 && (best == results.size() || worth[i] > worth[best])) best = i;
    taken |= 1U << best;
    if (notes_.post(results[best].note).author != reader.value)
      read(world, scope, reader, results[best].note, mind);
  }
}

// A result is watched, so it does what a post of the feed does, and the brand is known afterwards.
void Search::read(World& world, const BlockScope& scope, AccountId reader, std::uint32_t note, Mind& mind) {
  const PostScore& post = notes_.post(note);
  const auto count = [&](std::size_t cell) { world.measure_tally.add(scope.worker, cell, 1); };
  count(reads_);
  count(world.measures.cell(BrandCell::impressions, post.brand));
  count(world.measures.cell(BrandCell::views, post.brand));
  if (post.campaign != kNoCampaign) {
    count(world.measures.cell(CampaignCell::impressions, post.campaign));
    if (counter_ != nullptr) counter_->found(world, scope, reader, post.campaign);
    count(world.measures.cell(CampaignCell::views, post.campaign));
  }
  const bool is_news = world.accounts.bond.row(reader)[post.brand].at() == Stage::unaware;
  if (watcher_ != nullptr)
    watcher_->touched(world, scope, {reader, post.author, post.brand, post.campaign, false});
  expose(world, scope, reader, post, notes_.contract(note));
  update_stage(world, scope, reader, post.brand, Stage::aware);
  lessons_.learn(world, scope, reader, post);
  if (is_news) {
    count(found_ + level_of(world, reader));
    count(discovered_ + level_of(world, reader));
    known_brands_[reader] |= 1U << post.brand;
  }
  if (mind.how[post.brand] != kNot) return;
  const double hours = (world.tick - post.tick) * 24.0 / world.ticks_per_day();
  mind.how[post.brand] = hours >= world.feed_of(0).window ? kOld : kFresh;
  mind.is_contract[post.brand] = notes_.contract(note) != kNobody;
}

// Of the brands that came to mind each has its own exponential clock, as in everyday purchases.
void Search::decide(World& world, const BlockScope& scope, AccountId reader, const SearchQuery& query,
                    const Mind& mind) {
  const std::size_t brands = world.market.brands.size();
  double first = 1;
  std::size_t winner = brands;
  for (std::size_t b = 0; b < brands; ++b) {
    if (mind.how[b] == kNot || world.market.brands[b].category != query.category) continue;
    const auto brand = static_cast<std::uint8_t>(b);
    const double hazard =
        std::min(keys_.order_ceiling, keys_.order_per_search * purchase_drive(world, reader, brand));
    const double u = luck_.draws(decisions).uniform({reader.value, brand, world.tick});
    if (u >= hazard) continue;
    const double rings = -fmath::log1p(-u) / hazard;
    if (rings < first) first = rings, winner = b;
  }
  if (winner == brands) return;
  const auto brand = static_cast<std::uint8_t>(winner);
  update_stage(world, scope, reader, brand, Stage::intending);
  own_.order(world, scope, reader, brand, mind.is_contract[winner], mind.how[winner]);
}

void Search::counted(World& world, std::uint32_t row, const PostCounts& delta) {
  if (world.posts.score[row].brand != kNoBrand) notes_.count(world.posts.first + row, delta);
}

double Search::spend(const World& world, std::size_t brand) {
  return static_cast<double>(world.measures.since_warmup(world.find<Search>()->spent_ + brand)) / 100;
}

std::vector<double> Search::spend_by_brand(const World& world) {
  std::vector<double> values;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) values.push_back(spend(world, b));
  return values;
}

std::vector<std::string> Search::levels(const World& world) {
  const Search& search = *world.find<Search>();
  if (search.attribute_ < 0) return {"everyone"};
  return world.p.attributes[static_cast<std::size_t>(search.attribute_)].levels;
}

std::vector<double> Search::discoveries(const World& world) {
  const Search& search = *world.find<Search>();
  std::vector<double> values;
  for (std::size_t level = 0; level < search.shares_.size(); ++level) {
    const auto all = static_cast<double>(world.measures.since_warmup(search.discovered_ + level));
    const auto found = static_cast<double>(world.measures.since_warmup(search.found_ + level));
    values.push_back(all == 0 ? 0 : found / all);
  }
  return values;
}

double Search::findable(const World& world) {
  return static_cast<double>(world.find<Search>()->notes_.size());
}

}  // namespace

extern constinit const MechanismEntry search = mechanism<Search>(
    "search", "people in need look for posts about a category or a brand, read, and then buy");

}  // namespace fanfare::fan_economy
