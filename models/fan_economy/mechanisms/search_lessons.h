// Understanding of new categories: who does not understand one does not buy of it, and posts that explain it
// raise understanding before they sell. A column of accounts, as wide as there are new categories.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "models/fan_economy/mechanisms/search_keys.h"
#include "models/fan_economy/state/mechanism.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

// What the mechanism that teaches calls its keys, its measures and its column.
struct LessonNames {
  std::string_view keys = "search", lessons = "lessons", learners = "category_learners",
                   state = "search.understood";
};

class SearchLessons {
 public:
  SearchLessons(const SearchKeys& keys, Draws known, Draws explained, Draws steps, LessonNames names = {})
      : keys_(keys), known_(known), explained_(explained), steps_(steps), names_(names) {}

  // Errors: ScenarioError (a topic without a brand, a campaign that is not there).
  void open(World& world);
  void state(Archive& archive);

  // Whether a post explains a new category.
  bool explains(const PostScore& post) const { return category_of(post) != kNone; }
  // Praise is left out of what explains.
  void write(PostScore& post) const;
  // In the reader's block, who has watched or read it.
  void learn(World& world, const BlockScope& scope, AccountId reader, const PostScore& post);
  // 0 … 1 of the brand's category; 1 where it is not new.
  double understanding(const World& world, AccountId account, std::uint8_t brand) const;

 private:
  static constexpr std::size_t kNone = 0xff;
  static constexpr double kAll = 255;
  std::size_t category_of(const PostScore& post) const;
  void start(World& world);

  const SearchKeys& keys_;
  Draws known_, explained_, steps_;
  LessonNames names_;
  std::array<std::size_t, kTopics> new_of_topic_{};
  std::vector<std::uint8_t> teaches_;  // by campaign
  std::vector<std::uint8_t> topic_of_brand_;
  std::size_t lessons_cell_ = 0, learners_cell_ = 0;
  Column<std::uint8_t> understood_;  // 1/255
};

}  // namespace fanfare::fan_economy
