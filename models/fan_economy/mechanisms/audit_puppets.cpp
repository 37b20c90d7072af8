// Sock puppets of mechanism `algorithm_audit`.
#include <algorithm>
#include <string>
#include <vector>

#include "fanfare/nearest.h"
#include "models/fan_economy/mechanisms/algorithm_audit.h"
#include "models/fan_economy/mechanisms/elsewhere.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/state/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<PuppetKeys>& s) {
  s.id(&PuppetKeys::id).help("name of the puppet");
  s.value("topic", &PuppetKeys::topic).required().help("one of topics, which it is interested in");
  s.value("accounts", &PuppetKeys::accounts)
      .unit(Unit::count)
      .quantity_of("accounts")
      .in(1, 10'000)
      .help("that play it: what one is shown is a matter of luck")
      .source("folk");
  s.value("focus", &PuppetKeys::focus)
      .unit(Unit::share)
      .in(0.125, 1)
      .help("of its interest, in that topic; the rest is spread evenly")
      .source("folk");
}

void Puppets::open(World& world, const std::vector<std::uint32_t>& platforms) {
  platforms_ = platforms;
  for (const PuppetKeys& puppet : keys_) {
    const auto topic = topic_number(world, puppet.topic);
    if (!topic)
      throw ScenarioError("algorithm_audit.puppets." + puppet.id + ".topic: no topic '" + puppet.topic +
                          "' (" + did_you_mean(puppet.topic, world.p.topics, "topics are") + ")");
    topics_.push_back(*topic);
  }
  for (std::uint32_t number = 0; number < count(); ++number) choose(world, number);
  const std::size_t topics = world.p.topics.size();
  for (std::size_t i = 0; i < count() * topics; ++i) {
    const std::size_t cell = world.measures.open("audit puppet");
    if (i == 0) cells_ = cell;
  }
}

void Puppets::choose(const World& world, std::uint32_t number) {
  const PuppetKeys& puppet = keys_of(number);
  const std::uint32_t platform = platforms_[number / keys_.size()];
  const auto free = [&](AccountId a) {
    return !world.is_creator(a) && world.is_member(a, platform) && number_of(a) == kNobody;
  };
  const auto accounts =
      lowest_of(world.part.accounts, luck_.draws(kPuppetDraws + number), puppet.accounts, free);
  if (accounts.size() < puppet.accounts)
    throw ScenarioError("algorithm_audit.puppets." + puppet.id +
                        ".accounts: " + std::to_string(puppet.accounts) + " accounts, but only " +
                        std::to_string(accounts.size()) +
                        (world.has_several() ? " on " + world.p.platforms[platform].id : "") +
                        " are left that are no creators (ask for fewer, or enlarge population.accounts)");
  for (const std::uint32_t a : accounts) chosen_.emplace_back(a, number);
  std::sort(chosen_.begin(), chosen_.end());
}

std::uint32_t Puppets::number_of(AccountId account) const {
  const auto at = std::lower_bound(chosen_.begin(), chosen_.end(), std::pair(account.value, 0U));
  return at != chosen_.end() && at->first == account.value ? at->second : kNobody;
}

TopicRow Puppets::interest_of(std::size_t number) const {
  TopicRow row{};
  const auto mine = static_cast<std::uint32_t>(255 * keys_of(number).focus + 0.5);
  const std::uint32_t rest = (255 - mine) / (kTopics - 1);
  row.fill(static_cast<std::uint8_t>(rest));
  row[topics_[number % keys_.size()]] = static_cast<std::uint8_t>(255 - rest * (kTopics - 1));
  return row;
}

void Puppets::begin(World& world, const BlockScope& scope) {
  for (auto at = std::lower_bound(chosen_.begin(), chosen_.end(), std::pair(scope.first, 0U));
       at != chosen_.end() && at->first < scope.last; ++at) {
    const AccountId account(at->first);
    hold(world, account);
    world.accounts.observed[account] = 0;
    for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
      const auto follows = world.on(p).graph.follows(account);
      for (const std::uint32_t author : std::vector<std::uint32_t>(follows.begin(), follows.end()))
        unfollow_on(world, scope, p, account, AccountId(author));
    }
  }
}

void Puppets::hold(World& world, AccountId account) {
  if (const std::uint32_t number = number_of(account); number != kNobody)
    world.accounts.interest[account] = interest_of(number);
}

void Puppets::count(World& world, const BlockScope& scope, const SessionEnd& session) {
  const std::size_t first = cells_ + number_of(session.reader) * world.p.topics.size();
  const Candidates& c = session.candidates;
  for (const std::uint8_t n : session.shown)
    world.measure_tally.add(scope.worker, first + world.posts.score[c.row[c.chosen[n]]].topic, 1);
}

std::vector<std::string> Puppets::labels(const World& world) const {
  std::vector<std::string> names;
  for (std::size_t number = 0; number < count(); ++number) {
    const std::string& platform = world.p.platforms[platforms_[number / keys_.size()]].id;
    names.push_back((world.has_several() ? platform + ": " : "") + keys_of(number).id);
  }
  return names;
}

void Puppets::declare(const World& world, Recorder& r) {
  if (keys_.empty()) return;
  axis(r, "puppet", labels(world), "sock puppet of an audit");
  r.variable(measure("puppet_own_topic", {"time", "puppet"}, "1",
                     "of what a sock puppet was shown, the share about its topic",
                     "impressions of its topic / impressions", false));
}

void Puppets::record(const World& world, Recorder& r) {
  if (keys_.empty()) return;
  std::vector<double> shares;
  const std::size_t topics = world.p.topics.size();
  for (std::size_t number = 0; number < count(); ++number) {
    std::int64_t all = 0;
    for (std::size_t t = 0; t < topics; ++t) all += world.measures.since_warmup(cells_ + number * topics + t);
    const std::int64_t own =
        world.measures.since_warmup(cells_ + number * topics + topics_[number % keys_.size()]);
    shares.push_back(all == 0 ? kNothing : static_cast<double>(own) / static_cast<double>(all));
  }
  r.put("puppet_own_topic", shares);
}

void Puppets::finish(const World& world, Recorder& r) {
  if (keys_.empty()) return;
  axis(r, "shown_topic", world.p.topics, "topic of what was shown");
  std::vector<double> shown;
  for (std::size_t cell = 0; cell < count() * world.p.topics.size(); ++cell)
    shown.push_back(static_cast<double>(world.measures.since_warmup(cells_ + cell)));
  put_at_end(r,
             measure("audit/puppet_topics", {"puppet", "shown_topic"}, "impressions",
                     "what sock puppets were shown, by topic", "count, not scaled", true),
             shown);
}

}  // namespace fanfare::fan_economy
