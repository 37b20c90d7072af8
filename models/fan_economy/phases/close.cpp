// The tick's end: the books, the totals, the followers; and what must hold then.
#include <string>

#include "models/fan_economy/measure/scoresheet.h"
#include "models/fan_economy/mechanisms/mechanisms.h"
#include "models/fan_economy/phases/phases.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Followers gained and lost on this platform; accounts that pass the tier on the first may become creators.
void count_followers(World& world) {
  const double tier = world.p.careers.koc_from;
  if (world.platform == 0) world.market.rising.clear();
  world.follows_here().drain([&](std::uint32_t account, const auto& counts) {
    std::uint32_t& followers = world.followers[account];
    const double before = world.people(followers);
    followers += counts[0];
    followers -= counts[1];
    if (world.platform == 0 && before < tier && world.people(followers) >= tier)
      world.market.rising.push_back(account);
    world.measures.add(world.measures.cell(RunCell::follows), counts[0]);
    world.measures.add(world.measures.cell(RunCell::unfollows), counts[1]);
  });
}

}  // namespace

void take_in_returns(World& world);  // market/trade.cpp

void close(World& world, const StepScope& scope) {
  take_in_returns(world);
  world.ledger.apply();
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) world.enter(p), count_followers(world);
  world.enter(0);
  world.measures.absorb(world.measure_tally.sums(), world.calendar.is_last_of_day(scope.tick));
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
  if (const std::string broken = breach_of_mechanisms(world); !broken.empty()) add(broken);
  return text;
}

}  // namespace fanfare::fan_economy
