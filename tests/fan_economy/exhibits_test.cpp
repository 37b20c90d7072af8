// What a report shows of mechanisms, without a line elsewhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/fan_economy/measure/exhibits.h"
#include "models/fan_economy/state/mechanism.h"
#include "sim/words/labels.h"

namespace fanfare::fan_economy::exhibits_test {
namespace {

TEST(MechanismExhibits, show_all_that_each_measures_under_a_title_in_both_languages) {
  const std::vector<Exhibit> all = report_exhibits();
  std::size_t shown = 0;
  for (const MechanismEntry* entry : standard_mechanisms()) {
    if (entry->measures.empty()) continue;
    const std::string title = "exhibit." + std::string(entry->id);
    const auto at = std::ranges::find(all, title, &Exhibit::title);
    ASSERT_NE(at, all.end()) << entry->id;
    const auto& names = std::get<exhibits::Table>(at->drawn).names;
    ASSERT_GE(names.size(), entry->measures.size()) << entry->id;  // and what is recorded at the end
    EXPECT_TRUE(std::ranges::equal(std::span(names).first(entry->measures.size()), entry->measures, {}, {},
                                   &MeasureRule::name))
        << entry->id;
    for (const std::string_view name : std::span(names).subspan(entry->measures.size()))
      EXPECT_TRUE(name.starts_with(entry->id)) << name;
    for (const Language language : {Language::english, Language::chinese})
      EXPECT_FALSE(label_or_empty(title, language).empty()) << title;
    ++shown;
  }
  EXPECT_GT(shown, 15U);
}

}  // namespace
}  // namespace fanfare::fan_economy::exhibits_test
