// Mechanism `lottery_red_packet`: posts that one passes on, or whose author one follows, to win something;
// and red packets in groups. A prize draws people who do not care for the post: they carry it further than it
// would go, and they leave when it is drawn. Which tickets win is a keyed draw, the same whoever asks first.
#include "models/fan_economy/mechanisms/lottery_red_packet.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "models/fan_economy/keys/actions.h"
#include "models/fan_economy/mechanisms/red_packet_groups.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// From a block to all: an account has a ticket.
struct LotteryTicket {
  std::uint32_t account = 0;
  std::uint32_t lottery = 0;
};
// A ticket that would win now: those of the lowest luck do.
struct LotteryLot {
  std::uint32_t lottery = 0;
  std::uint32_t luck = 0;
  std::uint32_t account = 0;
  auto operator<=>(const LotteryLot&) const = default;
};
// A follow that was made for a prize.
struct PrizeFollow {
  std::uint32_t account = 0;
  std::uint32_t author = 0;
  std::uint32_t lottery = 0;
};

class LotteryRedPacket final : public Mechanism {
 public:
  using Keys = LotteryRedPacketKeys;
  static constexpr bool kOnEveryPlatform = true;
  template <bool crowned>
  static double sending(const World& world) {
    return world.find<LotteryRedPacket>()->packets_.sending(world, crowned);
  }
  static constexpr std::array kMeasures = {
      MeasureRule{"lottery_tickets", "people", "people who took part in a lottery",
                  "accounts × population.scale", true},
      MeasureRule{"lottery_winners", "people", "who won", "accounts × population.scale", true},
      MeasureRule{"lottery_prizes", "CNY", "prizes paid by brands", "part of spend", false},
      MeasureRule{"prize_follows", "people", "follows that were made for a prize",
                  "accounts × population.scale", true},
      MeasureRule{"prize_follows_ended", "people", "of them, ended when the prize was drawn",
                  "accounts × population.scale", true},
      MeasureRule{"red_packets_sent", "people", "red packets that people sent to their groups",
                  "accounts × population.scale", true},
      MeasureRule{"red_packet_money", "CNY", "in them", "amount · packets, of all people", false},
      MeasureRule{"red_packet_shares", "people", "shares taken, of brands' packets too",
                  "accounts × population.scale", true},
      MeasureRule{"red_packet_brand_shares", "people", "shares of brands' packets taken",
                  "accounts × population.scale", true},
      MeasureRule{"luckiest_send", "1",
                  "who had the largest share of a packet: chance to send one within a day",
                  "packets sent / people with such a share, a day", false, sending<true>},
      MeasureRule{"others_send", "1", "who had another share: chance to send one within a day",
                  "packets sent / people with a share, a day", false, sending<false>}};

  LotteryRedPacket(World& world, const Keys& keys)
      : keys_(keys), luck_(world.luck("lottery_red_packet")), packets_(keys, luck_) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    lotteries_ = lotteries_of(world, keys_);
    packets_.open(world);
    tickets_.resize(world.part, static_cast<std::uint32_t>(lotteries_.size()));
    sent_.resize(world.part);
    follows_.resize(world.part);
  }
  void mail(Mail& mail) override { mail.outboxes.push_back(&sent_), packets_.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"lottery.tickets", "1", "1: has one, by lottery"}, tickets_);
    archive.lists({"lottery.follows", "1", "follows made for a prize that is yet to be drawn"}, follows_);
    archive.shared({"lottery.best", "1", "tickets that would win now"}, best_);
    packets_.state(archive);
  }
  std::string breach(const World& world) const override { return packets_.breach(world); }

  // Prizes lie in a book of the lottery's own until they are drawn.
  void campaign(World& world, const StepScope& scope) {
    for (const Lottery& lottery : lotteries_)
      if (scope.tick == lottery.from)
        world.ledger.transfer(BookId(world.market.brands[lottery.brand].book), lottery.escrow,
                              lottery.pot(scale_of(world)));
    packets_.campaign(world, scope.tick);
  }

  void published(World& world, std::uint32_t, PostScore& post) {
    if (lottery_of(world, post.campaign) != kNone) post.flags |= PostFlags::kMarked;
  }
  // Who hunts prizes passes on whatever it is: the post's appeal is not asked.
  void chances(const World& world, AccountId reader, std::uint32_t row, ReactionThresholds& chance) const {
    const std::uint32_t number = lottery_of(world, world.posts.score[row].campaign);
    if (number == kNone || !hunts(reader) || tickets_.row(reader)[number] != 0) return;
    const Lottery& lottery = lotteries_[number];
    const auto prize = static_cast<double>(lottery.prize);
    const double acts = prize / (prize + static_cast<double>(keys_.effort));
    const auto least = static_cast<std::uint32_t>(std::min(0x1p32 - 1, acts * 0x1p32));
    std::uint32_t& of = lottery.by_follow ? chance.follow : chance.share;
    of = std::max(of, least);
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    const std::uint32_t number = lottery_of(world, seen.post.campaign);
    if (number == kNone) return;
    const bool by_follow = lotteries_[number].by_follow;
    if (!(by_follow ? seen.followed : seen.shared)) return;
    if (by_follow && hunts(seen.reader)) {
      follows_[scope.block].push_back({seen.reader.value, seen.post.author, number});
      count(world, scope, kFollows);
    }
    std::uint8_t& ticket = tickets_.row(seen.reader)[number];
    if (ticket != 0) return;
    ticket = 1;
    sent_.push(scope, {seen.reader.value, number});
    count(world, scope, kTickets);
  }

  // A ticket's luck hangs on its holder and the lottery alone; the lowest win.
  void trade(World& world, const StepScope& scope) {
    for (const LotteryTicket& t : sent_.received())
      best_.push_back(
          {t.lottery, luck_.draws(tickets).words({t.account, lotteries_[t.lottery].hash, 0})[0], t.account});
    sent_.clear_received();
    std::sort(best_.begin(), best_.end());
    std::vector<std::uint32_t> kept(lotteries_.size(), 0);
    std::erase_if(
        best_, [&](const LotteryLot& lot) { return ++kept[lot.lottery] > lotteries_[lot.lottery].winners; });
    won_.clear();
    for (std::uint32_t i = 0; i < lotteries_.size(); ++i)
      if (scope.tick == lotteries_[i].until) draw(world, i);
    std::sort(won_.begin(), won_.end(), by_account);
    packets_.trade(world, scope.tick);
  }
  void settle(World& world, const BlockScope& scope) {
    const auto before = [](const LotteryLot& lot, std::uint32_t a) { return lot.account < a; };
    for (auto w = std::lower_bound(won_.begin(), won_.end(), scope.first, before);
         w != won_.end() && w->account < scope.last; ++w)
      pay(world, scope, *w);
    std::erase_if(follows_[scope.block], [&](const PrizeFollow& follow) {
      if (lotteries_[follow.lottery].until != scope.tick) return false;
      look_again(world, scope, follow);
      return true;
    });
    packets_.settle(world, scope);
  }
  void shop(World& world, const BlockScope& scope) { packets_.shop(world, scope); }

 private:
  enum Purpose : std::uint32_t { hunting, tickets, leaving };
  enum Count : std::size_t { kTickets, kWinners, kPrizes, kFollows, kEnded };
  static constexpr std::uint32_t kNone = 0xffffffffU;
  static bool by_account(const LotteryLot& x, const LotteryLot& y) {
    return std::tie(x.account, x.lottery) < std::tie(y.account, y.lottery);
  }

  void count(World& world, const BlockScope& scope, Count what, std::int64_t value = 1) const {
    world.measure_tally.add(scope.worker, cells_[what], value);
  }
  std::uint32_t lottery_of(const World& world, std::uint8_t campaign) const {
    if (campaign == kNoCampaign) return kNone;
    for (std::uint32_t i = 0; i < lotteries_.size(); ++i)
      if (lotteries_[i].campaign == campaign && lotteries_[i].runs(world.tick)) return i;
    return kNone;
  }
  bool hunts(AccountId account) const {
    return luck_.draws(hunting).chance(keys_.hunters, {account.value, 0, 0});
  }

  void draw(World& world, std::uint32_t number) {
    const Lottery& lottery = lotteries_[number];
    std::uint32_t winners = 0;
    for (const LotteryLot& lot : best_)
      if (lot.lottery == number) won_.push_back(lot), ++winners;
    const Cents paid = lottery.prize * winners * scale_of(world);
    world.ledger.transfer(lottery.escrow, BookId(world.market.brands[lottery.brand].book),
                          lottery.pot(scale_of(world)) - paid);
    world.measures.add(lottery.cost, paid);
    world.measures.add(cells_[kPrizes], paid);
  }
  void pay(World& world, const BlockScope& scope, const LotteryLot& won) const {
    const Lottery& lottery = lotteries_[won.lottery];
    world.accounts.wallet[AccountId(won.account)] += static_cast<std::int32_t>(lottery.prize);
    world.ledger.transfer(scope.worker, lottery.escrow, world.market.consumers,
                          lottery.prize * scale_of(world));
    count(world, scope, kWinners);
  }
  // Who came for the prize alone has no reason to stay.
  void look_again(World& world, const BlockScope& scope, const PrizeFollow& follow) const {
    const AccountId account(follow.account), author(follow.author);
    const auto won = std::any_of(won_.begin(), won_.end(), [&](const LotteryLot& lot) {
      return lot.account == follow.account && lot.lottery == follow.lottery;
    });
    const std::uint32_t creator = world.creator_index(author);
    if (won || (creator != kNobody && fandom_of(world, account, creator) >= world.p.relations.fan_at) ||
        !luck_.draws(leaving).chance(keys_.leave, {follow.account, follow.author, follow.lottery}) ||
        !world.graph.is_following(account, author))
      return;
    unfollow(world, scope, account, author);
    count(world, scope, kEnded);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  RedPacketGroups packets_;
  std::vector<Lottery> lotteries_;
  std::array<std::size_t, 5> cells_{};
  Column<std::uint8_t> tickets_;
  Outbox<LotteryTicket> sent_;
  BlockLists<PrizeFollow> follows_;
  std::vector<LotteryLot> best_;  // by lottery, then luck
  std::vector<LotteryLot> won_;   // within a tick, by account
};

}  // namespace

extern constinit const MechanismEntry lottery_red_packet = mechanism<LotteryRedPacket>(
    "lottery_red_packet", "posts that are passed on or followed to win something; red packets in groups");

}  // namespace fanfare::fan_economy
