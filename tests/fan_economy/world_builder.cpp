#include "tests/fan_economy/world_builder.h"

#include <algorithm>

#include "models/fan_economy/mechanisms/mechanisms.h"
#include "models/fan_economy/people/population.h"

namespace fanfare::fan_economy::testing {

Recipe::Recipe() {
  p.population.scale = 10;
  p.population.income = Distribution::constant(5000);
  p.careers.price_sigma = 0;
}
Recipe::Recipe(const Recipe&) = default;
Recipe::Recipe(Recipe&&) noexcept = default;
Recipe::~Recipe() = default;

BrandParameters& Recipe::brand(const std::string& id) {
  BrandParameters b;
  b.id = id;
  b.topic = p.topics[0];
  p.brands.push_back(b);
  return p.brands.back();
}

void Recipe::role(const std::string& id, CreatorKind kind, std::uint32_t first, std::uint32_t count,
                  std::uint32_t followers) {
  CreatorRole r;
  r.id = id;
  r.kind = kind;
  for (std::uint32_t a = first; a < first + count; ++a) {
    r.select.accounts.push_back(a);
    for (std::uint32_t f = 0; f < followers; ++f) follows.emplace_back(accounts - 1 - f, a);
  }
  p.creators.push_back(r);
}

CampaignParameters& Recipe::campaign(Cents budget, const std::string& brand) {
  CampaignParameters c;
  c.id = "launch";
  c.brand = brand;
  c.budget = budget;
  c.least_spendable = 0;  // small worlds, large sums
  c.flight = {1, 11};
  p.campaigns.push_back(c);
  return p.campaigns.back();
}

TestWorld::TestWorld(const Recipe& recipe) : setup_(setup_of(recipe)) {
  set_.value() = recipe.p;
  if (set_.value().platforms.empty()) set_.value().platforms.emplace_back();
  world_ = std::make_unique<World>(set_.value(), set_, setup_);
  World& w = *world_;
  w.part = Partition::whole(recipe.accounts);
  const BuiltGraph built = from_edges({recipe.accounts, recipe.seed, 0, 1, serial_}, recipe.follows);
  w.graph = built.graph;
  w.followers = built.followers;
  fill_accounts(recipe);
  w.scoresheet.posts.assign(recipe.accounts, 0);
  w.work.resize(1);
  w.follow_tally.resize(recipe.accounts);
  cast_creators(w);
  open_market(w);
  open_campaigns(w);
  open_mechanisms(w);
  open_events(w);
  for (TallyBase* tally : tallies()) tally->set_workers(1);
}

TestWorld::~TestWorld() = default;

BlockScope TestWorld::block(std::uint32_t number) const {
  const std::uint32_t first = number * kBlockRows;
  return {BlockId(number), first, std::min(first + kBlockRows, world_->part.accounts), world_->tick, 0};
}

void TestWorld::local(void (*phase)(World&, const BlockScope&)) {
  for (std::uint32_t b = 0; b < world_->part.blocks(); ++b) phase(*world_, block(b));
}

void TestWorld::deliver() {
  const std::vector<OutboxBase*> boxes{&world_->intents, &world_->comments, &world_->market.debuts,
                                       &world_->market.breaches, &world_->market.returns};
  for (OutboxBase* box : boxes) {
    box->collect();
    box->clear_own();
  }
  for (TallyBase* tally : tallies()) {
    tally->merge_workers();
    tally->collect();
  }
}

void TestWorld::tick(const std::function<void()>& stand_in) {
  for (const std::size_t number : tick_of(*world_)) {
    const TickPhase& phase = all_phases()[number];
    if (phase.name == "browse") stand_in();
    if (phase.name == "publish" || phase.name == "index" || phase.name == "browse") continue;
    if (phase.kind == PhaseKind::exchange) deliver();
    if (phase.kind == PhaseKind::local) local(phase.local);
    else phase.global(*world_, step());
  }
  broken_ = breach(*world_);
  ++world_->tick;
}

void TestWorld::buy(std::uint32_t account, std::uint32_t price, std::uint32_t contract) {
  PurchaseIntent intent;
  intent.account = account;
  intent.price = price;
  intent.contract = contract;
  std::uint8_t& days = accounts().category_days.row(AccountId(account))[0];
  intent.days = days;
  days = 0;
  accounts().wallet[AccountId(account)] -= static_cast<std::int32_t>(price);
  world_->intents.push(block_of(AccountId(account)), intent);
}

PostScore TestWorld::post(std::uint32_t author, std::uint8_t brand, std::uint8_t campaign) {
  PostScore post;
  post.author = author;
  post.tick = world_->tick;
  post.creator = world_->creator_index(AccountId(author));
  post.brand = brand;
  post.campaign = campaign;
  post.tone = 100;
  post.fit = 255;
  post.trust = 0.55F;
  post.flags = PostFlags::kSponsored | PostFlags::kDisclosed;
  return post;
}

std::uint32_t TestWorld::contract_of(const PostScore& post) {
  if ((post.flags & PostFlags::kSponsored) == 0 || post.creator == kNobody) return kNobody;
  const std::uint8_t campaign = post.campaign == kNoCampaign ? std::uint8_t{0} : post.campaign;
  auto& contracts = world_->market.contracts;
  for (std::uint32_t i = 0; i < contracts.size(); ++i)
    if (contracts[i].creator == post.creator && contracts[i].campaign == campaign) return i;
  contracts.emplace_back().creator = post.creator;
  contracts.back().campaign = campaign;
  return static_cast<std::uint32_t>(contracts.size()) - 1;
}

std::int64_t TestWorld::total(BrandCell c, std::size_t brand) const {
  return world_->measures[world_->measures.cell(c, brand)];
}
std::int64_t TestWorld::total(CampaignCell c, std::size_t campaign) const {
  return world_->measures[world_->measures.cell(c, campaign)];
}
std::int64_t TestWorld::total(RunCell c) const { return world_->measures[world_->measures.cell(c)]; }

Setup TestWorld::setup_of(const Recipe& recipe) {
  Setup setup{.seed = recipe.seed, .parallel = serial_, .shelf = shelf_, .run = {}, .outputs = {}};
  setup.run.tick = 1.0 / recipe.ticks_per_day;
  setup.run.warmup = static_cast<double>(recipe.warmup_ticks) / recipe.ticks_per_day;
  return setup;
}

void TestWorld::fill_accounts(const Recipe& recipe) {
  AccountState& s = world_->accounts;
  auto interests = std::make_shared<std::vector<std::uint8_t>>();
  size_accounts(*world_);
  open_seen(*world_);
  for (std::uint32_t a = 0; a < recipe.accounts; ++a) {
    const AccountId id(a);
    s.interest[id] = recipe.interest;
    s.collectivism[id] = s.ad_scepticism[id] = s.impulsiveness[id] = 128;
    s.price_sensitivity[id] = 83;
    interests->insert(interests->end(), recipe.interest.begin(), recipe.interest.end());
  }
  world_->all_interests = interests;
}

std::vector<TallyBase*> TestWorld::tallies() {
  return {&world_->follow_tally, &world_->measure_tally, &world_->ledger.tally(), &world_->scoresheet.pairs};
}

void live(TestWorld& world, int ticks) {
  for (int t = 0; t < ticks; ++t) {
    world.tick();
    ASSERT_EQ(world.broken(), "") << "tick " << t;
  }
}

}  // namespace fanfare::fan_economy::testing
