// Keys of relations: fandom, follows, scandals as they are lived through.
#pragma once

#include <cstdint>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct RelationParameters {
  double fandom_half_life = 30;        // days
  double fan_at = 0.3;                 // level from which an account counts as a fan
  double watch_gain = 0.01;            // of a fandom level, 0 … 1, per event
  double like_gain = 0.05;
  double comment_gain = 0.1;
  double share_gain = 0.1;
  double follow_gain = 0.1;
  double reply_gain = 0.15;            // the creator answered
  std::uint32_t reply_capacity = 30;   // people whom a creator answers a day
  double unfollow_rate = 0.0005;       // a day, of one follow without fandom
  double unfollow_hide = 0.1;          // chance, on hiding a post of a followed author
  double unfollow_ads = 0.01;          // more, at a sponsored share of 1
  double unfollow_silence = 0.002;     // more, if the author is a creator that has stopped
  double scandal_days = 14;            // in which a scandal is noticed
  double scandal_notice = 0.4;         // a day, by those who follow or love the creator
  double scandal_leave = 0.6;          // of those who notice, at severity 1 and no fandom
  double scandal_post = 0.05;          // chance that one who notices writes about it
  double scandal_brand = 0.25;         // g of the loss of tied brands at severity 1
  double interest_drift = 0.5;         // of 255, of an interest: moved by a like or a hide
  double wallet_days = 30;             // between two refills
};
void describe(Schema<RelationParameters>& s);

}  // namespace fanfare::fan_economy
