// Who is in a segment, by whom that is asked, and what is counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "models/fan_economy/measure/cautions.h"
#include "models/fan_economy/people/segments.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"

namespace fanfare::fan_economy::segments_test {
namespace {

using testing::CheckpointFolder;
using testing::LiveWorld;
using testing::Outcome;
using testing::run_on;

constexpr std::uint32_t kAccounts = 2'300;  // three blocks, the last one not full

// A market in which everything moves within three days. `hire` is a campaign's selector.
std::string world_of(const std::string& more, const std::string& hire = "{by: fit}",
                     const std::string& select = "{followers: [4_000, 1_000_000]}") {
  return R"(schema: 1
kind: scenario
name: segments
question: Who is in it?
run: {until: 4d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: 7}
outputs: {every: 1d}
population: {accounts: 2_300, scale: 400, authors: 0.2%, graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3}}
creators: [{id: koc, kind: koc, select: )" +
         select + R"(}]
platforms: [{id: app, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.3, awareness: 0.6, rate: 0.02}]
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, least_spendable: 0, flight: [1d, 4d], lines: [{hire: )" +
         hire + R"(, contract: both}]}
)" + more;
}

constexpr const char* kPeople =
    "attributes:\n  - {id: age, levels: [young, middle, old], shares: [30%, 50%, 20%]}\n"
    "  - {id: city, levels: [tier1, tier2], given: age, table: [{level: young, shares: [80%, 20%]}, "
    "{level: middle, shares: [50%, 50%]}, {level: old, shares: [10%, 90%]}]}\n";

std::string with_segments(const std::string& segments) { return kPeople + ("segments:\n" + segments); }

std::string measured(const std::string& id, const std::string& where) {
  return "  - {id: " + id + ", where: \"" + where + "\", measured: true}\n";
}

struct Claim {
  const char* where;
  bool (*holds)(const World& world, AccountId a);
};
std::uint8_t level(const World& w, AccountId a, std::size_t attribute) {
  return w.accounts.attribute.row(a)[attribute];
}
const BrandBond& bond(const World& w, AccountId a) { return w.accounts.bond.row(a)[0]; }

const Claim kClaims[] = {
    {"age == young", [](const World& w, AccountId a) { return level(w, a, 0) == 0; }},
    {"age != young", [](const World& w, AccountId a) { return level(w, a, 0) != 0; }},
    {"age >= middle and city == tier1",
     [](const World& w, AccountId a) { return level(w, a, 0) >= 1 && level(w, a, 1) == 0; }},
    {"age in [young, old] or not city == tier1",
     [](const World& w, AccountId a) { return level(w, a, 0) != 1 || level(w, a, 1) != 0; }},
    {"age not in [young, old]", [](const World& w, AccountId a) { return level(w, a, 0) == 1; }},
    {"minor", [](const World& w, AccountId a) { return (w.accounts.flags[a] & AccountFlags::kMinor) != 0; }},
    {"opt_out",
     [](const World& w, AccountId a) { return (w.accounts.flags[a] & AccountFlags::kOptOut) != 0; }},
    {"not author",
     [](const World& w, AccountId a) { return (w.accounts.flags[a] & AccountFlags::kReader) != 0; }},
    {"creator", [](const World& w,
                   AccountId a) { return w.is_creator(a) && w.creators[w.creator_index(a)].active != 0; }},
    {"kind == koc",
     [](const World& w, AccountId a) {
       const std::uint32_t index = w.creator_index(a);
       return index != kNobody && w.creators[index].active != 0 && w.creators[index].kind == CreatorKind::koc;
     }},
    {"interest(beauty) > 0.2",
     [](const World& w, AccountId a) { return w.accounts.interest[a][0] / 255.0 > 0.2; }},
    {"topic == beauty",
     [](const World& w, AccountId a) {
       const TopicRow& row = w.accounts.interest[a];
       return std::max_element(row.begin(), row.end()) == row.begin();
     }},
    {"follows < 10", [](const World& w, AccountId a) { return w.graph.follows(a).size() < 10; }},
    {"observed > 20", [](const World& w, AccountId a) { return w.accounts.observed[a] > 20; }},
    {"wallet >= 1500", [](const World& w, AccountId a) { return w.accounts.wallet[a] >= 150'000; }},
    {"collectivism <= 50%",
     [](const World& w, AccountId a) { return w.accounts.collectivism[a] / 255.0 <= 0.5; }},
    {"stage(aurora) >= interested",
     [](const World& w, AccountId a) { return bond(w, a).at() >= Stage::interested; }},
    {"attitude(aurora) > 0.3", [](const World& w, AccountId a) { return bond(w, a).attitude > 0.3 * 32767; }},
    {"exposures(aurora) > 0", [](const World& w, AccountId a) { return bond(w, a).exposures > 0; }},
    {"bought(aurora)",
     [](const World& w, AccountId a) { return (bond(w, a).stage & BrandBond::kBought) != 0; }},
    {"orders(aurora) > 0 and age == young",
     [](const World& w, AccountId a) { return w.accounts.orders.row(a)[0] > 0 && level(w, a, 0) == 0; }},
    {"exposed(launch) in [1, 2]",
     [](const World& w, AccountId a) {
       return w.accounts.frequency.row(a)[0] == 1 || w.accounts.frequency.row(a)[0] == 2;
     }},
};

std::string all_claims() {
  std::string text;
  for (std::size_t i = 0; i < std::size(kClaims); ++i)
    text += measured("s" + std::to_string(i), kClaims[i].where);
  return text;
}

// What `relate` looked at is changed by what follows in the tick (fading, merging), so the memberships are
// asked for again where nothing has happened since: right after set-up, and from a refresh by hand.
void refresh_by_hand(LiveWorld& world) {
  const Tick tick = world->tick;
  world->tick = tick - tick % 12 + 11;  // a day's last
  for (std::uint32_t b = 0; b < 3; ++b) refresh_segments(*world, world.block(b));
  world->tick = tick;
}

TEST(Segments, hold_those_of_whom_they_say_the_truth) {
  LiveWorld world(world_of(with_segments(all_claims())));
  for (const Tick ticks : {0U, 41U}) {
    world.step(ticks);
    if (ticks > 0) refresh_by_hand(world);
    for (std::size_t i = 0; i < std::size(kClaims); ++i) {
      std::uint32_t members = 0;
      for (std::uint32_t a = 0; a < kAccounts; ++a) {
        const bool is_member = in_segment(*world, AccountId(a), i);
        ASSERT_EQ(is_member, kClaims[i].holds(*world, AccountId(a))) << kClaims[i].where << ", account " << a;
        members += is_member ? 1 : 0;
      }
      if (ticks > 0) {
        EXPECT_GT(members, 0U) << kClaims[i].where << ": nothing was tried";
        EXPECT_LT(members, kAccounts) << kClaims[i].where << ": nothing was tried";
      }
    }
  }
}

TEST(Segments, count_followers_in_people_and_minutes_of_the_day) {
  LiveWorld world(
      world_of(with_segments(measured("known", "followers > 8000") + measured("today", "minutes > 0"))));
  for (std::uint32_t a = 0; a < kAccounts; ++a)
    EXPECT_EQ(in_segment(*world, AccountId(a), 0), world->followers[a] > 20) << a;
  world.step(11);
  std::vector<bool> were_here;
  for (std::uint32_t a = 0; a < kAccounts; ++a)
    were_here.push_back(world->accounts.time_today[AccountId(a)] >= 1);
  world.step();  // midnight
  std::uint32_t members = 0;
  for (std::uint32_t a = 0; a < kAccounts; ++a) {
    EXPECT_TRUE(!were_here[a] || in_segment(*world, AccountId(a), 1)) << "account " << a;
    members += in_segment(*world, AccountId(a), 1) ? 1 : 0;
  }
  EXPECT_GT(members, 100U);
  EXPECT_LT(members, kAccounts);
}

TEST(Segments, change_at_midnight_alone) {
  LiveWorld world(world_of(with_segments(measured("buyers", "orders(aurora) > 0"))));
  std::vector<std::uint64_t> before;
  std::uint32_t changes = 0;
  for (int tick = 0; tick < 36; ++tick) {
    world.step();
    const auto now = world->accounts.members[BlockId(0)];
    if (now != before) {
      EXPECT_TRUE(tick == 0 || tick % 12 == 11) << "in tick " << tick;
      ++changes;
    }
    before = now;
  }
  EXPECT_GE(changes, 2U);
}

// --- Measures
// -----------------------------------------------------------------------------------------------------

void expect_parts_to_add_up(LiveWorld& world) {
  const Segments& s = world->segments;
  const auto sum = [&](auto cell) { return s.totals[cell(0U)] + s.totals[cell(1U)]; };
  std::int64_t impressions = 0;
  for (std::size_t source = 0; source < world->sources.size(); ++source)
    impressions += world->measures[world->measures.source(static_cast<Source>(source))];
  EXPECT_GT(impressions, 0);
  EXPECT_GT(world->measures[world->measures.reach_at_least(0, 1)], 0);
  EXPECT_GT(world.total(BrandCell::orders), 0);
  EXPECT_EQ(sum([&](std::size_t m) { return s.cells.size(m); }), kAccounts);
  EXPECT_EQ(sum([&](std::size_t m) { return s.cells.impressions(m); }), impressions);
  EXPECT_EQ(sum([&](std::size_t m) { return s.cells.reach(m, 0); }),
            world->measures[world->measures.reach_at_least(0, 1)]);
  EXPECT_EQ(static_cast<double>(sum([&](std::size_t m) { return s.cells.orders(m, 0); })),
            world.total(BrandCell::orders));
  EXPECT_EQ(static_cast<double>(sum([&](std::size_t m) { return s.cells.spending(m, 0); })),
            world.total(BrandCell::revenue));
  EXPECT_EQ(static_cast<double>(sum([&](std::size_t m) { return s.cells.seconds(m); })),
            world.total(RunCell::seconds));
}

TEST(SegmentMeasures, of_parts_add_up_to_the_whole_on_one_platform_and_on_two) {
  const std::string parts = measured("young", "age == young") + measured("others", "not age == young");
  for (const bool two : {false, true}) {
    std::string text = world_of(with_segments(parts + (two ? measured("there", "member(notes)") : "")));
    const std::string one = "platforms: [{id: app, feed: {preset: douyin}}]";
    if (two) text.replace(text.find(one), one.size(), "platforms: [{id: app}, {id: notes, members: 50%}]");
    LiveWorld world(text);
    world.step(36);
    expect_parts_to_add_up(world);
    if (!two) continue;
    for (std::uint32_t a = 0; a < kAccounts; ++a)
      ASSERT_EQ(in_segment(*world, AccountId(a), 2), world->is_member(AccountId(a), 1));
  }
}

TEST(SegmentMeasures, watch_the_run_and_change_nothing_in_it) {
  LiveWorld plain(world_of("")), watched(world_of(with_segments(all_claims())));
  plain.step(40);
  watched.step(40);
  for (std::size_t cell = 0; cell < plain->measures.size(); ++cell)
    ASSERT_EQ(plain->measures[cell], watched->measures[cell]);
  EXPECT_TRUE(plain->at.left.empty()) << "nothing is done at the end of a session";
}

TEST(SegmentMeasures, weigh_a_bit_of_an_account_and_nothing_if_nobody_uses_the_segment) {
  LiveWorld one(world_of(with_segments(measured("a", "minor")))),
      two(world_of(with_segments(measured("a", "minor") + measured("b", "author"))));
  LiveWorld unused(world_of(with_segments("  - {id: a, where: minor}\n")));
  const auto members = [](LiveWorld& world) {
    for (const auto& entry : world.weight().owned)
      if (entry.name == "members") return entry.bytes;
    return std::uint64_t{999};
  };
  EXPECT_EQ(members(one), 3U * 1024 / 8);
  EXPECT_EQ(members(two), 2U * 3 * 1024 / 8);
  EXPECT_EQ(members(unused), 0U);
}

// --- Selectors and events
// ---------------------------------------------------------------------------------------

TEST(Segments, choose_who_is_cast) {
  LiveWorld world(world_of(with_segments("  - {id: young, where: age == young}\n"), "{by: fit}",
                           "{segment: young, followers: [2_000, 1_000_000]}"));
  EXPECT_GT(world->creators.size(), 5U);
  for (const Creator& creator : world->creators) EXPECT_EQ(level(*world, AccountId(creator.account), 0), 0);
}

TEST(Segments, choose_who_is_hired_also_by_what_they_did) {
  const std::string buyers =
      with_segments("  - {id: buyers, where: bought(aurora)}\n  - {id: young, where: age == young}\n");
  for (const bool lived : {true, false}) {
    LiveWorld world(world_of(buyers, lived ? "{segment: buyers}" : "{segment: young}",
                             "{followers: [1_000, 1_000_000]}"));
    world.step(20);
    EXPECT_GT(world->market.contracts.size(), 3U);
    std::size_t others = 0;
    for (const Creator& creator : world->creators) {
      const AccountId a(creator.account);
      others += lived ? (bond(*world, a).stage & BrandBond::kBought) == 0 : level(*world, a, 0) != 0;
    }
    EXPECT_GT(others, 3U) << "nothing was tried";
    for (const Contract& contract : world->market.contracts) {
      const AccountId a(world->creators[contract.creator].account);
      EXPECT_TRUE(lived ? (bond(*world, a).stage & BrandBond::kBought) != 0 : level(*world, a, 0) == 0)
          << a.value;
    }
  }
}

std::int64_t noticed(const std::string& among) {
  LiveWorld world(
      world_of(with_segments("  - {id: young, where: age == young}\n  - {id: old, where: age == old}\n") +
               "events:\n  - {id: storm, at: 1d, do: scandal, severity: 0.9" + among +
               "}\n"
               "relations: {scandal_notice: 50%}\n"));
  world.step(30);
  return static_cast<std::int64_t>(world.total(RunCell::noticed));
}

TEST(Segments, say_who_notices_a_scandal) {
  const std::int64_t all = noticed(""), young = noticed(", segment: young"), old = noticed(", segment: old");
  EXPECT_GT(young, 0);
  EXPECT_GT(old, 0);
  EXPECT_LT(young + old, all) << "the middle-aged are left out";
}

// --- Exactness
// ------------------------------------------------------------------------------------------------------

TEST(Segments, are_exact_over_threads_and_ranks_and_checkpoints) {
  const CheckpointFolder folder;
  std::string text =
      world_of(with_segments(all_claims() + "  - {id: buyers, where: bought(aurora)}\n") +
                   "events:\n  - {id: storm, at: 1d, do: scandal, segment: s20}\n",
               "{segment: buyers}");
  text.replace(text.find("until: 4d"), 9, "until: 3d");
  const Outcome alone = run_on(text, 1, 1);
  EXPECT_EQ(alone, run_on(text, 1, 3)) << "on threads";
  EXPECT_EQ(alone, run_on(text, 3, 1)) << "on ranks";
  run_on(text, 1, 1, folder.path(), 17);
  EXPECT_EQ(alone, run_on(text, 2, 1, folder.path())) << "after a checkpoint";
}

// --- What is refused, and what is said
// ------------------------------------------------------------------------------

std::string refused(const std::string& text) {
  Problems problems;
  load_scenario_text("segments", text, {}, problems);
  std::string said;
  for (const Problem& p : problems.sorted()) said += p.path + ": " + p.what + " (" + p.suggestion + ")\n";
  if (!said.empty()) return said;
  try {
    LiveWorld world(text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "was not refused";
}

TEST(Segments, that_are_not_there_or_not_known_yet_are_refused_at_the_place) {
  const std::string segments =
      with_segments("  - {id: young, where: age == young}\n  - {id: buyers, where: bought(aurora)}\n");
  EXPECT_EQ(refused(world_of(segments, "{segment: yuong}")),
            "campaigns.launch.lines[0].hire.segment: no segment 'yuong' (did you mean 'young'?)\n");
  EXPECT_EQ(refused(world_of("", "{segment: young}")),
            "campaigns.launch.lines[0].hire.segment: no segment 'young' (list it in segments, as in {id: young, "
            "where: minor})\n");
  EXPECT_EQ(refused(world_of(segments, "{by: fit}", "{segment: buyers}")),
            "creators.koc.select.segment: segment 'buyers' asks bought, which is known of nobody at the "
            "start (name a segment of "
            "attributes, minor, opt_out, author, followers and member alone)\n");
  EXPECT_EQ(
      refused(world_of(segments + "events: [{id: storm, at: 0d, do: scandal, target: {segment: buyers}}]\n")),
      "events.storm.at: is at the start, when nobody has done yet what segment 'buyers' asks; let it be a "
      "day later, or "
      "name a segment of attributes");
  EXPECT_EQ(
      refused(
          world_of(
              segments +
              "events: [{id: prices, at: 1d, do: set, set: {brands.aurora.price: 99}, segment: young}]\n"))
          .substr(0, 82),
      "events.prices.segment: no account takes part in this event by itself (only what ac");
}

std::vector<std::string> cautions_of(const std::string& segments) {
  LiveWorld world(world_of(with_segments(segments)));
  std::vector<std::string> keys;
  for (const Caution& caution : cautions(*world))
    if (caution.key.starts_with("caution.segment"))
      keys.push_back(caution.key + " " + std::get<std::string>(caution.blanks[0].second));
  return keys;
}

TEST(Segments, without_members_or_use_are_said) {
  using Keys = std::vector<std::string>;
  EXPECT_EQ(cautions_of(measured("both", "age == young and age == old")),
            (Keys{"caution.segment_empty segments.both"}));
  EXPECT_EQ(cautions_of(measured("stars", "followers > 1e9")),
            (Keys{"caution.segment_empty segments.stars"}));
  EXPECT_EQ(cautions_of("  - {id: young, where: age == young}\n"),
            (Keys{"caution.segment_unused segments.young"}));
  EXPECT_EQ(cautions_of(measured("young", "age == young")), Keys{});
  EXPECT_EQ(cautions_of(measured("buyers", "orders(aurora) > 0")), Keys{})
      << "who will be in it is not known yet";
}

}  // namespace
}  // namespace fanfare::fan_economy::segments_test
