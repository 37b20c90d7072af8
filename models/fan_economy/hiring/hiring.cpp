#include "models/fan_economy/hiring/hiring.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/market/contracts.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

Cents product_cost(const World& world, const Campaign& campaign) {
  return world.market.brands.empty() ? 0 : unit_cost(world.market.brands[campaign.hired_as]);
}

Cents platform_fee(const DealTerms& terms) {
  return portion(terms.fee, {static_cast<std::int32_t>(terms.platform_share * 10'000 + 0.5)});
}

Cents fee_of(const World& world, const LineParameters& line, std::uint32_t creator) {
  if (!rule_of(line.contract).pays_fee) return 0;
  const double price = static_cast<double>(world.creators[creator].price) * world.p.careers.video_factor;
  return static_cast<Cents>(std::floor(price + 0.5));
}

DealTerms deal_of(const World& world, std::size_t campaign, std::size_t line, std::uint32_t creator) {
  const CampaignParameters& of = world.p.campaigns[campaign];
  DealTerms terms{fee_of(world, of.lines[line], creator), of.platform_fee};
  world.at.priced(world, campaign, line, creator, terms);
  return terms;
}

Cents contract_cost(const World& world, const CampaignParameters& campaign, const LineParameters& line,
                    std::uint32_t creator) {
  const auto number = static_cast<std::size_t>(&campaign - world.p.campaigns.data());
  const auto place = static_cast<std::size_t>(&line - campaign.lines.data());
  const DealTerms terms = deal_of(world, number, place, creator);
  return (terms.fee + platform_fee(terms)) * line.posts + campaign.handling +
         product_cost(world, world.market.campaigns[number]);
}

namespace {

Cents share_of(Cents amount, double share) {
  return static_cast<Cents>(std::floor(static_cast<double>(amount) * share + 0.5));
}

}  // namespace

std::vector<Cents> line_budgets(const CampaignParameters& campaign) {
  double given = 0, open = 0;
  for (const LineParameters& line : campaign.lines)
    given += std::max(0.0, line.share), open += line.share < 0 ? 1 : 0;
  std::vector<Cents> budgets;
  Cents left = campaign.budget;
  for (const LineParameters& line : campaign.lines) {
    const double share = line.share >= 0 ? line.share : std::max(0.0, 1 - given) / open;
    budgets.push_back(std::min(left, share_of(campaign.budget, share)));
    left -= budgets.back();
  }
  return budgets;
}

std::optional<std::uint8_t> topic_for(const World& world, const Campaign& campaign) {
  if (world.market.brands.empty()) return std::nullopt;
  return world.market.brands[campaign.hired_as].topic;
}

namespace {

// The one platform on which a line's posts are to appear, if it names one.
std::optional<std::uint32_t> platform_of(const World& world, const LineParameters& line) {
  if (line.platform.empty() || !world.has_several()) return std::nullopt;
  for (std::uint32_t p = 0; p < world.platform_count(); ++p)
    if (world.p.platforms[p].id == line.platform) return p;
  throw ScenarioError("campaigns: '" + line.platform + "' is no platform");
}

}  // namespace

bool is_free(const World& world, const Creator& creator, std::uint32_t day) {
  const double share = world.terms_of(creator.kind).free_days;
  return share >= 1 || world.luck("kinds").draws(0).chance(share, {creator.account, day, 0});
}

namespace {

// Of the flight.
std::uint32_t first_day(const World& world, const Campaign& campaign) {
  return campaign.from / world.ticks_per_day();
}
std::uint32_t last_day(const World& world, const Campaign& campaign) {
  return (campaign.until - 1) / world.ticks_per_day();
}

bool has_a_free_day(const World& world, const Campaign& campaign, const Creator& creator) {
  if (world.terms_of(creator.kind).free_days >= 1) return true;
  for (std::uint32_t day = first_day(world, campaign); day <= last_day(world, campaign); ++day)
    if (is_free(world, creator, day)) return true;
  return false;
}

// Stands for another brand of the same category.
bool is_taken(const World& world, std::uint32_t creator, std::uint8_t brand) {
  const Market& market = world.market;
  return std::any_of(market.contracts.begin(), market.contracts.end(), [&](const Contract& contract) {
    if (contract.creator != creator || contract.status != ContractStatus::running) return false;
    const std::uint8_t other = market.campaigns[contract.campaign].hired_as;
    return other != brand && market.brands[other].category == market.brands[brand].category;
  });
}

}  // namespace

bool takes_offer(const World& world, std::size_t number, std::uint32_t index) {
  const Campaign& campaign = world.market.campaigns[number];
  const Creator& creator = world.creators[index];
  const KindTerms& terms = world.terms_of(creator.kind);
  if (!has_a_free_day(world, campaign, creator)) return false;
  if (world.market.brands.empty()) return true;
  const std::uint8_t brand = campaign.hired_as;
  if (fit(creator.niche, world.market.brands[brand].topic) < 255 * terms.least_fit) return false;
  if (terms.exclusive && is_taken(world, index, brand)) return false;
  return terms.accepts == nullptr || terms.accepts(world, creator, brand);
}

std::vector<std::uint32_t> candidates_of(const World& world, std::size_t campaign, std::size_t line) {
  const Asking asking{Asking::Who::line, static_cast<std::uint32_t>(campaign), static_cast<std::uint32_t>(line)};
  const LineParameters& terms = world.p.campaigns[campaign].lines[line];
  auto found = select_creators(world, terms.hire, topic_for(world, world.market.campaigns[campaign]), asking);
  if (const auto on = platform_of(world, terms))
    std::erase_if(found, [&](std::uint32_t creator) {
      return !world.is_member(AccountId(world.creators[creator].account), *on);
    });
  std::erase_if(found, [&](std::uint32_t creator) { return !takes_offer(world, campaign, creator); });
  world.at.vet(world, campaign, line, found);
  return found;
}

Cents most_spendable(const World& world, std::size_t campaign) {
  const CampaignParameters& terms = world.p.campaigns[campaign];
  const std::vector<Cents> budgets = line_budgets(terms);
  std::vector<bool> taken(world.creators.size(), false);
  Cents sum = 0;
  for (std::size_t i = 0; i < terms.lines.size(); ++i) {
    const LineParameters& line = terms.lines[i];
    if (budgets[i] == 0) continue;
    if (rule_of(line.contract).reserve != nullptr || is_known_later(world, line.hire))
      return terms.budget;  // known only later
    std::uint32_t hired = 0;
    for (const std::uint32_t creator : candidates_of(world, campaign, i)) {
      if (taken[creator] || (line.most > 0 && hired == line.most)) continue;
      taken[creator] = true;
      ++hired;
      sum += contract_cost(world, terms, line, creator);
    }
  }
  return std::min(sum, terms.budget);
}

namespace {

class Hiring {
 public:
  Hiring(World& world, std::size_t number)
      : world_(world),
        number_(number),
        terms_(world.p.campaigns[number]),
        from_(world.market.campaigns[number].from),
        until_(world.market.campaigns[number].until) {
    for (std::size_t line = 0; line < terms_.lines.size(); ++line)
      candidates_.push_back(candidates_of(world, number, line));
    hired_.assign(terms_.lines.size(), 0);
    taken_.assign(world.creators.size(), false);
  }

  void run() {
    std::vector<Cents> budgets = line_budgets(terms_);
    world_.at.rationed(world_, number_, budgets);
    spend(budgets);
  }

  void run_on(const std::vector<Cents>& budgets, Tick until) {
    from_ = std::max(from_, world_.tick + 1);  // this tick's posts are paid already
    until_ = std::min(until_, std::max(until, from_ + 1));
    for (const Contract& contract : world_.market.contracts)
      if (contract.campaign == number_ && contract.status == ContractStatus::running &&
          contract.published < contract.posts)
        taken_[contract.creator] = true, ++hired_[contract.line];
    for (std::size_t i = 0; i < terms_.lines.size(); ++i) fill(i, budgets[i]);
  }

 private:
  void spend(const std::vector<Cents>& budgets) {
    Cents left = 0;
    for (std::size_t i = 0; i < terms_.lines.size(); ++i) {
      const Cents kept = reserve(terms_.lines[i], budgets[i]);
      left += fill(i, budgets[i] - kept);
    }
    // What is left goes to any line but one that is to have nothing.
    for (std::size_t i = 0; i < terms_.lines.size(); ++i)
      if (budgets[i] > 0) left = fill(i, left);
  }

  static Cents reserve(const LineParameters& line, Cents money) {
    const auto kept = rule_of(line.contract).reserve;
    return kept == nullptr ? 0 : share_of(money, kept(line));
  }

  // Hires down the line's list as long as one fits; returns what is left.
  Cents fill(std::size_t line, Cents money) {
    const LineParameters& terms = terms_.lines[line];
    for (const std::uint32_t creator : candidates_[line]) {
      if (terms.most > 0 && hired_[line] >= terms.most) break;
      const Cents cost = contract_cost(world_, terms_, terms, creator);
      if (taken_[creator] || cost > money) continue;
      money -= cost;
      sign(line, creator);
    }
    return money;
  }

  // Prices and costs are those of today for as long as the contract runs.
  void sign(std::size_t line, std::uint32_t creator) {
    if (world_.market.contracts.size() >= kMostContracts)
      throw ScenarioError("campaigns: more than " + std::to_string(kMostContracts) + " contracts; hire fewer creators");
    const LineParameters& terms = terms_.lines[line];
    const Creator& who = world_.creators[creator];
    Contract contract;
    contract.creator = creator;
    contract.followers = static_cast<std::uint32_t>(world_.people(world_.followers[who.account]));
    const DealTerms deal = deal_of(world_, number_, line, creator);
    contract.fee = deal.fee;
    contract.platform_fee = platform_fee(deal);
    contract.handling = terms_.handling;
    contract.product = product_cost(world_, world_.market.campaigns[number_]);
    contract.posts = static_cast<std::uint16_t>(terms.posts);
    contract.commission_rate = static_cast<std::int32_t>(terms.commission * 10'000 + 0.5);
    contract.campaign = static_cast<std::uint8_t>(number_);
    contract.line = static_cast<std::uint8_t>(line);
    contract.creator_kind = who.kind;
    contract.kind = terms.contract;
    world_.market.contracts.push_back(contract);
    taken_[creator] = true;
    ++hired_[line];
    world_.measures.add(world_.measures.cell(CampaignCell::contracts, number_), 1);
    schedule(world_.market.contracts.size() - 1);
  }

  // Posts are spread over the flight, one in each equal part of it, at a waking hour of a keyed day.
  void schedule(std::size_t index) {
    const Contract& contract = world_.market.contracts[index];
    const Campaign& campaign = world_.market.campaigns[number_];
    const Creator& creator = world_.creators[contract.creator];
    const std::uint32_t account = poster_of(creator, campaign);
    for (std::uint32_t post = 0; post < contract.posts; ++post) {
      const Words words =
          world_.words(draw::post_time(number_, creator.account, post));
      ScheduledPost entry;
      entry.tick = tick_of(creator, post, contract.posts, words);
      entry.account = account;
      entry.creator = contract.creator;
      entry.contract = static_cast<std::uint32_t>(index);
      entry.slot = static_cast<std::uint8_t>(number_ % 6);
      entry.campaign = static_cast<std::uint8_t>(number_);
      entry.brand = campaign.brand;
      entry.flags = PostFlags::kSponsored | PostFlags::kVideo;
      if (to_unit(words[2]) < terms_.disclosure) entry.flags |= PostFlags::kDisclosed;
      if (const auto on = platform_of(world_, terms_.lines[contract.line]))
        entry.platforms = static_cast<std::uint8_t>(1U << *on);
      entry.tone = static_cast<std::int8_t>(std::lround(terms_.tone * 100));
      world_.market.scheduled.push_back(entry);
    }
  }

  // Whose account shows it: for some kinds the brand's own, where it has one.
  std::uint32_t poster_of(const Creator& creator, const Campaign& campaign) const {
    const auto& accounts = world_.brand_accounts;
    const bool has_own = campaign.brand < accounts.size() && accounts[campaign.brand] != kNobody;
    return world_.terms_of(creator.kind).by_the_brand && has_own ? accounts[campaign.brand] : creator.account;
  }

  // The nearest day of the flight on which the creator is free, later ones first.
  std::uint32_t free_day(const Creator& creator, std::uint32_t day) const {
    const std::uint32_t first = from_ / world_.ticks_per_day(), last = (until_ - 1) / world_.ticks_per_day();
    for (std::uint32_t later = first + day; later <= last; ++later)
      if (is_free(world_, creator, later)) return later - first;
    for (std::uint32_t earlier = day; earlier-- > 0;)
      if (is_free(world_, creator, first + earlier)) return earlier;
    return day;
  }

  Tick tick_of(const Creator& creator, std::uint32_t post, std::uint32_t posts, const Words& words) const {
    const KindTerms& terms = world_.terms_of(creator.kind);
    const std::uint32_t per_day = world_.ticks_per_day();
    const double days = static_cast<double>(until_ - from_) / per_day;
    const std::uint32_t day =
        free_day(creator, static_cast<std::uint32_t>(days * (post + to_unit(words[0])) / posts));
    const double hour = terms.from_hour + (terms.until_hour - terms.from_hour) * to_unit(words[1]);
    const Tick tick = from_ + day * per_day + static_cast<std::uint32_t>(hour / 24 * per_day);
    return std::clamp(tick, from_, until_ - 1);
  }

  World& world_;
  std::size_t number_;
  const CampaignParameters& terms_;
  std::vector<std::vector<std::uint32_t>> candidates_;  // by line, best first
  std::vector<std::uint32_t> hired_;                    // by line
  std::vector<bool> taken_;                             // by creator: one contract a campaign
  Tick from_, until_;                                   // posts fall between
};

}  // namespace

void part_collisions(std::vector<ScheduledPost>& scheduled) {
  const auto key = [](const ScheduledPost& p) { return std::tuple(p.tick, p.account, p.slot, p.contract); };
  const auto sort = [&] {
    std::sort(scheduled.begin(), scheduled.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
  };
  sort();
  for (bool again = true; again; sort()) {
    again = false;
    for (std::size_t i = 1; i < scheduled.size(); ++i) {
      const ScheduledPost& before = scheduled[i - 1];
      if (before.tick != scheduled[i].tick || before.account != scheduled[i].account ||
          before.slot != scheduled[i].slot)
        continue;
      ++scheduled[i].tick;
      again = true;
    }
  }
}

void hire(World& world, std::size_t campaign) {
  Hiring(world, campaign).run();
  part_collisions(world.market.scheduled);
}

void hire_more(World& world, std::size_t campaign, const std::vector<Cents>& budgets, Tick until) {
  Campaign& of = world.market.campaigns[campaign];
  if (of.stage != CampaignStage::running || world.tick + 1 >= of.until) return;
  const std::size_t before = world.market.contracts.size();
  Hiring(world, campaign).run_on(budgets, until);
  part_collisions(world.market.scheduled);
  for (std::size_t i = before; i < world.market.contracts.size(); ++i) {
    const Contract& c = world.market.contracts[i];
    of.committed += (c.fee + c.platform_fee) * c.posts + c.handling + c.product;
  }
}

}  // namespace fanfare::fan_economy
