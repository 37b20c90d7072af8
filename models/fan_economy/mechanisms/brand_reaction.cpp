// Mechanism `brand_reaction`: brands look at what became of the last tick, and change what they do: money
// goes over a campaign's lines round by round, creators are swapped, a rival's price is matched, who sent
// something back is answered, and a product gets better by what came back. Long: five answers to one look.
#include "models/fan_economy/mechanisms/brand_reaction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "fanfare/problems.h"
#include "models/fan_economy/attention/persuasion.h"
#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/market/brands.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct ReactionLine {
  double spent = 0;   // cents
  double reward = 0;  // of people
  double posts = 0;
  double rate() const { return spent > 0 ? reward / spent : 0; }
};

struct ReactionImprovement {
  std::uint32_t programme = 0;
  Tick due = 0;
  double quality = 0;
};
struct ReactionReport {
  std::int64_t orders = 0, returned = 0;  // at the last report
};

double reaction_best(const World& world);
std::vector<double> reaction_quality(const World& world);

class BrandReaction final : public Mechanism {
 public:
  using Keys = BrandReactionKeys;
  static constexpr std::array kMeasures = {
      MeasureRule{"budget_rounds", "rounds", "rounds in which a campaign's money was laid out", "number",
                  true},
      MeasureRule{"budget_paused", "rounds", "rounds in which no line was worth it", "number", true},
      MeasureRule{"creators_swapped", "creators", "creators dropped for others", "number", true},
      MeasureRule{"price_matched", "days", "days on which a rival's price was matched", "number", true},
      MeasureRule{"service_answers", "people", "people answered who had sent something back",
                  "accounts × population.scale", true},
      MeasureRule{"service_spend", "CNY", "what those answers cost", "cost · people", false},
      MeasureRule{"products_bettered", "products", "times that a product got better", "number", true},
      MeasureRule{"betterment_spend", "CNY", "what bettering products cost", "cost · number", false},
      MeasureRule{"best_line_share", "1", "share of a campaign's rounds' money that one line got",
                  "money of the line that got most, over all; mean over campaigns", false, reaction_best},
      MeasureRule{"product_quality",
                  "1",
                  "quality of the product, now",
                  "brands.quality and what listening added",
                  false,
                  nullptr,
                  "brand",
                  {},
                  nullptr,
                  reaction_quality}};

  BrandReaction(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("brand_reaction")) {
    rules_.assign(world.p.campaigns.size(), nullptr);
    for (const ReactionBudget& budget : keys.budgets)
      rules_[campaign_named(world, budget.campaign, "brand_reaction.budgets." + budget.id + ".campaign")] =
          &budget;
    lines_ = 0;
    for (const CampaignParameters& campaign : world.p.campaigns)
      first_line_.push_back(lines_), lines_ += campaign.lines.size();
  }

  void open(World& world) override {
    for (std::size_t i = 0; i < counted_.size(); ++i) counted_[i] = world.measures.named(kMeasures[i].name);
    for (const ReactionMatch& match : keys_.matches) open_match(world, match);
    for (const ReactionService& service : keys_.services) {
      const std::string at = "brand_reaction.services." + service.id;
      services_.push_back(
          {brand_named(world, service.brand, at + ".brand"), cost_cell(world, at, service.brand)});
      if (service.replies < scale_of(world))
        throw ScenarioError(at + ".replies: " + std::to_string(service.replies) +
                            " a day reach nobody (an account stands for " + std::to_string(scale_of(world)) +
                            " people: more of them, or a smaller population.scale)");
    }
    for (const ReactionListening& programme : keys_.listening) {
      const std::string at = "brand_reaction.listening." + programme.id;
      programmes_.push_back(
          {brand_named(world, programme.brand, at + ".brand"), cost_cell(world, at, programme.brand)});
    }
    given_.assign(lines_, 0);
    gained_.assign(world.market.brands.size(), 0);
    reports_.assign(programmes_.size(), {});
    waiting_.clear();
  }
  void state(Archive& archive) override {
    archive.shared({"brand_reaction.given", "cent", "money of rounds by line of campaign"}, given_);
    archive.shared({"brand_reaction.orders", "1", "orders by last touch, by contract, accounts"}, orders_);
    archive.shared({"brand_reaction.looks", "cent", "prices of rivals seen, by promise and day"}, looks_);
    archive.shared({"brand_reaction.waiting", "1", "service and account that waits for an answer"}, waiting_);
    archive.shared({"brand_reaction.gained", "1", "quality added, by brand"}, gained_);
    archive.shared({"brand_reaction.reports", "1", "orders and returns at the last report"}, reports_);
    archive.shared({"brand_reaction.coming", "1", "programme, tick, quality to come"}, coming_);
  }

  // --- Money over lines -----------------------------------------------------------------------------------

  void rationed(const World&, std::size_t campaign, std::vector<Cents>& budgets) {
    if (rules_[campaign] != nullptr) std::fill(budgets.begin(), budgets.end(), 0);  // its rounds lay it out
  }

  void campaign(World& world, const StepScope& scope) {
    for (std::size_t c = 0; c < rules_.size(); ++c) {
      const Campaign& campaign = world.market.campaigns[c];
      if (rules_[c] == nullptr || campaign.stage != CampaignStage::running) continue;
      if ((scope.tick - campaign.from) % world.ticks_per_day() == 0) swap(world, c);
      const Tick length = round_length(world, c);
      if ((scope.tick - campaign.from) % length != 0) continue;
      const Tick left = (campaign.until - scope.tick + length - 1) / length;  // rounds, this one included
      lay_out(world, c, left, scope.tick + length);
    }
  }

  void trade(World& world, const StepScope&) {
    orders_.resize(world.market.contracts.size());
    for (const TradedOrder& order : world.market.orders)
      if (order.granted != 0 && order.contract != kNobody) ++orders_[order.contract];
  }

  // --- Prices and products --------------------------------------------------------------------------------

  void intervene(World& world, const StepScope& scope) {
    for (std::size_t m = 0; m < matches_.size(); ++m) {
      Brand& brand = world.market.brands[matches_[m].brand];
      const Cents own = world.p.brands[matches_[m].brand].price;
      const auto floor = static_cast<Cents>(keys_.matches[m].floor * static_cast<double>(own) + 0.5);
      const Cents seen = looks_[matches_[m].first];
      brand.price = seen > 0 && seen < own ? std::max({seen, floor, Cents{1}}) : own;
      if (brand.price < own && scope.tick % world.ticks_per_day() == 0)
        world.measures.add(counted_[kMatched], 1);
    }
    better(world, scope.tick);
    for (std::size_t b = 0; b < gained_.size(); ++b)
      if (gained_[b] > 0)
        world.market.brands[b].quality =
            static_cast<float>(std::min(1.0, world.p.brands[b].quality + gained_[b]));
  }

  void adapt(World& world, const StepScope& scope) {
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    for (std::size_t m = 0; m < matches_.size(); ++m) {
      const std::size_t first = matches_[m].first, days = keys_.matches[m].lag;
      for (std::size_t d = 0; d + 1 < days; ++d) looks_[first + d] = looks_[first + d + 1];
      looks_[first + days - 1] = quote(world, matches_[m].rival).price;
    }
  }

  // Returns are known on all ranks now: who waits for an answer, and what there is to hear.
  void close(World& world, const StepScope& scope) {
    for (std::uint32_t s = 0; s < services_.size(); ++s)
      for (const ReturnedOrder& order : world.market.returns.received())
        if (order.brand == services_[s].brand) waiting_.push_back({s, order.account});
    for (std::uint32_t l = 0; l < programmes_.size(); ++l) {
      const auto every = static_cast<Tick>(std::max(1.0, keys_.listening[l].every * world.ticks_per_day()));
      if ((scope.tick + 1) % every == 0) report(world, l);
    }
  }

  // --- Answers --------------------------------------------------------------------------------------------

  void index(World& world, const StepScope& scope) {
    answered_.clear();
    if (services_.empty()) return;
    std::vector<ReactionWaiting> later;
    std::vector<std::uint64_t> left;
    for (const ReactionService& service : keys_.services) {
      const auto all = service.replies / static_cast<std::uint64_t>(scale_of(world));
      const std::uint64_t ticks = world.ticks_per_day(), at = scope.tick % ticks;
      left.push_back(all * (at + 1) / ticks - all * at / ticks);
    }
    for (const ReactionWaiting& who : waiting_) {
      if (left[who.service] == 0) {
        later.push_back(who);
        continue;
      }
      --left[who.service];
      answered_.push_back(who);
      const Cents cost = keys_.services[who.service].cost * scale_of(world);
      pay(world, services_[who.service], cost, kServiceSpend);
      world.measures.add(counted_[kAnswers], 1);
    }
    waiting_ = later;
    std::sort(answered_.begin(), answered_.end(), [](const ReactionWaiting& x, const ReactionWaiting& y) {
      return std::pair(x.account, x.service) < std::pair(y.account, y.service);
    });
  }

  void shop(World& world, const BlockScope& scope) {
    const auto before = [](const ReactionWaiting& who, std::uint32_t account) {
      return who.account < account;
    };
    for (auto w = std::lower_bound(answered_.begin(), answered_.end(), scope.first, before);
         w != answered_.end() && w->account < scope.last; ++w) {
      BrandBond& bond = world.accounts.bond.row(AccountId(w->account))[services_[w->service].brand];
      const double u = luck_.draws(answers).uniform({w->account, w->service, scope.tick});
      bond.attitude =
          persuade(bond.attitude, keys_.services[w->service].strength, world.p.persuasion.negativity, u);
    }
  }

  double best_share(const World& world) const {
    double sum = 0, campaigns = 0;
    for (std::size_t c = 0; c < rules_.size(); ++c) {
      double most = 0, all = 0;
      for (std::size_t l = 0; l < world.p.campaigns[c].lines.size(); ++l) {
        const auto given = static_cast<double>(given_[first_line_[c] + l]);
        most = std::max(most, given), all += given;
      }
      if (all > 0) sum += most / all, campaigns += 1;
    }
    return campaigns > 0 ? sum / campaigns : 0;
  }

 private:
  enum Purpose : std::uint32_t { explores, picks, beliefs, answers };
  enum Count : std::size_t {
    kRounds,
    kPaused,
    kSwapped,
    kMatched,
    kAnswers,
    kServiceSpend,
    kBettered,
    kBetterSpend
  };
  struct Match {
    std::uint8_t brand, rival;
    std::size_t first;  // of its looks
  };
  struct Payer {
    std::uint8_t brand;
    std::size_t cell;
  };
  struct ReactionWaiting {
    std::uint32_t service, account;
  };

  static std::size_t cost_cell(World& world, const std::string& at, const std::string& brand) {
    const std::size_t cell = world.measures.open(at);
    world.market.costs.push_back({brand_named(world, brand, at + ".brand"), cell});
    return cell;
  }
  void open_match(World& world, const ReactionMatch& match) {
    const std::string at = "brand_reaction.matches." + match.id;
    matches_.push_back({brand_named(world, match.brand, at + ".brand"),
                        brand_named(world, match.rival, at + ".rival"), looks_.size()});
    looks_.resize(looks_.size() + match.lag, 0);
  }
  void pay(World& world, const Payer& payer, Cents amount, std::size_t count) const {
    world.ledger.transfer(BookId(world.market.brands[payer.brand].book), world.market.outside, amount);
    world.measures.add(payer.cell, amount);
    world.measures.add(counted_[count], amount);
  }

  Tick round_length(const World& world, std::size_t campaign) const {
    return static_cast<Tick>(std::max(1.0, rules_[campaign]->every * world.ticks_per_day() + 0.5));
  }

  void add_contract(const World& world, const ReactionBudget& rule, std::size_t contract,
                    ReactionLine& to) const {
    const Contract& c = world.market.contracts[contract];
    if (c.published == 0) return;
    to.spent += static_cast<double>(c.paid + c.platform_fee * c.published + c.handling + c.product +
                                    c.commission_paid);
    to.posts += c.published;
    const double accounts = rule.aim == BudgetAim::engagements ? static_cast<double>(c.engagements)
                            : contract < orders_.size()        ? orders_[contract]
                                                               : 0;
    to.reward += world.people(accounts);
  }
  std::vector<ReactionLine> lines_of(const World& world, std::size_t campaign) const {
    std::vector<ReactionLine> lines(world.p.campaigns[campaign].lines.size());
    for (std::size_t i = 0; i < world.market.contracts.size(); ++i)
      if (world.market.contracts[i].campaign == campaign)
        add_contract(world, *rules_[campaign], i, lines[world.market.contracts[i].line]);
    return lines;
  }

  // What a line is believed to bring per cent, as a draw: the fewer posts and the less they brought, the
  // wider.
  double believed(const ReactionLine& line, const Subject& about) const {
    if (line.posts == 0) return 1e300;
    const double width = std::sqrt(1 / line.posts + 1 / (line.reward + 1));
    return std::max(0.0, line.rate() * (1 + width * luck_.draws(beliefs).normal(about)));
  }

  std::size_t choose(const World& world, std::size_t campaign, const std::vector<ReactionLine>& lines) const {
    const ReactionBudget& rule = *rules_[campaign];
    const Subject round{hash_of_name(rule.campaign), world.tick, 0};
    if (rule.rule == BudgetRule::greedy && luck_.draws(explores).chance(rule.explore, round))
      return luck_.draws(picks).below(static_cast<std::uint32_t>(lines.size()), round);
    std::size_t best = 0;
    double most = -1;
    for (std::size_t l = 0; l < lines.size(); ++l) {
      const Subject about{round.a, round.b, static_cast<std::uint32_t>(l)};
      const double value = rule.rule == BudgetRule::thompson ? believed(lines[l], about)
                           : lines[l].posts == 0             ? 1e300
                                                             : lines[l].rate();
      if (value > most) most = value, best = l;
    }
    return best;
  }

  // An equal part of what is left for each round that is left; the first round tries all lines.
  void lay_out(World& world, std::size_t number, Tick rounds, Tick until) {
    const Campaign& campaign = world.market.campaigns[number];
    const ReactionBudget& rule = *rules_[number];
    const Cents book =
        campaign.brand == kNoBrand ? campaign.budget : world.ledger.balance(BookId(campaign.book));
    const Cents money = std::max<Cents>(0, book - campaign.committed) / static_cast<Cents>(rounds);
    const std::vector<ReactionLine> lines = lines_of(world, number);
    std::vector<Cents> budgets(lines.size(), 0);
    const bool tries = world.tick == campaign.from || rule.rule == BudgetRule::even;
    world.measures.add(counted_[kRounds], 1);
    if (tries) {
      std::fill(budgets.begin(), budgets.end(), money / static_cast<Cents>(lines.size()));
    } else {
      const std::size_t best = choose(world, number, lines);
      if (lines[best].posts > 0 && lines[best].rate() * 10'000 < rule.pause_below) {
        world.measures.add(counted_[kPaused], 1);
        return;
      }
      budgets[best] = money;
    }
    for (std::size_t l = 0; l < budgets.size(); ++l) given_[first_line_[number] + l] += budgets[l];
    hire_more(world, number, budgets, until);
  }

  // Who does worst for its money goes, and what is still due to it is free.
  void swap(World& world, std::size_t number) const {
    const ReactionBudget& rule = *rules_[number];
    if (rule.swap_below <= 0) return;
    ReactionLine all;
    for (const ReactionLine& line : lines_of(world, number))
      all.spent += line.spent, all.reward += line.reward, all.posts += line.posts;
    for (std::size_t i = 0; i < world.market.contracts.size(); ++i) {
      Contract& contract = world.market.contracts[i];
      if (contract.campaign != number || contract.status != ContractStatus::running ||
          contract.published == 0 || contract.published >= contract.posts)
        continue;
      ReactionLine own;
      add_contract(world, rule, i, own);
      if (own.rate() >= rule.swap_below * all.rate()) continue;
      contract.status = ContractStatus::dropped;
      world.market.campaigns[number].committed -=
          (contract.fee + contract.platform_fee) * (contract.posts - contract.published);
      world.measures.add(counted_[kSwapped], 1);
    }
  }

  void report(World& world, std::uint32_t number) {
    const std::size_t brand = programmes_[number].brand;
    const Measures& m = world.measures;
    const ReactionReport now{m[m.cell(BrandCell::orders, brand)], m[m.cell(BrandCell::returned, brand)]};
    const std::int64_t orders = now.orders - reports_[number].orders;
    const std::int64_t returned = now.returned - reports_[number].returned;
    reports_[number] = now;
    if (orders <= 0 || returned <= 0) return;
    const double heard = std::min(1.0, static_cast<double>(returned) / static_cast<double>(orders));
    const double room = 1 - std::min(1.0, world.p.brands[brand].quality + gained_[brand]);
    const auto delay = static_cast<Tick>(keys_.listening[number].delay * world.ticks_per_day() + 0.5);
    coming_.push_back(
        {number, world.tick + 1 + delay, std::min(1.0, keys_.listening[number].gain * heard) * room});
  }
  void better(World& world, Tick tick) {
    for (const ReactionImprovement& improvement : coming_) {
      if (improvement.due > tick) continue;
      const Payer& payer = programmes_[improvement.programme];
      gained_[payer.brand] += improvement.quality;
      pay(world, payer, keys_.listening[improvement.programme].cost, kBetterSpend);
      world.measures.add(counted_[kBettered], 1);
    }
    std::erase_if(coming_, [tick](const ReactionImprovement& i) { return i.due <= tick; });
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::vector<const ReactionBudget*> rules_;  // by campaign
  std::vector<std::size_t> first_line_;       // by campaign, in given_
  std::size_t lines_ = 0;
  std::array<std::size_t, 8> counted_{};
  std::vector<Match> matches_;
  std::vector<Payer> services_, programmes_;
  std::vector<std::int64_t> given_;
  std::vector<std::uint32_t> orders_;
  std::vector<Cents> looks_;
  std::vector<ReactionWaiting> waiting_, answered_;
  std::vector<double> gained_;
  std::vector<ReactionReport> reports_;
  std::vector<ReactionImprovement> coming_;
};

double reaction_best(const World& world) { return world.find<BrandReaction>()->best_share(world); }

std::vector<double> reaction_quality(const World& world) {
  std::vector<double> values;
  for (const Brand& brand : world.market.brands) values.push_back(static_cast<double>(brand.quality));
  return values;
}

}  // namespace

extern constinit const MechanismEntry brand_reaction = mechanism<BrandReaction>(
    "brand_reaction", "brands react: money over lines, swaps, prices matched, answers, better products");

}  // namespace fanfare::fan_economy
