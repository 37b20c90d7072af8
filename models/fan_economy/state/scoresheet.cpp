#include "models/fan_economy/state/scoresheet.h"

namespace fanfare::fan_economy {

void Scoresheet::walk(Archive& archive) {
  archive.shared({"posts_written", "posts", "by account, since the start"}, posts);
  archive.shared({"scoresheet.follows", "follows", "at the end"}, follows);
  archive.shared({"scoresheet.squares", "1", "sum of squares of the sketch of pairs"}, squares);
}

}  // namespace fanfare::fan_economy
