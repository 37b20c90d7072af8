#include "models/fan_economy/keys/dialects.h"

#include <string>

#include "fanfare/expects.h"

namespace fanfare::fan_economy {

std::span<const Dialect> dialects() {
  // As the platforms' own help pages for brands use the words, from memory of them: folk.
  static constexpr std::array kDialects = {
      Dialect{"generic", "view: watched past half; engagement: like, comment, share; reach: who watched"},
      Dialect{"douyin",
              "view: each play, which starts by itself; engagement: like, comment, share; reach: to whom "
              "it played; steps: 5A",
              true, true},
      Dialect{"xiaohongshu",
              "view: a note read; engagement: like, save, comment, share; reach: who read it; steps: "
              "AIPS, interest in two steps",
              false,
              false,
              true,
              {"aware", "interest", "true_interest", "purchase", "share"}},
      Dialect{"bilibili", "view: a video watched; engagement: like, save, comment, share; reach: who watched",
              false, false, true},
      Dialect{"weibo",
              "view: each time it stands on a screen; engagement: repost, comment, like; reach: on whose "
              "screen",
              true, true},
      Dialect{"instagram",
              "view: each time it plays or stands on a screen; engagement: like, comment, save, share; "
              "reach: accounts that saw it",
              true, true, true},
      Dialect{"youtube", "view: a video watched; engagement: like, comment, share; reach: unique viewers"},
  };
  return kDialects;
}

const Dialect& dialect_of(std::string_view word) {
  for (const Dialect& dialect : dialects())
    if (dialect.word == word) return dialect;
  throw LogicError("outputs.kpis: no dialect '" + std::string(word) + "'");
}

}  // namespace fanfare::fan_economy
