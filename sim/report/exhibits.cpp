// Which drawer draws what, and where it goes in the document.
#include "sim/report/exhibits.h"

#include "sim/words/labels.h"

namespace fanfare {
namespace {

struct Drawer {
  const ReportSource& source;
  std::string_view title;

  Json operator()(const exhibits::Parts& parts) const { return parts_json(parts, source); }
  Json operator()(const exhibits::Scatter& scatter) const { return scatter_json(scatter, source); }
  Json operator()(const exhibits::Flows& flows) const { return flows_json(flows, source); }
  Json operator()(const exhibits::Samples& samples) const { return samples_json(samples, source); }
  Json operator()(const exhibits::Neighbourhood& around) const { return neighbourhood_json(around, source); }
  Json operator()(const exhibits::Lines& lines) const { return lines_json(lines, source); }
  Json operator()(const exhibits::Table& table) const { return table_json(table, title, source); }
};

// The kinds that need no place: a page draws them whatever they are about.
const char* kind_of(const Exhibit& exhibit) {
  return std::holds_alternative<exhibits::Lines>(exhibit.drawn)   ? "lines"
         : std::holds_alternative<exhibits::Table>(exhibit.drawn) ? "table"
                                                        : "other";
}

// A key of the labels, or the title itself; of a key "exhibit.<what>" that they don't have, what it is.
Json title_json(std::string_view title) {
  const std::string unsaid(title.starts_with(kExhibitKeys) ? title.substr(kExhibitKeys.size()) : title);
  Json json;
  for (const Language language : {Language::english, Language::chinese}) {
    const std::string said = label_or_empty(title, language);
    json[std::string(code_of(language))] = said.empty() ? unsaid : said;
  }
  return json;
}

// At "a.b": member b of object a, which is made where there is none. Nothing goes into what is null.
void put_at(Json& document, std::string_view place, Json what) {
  Json* at = &document;
  for (std::size_t dot = place.find('.'); dot != std::string_view::npos; dot = place.find('.')) {
    const std::string key(place.substr(0, dot));
    if (!at->contains(key)) (*at)[key] = Json::object();
    at = &(*at)[key];
    if (!at->is_object()) return;
    place.remove_prefix(dot + 1);
  }
  (*at)[std::string(place)] = std::move(what);
}

}  // namespace

void place_exhibits(Json& document, const ReportSource& source) {
  for (const Exhibit& exhibit : recorded(source).spec.exhibits) {
    Json drawn = std::visit(Drawer{source, exhibit.title}, exhibit.drawn);
    if (!exhibit.place.empty()) {
      put_at(document, exhibit.place, std::move(drawn));
    } else if (!drawn.is_null()) {
      Json whole = {{"kind", kind_of(exhibit)}, {"title", title_json(exhibit.title)}};
      whole.update(drawn);
      document["exhibits"].push_back(std::move(whole));
    }
  }
}

}  // namespace fanfare
