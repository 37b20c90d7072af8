// JSON and CSV: the same as the tables with exact numbers; what is not known is null, or an empty cell.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/sensitivity/say.h"
#include "sim/words/called.h"

namespace fanfare::sensitivity {

using Json = nlohmann::ordered_json;

namespace {

Json index(const Index& i) {
  return {{"value", i.value}, {"low", i.low}, {"high", i.high}};
}

Json factor_json(const Sensitivity& s, const FactorEffect& e) {
  Json json = {{"path", s.factors[e.factor].name},
               {"name",
                {{"en", factor_called(s.factors, e.factor, Language::english)},
                 {"zh", factor_called(s.factors, e.factor, Language::chinese)}}}};
  const auto put = [&](const char* name, const Index& i) {
    json[name] = i.exists() ? index(i) : Json(nullptr);
  };
  put("first", e.first);
  put("total", e.total);
  put("mean_effect", e.mean);
  put("absolute_effect", e.absolute);
  put("spread_of_effects", e.spread);
  json["luck_floor"] = e.floor;
  put("rank_correlation", e.rank);
  json["chance"] = e.chance;
  return json;
}

Json aspect_json(const Sensitivity& s, const Aspect& a) {
  Json json = {
      {"aspect", word_of(a.kind)},
      {"measure", a.measure},
      {"label", a.label},
      {"unit", a.unit},
      {"called", {{"en", aspect_called(a, Language::english)}, {"zh", aspect_called(a, Language::chinese)}}},
      {"layout", word_of(a.layout)},
      {"points", a.points},
      {"bases", a.bases},
      {"replicates", a.replicates},
      {"mean", a.mean},
      {"between", a.between},
      {"luck",
       {{"share", index(a.luck_share)},
        {"variance_of_points", a.luck.points},
        {"variance_shared", a.luck.shared},
        {"variance_own", a.luck.own}}},
      {"factors", Json::array()}};
  for (const std::size_t at : by_weight(a)) json["factors"].push_back(factor_json(s, a.factors[at]));
  return json;
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string cell(double x) { return std::isfinite(x) ? fmt::format("{}", x) : ""; }

}  // namespace

std::string sensitivity_json(const Sensitivity& s) {
  Json json = {{"kind", "sensitivity"},  {"simulated", true},       {"name", s.name},
               {"question", s.question}, {"level", 0.95},           {"scenario_digest", s.digest},
               {"plans", s.plans},       {"aspects", Json::array()}};
  for (const Aspect& a : s.aspects) json["aspects"].push_back(aspect_json(s, a));
  json["notes"] = {{"en", in_words(s.notes, Language::english)},
                   {"zh", in_words(s.notes, Language::chinese)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string sensitivity_csv(const Sensitivity& s) {
  std::string text = "aspect,measure,label,factor,index,value,low,high,n,scenario,origin\r\n";
  for (const Aspect& a : s.aspects) {
    const auto put = [&](const std::string& factor, const char* name, const Index& i) {
      if (!i.exists()) return;
      text += fmt::format("{},{},{},{},{},{},{},{},{},{},simulated\r\n", word_of(a.kind), quoted(a.measure),
                          quoted(a.label), quoted(factor), name, cell(i.value), cell(i.low), cell(i.high),
                          a.replicates, s.digest.substr(0, 12));
    };
    for (const FactorEffect& e : a.factors) {
      const std::string& path = s.factors[e.factor].name;
      put(path, "first", e.first);
      put(path, "total", e.total);
      put(path, "mean_effect", e.mean);
      put(path, "absolute_effect", e.absolute);
      put(path, "spread_of_effects", e.spread);
      put(path, "rank_correlation", e.rank);
    }
    put("luck", "total", a.luck_share);
  }
  return text;
}

}  // namespace fanfare::sensitivity
