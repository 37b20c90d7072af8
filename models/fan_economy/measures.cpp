#include "models/fan_economy/measures.h"

#include "models/fan_economy/purchase.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void Measures::resize(std::size_t brands, std::size_t campaigns) {
  brand_ = static_cast<std::size_t>(RunCell::count_);
  campaign_ = brand_ + brands * kBrandCells;
  levels_ = campaign_ + campaigns * kCampaignCells;
  segments_ = levels_ + 3 + brands * (kStages + 1);
  totals_.assign(segments_ + (brands + 1) * kSegments, 0);
  at_warmup_ = totals_;
}

void Measures::absorb(std::span<const std::int64_t> tick) {
  for (std::size_t cell = 0; cell < totals_.size(); ++cell)
    totals_[cell] = cell < levels_ ? totals_[cell] + tick[cell] : tick[cell];
}

void Measures::walk(Archive& archive) {
  archive.shared({"totals", "", "counts in accounts and money in cents since the start"}, totals_);
  archive.shared({"totals_at_warmup", "", "the same when the warm-up ended"}, at_warmup_);
}

namespace {

// The counters of a post that brands and campaigns keep too; both cell lists begin alike.
constexpr std::array kKept = {Counter::impressions, Counter::views,  Counter::likes,
                              Counter::comments,    Counter::shares, Counter::clicks};

template <class Cell>
void add_kept(Measures& measures, Cell first, std::size_t which, const PostCounts& delta) {
  const std::size_t cell = measures.cell(first, which);
  for (std::size_t i = 0; i < kKept.size(); ++i)
    measures.add(cell + i, delta[static_cast<std::size_t>(kKept[i])]);
}

std::uint32_t engagements(const PostCounts& delta) {
  const auto count = [&](Counter c) { return delta[static_cast<std::size_t>(c)]; };
  return count(Counter::likes) + count(Counter::comments) + count(Counter::shares);
}

}  // namespace

void count_post(World& world, const PostScore& post, const PostCounts& delta) {
  if (post.brand != kNoBrand) add_kept(world.measures, BrandCell::impressions, post.brand, delta);
  if (post.campaign != kNoCampaign) add_kept(world.measures, CampaignCell::impressions, post.campaign, delta);
  if (post.creator == kNobody) return;
  Creator& creator = world.creators[post.creator];
  const std::uint32_t impressions = delta[static_cast<std::size_t>(Counter::impressions)];
  creator.impressions += impressions;
  creator.engagements += engagements(delta);
  world.market.ad_impressions[post.creator] += impressions;
}

double sentiment(const World& world, std::size_t brand) {
  std::int64_t aware = 0;
  for (std::size_t s = 1; s < kStages; ++s)
    aware += world.measures[world.measures.stage_count(brand, static_cast<Stage>(s))];
  if (aware == 0) return 0;
  return static_cast<double>(world.measures[world.measures.attitude(brand)]) / static_cast<double>(aware) /
         32767;
}

double awareness(const World& world, std::size_t brand) {
  const std::int64_t unaware = world.measures[world.measures.stage_count(brand, Stage::unaware)];
  return world.part.accounts == 0 ? 0 : 1 - static_cast<double>(unaware) / world.part.accounts;
}

std::int64_t spend(const World& world, std::size_t campaign) {
  std::int64_t sum = 0;
  for (const CampaignCell c : {CampaignCell::fees, CampaignCell::platform_fees, CampaignCell::handling,
                               CampaignCell::product, CampaignCell::commission})
    sum += world.measures[world.measures.cell(c, campaign)];
  return sum;
}

namespace {

// Followers gained and lost; accounts that pass the tier may become creators.
void count_followers(World& world) {
  const double tier = world.p.careers.koc_from;
  world.market.rising.clear();
  world.follow_tally.drain([&](std::uint32_t account, const auto& counts) {
    std::uint32_t& followers = world.followers[account];
    const double before = world.people(followers);
    followers += counts[0];
    followers -= counts[1];
    if (before < tier && world.people(followers) >= tier) world.market.rising.push_back(account);
    world.measures.add(world.measures.cell(RunCell::follows), counts[0]);
    world.measures.add(world.measures.cell(RunCell::unfollows), counts[1]);
  });
}

}  // namespace

void close(World& world, const StepScope& scope) {
  world.ledger.apply();
  count_followers(world);
  world.measures.absorb(world.measure_tally.sums());
  world.measure_tally.clear();
  close_scoresheet(world);
  if (scope.tick + 1 == world.setup.run.warmup_ticks()) world.measures.end_warmup();
}

std::string breach(const World& world) {
  std::string text = world.ledger.breach();
  const auto add = [&text](const std::string& line) { text += (text.empty() ? "" : "; ") + line; };
  const auto negative = world.market.breaches.received();
  if (!negative.empty())
    add(std::to_string(negative.size()) + " wallets are below zero, first that of account " +
        std::to_string(negative.front().account) + ": " + money_text(negative.front().amount));
  const Cents wallets = world.measures[world.measures.wallets()] * scale_of(world);
  const Cents book = world.ledger.balance(world.market.consumers);
  if (wallets != book)
    add("the consumers' book holds " + money_text(book) + " but their wallets " + money_text(wallets) +
        " (accounts 0 to " + std::to_string(world.part.accounts) + ")");
  return text;
}

}  // namespace fanfare::fan_economy
