// Sampled posts: who saw each by hour and source, who shared it, what its score was made of.
#include <array>
#include <cmath>

#include "sim/report/looked_at.h"

namespace fanfare {
namespace {

// A column of `posts/…` or a table of it; missing ones read as NaN.
class PostColumns {
 public:
  explicit PostColumns(const Dataset& study) : study_(study) {}

  double at(const char* name, std::size_t row, std::size_t cell) const {
    const auto column = of(name);
    return column && cell < column->cells() ? column->at(row, cell) : NAN;
  }
  Json word(const char* name, std::size_t row, std::size_t cell) const {
    const auto column = of(name);
    return column ? column->word(row, cell) : Json(nullptr);
  }
  // The entries of a post along the table's second axis.
  Json entries(const char* name, std::size_t row, std::size_t post) const {
    Json list = Json::array();
    const auto table = of(name);
    for (std::size_t i = 0; table && i < table->size(1); ++i)
      list.push_back(number_json(table->at(row, post * table->size(1) + i)));
    return list;
  }
  // The label of the entry that is 1, of a table (post, axis).
  Json marked(const char* name, const char* axis, std::size_t row, std::size_t post) const {
    const std::vector<std::string> labels = labels_of(study_, axis);
    for (std::size_t i = 0; i < labels.size(); ++i)
      if (at(name, row, post * labels.size() + i) == 1) return labels[i];
    return nullptr;
  }

 private:
  std::optional<OneReplicate> of(const char* name) const {
    return OneReplicate::of(study_, std::string("posts/") + name);
  }
  const Dataset& study_;
};

// By source: impressions in each hour, up to the last with any.
Json hours_json(const OneReplicate& seen, std::size_t row, std::size_t post) {
  const std::size_t hours = seen.size(1), sources = seen.size(2);
  const auto at = [&](std::size_t hour, std::size_t source) {
    return seen.at(row, (post * hours + hour) * sources + source);
  };
  std::size_t used = 0;
  for (std::size_t hour = 0; hour < hours; ++hour)
    for (std::size_t s = 0; s < sources; ++s)
      if (at(hour, s) > 0) used = hour + 1;
  Json list = Json::array();
  for (std::size_t s = 0; s < sources; ++s) {
    Json line = Json::array();
    for (std::size_t hour = 0; hour < used; ++hour) line.push_back(number_json(at(hour, s)));
    list.push_back(std::move(line));
  }
  return list;
}

// [parent's place in this list or null, account, hours, depth, source, followers, impressions]
Json shares_json(const Dataset& study, const PostColumns& columns, std::size_t row, std::size_t post) {
  const auto of = OneReplicate::of(study, "posts/share_post");
  Json list = Json::array();
  std::vector<Json> place(of ? of->cells() : 0);  // by share
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (of->at(row, i) != static_cast<double>(post)) continue;
    place[i] = list.size();
    const double parent = columns.at("share_parent", row, i);
    Json share = Json::array({std::isnan(parent) ? Json(nullptr) : place[static_cast<std::size_t>(parent)]});
    for (const char* name : {"share_account", "share_hours", "share_depth"})
      share.push_back(number_json(columns.at(name, row, i)));
    share.push_back(columns.word("share_source", row, i));
    for (const char* name : {"share_followers", "share_impressions"})
      share.push_back(number_json(columns.at(name, row, i)));
    list.push_back(std::move(share));
  }
  return list;
}

Json post_json(const Dataset& study, const OneReplicate& seen, std::size_t row, std::size_t post) {
  const PostColumns columns(study);
  Json json;
  for (const char* name : {"author", "posted", "followers", "quality", "explored"})
    json[name] = number_json(columns.at(name, row, post));
  for (const char* name : {"kind", "topic", "sponsored", "disclosed"})
    json[name] = columns.word(name, row, post);
  json["campaign"] = columns.marked("of_campaign", "campaign", row, post);
  json["brand"] = columns.marked("of_brand", "brand", row, post);
  json["hours"] = hours_json(seen, row, post);
  json["reactions"] = columns.entries("reactions", row, post);
  json["climbed"] = columns.entries("climbed", row, post);
  for (const char* name : {"appeal", "appeal_of_others", "score", "score_of_others"})
    json[name] = columns.entries(name, row, post);
  json["shares"] = shares_json(study, columns, row, post);
  return json;
}

}  // namespace

Json posts_json(const ReportSource& source) {
  const Dataset& study = source.gathered.results.data;
  const auto seen = OneReplicate::of(study, "posts/impressions");
  if (!seen) return nullptr;
  std::vector<Json> arms(source.gathered.results.arms.size(), Json::array());
  for (const std::size_t row : looked_at_rows(source))
    for (std::size_t post = 0; post < seen->size(0); ++post)
      if (!std::isnan(seen->at(row, post * seen->size(1) * seen->size(2))))
        arms[row].push_back(post_json(study, *seen, row, post));
  const Dimension* rungs = study.dimension("rung");
  return {{"sources", labels_of(study, "source")},
          {"reactions", labels_of(study, "reaction")},
          {"appeal_terms", labels_of(study, "appeal_term")},
          {"score_terms", labels_of(study, "score_term")},
          {"rungs", rungs == nullptr ? Json::array() : numbers_json(rungs->values)},
          {"arms", arms}};
}

}  // namespace fanfare
