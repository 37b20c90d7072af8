// Notices and groups: the effect of each in pairs of small runs that differ in one key.
#include <gtest/gtest.h>

#include <string>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::social_mechanisms_test {
namespace {

using testing::LiveWorld;

constexpr std::uint32_t kDays = 6;

// Fans are few and mild in so small and short a world, so the doors stand wide open.
std::string fans(const std::string& mechanism) {
  return R"(schema: 1
kind: scenario
name: fans
question: Does it move?
run: {until: 6d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: 7}
population:
  accounts: 1_200
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {followers: [40_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [4_000, 40_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1}]
)" + mechanism +
         "\n";
}

struct Seen {
  double sessions = 0;
  double fandom = 0;  // summed over accounts and creators
  double first = 0, second = 0;
};

// The two measures of a mechanism as recorded at the end, in accounts.
Seen seen_in(const std::string& mechanism, const std::string& first, const std::string& second) {
  LiveWorld world(fans(mechanism));
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  for (Tick t = 0; t < kDays * 12; ++t) {
    world.step();
    recorder.begin_row(t);
    world.economy().record(recorder, t);
    recorder.end_row();
  }
  Seen seen{.sessions = world.total(RunCell::sessions)};
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    for (const FandomSlot& slot : world->accounts.fandom.row(AccountId(a)))
      if (!slot.empty()) seen.fandom += slot.level() / 1023.0;
  const auto last = [&](const std::string& name) {
    const Variable* variable = recorder.data().variable(name);
    return variable == nullptr ? -1 : variable->data.back() / 400;
  };
  seen.first = last(first);
  seen.second = last(second);
  return seen;
}

Seen with_notices(const std::string& keys) {
  return seen_in("push_notices: {fandom_at: 0.01, " + keys + "}", "push_notices", "push_opens");
}

TEST(PushNotices, bring_sessions_and_fewer_where_people_tire) {
  const Seen unheeded = with_notices("pull: 0"), eager = with_notices("pull: 0.5, fatigue: 0"),
             tired = with_notices("pull: 0.5, fatigue: 2");
  EXPECT_GT(unheeded.first, 500);
  EXPECT_EQ(unheeded.second, 0);
  EXPECT_GT(eager.second, 200);
  EXPECT_GT(eager.sessions, unheeded.sessions + 0.5 * eager.second);
  EXPECT_LT(tired.second, 0.7 * eager.second);
  EXPECT_GT(tired.second, 20);
}

TEST(PushNotices, that_are_not_allowed_are_not_written) { EXPECT_EQ(with_notices("allowed: 0").first, 0); }

Seen with_groups(const std::string& keys) {
  return seen_in("fan_groups: {groups: 4, fandom_at: 0.01, join: 1, " + keys + "}", "fan_group_acts",
                 "fan_group_members");
}

TEST(FanGroups, act_by_themselves_once_acts_of_others_count_enough) {
  const Seen alone = with_groups("collectivism: 0"), together = with_groups("collectivism: 1.5");
  EXPECT_GT(alone.second, 100) << "members";
  EXPECT_GT(alone.first, 50);
  EXPECT_GT(together.first, 5 * alone.first);
  EXPECT_GT(together.fandom, alone.fandom) << "who acts grows fonder";
}

// Only a few are fond enough to come by themselves; friends of theirs are written to, wherever they live.
TEST(FanGroups, grow_by_invitations_of_members) {
  const auto with_friends = [](const std::string& keys) {
    return seen_in("fan_groups: {groups: 4, fandom_at: 0.2, " + keys + "}", "fan_group_invitations",
                   "fan_group_members");
  };
  const Seen asked = with_friends("invite: 1, accept: 1"), silent = with_friends("invite: 0");
  EXPECT_EQ(silent.first, 0);
  EXPECT_GT(asked.first, 50);
  EXPECT_GT(asked.second, 2 * silent.second);
}

TEST(FanGroups, hold_no_more_than_their_places) { EXPECT_EQ(with_groups("places: 5").second, 20); }

// A group needs a leader and a show a host; where nobody is a creator, that is said before the run.
TEST(Social, mechanisms_that_nobody_leads_are_told_so) {
  const auto told = [](const std::string& creators) {
    LiveWorld world("schema: 1\nkind: scenario\nname: alone\nquestion: Who leads?\n"
                    "run: {until: 1d, tick: 2h}\npopulation: {accounts: 500, graph: {mean_follows: 5}}\n"
                    "fan_groups: {}\nlive_commerce: {}\nvirtual_gifts: {}\n" + creators);
    std::string of;
    for (const Caution& caution : world.economy().cautions())
      if (caution.key == "caution.no_creators") of += std::get<std::string>(caution.blanks[0].second) + " ";
    return of;
  };
  EXPECT_EQ(told(""), "fan_groups live_commerce virtual_gifts ");
  EXPECT_EQ(told("creators: [{id: koc, kind: koc, select: {followers: [5, 1_000]}}]\n"), "");
}

}  // namespace
}  // namespace fanfare::fan_economy::social_mechanisms_test
