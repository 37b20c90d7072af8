// What the phases of a tick hand to the rooms, where several take part.
#pragma once

#include <string>

#include "fanfare/block.h"
#include "fanfare/ids.h"
#include "fanfare/phase.h"

namespace fanfare::fan_economy {

struct World;

// At tick 0: accounts, graph, creators, the market and where it starts. Errors: ScenarioError, InputError.
void populate(World& world);
// At each tick's start: tables that follow from parameters and the hour.
void prepare_tick(World& world);

// Before a platform works: the tables of its own.
void prepare_platform(World& world);

// Local, the hot phase: every account that opens the app retrieves, ranks, views and acts.
void browse(World& world, const BlockScope& scope);

// Local: replies received, daily chores, scandals noticed, deltas of the graph merged once a day; the census
// of wallets, stages and attitudes into the measure tally.
void relate(World& world, const BlockScope& scope);

// Exchange, at the tick's end: ledger, totals, followers.
void close(World& world, const StepScope& scope);

// Empty if all is well: the ledger sums to zero, no forbidden book is negative, the consumers' book is
// scale × wallets, no wallet is below zero. Else what broke: accounts, amounts.
std::string breach(const World& world);

}  // namespace fanfare::fan_economy
