// The mechanisms of this tree: a line each. Their order is that in which they take part in a moment.
#include "models/fan_economy/state/mechanism.h"

#define FANFARE_MECHANISMS(M) \
  M(pools)                    \
  M(trending)                 \
  M(scandal_boycott)          \
  M(scandals)                 \
  M(commissions)              \
  M(season)                   \
  M(push_notices)             \
  M(fan_groups)               \
  M(live_rooms)               \
  M(formats)                  \
  M(trends)                   \
  M(creator_kinds)            \
  M(brand_accounts)           \
  M(search)                   \
  M(local)                    \
  M(inclusion)                \
  M(ads)                      \
  M(personas)                 \
  M(migration)                \
  M(divestiture)              \
  M(algorithm_audit)          \
  M(fakes)                    \
  M(regulation)               \
  M(welfare)                  \
  M(tracking)                 \
  M(media_log)                \
  M(localisation)             \
  M(limited_drop)             \
  M(mini_game)                \
  M(roster)                   \
  M(marketplace)              \
  M(career)                   \
  M(brand_reaction)           \
  M(group_buying)             \
  M(private_traffic)          \
  M(lottery_red_packet)       \
  M(gift_a_friend)            \
  M(fan_club)                 \
  M(rival)                    \
  M(live_commerce)            \
  M(virtual_gifts)            \
  M(moderation)               \
  M(left_out)

namespace fanfare::fan_economy {

#define FANFARE_DECLARE(name) extern const MechanismEntry name;
FANFARE_MECHANISMS(FANFARE_DECLARE)

std::span<const MechanismEntry* const> standard_mechanisms() {
#define FANFARE_LIST(name) &name,
  static constexpr const MechanismEntry* kAll[] = {FANFARE_MECHANISMS(FANFARE_LIST)};
  return kAll;
}

}  // namespace fanfare::fan_economy
