#include "models/fan_economy/sample/sample.h"

#include <cmath>

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void open_sample(World& world) {
  world.sample.posts.cells = {world.sources.size(), kTerms + world.terms.size()};
  if (world.p.sample.posts > 0)
    world.sample.posts.window_hours = static_cast<std::uint32_t>(std::ceil(world.feed().window));
  world.sample.network.bids.resize(world.part);
  world.sample.network.found.resize(world.part);
}

void mail(Mail& mail, World& world) {
  Sample& sample = world.sample;
  if (world.p.sample.posts > 0) {
    mail.tallies.push_back(&sample.posts.tally);
    mail.tallies.push_back(&sample.posts.share_tally);
  }
  if (world.p.sample.accounts > 0) {
    mail.outboxes.push_back(&sample.network.bids);
    mail.outboxes.push_back(&sample.network.found);
    mail.tallies.push_back(&sample.network.tally);
  }
}

void walk_sample(Archive& archive, World& world) {
  if (world.p.sample.posts > 0) world.sample.posts.walk(archive);
  if (world.p.sample.accounts > 0) world.sample.network.walk(archive);
}

void restore_sample(World& world) {
  world.sample.posts.tally.resize(world.sample.posts.totals.size());
  world.sample.posts.share_tally.resize(world.sample.posts.shares.size());
  restore_network(world);
}

}  // namespace fanfare::fan_economy
