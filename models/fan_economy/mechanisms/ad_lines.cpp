#include "models/fan_economy/mechanisms/ad_lines.h"

#include <cmath>

#include "fanfare/fmath.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/market/placements.h"
#include "models/fan_economy/mechanisms/touches.h"
#include "models/fan_economy/people/activity.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Sums of weights over the flight, so that parts never exceed the whole.
std::vector<Cents> ad_pace(const World& world, const AdLine& line, AdPace pace) {
  const std::array<float, 24> rhythm = fan_economy::daily_rhythm(world.p.attention.night_to_peak);
  const auto weight = [&](Tick tick) -> double {
    if (pace != AdPace::by_hour || world.ticks_per_day() < 2) return 1;
    return static_cast<double>(rhythm[static_cast<std::size_t>(world.calendar.hour_of_day(tick))]);
  };
  double all = 0;
  for (Tick tick = line.from; tick < line.until; ++tick) all += weight(tick);
  std::vector<Cents> upto;
  double sum = 0;
  for (Tick tick = line.from; tick < line.until; ++tick) {
    sum += weight(tick);
    upto.push_back(std::min(line.budget, static_cast<Cents>(static_cast<double>(line.budget) * (sum / all))));
    if (pace == AdPace::none) upto.back() = line.budget;
  }
  upto.back() = line.budget;
  return upto;
}

// A clip about the brand's topic, from nobody whom anyone knows, and plainly an ad. Its author is no account.
PostScore ad_clip_of(const World& world, const AdLine& line, const AdLineKeys& keys) {
  PostScore clip;
  const std::uint8_t topic = world.market.brands[line.brand].topic;
  clip.topics[topic] = 255;
  clip.topic = topic;
  clip.quality = static_cast<float>(keys.quality);
  clip.trust = static_cast<float>(world.p.careers.trust_prior);
  clip.author = author_of_ad(line.hash);
  clip.brand = line.brand;
  clip.campaign = line.campaign;
  clip.flags = PostFlags::kSponsored | PostFlags::kDisclosed | PostFlags::kVideo;
  clip.tone = static_cast<std::int8_t>(std::lround(100 * keys.tone));
  clip.fit = 255;
  return clip;
}

}  // namespace

AdLine open_ad_line(World& world, const AdLineKeys& keys) {
  AdLine line;
  const auto number = [](const auto& list, const std::string& id) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    return static_cast<std::uint8_t>(found - list.begin());
  };
  line.hash = hash_of_name(keys.id);
  line.brand = number(world.p.brands, keys.brand);
  if (!keys.campaign.empty()) line.campaign = number(world.p.campaigns, keys.campaign);
  line.placement = *placement_number(keys.placement);
  if (!keys.platform.empty())
    line.platform = static_cast<std::uint8_t>(platform_number(world.p, keys.platform));
  line.is_boost = keys.placement == "boost";
  line.goal = keys.goal;
  line.bid = ad_bid(keys);
  line.budget = keys.budget;
  line.cap = keys.cap;
  line.lookalike = keys.lookalike;
  line.length = static_cast<float>(keys.length);
  const auto tick = [&](double day) { return static_cast<Tick>(day * world.ticks_per_day() + 0.5); };
  line.from = tick(keys.flight.lo);
  line.until = std::max(tick(keys.flight.hi), line.from + 1);
  line.upto = ad_pace(world, line, keys.pace);
  if (!keys.segment.empty()) {
    line.segment = segment_number(world.p, keys.segment);
    keep_segment(world, static_cast<std::size_t>(line.segment));
  }
  for (const std::string& name : keys.names) line.names |= 1U << number(world.p.brands, name);
  line.payer = BookId(world.market.brands[line.brand].book);
  line.escrow = world.ledger.open("ads " + keys.id, Ledger::Overdraft::forbidden);
  line.cost = world.measures.open("ads of " + keys.id);
  world.market.costs.push_back({line.brand, line.cost});
  const double clicks = world.p.attention.click.rate;
  const double orders = clicks * world.p.purchase.order_per_click;
  const auto bid = static_cast<double>(line.bid);
  line.typical = line.goal == AdGoal::impressions ? bid / 1000
                 : line.goal == AdGoal::clicks    ? bid
                                                  : 3 * bid * orders;
  line.per_entry =
      line.goal == AdGoal::impressions ? bid / 1000 : bid * (line.goal == AdGoal::clicks ? clicks : orders);
  line.clip = ad_clip_of(world, line, keys);
  return line;
}

void AdLine::plan(const World& world, const AdBook& book, const Draws& luck) {
  const auto scale = static_cast<double>(scale_of(world));
  due = allowed(world.tick) - book.spent;
  const auto owed = static_cast<double>(due);
  const double usual = typical * scale;  // cents: what a win costs an account's worth of people
  const std::uint32_t all = block_count(world.part.accounts);
  blocks =
      static_cast<std::uint32_t>(std::clamp(owed / std::max(1.0, 2 * usual), 1.0, static_cast<double>(all)));
  first_block = luck.below(all, {hash, world.tick, 0});
  const auto entered = static_cast<double>(book.entered);
  const double win = entered < 20 ? per_entry * scale : (static_cast<double>(book.spent) + usual) / entered;
  const double met = static_cast<double>(book.eligible) * blocks / all;
  chance = due <= 0 ? 0 : std::min(1.0, 1.3 * owed / std::max(1.0, met * win));
}

Cents AdLine::ration(const World& world, BlockId block) const {
  if (due <= 0) return 0;
  const std::uint64_t all = block_count(world.part.accounts), served = blocks;
  const std::uint64_t at = (block.value + all - first_block) % all;
  const bool is_served = (at + 1) * served / all > at * served / all;
  return is_served ? due / static_cast<Cents>(served) : 0;
}

void AdBook::learn(std::span<const std::int64_t> buyers, std::span<const std::int64_t> all) {
  constexpr std::int64_t kFew = 20;
  if (buyers[kTopics] < kFew) return;
  knows = 1;
  middle = 0;
  for (std::size_t t = 0; t < kTopics; ++t) {
    const double x = static_cast<double>(buyers[t]) / static_cast<double>(buyers[kTopics]);
    const double y = static_cast<double>(all[t]) / static_cast<double>(all[kTopics]);
    direction[t] = x - y;
    middle += (x - y) * (x + y) / 2;
  }
}

double expected_orders(const World& world, AccountId reader, const TopicRow& known, std::uint8_t brand) {
  const PurchaseParameters& p = world.p.purchase;
  const Brand& of = world.market.brands[brand];
  const double interest = known[of.topic] * static_cast<double>(world.p.topics.size()) / 255;
  double need = 1;
  if (const std::uint8_t days = world.accounts.category_days.row(reader)[of.category];
      may_be_targeted(world, reader) && days != kNeverBought && p.need_days > 0)
    need = -fmath::expm1(-days / p.need_days);
  return std::min(p.order_ceiling, p.order_per_click * interest * need);
}

}  // namespace fanfare::fan_economy
