// Mechanism `localisation`: a brand that comes from elsewhere. What it says does not fit the language and
// culture of those who read it: it is believed less and clicked on less. Local voices are free of most of
// that and make it familiar, a partner adapts it, and a category that is new here has to be explained first.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/nearest.h"
#include "fanfare/problems.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/keys/attributes.h"
#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/mechanisms/keys_of.h"
#include "models/fan_economy/mechanisms/localisation_keys.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/search_lessons.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

SearchKeys lessons_of(const LocalisationKeys& keys) {
  SearchKeys lessons;
  lessons.new_categories = keys.new_categories;
  lessons.teaching = keys.teaching;
  lessons.teaching_tone = keys.teaching_tone;
  lessons.lesson = keys.lesson;
  lessons.taught_by_creators = 0;
  return lessons;
}

class Localisation final : public Mechanism {
 public:
  using Keys = LocalisationKeys;
  static constexpr bool kOnEveryPlatform = true;

  static double mean_misfit(const World& world) { return ratio(world, kMisfit, kViews) / kUnit; }
  static double click_rate(const World& world) { return ratio(world, kClicks, kShown); }
  static double familiar(const World& world) {
    const Localisation& l = *world.find<Localisation>();
    return l.brand_ == kNoBrand
               ? 0
               : static_cast<double>(world.measures[l.cell_ + kFamiliar]) / kFull / world.part.accounts;
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"misfit", "1", "misfit of what is said of the brand with those who watched it",
                  "Σ misfit / posts about the brand watched", false, mean_misfit},
      MeasureRule{"misfit_click_rate", "1", "clicks on posts about the brand", "clicks / impressions of them",
                  false, click_rate},
      MeasureRule{"brand_familiarity", "1", "how familiar local voices made the brand, now",
                  "mean of all accounts", false, familiar},
      MeasureRule{"local_views", "people", "posts of local voices about the brand that were watched",
                  "accounts × population.scale", true},
      MeasureRule{"partner_cost", "CNY", "paid to the local partner", "fee · days", false},
      MeasureRule{"category_lessons", "people", "times a post that explains the new category was watched",
                  "accounts × population.scale", true},
      MeasureRule{"category_understood", "people", "people who came to understand the new category by half",
                  "accounts × population.scale", true}};

  Localisation(World& world, const Keys& keys)
      : keys_(keys),
        luck_(world.luck("localisation")),
        lesson_keys_(lessons_of(keys)),
        lessons_(lesson_keys_, luck_.draws(known), luck_.draws(explained), luck_.draws(lesson_steps),
                 {"localisation", "category_lessons", "category_understood", "localisation.understood"}) {}

  void open(World& world) override {
    views_ = world.measures.named("local_views");
    cost_ = world.measures.named("partner_cost");
    cell_ = world.measures.open("localisation 0");
    for (std::size_t i = 1; i < kCells; ++i) world.measures.open("localisation " + std::to_string(i));
    if (!keys_.brand.empty()) brand_ = brand_named(world, keys_.brand, "localisation.brand");
    else if (!world.p.brands.empty()) brand_ = 0;
    open_levels(world);
    for (const std::string& word : keys_.local_kinds) add_local_kind(word);
    familiar_.resize(world.part);
    check_lessons(world);
    lessons_.open(world);
    if (brand_ == kNoBrand || keys_.partner.hi <= keys_.partner.lo) return;
    const std::size_t cell = world.measures.open("local partner");
    world.market.costs.push_back({brand_, cell});
    partner_cell_ = cell;
  }
  void state(Archive& archive) override {
    archive.owned({"localisation.familiar", "1/255", "how familiar local voices made the brand"}, familiar_);
    lessons_.state(archive);
  }

  // The partner is paid a part of its day, and has come so far.
  void campaign(World& world, const StepScope& scope) {
    const double day = world.calendar.days(scope.tick);
    const bool works = brand_ != kNoBrand && day >= keys_.partner.lo && day < keys_.partner.hi;
    adapted_ =
        works ? keys_.partner_lowers * -fmath::expm1(-kLn2 * (day - keys_.partner.lo) / keys_.partner_half)
              : 0;
    if (!works) return;
    const auto ticks = static_cast<Cents>(world.ticks_per_day()), at = static_cast<Cents>(scope.tick) % ticks;
    const Cents part = keys_.partner_fee * (at + 1) / ticks - keys_.partner_fee * at / ticks;
    world.ledger.transfer(BookId(world.market.brands[brand_].book), world.market.outside, part);
    world.measures.add(cost_, part);
    world.measures.add(partner_cell_, part);
  }

  void published(World&, std::uint32_t, PostScore& post) {
    lessons_.write(post);
    if (post.brand == brand_ && brand_ != kNoBrand) post.flags |= PostFlags::kMarked;
  }

  // Of a post about the brand: believed less by whom it does not fit, and as people think of its origin.
  double believed(const World& world, AccountId reader, const PostScore& post) const {
    if (post.brand != brand_ || brand_ == kNoBrand) return 1;
    return (1 + keys_.origin) * (1 - keys_.credibility * misfit(world, reader, post));
  }
  void chances(const World& world, AccountId reader, std::uint32_t row, ReactionThresholds& chance) {
    const PostScore& post = world.posts.score[row];
    if (post.brand != brand_ || brand_ == kNoBrand) return;
    chance.click =
        static_cast<std::uint32_t>(chance.click * (1 - keys_.clicks * misfit(world, reader, post)));
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (seen.watched) lessons_.learn(world, scope, seen.reader, seen.post);
    if (seen.post.brand != brand_ || brand_ == kNoBrand) return;
    const auto count = [&](std::size_t cell, std::int64_t n) {
      world.measure_tally.add(scope.worker, cell, n);
    };
    count(cell_ + kShown, 1);
    if (seen.clicked) count(cell_ + kClicks, 1);
    if (!seen.watched) return;
    count(cell_ + kViews, 1);
    count(cell_ + kMisfit, static_cast<std::int64_t>(kUnit * misfit(world, seen.reader, seen.post) + 0.5));
    if (!is_local(world, seen.post)) return;
    count(views_, 1);
    std::uint8_t& level = familiar_[seen.reader];
    const double u = luck_.draws(steps).uniform(seen.post.key().seen_by(seen.reader));
    const auto more = stochastic_round(keys_.familiarity * (kFull - level), u);
    level = static_cast<std::uint8_t>(std::min<std::int64_t>(255, level + more));
    count(cell_ + kFamiliar, more);
  }
  double drive(const World& world, AccountId account, std::uint8_t brand) const {
    return lessons_.understanding(world, account, brand);
  }

 private:
  enum Purpose : std::uint32_t { steps, known, explained, lesson_steps };
  enum Count : std::size_t { kShown, kClicks, kViews, kMisfit, kFamiliar, kCells };
  static constexpr double kFull = 255, kUnit = 1000, kLn2 = 0.6931471805599453;

  void open_levels(const World& world) {
    attribute_ = attribute_named(world, keys_.attribute, "localisation.attribute");
    if (attribute_ < 0) return;
    const AttributeParameters& attribute = world.p.attributes[static_cast<std::size_t>(attribute_)];
    by_level_.assign(attribute.levels.size(), keys_.misfit);
    for (const MisfitKeys& row : keys_.by_level) {
      const int level = level_number(attribute, row.level);
      if (level < 0)
        throw ScenarioError("localisation.by_level: '" + row.level + "' is no level of attributes." +
                            attribute.id + " (" + did_you_mean(row.level, attribute.levels, "levels are") +
                            ")");
      by_level_[static_cast<std::size_t>(level)] = row.misfit;
    }
  }
  void add_local_kind(const std::string& word) {
    std::vector<std::string> known_words;
    for (const KindRule& rule : kind_rules()) {
      known_words.emplace_back(rule.word);
      if (rule.word == word) local_kinds_.push_back(rule.kind);
      if (rule.word == word) return;
    }
    throw ScenarioError("localisation.local_kinds: '" + word + "' is no kind of creator (" +
                        did_you_mean(word, known_words, "kinds are") + ")");
  }
  // Understanding would be asked for twice.
  void check_lessons(const World& world) const {
    const auto* search = keys_of_mechanism<SearchKeys>(world, "search");
    if (search == nullptr) return;
    for (const NewCategoryKeys& mine : keys_.new_categories)
      for (const NewCategoryKeys& other : search->new_categories)
        if (mine.topic == other.topic)
          throw ScenarioError("localisation.new_categories: '" + mine.topic +
                              "' is new in search.new_categories already (say it in one of them)");
  }

  bool is_local(const World& world, const PostScore& post) const {
    if ((post.flags & PostFlags::kPurchase) != 0) return true;
    if (post.creator == kNobody) return false;
    const CreatorKind kind = world.creators[post.creator].kind;
    return std::find(local_kinds_.begin(), local_kinds_.end(), kind) != local_kinds_.end();
  }
  double misfit(const World& world, AccountId reader, const PostScore& post) const {
    const double of_level =
        attribute_ < 0
            ? keys_.misfit
            : by_level_[world.accounts.attribute.row(reader)[static_cast<std::size_t>(attribute_)]];
    const double voice = is_local(world, post) ? 1 - keys_.local_voice : 1;
    return of_level * voice * (1 - adapted_) * (1 - familiar_[reader] / kFull);
  }

  static double ratio(const World& world, Count part, Count all) {
    const Localisation& l = *world.find<Localisation>();
    const auto under = static_cast<double>(world.measures.since_warmup(l.cell_ + all));
    return under == 0 ? 0 : static_cast<double>(world.measures.since_warmup(l.cell_ + part)) / under;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  SearchKeys lesson_keys_;
  SearchLessons lessons_;
  std::uint8_t brand_ = kNoBrand;
  int attribute_ = -1;
  std::vector<double> by_level_;
  std::vector<CreatorKind> local_kinds_;
  double adapted_ = 0;  // within a tick
  Column<std::uint8_t> familiar_;
  std::size_t views_ = 0, cost_ = 0, cell_ = 0, partner_cell_ = 0;
};

}  // namespace

extern constinit const MechanismEntry localisation = mechanism<Localisation>(
    "localisation", "a brand from elsewhere: misfit, local voices, a partner, a category that is new here");

}  // namespace fanfare::fan_economy
