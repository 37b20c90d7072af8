#include "models/fan_economy/content/openings.h"

#include <algorithm>
#include <array>

#include "fanfare/fmath.h"
#include "models/fan_economy/keys/limits.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/people/activity.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

bool is_up(const World& world, AccountId account) {
  if ((world.accounts.flags[account] & AccountFlags::kGone) != 0) return false;
  return world.chance(world.p.attention.active_share, draw::active_day(account, world.day()));
}

// Minors have hours and minutes, others what rules leave them.
bool lets_in(const World& world, AccountId account, const PolicyParameters& policies) {
  if (!world.permit(account).opens) return false;
  if ((world.accounts.flags[account] & AccountFlags::kMinor) == 0)
    return seconds_left(world, account, policies) > 0;
  const int hour = world.calendar.hour_of_day(world.tick);
  if (policies.minor_curfew && (hour >= 22 || hour < 6)) return false;
  return seconds_left(world, account, policies) > 0;
}

// Platforms that it may open now, a bit each.
std::uint8_t open_to(const World& world, AccountId account) {
  std::uint8_t open = world.has_several() ? world.memberships[account.value] : std::uint8_t{1};
  if (!world.at.doors.empty()) world.at.doors(world, account, open);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p)
    if (((open >> p) & 1U) != 0 && !lets_in(world, account, world.feed_of(p).policies))
      open = static_cast<std::uint8_t>(open & ~(1U << p));
  return open;
}

std::uint8_t chosen_of(const World& world, AccountId account, std::uint8_t open, std::uint32_t word) {
  std::array<double, kMostPlatforms> upto{};
  double sum = 0;
  const auto moods = world.accounts.platform_mood.row(account);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    const double mood =
        (moods[p] - world.accounts.appeal_baseline[account]) / static_cast<double>(kAppealSteps);
    if (((open >> p) & 1U) != 0)
      sum += world.p.platforms[p].appeal * fmath::exp(world.p.attention.satisfaction_gain * mood);
    upto[p] = sum;
  }
  const double at = to_unit(word) * sum;
  for (std::uint32_t p = 0; p < world.platform_count(); ++p)
    if (at < upto[p]) return static_cast<std::uint8_t>(p + 1);
  return 0;
}

}  // namespace

bool may_open_app(const World& world, AccountId account, std::uint32_t platform) {
  return is_up(world, account) && ((open_to(world, account) >> platform) & 1U) != 0;
}

std::uint8_t opened_app(const World& world, AccountId account, std::uint32_t word) {
  if (!is_up(world, account)) return 0;
  const std::uint8_t open = open_to(world, account);
  if (!world.has_several()) return open;
  return open == 0 ? std::uint8_t{0} : chosen_of(world, account, open, word);
}

namespace {

constexpr std::uint32_t kMostPushes = 8;  // of one tick, that an account can be told apart

// Accounts that it follows there and that posted in the last tick.
std::uint32_t pushes_for(const World& world, const PlatformState& on, AccountId account) {
  std::uint32_t count = 0;
  for (const std::uint32_t author : on.graph.follows(account)) {
    if (!on.index.has_recent(author)) continue;
    for (std::uint32_t at = on.index.newest[author]; at != kNobody && at >= on.index.live_entry;) {
      const Entry& entry = on.index.entry(at);
      if (entry.tick + 1 != world.tick) break;
      if (entry.depth == 0) {
        ++count;
        break;
      }
      at = entry.previous;
    }
    if (count == kMostPushes) break;
  }
  return count;
}

}  // namespace

void heed_pushes(World& world, const BlockScope& scope) {
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    const double push = world.feed_of(p).rules.push;
    if (push <= 0) continue;
    const Draws draws = world.luck("platforms").draws(0);
    const std::uint32_t id = hash_of_name(world.p.platforms[p].id);
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const AccountId account(a);
      if (world.opens[account] != 0) continue;
      const double u = draws.uniform({a, world.tick, id});  // few are looked at further
      if (u >= push * kMostPushes || u >= push * pushes_for(world, world.on(p), account)) continue;
      if (!may_open_app(world, account, p)) continue;
      world.opens[account] = static_cast<std::uint8_t>(p + 1);
      if (world.has_several()) world.measure_tally.add(scope.worker, world.platform_cells.pushed + p, 1);
    }
  }
}

}  // namespace fanfare::fan_economy
