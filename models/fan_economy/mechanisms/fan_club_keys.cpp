#include "models/fan_economy/mechanisms/fan_club_keys.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::string_view kClubModel = "folk; the rule: Granovetter 1978, Am. J. Sociol. 83, 1420";

void check_call(const ClubCallKeys& call, Checker& c) {
  if (call.days.hi <= call.days.lo)
    c.problem("days", "the call ends before it begins", "write [first day, day after the last]");
  if (call.act == ClubAct::buy && call.brand.empty())
    c.problem("brand", "a call to buy that names no brand", "say what is bought");
  if (call.act != ClubAct::buy && !call.brand.empty() && call.core_cost == 0)
    c.problem("brand", "a brand in a call that buys nothing of it and costs it nothing",
              "leave it out, or let it pay for the core (core_cost)");
  if (call.core_cost > 0 && call.brand.empty())
    c.problem("core_cost", "nobody pays it", "name the brand that wins the core");
  if (call.win_core > 0 && call.days.lo < 1)
    c.problem("win_core", "the core of a club is not known before its second day",
              "let the call begin on day 1 or later");
  if ((call.act == ClubAct::gift || call.act == ClubAct::fund) && call.amount == 0)
    c.problem("amount", "nothing is given", "say how much, or leave the call out");
}

}  // namespace

void describe(Schema<ClubCallKeys>& s) {
  using K = ClubCallKeys;
  s.id(&K::id).help("name of the call");
  s.choice("do", &K::act,
           {{"boost", ClubAct::boost},
            {"buy", ClubAct::buy},
            {"gift", ClubAct::gift},
            {"fund", ClubAct::fund},
            {"defend", ClubAct::defend}})
      .help("like, comment and share whatever it posts; buy; give to it; pay into the treasury; speak up for "
            "brands tied to it, as members do by themselves in a scandal");
  s.value("brand", &K::brand).help("what is bought, and who pays core_cost");
  s.range("days", &K::days).unit(Unit::days).in(0, 1e6).help("first day, and the day after the last");
  s.value("chance", &K::chance).unit(Unit::share).in(0, 1)
      .help("a day, that a member who is in does it; who boosts does so all day").source("folk");
  s.value("amount", &K::amount).unit(Unit::money).in(0, 1e6)
      .help("of a gift, or of what is paid into the treasury").source("folk");
  s.value("win_core", &K::win_core).unit(Unit::share).in(0, 1)
      .help("of the core, who are won beforehand and are in whatever others do");
  s.value("core_cost", &K::core_cost).unit(Unit::money).in(0, 1e6)
      .help("that the brand pays for each of them, once").source("folk");
  s.check(check_call);
}

namespace {

void describe_members(Schema<FanClubKeys>& s) {
  using K = FanClubKeys;
  s.value("clubs", &K::clubs).unit(Unit::count).quantity_of("clubs").in(1, 256)
      .help("creators with a club, the first of those selected");
  s.group("select", &K::select).help("round whom there are clubs");
  s.value("fans", &K::fans).unit(Unit::share).in(0, 1)
      .help("of such a creator's followers, who love it at the start: fandom of relations.fan_at or more, "
            "and in the club")
      .source("folk");
  s.value("fandom_at", &K::fandom_at).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("fandom from which an account may join uninvited; it leaves below half of it").source("folk");
  s.value("join", &K::join).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance a day that such a fan asks to join").source("folk");
  s.value("invite", &K::invite).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance a day that a member invites one of those whom it follows").source("folk");
  s.value("accept", &K::accept).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that who reads an invitation asks to join").source("folk");
  s.value("patience", &K::patience).unit(Unit::days).in(0, 1000).mutable_at_run()
      .help("that a new member stays, whatever its fandom").source("folk");
  s.value("core", &K::core).unit(Unit::share).in(0.001, 1).mutable_at_run()
      .help("of the members, those with the most fandom: whom others look to").source("folk");
}

void describe_acts(Schema<FanClubKeys>& s) {
  using K = FanClubKeys;
  s.value("collectivism", &K::collectivism).in(0, 10).mutable_at_run()
      .help("how much it counts what others do: a member is in if motive + collectivism · S > threshold, S "
            "half the share of members that are in and half that of the core")
      .source(kClubModel);
  s.value("motive", &K::motive).in(-10, 10).mutable_at_run()
      .help("mean of a member's own motive, new in each call").source(kClubModel);
  s.value("threshold", &K::threshold).in(-10, 10).mutable_at_run()
      .help("mean of a member's threshold, which stays").source(kClubModel);
  s.value("spread", &K::spread).in(0, 10).help("sd of both").source("folk");
  s.value("gain", &K::gain).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("fandom that a day in a call adds").source("folk");
  s.value("boost_like", &K::boost_like).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that who boosts likes a post of its creator that it is shown").source("folk");
  s.value("boost_comment", &K::boost_comment).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("the same of a comment").source("folk");
  s.value("boost_share", &K::boost_share).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("the same of a share").source("folk");
  s.value("defence_post", &K::defence_post).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance a day that who defends speaks up for a brand that is tied to the creator").source("folk");
  s.value("anti_fans", &K::anti_fans).unit(Unit::share).in(0, 1)
      .help("of accounts without any fandom for it, who hate the creator of a club").source("folk");
  s.value("anti_comment", &K::anti_comment).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that one of them comments on a post of it: feeds that count comments don't ask why")
      .source("folk");
  s.value("anti_hide", &K::anti_hide).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that it hides one").source("folk");
  s.value("anti_post", &K::anti_post).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance a day in a scandal that it writes against a brand that is tied to the creator")
      .source("folk");
}

void describe_money(Schema<FanClubKeys>& s) {
  using K = FanClubKeys;
  s.value("platform_share", &K::platform_share).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("of what is given to the creator, kept by the platform").source("folk");
  s.value("fraud", &K::fraud).unit(Unit::share).in(0, 1)
      .help("of treasuries, whose keeper helps himself when the raising is over").source("folk");
  s.value("taken", &K::taken).unit(Unit::share).in(0, 1).help("of the treasury, that he takes").source("folk");
  s.value("audit", &K::audit).unit(Unit::share).in(0, 1)
      .help("of treasuries, that are audited: what was taken comes back, and members learn of it")
      .source("folk");
  s.value("audit_cost", &K::audit_cost).unit(Unit::money).in(0, 1e9)
      .help("of an audit, paid from the treasury as far as it goes").source("folk");
  s.value("leave", &K::leave).unit(Unit::share).in(0, 1)
      .help("of members, who leave on learning of a fraud").source("folk");
}

}  // namespace

void describe(Schema<FanClubKeys>& s) {
  describe_members(s);
  describe_acts(s);
  describe_money(s);
  s.list("calls", &FanClubKeys::calls).help("to act; without it one to boost, all the time");
}

}  // namespace fanfare::fan_economy
