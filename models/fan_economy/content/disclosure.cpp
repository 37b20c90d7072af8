#include "models/fan_economy/content/disclosure.h"

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

bool perceives_ad(const World& world, AccountId reader, const PostScore& post) {
  if ((post.flags & PostFlags::kSponsored) == 0) return false;
  const PersuasionParameters& p = world.p.persuasion;
  const double chance = (post.flags & PostFlags::kDisclosed) != 0 ? p.notice_disclosed : p.notice_hidden;
  return world.chance(chance, draw::persuasion(post.key(), reader));
}

}  // namespace fanfare::fan_economy
