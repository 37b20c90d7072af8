#include "models/fan_economy/keys/relations.h"

namespace fanfare::fan_economy {

void describe(Schema<RelationParameters>& s) {
  using R = RelationParameters;
  const auto share = [&s](std::string_view name, double R::*member, std::string_view help) {
    s.value(name, member).unit(Unit::share).in(0, 1).mutable_at_run().help(help);
  };
  s.value("fandom_half_life", &R::fandom_half_life).unit(Unit::days).in(0.1, 1e4).mutable_at_run()
      .help("of a fan's bond to a creator");
  share("fan_at", &R::fan_at,
        "fandom from which an account counts as a fan, and from which one that stays through a "
        "scandal speaks up for the creator");
  share("watch_gain", &R::watch_gain, "fandom gained by watching a creator's post");
  share("like_gain", &R::like_gain, "… by liking it");
  share("comment_gain", &R::comment_gain, "… by commenting");
  share("share_gain", &R::share_gain, "… by sharing");
  share("follow_gain", &R::follow_gain, "… by following");
  share("reply_gain", &R::reply_gain, "… by an answer from the creator");
  s.value("reply_capacity", &R::reply_capacity).unit(Unit::people).in(0, 1e6).mutable_at_run()
      .help("people whom a creator answers a day");
  share("unfollow_rate", &R::unfollow_rate, "chance a day to unfollow an account without fandom");
  share("unfollow_hide", &R::unfollow_hide,
        "chance that one who hides a post of a followed author unfollows it");
  share("unfollow_ads", &R::unfollow_ads, "more of it, for a creator that only posts ads");
  share("unfollow_silence", &R::unfollow_silence, "more of it, for a creator that has stopped");
  s.value("scandal_days", &R::scandal_days).unit(Unit::days).in(1, 365).mutable_at_run()
      .help("in which a scandal is noticed");
  share("scandal_notice", &R::scandal_notice, "chance a day to notice it, for followers and fans");
  share("scandal_leave", &R::scandal_leave,
        "share of those who notice that leave, at severity 1 and without fandom");
  share("scandal_post", &R::scandal_post, "share of those who notice that post about it");
  share("scandal_brand", &R::scandal_brand,
        "how far tied brands fall in the eyes of those who notice, at severity 1");
  s.value("interest_drift", &R::interest_drift).in(0, 255).mutable_at_run()
      .help("of 255: how far a like moves interest toward the post's topic, and a hide away from it");
  s.value("wallet_days", &R::wallet_days).unit(Unit::days).in(1, 365).mutable_at_run()
      .help("between two refills of a wallet");
}

}  // namespace fanfare::fan_economy
