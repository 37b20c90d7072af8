// Spending a campaign's budget on creators: what one costs, who is taken, when their posts appear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "fanfare/ledger.h"
#include "models/fan_economy/keys/campaigns.h"
#include "models/fan_economy/state/market.h"

namespace fanfare::fan_economy {

struct Creator;
struct World;

// The product that a creator is sent, cents; of the brand for which a placebo stands in.
Cents product_cost(const World& world, const Campaign& campaign);
// The platform's part, on top of a fee.
Cents platform_fee(const DealTerms& terms);
// Asked for one post of a line, cents, before mechanisms have their say; 0 for mere commission.
Cents fee_of(const World& world, const LineParameters& line, std::uint32_t creator);
// What a line would pay a creator as things stand.
DealTerms deal_of(const World& world, std::size_t campaign, std::size_t line, std::uint32_t creator);

// What hiring one creator costs a line: fees, the platform's part, handling, product.
Cents contract_cost(const World& world, const CampaignParameters& campaign, const LineParameters& line,
                    std::uint32_t creator);
// Whether the creator is free to work on this day, and whether it takes the campaign's offer as things stand:
// what its kind says (World::kinds).
bool is_free(const World& world, const Creator& creator, std::uint32_t day);
bool takes_offer(const World& world, std::size_t campaign, std::uint32_t creator);
// Whom a line may hire as things stand, best first.
std::vector<std::uint32_t> candidates_of(const World& world, std::size_t campaign, std::size_t line);
// What each line may spend: its share, or an equal part of what the others leave. Cents, by line.
std::vector<Cents> line_budgets(const CampaignParameters& campaign);
// The topic that a creator should fit; none without brands.
std::optional<std::uint8_t> topic_for(const World& world, const Campaign& campaign);

// The most that the campaign's lines can spend on the creators they select now, at most its budget, cents.
Cents most_spendable(const World& world, std::size_t campaign);

// Spends each line's share on its creators, best first, smaller ones that still fit included; what is left
// after that goes round all lines once more. Schedules the posts.
void hire(World& world, std::size_t campaign);
// The same in mid-flight, with so much by line, of whoever has no post of it to come; posts fall between the
// next tick and `until`, within the flight. What finds nobody stays where it is.
void hire_more(World& world, std::size_t campaign, const std::vector<Cents>& budgets, Tick until);

// One post of an account has one slot in a tick: a second one waits a tick. Sorts, too.
void part_collisions(std::vector<ScheduledPost>& scheduled);

}  // namespace fanfare::fan_economy
