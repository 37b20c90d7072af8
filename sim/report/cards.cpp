// A table whose title is the label exhibit.<axis> of an axis of the results: what it holds by that axis
// stands on cards, one for each entry. Numbers by that axis alone are facts; by that and one more, lists. A
// fact whose unit is another axis says which of those that were left out the entry is: its card then has what
// that one caused.
#include <optional>

#include "sim/judge/measure.h"
#include "sim/report/exhibits.h"

namespace fanfare {
namespace {

class ExhibitCards {
 public:
  ExhibitCards(std::string_view axis, const ReportSource& source)
      : axis_(*recorded(source).dimension(axis)), source_(source) {}

  // False: the variable is not by this axis.
  bool take(const Stacked& s) {
    const auto& axes = s.rest();
    if (axes.empty() || axes[0] != &axis_ || axes.size() > 2) return false;
    (axes.size() == 1 ? facts_ : lists_).push_back(s);
    return true;
  }

  Json json() const {
    Json all = Json::array();
    for (std::size_t entry = 0; entry < axis_.size(); ++entry) all.push_back(card(entry));
    return {{"axis", axis_.name}, {"of", std::move(all)}};
  }

 private:
  const StudySummary& summary() const { return source_.gathered.summary; }

  static Json arms(const Stacked& s, std::size_t cell) {
    Json all = Json::array();
    for (std::size_t row = 0; row < s.rows(); ++row) all.push_back(interval_json(s.last(row, cell)));
    return all;
  }

  Json card(std::size_t entry) const {
    Json facts = Json::array(), lists = Json::array(), caused = nullptr;
    for (const Stacked& s : facts_) {
      if (s.is_missing(entry)) continue;
      if (says_unit(s)) {
        caused = caused_by(s, entry);
        continue;
      }
      Json fact = heading_json(s.variable());
      fact["arms"] = arms(s, entry);
      facts.push_back(std::move(fact));
    }
    for (const Stacked& s : lists_)
      if (Json list = list_of(s, entry); !list["rows"].empty()) lists.push_back(std::move(list));
    // The first fact of all says whether it took part.
    return {{"name", entry_name(axis_, entry)},
            {"there", !facts_.empty() && !facts_[0].is_missing(entry)},
            {"facts", facts},
            {"lists", lists},
            {"caused", caused}};
  }

  static Json list_of(const Stacked& s, std::size_t entry) {
    const Dimension& other = *s.rest()[1];
    Json list = heading_json(s.variable());
    list["rows"] = Json::array();
    for (std::size_t k = 0; k < other.size(); ++k) {
      const std::size_t cell = entry * other.size() + k;
      if (s.is_missing(cell)) continue;
      list["rows"].push_back({{"label", entry_name(other, k)}, {"arms", arms(s, cell)}});
    }
    return list;
  }

  bool says_unit(const Stacked& s) const {
    return !s.variable().units.empty() && recorded(source_).dimension(s.variable().units) != nullptr;
  }

  // Nothing where it is none of them, not the same in all replicates, or one of the rest.
  Json caused_by(const Stacked& s, std::size_t entry) const {
    if (!summary().left_out) return nullptr;
    const auto& left = *summary().left_out;
    const std::vector<double> numbers = s.over_replicates(left.arm, s.times() - 1, entry);
    for (const double number : numbers)
      if (number != numbers[0]) return nullptr;
    const double last = static_cast<double>(left.units.size());
    if (numbers.empty() || !(numbers[0] >= 1) || numbers[0] >= last) return nullptr;
    Json facts = Json::array();
    for (const auto& [measure, value] : left.units[static_cast<std::size_t>(numbers[0]) - 1].caused)
      facts.push_back({{"name", measure}, {"unit", unit_of(measure)}, {"value", interval_json(value)}});
    return {{"arm", left.arm}, {"facts", facts}};
  }
  std::string unit_of(const std::string& measure) const {
    for (const Comparison& c : summary().comparisons)
      if (c.measure.name == measure) return c.measure.unit;
    const Variable* v = recorded(source_).variable(measure);
    return v == nullptr ? "" : v->units;
  }

  const Dimension& axis_;
  const ReportSource& source_;
  std::vector<Stacked> facts_, lists_;
};

// A row for each cell.
void add_rows(Json& rows, const Stacked& s) {
  for (std::size_t cell = 0; cell < s.cells(); ++cell) {
    if (s.is_missing(cell)) continue;
    Json row = heading_json(s.variable());
    row["label"] = s.cell_name(cell);
    row["arms"] = Json::array();
    for (std::size_t arm = 0; arm < s.rows(); ++arm) row["arms"].push_back(interval_json(s.last(arm, cell)));
    rows.push_back(std::move(row));
  }
}

// Empty: no axis of the results is called as the title is.
std::string_view axis_of(std::string_view title, const Recorded& study) {
  if (!title.starts_with(kExhibitKeys)) return {};
  title.remove_prefix(kExhibitKeys.size());
  const Dimension* axis = study.dimension(title);
  return axis != nullptr && !axis->labels.empty() ? title : std::string_view{};
}

}  // namespace

Json table_json(const exhibits::Table& table, std::string_view title, const ReportSource& source) {
  const Recorded study = recorded(source);
  const std::string_view axis = axis_of(title, study);
  std::optional<ExhibitCards> cards;
  if (!axis.empty()) cards.emplace(axis, source);
  Json rows = Json::array();
  bool has_cards = false;
  for (const std::string_view name : table.names) {
    const auto s = Stacked::of(study, name);
    if (!s) continue;
    if (cards && cards->take(*s))
      has_cards = true;
    else
      add_rows(rows, *s);
  }
  if (rows.empty() && !has_cards) return nullptr;
  Json json = {{"rows", std::move(rows)}};
  if (has_cards) json["cards"] = cards->json();
  return json;
}

}  // namespace fanfare
