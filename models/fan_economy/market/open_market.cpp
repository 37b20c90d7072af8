// Where the market starts: books, brands, wallets, and what accounts know, think and have bought.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "fanfare/fmath.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/market/offers.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::string at_brand(const BrandParameters& brand, const char* key) {
  return "brands." + brand.id + "." + key;
}

std::uint8_t topic_of(const World& world, const BrandParameters& brand) {
  const auto topic = topic_number(world, brand.topic);
  if (topic) return *topic;
  std::string known;
  for (const auto& name : world.p.topics) known += (known.empty() ? "" : ", ") + name;
  throw ScenarioError(at_brand(brand, "topic") + ": no topic '" + brand.topic + "' (topics are " + known +
                      ")");
}

// Brands of one topic share a category, numbered in order of appearance.
std::uint8_t category_of(const std::vector<Brand>& earlier, std::uint8_t topic) {
  std::uint8_t next = 0;
  for (const Brand& brand : earlier) {
    if (brand.topic == topic) return brand.category;
    next = std::max<std::uint8_t>(next, static_cast<std::uint8_t>(brand.category + 1));
  }
  return next;
}

void open_brands(World& world) {
  if (world.p.brands.size() > kMostBrands)
    throw ScenarioError("brands: at most " + std::to_string(kMostBrands) + " (an account keeps 8 bytes for each), here are " +
                        std::to_string(world.p.brands.size()));
  for (const BrandParameters& from : world.p.brands) {
    Brand brand{};
    brand.topic = topic_of(world, from);
    brand.category = category_of(world.market.brands, brand.topic);
    brand.stock = from.stock;
    brand.book = world.ledger.open("brand " + from.id, Ledger::Overdraft::allowed).value;
    world.market.brands.push_back(brand);
  }
  refresh_brands(world);
}

void set_usual_prices(World& world) {
  for (const BrandParameters& brand : world.p.brands)
    world.market.usual_price.push_back(static_cast<double>(brand.usual_price > 0 ? brand.usual_price : brand.price));
  world.market.season.assign(world.market.brands.size(), 1.0);
}

void open_discounts(World& world) {
  for (std::size_t b = 0; b < world.p.brands.size(); ++b)
    for (const OfferParameters& from : world.p.brands[b].offers) {
      Offer offer;
      offer.stock = from.stock;
      offer.discount = from.discount;
      offer.from_day = from.dates.lo;
      offer.until_day = from.dates.hi;
      offer.urgency = static_cast<float>(from.urgency);
      offer.brand = static_cast<std::uint8_t>(b);
      add_offer(world, offer, kDiscountOffer, at_brand(world.p.brands[b], "offers"));
    }
}

void open_books(World& world) {
  Market& m = world.market;
  m.outside = world.ledger.open("outside", Ledger::Overdraft::allowed);
  m.consumers = world.ledger.open("consumers", Ledger::Overdraft::forbidden);
  m.creators = world.ledger.open("creators", Ledger::Overdraft::forbidden);
  m.platform = world.ledger.open("platform", Ledger::Overdraft::forbidden);
}

void size_state(World& world) {
  const auto brands = static_cast<std::uint32_t>(world.market.brands.size());
  world.orders.resize(world.part);
  world.pending_posts.resize(world.part);
  world.intents.resize(world.part);
  world.comments.resize(world.part);
  world.market.returns.resize(world.part);
  world.market.debuts.resize(world.part);
  world.market.breaches.resize(world.part);
  world.market.ad_impressions.assign(world.creators.size(), 0);
  world.measures.resize(brands, world.p.campaigns.size());
  world.measure_tally.resize(world.measures.size());
}

// Everyone's income is keyed, so each rank can add up the wallets of all.
void fill_wallets(World& world) {
  for (std::uint32_t a = world.part.first(); a < world.part.last(); ++a)
    world.accounts.wallet[AccountId(a)] = income_of(world, AccountId(a));
  std::vector<Cents> sums(block_count(world.part.accounts), 0);
  world.setup.parallel.for_each(sums.size(), [&](std::size_t block, int) {
    const auto first = static_cast<std::uint32_t>(block * kBlockRows);
    for (std::uint32_t a = first; a < std::min(first + kBlockRows, world.part.accounts); ++a)
      sums[block] += income_of(world, AccountId(a));
  });
  Cents all = 0;
  for (const Cents sum : sums) all += sum;
  world.ledger.transfer(world.market.outside, world.market.consumers, all * scale_of(world));
}

// With hazard H·(1 − e^(−d/τ)) a day, d days after the last purchase, this is the integral over H: the same for
// all accounts.
using NeedByAge = std::array<double, kNeverBought + 1>;  // one more than is asked for: whole vectors

NeedByAge need_by_age(double tau) {
  const auto fade = [tau](double d) { return tau <= 0 ? 0 : -fmath::expm1(-d / tau); };
  NeedByAge need{};
  for (std::size_t d = 0; d < need.size(); ++d) {
    const auto days = static_cast<double>(d);
    need[d] = days - tau * fade(days);
  }
  return need;
}

// Days since the last category purchase in the long run. Age d has density ∝ exp(−H·need(d)); ages of 254 days and
// more are one: never.
std::uint8_t stationary_age(double hazard, const NeedByAge& need, double u) {
  if (hazard <= 0) return kNeverBought;
  constexpr std::size_t kLast = kNeverBought - 1;
  NeedByAge survival;
  for (std::size_t d = 0; d < need.size(); ++d) survival[d] = fmath::exp(-hazard * need[d]);
  double total = survival[kLast] / hazard;  // the tail, where need is full
  for (std::size_t d = 0; d < kLast; ++d) total += survival[d];
  double left = u * total;
  for (std::size_t d = 0; d < kLast; ++d)
    if ((left -= survival[d]) < 0) return static_cast<std::uint8_t>(d);
  return kNeverBought;
}

// Who knows the brand, and what it thinks of it.
void start_bond(World& world, AccountId account, std::size_t brand) {
  const Words words = world.words(draw::first_bond(account, brand));
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  const double equity = static_cast<double>(world.market.brands[brand].equity);
  const double spread = 0.1 * fmath::normal(to_unit(words[1]), to_unit(words[2]));
  const bool knows = to_unit(words[0]) < world.p.brands[brand].awareness;
  bond.attitude =
      static_cast<std::int16_t>(std::clamp(equity + (knows ? spread : 0), -1.0, 1.0) * kAttitudeUnit);
  if (knows) bond.stage = static_cast<std::uint8_t>(Stage::aware);
}

double start_rate(const World& world, AccountId account, std::size_t brand) {
  if (world.accounts.bond.row(account)[brand].at() == Stage::unaware) return 0;
  const double attitude = world.accounts.bond.row(account)[brand].attitude / kAttitudeUnit;
  return world.p.brands[brand].rate * fmath::exp(world.p.purchase.attitude_gain * attitude);
}

// When the account last bought in the category, and of whom.
void start_need(World& world, AccountId account, std::size_t category, const NeedByAge& need) {
  std::uint8_t& days = world.accounts.category_days.row(account)[category];
  days = kNeverBought;
  if (world.p.purchase.start == MarketStart::fresh) return;
  double hazard = 0;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b)
    if (world.market.brands[b].category == category) hazard += start_rate(world, account, b);
  const Words words =
      world.words(draw::first_need(account, static_cast<std::uint32_t>(category)));
  days = stationary_age(hazard, need, to_unit(words[0]));
  if (days == kNeverBought) return;
  double left = to_unit(words[1]) * hazard;
  for (std::size_t b = 0; b < world.market.brands.size(); ++b) {
    if (world.market.brands[b].category != category || (left -= start_rate(world, account, b)) >= 0) continue;
    world.accounts.bond.row(account)[b].stage =
        static_cast<std::uint8_t>(Stage::customer) | BrandBond::kBought;
    return;
  }
}

void start_block(World& world, std::uint32_t first, std::uint32_t last, const NeedByAge& need) {
  for (std::uint32_t a = first; a < last; ++a) {
    for (std::size_t b = 0; b < world.market.brands.size(); ++b) start_bond(world, AccountId(a), b);
    for (std::size_t c = 0; c < world.accounts.category_days.width(); ++c)
      start_need(world, AccountId(a), c, need);
  }
}

}  // namespace

void open_market(World& world) {
  const double scale = world.p.population.scale;
  if (scale < 1 || scale != std::floor(scale))
    throw ScenarioError("population.scale: " + std::to_string(scale) +
                        " is no whole number of people (money would not be exact); use 1, 10, …");
  world.market = Market{};
  world.ledger = Ledger{};
  open_books(world);
  open_brands(world);
  set_usual_prices(world);
  open_offers(world);
  open_discounts(world);
  size_state(world);
  fill_wallets(world);
  const NeedByAge need = need_by_age(world.p.purchase.need_days);
  world.setup.parallel.for_each(world.part.blocks(), [&](std::size_t block, int) {
    const std::uint32_t first = (world.part.first_block + static_cast<std::uint32_t>(block)) * kBlockRows;
    start_block(world, first, std::min(first + kBlockRows, world.part.last()), need);
  });
}

}  // namespace fanfare::fan_economy
