// Mechanism `season`: sales of a whole platform, by the calendar or by the day. While one runs, its brands
// sell below their list price; before it, those who know that it comes wait, unless prices are promised. The
// dip after it is nobody's rule: need was filled early (market/purchase.cpp). Beside them paydays, holidays
// and red packets.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/season_keys.h"
#include "models/fan_economy/mechanisms/season_packets.h"
#include "models/fan_economy/mechanisms/season_promises.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// A sale of one brand.
struct Sale {
  std::uint8_t brand;
  double from;
};

void count_sale(Mechanism* by, World& world, const OfferOutcome& outcome);

class Season final : public Mechanism {
 public:
  using Keys = SeasonKeys;
  static constexpr std::array kOffers = {
      OfferRule{"sale", "of a whole platform, for some days", nullptr, nullptr, count_sale}};
  static constexpr std::array kMeasures = {
      MeasureRule{"sale_orders", "people", "orders at the price of a sale", "accounts × population.scale",
                  true},
      MeasureRule{"sale_discount", "CNY", "what buyers paid less by it", "list price − price, of all people",
                  false},
      MeasureRule{"promise_claims", "people", "buyers who were paid the difference to a sale's price",
                  "accounts × population.scale", true},
      MeasureRule{"promise_refunds", "CNY", "what they were paid", "price paid − sale's price, of all people",
                  false},
      MeasureRule{"season_packets", "people", "red packets that were opened", "accounts × population.scale",
                  true},
      MeasureRule{"season_packet_money", "CNY", "what was in them", "Σ amounts, of all people", false}};

  Season(World& world, const Keys& keys)
      : keys_(keys),
        luck_(world.luck("season")),
        promises_(keys, luck_),
        packets_(keys.red_packets, luck_) {}

  void open(World& world) override {
    orders_ = world.measures.named("sale_orders");
    discount_ = world.measures.named("sale_discount");
    for (const SaleKeys& sale : keys_.sales) announce(world, sale);
    const Tick end = world.setup.run.ticks();
    for (const std::string& word : keys_.festivals)
      for (const SeasonDays& days : festival_days(word, world.calendar, end))
        announce(world, {word, days.from, days.lasts, keys_.festival_discount, 0.5, {}});
    for (const std::string& word : keys_.holidays)
      for (const SeasonDays& days : holiday_days(word, world.calendar, end)) free_.push_back(days);
    begins_.resize(world.market.brands.size());
    promises_.open(world);
    packets_.open(world);
  }
  void mail(Mail& mail) override { packets_.mail(mail); }
  void state(Archive& archive) override {
    promises_.state(archive);
    packets_.state(archive);
  }
  std::string breach(const World&) const override { return packets_.breach(); }

  // Those who wait are missed today. The nearest sale counts.
  void intervene(World& world, const StepScope& scope) {
    const double day = world.calendar.days(world.tick);
    const bool is_free = std::any_of(free_.begin(), free_.end(), [&](const SeasonDays& days) {
      return day >= days.from && day < days.from + days.lasts;
    });
    if (is_free)
      for (double& season : world.market.season) season *= 1 + keys_.holiday_lift;
    begins_.assign(begins_.size(), 0);
    for (const Sale& sale : sales_)
      if (sale.from >= 0 && scope.tick == first_tick(world, sale.from)) begins_[sale.brand] = 1;
    payday_ = keys_.payday > 0 ? payday_factor(world) : 1;
    if (keys_.announced <= 0) return;
    for (std::size_t brand = 0; brand < world.market.season.size(); ++brand) {
      double eve = 0;
      for (const Sale& sale : sales_)
        if (sale.brand == brand && day < sale.from)
          eve = std::max(eve, (1 - (sale.from - day) / keys_.announced) * unpromised(sale.from - day));
      world.market.season[brand] *= 1 - keys_.waiting * eve;
    }
  }

  // Who lives from payday to payday buys more after one, and as much less before the next.
  double drive(const World&, AccountId account, std::uint8_t) const {
    if (payday_ == 1) return 1;
    return luck_.draws(lives_by_pay).chance(keys_.payday_share, {account.value, 0, 0}) ? payday_ : 1;
  }

  void publish(World& world, const BlockScope& scope) { packets_.ask(world, scope); }
  void index(World& world, const StepScope&) {
    if (!packets_.empty() && world.platform == 0) packets_.deal(world);
  }
  void shop(World& world, const BlockScope& scope) { packets_.take(world, scope); }
  void settle(World& world, const BlockScope& scope) { promises_.settle(world, scope, begins_); }

  void count(World& world, const OfferOutcome& outcome) const {
    if (outcome.what != OfferOutcome::What::granted) return;
    world.measures.add(orders_, 1);
    const Cents less = world.market.brands[outcome.brand].price - outcome.price;
    world.measures.add(discount_, less * scale_of(world));
  }

 private:
  enum Purpose : std::uint32_t { lives_by_pay };

  static Tick first_tick(const World& world, double day) {
    auto tick = static_cast<Tick>(day * world.ticks_per_day());
    while (world.calendar.days(tick) < day) ++tick;
    return tick;
  }
  // Of those who would wait, who do although they may have the difference back.
  double unpromised(double days_to_sale) const {
    return days_to_sale < keys_.promise ? 1 - keys_.promise_trusted : 1;
  }

  // Of days that every month has.
  static Date a_month_after(const Date& d) {
    return d.month == 12 ? Date{d.year + 1, 1, d.day} : Date{d.year, d.month + 1, d.day};
  }
  static Date a_month_before(const Date& d) {
    return d.month == 1 ? Date{d.year - 1, 12, d.day} : Date{d.year, d.month - 1, d.day};
  }

  // Falls by half in `payday_half` days; its mean from payday to payday is 1.
  double payday_factor(const World& world) const {
    const Date today = world.calendar.date(world.tick);
    const Date in_month{today.year, today.month, keys_.payday};
    const Date since = today.day < keys_.payday ? a_month_before(in_month) : in_month;
    const std::int32_t last = world.calendar.day_of(since);
    const std::int32_t length = world.calendar.day_of(a_month_after(since)) - last;
    const auto lift = [&](std::int32_t days) {
      return 1 + keys_.payday_lift * fmath::exp(-0.6931471805599453 * static_cast<double>(days) /
                                                keys_.payday_half);
    };
    double all = 0;
    for (std::int32_t d = 0; d < length; ++d) all += lift(d);
    return lift(static_cast<std::int32_t>(world.calendar.day(world.tick)) - last) * length / all;
  }

  void announce(World& world, const SaleKeys& sale) {
    for (const std::string& id : sale.brands)
      brand_named(world, id, "season.sales." + sale.id + ".brands");  // or says so
    for (std::size_t b = 0; b < world.p.brands.size(); ++b) {
      const auto is_it = [&](const std::string& id) { return id == world.p.brands[b].id; };
      if (!sale.brands.empty() && std::none_of(sale.brands.begin(), sale.brands.end(), is_it)) continue;
      Offer offer;
      offer.discount = sale.discount;
      offer.from_day = sale.from;
      offer.until_day = sale.from + sale.lasts;
      offer.urgency = static_cast<float>(sale.urgency);
      offer.brand = static_cast<std::uint8_t>(b);
      add_offer(world, offer, offer_kind("sale"), "season");
      sales_.push_back({offer.brand, sale.from});
    }
  }

  const Keys& keys_;
  MechanismLuck luck_;
  SeasonPromises promises_;
  SeasonPackets packets_;
  std::vector<Sale> sales_;
  std::vector<SeasonDays> free_;
  std::vector<std::uint8_t> begins_;  // within a tick: by brand
  double payday_ = 1;                 // within a tick
  std::size_t orders_ = 0, discount_ = 0;
};

void count_sale(Mechanism* by, World& world, const OfferOutcome& outcome) {
  static_cast<const Season*>(by)->count(world, outcome);
}

}  // namespace

extern constinit const MechanismEntry season = mechanism<Season>(
    "season", "sales of a whole platform: people wait for them, stock up, and buy less afterwards");

}  // namespace fanfare::fan_economy
