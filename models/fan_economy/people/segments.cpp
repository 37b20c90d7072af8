#include "models/fan_economy/people/segments.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "fanfare/expects.h"
#include "models/fan_economy/people/attributes.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// --- What is asked

double kind_asked(const World& world, AccountId account) {
  const std::uint32_t index = world.creator_index(account);
  if (index == kNobody || world.creators[index].active == 0) return 0;
  return 1 + static_cast<double>(place_of(world.creators[index].kind));
}

double greatest_fandom(const World& world, AccountId account) {
  std::uint32_t most = 0;
  for (const FandomSlot& slot : world.accounts.fandom.row(account))
    if (!slot.empty()) most = std::max(most, slot.level());
  return most / static_cast<double>(FandomSlot::kMaxLevel);
}

// Of an owned account. Levels and truths are numbers too.
double answer(const World& world, AccountId a, const SegmentStep& step) {
  const AccountState& s = world.accounts;
  const auto bond = [&]() -> const BrandBond& { return s.bond.row(a)[step.about]; };
  const auto flag = [&](std::uint8_t which) { return (s.flags[a] & which) != 0 ? 1.0 : 0.0; };
  switch (step.what) {
    case Ask::attribute: return s.attribute.row(a)[step.about];
    case Ask::minor: return flag(AccountFlags::kMinor);
    case Ask::opt_out: return flag(AccountFlags::kOptOut);
    case Ask::author: return 1 - flag(AccountFlags::kReader);
    case Ask::followers: return world.people(world.followers[a.value]);
    case Ask::member: return world.is_member(a, step.about) ? 1 : 0;
    case Ask::creator: return kind_asked(world, a) > 0 ? 1 : 0;
    case Ask::kind: return kind_asked(world, a);
    case Ask::community: return s.community[a];
    case Ask::topic: return strongest(s.interest[a]);
    case Ask::interest: return s.interest[a][step.about] / 255.0;
    case Ask::follows: return static_cast<double>(world.graph.follows(a).size());
    case Ask::fandom: return greatest_fandom(world, a);
    case Ask::minutes: return s.time_today[a] * kTimeUnit / 60;
    case Ask::observed: return s.observed[a];
    case Ask::wallet: return s.wallet[a] / 100.0;
    case Ask::collectivism: return s.collectivism[a] / 255.0;
    case Ask::price_sensitivity: return s.price_sensitivity[a] / 32.0;
    case Ask::ad_scepticism: return s.ad_scepticism[a] / 255.0;
    case Ask::impulsiveness: return s.impulsiveness[a] / 255.0;
    case Ask::stage: return static_cast<double>(bond().at());
    case Ask::attitude: return bond().attitude / kAttitudeUnit;
    case Ask::exposures: return bond().exposures / 16.0;
    case Ask::bought: return (bond().stage & BrandBond::kBought) != 0 ? 1 : 0;
    case Ask::orders: return s.orders.row(a)[step.about];
    case Ask::exposed: return s.frequency.row(a)[step.about];
    case Ask::persona: return s.persona.row(a)[step.about];
    case Ask::count_: break;
  }
  expects(false, "a question of segments without an answer");
  return 0;
}

// Of any account: what is_known allows.
double answer_of_anyone(const World& world, AccountId a, const SegmentStep& step) {
  switch (step.what) {
    case Ask::attribute: return attribute_of(world, a, step.about);
    case Ask::minor: return is_minor(world, a) ? 1 : 0;
    case Ask::opt_out: return refuses_targeting(world, a) ? 1 : 0;
    case Ask::author: return is_author(world, a) ? 1 : 0;
    case Ask::followers: return world.people(world.followers[a.value]);
    case Ask::member: return world.is_member(a, step.about) ? 1 : 0;
    default: break;
  }
  expects(false, "a question of segments that not every rank can answer");
  return 0;
}

bool fits(const SegmentStep& step, double answer) {
  if (question_of(step.what).answer == Answer::number) return compares(answer, step.comparison, step.number);
  return step.holds(static_cast<std::uint32_t>(answer));
}

// --- Expressions: a stack of what waits

void ask_block(const World& world, const SegmentStep& step, std::uint32_t first, std::uint32_t last,
               BlockMask& mask) {
  mask.fill(0);
  for (std::uint32_t a = first; a < last; ++a) {
    const std::uint32_t row = a - first;
    mask[row >> 6] |= std::uint64_t{fits(step, answer(world, AccountId(a), step))} << (row & 63U);
  }
}

// Rows behind the block's last account stay out of every mask.
void negate(BlockMask& mask, std::uint32_t rows) {
  for (std::uint32_t word = 0; word < mask.size(); ++word) {
    const std::uint32_t first = word * 64;
    const std::uint64_t all = rows >= first + 64 ? ~std::uint64_t{0}
                              : rows > first     ? (std::uint64_t{1} << (rows - first)) - 1
                                                 : 0;
    mask[word] = ~mask[word] & all;
  }
}

BlockMask mask_of(const World& world, const SegmentExpression& expression, std::uint32_t first,
                  std::uint32_t last) {
  std::array<BlockMask, kDeepestExpression + 1> waiting;
  std::size_t top = 0;
  for (const SegmentStep& step : expression.steps) switch (step.does) {
      case SegmentStep::Does::ask: ask_block(world, step, first, last, waiting[top++]); break;
      case SegmentStep::Does::negate: negate(waiting[top - 1], last - first); break;
      case SegmentStep::Does::both:
        --top;
        for (std::size_t w = 0; w < waiting[top].size(); ++w) waiting[top - 1][w] &= waiting[top][w];
        break;
      case SegmentStep::Does::either:
        --top;
        for (std::size_t w = 0; w < waiting[top].size(); ++w) waiting[top - 1][w] |= waiting[top][w];
        break;
    }
  return waiting[0];
}

bool holds_of_anyone(const World& world, const SegmentExpression& expression, AccountId account) {
  std::array<bool, kDeepestExpression + 1> waiting{};
  std::size_t top = 0;
  for (const SegmentStep& step : expression.steps) switch (step.does) {
      case SegmentStep::Does::ask: waiting[top++] = fits(step, answer_of_anyone(world, account, step)); break;
      case SegmentStep::Does::negate: waiting[top - 1] = !waiting[top - 1]; break;
      case SegmentStep::Does::both: --top, waiting[top - 1] = waiting[top - 1] && waiting[top]; break;
      case SegmentStep::Does::either: --top, waiting[top - 1] = waiting[top - 1] || waiting[top]; break;
    }
  return waiting[0];
}

// --- What is kept

SegmentCells cells_of(const World& world) {
  SegmentCells cells;
  for (const AttributeParameters& a : world.p.attributes) {
    cells.attribute.push_back(cells.first);
    cells.first += a.levels.size();
  }
  cells.campaigns = world.p.campaigns.size();
  cells.brands = world.p.brands.size();
  cells.rows = world.segments.measured.size();
  return cells;
}

void refill(World& world, BlockId block, std::uint32_t first, std::uint32_t last, bool fixed_too) {
  const Segments& segments = world.segments;
  std::vector<std::uint64_t>& bits = world.accounts.members[block];
  for (std::size_t place = 0; place < segments.kept.size(); ++place) {
    const SegmentExpression& expression = segments.expressions[segments.kept[place]];
    if (expression.is_fixed && !fixed_too) continue;
    const BlockMask mask = mask_of(world, expression, first, last);
    std::copy(mask.begin(), mask.end(), bits.begin() + static_cast<std::ptrdiff_t>(place * mask.size()));
  }
}

std::uint64_t members_in(const World& world, const BlockScope& scope, std::size_t number, std::size_t word) {
  const std::size_t place = world.segments.place[number];
  return world.accounts.members[scope.block][place * std::tuple_size_v<BlockMask> + word];
}

void count_members(World& world, const BlockScope& scope, std::size_t m) {
  const SegmentCells& cells = world.segments.cells;
  for (std::size_t word = 0; word < std::tuple_size_v<BlockMask>; ++word)
    for (std::uint64_t left = members_in(world, scope, world.segments.measured[m], word); left != 0;
         left &= left - 1) {
      const AccountId a(scope.first + static_cast<std::uint32_t>(word * 64) +
                        static_cast<std::uint32_t>(std::countr_zero(left)));
      world.segments.tally.add(scope.worker, cells.size(m), 1);
      for (std::size_t c = 0; c < cells.campaigns; ++c)
        if (world.accounts.frequency.row(a)[c] > 0)
          world.segments.tally.add(scope.worker, cells.reach(m, c), 1);
    }
}

void count_attributes(World& world, const BlockScope& scope) {
  for (std::size_t i = 0; i < world.segments.cells.attribute.size(); ++i) {
    std::array<std::uint32_t, 256> levels{};
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      ++levels[world.accounts.attribute.row(AccountId(a))[i]];
    for (std::size_t level = 0; level < world.p.attributes[i].levels.size(); ++level)
      world.segments.tally.add(scope.worker, world.segments.cells.level(i, level), levels[level]);
  }
}

void announce(World& world, const BlockScope& scope) {
  const auto& creators = world.creators_by_account;
  const auto before = [&](std::uint32_t creator, std::uint32_t account) {
    return world.creators[creator].account < account;
  };
  for (const std::uint16_t number : world.segments.announced)
    for (auto at = std::lower_bound(creators.begin(), creators.end(), scope.first, before);
         at != creators.end() && world.creators[*at].account < scope.last; ++at)
      if (in_segment(world, AccountId(world.creators[*at].account), number))
        world.segments.news.push(scope, {number, world.creators[*at].account});
}

// Joins the moment at which a session ends, where a segment is measured.
struct SessionCount {
  void left(World& world, const BlockScope& scope, const SessionEnd& session) {
    Segments& segments = world.segments;
    for (std::size_t m = 0; m < segments.measured.size(); ++m) {
      if (!in_segment(world, session.reader, segments.measured[m])) continue;
      segments.tally.add(scope.worker, segments.cells.impressions(m), session.items);
      segments.tally.add(scope.worker, segments.cells.seconds(m), static_cast<std::int64_t>(session.seconds));
    }
  }
};

bool is_counting_tick(const World& world) {
  return world.tick == 0 || world.calendar.is_last_of_day(world.tick);
}
bool is_declared(const World& world) { return !world.p.attributes.empty() || !world.p.segments.empty(); }

}  // namespace

void open_segments(World& world) {
  Segments& segments = world.segments;
  const std::size_t count = world.p.segments.size();
  segments.place.assign(count, Segments::kNotKept);
  for (std::size_t i = 0; i < count; ++i) {
    SegmentError error;
    segments.expressions.push_back(parse_segment(world.p, i, error));
    if (error.exists())
      throw ScenarioError("segments." + world.p.segments[i].id + ".where: " + error.what + " (" +
                          error.suggestion + ")");
    if (segments.expressions.back().asks(Ask::persona) && !world.keeps_personas)
      throw ScenarioError("segments." + world.p.segments[i].id +
                          ".where: asks persona, which nobody keeps (write `personas: {}` in the scenario)");
    if (!world.p.segments[i].measured) continue;
    segments.measured.push_back(static_cast<std::uint16_t>(i));
    keep_segment(world, i);
  }
  for (const SegmentUse& use : segment_uses(world.p)) {
    const auto number = static_cast<std::uint16_t>(segment_number(world.p, use.segment));
    if (use.of == SegmentUse::Of::accounts) keep_segment(world, number);
    if (use.of == SegmentUse::Of::accounts || segments.expressions[number].is_known) continue;
    keep_segment(world, number);
    if (std::find(segments.announced.begin(), segments.announced.end(), number) == segments.announced.end())
      segments.announced.push_back(number);
  }
  segments.cells = cells_of(world);
  segments.tally.resize(segments.cells.count());
  segments.totals.assign(segments.cells.count(), 0);
  segments.at_warmup = segments.totals;
  segments.news.resize(world.part);
}

void keep_segment(World& world, std::size_t number) {
  Segments& segments = world.segments;
  if (segments.place[number] != Segments::kNotKept) return;
  segments.place[number] = static_cast<std::uint16_t>(segments.kept.size());
  segments.kept.push_back(static_cast<std::uint16_t>(number));
}

void fill_segments(World& world) {
  if (world.segments.kept.empty()) return;
  static SessionCount session_count;
  if (!world.segments.measured.empty()) {
    world.at.left.join<&SessionCount::left>(session_count);
    for (std::size_t other = 1; other < world.parked.size(); ++other)
      world.parked[other].at.left.join<&SessionCount::left>(session_count);
  }
  const Partition& part = world.part;
  world.setup.parallel.for_each(part.blocks(), [&](std::size_t i, int) {
    const BlockId block(part.first_block + static_cast<std::uint32_t>(i));
    const std::uint32_t first = block.value * kBlockRows;
    world.accounts.members[block].assign(world.segments.kept.size() * std::tuple_size_v<BlockMask>, 0);
    refill(world, block, first, std::min(first + kBlockRows, part.last()), true);
  });
}

void mail_segments(Mail& mail, World& world) {
  if (world.segments.cells.count() > 0) mail.tallies.push_back(&world.segments.tally);
  if (!world.segments.announced.empty()) mail.outboxes.push_back(&world.segments.news);
}

void walk_segments(Archive& archive, World& world) {
  Segments& segments = world.segments;
  if (segments.cells.count() > 0) {
    archive.shared({"segments.totals", "", "accounts, seconds and cents, by attribute and measured segment"},
                   segments.totals);
    archive.shared({"segments.totals_at_warmup", "", "the same when the warm-up ended"}, segments.at_warmup);
  }
  if (!segments.announced.empty())
    archive.shared({"segments.creators", "1", "creators in segments"}, segments.creators);
}

bool in_segment(const World& world, AccountId account, std::size_t number) {
  const std::size_t place = world.segments.place[number];
  expects(place != Segments::kNotKept, "in_segment: nobody said that this segment is to be kept");
  const std::uint32_t row = account.value % kBlockRows;
  const auto& bits = world.accounts.members[BlockId(account.value / kBlockRows)];
  return (bits[place * std::tuple_size_v<BlockMask> + (row >> 6)] >> (row & 63U)) & 1U;
}

bool in_segment(const World& world, AccountId account, const std::string& segment) {
  return segment.empty() ||
         in_segment(world, account, static_cast<std::size_t>(segment_number(world.p, segment)));
}

bool is_known(const World& world, const std::string& segment) {
  return segment.empty() ||
         world.segments.expressions[static_cast<std::size_t>(segment_number(world.p, segment))].is_known;
}

bool has_members(const World& world, std::size_t number) {
  constexpr std::uint32_t kAtOnce = 64;  // blocks
  const SegmentExpression& expression = world.segments.expressions[number];
  const std::uint32_t blocks = block_count(world.part.accounts);
  for (std::uint32_t from = 0; from < blocks; from += kAtOnce) {
    std::array<std::uint8_t, kAtOnce> found{};
    world.setup.parallel.for_each(std::min(kAtOnce, blocks - from), [&](std::size_t i, int) {
      const std::uint32_t first = (from + static_cast<std::uint32_t>(i)) * kBlockRows;
      for (std::uint32_t a = first; a < std::min(first + kBlockRows, world.part.accounts) && found[i] == 0;
           ++a)
        found[i] = holds_of_anyone(world, expression, AccountId(a)) ? 1 : 0;
    });
    if (std::find(found.begin(), found.end(), 1) != found.end()) return true;
  }
  return false;
}

InSegment::InSegment(const World& world, const std::string& segment)
    : world_(world), number_(segment.empty() ? -1 : segment_number(world.p, segment)) {}

bool InSegment::holds(AccountId account) const {
  if (number_ < 0) return true;
  const auto number = static_cast<std::uint32_t>(number_);
  const SegmentExpression& expression = world_.segments.expressions[number];
  if (expression.is_known) return holds_of_anyone(world_, expression, account);
  const auto& creators = world_.segments.creators;
  return std::binary_search(creators.begin(), creators.end(), Membership{number, account.value});
}

void refresh_segments(World& world, const BlockScope& scope) {
  if (!is_declared(world) || !is_counting_tick(world)) return;
  if (world.calendar.is_last_of_day(world.tick)) refill(world, scope.block, scope.first, scope.last, false);
  count_attributes(world, scope);
  for (std::size_t m = 0; m < world.segments.measured.size(); ++m) count_members(world, scope, m);
  announce(world, scope);
}

void close_segments(World& world) {
  if (!is_declared(world)) return;
  Segments& segments = world.segments;
  const bool is_counted = is_counting_tick(world);
  const auto sums = segments.tally.sums();
  for (std::size_t cell = 0; cell < segments.totals.size(); ++cell) {
    if (!segments.cells.is_level(cell))
      segments.totals[cell] += sums[cell];
    else if (is_counted)
      segments.totals[cell] = sums[cell];
  }
  segments.tally.clear();
  if (world.tick + 1 == world.setup.run.warmup_ticks()) segments.at_warmup = segments.totals;
  if (!is_counted) return;
  segments.creators.assign(segments.news.received().begin(), segments.news.received().end());
  std::sort(segments.creators.begin(), segments.creators.end());
  segments.news.clear_received();
}

void count_order(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Cents revenue) {
  Segments& segments = world.segments;
  if (world.accounts.orders.width() > 0) {
    std::uint8_t& orders = world.accounts.orders.row(account)[brand];
    if (orders < 255) ++orders;
  }
  for (std::size_t m = 0; m < segments.measured.size(); ++m) {
    if (!in_segment(world, account, segments.measured[m])) continue;
    segments.tally.add(scope.worker, segments.cells.orders(m, brand), 1);
    segments.tally.add(scope.worker, segments.cells.spending(m, brand), revenue);
  }
}

}  // namespace fanfare::fan_economy
