// What results files hold of the sample. Posts stand most seen first, sponsored ones before unpaid ones;
// nodes in order of account. A study keeps both of its first replicate alone (dataset.h, kOneReplicate).
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <span>
#include <string>

#include "models/fan_economy/feed/explain.h"
#include "models/fan_economy/keys/actions.h"
#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/measure/sample_measures.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::string kind_flags() {
  std::string words = "flags:";
  for (const KindRule& rule : kind_rules()) words += " " + std::string(rule.word);
  return words;
}

Variable sampled(std::string_view name, Names dimensions, std::string_view units, std::string_view long_name,
                 std::string_view formula, bool integral) {
  Variable v = measure(name, std::move(dimensions), units, long_name, formula, integral);
  v.cell_methods = kOneReplicate;
  return v;
}

double kind_of(const World& world, std::uint32_t creator) {
  return creator == kNobody ? kNothing : static_cast<double>(place_of(world.creators[creator].kind));
}

// --- Posts ---------------------------------------------------------------------------------------------

class PostTables {
 public:
  PostTables(const World& world, Recorder& recorder)
      : w_(world), r_(recorder), s_(world.sample.posts), kept_(most_seen()) {}

  void write() {
    if (kept_.empty()) return;
    write_axes();
    write_identity();
    write_audience();
    write_scores();
    write_shares();
  }

 private:
  std::int64_t total(std::size_t row, std::size_t cell) const {
    return s_.totals[row * s_.cells.count() + cell];
  }
  std::int64_t impressions(std::size_t row) const {
    std::int64_t sum = 0;
    for (std::size_t source = 0; source < s_.cells.sources; ++source) sum += total(row, source);
    return sum;
  }

  std::vector<std::size_t> most_seen() const {
    std::vector<std::size_t> rows;
    for (const bool sponsored : {true, false}) {
      std::vector<std::size_t> some;
      for (std::size_t row = 0; row < s_.posts.size(); ++row)
        if (s_.posts[row].is_sponsored() == sponsored && impressions(row) > 0) some.push_back(row);
      std::stable_sort(some.begin(), some.end(),
                       [&](std::size_t a, std::size_t b) { return impressions(a) > impressions(b); });
      some.resize(std::min<std::size_t>(some.size(), w_.p.sample.posts));
      rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
  }

  void write_axes() {
    r_.dimension({"post",
                  {},
                  counting(0, kept_.size()),
                  "1",
                  "sampled post, the most seen first, sponsored before unpaid"});
    r_.dimension({"age",
                  {},
                  counting(0, s_.window_hours),
                  "h",
                  "since the post appeared, from this hour up to the next"});
    axis(r_, "reaction", action_words(), "what a reader can do with an item");
    axis(r_, "appeal_term", words_of(appeal_terms()), "term of the appeal that the platform believes in");
    axis(r_, "score_term", words_of(score_terms()), "term of the score that ranks");
  }

  static Names action_words() {
    Names words;
    for (const ActionEntry& action : kActions) words.emplace_back(action.word);
    return words;
  }

  using TermNames = std::vector<Word>;
  static TermNames appeal_terms() {
    const auto names = term_names();
    return {names.begin(), names.begin() + kAppealTerms};
  }
  TermNames score_terms() const {
    const auto names = term_names();
    TermNames terms(names.begin() + kAppealTerms, names.end());
    terms.insert(terms.end(), w_.terms.begin(), w_.terms.end());
    return terms;
  }
  static Names words_of(const TermNames& terms) {
    Names words;
    for (const Word& term : terms) words.emplace_back(term.word);
    return words;
  }
  // "match: the reader's interests and the post's topics; …"
  static std::string explained(const TermNames& terms) {
    std::string text;
    for (const Word& term : terms)
      text += (text.empty() ? "" : "; ") + std::string(term.word) + ": " + std::string(term.help);
    return text;
  }

  template <class Of>
  void column(const char* name, const char* units, const char* help, std::string_view formula, bool integral,
              const Of& of) {
    std::vector<double> values;
    for (const std::size_t row : kept_) values.push_back(of(s_.posts[row], row));
    put_at_end(r_, sampled(std::string("posts/") + name, {"post"}, units, help, formula, integral), values);
  }
  template <class Of>
  void table(const char* name, const char* second, std::size_t size, const char* units, const char* help,
             const Of& of, std::string_view formula = "") {
    std::vector<double> values;
    for (const std::size_t row : kept_)
      for (std::size_t i = 0; i < size; ++i) values.push_back(of(row, i));
    put_at_end(r_, sampled(std::string("posts/") + name, {"post", second}, units, help, formula, false),
               values);
  }

  void write_identity() {
    using P = SampledPost;
    const auto is = [](bool b) { return b ? 1.0 : 0.0; };
    std::string topics = "flags:";
    for (const std::string& topic : w_.p.topics) topics += " " + topic;
    column("author", "1", "account of the author", "", true,
           [](const P& p, std::size_t) { return p.author; });
    column("posted", "d", "when it appeared, days since the start", "", false,
           [&](const P& p, std::size_t) { return static_cast<double>(p.tick) / w_.ticks_per_day(); });
    column("kind", "1", "kind of creator now", kind_flags(), true,
           [&](const P& p, std::size_t) { return kind_of(w_, p.creator); });
    column("followers", "people", "of the author when it appeared", "", true,
           [&](const P& p, std::size_t) { return w_.people(p.followers); });
    column("quality", "1", "0 … 1", "", false, [](const P& p, std::size_t) { return p.quality; });
    column("topic", "1", "strongest topic", topics, true, [](const P& p, std::size_t) { return p.topic; });
    column("sponsored", "1", "paid for, by a brand or in a placebo", "flags: no yes", true,
           [&](const P& p, std::size_t) { return is(p.is_sponsored()); });
    column("disclosed", "1", "says that it is paid", "flags: no yes", true,
           [&](const P& p, std::size_t) { return is((p.flags & PostFlags::kDisclosed) != 0); });
    if (!w_.p.campaigns.empty())
      table("of_campaign", "campaign", w_.p.campaigns.size(), "1", "1: a post of this campaign",
            [&](std::size_t row, std::size_t c) { return is(s_.posts[row].campaign == c); });
    if (!w_.p.brands.empty())
      table("of_brand", "brand", w_.p.brands.size(), "1", "1: the post names this brand",
            [&](std::size_t row, std::size_t b) { return is(s_.posts[row].brand == b); });
  }

  void write_audience() {
    std::vector<double> hourly;
    for (const std::size_t row : kept_)
      for (std::size_t i = 0; i < s_.window_hours * s_.cells.sources; ++i)
        hourly.push_back(w_.people(s_.hours[row * s_.window_hours * s_.cells.sources + i]));
    put_at_end(r_,
               sampled("posts/impressions", {"post", "age", "source"}, "impressions",
                       "impressions in each hour, by source", "impressions × population.scale", true),
               hourly);
    table("reactions", "reaction", kActionCount, "people", "what readers did",
          [&](std::size_t row, std::size_t i) {
            return w_.people(static_cast<double>(total(row, s_.cells.reaction(i))));
          });
    const std::size_t rungs = std::min(SampledPost::kMostRungs, w_.feed().pools.ladder.size());
    table("climbed", "rung", w_.feed().pools.ladder.size(), "h",
          "hours from appearing to climbing from this rung of the pools; missing: never",
          [&](std::size_t row, std::size_t rung) {
            const std::uint32_t ticks = rung < rungs ? s_.posts[row].climbed[rung] : 0;
            return ticks == 0 ? kNothing : ticks * 24.0 / w_.ticks_per_day();
          });
  }

  // Means over a post's impressions, and over those of them that had competitors, of what else the same readers
  // could have been shown then. `from`: number of the first term.
  void write_terms(const std::string& name, const TermNames& terms, std::size_t from, const char* help) {
    const std::string axis_name = name + "_term", others = name + "_of_others";
    const auto mean = [&](std::size_t row, std::size_t cell, std::int64_t of) {
      return of == 0 ? kNothing
                     : static_cast<double>(total(row, cell)) / PostCells::kTermUnit / static_cast<double>(of);
    };
    table(name.c_str(), axis_name.c_str(), terms.size(), "1", help,
          [&](std::size_t row, std::size_t t) {
            return mean(row, s_.cells.term(from + t), impressions(row));
          },
          explained(terms));
    table(others.c_str(), axis_name.c_str(), terms.size(), "1",
          "the same of what else these readers could have been shown then",
          [&](std::size_t row, std::size_t t) {
            return mean(row, s_.cells.term_of_others(from + t), total(row, s_.cells.with_others()));
          },
          explained(terms));
  }

  void write_scores() {
    write_terms("appeal", appeal_terms(), 0, "mean over its impressions: what the platform thought appealing");
    write_terms("score", score_terms(), kAppealTerms, "mean over its impressions: what the score was made of");
    column("explored", "1", "share of its impressions that exploration placed", "", false,
           [&](const SampledPost&, std::size_t row) {
             return static_cast<double>(total(row, s_.cells.explored())) /
                    static_cast<double>(impressions(row));
           });
  }

  // Shares of the kept posts, in order of time, renumbered.
  void write_shares() {
    std::map<std::uint32_t, double> post_of, share_of;
    for (std::size_t i = 0; i < kept_.size(); ++i)
      post_of[static_cast<std::uint32_t>(kept_[i])] = static_cast<double>(i);
    std::vector<const SampledShare*> shares;
    for (std::uint32_t i = 0; i < s_.shares.size(); ++i) {
      if (!post_of.contains(s_.shares[i].post)) continue;
      share_of[i] = static_cast<double>(shares.size());
      shares.push_back(&s_.shares[i]);
    }
    if (shares.empty()) return;
    r_.dimension({"share", {}, counting(0, shares.size()), "1", "share of a sampled post, in order of time"});
    const auto column = [&](const char* name, const char* units, const char* help, std::string_view formula,
                            bool integral, const auto& of) {
      std::vector<double> values;
      for (const SampledShare* share : shares) values.push_back(of(*share));
      put_at_end(r_, sampled(std::string("posts/share_") + name, {"share"}, units, help, formula, integral),
                 values);
    };
    using S = SampledShare;
    column("post", "1", "the post, its place on the axis `post`", "", true,
           [&](const S& s) { return post_of.at(s.post); });
    column(
        "parent", "1",
        "the share that the sharer saw, its place on this axis; missing: the post itself, or none was seen",
        "", true, [&](const S& s) { return s.parent == kNobody ? kNothing : share_of.at(s.parent); });
    column("account", "1", "account of the sharer", "", true, [](const S& s) { return s.account; });
    column("hours", "h", "since the post appeared", "", false, [&](const S& s) {
      return static_cast<double>(s.tick - s_.posts[s.post].tick) * 24 / w_.ticks_per_day();
    });
    column("depth", "1", "hops from the post", "", true, [](const S& s) { return s.depth; });
    column("source", "1", "where the sharer saw it", "flags: following discovery trending", true,
           [](const S& s) { return s.source; });
    column("followers", "people", "of the sharer", "", true,
           [&](const S& s) { return w_.people(s.followers); });
    column("impressions", "impressions", "that the share brought", "impressions × population.scale", true,
           [&](const S& s) { return w_.people(s.impressions); });
  }

  const World& w_;
  Recorder& r_;
  const PostSample& s_;
  std::vector<std::size_t> kept_;  // rows of the sample
};

// --- Network -------------------------------------------------------------------------------------------

bool has_network(const World& w) { return w.p.sample.accounts > 0 && !w.p.campaigns.empty(); }

template <class Of>
void node_column(const World& w, Recorder& r, const char* name, const char* units, const char* help,
                 std::string_view formula, const Of& of) {
  std::vector<double> values(w.p.sample.accounts, kNothing);
  for (std::size_t i = 0; i < w.sample.network.nodes.size(); ++i) values[i] = of(w.sample.network.nodes[i]);
  put_at_end(r, sampled(std::string("network/node_") + name, {"node"}, units, help, formula, true), values);
}

void finish_network(const World& w, Recorder& r) {
  const NetworkSample& net = w.sample.network;
  node_column(w, r, "account", "1", "account", "", [](const NetworkNode& n) { return n.account; });
  node_column(w, r, "ring", "1", "how near to a hired creator", "flags: hired follower neighbour",
              [](const NetworkNode& n) { return static_cast<double>(n.ring); });
  node_column(w, r, "kind", "1", "kind of creator; missing: none", kind_flags(),
              [&](const NetworkNode& n) { return kind_of(w, n.creator); });
  node_column(w, r, "followers", "people", "when the campaign began", "",
              [&](const NetworkNode& n) { return w.people(n.followers); });
  if (net.links.empty()) return;
  r.dimension(
      {"link", {}, counting(0, net.links.size()), "1", "follow between two nodes when the campaign began"});
  std::vector<double> from, to;
  for (const NetworkLink& link : net.links) from.push_back(link.from), to.push_back(link.to);
  put_at_end(
      r, sampled("network/link_from", {"link"}, "1", "the follower, its place on the axis `node`", "", true),
      from);
  put_at_end(
      r, sampled("network/link_to", {"link"}, "1", "whom it follows, its place on the axis `node`", "", true),
      to);
}

}  // namespace

void declare_sample(const World& world, Recorder& recorder) {
  if (!has_network(world)) return;
  recorder.dimension(
      {"node", {}, counting(0, world.p.sample.accounts), "1", "sampled account around hired creators"});
  recorder.variable(sampled("network/exposures", {"time", "campaign", "node"}, "1",
                            "times exposed to the campaign since the start", "count, at most 255", true));
  recorder.variable(sampled("network/bought", {"time", "campaign", "node"}, "1",
                            "has bought the campaign's brand, ever", "flags: no yes", true));
}

void record_sample(const World& world, Recorder& recorder) {
  if (!has_network(world)) return;
  const NetworkSample& net = world.sample.network;
  const std::size_t campaigns = world.p.campaigns.size(), room = world.p.sample.accounts;
  std::vector<double> exposures(campaigns * room, kNothing), bought = exposures;
  const bool known = net.survey == Survey::done;
  for (std::size_t c = 0; known && c < campaigns; ++c)
    for (std::size_t n = 0; n < net.nodes.size(); ++n) {
      exposures[c * room + n] = static_cast<double>(net.levels[net.exposures(c, n)]);
      bought[c * room + n] = static_cast<double>(net.levels[net.purchases(campaigns, c, n)]);
    }
  recorder.put("network/exposures", exposures);
  recorder.put("network/bought", bought);
}

void finish_sample(const World& world, Recorder& recorder) {
  PostTables(world, recorder).write();
  if (has_network(world)) finish_network(world, recorder);
}

}  // namespace fanfare::fan_economy
