// Attributes: drawn by shares, by tables, from files; what they leave alone, and what is refused.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "models/fan_economy/people/attributes.h"
#include "models/fan_economy/people/population.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::attributes_test {
namespace {

using testing::LiveWorld;

constexpr std::uint32_t kAccounts = 4000;
constexpr const char* kAge = "  - {id: age, levels: [young, middle, old], shares: [30%, 50%, 20%]}\n";
constexpr const char* kCity =
    "  - {id: city, levels: [tier1, tier2], given: age, table: [{level: old, shares: [10%, 90%]}, "
    "{level: young, shares: [80%, 20%]}, {level: middle, shares: [50%, 50%]}]}\n";

std::string world_of(const std::string& attributes, std::uint32_t accounts = kAccounts) {
  return "schema: 1\nkind: scenario\nname: people\nquestion: Who is there?\nrun: {until: 1d, tick: 1d, seed: "
         "5}\n"
         "population: {accounts: " +
         std::to_string(accounts) + ", graph: {kind: erdos_renyi, mean_follows: 1}}\n" +
         (attributes.empty() ? "" : "attributes:\n" + attributes);
}

std::vector<std::uint8_t> levels(LiveWorld& world, std::size_t attribute) {
  std::vector<std::uint8_t> all;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    all.push_back(world->accounts.attribute.row(AccountId(a))[attribute]);
  return all;
}

// Within five standard deviations of a share of n.
void expect_share(double count, double n, double share, const std::string& what) {
  EXPECT_LE(std::fabs(count - n * share), 5 * std::sqrt(n * share * (1 - share)) + 1e-9)
      << what << ": " << count << " of " << n;
}

std::string problem_of(const std::string& attributes, const std::string& more = "") {
  Problems problems;
  load_scenario_text("people", world_of(attributes) + more, {}, problems);
  std::string said;
  for (const Problem& p : problems.sorted())
    said += std::to_string(p.mark.line) + " " + p.path + ": " + p.what + " (" + p.suggestion + ")\n";
  return said;
}

class TableFile {
 public:
  explicit TableFile(const std::string& text)
      : path_(::testing::TempDir() + "people_" + std::to_string(next_++) + ".csv") {
    std::ofstream(path_) << text;
  }
  ~TableFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  static inline int next_ = 0;
  std::string path_;
};

TEST(Attributes, have_their_shares) {
  LiveWorld world(world_of(kAge));
  std::array<double, 3> counts{};
  for (const std::uint8_t level : levels(world, 0)) ++counts.at(level);
  for (std::size_t i = 0; i < 3; ++i) expect_share(counts[i], kAccounts, std::array{0.3, 0.5, 0.2}[i], "age");
}

TEST(Attributes, follow_the_row_of_their_parent_in_whatever_order_they_stand) {
  for (const bool parent_first : {true, false}) {
    LiveWorld world(world_of(parent_first ? std::string(kAge) + kCity : std::string(kCity) + kAge));
    const auto age = levels(world, parent_first ? 0 : 1), city = levels(world, parent_first ? 1 : 0);
    std::array<double, 3> of{}, first{};
    for (std::size_t a = 0; a < age.size(); ++a) ++of.at(age[a]), first.at(age[a]) += city[a] == 0;
    for (std::size_t i = 0; i < 3; ++i) expect_share(first[i], of[i], std::array{0.8, 0.5, 0.1}[i], "tier1");
  }
}

TEST(Attributes, keep_their_luck_whatever_is_listed_before_or_after_them) {
  const std::string device = "  - {id: device, levels: [ios, android], shares: [25%, 75%]}\n";
  LiveWorld alone(world_of(kAge)), before(world_of(kAge + device)), after(world_of(device + kAge));
  EXPECT_EQ(levels(alone, 0), levels(before, 0));
  EXPECT_EQ(levels(alone, 0), levels(after, 1));
  EXPECT_EQ(levels(before, 1), levels(after, 0));
}

TEST(Attributes, are_independent_of_one_another) {
  LiveWorld world(
      world_of("  - {id: one, levels: [a, b], shares: [50%, 50%]}\n  - {id: two, levels: [a, b], shares: "
               "[50%, 50%]}\n"));
  const auto one = levels(world, 0), two = levels(world, 1);
  double both = 0;
  for (std::size_t a = 0; a < one.size(); ++a) both += one[a] == two[a];
  expect_share(both, kAccounts, 0.5, "the same level");
}

TEST(Attributes, move_no_more_accounts_than_other_shares_ask_for) {
  LiveWorld some(world_of(kAge)),
      more(world_of("  - {id: age, levels: [young, middle, old], shares: [40%, 45%, 15%]}\n"));
  const auto before = levels(some, 0), after = levels(more, 0);
  for (std::size_t a = 0; a < before.size(); ++a)
    EXPECT_LE(after[a], before[a]) << "account " << a << " grew older";
}

TEST(Attributes, change_no_other_draw_and_cost_nothing_where_there_are_none) {
  LiveWorld without(world_of("")), with(world_of(kAge));
  without.step();
  with.step();
  std::map<std::string, std::uint64_t> bytes;
  for (const auto& entry : with.weight().owned) bytes[entry.name] = entry.bytes;
  for (const auto& entry : without.weight().owned) {
    EXPECT_EQ(bytes[entry.name], entry.bytes) << entry.name;
    bytes.erase(entry.name);
  }
  EXPECT_EQ(bytes, (std::map<std::string, std::uint64_t>{{"attribute", kAccounts}})) << "a byte an account";
  for (std::uint32_t a = 0; a < kAccounts; ++a) {
    EXPECT_EQ(without->accounts.wallet[AccountId(a)], with->accounts.wallet[AccountId(a)]);
    EXPECT_EQ(without->accounts.flags[AccountId(a)], with->accounts.flags[AccountId(a)]);
    EXPECT_EQ(without->accounts.interest[AccountId(a)], with->accounts.interest[AccountId(a)]);
  }
}

TEST(Attributes, say_who_is_a_minor) {
  LiveWorld world(world_of(
      "  - {id: age, levels: [under_14, teen, grown], shares: [10%, 10%, 80%], minors: [under_14, teen]}\n"));
  const auto age = levels(world, 0);
  for (std::uint32_t a = 0; a < kAccounts; ++a) {
    EXPECT_EQ((world->accounts.flags[AccountId(a)] & AccountFlags::kMinor) != 0, age[a] < 2) << a;
    EXPECT_EQ(is_minor(*world, AccountId(a)), age[a] < 2) << a;
  }
}

TEST(Attributes, are_read_row_by_row) {
  const TableFile file(
      "# from a survey\naccount,age,city\n0,old,\"tier1\"\n1, young ,tier2\n2,middle,tier1\n");
  const std::string from = ", file: " + file.path();
  LiveWorld world(world_of("  - {id: age, levels: [young, middle, old]" + from +
                               ", column: age}\n"
                               "  - {id: place, levels: [tier1, tier2]" +
                               from + ", column: city}\n",
                           3));
  EXPECT_EQ(levels(world, 0), (std::vector<std::uint8_t>{2, 0, 1}));
  EXPECT_EQ(levels(world, 1), (std::vector<std::uint8_t>{0, 1, 0}));
}

// Counts of pairs: what is drawn from one row stays together.
TEST(Attributes, drawn_from_rows_keep_what_goes_together_by_weight) {
  const TableFile file("age,city,people\nyoung,tier1,60\nold,tier2,30\nyoung,tier2,10\nold,tier1,0\n");
  const std::string from = ", file: " + file.path() + ", rows: drawn, weight: people";
  LiveWorld world(world_of("  - {id: city, levels: [tier1, tier2]" + from +
                           ", column: city}\n"
                           "  - {id: age, levels: [young, old]" +
                           from + ", column: age}\n"));
  const auto city = levels(world, 0), age = levels(world, 1);
  std::array<double, 4> counts{};
  for (std::size_t a = 0; a < age.size(); ++a) ++counts.at(age[a] * 2U + city[a]);
  expect_share(counts[0], kAccounts, 0.6, "young in tier1");
  expect_share(counts[1], kAccounts, 0.1, "young in tier2");
  EXPECT_EQ(counts[2], 0) << "of weight 0";
  expect_share(counts[3], kAccounts, 0.3, "old in tier2");
}

TEST(Attributes, are_drawn_from_real_profiles) {
  const char* folder = std::getenv("FANFARE_DATA");
  const std::string path = std::string(folder != nullptr ? folder : "../shared/data") +
                           "/kuairand_pure_profiles/user_features_pure.csv.gz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs " << path << " (see FANFARE_DATA)";
  LiveWorld world(
      world_of("  - {id: activity, levels: [full_active, high_active, middle_active, low_active, "
               "2_14_day_new, 30day_retention, "
               "day_new, single_low_active, UNKNOWN], file: " +
               path + ", column: user_active_degree, rows: drawn}\n"));
  double full = 0;
  for (const std::uint8_t level : levels(world, 0)) full += level == 0;
  EXPECT_GT(full / kAccounts, 0.5) << "most of these readers are fully active";
}

std::string refused(const std::string& attributes, std::uint32_t accounts = 3) {
  try {
    LiveWorld world(world_of(attributes, accounts));
  } catch (const std::exception& error) {
    return error.what();
  }
  return "was not refused";
}

TEST(Attributes, of_a_file_that_does_not_fit_are_refused_with_its_line) {
  const TableFile file("age\nyoung\nold\n");
  const auto with = [&](const std::string& more) {
    return "  - {id: age, levels: [young, old], file: " + file.path() + more + "}\n";
  };
  EXPECT_EQ(
      refused(with(", column: age")),
      "attributes.age.file: has 2 rows for 3 accounts; add rows, or write rows: drawn, for a row by chance");
  EXPECT_EQ(refused(with(", column: aeg")), file.path() + ":1: no column 'aeg' (did you mean 'age'?)");
  const TableFile odd("age,n\nyoung,1\nyuong,1\nold,1\n");
  EXPECT_EQ(refused("  - {id: age, levels: [young, old], file: " + odd.path() + ", column: age}\n"),
            odd.path() + ":3: 'yuong' is no level of attributes.age (did you mean 'young'?)");
  const TableFile cut("age,n\nyoung,1\nold\n");
  EXPECT_EQ(refused("  - {id: age, levels: [young, old], file: " + cut.path() + ", column: age}\n"),
            cut.path() + ":3: 1 cells, and the headings have 2");
  const TableFile none("age,n\nyoung,0\nold,0\n");
  EXPECT_NE(refused("  - {id: age, levels: [young, old], file: " + none.path() +
                    ", column: age, rows: drawn, weight: n}\n")
                .find("weigh nothing"),
            std::string::npos);
}

TEST(Attributes, that_make_no_sense_are_refused_at_the_place) {
  EXPECT_EQ(problem_of("  - {id: age, levels: [young, old], shares: [50%, 45%]}\n"),
            "8 attributes.age.shares: sums to 95%, not to 100% (add 5%, or list a level for the rest)\n");
  EXPECT_EQ(
      problem_of("  - {id: age, levels: [young, old], shares: [60%, 45%]}\n"),
      "8 attributes.age.shares: sums to 105%, not to 100% (take off 5%, or list a level for the rest)\n");
  EXPECT_EQ(
      problem_of("  - {id: age, levels: [young, old], shares: [100%]}\n"),
      "8 attributes.age.shares: has 1 shares for 2 levels (write one for each level, in their order)\n");
  EXPECT_EQ(problem_of("  - {id: age, levels: [young, young], shares: [50%, 50%]}\n"),
            "8 attributes.age.levels[1]: level 'young' is there twice (name each level once)\n");
  EXPECT_EQ(problem_of("  - {id: age, levels: [young, old]}\n"),
            "8 attributes.age: nothing says who has which level (give shares, or given and table, or file "
            "and column)\n");
  EXPECT_EQ(problem_of("  - {id: orders, levels: [a, b], shares: [50%, 50%]}\n"),
            "8 attributes.orders.id: 'orders' is a word of segments already (see `fanfare list segments`) "
            "(choose another name)\n");
  const std::string table = ", table: [{level: young, shares: [1, 0]}, {level: old, shares: [0, 1]}]}\n";
  EXPECT_EQ(problem_of(kAge + ("  - {id: city, levels: [a, b], given: age" + table)),
            "9 attributes.city.table: no row for age 'middle' (add {level: middle, shares: […]})\n");
  EXPECT_EQ(problem_of(kAge + ("  - {id: city, levels: [a, b], given: aeg" + table)),
            "9 attributes.city.given: no attribute 'aeg' (did you mean 'age'?)\n");
  EXPECT_EQ(
      problem_of("  - {id: a, levels: [young, old], given: b" + table +
                 "  - {id: b, levels: [young, old], given: a" + table),
      "8 attributes.a.given: a circle of parents: a ← b ← a (let one of them have shares of its own)\n"
      "9 attributes.b.given: a circle of parents: b ← a ← b (let one of them have shares of its own)\n");
  EXPECT_EQ(problem_of(std::string(kAge) + kAge),
            "9 attributes.age: the id is taken (ids are distinct within a list)\n");
}

}  // namespace
}  // namespace fanfare::fan_economy::attributes_test
