// Keys of mechanism `formats`.
#pragma once

#include <string>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct FormatShare {
  std::string format;
  double share = 0;
};
void describe(Schema<FormatShare>& s);

// Of whom the mix is another one.
struct FormatMix {
  std::string id;
  std::string platform;  // where the author publishes; empty: anywhere
  std::string kind;      // of creator, or `account`; empty: everyone
  std::vector<FormatShare> mix;
};
void describe(Schema<FormatMix>& s);

// Below 0: as the table says.
struct FormatChange {
  std::string format;
  double length = -1, cost = -1, shelf_life = -1;
  double watch = -1, like = -1, comment = -1, share = -1, follow = -1, click = -1, hide = -1;
};
void describe(Schema<FormatChange>& s);

struct FormatKeys {
  std::vector<FormatShare> mix{
      {"short_video", 0.6}, {"long_video", 0.05}, {"image", 0.2}, {"text", 0.1}, {"live_clip", 0.05}};
  std::vector<FormatMix> mixes;
  std::vector<FormatChange> change;

  double brief = 240;  // seconds; what is longer is long
  double brief_young = 0.8, brief_old = 0.4;
  double long_loss = 1;  // appeal

  double bullets = 1, bullets_half = 20, bullets_fresh = 24;

  double collab_share = 0.05;
  std::uint32_t partners_tried = 4;

  double chain_share = 0.02;
  double join = 0.02;

  double subscriber_share = 0.03;
  double subscribe_at = 0.1, subscribe = 0.02;
  Cents fee = 1200;
  double platform_share = 0.3;
  double subscriber_gain = 0.01;
};
void describe(Schema<FormatKeys>& s);

}  // namespace fanfare::fan_economy
