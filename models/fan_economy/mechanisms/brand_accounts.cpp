// Mechanism `brand_accounts`: a brand's own account. It posts about the brand, wins followers without pay,
// answers comments, takes care of complaints or lets them spread, posts with creators, and has employees who
// pass it on. Brings the kind `brand`.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr CreatorKind kBrandKind{8};

struct BrandAccountKeys {
  std::vector<std::string> brands;
  double followers = 2'000;
  double posts = 1;
  double own_cause = 0.6;
  double tone = 0.5;
  double replies = 200;
  double reply_gain = 0.05;
  double care = 0.5;
  double patience = 12;
  double care_gain = 0.1;
  double anger = 4;
  double collabs = 0.2;
  Cents collab_fee = 0;
  double passed_on = 0.3;
};

void describe(Schema<BrandAccountKeys>& s) {
  using K = BrandAccountKeys;
  s.words("brands", &K::brands).help("which have an account of their own; none: all");
  s.value("followers", &K::followers)
      .unit(Unit::people)
      .in(0, 1e9)
      .help("that it has at the start, or what comes nearest among accounts that are no creators")
      .source("folk");
  s.value("posts", &K::posts).unit(Unit::per_day).in(0, 50).help("of its own").source("folk");
  s.value("own_cause", &K::own_cause)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of its posts that are about the brand; the others only about its topic")
      .source("folk");
  s.value("tone", &K::tone).in(-1, 1).mutable_at_run().help("of those that are").source("folk");
  s.value("replies", &K::replies)
      .unit(Unit::count)
      .quantity_of("people")
      .in(0, 1e9)
      .help("whose comments it answers a day, at most")
      .source("folk");
  s.value("reply_gain", &K::reply_gain)
      .in(-1, 1)
      .mutable_at_run()
      .help("share of the way to full attitude that an answer moves; below 0: canned answers annoy")
      .source("folk; the sign hangs on how personal it is");
  s.value("care", &K::care)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of complaints that are answered; the others are neglected")
      .source("folk");
  s.value("patience", &K::patience)
      .unit(Unit::hours)
      .in(0, 720)
      .mutable_at_run()
      .help("after which a complaint is answered, or has been neglected")
      .source("folk");
  s.value("care_gain", &K::care_gain)
      .in(0, 1)
      .mutable_at_run()
      .help("share of the way to full attitude that an answer moves who complained")
      .source("folk");
  s.value("anger", &K::anger)
      .in(0, 100)
      .mutable_at_run()
      .help("times the chance that a neglected complaint is passed on")
      .source("sign: folk; size: folk");
  s.value("collabs", &K::collabs)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of its posts about the brand that a creator passes on as well, one that suits the brand")
      .source("folk");
  s.value("collab_fee", &K::collab_fee)
      .unit(Unit::money)
      .in(0, 1e7)
      .mutable_at_run()
      .help("paid for that")
      .source("folk");
  s.value("passed_on", &K::passed_on)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of its posts about the brand that each creator of kind employee passes on")
      .source("folk");
}

bool takes_nothing(const World&, const Creator&, std::uint8_t) { return false; }

// A post of a customer who is not pleased, that is yet to be answered or neglected.
struct Complaint {
  std::uint32_t post = 0;  // number
  Tick due = 0;
  std::uint32_t author = 0;
  std::uint8_t brand = 0;
  std::uint8_t answered = 0;
  std::uint8_t platform = 0;
  std::uint8_t reserved = 0;
};

class BrandAccounts final : public Mechanism {
 public:
  using Keys = BrandAccountKeys;
  static constexpr bool kOnEveryPlatform = true;
  static constexpr std::array kKinds = {
      KindRule{"brand",
               "a brand's own account",
               kBrandKind,
               {.price = 0, .accepts = takes_nothing, .scandals = false, .quits = false}}};

  static double followers_of_all(const World& world) {
    double sum = 0;
    for (const std::uint32_t account : world.brand_accounts)
      if (account != kNobody) sum += world.people(world.followers[account]);
    return sum;
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"brand_followers", "people", "followers of brands' own accounts",
                  "on the first platform, accounts × population.scale", true, followers_of_all},
      MeasureRule{"brand_views", "people", "impressions of their posts about brands",
                  "accounts × population.scale", true},
      MeasureRule{"brand_replies", "people", "comments that brands answered", "accounts × population.scale",
                  true},
      MeasureRule{"complaints", "people", "posts that complain about a brand with an account",
                  "accounts × population.scale", true},
      MeasureRule{"complaints_neglected", "people", "of them, left without an answer",
                  "accounts × population.scale", true},
      MeasureRule{"complaint_views", "people", "impressions of complaints", "accounts × population.scale",
                  true},
      MeasureRule{"collab_fees", "CNY", "paid by brands for collabs", "of the whole market", false}};

  BrandAccounts(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("brand_accounts")) {
    KindTerms& terms = world.kinds[place_of(kBrandKind)];
    const double usual = world.p.publishing.koc_per_day;
    terms.rate = usual > 0 ? keys.posts / usual : 0;
    const double capacity = world.p.relations.reply_capacity;
    terms.talk = capacity > 0 ? keys.replies / capacity : 0;
    for (const std::string& id : keys.brands) brand_named(world, id, "brand_accounts.brands");  // or says so
  }

  void open(World& world) override {
    views_ = world.measures.named("brand_views");
    replies_ = world.measures.named("brand_replies");
    complaints_ = world.measures.named("complaints");
    neglected_ = world.measures.named("complaints_neglected");
    complaint_views_ = world.measures.named("complaint_views");
    fees_ = world.measures.named("collab_fees");
    world.brand_accounts.assign(world.p.brands.size(), kNobody);
    for (std::size_t b = 0; b < world.p.brands.size(); ++b)
      if (has_account(world, b)) found_account(world, b);
  }
  void state(Archive& archive) override {
    archive.shared({"brand_accounts.complaints", "1", "complaints that wait"}, waiting_);
  }

  // Its posts are about the brand, or about its topic alone. Complaints are noted where they appear.
  void published(World& world, std::uint32_t number, PostScore& post) {
    const std::size_t own = brand_of(world, post.author);
    if (own < world.brand_accounts.size()) {
      if (post.brand != kNoBrand || (post.flags & PostFlags::kSponsored) != 0) return;
      if (!luck_.draws(causes).chance(keys_.own_cause, post.key().itself())) return;
      post.brand = static_cast<std::uint8_t>(own);
      post.tone = static_cast<std::int8_t>(100 * keys_.tone + (keys_.tone < 0 ? -0.5 : 0.5));
      post.fit = 255;
      if (world.platform == 0) fresh_.push_back(number);
      return;
    }
    if (post.brand == kNoBrand || (post.flags & PostFlags::kPurchase) == 0 || post.tone >= 0) return;
    if (post.brand >= world.brand_accounts.size() || world.brand_accounts[post.brand] == kNobody) return;
    world.measures.add(complaints_, 1);
    const auto wait = static_cast<Tick>(keys_.patience / 24 * world.ticks_per_day() + 0.5);
    waiting_.push_back(
        {number, world.tick + wait, post.author, post.brand,
         static_cast<std::uint8_t>(luck_.draws(cares).chance(keys_.care, post.key().itself()) ? 1 : 0),
         static_cast<std::uint8_t>(world.platform), 0});
  }
  // Who passes on which of the posts of this tick; collabs are paid for.
  void index(World& world, const StepScope&) {
    if (world.platform > 0) return;
    shares_.clear();
    for (const std::uint32_t number : fresh_) {
      const PostScore& post = world.posts.score[number - world.posts.first];
      pass_on_by_employees(world, number, post);
      if (luck_.draws(collabs).chance(keys_.collabs, post.key().itself()))
        pass_on_by_partner(world, number, post);
    }
    fresh_.clear();
    std::sort(shares_.begin(), shares_.end());
  }
  // In the block of who passes it on, so that all ranks hear of it.
  void shop(World& world, const BlockScope& scope) {
    for (auto at = std::lower_bound(shares_.begin(), shares_.end(), PassedOn{scope.first, 0});
         at != shares_.end() && at->account < scope.last; ++at)
      world.new_shares.push(
          scope, {at->account, at->post, kNobody, 1, static_cast<std::uint16_t>(Source::following)});
  }

  // Complaints that have waited long enough are answered, or passed on by those whom it angers.
  void reacted(World& world, const StepScope& scope) {
    if (world.platform == 0) consoled_.clear();
    std::erase_if(waiting_, [&](const Complaint& complaint) {
      if (complaint.platform != world.platform || complaint.due > scope.tick) return false;
      if (complaint.answered != 0)
        consoled_.push_back(complaint);
      else
        neglect(world, complaint);
      return true;
    });
    std::stable_sort(consoled_.begin(), consoled_.end(),
                     [](const Complaint& a, const Complaint& b) { return a.author < b.author; });
  }
  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const PostScore& post = world.posts.score[row];
    if (post.brand >= world.brand_accounts.size()) return;
    const std::uint32_t impressions = delta[static_cast<std::size_t>(Counter::impressions)];
    if (post.author == world.brand_accounts[post.brand])
      world.measures.add(views_, impressions);
    else if ((post.flags & PostFlags::kPurchase) != 0 && post.tone < 0 &&
             world.brand_accounts[post.brand] != kNobody)
      world.measures.add(complaint_views_, impressions);
  }

  // Who was answered thinks of the brand as the answer was.
  void settle(World& world, const BlockScope& scope) {
    const auto& replies = world.market.replies;
    auto reply = std::lower_bound(replies.begin(), replies.end(), scope.first,
                                  [](const Reply& r, std::uint32_t account) { return r.account < account; });
    for (; reply != replies.end() && reply->account < scope.last; ++reply) {
      const std::size_t brand = brand_of(world, world.creators[reply->creator].account);
      if (brand >= world.brand_accounts.size()) continue;
      world.measure_tally.add(scope.worker, replies_, 1);
      move(world, scope, reply->account, brand, keys_.reply_gain, answers);
    }
    for (const Complaint& complaint : consoled_)
      if (complaint.author >= scope.first && complaint.author < scope.last)
        move(world, scope, complaint.author, complaint.brand, keys_.care_gain, consoles);
  }
  // A brand posts by plan, not by mood.
  void adapt(World& world, const StepScope&) {
    for (Creator& creator : world.creators)
      if (creator.kind == kBrandKind) creator.effort = 1;
  }

 private:
  enum Purpose : std::uint32_t { chooses, causes, cares, answers, consoles, employees, collabs, partners };
  struct PassedOn {
    std::uint32_t account, post;
    auto operator<=>(const PassedOn&) const = default;
  };

  bool has_account(const World& world, std::size_t brand) const {
    const auto& all = keys_.brands;
    return all.empty() || std::find(all.begin(), all.end(), world.p.brands[brand].id) != all.end();
  }

  static std::size_t brand_of(const World& world, std::uint32_t account) {
    return static_cast<std::size_t>(
        std::find(world.brand_accounts.begin(), world.brand_accounts.end(), account) -
        world.brand_accounts.begin());
  }

  // Of those who are no creators, the one whose audience is nearest; of equals, by lot.
  std::uint32_t nearest_account(const World& world, std::size_t brand) const {
    std::uint32_t best = kNobody;
    double least = 0;
    std::uint32_t lot = 0;
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      if (world.is_creator(AccountId(a))) continue;
      const double distance = std::fabs(world.people(world.followers[a]) - keys_.followers);
      if (best != kNobody && distance > least) continue;
      const std::uint32_t drawn = luck_.draws(chooses).words({a, static_cast<std::uint32_t>(brand), 0}, 0)[0];
      if (best != kNobody && distance == least && drawn >= lot) continue;
      best = a, least = distance, lot = drawn;
    }
    return best;
  }

  void found_account(World& world, std::size_t brand) {
    const std::uint32_t account = nearest_account(world, brand);
    if (account == kNobody)
      throw ScenarioError("brand_accounts: every account is a creator, none is left for brand '" +
                          world.p.brands[brand].id + "' (narrow the roles of `creators`)");
    TopicRow topic{};
    topic[world.market.brands[brand].topic] = 255;
    Creator creator = new_creator(world, AccountId(account), kBrandKind, topic);
    creator.niche = topic;
    creator.role = kNoRole;
    world.creators.push_back(creator);
    check_creators(world);
    world.market.ad_impressions.push_back(0);
    world.index_creators();
    world.brand_accounts[brand] = account;
    // It posts by plan, not by the habit of whose account it was.
    if (world.part.owns(AccountId(account))) world.accounts.posting_rate[AccountId(account)] = 0;
    for (std::uint32_t p = 0; world.has_several() && p < world.platform_count(); ++p)
      world.memberships[account] = static_cast<std::uint8_t>(world.memberships[account] | 1U << p);
  }

  void pass_on_by_employees(const World& world, std::uint32_t number, const PostScore& post) {
    for (const Creator& creator : world.creators)
      if (creator.kind == CreatorKind::employee && creator.active != 0 &&
          luck_.draws(employees).chance(keys_.passed_on, post.key().seen_by(AccountId(creator.account))))
        shares_.push_back({creator.account, number});
  }

  // One of the ten that suit best, by lot.
  void pass_on_by_partner(World& world, std::uint32_t number, const PostScore& post) {
    struct Partner {
      std::uint32_t misfit, lot, creator;
      auto operator<=>(const Partner&) const = default;
    };
    std::vector<Partner> all;
    for (std::uint32_t i = 0; i < world.creators.size(); ++i) {
      const Creator& creator = world.creators[i];
      if (creator.active == 0 || creator.kind == kBrandKind || creator.kind == CreatorKind::employee)
        continue;
      const std::uint32_t lot =
          luck_.draws(partners).words(post.key().seen_by(AccountId(creator.account)), 0)[0];
      all.push_back({255U - fit(creator.niche, world.market.brands[post.brand].topic), lot, i});
    }
    if (all.empty()) return;
    const std::uint32_t creator = std::min_element(all.begin(), all.end())->creator;
    shares_.push_back({world.creators[creator].account, number});
    const Cents fee = keys_.collab_fee;
    if (fee == 0) return;
    world.ledger.transfer(BookId(world.market.brands[post.brand].book), world.market.creators, fee);
    earn(world, creator, fee);
    world.measures.add(fees_, fee);
  }

  void neglect(World& world, const Complaint& complaint) {
    world.measures.add(neglected_, 1);
    if (complaint.post < world.posts.first || complaint.post < world.index.live_post) return;
    world.posts.score[complaint.post - world.posts.first].spread *= static_cast<float>(keys_.anger);
  }

  void move(World& world, const BlockScope& scope, std::uint32_t account, std::size_t brand, double gain,
            Purpose purpose) {
    BrandBond& bond = world.accounts.bond.row(AccountId(account))[brand];
    const double u = luck_.draws(purpose).uniform({account, world.tick, static_cast<std::uint32_t>(brand)});
    bond.attitude = persuade(bond.attitude, gain, world.p.persuasion.negativity, u);
    update_stage(world, scope, AccountId(account), brand, Stage::aware);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::size_t views_ = 0, replies_ = 0, complaints_ = 0, neglected_ = 0, complaint_views_ = 0, fees_ = 0;
  std::vector<Complaint> waiting_;
  std::vector<Complaint> consoled_;   // within a tick: answered, by author
  std::vector<std::uint32_t> fresh_;  // within `index`: posts of this tick about brands, by number
  std::vector<PassedOn> shares_;      // within a tick, by account
};

}  // namespace

extern constinit const MechanismEntry brand_accounts = mechanism<BrandAccounts>(
    "brand_accounts",
    "a brand's own account: posts, followers without pay, answers, complaints, collabs, employees");

}  // namespace fanfare::fan_economy
