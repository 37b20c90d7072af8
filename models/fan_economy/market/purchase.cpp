#include "models/fan_economy/market/purchase.h"

#include <algorithm>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

std::int32_t income_of(const World& world, AccountId account) {
  // Subject word b = 1000: attributes of populate() have small numbers.
  const double units =
      sample(world.p.population.income, world.draws(Draw::population), draw::income(account).about);
  return static_cast<std::int32_t>(std::clamp(units, 0.0, 1e7) * 100);
}

namespace {

double need(const World& world, AccountId account, const Brand& brand) {
  const double tau = world.p.purchase.need_days;
  const std::uint8_t days = world.accounts.category_days.row(account)[brand.category];
  if (days == kNeverBought || tau <= 0) return 1;
  return -fmath::expm1(-days / tau);
}

// Interest in the brand's topic relative to an even spread, so its mean is about 1.
double interest(const World& world, AccountId account, const Brand& brand) {
  const double weight = world.p.purchase.interest_weight;
  const double relative =
      world.accounts.interest[account][brand.topic] * static_cast<double>(world.p.topics.size()) / 255;
  return 1 - weight + weight * relative;
}

// Share of buyers in the strongest reference group.
double social(const World& world, AccountId account, std::uint8_t brand) {
  const Measures& m = world.measures;
  const auto share = [](std::int64_t part, std::int64_t all) {
    return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
  };
  const std::int64_t buyers =
      m[m.stage_count(brand, Stage::customer)] + m[m.stage_count(brand, Stage::advocate)];
  const double everyone = share(buyers, m[m.present()]);
  if (world.p.purchase.social == SocialReference::global) return everyone;
  const std::size_t community = world.accounts.community[account];
  return std::max(everyone, share(m[m.community_buyers(brand, community)], m[m.community_size(community)]));
}

}  // namespace

double want(const World& world, AccountId account, std::uint8_t brand) {
  const Brand& b = world.market.brands[brand];
  return interest(world, account, b) * need(world, account, b);
}

double purchase_drive(const World& world, AccountId account, std::uint8_t brand) {
  const PurchaseParameters& p = world.p.purchase;
  const Quote now = quote(world, brand, account);
  const double wanted = want(world, account, brand);
  if (wanted <= 0) return 0;
  const double elasticity = world.accounts.price_sensitivity[account] / 32.0;
  const double price = static_cast<double>(now.price) / world.market.usual_price[brand];
  const double attitude = world.accounts.bond.row(account)[brand].attitude / kAttitudeUnit;
  const double deal = static_cast<double>(now.urgency) * world.accounts.impulsiveness[account] / 255.0;
  return wanted * fmath::pow(price, -elasticity) *
         fmath::exp(p.attitude_gain * attitude + p.deal_gain * deal) * world.market.season[brand] *
         world.factors.drive(world, account, brand);
}

double purchase_hazard(const World& world, AccountId account, std::uint8_t brand) {
  const double collectivism = world.accounts.collectivism[account] / 255.0;
  return world.p.brands[brand].rate * purchase_drive(world, account, brand) *
         (1 + world.p.purchase.social_gain * collectivism * social(world, account, brand));
}

namespace {

// Where the brand was met last, and whether that platform keeps the order to itself. Of one platform alone
// only the second is told.
std::uint8_t origin_of(const World& world, AccountId account, std::uint8_t brand) {
  const std::uint8_t met = world.has_several()
                               ? world.accounts.touched_on.row(account)[brand]
                               : std::uint8_t{world.accounts.touch.row(account)[brand].exists()};
  if (met == 0) return 0;
  const double reported = world.feed_of(met - 1U).rules.reported;
  const bool is_hidden =
      reported < 1 && !world.luck("platforms").draws(4).chance(reported, {account.value, world.tick, brand});
  const auto bits = static_cast<std::uint8_t>(world.has_several() ? met << Clicked::kPlatform : 0);
  return static_cast<std::uint8_t>(bits | (is_hidden ? Clicked::kHidden : 0));
}

}  // namespace

// Reserves the price and sends the intent. Without the money nothing happens. Need is spent at once, so a
// second order can't follow before this one is settled.
bool order_at(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand, const Quote& now,
              bool clicked) {
  std::int32_t& wallet = world.accounts.wallet[account];
  if (wallet < now.price) return false;
  wallet -= static_cast<std::int32_t>(now.price);
  std::uint8_t& days = world.accounts.category_days.row(account)[world.market.brands[brand].category];
  const LastTouch touch = world.accounts.touch.row(account)[brand];
  const auto age = static_cast<std::uint8_t>(world.day() - touch.day());
  PurchaseIntent intent;
  intent.account = account.value;
  intent.price = static_cast<std::uint32_t>(now.price);
  intent.contract = touch.exists() && age <= world.p.purchase.attribution_days ? touch.contract() : kNobody;
  intent.brand = brand;
  intent.offer = now.offer;
  intent.days = days;
  intent.expectation = now.expectation;
  intent.clicked = origin_of(world, account, brand);
  if ((intent.clicked & Clicked::kHidden) != 0)
    intent.contract = kNobody;  // nobody has the credit
  else if (clicked)
    intent.clicked |= Clicked::kAtOnce;
  days = 0;
  world.intents.push(scope, intent);
  return true;
}

bool order_now(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand, bool clicked) {
  return order_at(world, scope, account, brand, quote(world, brand, account), clicked);
}

namespace {

// Brands of a category compete: each has its own exponential clock, and the first that rings within the
// day wins. So the brands that are not there change nothing for those that are.
void shop_for(World& world, const BlockScope& scope, AccountId account) {
  const std::size_t brands = world.market.brands.size();
  for (std::size_t category = 0; category < world.accounts.category_days.width(); ++category) {
    double first = 1;
    std::size_t winner = brands;
    for (std::size_t b = 0; b < brands; ++b) {
      if (world.market.brands[b].category != category ||
          world.accounts.bond.row(account)[b].at() == Stage::unaware)
        continue;
      const auto brand = static_cast<std::uint8_t>(b);
      const double u = world.uniform(draw::purchase(account, brand, world.day()));
      const double hazard = purchase_hazard(world, account, brand);
      if (u >= hazard) continue;  // −ln(1 − u) ≥ u: the clock can't ring today
      const double rings = -fmath::log1p(-u) / hazard;
      if (rings < first) first = rings, winner = b;
    }
    if (winner < brands) order_now(world, scope, account, static_cast<std::uint8_t>(winner), false);
  }
}

}  // namespace

void shop(World& world, const BlockScope& scope) {
  if (world.market.brands.empty()) return;
  for_each_daily(world, scope, [&](AccountId account) {
    if ((world.accounts.flags[account] & AccountFlags::kGone) == 0) shop_for(world, scope, account);
  });
}

namespace {

// By platform; brands are not told of all of them.
void count_click(World& world, const BlockScope& scope, AccountId reader, const PostScore& post) {
  if (!world.has_several()) return;
  meet_here(world, reader, post.brand);
  world.measure_tally.add(scope.worker, world.platform_cells.clicks + world.platform, 1);
  const double reported = world.feed().rules.reported;
  if (reported >= 1 || world.luck("platforms").draws(5).chance(reported, post.key().seen_by(reader)))
    world.measure_tally.add(scope.worker, world.platform_cells.told + world.platform, 1);
}

}  // namespace

void click(World& world, const BlockScope& scope, AccountId reader, const PostScore& post, std::uint32_t contract) {
  if (post.brand == kNoBrand) return;
  if (contract != kNobody) world.accounts.touch.row(reader)[post.brand] = LastTouch::of(contract, world.day());
  count_click(world, scope, reader, post);
  update_stage(world, scope, reader, post.brand, Stage::interested);
  const PurchaseParameters& p = world.p.purchase;
  const double chance =
      std::min(p.order_ceiling, p.order_per_click * purchase_drive(world, reader, post.brand));
  bool ordered = false;
  if (world.chance(chance, draw::order_at_click(post.key(), reader))) {
    update_stage(world, scope, reader, post.brand, Stage::intending);
    ordered = order_now(world, scope, reader, post.brand, contract != kNobody);
  }
  if (!world.at.clicked.empty()) world.at.clicked(world, scope, {reader, post.brand, ordered});
}

bool order(World& world, const BlockScope& scope, AccountId account, std::uint8_t brand) {
  update_stage(world, scope, account, brand, Stage::intending);
  return order_now(world, scope, account, brand, false);
}

// Income fills the wallet up; it does not pile up. Accounts take turns over the month.
void refill_wallet(World& world, const BlockScope& scope, AccountId account) {
  const auto period = static_cast<std::uint32_t>(world.p.relations.wallet_days);
  if ((world.day() + account.value) % period != 0) return;
  std::int32_t& wallet = world.accounts.wallet[account];
  const std::int32_t income = income_of(world, account) - wallet;
  if (income <= 0) return;
  wallet += income;
  world.ledger.transfer(scope.worker, world.market.outside, world.market.consumers,
                        Cents{income} * scale_of(world));
}

}  // namespace fanfare::fan_economy
