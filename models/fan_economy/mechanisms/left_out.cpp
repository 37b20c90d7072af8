// Mechanism `left_out`: a campaign without one of those whom it hires, and what credit would say of each. Contracts
// are ranked by the money they promise when the campaign hires; the most expensive are units of their own, the last
// unit is all the rest and whoever is hired later. The unit that is left out has its contract ended before a post of
// it appears: it is paid nothing, and its money comes back. Up to that tick a run is the same whoever is left out.
//
// Credit of an order to units, both over purchase.attribution_days: to the last touch alone, and in equal parts to all
// that touched the account since it last bought. The second is the Shapley value of the game in which an order is there
// as soon as one of those that touched its buyer is (Zhao, Mahboobi & Bagheri 2018, arXiv:1804.05327, the simplified method).
#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include "fanfare/nearest.h"
#include "fanfare/problems.h"
#include "models/fan_economy/market/purchase.h"
#include "models/fan_economy/mechanisms/left_out_keys.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Units that touched an account since it last bought, a bit each, and when the last did.
struct TouchedBy {
  std::uint64_t units = 0;
  std::uint32_t day = 0;
  std::uint32_t reserved = 0;
};

constexpr std::int64_t kWhole = 1'000'000;  // parts of an order

class LeftOut final : public Mechanism {
 public:
  using Keys = LeftOutKeys;
  static constexpr bool kOnEveryPlatform = true;

  static std::vector<std::string> labels(const World& world) {
    std::vector<std::string> all;
    const LeftOut& m = *world.find<LeftOut>();
    for (std::uint32_t u = 1; u <= m.keys_.units; ++u) all.push_back(std::to_string(u));
    return all;
  }
  static std::vector<double> last_touch(const World& world) {
    const LeftOut& m = *world.find<LeftOut>();
    return m.each([&](std::size_t u) { return world.people(m.of(world, m.orders_ + u)); });
  }
  static std::vector<double> last_touch_revenue(const World& world) {
    const LeftOut& m = *world.find<LeftOut>();
    return m.each([&](std::size_t u) { return m.of(world, m.revenue_ + u) / 100; });
  }
  static std::vector<double> shapley(const World& world) {
    const LeftOut& m = *world.find<LeftOut>();
    return m.each([&](std::size_t u) { return world.people(m.of(world, m.parts_ + u) / kWhole); });
  }
  static std::vector<double> touches(const World& world) {
    const LeftOut& m = *world.find<LeftOut>();
    return m.each([&](std::size_t u) { return world.people(m.of(world, m.touches_ + u)); });
  }
  static std::vector<double> fees(const World& world) {
    return sums(world, [](const Contract& c) { return static_cast<double>(c.paid + c.commission_paid) / 100; });
  }
  static std::vector<double> contracts(const World& world) {
    return sums(world, [](const Contract&) { return 1.0; });
  }
  static std::uint32_t unit_of(const World& world, std::size_t contract) {
    const LeftOut* m = world.find<LeftOut>();
    return m != nullptr && contract < m->unit_.size() ? m->unit_[contract] : 0;
  }
  static std::vector<double> followers(const World& world) {
    return sums(world, [](const Contract& c) { return static_cast<double>(c.followers); });
  }

  static constexpr std::string_view kAxis = "left_out_unit",
                                    kAxisHelp = "those hired, by what their contracts promise; the last: all the rest";
  static constexpr std::array kMeasures = {
      MeasureRule{"unit_pay", "CNY", "paid to each unit", "fees + commission", false, nullptr, kAxis, kAxisHelp, labels,
                  fees},
      MeasureRule{"unit_orders", "people", "orders credited to each unit by last touch",
                  "orders whose last touch in purchase.attribution_days was its; credit, not effect", false, nullptr,
                  kAxis, kAxisHelp, labels, last_touch},
      MeasureRule{"unit_shapley", "people", "orders credited to each unit by Shapley values",
                  "each order in equal parts to all that touched the account since it last bought; credit, not effect",
                  false, nullptr, kAxis, kAxisHelp, labels, shapley},
      MeasureRule{"unit_revenue", "CNY", "revenue credited to each unit by last touch", "Σ price of those orders", false,
                  nullptr, kAxis, kAxisHelp, labels, last_touch_revenue},
      MeasureRule{"unit_touches", "people", "views and clicks of each unit's posts", "accounts × population.scale", true,
                  nullptr, kAxis, kAxisHelp, labels, touches},
      MeasureRule{"unit_contracts", "contracts", "contracts of each unit", "number", true, nullptr, kAxis, kAxisHelp,
                  labels, contracts},
      MeasureRule{"unit_followers", "people", "followers of each unit", "Σ at hire", true, nullptr, kAxis, kAxisHelp,
                  labels, followers}};

  LeftOut(World&, const Keys& keys) : keys_(keys) {}

  void open(World& world) override {
    choose_campaign(world);
    for (std::size_t* cells : {&orders_, &revenue_, &parts_, &touches_})
      *cells = open_cells(world, "units of a campaign", keys_.units);
    touched_.resize(world.part, 1);
  }
  void state(Archive& archive) override {
    archive.owned({"left_out.touched", "1", "units that touched an account since it last bought"}, touched_);
    archive.shared({"left_out.unit", "1", "unit of each contract, from 1; 0: of another campaign"}, unit_);
  }

  // After hiring, before a post of this tick is written.
  void campaign(World& world, const StepScope& scope) {
    if (campaign_ == kNoCampaign || unit_.size() == world.market.contracts.size()) return;
    const std::size_t first = unit_.size();
    number_contracts(world);
    for (std::size_t c = first; c < unit_.size(); ++c)
      if (keys_.without != 0 && unit_[c] == keys_.without) end(world, world.market.contracts[c], scope.tick);
  }

  void published(World&, std::uint32_t, PostScore& post) {
    if (campaign_ != kNoCampaign && post.campaign == campaign_) post.flags |= PostFlags::kMarked;
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (campaign_ == kNoCampaign || seen.post.campaign != campaign_ || !(seen.watched || seen.clicked)) return;
    const std::uint32_t contract = world.posts.contract[seen.row];
    if (contract >= unit_.size() || unit_[contract] == 0) return;
    const std::uint32_t unit = unit_[contract] - 1U;
    world.measure_tally.add(scope.worker, touches_ + unit, 1);
    TouchedBy& touched = touched_.row(seen.reader)[0];
    if (is_old(world, touched)) touched.units = 0;
    touched.units |= std::uint64_t{1} << unit;
    touched.day = world.day();
  }

  void settle(World& world, const BlockScope& scope) {
    if (campaign_ == kNoCampaign) return;
    const std::uint8_t brand = world.market.campaigns[campaign_].brand;
    const auto& orders = world.market.orders;
    const auto before = [](const TradedOrder& order, std::uint32_t a) { return order.account < a; };
    for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
         o != orders.end() && o->account < scope.last; ++o)
      if (o->granted != 0 && o->brand == brand) credit(world, scope, *o);
  }

 private:
  void choose_campaign(const World& world) {
    std::vector<std::string> known;
    for (const CampaignParameters& c : world.p.campaigns) known.push_back(c.id);
    if (keys_.campaign.empty()) {
      if (!known.empty()) campaign_ = 0;
      return;
    }
    const auto at = std::find(known.begin(), known.end(), keys_.campaign);
    if (at == known.end())
      throw ScenarioError("left_out.campaign: no campaign '" + keys_.campaign + "' (" +
                          did_you_mean(keys_.campaign, known, "there are") + ")");
    campaign_ = static_cast<std::uint8_t>(at - known.begin());
  }

  // The first that the campaign hires are ranked; who comes later is of the rest.
  void number_contracts(const World& world) {
    const std::vector<Contract>& all = world.market.contracts;
    std::vector<std::size_t> own;
    const bool is_first = std::find_if(unit_.begin(), unit_.end(), [](std::uint8_t u) { return u != 0; }) == unit_.end();
    for (std::size_t c = unit_.size(); c < all.size(); ++c) {
      const bool is_own = all[c].campaign == campaign_;
      unit_.push_back(is_own ? static_cast<std::uint8_t>(keys_.units) : std::uint8_t{0});
      if (is_own) own.push_back(c);
    }
    if (!is_first) return;
    std::sort(own.begin(), own.end(), [&](std::size_t a, std::size_t b) {
      return std::tuple(-promised(all[a]), a) < std::tuple(-promised(all[b]), b);
    });
    for (std::size_t rank = 0; rank < own.size() && rank + 1 < keys_.units; ++rank)
      unit_[own[rank]] = static_cast<std::uint8_t>(rank + 1);
  }
  static Cents promised(const Contract& c) {
    return (c.fee + c.platform_fee) * c.posts + c.handling + c.product;
  }

  static void end(World& world, Contract& contract, Tick tick) {
    if (contract.published > 0)
      throw ScenarioError("left_out: a post appears in the tick of its hiring, tick " + std::to_string(tick) +
                          " (whoever posts it can't be left out) let the flight begin at an hour when nobody posts");
    contract.status = ContractStatus::dropped;
    Cents& committed = world.market.campaigns[contract.campaign].committed;
    committed -= promised(contract);
  }

  bool is_old(const World& world, const TouchedBy& touched) const {
    return static_cast<double>(world.day() - touched.day) > world.p.purchase.attribution_days;
  }

  void credit(World& world, const BlockScope& scope, const TradedOrder& order) {
    const auto count = [&](std::size_t cell, std::int64_t n) { world.measure_tally.add(scope.worker, cell, n); };
    if (order.contract < unit_.size() && unit_[order.contract] != 0) {
      const std::size_t unit = unit_[order.contract] - 1U;
      count(orders_ + unit, 1);
      count(revenue_ + unit, money_of(world, order).revenue);
    }
    TouchedBy& touched = touched_.row(AccountId(order.account))[0];
    if (touched.units != 0 && !is_old(world, touched)) {
      std::int64_t left = kWhole;
      const std::int64_t part = kWhole / std::popcount(touched.units);
      for (std::uint64_t rest = touched.units; rest != 0; rest &= rest - 1) {
        const bool is_last = (rest & (rest - 1)) == 0;
        count(parts_ + static_cast<std::size_t>(std::countr_zero(rest)), is_last ? left : part);
        left -= part;
      }
    }
    touched = {};  // the next way begins
  }

  static double of(const World& world, std::size_t cell) {
    return static_cast<double>(world.measures.since_warmup(cell));
  }
  template <class Of>
  std::vector<double> each(const Of& of_unit) const {
    std::vector<double> values;
    for (std::size_t u = 0; u < keys_.units; ++u) values.push_back(of_unit(u));
    return values;
  }
  template <class Of>
  static std::vector<double> sums(const World& world, const Of& of_contract) {
    const LeftOut& m = *world.find<LeftOut>();
    std::vector<double> values(m.keys_.units, 0.0);
    for (std::size_t c = 0; c < m.unit_.size(); ++c)
      if (m.unit_[c] != 0) values[m.unit_[c] - 1U] += of_contract(world.market.contracts[c]);
    return values;
  }

  const Keys& keys_;
  std::uint8_t campaign_ = kNoCampaign;
  Column<TouchedBy> touched_;
  std::vector<std::uint8_t> unit_;  // by contract
  std::size_t orders_ = 0, revenue_ = 0, parts_ = 0, touches_ = 0;
};

}  // namespace

bool tells_units_apart(const World& world) { return world.find<LeftOut>() != nullptr; }
std::uint32_t left_out_unit(const World& world, std::size_t contract) { return LeftOut::unit_of(world, contract); }

extern constinit const MechanismEntry left_out = mechanism<LeftOut>(
    "left_out", "a campaign without one of its creators, and what credit says of each");

}  // namespace fanfare::fan_economy
