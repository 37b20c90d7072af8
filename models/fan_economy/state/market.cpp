#include "models/fan_economy/state/market.h"

namespace fanfare::fan_economy {

void walk(Archive& archive, Market& m) {
  archive.shared({"brands", "", "price, stock, quality, equity"}, m.brands);
  archive.shared({"usual_price", "cents", "what buyers find usual in a brand's category"}, m.usual_price);
  archive.shared({"season", "1", "multiplies a brand's hazard"}, m.season);
  archive.shared({"offers", "", "discounts and what is left of them"}, m.offers);
  if (m.offers_in_run)
    archive.shared({"offer_kinds", "", "hashes of the words of offers' kinds"}, m.offer_kinds);
  archive.shared({"campaigns", "", "budgets, flights, stages"}, m.campaigns);
  archive.shared({"contracts", "", "who was hired on what terms"}, m.contracts);
  archive.shared({"scheduled", "", "sponsored posts that are to appear"}, m.scheduled);
  archive.shared({"event_states", "", "which events have happened"}, m.events);
  archive.shared({"scandals", "", "scandals so far"}, m.scandals);
  archive.shared({"traded_orders", "", "orders of the last tick"}, m.orders);
  archive.shared({"replies", "", "answers of the last tick"}, m.replies);
  archive.shared({"rising", "", "accounts that may become creators"}, m.rising);
  archive.shared({"ad_impressions", "accounts", "impressions of a creator's posts since midnight"},
                 m.ad_impressions);
  archive.shared({"centrality", "1", "pagerank, core number and betweenness of creators"}, m.centrality);
}

}  // namespace fanfare::fan_economy
