#include "models/fan_economy/mechanisms/formats_keys.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/state/formats.h"

namespace fanfare::fan_economy {

namespace {

std::string known_formats() {
  std::string words;
  for (const FormatRule& rule : format_rules()) words += (words.empty() ? "" : ", ") + std::string(rule.word);
  return words;
}
bool is_format(std::string_view word) {
  return std::ranges::any_of(format_rules(), [&](const FormatRule& rule) { return rule.word == word; });
}

// `key`: of the list of shares.
void check_mix(const std::vector<FormatShare>& mix, const std::string& key, Checker& c) {
  double sum = 0;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const std::string place = key + "[" + std::to_string(i) + "]";
    sum += mix[i].share;
    if (!is_format(mix[i].format))
      c.problem(place + ".format", "'" + mix[i].format + "' is no format", "there are " + known_formats());
    for (std::size_t before = 0; before < i; ++before)
      if (mix[before].format == mix[i].format)
        c.problem(place + ".format", "'" + mix[i].format + "' stands there twice", "add up its shares");
  }
  if (std::fabs(sum - 1) > 1e-6)
    c.problem(key, "shares sum to " + std::to_string(std::lround(sum * 1000) / 10) + "%, not 100%",
              "every post has one format: give the rest to one of them");
}

bool is_kind(const std::string& word) {
  return word.empty() || word == "account" ||
         std::ranges::any_of(kind_rules(), [&](const KindRule& kind) { return kind.word == word; });
}

void check_formats(const FormatKeys& keys, Checker& c) {
  check_mix(keys.mix, "mix", c);
  for (std::size_t i = 0; i < keys.mixes.size(); ++i) {
    const std::string place = "mixes[" + std::to_string(i) + "]";
    check_mix(keys.mixes[i].mix, place + ".mix", c);
    if (!is_kind(keys.mixes[i].kind))
      c.problem(place + ".kind", "'" + keys.mixes[i].kind + "' is no kind of creator",
                "name one of fanfare list kinds, or account for those who are none");
  }
  for (std::size_t i = 0; i < keys.change.size(); ++i) {
    const FormatChange& change = keys.change[i];
    const std::string place = "change[" + std::to_string(i) + "]";
    if (!is_format(change.format))
      c.problem(place + ".format", "'" + change.format + "' is no format", "there are " + known_formats());
    for (const auto& [word, value] :
         {std::pair{"length", change.length}, {"cost", change.cost}, {"shelf_life", change.shelf_life}})
      if (value == 0)
        c.problem(place + "." + word, "is zero",
                  "give it some, or leave it out: then it is as the table says");
  }
  if (keys.collab_share + keys.chain_share + keys.subscriber_share > 1)
    c.problem("collab_share", "with chain_share and subscriber_share it is more than all posts",
              "a post is one of the three at most: lower them to 100% together");
}

}  // namespace

void describe(Schema<FormatShare>& s) {
  s.value("format", &FormatShare::format).help("a word of fanfare list formats");
  s.value("share", &FormatShare::share).unit(Unit::share).in(0, 1).help("of posts");
}

void describe(Schema<FormatMix>& s) {
  s.id(&FormatMix::id).help("name of the mix");
  s.value("platform", &FormatMix::platform).help("of authors who publish there; left out: anywhere");
  s.value("kind", &FormatMix::kind)
      .help("of creators of this kind, or of those who are none (account); left out: everyone");
  s.list("mix", &FormatMix::mix).min_items(1).help("shares that sum to 100%");
}

void describe(Schema<FormatChange>& s) {
  using C = FormatChange;
  s.value("format", &C::format).help("whose line of the table is another one here");
  s.value("length", &C::length)
      .in(-1, 36'000)
      .help("seconds of attention that it costs whom it holds; below 0, as all here: as the table says");
  s.value("cost", &C::cost).in(-1, 1000).help("to make one, in short videos of the same author");
  s.value("shelf_life", &C::shelf_life)
      .unit(Unit::hours)
      .in(-1, 1e5)
      .help("in which the odds that a reader takes to it halve");
  const auto rate = [&](std::string_view word, double C::*member) {
    s.value(word, member).in(-1, 1000).help("times the chance of this action");
  };
  rate("watch", &C::watch);
  rate("like", &C::like);
  rate("comment", &C::comment);
  rate("share", &C::share);
  rate("follow", &C::follow);
  rate("click", &C::click);
  rate("hide", &C::hide);
}

void describe(Schema<FormatKeys>& s) {
  using F = FormatKeys;
  const auto share = [&](std::string_view name, double F::*member, std::string_view help,
                         std::string_view source = "folk") {
    s.value(name, member).unit(Unit::share).in(0, 1).mutable_at_run().help(help).source(source);
  };
  s.list("mix", &F::mix).help("shares of the formats of posts, which sum to 100%").source("folk");
  s.list("mixes", &F::mixes).help("the same of authors of a platform or a kind; the first that fits holds");
  s.list("change", &F::change).help("other lines of the table of formats");

  s.value("brief", &F::brief).in(0, 36'000).help("seconds beyond which a post is long").source("folk");
  s.value("brief_young", &F::brief_young)
      .unit(Unit::share)
      .in(0, 1)
      .help("of the youngest, who would rather have it brief")
      .source("folk");
  s.value("brief_old", &F::brief_old)
      .unit(Unit::share)
      .in(0, 1)
      .help("the same of the oldest; bands of age between them lie in between")
      .source("folk");
  s.value("long_loss", &F::long_loss)
      .in(-10, 10)
      .help("appeal that a long post loses with them; on average over an age band, by its share")
      .source("folk");

  s.value("bullets", &F::bullets)
      .in(0, 100)
      .mutable_at_run()
      .help("comments that fly over a video bring comments: times the chance, beside once, with very many")
      .source("folk");
  s.value("bullets_half", &F::bullets_half)
      .unit(Unit::people)
      .in(0.1, 1e9)
      .mutable_at_run()
      .help("comments at which it is half of that")
      .source("folk");
  s.value("bullets_fresh", &F::bullets_fresh)
      .unit(Unit::hours)
      .in(0, 1e4)
      .mutable_at_run()
      .help("for which a video is fresh; afterwards nobody looks at them")
      .source("folk");

  share("collab_share", &F::collab_share, "of creators' own posts, that are made with another creator");
  s.value("partners_tried", &F::partners_tried)
      .unit(Unit::count)
      .quantity_of("creators")
      .in(1, 1000)
      .help("drawn by lot, of whom the closest in niche is asked")
      .source("folk");

  share("chain_share", &F::chain_share, "of creators' own posts, that ask readers to add theirs");
  share("join", &F::join,
        "chance that a reader who watches a post of a chain adds one of its own, once a chain");

  share("subscriber_share", &F::subscriber_share, "of creators' own posts, for subscribers alone");
  share("subscribe_at", &F::subscribe_at, "fandom from which an account may subscribe; it leaves below half");
  share("subscribe", &F::subscribe, "chance a day that such an account subscribes");
  s.value("fee", &F::fee)
      .unit(Unit::money)
      .in(0, 1e6)
      .mutable_at_run()
      .help("of one person for thirty days")
      .source("folk");
  share("platform_share", &F::platform_share, "of the fee, that the platform keeps",
        "30 to 50 % are usual; folk");
  share("subscriber_gain", &F::subscriber_gain, "fandom that watching a post for subscribers adds");
  s.check(check_formats);
}

}  // namespace fanfare::fan_economy
