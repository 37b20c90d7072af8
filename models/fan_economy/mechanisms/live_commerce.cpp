// Mechanism `live_commerce`: products are sold in live rooms, for a time, from a stock, for less than
// elsewhere, by a host who is paid for the slot and by the order. What is bought in a thrill is expected to
// be more than it is, and comes back (market/settle.cpp): nothing here says how much. Brings the offer
// `live`.
#include <algorithm>
#include <array>
#include <vector>

#include "fanfare/fmath.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/mechanisms/live_plan.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

bool live_open(const Mechanism* by, const World& world, const OfferAsk& ask);
Quote live_quote(const Mechanism* by, const World& world, const OfferAsk& ask);
void live_resolve(Mechanism* by, World& world, const OfferOutcome& outcome);

constexpr std::string_view kLivePeople = "accounts × population.scale";

class LiveCommerce final : public Mechanism {
 public:
  using Keys = LiveCommerceKeys;
  static double present(const World& world) {
    const LiveCommerce& live = *world.find<LiveCommerce>();
    return live.rooms_->present(world, live.kind_);
  }
  static double shows(const World& world) {
    return static_cast<double>(world.find<LiveCommerce>()->counts_[0]);
  }
  static double cancelled(const World& world) {
    return static_cast<double>(world.find<LiveCommerce>()->counts_[1]);
  }
  static double share(const World& world, const char* of, const char* in) {
    const auto count = [&](const char* name) {
      return static_cast<double>(world.measures.since_warmup(world.measures.named(name)));
    };
    return count(in) <= 0 ? 0 : count(of) / count(in);
  }
  static double conversion(const World& world) { return share(world, "live_orders", "live_visits"); }
  static double returned(const World& world) { return share(world, "live_returns", "live_orders"); }

  static constexpr std::array kOffers = {OfferRule{"live", "for who is in a live room, while a show is on",
                                                   live_open, live_quote, live_resolve}};
  static constexpr std::array kMeasures = {
      MeasureRule{"live_visits", "people", "times somebody came to a live room", kLivePeople, true},
      MeasureRule{"live_from_feed", "people", "of them, from the feed", kLivePeople, true},
      MeasureRule{"live_from_notice", "people", "of them, by the notice that it opens", kLivePeople, true},
      MeasureRule{"live_from_groups", "people", "of them, told in groups", kLivePeople, true},
      MeasureRule{"live_chats", "people", "times somebody chatted in a live room", kLivePeople, true},
      MeasureRule{"live_orders", "people", "orders at the price of a live room", kLivePeople, true},
      MeasureRule{"live_sold_out", "people", "orders there that found no stock", kLivePeople, true},
      MeasureRule{"live_returns", "people", "orders there that came back", kLivePeople, true},
      MeasureRule{"live_revenue", "CNY", "paid there", "price of all orders there, of all people", false},
      MeasureRule{"live_refunds", "CNY", "paid back for what came back", "of all people", false},
      MeasureRule{"live_slot_fees", "CNY", "paid to hosts for places in their shows", "of the whole market",
                  false},
      MeasureRule{"live_commission", "CNY", "paid to hosts for orders, less what they gave back",
                  "of the whole market", false},
      MeasureRule{"live_taxes", "CNY", "tax on what live rooms sell, less that on what came back",
                  "of the whole market", false},
      MeasureRule{"live_shows", "shows", "shows that were held", "count", true, shows},
      MeasureRule{"live_cancelled", "shows",
                  "shows that were not held: the host was banned, had stopped or was on air", "count", true,
                  cancelled},
      MeasureRule{"live_present", "people", "in live rooms at the tick's end", kLivePeople, false, present},
      MeasureRule{"live_conversion", "1", "orders a visit", "live_orders / live_visits", false, conversion},
      MeasureRule{"live_return_share", "1", "of orders there, that came back so far",
                  "live_returns / live_orders", false, returned}};

  LiveCommerce(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("live_commerce")) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    rooms_ = world.find<LiveRooms>();
    kind_ = rooms_->add_kind(world, keys_.audience, {cells_[0], cells_[1], cells_[2], cells_[3], cells_[4]});
    plan_.open(world, keys_);
    counts_.assign(2, 0);
    taxes_.assign(plan_.offers.size(), -1);
  }
  void state(Archive& archive) override {
    archive.shared({"live_commerce.counts", "1", "shows held, not held"}, counts_);
    archive.shared({"live_commerce.taxes", "1/10000", "tax on what is sold, by offer; -1: not yet"}, taxes_);
  }
  std::vector<Caution> cautions(const World& world) const override {
    if (!world.creators.empty()) return {};
    return {{"caution.no_creators", {{"mechanism", "live_commerce"}}}};
  }

  // Shows of this tick begin, if their hosts may hold them.
  void intervene(World& world, const StepScope& scope) {
    for (std::uint32_t i = 0; i < plan_.rooms.size(); ++i)
      if (plan_.rooms[i].is_due(world, scope.tick)) begin(world, i);
  }
  void campaign(World& world, const StepScope&) {
    on_.assign(plan_.rooms.size(), RoomId::none());
    for (const RoomId room : rooms_->rooms().open_now())
      if (rooms_->show(room).kind == kind_) on_[rooms_->show(room).what] = room;
    pitches_ = keys_.pitches * 24.0 / world.ticks_per_day();
  }
  void shop(World& world, const BlockScope& scope) {
    rooms_->each_present(scope, kind_, [&](AccountId account, RoomId room) {
      const PlannedRoom& show = plan_.rooms[rooms_->show(room).what];
      for (std::size_t o = show.first; o < show.last; ++o) pitch(world, scope, account, show, o);
    });
  }

  // --- The offer

  bool is_for(const World& world, const OfferAsk& ask) const {
    const RoomId room = rooms_->rooms().room_of(ask.account, world.tick);
    return room.exists() && rooms_->show(room).kind == kind_ &&
           rooms_->show(room).what == plan_.offers[ask.number - plan_.first_row].room;
  }
  Quote quote_of(const World& world, const OfferAsk& ask) const {
    const PlannedOffer& offer = plan_.offers[ask.number - plan_.first_row];
    const double now = urgency(world, offer, ask.offer);
    const double promised = keys_.thrill * now * world.accounts.impulsiveness[ask.account] / 255.0;
    return {offer.price(ask.list), ask.number, static_cast<float>(now),
            static_cast<std::int8_t>(100 * promised + 0.5)};
  }
  void count(World& world, const OfferOutcome& outcome) {
    const Cents paid = outcome.price * scale_of(world);
    if (outcome.what == OfferOutcome::What::refused) return world.measures.add(cells_[kSoldOut], 1);
    const bool is_back = outcome.what == OfferOutcome::What::returned;
    world.measures.add(cells_[is_back ? kReturns : kOrders], 1);
    world.measures.add(cells_[is_back ? kRefunds : kRevenue], paid);
    settle_order(world, outcome.number - plan_.first_row, paid, is_back);
  }

 private:
  enum Purpose : std::uint32_t { buys };
  enum Cell : std::size_t {
    kOrders = kLiveCells,
    kSoldOut,
    kReturns,
    kRevenue,
    kRefunds,
    kSlotFees,
    kCommission,
    kTax,
    kLast
  };

  // --- Shows --------------------------------------------------------------------------------------------

  void begin(World& world, std::uint32_t number) {
    const PlannedRoom& show = plan_.rooms[number];
    if (!show.may_be_held(world) || rooms_->holds(world, show.creator)) {
      ++counts_[1];
      return;
    }
    ++counts_[0];
    const double ticks = show.keys->length * world.ticks_per_day() / 24;
    rooms_->hold(world, {show.creator, kind_, number, show.told},
                 world.tick + static_cast<Tick>(std::max(1.0, ticks + 0.5)));
    if (show.keys->cost > 0) {
      const PlannedOffer& first = plan_.offers[show.first];
      world.ledger.transfer(book_of(world, first), world.market.outside, show.keys->cost);
      world.measures.add(first.cost, show.keys->cost);
    }
    for (std::size_t o = show.first; o < show.last; ++o) stock_up(world, o);
  }
  // A show's units, and its slot.
  void stock_up(World& world, std::size_t o) {
    const PlannedOffer& offer = plan_.offers[o];
    world.market.offers[plan_.first_row + o].stock = offer.terms->stock;
    if (taxes_[o] < 0) taxes_[o] = world.law.live_tax.value;
    if (offer.terms->slot_fee > 0) pay_slot(world, offer, offer.terms->slot_fee);
  }

  // --- Money: brands pay hosts for slots and orders, and tax; what comes back takes the latter two back
  // -----

  void pay_slot(World& world, const PlannedOffer& offer, Cents fee) {
    world.ledger.transfer(book_of(world, offer), world.market.creators, fee);
    earn(world, plan_.rooms[offer.room].creator, fee);
    world.measures.add(offer.cost, fee);
    world.measures.add(cells_[kSlotFees], fee);
  }
  void settle_order(World& world, std::size_t o, Cents paid, bool is_back) {
    const PlannedOffer& offer = plan_.offers[o];
    const PlannedRoom& show = plan_.rooms[offer.room];
    const Cents due = show.is_own ? 0 : portion(paid, offer.commission());
    const Cents tax = portion(paid, {taxes_[o]});
    const auto move = [&](BookId from, BookId to, Cents amount) {
      is_back ? world.ledger.transfer(to, from, amount) : world.ledger.transfer(from, to, amount);
    };
    move(book_of(world, offer), world.market.creators, due);
    move(book_of(world, offer), world.market.outside, tax);
    if (is_back) {
      take_back(world, show.creator, due);
      world.measures.add(world.measures.cell(RunCell::creator_income), -due);
    } else {
      earn(world, show.creator, due);
    }
    const Cents sign = is_back ? -1 : 1;
    world.measures.add(cells_[kCommission], sign * due);
    world.measures.add(cells_[kTax], sign * tax);
    world.measures.add(offer.cost, sign * (due + tax));
  }
  static BookId book_of(const World& world, const PlannedOffer& offer) {
    return BookId(world.market.brands[offer.brand].book);
  }

  // --- Buying -------------------------------------------------------------------------------------------

  // How near the end is, of the show or of what there was to sell.
  double urgency(const World& world, const PlannedOffer& offer, const Offer& row) const {
    const Rooms::Room& room = rooms_->rooms()[on_[offer.room]];
    const double gone = static_cast<double>(world.tick - room.opens) / (room.closes - room.opens);
    const double sold =
        row.stock < 0 ? 0 : 1 - static_cast<double>(row.stock) / static_cast<double>(offer.terms->stock);
    return std::clamp(keys_.urgency + keys_.by_crowd * rooms_->fullness(world, on_[offer.room]) +
                          keys_.by_clock * std::max(gone, sold),
                      0.0, 1.0);
  }
  // What the host says, as a post that its public watches.
  PostScore words_of(const World& world, const PlannedRoom& show, std::size_t o) const {
    constexpr std::uint32_t kNoAccount = 0xc0000000U;  // no author of a post is there
    const Creator& host = world.creators[show.creator];
    const std::uint8_t topic = world.market.brands[plan_.offers[o].brand].topic;
    PostScore post;
    post.topics[topic] = 255;
    post.topic = topic;
    post.trust = host.trust;
    post.author = kNoAccount | (hash_of_name(show.keys->id) & ~kNoAccount);
    post.tick = world.tick;
    post.creator = show.creator;
    post.k_and_format = static_cast<std::uint8_t>(o - show.first);
    post.brand = plan_.offers[o].brand;
    post.flags = PostFlags::kSponsored | PostFlags::kDisclosed | PostFlags::kVideo;
    post.tone = static_cast<std::int8_t>(100 * keys_.tone + (keys_.tone < 0 ? -0.5 : 0.5));
    post.fit = knows(host, topic);
    return post;
  }
  // How much the host knows of it: the topic's part in its niche, against the strongest. Unlike the fit of a
  // post (people/careers.h) it may be nothing: hours of talk show who knows nothing.
  static std::uint8_t knows(const Creator& host, std::uint8_t topic) {
    const std::uint32_t most = std::max<std::uint32_t>(1, host.niche[strongest(host.niche)]);
    return static_cast<std::uint8_t>(255U * host.niche[topic] / most);
  }
  void pitch(World& world, const BlockScope& scope, AccountId account, const PlannedRoom& show,
             std::size_t o) {
    const std::uint8_t brand = plan_.offers[o].brand;
    const PostScore post = words_of(world, show, o);
    expose(world, scope, account, post, kNobody);
    const PurchaseParameters& p = world.p.purchase;
    const double once = std::min(p.order_ceiling, p.order_per_click * purchase_drive(world, account, brand) *
                                                      credibility(world, account, post));
    const double chance = 1 - fmath::pow(1 - once, pitches_);
    const Subject about{account.value, post.author, world.tick};
    if (chance <= 0 || !luck_.draws(buys).chance(chance, about, brand)) return;
    order(world, scope, account, brand);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  LiveRooms* rooms_ = nullptr;
  std::uint32_t kind_ = 0;
  std::array<std::size_t, kLast> cells_{};
  LivePlan plan_;
  std::vector<std::int64_t> counts_;  // shows held, not held
  std::vector<std::int32_t> taxes_;   // by offer, basis points: that of its first show, so that refunds match

  // Within a tick.
  std::vector<RoomId> on_;  // by room of the scenario
  double pitches_ = 0;
};

bool live_open(const Mechanism* by, const World& world, const OfferAsk& ask) {
  return static_cast<const LiveCommerce*>(by)->is_for(world, ask);
}
Quote live_quote(const Mechanism* by, const World& world, const OfferAsk& ask) {
  return static_cast<const LiveCommerce*>(by)->quote_of(world, ask);
}
void live_resolve(Mechanism* by, World& world, const OfferOutcome& outcome) {
  static_cast<LiveCommerce*>(by)->count(world, outcome);
}

}  // namespace

extern constinit const MechanismEntry live_commerce = mechanism<LiveCommerce>(
    "live_commerce", "products are sold in live rooms: for a time, from a stock, for less than elsewhere");

}  // namespace fanfare::fan_economy
