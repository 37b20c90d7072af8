// Mechanism `trends`: now and then a creator's post becomes a template that others make their own of. They do
// so by what it brought those who did; the more of it a feed has shown of late, the less it pleases.
//
// A post on template m, as long as it can be shown, is better by
//   lift · strength · a − sameness · (1 − a),   a = exp(−s/tire)
// with s the impressions of m that an account had of late. A creator expects of it
//   g = (E + caution·u·(1 + hope)) / (X + caution·u) − 1
// with E the reactions that posts on m had of late, X those that posts of their authors usually have at that
// age, u what a creator's post usually has. It makes its next post on one of those with g > 0 with a chance
// of eager · Σ g · fit · (1 − e^(−s)), the last the share of accounts that have seen it.
#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/fmath.h"
#include "models/fan_economy/mechanisms/trends_keys.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// A template and what is known of it.
struct Meme {
  std::uint32_t author = 0;  // of its first post
  std::uint32_t post = 0;    // tick · 16 + k of that
  std::uint32_t born = 0;    // tick
  float strength = 0;        // 0 … 1
  TopicRow topics{};
  double seen = 0;       // impressions of late, accounts
  double reactions = 0;  // of late, to posts on it
  double usual = 0;      // of late: what posts of their authors have at that age
  double uses = 0;       // posts of late
};

// A live post of a creator.
struct OwnPost {
  std::uint32_t post = 0;  // number
  std::uint32_t meme = 0;  // number of its template, or kNobody
  float quality = 0;       // without it
  float usual = 0;         // reactions that a post of its author has
  std::uint32_t when = 0;  // When
};

// Of posts on no template, by their age in ticks: what they have, as a share of what their authors usually
// have.
struct AgeShare {
  double reactions = 0, usual = 0;
  double share() const { return usual > 0 ? reactions / usual : 0; }
};

// What it counts to.
enum When : std::uint32_t { kPlain, kEarly, kLate, kFirst };
constexpr std::size_t kWhens = 4;

class Trends final : public Mechanism {
 public:
  using Keys = TrendKeys;
  static double alive(const World& world);
  static double diversity(const World& world);
  static double mean_diversity(const World& world);
  static double seen_diversity(const World& world);
  static double mean_seen_diversity(const World& world);
  static double age(const World& world);
  static double gain_early(const World& world);
  static double gain_late(const World& world);
  static constexpr std::string_view kCount = "accounts × population.scale";
  static constexpr std::string_view kMean = "mean over ticks since warm-up";
  static constexpr std::string_view kGain =
      "reactions of such posts / those that posts of their authors have at that age − 1";
  static constexpr std::array kMeasures = {
      MeasureRule{"memes", "posts", "posts that became a template", kCount, true},
      MeasureRule{"memes_alive", "posts", "templates that were used in the last days", "count", true, alive},
      MeasureRule{"meme_posts", "posts", "posts of creators on a template of others", kCount, true},
      MeasureRule{"meme_age", "d", "age of a template when it is imitated, on average",
                  "Σ days since its first post / posts on it", false, age},
      MeasureRule{"meme_impressions", "impressions", "impressions of posts on a template", kCount, true},
      MeasureRule{"meme_gain_early", "1", "more reactions than usual, of early imitators", kGain, false,
                  gain_early},
      MeasureRule{"meme_gain_late", "1", "more reactions than usual, of late imitators", kGain, false,
                  gain_late},
      MeasureRule{"post_diversity", "1", "chance that two of creators' posts of late are not on one template",
                  "1 − Σ share of each template²", false, diversity},
      MeasureRule{"mean_post_diversity", "1", "the same, on average over the run", kMean, false,
                  mean_diversity},
      MeasureRule{"seen_diversity", "1",
                  "chance that two impressions of creators' posts of late are not of one template",
                  "1 − Σ share of each template² in impressions", false, seen_diversity},
      MeasureRule{"mean_seen_diversity", "1", "the same, on average over the run", kMean, false,
                  mean_seen_diversity}};

  Trends(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("trends")) {}

  void open(World& world) override {
    accounts_ = world.part.accounts;
    famous_ = most_followed(world);
    memes_born_ = world.measures.named("memes");
    meme_posts_ = world.measures.named("meme_posts");
    impressions_ = world.measures.named("meme_impressions");
    for (const double day : keys_.starts)
      if (day * world.ticks_per_day() >= world.setup.run.ticks())
        throw ScenarioError("trends.starts: day " + std::to_string(day) +
                            " is after the run's end (lengthen the run or begin earlier)");
  }
  void state(Archive& archive) override {
    archive.shared({"trends.memes", "1", "templates"}, memes_);
    archive.shared({"trends.own", "1", "live posts of creators"}, own_);
    archive.shared({"trends.sums", "1", "reactions and the usual, by when; posts of late; diversity"}, sums_);
    archive.shared({"trends.by_age", "1", "reactions of posts by their age"}, by_age_);
    archive.shared({"trends.started", "1", "of trends.starts"}, started_);
    archive.shared({"trends.usual", "1", "reactions that creators usually have"}, usual_);
  }

  // --- Imitation ------------------------------------------------------------------------------------------

  void written(const World& world, NewPost& post) {
    const std::uint32_t creator = world.creator_index(AccountId(post.author));
    if (creator == kNobody || post.k >= kOwn || memes_.empty()) return;
    const std::uint32_t meme = chosen(world.creators[creator], {post.author, world.tick, post.k});
    if (meme != kNobody) post.topics = memes_[meme].topics;
  }

  // In `published` the choice is the same: nothing that it hangs on has changed since.
  void published(World& world, std::uint32_t number, PostScore& post) {
    if (post.creator == kNobody || post.k() >= kOwn || (post.flags & PostFlags::kSponsored) != 0) return;
    const Creator& creator = world.creators[post.creator];
    const std::uint32_t meme = chosen(creator, post.key());
    posts_now_ += 1;
    OwnPost own{number, meme, post.quality, static_cast<float>(usual_of(creator)), kPlain};
    if (meme == kNobody) {
      const bool due = started_ < keys_.starts.size() && std::ranges::binary_search(famous_, post.creator) &&
                       world.calendar.days(world.tick) >= keys_.starts[started_] && born_.empty();
      if (due) ++started_;
      if (due || luck_.draws(births).chance(keys_.births, post.key().itself())) {
        born_.push_back({number, due});
        own.when = kFirst;
      }
    } else {
      const bool early = (world.tick - memes_[meme].born) * 24.0 <= keys_.early * world.ticks_per_day();
      own.when = early ? kEarly : kLate;
      if (world.tick >= world.setup.run.warmup_ticks()) {
        sums_.age += (world.tick - memes_[meme].born) / static_cast<double>(world.ticks_per_day());
        sums_.imitations += 1;
      }
      uses_.push_back(meme);
      world.measures.add(meme_posts_, 1);
    }
    own_.push_back(own);
  }

  // New templates; posts on all of them are as good as they are new.
  void index(World& world, const StepScope&) {
    for (const std::uint32_t meme : uses_) memes_[meme].uses += 1;
    uses_.clear();
    for (const Birth& birth : born_) begin(world, birth);
    born_.clear();
    forget(world);
    for (const OwnPost& own : own_)
      if (own.meme != kNobody) {
        PostScore& post = world.posts.score[own.post - world.posts.first];
        post.quality = std::clamp(own.quality + lift_of(world, memes_[own.meme]), 0.0F, 1.0F);
      }
  }

  // --- What became of them --------------------------------------------------------------------------------

  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const std::uint32_t number = world.posts.first + row;
    const auto own = std::ranges::lower_bound(own_, number, {}, &OwnPost::post);
    if (own == own_.end() || own->post != number) return;
    const auto count = [&](Counter c) { return double{1} * delta[static_cast<std::size_t>(c)]; };
    seen_now_ += count(Counter::impressions);
    const double reactions = count(Counter::likes) + count(Counter::comments) + count(Counter::shares);
    if (own->when == kPlain)
      by_age(world.tick - world.posts.score[row].tick).reactions += reactions;
    else
      reactions_now_[own->when] += reactions;
    if (own->meme == kNobody) return;
    Meme& meme = memes_[own->meme];
    meme.seen += count(Counter::impressions);
    meme.reactions += reactions;
    world.measures.add(impressions_, delta[static_cast<std::size_t>(Counter::impressions)]);
  }
  void reacted(World& world, const StepScope&) {
    expect_reactions(world);
    sums_.posts += posts_now_, sums_.seen += seen_now_;
    posts_now_ = seen_now_ = 0;
    if (world.tick >= world.setup.run.warmup_ticks()) {
      for (std::size_t when = 0; when < kWhens; ++when)
        sums_.reactions[when] += reactions_now_[when], sums_.usual[when] += usual_now_[when];
      sums_.diversity += diversity_of(&Meme::uses, sums_.posts);
      sums_.seen_diversity += diversity_of(&Meme::seen, sums_.seen);
      sums_.ticks += 1;
    }
    reactions_now_ = usual_now_ = {};
    fade(world);
  }

 private:
  enum Purpose : std::uint32_t { births, strengths, imitates };
  static constexpr std::uint32_t kOwn = 6;  // k of a post that its author wrote of its own accord is below
  struct Birth {
    std::uint32_t post;
    bool planted;
  };
  struct Sums {
    std::array<double, kWhens> reactions{}, usual{};
    double posts = 0, seen = 0, diversity = 0, seen_diversity = 0, ticks = 0;
    double age = 0, imitations = 0;  // days, posts
  };

  AgeShare& by_age(std::uint32_t ticks) {
    if (by_age_.size() <= ticks) by_age_.resize(ticks + 1);
    return by_age_[ticks];
  }
  // What posts would have had in this tick if they were on no template.
  void expect_reactions(World& world) {
    const auto age = [&](const OwnPost& own) {
      return world.tick - world.posts.score[own.post - world.posts.first].tick;
    };
    for (const OwnPost& own : own_)
      if (own.when == kPlain) by_age(age(own)).usual += static_cast<double>(own.usual);
    for (const OwnPost& own : own_) {
      if (own.when == kPlain) continue;
      const double usual = static_cast<double>(own.usual) * by_age(age(own)).share();
      usual_now_[own.when] += usual;
      if (own.meme != kNobody) memes_[own.meme].usual += usual;
    }
  }
  void fade(World& world) {
    const double days = 1 / static_cast<double>(world.ticks_per_day());
    const double kept = fmath::exp(-0.6931471805599453 * days / keys_.memory);
    for (Meme& meme : memes_)
      meme.seen *= kept, meme.reactions *= kept, meme.usual *= kept, meme.uses *= kept;
    for (AgeShare& age : by_age_) age.reactions *= kept, age.usual *= kept;
    sums_.posts *= kept, sums_.seen *= kept;
  }

  // The creators with whom planted templates begin, ascending.
  static std::vector<std::uint32_t> most_followed(const World& world) {
    constexpr std::size_t kFamous = 10;
    std::vector<std::uint32_t> creators(world.creators.size());
    std::iota(creators.begin(), creators.end(), 0U);
    std::ranges::sort(creators, {}, [&](std::uint32_t creator) {
      return std::pair(~world.followers[world.creators[creator].account], creator);
    });
    creators.resize(std::min(creators.size(), kFamous));
    std::ranges::sort(creators);
    return creators;
  }

  // Reactions that a post of the creator has, on average.
  static double usual_of(const Creator& creator) {
    return creator.posts_recent > 0.5F ? creator.engagements / static_cast<double>(creator.posts_recent) : 0;
  }
  double usual_of_all(const World& world) const {
    double reactions = 0, posts = 0;
    for (const Creator& c : world.creators)
      reactions += c.engagements, posts += static_cast<double>(c.posts_recent);
    return posts > 0 ? reactions / posts : 0;
  }
  // 0 … 1: of the template and the creator's niche.
  static double fit_of(const Meme& meme, const Creator& creator) {
    std::uint32_t sum = 0;
    for (std::size_t t = 0; t < kTopics; ++t) sum += std::uint32_t{meme.topics[t]} * creator.niche[t];
    return std::min(1.0, 3.0 * sum / (255.0 * 255.0));
  }
  double expected_gain(const Meme& meme) const {
    const double hoped = keys_.caution * std::max(usual_, 1e-9);
    return (meme.reactions + hoped * (1 + keys_.hope)) / (meme.usual + hoped) - 1;
  }
  // The template of this post of the creator, or kNobody.
  std::uint32_t chosen(const Creator& creator, const PostKey& post) const {
    double u = luck_.draws(imitates).uniform(post.itself());
    double sum = 0;
    for (const Meme& meme : memes_) sum += draw_of(meme, creator);
    if (sum <= 0) return kNobody;
    u *= std::max(1.0, keys_.eager * sum);  // all of them together draw at most surely
    for (std::uint32_t m = 0; m < memes_.size(); ++m) {
      u -= keys_.eager * draw_of(memes_[m], creator);
      if (u < 0) return m;
    }
    return kNobody;
  }
  // Nobody imitates what it has not seen.
  double draw_of(const Meme& meme, const Creator& creator) const {
    if (meme.author == creator.account) return 0;
    const double known = 1 - fmath::exp(-seen_by_one(meme));
    return std::max(0.0, expected_gain(meme)) * fit_of(meme, creator) * known;
  }
  double seen_by_one(const Meme& meme) const { return meme.seen / std::max(1.0, accounts_); }

  // In units of quality.
  float lift_of(const World& world, const Meme& meme) const {
    const double newness = fmath::exp(-seen_by_one(meme) / keys_.tire);
    const double appeal =
        keys_.lift * static_cast<double>(meme.strength) * newness - keys_.sameness * (1 - newness);
    const double weight = std::max(1e-6, world.p.attention.quality_weight);
    return static_cast<float>(appeal / weight);
  }
  void begin(World& world, const Birth& birth) {
    const PostScore& post = world.posts.score[birth.post - world.posts.first];
    Meme meme;
    meme.author = post.author;
    meme.post = post.tick * 16 + post.k();
    meme.born = world.tick;
    meme.strength =
        birth.planted ? 1 : static_cast<float>(luck_.draws(strengths).uniform(post.key().itself()));
    meme.topics = post.topics;
    meme.uses = 1;
    const auto own = std::ranges::lower_bound(own_, birth.post, {}, &OwnPost::post);
    own->meme = static_cast<std::uint32_t>(memes_.size());
    memes_.push_back(meme);
    world.measures.add(memes_born_, 1);
  }
  // Posts that can no longer be shown, and templates that nobody has used for long.
  void forget(World& world) {
    usual_ = usual_of_all(world);
    const std::uint32_t live = world.index.live_post;
    own_.erase(own_.begin(), std::find_if_not(own_.begin(), own_.end(),
                                              [&](const OwnPost& own) { return own.post < live; }));
    std::vector<std::uint32_t> now(memes_.size(), kNobody);
    std::vector<bool> used(memes_.size());
    for (const OwnPost& own : own_)
      if (own.meme != kNobody) used[own.meme] = true;
    std::uint32_t kept = 0;
    for (std::uint32_t m = 0; m < memes_.size(); ++m)
      if (used[m] || memes_[m].uses >= kDead) {
        now[m] = kept;
        memes_[kept++] = memes_[m];
      }
    memes_.resize(kept);
    for (OwnPost& own : own_)
      if (own.meme != kNobody) own.meme = now[own.meme];
  }
  static constexpr double kDead = 0.01;  // posts of late

  // Chance that two of `all` are not on one template.
  double diversity_of(double Meme::*of, double all) const {
    double alike = 0;
    for (const Meme& meme : memes_) alike += meme.*of * (meme.*of);
    return all > 0 ? std::max(0.0, 1 - alike / (all * all)) : 1;
  }
  double gain(std::size_t when) const {
    return sums_.usual[when] > 0 ? sums_.reactions[when] / sums_.usual[when] - 1 : 0;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  double accounts_ = 0;
  std::vector<std::uint32_t> famous_;
  std::size_t memes_born_ = 0, meme_posts_ = 0, impressions_ = 0;
  std::vector<Meme> memes_;
  std::vector<OwnPost> own_;  // by number
  std::vector<AgeShare> by_age_;
  Sums sums_;
  std::uint32_t started_ = 0;
  double usual_ = 0;  // of all creators, as of the last `index`
  // Within a tick.
  std::vector<Birth> born_;
  std::vector<std::uint32_t> uses_;  // templates
  std::array<double, kWhens> reactions_now_{}, usual_now_{};
  double posts_now_ = 0, seen_now_ = 0;
};

double Trends::alive(const World& world) { return static_cast<double>(world.find<Trends>()->memes_.size()); }
double Trends::diversity(const World& world) {
  const Trends& at = *world.find<Trends>();
  return at.diversity_of(&Meme::uses, at.sums_.posts);
}
double Trends::seen_diversity(const World& world) {
  const Trends& at = *world.find<Trends>();
  return at.diversity_of(&Meme::seen, at.sums_.seen);
}
double Trends::mean_diversity(const World& world) {
  const Sums& sums = world.find<Trends>()->sums_;
  return sums.ticks > 0 ? sums.diversity / sums.ticks : 1;
}
double Trends::mean_seen_diversity(const World& world) {
  const Sums& sums = world.find<Trends>()->sums_;
  return sums.ticks > 0 ? sums.seen_diversity / sums.ticks : 1;
}
double Trends::age(const World& world) {
  const Sums& sums = world.find<Trends>()->sums_;
  return sums.imitations > 0 ? sums.age / sums.imitations : 0;
}
double Trends::gain_early(const World& world) { return world.find<Trends>()->gain(kEarly); }
double Trends::gain_late(const World& world) { return world.find<Trends>()->gain(kLate); }

}  // namespace

extern constinit const MechanismEntry trends = mechanism<Trends>(
    "trends", "creators imitate templates that do well, until people have had enough of them");

}  // namespace fanfare::fan_economy
