// Mechanism `commissions`: creators earn a share of the orders that came by them. Brings the contracts
// `commission` and `both`.
#include <algorithm>
#include <array>

#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// What was paid.
Cents pay_commission(World& world, Contract& contract, Cents revenue) {
  const Campaign& campaign = world.market.campaigns[contract.campaign];
  // What is promised for posts yet to come is not there to be paid as commission.
  const Cents free = std::max<Cents>(0, world.ledger.balance(BookId(campaign.book)) - campaign.committed);
  const Cents due = std::min(portion(revenue, {contract.commission_rate}), free);
  world.ledger.transfer(BookId(campaign.book), world.market.creators, due);
  contract.commission_paid += due;
  world.measures.add(world.measures.cell(CampaignCell::commission, contract.campaign), due);
  earn(world, contract.creator, due);
  return due;
}

// What the order earned its creator was given back with the refund (settle.cpp); all ranks take it off their
// records.
void take_back_commission(World& world, const ReturnedOrder& order) {
  Contract& contract = world.market.contracts[order.contract];
  contract.commission_paid -= order.commission;
  if (order.campaign_is_over != 0) world.market.campaigns[contract.campaign].unspent += order.commission;
  take_back(world, contract.creator, order.commission);
}

// The creator gives back what the order earned it, to the escrow while the campaign runs, then to the brand:
// in the tick of the refund, so that the books are never short by it.
void give_back_commission(World& world, const BlockScope& scope, const Order& order, ReturnedOrder& back,
                          bool counts) {
  const std::size_t number = world.market.contracts[order.contract].campaign;
  const Campaign& campaign = world.market.campaigns[number];
  const bool is_over = campaign.stage == CampaignStage::over;
  back.campaign_is_over = is_over ? 1 : 0;
  world.ledger.transfer(scope.worker, world.market.creators,
                        BookId(is_over ? world.market.brands[order.brand].book : campaign.book),
                        order.commission);
  if (!counts) return;
  const auto add = [&](std::size_t cell, Cents amount) {
    world.measure_tally.add(scope.worker, cell, amount);
  };
  add(world.measures.cell(RunCell::creator_income), -order.commission);
  add(world.measures.cell(CampaignCell::commission, number), -order.commission);
  if (is_over) add(world.measures.cell(CampaignCell::unspent, number), order.commission);
}

double reserve_of(const LineParameters& line) { return line.commission_reserve; }

class Commissions final : public Mechanism {
 public:
  static constexpr std::array kContracts = {
      ContractRule{"commission", "a share of the revenue of last-touch orders", ContractKind::commission,
                   false, reserve_of, pay_commission, give_back_commission, take_back_commission},
      ContractRule{"both", "a fee and a share", ContractKind::both, true, reserve_of, pay_commission,
                   give_back_commission, take_back_commission}};

  explicit Commissions(World&) {}
};

}  // namespace

extern constinit const MechanismEntry commissions =
    mechanism<Commissions>("commissions", "creators earn a share of the orders that came by them");

}  // namespace fanfare::fan_economy
