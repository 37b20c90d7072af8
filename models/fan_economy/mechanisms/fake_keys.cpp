#include "models/fan_economy/mechanisms/fakes.h"

namespace fanfare::fan_economy {

void describe(Schema<FakeAuditKeys>& s) {
  s.value("on", &FakeAuditKeys::on)
      .mutable_at_run()
      .help("brands look at creators before they hire them, down the list, and hire none whom they find out");
  s.value("hit_rate", &FakeAuditKeys::hit_rate)
      .unit(Unit::share)
      .in(0, 1)
      .help("of creators with bought counts that are looked at, those that are found out")
      .source("folk");
  s.value("false_alarm", &FakeAuditKeys::false_alarm)
      .unit(Unit::share)
      .in(0, 1)
      .help("of honest ones that are looked at, those that are taken for frauds")
      .source("folk");
  s.value("price", &FakeAuditKeys::price)
      .unit(Unit::money)
      .in(0, 1e7)
      .help("of looking at one creator, paid by the brand")
      .source("folk");
}

void describe(Schema<FakeKeys>& s) {
  s.value("bots", &FakeKeys::bots)
      .unit(Unit::share)
      .in(0, 1)
      .help(
          "of accounts that are no creators, those with no person behind them: they see and react, and never "
          "buy")
      .source("Varol et al. 2017, ICWSM: 9 to 15 % of active accounts of one platform; platforms say 5 %");
  s.value("buyers", &FakeKeys::buyers)
      .unit(Unit::share)
      .in(0, 1)
      .help("of creators, that have bought followers")
      .source("folk: vendors of audits say 20 to 50 %");
  s.value("bought", &FakeKeys::bought)
      .in(0, 100)
      .help("followers bought for each real one, on average; 0 to twice that")
      .source("folk");
  s.value("pods", &FakeKeys::pods)
      .unit(Unit::share)
      .in(0, 1)
      .help("of creators, that are in an engagement pod, whose members like each other's posts")
      .source("Weerasinghe et al. 2020, WWW: that there are pods; how many: folk");
  s.value("pod_size", &FakeKeys::pod_size)
      .unit(Unit::people)
      .in(0, 1e6)
      .help("members of a pod, each of whom likes every post of the others at once")
      .source("folk");
  s.value("farms", &FakeKeys::farms)
      .unit(Unit::share)
      .in(0, 1)
      .help("of creators, that have a click farm look at their sponsored posts")
      .source("folk");
  s.value("farm_views", &FakeKeys::farm_views)
      .unit(Unit::count)
      .quantity_of("views")
      .in(0, 1e7)
      .help("of a click farm on a sponsored post")
      .source("folk");
  s.value("farm_clicks", &FakeKeys::farm_clicks)
      .unit(Unit::share)
      .in(0, 1)
      .help("of these views, that are followed by a click")
      .source("folk");
  s.value("cap", &FakeKeys::cap)
      .unit(Unit::people)
      .in(0, 1e10)
      .help("number of followers above which the platform shows no more than that number; 0: none")
      .source("WeChat shows 100,000+ reads and no more; for followers: folk");
  s.value("sweep", &FakeKeys::sweep)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance a day that the platform finds a creator with bought counts out and takes them away")
      .source("folk");
  s.value("exposed_loss", &FakeKeys::exposed_loss)
      .unit(Unit::share)
      .in(0, 1)
      .help("of the trust in a creator, lost when it is found out; it heals as after a scandal")
      .source("folk");
  s.group("audit", &FakeKeys::audit).help("brands look at creators before they hire");
  s.check([](const FakeKeys& keys, Checker& c) {
    if (keys.bots >= 1)
      c.problem("bots", "a bot share of 100% leaves nobody to buy anything",
                "write a share below it, as in 15%");
  });
}

}  // namespace fanfare::fan_economy
