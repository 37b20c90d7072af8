#include "models/fan_economy/mechanisms/search_keys.h"

#include <set>

namespace fanfare::fan_economy {

void describe(Schema<SearchShareKeys>& s) {
  using K = SearchShareKeys;
  s.value("level", &K::level).required().help("of search.attribute");
  s.value("share", &K::share).unit(Unit::share).in(0, 1).required().help("who search, of those in need");
}

void describe(Schema<SearchBidKeys>& s) {
  using K = SearchBidKeys;
  s.id(&K::id).help("name of the bid");
  s.value("brand", &K::brand).required().help("whose advertisement is shown, and who pays");
  s.value("on", &K::on)
      .required()
      .help("word that is bid on: a brand's name, its own or a rival's, or a topic that some brand has");
  s.value("most", &K::most)
      .unit(Unit::money)
      .in(0.01, 1e6)
      .mutable_at_run()
      .help("that it pays for a click; the price is what beats the next bid");
  s.value("budget", &K::budget).unit(Unit::money).in(0, 1e12).required().help("in all; never passed; 0: no bid");
  s.range("dates", &K::dates).unit(Unit::days).in(0, 1e6).help("days from which and until which it stands");
  s.check([](const K& bid, Checker& c) {
    if (bid.budget > 0 && bid.most > bid.budget)
      c.problem("most", "a bid above the bid's budget buys not one click",
                "lower most, or raise budget to many times of it");
    if (bid.dates.hi <= bid.dates.lo)
      c.problem("dates", "ends before it begins", "write [first day, day after the last]");
  });
}

void describe(Schema<NewCategoryKeys>& s) {
  using K = NewCategoryKeys;
  s.value("topic", &K::topic).required().help("of brands whose category is new");
  s.value("known", &K::known)
      .unit(Unit::share)
      .in(0, 1)
      .help("accounts that understand it at the start, beside those who have bought")
      .source("folk");
}

namespace {

void describe_search_results(Schema<SearchKeys>& s) {
  using K = SearchKeys;
  s.value("reads", &K::reads)
      .unit(Unit::count)
      .quantity_of("posts")
      .in(1, 10)
      .help("results that a searcher reads, the first ones")
      .source("folk");
  s.value("kept", &K::kept)
      .unit(Unit::count)
      .quantity_of("posts")
      .in(1, 4096)
      .help("of a category that can be found; the least worth gives way (80 bytes each)");
  s.value("relevance", &K::relevance)
      .in(0, 100)
      .mutable_at_run()
      .help("weight of how much a post is about what is searched, 0 … 1")
      .source("folk");
  s.value("reviews", &K::reviews)
      .in(0, 100)
      .mutable_at_run()
      .help("weight of likes, comments and shares: 1 at a thousand people, logarithmic")
      .source("folk");
  s.value("freshness", &K::freshness)
      .in(0, 100)
      .mutable_at_run()
      .help("weight of being new: 1 on the day, half of it after half_life")
      .source("folk");
  s.value("half_life", &K::half_life)
      .unit(Unit::days)
      .in(0.01, 1e4)
      .mutable_at_run()
      .help("of a post's freshness")
      .source("folk");
  s.value("noise", &K::noise)
      .in(0, 100)
      .mutable_at_run()
      .help("weight of what suits this searcher today, drawn")
      .source("folk");
}

void describe_search_orders(Schema<SearchKeys>& s) {
  using K = SearchKeys;
  s.value("order_per_search", &K::order_per_search)
      .in(0, 1)
      .mutable_at_run()
      .help("chance of an order of a brand that was read about, with mean interest, full need, no attitude")
      .source("folk: a searcher is some two to three times a click of the feed, purchase.order_per_click");
  s.value("order_ceiling", &K::order_ceiling)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("most that chance can be")
      .source("folk");
}

void describe_search_bids(Schema<SearchKeys>& s) {
  using K = SearchKeys;
  s.list("bids", &K::bids).help("bids for the place above the results");
  s.value("open_ad", &K::open_ad)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("searchers who open the advertisement")
      .source("folk");
  s.value("ad_fit_of_rival", &K::ad_fit_of_rival)
      .in(0.01, 1)
      .help(
          "quality in the auction, and times open_ad, of an advertisement on another brand's name; 1 on "
          "one's own and on topics")
      .source("folk");
  s.value("least_price", &K::least_price)
      .unit(Unit::money)
      .in(0.01, 1e4)
      .help("of a click: a bid below it is not shown")
      .source("folk");
}

void describe_search_learning(Schema<SearchKeys>& s) {
  using K = SearchKeys;
  s.list("new_categories", &K::new_categories)
      .help("categories that people are yet to understand: who does not, does not buy");
  s.words("teaching", &K::teaching)
      .help("campaigns whose posts explain the category rather than praise the brand");
  s.value("teaching_tone", &K::teaching_tone)
      .unit(Unit::share)
      .in(0, 1)
      .help("of a post's tone that is left when it explains")
      .source("folk");
  s.value("taught_by_creators", &K::taught_by_creators)
      .unit(Unit::share)
      .in(0, 1)
      .help("of creators' own posts of such a topic that explain it")
      .source("folk");
  s.value("lesson", &K::lesson)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of what is not understood, that watching or reading an explaining post makes clear")
      .source("folk");
}

}  // namespace

void describe(Schema<SearchKeys>& s) {
  using K = SearchKeys;
  s.value("attribute", &K::attribute)
      .help("attribute by whose levels shares differ and discoveries are counted, as age; empty: none");
  s.list("by_level", &K::by_level)
      .help("who search here, of those in need, by level; the rest as in share")
      .source(
          "18 to 24 years, United States: almost 40 % looked for lunch on TikTok or Instagram, P. "
          "Raghavan (Google), Brainstorm Tech, July 2022; other ages folk");
  s.value("share", &K::share)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("who search here, of those in need")
      .source("folk");
  s.value("occasion", &K::occasion)
      .in(0, 1)
      .mutable_at_run()
      .help("times a day that somebody with mean interest and full need looks for something")
      .source("folk");
  s.value("after_view", &K::after_view)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that who has watched a post about a brand looks the brand up at once, times the share")
      .source("folk");
  s.value("by_name", &K::by_name)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("searches for the name of a brand that is known, rather than for the category")
      .source("folk");
  describe_search_results(s);
  describe_search_orders(s);
  describe_search_bids(s);
  describe_search_learning(s);
  s.check([](const K& keys, Checker& c) {
    std::set<std::string> levels;
    for (const SearchShareKeys& row : keys.by_level)
      if (!levels.insert(row.level).second)
        c.problem("by_level", "'" + row.level + "' stands there twice", "leave one of them out");
    if (!keys.by_level.empty() && keys.attribute.empty())
      c.problem("by_level", "shares by level of no attribute", "name it in search.attribute");
    if (!keys.teaching.empty() && keys.new_categories.empty())
      c.problem("teaching", "nothing is to be taught", "say which in search.new_categories");
  });
}

}  // namespace fanfare::fan_economy
