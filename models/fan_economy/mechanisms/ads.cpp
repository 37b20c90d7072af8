// Mechanism `ads`: places for ads come up; lines bid for them, the best by money and quality wins and pays
// what it takes to beat the second. A line's money of a tick is what its pace owes it, dealt out to blocks
// before the tick, so that no tick can spend more. Long, because places, auctions and boosts pay from that
// one part.
#include "models/fan_economy/mechanisms/ads.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/market/placements.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/mechanisms/ad_lines.h"
#include "models/fan_economy/mechanisms/touches.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

class Ads final : public Mechanism {
 public:
  using Keys = AdKeys;
  static constexpr bool kOnEveryPlatform = true;  // a line says on which it stands
  static double price(const World& world);
  static double order_cost(const World& world);
  static double frequency(const World& world);
  static double pace(const World& world);
  static constexpr std::array kSources = {Word{"boost", "posts of campaigns that pay to be shown"}};
  static constexpr std::array kMeasures = {
      MeasureRule{"ad_spend", "CNY", "paid for ads", "Σ price of what was won", false},
      MeasureRule{"ad_impressions", "people", "places won and posts boosted", "accounts × population.scale",
                  true},
      MeasureRule{"ad_clicks", "people", "clicks on ads", "accounts × population.scale", true},
      MeasureRule{"ad_orders", "people", "orders at once after a click on an ad",
                  "accounts × population.scale", true},
      MeasureRule{"ad_skips", "people", "ads skipped before their half", "accounts × population.scale", true},
      MeasureRule{"ad_reach", "people", "people shown an ad of some line, by line",
                  "accounts × population.scale", true},
      MeasureRule{"ad_price", "CNY", "price of a thousand impressions of ads",
                  "1000 · ad_spend / ad_impressions", false, price},
      MeasureRule{"ad_order_cost", "CNY", "paid for ads for each order at once after one",
                  "ad_spend / ad_orders", false, order_cost},
      MeasureRule{"ad_frequency", "1", "impressions for each account that a line reached",
                  "ad_impressions / ad_reach", false, frequency},
      MeasureRule{"ad_pace", "1", "spent of what pace allows until now, never above 1",
                  "spend / Σ budget · share of its flight", false, pace}};

  Ads(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("ads")) {}

  void open(World& world) override {
    const std::vector<AdLineKeys> lines = ad_lines(world, keys_);
    check_ad_lines(world, lines);
    for (const AdLineKeys& line : lines) lines_.push_back(open_ad_line(world, line));
    splash_ = *placement_number("splash"), in_feed_ = *placement_number("in_feed");
    boost_ = world.source("boost");
    watcher_ = world.find<WatchesTouches>();
    counter_ = world.find<WatchesShown>();
    for (std::size_t i = 0; i < kAdCounts; ++i) counted_[i] = world.measures.named(kMeasures[i].name);
    book_.resize(lines_.size());
    shown_.resize(world.part, static_cast<std::uint32_t>(lines_.size()) + 1);
    left_.resize(static_cast<std::size_t>(world.part.blocks()) * lines_.size());
    tally_.resize(lines_.size() * kAdCells + kTopics + 1);
  }
  void mail(Mail& mail) override { mail.tallies.push_back(&tally_); }
  void state(Archive& archive) override {
    archive.owned({"ads.shown", "1",
                   "impressions today by line, bit 7: ever; the last: platforms opened today, a bit each"},
                  shown_);
    archive.shared({"ads.book", "1", "what each line spent and met"}, book_);
    archive.shared({"ads.boosted", "1", "posts that may be boosted"}, boosted_);
  }
  std::size_t bytes_beside_state() const override { return left_.size() * sizeof(Cents); }

  std::vector<Caution> cautions(const World&) const override { return {{"caution.ads_uncredited"}}; }
  std::string breach(const World&) const override {
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (book_[i].spent > lines_[i].budget)
        return "ads: line " + std::to_string(i) + " spent " + money_text(book_[i].spent) + " of " +
               money_text(lines_[i].budget);
    return {};
  }

  // Money of a flight lies in a book of its line's own from its first tick to its end.
  void campaign(World& world, const StepScope& scope) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const AdLine& line = lines_[i];
      if (scope.tick == line.from) world.ledger.transfer(line.payer, line.escrow, line.budget);
      if (scope.tick == line.until)
        world.ledger.transfer(line.escrow, line.payer, world.ledger.balance(line.escrow));
      lines_[i].plan(world, book_[i], luck_.draws(deals));
    }
  }

  // The block's part of each line's money of this tick.
  void publish(World& world, const BlockScope& scope) {
    if (lines_.empty()) return;
    Cents* left = &left_[(scope.block.value - world.part.first_block) * lines_.size()];
    for (std::size_t i = 0; i < lines_.size(); ++i) left[i] = lines_[i].ration(world, scope.block);
  }

  void published(World& world, std::uint32_t number, PostScore& post) {
    if (post.campaign == kNoCampaign) return;
    for (std::uint32_t i = 0; i < lines_.size(); ++i)
      if (is_boosted_by(world, lines_[i], post) && lines_[i].runs(world.tick)) {
        post.flags |= PostFlags::kMarked;
        boosted_.push_back({number, i});
      }
  }
  void index(World& world, const StepScope&) {
    const auto age = static_cast<Tick>(keys_.boost_hours * world.ticks_per_day() / 24);
    std::erase_if(boosted_, [&](const BoostedPost& b) {
      if (lines_[b.line].platform != world.platform) return false;
      return b.post < world.index.live_post ||
             world.posts.score[b.post - world.posts.first].tick + age < world.tick;
    });
    std::stable_sort(boosted_.begin(), boosted_.end(),
                     [](const BoostedPost& a, const BoostedPost& b) { return a.line < b.line; });
  }

  // One post of each line that pays for it, to be ranked with the others.
  void retrieve(const World& world, AccountId reader, SessionScratch& scratch, std::uint64_t& draws) {
    for (auto first = boosted_.begin(); first != boosted_.end();) {
      const std::uint32_t i = first->line;
      const auto last =
          std::find_if(first, boosted_.end(), [&](const BoostedPost& b) { return b.line != i; });
      const double most = per_thousand(world, lines_[i]);
      if (is_wanted(world, reader, i, 0) && enters(world, reader, i, 0) &&
          static_cast<double>(ration_left(world, reader, i)) >= most + 1 && !scratch.candidates.full()) {
        const auto count = static_cast<std::uint32_t>(last - first);
        const std::uint32_t row =
            first[luck_.draws(boosts).below(count, {reader.value, lines_[i].hash, world.tick})].post -
            world.posts.first;
        if (scratch.met.insert(row)) scratch.candidates.offer(row, kNobody, boost_);
        ++draws;
      }
      first = last;
    }
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (seen.source != boost_) return;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (is_boosted_by(world, lines_[i], seen.post)) {
        const double price = per_thousand(world, lines_[i]);
        pay(world, scope, seen.reader, i, price,
            luck_.draws(boost_rounds).uniform(seen.post.key().seen_by(seen.reader)));
        count_shown(world, scope, seen.reader, i);
        if (seen.clicked) count(scope, i, AdCell::clicks, 1);
        if (!seen.watched) count(scope, i, AdCell::skips, 1);
      }
  }

  // After a session: the places that it passed.
  void left(World& world, const BlockScope& scope, const SessionEnd& session) {
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (lines_[i].is_boost && is_wanted(world, session.reader, i, 0)) {
        count(scope, i, AdCell::eligible, 1);
        if (enters(world, session.reader, i, 0)) count(scope, i, AdCell::entered, 1);
      }
    SessionLoad load;
    std::uint8_t& opened = shown_.row(session.reader)[lines_.size()];
    const auto here = static_cast<std::uint8_t>(1U << world.platform);
    if ((opened & here) == 0) fill(world, scope, load, {session.reader, splash_});
    opened |= here;
    for (std::uint32_t passed = keys_.first; passed <= session.items; passed += keys_.every) {
      if (load.places >= kMostPlaces || load.taken + 1 > keys_.load_cap * (session.items + load.taken + 1))
        break;
      fill(world, scope, load, {session.reader, in_feed_, load.places});
    }
    if (load.taken > 0) tire(world, session, load);
  }

  void place(World& world, const BlockScope& scope, AdPlace& place) {
    if (place.placement != splash_ && place.placement != in_feed_) auction(world, scope, place);
  }

  // Levels of the day, once in it, for the next.
  void relate(World& world, const BlockScope& scope) {
    const bool ends_day = world.calendar.is_last_of_day(world.tick);
    if (!ends_day && world.tick != 0) return;
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      if (ends_day) {
        for (std::uint8_t& shown : shown_.row(AccountId(a))) shown &= kEver;
        shown_.row(AccountId(a)).back() = 0;
      }
      if (may_be_targeted(world, AccountId(a))) survey(world, scope, AccountId(a));
    }
  }

  void close(World& world, const StepScope& scope) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      AdBook& book = book_[i];
      const auto of = [&](AdCell cell) { return tally_[i * kAdCells + static_cast<std::size_t>(cell)]; };
      book.spent += of(AdCell::spent);
      book.eligible = of(AdCell::eligible);
      book.entered += of(AdCell::entered);
      world.measures.add(lines_[i].cost, of(AdCell::spent));
      for (std::size_t c = 0; c < kAdCounts; ++c) world.measures.add(counted_[c], tally_[i * kAdCells + c]);
      if (lines_[i].lookalike && (world.calendar.is_last_of_day(scope.tick) || scope.tick == 0))
        book.learn(
            tally_.sums().subspan(i * kAdCells + static_cast<std::size_t>(AdCell::buyers), kTopics + 1),
            tally_.sums().subspan(lines_.size() * kAdCells, kTopics + 1));
    }
    tally_.clear();
  }

 private:
  enum Purpose : std::uint32_t { enter, reacts, rounds, boosts, deals, ties, moods, boost_rounds };
  static constexpr std::uint8_t kEver = 0x80, kToday = 0x7f;  // of `shown_`
  static constexpr std::uint8_t kMostPlaces = 12;

  struct SessionLoad {
    std::uint8_t places = 0, taken = 0;
    float appeal = 0;
  };
  struct Entrant {
    std::size_t line = 0;
    double pays = 0, rank = 0;  // at most for an impression, cents of a person; what decides
    float watched = 0;
    double clicked = 0;
    std::uint32_t tie = 0;
    bool exists = false;
    bool beats(const Entrant& other) const {
      return exists && (!other.exists || rank > other.rank || (rank == other.rank && tie > other.tie));
    }
  };

  // What an account's impression costs at the bid, cents.
  static double per_thousand(const World& world, const AdLine& line) {
    return static_cast<double>(line.bid) / 1000 * static_cast<double>(scale_of(world));
  }
  static bool is_boosted_by(const World& world, const AdLine& line, const PostScore& post) {
    return line.is_boost && line.platform == world.platform && line.campaign == post.campaign;
  }
  // Of a click, with what a wall between the platform and the brand's shop leaves of it.
  static double click_chance(const World& world, const AdLine& line, const ReactionThresholds& chance) {
    if (world.crossing.empty()) return chance.click * 0x1p-32;
    const auto left =
        static_cast<double>(world.crossing[world.platform * world.p.brands.size() + line.brand]);
    return chance.click * 0x1p-32 * left;
  }
  void count(const BlockScope& scope, std::size_t line, AdCell cell, std::int64_t value) {
    tally_.add(scope.worker, line * kAdCells + static_cast<std::size_t>(cell), value);
  }
  Cents& ration_left(const World& world, AccountId reader, std::size_t line) {
    return left_[(reader.value / kBlockRows - world.part.first_block) * lines_.size() + line];
  }

  // --- Who is wanted, and who wins -------------------------------------------------------------------------

  bool is_wanted(const World& world, AccountId reader, std::size_t i, std::uint8_t asked) const {
    const AdLine& line = lines_[i];
    if (line.platform != world.platform || !line.runs(world.tick)) return false;
    if ((shown_.row(reader)[i] & kToday) >= line.cap) return false;
    if (line.names != 0 && (asked == kNoBrand || (line.names >> asked & 1U) == 0)) return false;
    if (line.segment < 0 && !line.lookalike) return true;
    if (!may_be_targeted(world, reader)) return false;
    if (line.segment >= 0 && !in_segment(world, reader, static_cast<std::size_t>(line.segment))) return false;
    return !line.lookalike || book_[i].is_near(world.accounts.interest[reader]);
  }
  bool enters(const World& world, AccountId reader, std::size_t i, std::uint8_t number) const {
    return luck_.draws(enter).chance(lines_[i].chance, {reader.value, lines_[i].hash, world.tick}, number);
  }

  // What the platform expects of showing it: of those who refuse to be known, by their community's mean.
  Entrant entrant(const World& world, const RankContext& context, std::size_t i, std::uint8_t number) const {
    const AdLine& line = lines_[i];
    const float hoped =
        context.k.interest_weight * detail::match_of(context.known, line.clip.topics) + line.fixed(context);
    const ReactionThresholds& chance = world.values.reactions(hoped);
    Entrant e;
    e.line = i;
    e.watched = line.is_long(keys_) ? static_cast<float>(chance.watch) * 0x1p-32F : 1.0F;
    e.clicked = click_chance(world, line, chance);
    const double orders = e.clicked * expected_orders(world, context.reader, context.known, line.brand);
    const auto bid = static_cast<double>(line.bid);
    e.pays = line.goal == AdGoal::impressions ? bid / 1000
                                              : bid * (line.goal == AdGoal::clicks ? e.clicked : orders);
    e.rank = e.pays * fmath::pow(static_cast<double>(e.watched), keys_.quality_power);
    e.tie = luck_.draws(ties).words({context.reader.value, line.hash, world.tick}, number)[0];
    e.exists = 1000 * e.pays >= static_cast<double>(keys_.reserve);
    return e;
  }

  // Second price with quality: as little as keeps the place, the reserve at least.
  void auction(World& world, const BlockScope& scope, AdPlace& place) {
    const RankContext context(world, place.reader);
    const auto scale = static_cast<double>(scale_of(world));
    Entrant best, second;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].placement != place.placement || !is_wanted(world, place.reader, i, place.brand)) continue;
      count(scope, i, AdCell::eligible, 1);
      if (!enters(world, place.reader, i, place.number)) continue;
      count(scope, i, AdCell::entered, 1);
      const Entrant e = entrant(world, context, i, place.number);
      const double most = lines_[i].goal == AdGoal::clicks ? static_cast<double>(lines_[i].bid) : e.pays;
      if (static_cast<double>(ration_left(world, place.reader, i)) < most * scale + 1) continue;
      if (e.beats(best))
        second = best, best = e;
      else if (e.beats(second))
        second = e;
    }
    if (!best.exists) return;
    const double to_beat = best.rank > 0 ? second.rank / best.rank * best.pays : 0;
    const double price = std::min(best.pays, std::max(static_cast<double>(keys_.reserve) / 1000, to_beat));
    show(world, scope, place, context, best, price * scale);
  }

  // --- What comes of it

  // By word: 0 watched, 1 clicked; it is an impression that no post knows of.
  void show(World& world, const BlockScope& scope, AdPlace& place, const RankContext& context,
            const Entrant& best, double price) {
    const AdLine& line = lines_[best.line];
    PostScore clip = line.clip;
    clip.tick = world.tick;
    clip.k_and_format = place.number & 15U;  // no post of the feed; what is drawn of this one is keyed below
    const Subject about{place.reader.value, static_cast<std::uint32_t>(best.line),
                        world.tick * 256 + place.number};
    float appeal =
        context.k.interest_weight * detail::match_of(context.interest, clip.topics) + line.fixed(context);
    appeal -= detail::boredom(world, context, clip.brand);
    if (perceives_ad(world, place.reader, clip)) appeal -= context.ad_loss;
    place.taken = true, place.appeal = appeal, place.advertiser = line.brand;
    count_shown(world, scope, place.reader, best.line);
    const ReactionThresholds& chance = world.values.reactions(appeal);
    const Words words = luck_.draws(reacts).words(about);
    const bool watched = !line.is_long(keys_) || words[0] < chance.watch;
    Touch touch{place.reader, clip.author, line.brand, line.campaign, false};
    if (watched && watcher_ != nullptr) watcher_->touched(world, scope, touch);
    if (watched)
      expose(world, scope, place.reader, clip, kNobody);
    else
      count(scope, best.line, AdCell::skips, 1);
    const bool clicked = words[1] * 0x1p-32 < click_chance(world, line, chance);
    touch.clicked = true;
    if (clicked && watcher_ != nullptr) watcher_->touched(world, scope, touch);
    if (line.goal != AdGoal::clicks)
      pay(world, scope, place.reader, best.line, price, luck_.draws(rounds).uniform(about));
    else if (clicked)
      pay(world, scope, place.reader, best.line, price / best.clicked, luck_.draws(rounds).uniform(about));
    if (!clicked) return;
    count(scope, best.line, AdCell::clicks, 1);
    const std::int32_t before = world.accounts.wallet[place.reader];
    click(world, scope, place.reader, clip, kNobody);
    if (world.accounts.wallet[place.reader] < before) count(scope, best.line, AdCell::orders, 1);
  }

  // Whole cents, fair on average; a line enters only with one more than it may cost.
  void pay(World& world, const BlockScope& scope, AccountId reader, std::size_t i, double price,
           double u) {
    const Cents cents = stochastic_round(price, u);
    ration_left(world, reader, i) -= cents;
    world.ledger.transfer(scope.worker, lines_[i].escrow, world.market.platform, cents);
    count(scope, i, AdCell::spent, cents);
  }
  void count_shown(World& world, const BlockScope& scope, AccountId reader, std::size_t i) {
    if (counter_ != nullptr) counter_->ad_shown(world, scope, reader);
    std::uint8_t& shown = shown_.row(reader)[i];
    count(scope, i, AdCell::shown, 1);
    if ((shown & kEver) == 0) count(scope, i, AdCell::reached, 1);
    shown = static_cast<std::uint8_t>(kEver | std::min(kToday + 0, (shown & kToday) + 1));
  }

  void fill(World& world, const BlockScope& scope, SessionLoad& load, AdPlace place) {
    auction(world, scope, place);
    ++load.places;
    if (!place.taken) return;
    ++load.taken;
    load.appeal += place.appeal;
  }
  // The session was what its ads made of it: their appeal counts like that of other items, and each beyond
  // what people put up with costs more.
  void tire(World& world, const SessionEnd& session, const SessionLoad& load) {
    const auto all = static_cast<float>(session.items + load.taken);
    const float beyond =
        std::max(0.0F, static_cast<float>(load.taken) - static_cast<float>(keys_.tolerance) * all);
    const float change = (load.appeal - static_cast<float>(load.taken) * session.appeal) / all -
                         static_cast<float>(keys_.annoyance) * 10 * beyond / all;
    const double u = luck_.draws(moods).uniform({session.reader.value, world.tick, 0});
    const auto move = [&](std::uint8_t& mood) {
      const double next = mood + 0.125 * static_cast<double>(change * kAppealSteps);
      mood = static_cast<std::uint8_t>(std::clamp<std::int64_t>(stochastic_round(next, u), 0, 255));
    };
    move(world.accounts.mood[session.reader]);
    if (world.has_several()) move(world.accounts.platform_mood.row(session.reader)[world.platform]);
  }

  // --- Look-alikes

  void survey(World& world, const BlockScope& scope, AccountId account) {
    const TopicRow& interest = world.accounts.interest[account];
    const auto add = [&](std::size_t first) {
      for (std::size_t t = 0; t < kTopics; ++t) tally_.add(scope.worker, first + t, interest[t]);
      tally_.add(scope.worker, first + kTopics, 1);
    };
    if (!any_lookalike()) return;
    add(lines_.size() * kAdCells);
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (lines_[i].lookalike &&
          (world.accounts.bond.row(account)[lines_[i].brand].stage & BrandBond::kBought) != 0)
        add(i * kAdCells + static_cast<std::size_t>(AdCell::buyers));
  }
  bool any_lookalike() const {
    return std::any_of(lines_.begin(), lines_.end(), [](const AdLine& line) { return line.lookalike; });
  }
  const Keys& keys_;
  MechanismLuck luck_;
  std::vector<AdLine> lines_;
  std::uint8_t splash_ = 0, in_feed_ = 0;
  Source boost_{};
  const WatchesTouches* watcher_ = nullptr;
  const WatchesShown* counter_ = nullptr;
  std::array<std::size_t, kAdCounts> counted_{};
  Tally tally_;
  Column<std::uint8_t> shown_;
  std::vector<AdBook> book_;
  std::vector<BoostedPost> boosted_;  // by line, then in order of publication
  std::vector<Cents> left_;           // within a tick: by block, then line
};

double ad_ratio(const World& world, const char* over, const char* under, double times) {
  const auto of = [&](const char* name) {
    return static_cast<double>(world.measures.since_warmup(world.measures.named(name)));
  };
  return of(under) == 0 ? 0 : times * of(over) / of(under);
}
double Ads::price(const World& world) {
  return ad_ratio(world, "ad_spend", "ad_impressions", 10) / static_cast<double>(scale_of(world));
}
double Ads::order_cost(const World& world) {
  return ad_ratio(world, "ad_spend", "ad_orders", 0.01) / static_cast<double>(scale_of(world));
}
double Ads::frequency(const World& world) { return ad_ratio(world, "ad_impressions", "ad_reach", 1); }
double Ads::pace(const World& world) {
  const Ads& ads = *world.find<Ads>();
  double spent = 0, allowed = 0;
  for (std::size_t i = 0; i < ads.lines_.size(); ++i) {
    spent += static_cast<double>(ads.book_[i].spent);
    allowed += static_cast<double>(ads.lines_[i].allowed(world.tick));
  }
  return allowed == 0 ? 0 : spent / allowed;
}

}  // namespace

extern constinit const MechanismEntry ads = mechanism<Ads>(
    "ads",
    "lines bid for places between posts, at the first opening of a day, in a search; posts are boosted");

}  // namespace fanfare::fan_economy
