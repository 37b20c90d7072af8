// Who there is: accounts with interests and habits, the follow graph.
#pragma once

#include <memory>

#include "fanfare/graph_build.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

// Builds accounts, interests and the follow graph, and keeps all interests until set-up is over. Errors:
// ScenarioError, InputError.
void open_population(World& world);

// Room for every column of the owned accounts, once World::part stands.
void size_accounts(World& world);
// Share of accounts that publish: an account that stands for many people stands for one author at most.
double author_share(const World& world);
// Of any account, owned or not.
bool is_author(const World& world, AccountId account);

bool is_minor(const World& world, AccountId account);
bool refuses_targeting(const World& world, AccountId account);

// At set-up only, of any account, owned or not.
TopicRow interest_of(const World& world, AccountId account);
// At set-up only: all follows, also those of other ranks. For centralities.
std::shared_ptr<const BuiltGraph> whole_graph(World& world);
// The same of a platform, before it is known who is on it.
std::shared_ptr<const BuiltGraph> whole_graph_of(World& world, std::uint32_t platform);

}  // namespace fanfare::fan_economy
