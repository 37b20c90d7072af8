// The exchange of bench/exchange.h against the engine's: its boxes, carried between ranks that run side by side, cost as
// many bytes as are said.
#include "bench/exchange.h"

#include <gtest/gtest.h>

#include <mutex>

#include "fanfare/routed.h"
#include "sim/comm.h"
#include "sim/parallel.h"
#include "sim/simulation.h"

namespace fanfare::exchange_test {
namespace {

using namespace fanfare::telling;
using fan_economy::NewPost;
using Who = Exchange::Who;

// Many posts that few see and some that all do; some authors have no follower.
std::vector<Shown> some_posts() {
  std::vector<Shown> posts;
  for (std::uint32_t p = 0; p < 400; ++p)
    posts.push_back({.impressions = p % 50 == 0 ? 300 : p % 4, .followers = p % 7 == 0 ? 200 : p % 3, .is_new = p % 5 == 0,
                     .is_pooled = p % 40 == 0});
  return posts;
}

enum class Way : std::uint8_t { all, owner_to_all, owner_to_finders };

// Tells all of it by the engine's mail, once. A rank has one block.
class Telling final : public Model {
 public:
  Telling(const Partition& part, std::uint32_t ranks, Way way) : way_(way), ranks_(ranks), part_(part), exchange_(ranks) {
    counts_.resize(some_posts().size());
    posts_.resize(part), anew_.resize(part), to_owner_.resize(part), post_to_.resize(part), anew_to_.resize(part);
  }
  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{local<&Telling::tell>("tell", ""),
                                      exchange<&Telling::hear>("hear", "")};
    return kTick;
  }
  void mail(Mail& mail) override {
    if (way_ == Way::all) mail.outboxes = {&posts_}, mail.tallies = {&counts_};
    if (way_ == Way::owner_to_all) mail.outboxes = {&posts_, &anew_}, mail.routed = {&to_owner_};
    if (way_ == Way::owner_to_finders) mail.routed = {&to_owner_, &post_to_, &anew_to_};
  }
  void state(Archive&) override {}
  void declare(Recorder&) override {}
  void record(Recorder&, Tick) override {}
  void finish(Recorder&, Tick) override {}

 private:
  static std::uint32_t account_of(std::uint32_t rank) { return rank * kBlockRows; }

  void tell(const BlockScope& scope) {
    const std::uint32_t me = scope.block.value;
    const std::vector<Shown> posts = some_posts();
    for (std::uint32_t p = 0; p < posts.size(); ++p) {
      const std::uint32_t owner = exchange_.rank_of(Who::author, p);
      std::uint32_t views = 0;
      for (std::uint32_t n = 0; n < posts[p].impressions; ++n) views += exchange_.rank_of(Who::viewer, p, n) == me;
      if (views > 0 && way_ == Way::all) counts_.add(scope.worker, p, 0, views);
      if (views > 0 && way_ != Way::all) to_owner_.push(scope, {.to = account_of(owner), .row = p});
      if (owner == me) tell_own(scope, p, posts[p]);
    }
  }
  void tell_own(const BlockScope& scope, std::uint32_t p, const Shown& post) {
    const bool is_anew = post.impressions > 0;
    if (way_ != Way::owner_to_finders) {
      if (post.is_new) posts_.push(scope, NewPost{});
      if (is_anew && way_ == Way::owner_to_all) anew_.push(scope, Anew{.row = p});
      return;
    }
    for (std::uint32_t rank = 0; rank < ranks_; ++rank) {
      bool finds = false;
      for (std::uint32_t n = 0; n < post.followers; ++n) finds |= exchange_.rank_of(Who::follower, p, n) == rank;
      for (std::uint32_t n = 0; post.is_pooled && n < kShards; ++n) finds |= exchange_.rank_of(Who::shard, p, n) == rank;
      if (finds && post.is_new) post_to_.push(scope, {.to = account_of(rank)});
      if (finds && is_anew) anew_to_.push(scope, {.to = account_of(rank), .row = p});
    }
  }
  void hear(const StepScope&) {
    posts_.clear_received(), anew_.clear_received(), counts_.clear();
    for (std::uint32_t b = part_.first_block; b < part_.last_block; ++b)
      to_owner_.clear_received(BlockId(b)), post_to_.clear_received(BlockId(b)), anew_to_.clear_received(BlockId(b));
  }

  Way way_;
  std::uint32_t ranks_;
  Partition part_;
  Exchange exchange_;
  WideTally<fan_economy::kPostCounters> counts_;
  Outbox<NewPost> posts_;
  Outbox<Anew> anew_;
  Routed<CountsToOwner> to_owner_;
  Routed<NewPostTo> post_to_;
  Routed<Anew> anew_to_;
};

std::uint64_t carried(int ranks, Way way) {
  std::mutex mutex;
  std::uint64_t bytes = 0;
  run_ranks(ranks, [&](Comm& comm) {
    const auto count = static_cast<std::uint32_t>(comm.size());
    Telling model(Partition::of(count * kBlockRows, comm.rank(), comm.size()), count, way);
    Serial serial;
    Simulation simulation(model, comm, serial);
    simulation.step();
    const std::lock_guard lock(mutex);
    bytes += simulation.mail_bytes().to_all + simulation.mail_bytes().to_owners;
  });
  return bytes;
}

TEST(Exchange, costs_the_bytes_that_the_engine_carries) {
  for (const int ranks : {2, 4}) {
    const Received said = Exchange(static_cast<std::uint32_t>(ranks)).tick(some_posts());
    EXPECT_EQ(said.to_all, carried(ranks, Way::all)) << ranks;
    EXPECT_EQ(said.counts_to_owner + said.owner_to_all, carried(ranks, Way::owner_to_all)) << ranks;
    EXPECT_GT(said.owner_to_finders, 0U);
    // Without outboxes and tallies nothing is told to all.
    EXPECT_EQ(said.counts_to_owner + said.owner_to_finders, carried(ranks, Way::owner_to_finders)) << ranks;
  }
}

}  // namespace
}  // namespace fanfare::exchange_test
