// A mechanism of one's own, in one file: readers tip each other off about posts that they like, and what was
// tipped most in the last tick is offered to everyone, with a bonus; who tipped buys for less. It brings a
// source, a term, a column, an event, a condition, a contract, an offer, a format, a kind of creator, a placement,
// a message and a measure.
#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/market/placements.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct TipKeys {
  double chance = 0.3;
  double weight = 0.5;
  std::uint32_t kept = 16;
  double thanks = 0.1;
  double backing = 0;
  double promise = 0;
};

void describe(Schema<TipKeys>& s) {
  s.value("chance", &TipKeys::chance).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("that a reader who likes a creator's post tips it").source("folk");
  s.value("weight", &TipKeys::weight)
      .in(0, 100)
      .mutable_at_run()
      .help("bonus of a tipped post in the score")
      .source("folk");
  s.value("kept", &TipKeys::kept)
      .unit(Unit::count)
      .quantity_of("posts")
      .in(1, 64)
      .help("tipped posts that are offered");
  s.value("thanks", &TipKeys::thanks).unit(Unit::share).in(0, 0.9).source("folk")
      .help("off the list price for those who tipped a post");
  s.value("backing", &TipKeys::backing).unit(Unit::share).in(0, 1)
      .help("share of that which others pay, not the brand").source("folk");
  s.value("promise", &TipKeys::promise).in(0, 1)
      .help("more than usual that is expected of what is bought so").source("folk");
}

// A message to all ranks.
struct Tip {
  std::uint32_t reader;
  std::uint32_t post;  // number
};

void forget_tips(World& world, const EventParameters&, std::size_t);
double tips_of(const World& world, std::size_t brand);
bool has_tipped(const Mechanism* by, const World& world, const OfferAsk& ask);
Quote thank(const Mechanism* by, const World& world, const OfferAsk& ask);
void count_thanks(Mechanism* by, World& world, const OfferOutcome& outcome);

class Tips final : public Mechanism {
 public:
  using Keys = TipKeys;
  static constexpr std::array kSources = {Word{"tips", "posts that readers tipped most in the last tick"}};
  static constexpr std::array kTerms = {Word{"tipped", "bonus of a tipped post"}};
  static constexpr std::array kEvents = {
      EventRule{"forget_tips", "what was tipped is forgotten", forget_tips, false}};
  static constexpr std::array kConditions = {ConditionRule{"tips", ConditionRule::Of::brand, tips_of}};
  static constexpr std::array kContracts = {
      ContractRule{"barter", "the product alone", ContractKind{3}, false}};
  static constexpr std::array kOffers = {
      OfferRule{"thanks", "for those who tipped a post", has_tipped, thank, count_thanks}};
  static constexpr std::array kFormats = {
      FormatRule{"voice_note", "half a minute of talk", false, 30, 0.2, 12, {1, 1, 2, 1, 1, 1, 1}}};
  static constexpr std::array kKinds = {
      KindRule{"tipster", "makes a living of tips", CreatorKind{200},
               {.rate = 2, .price = 0.5, .least_fit = 0.9}}};
  static constexpr std::array kPlacements = {
      PlacementRule{"tip_page", "beside a post that is tipped", "tips"}};
  static constexpr std::array kMeasures = {
      MeasureRule{"tips", "people", "readers who tipped a post", "accounts × population.scale", true},
      MeasureRule{"tip_orders", "people", "orders of those who tipped, less what came back",
                  "accounts × population.scale", true}};

  Tips(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("tips").draws(0)) {}

  void open(World& world) override {
    source_ = world.source("tips");
    cell_ = world.measures.named("tips");
    orders_ = world.measures.named("tip_orders");
    for (std::size_t brand = 0; brand < world.market.brands.size(); ++brand) {
      Offer offer;
      offer.until_day = 1e6;
      offer.urgency = 0.2F;
      offer.brand = static_cast<std::uint8_t>(brand);
      offer.subsidy = static_cast<std::uint16_t>(10'000 * keys_.backing * keys_.thanks / (1 - keys_.thanks));
      add_offer(world, offer, offer_kind("thanks"), "tips");
    }
    tipped_.resize(world.part);
    tips_.resize(world.part);
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&tips_); }
  void state(Archive& archive) override {
    archive.owned({"tips.tipped", "1", "posts tipped, saturating"}, tipped_);
    archive.shared({"tips.posts", "1", "numbers of the posts on offer"}, posts_);
  }

  // Only creators' posts can be tipped, so sessions ask about no other.
  void published(World&, std::uint32_t, PostScore& post) {
    if (post.creator != kNobody) post.flags |= PostFlags::kMarked;
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (!seen.liked || !luck_.chance(keys_.chance, seen.post.key().seen_by(seen.reader))) return;
    std::uint8_t& tipped = tipped_[seen.reader];
    if (tipped < 255) ++tipped;
    tips_.push(scope, {seen.reader.value, world.posts.first + seen.row});
    world.measure_tally.add(scope.worker, cell_, 1);
    if (world.at.place.empty()) return;
    AdPlace place{seen.reader, *placement_number("tip_page")};
    world.at.place(world, scope, place);
  }
  void reacted(World&, const StepScope&) {
    std::map<std::uint32_t, std::uint32_t> count;
    for (const Tip& tip : tips_.received()) ++count[tip.post];
    tips_.clear_received();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> best;  // most tipped first, then the newest
    for (const auto& [post, tips] : count) best.emplace_back(tips, post);
    std::sort(best.rbegin(), best.rend());
    best.resize(std::min<std::size_t>(best.size(), keys_.kept));
    posts_.clear();
    for (const auto& [tips, post] : best) posts_.push_back(post);
    std::sort(posts_.begin(), posts_.end());
  }
  void retrieve(const World& world, AccountId, SessionScratch& scratch, std::uint64_t&) {
    for (const std::uint32_t number : posts_) {
      if (number < world.index.live_post || scratch.candidates.full()) continue;
      const std::uint32_t row = number - world.posts.first;
      if (scratch.met.insert(row)) scratch.candidates.offer(row, kNobody, source_);
    }
  }
  float value(const World& world, AccountId, const PostScore& post) const {
    const auto number = world.posts.first + static_cast<std::uint32_t>(&post - world.posts.score.data());
    return std::binary_search(posts_.begin(), posts_.end(), number) ? static_cast<float>(keys_.weight) : 0.0F;
  }

  void forget() { posts_.clear(); }
  bool is_tipper(AccountId account) const { return tipped_[account] > 0; }
  Quote thanks(const OfferAsk& ask) const {
    const auto off = static_cast<std::int32_t>(10'000 * keys_.thanks);
    const auto promise = static_cast<std::int8_t>(100 * keys_.promise);
    return {ask.list - portion(ask.list, {off}), ask.number, ask.offer.urgency, promise};
  }
  void count(World& world, OfferOutcome::What what) const {
    if (what != OfferOutcome::What::refused)
      world.measures.add(orders_, what == OfferOutcome::What::granted ? 1 : -1);
  }
  double of_brand(const World& world, std::size_t brand) const {
    return static_cast<double>(std::count_if(posts_.begin(), posts_.end(), [&](std::uint32_t number) {
      return number >= world.index.live_post && world.posts.score[number - world.posts.first].brand == brand;
    }));
  }

 private:
  const Keys& keys_;
  Draws luck_;
  Source source_{};
  std::size_t cell_ = 0, orders_ = 0;
  Column<std::uint8_t> tipped_;
  std::vector<std::uint32_t> posts_;
  Outbox<Tip> tips_;
};

void forget_tips(World& world, const EventParameters&, std::size_t) { world.find<Tips>()->forget(); }
double tips_of(const World& world, std::size_t brand) { return world.find<Tips>()->of_brand(world, brand); }
bool has_tipped(const Mechanism* by, const World&, const OfferAsk& ask) {
  return static_cast<const Tips*>(by)->is_tipper(ask.account);
}
Quote thank(const Mechanism* by, const World&, const OfferAsk& ask) {
  return static_cast<const Tips*>(by)->thanks(ask);
}
void count_thanks(Mechanism* by, World& world, const OfferOutcome& outcome) {
  static_cast<const Tips*>(by)->count(world, outcome.what);
}

}  // namespace

extern constinit const MechanismEntry tips =
    mechanism<Tips>("tips", "readers tip each other off about posts that they like");

}  // namespace fanfare::fan_economy
