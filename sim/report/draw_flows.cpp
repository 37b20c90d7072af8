// What flows from where to where. What goes round has the end points of a round twice: where it comes from
// and where it arrives.
#include <cmath>

#include "sim/report/exhibits.h"

namespace fanfare {
namespace {

// A mean over replicates at the end; 0 where there is nothing.
double mean_at(const std::optional<Stacked>& s, std::size_t row, std::size_t cell) {
  if (!s || cell >= s->cells()) return 0;
  const Interval x = s->last(row, cell);
  return x.n == 0 ? 0 : x.mean;
}

double mean_of_all(const std::optional<Stacked>& s, std::size_t row) {
  double sum = 0;
  for (std::size_t cell = 0; s && cell < s->cells(); ++cell) sum += mean_at(s, row, cell);
  return sum;
}

std::string with_entry(std::string_view pattern, const std::string& entry) {
  std::string text(pattern);
  if (const std::size_t at = text.find("{}"); at != std::string::npos) text.replace(at, 2, entry);
  return text;
}

class FlowsOfArm {
 public:
  FlowsOfArm(const Recorded& study, std::size_t row) : study_(study), row_(row) {}

  Json all(const exhibits::Flows& flows) {
    for (const exhibits::Flows::Group& group : flows.groups) {
      const Dimension* axis = study_.dimension(group.axis);
      if (group.axis.empty())
        for (const exhibits::Flows::Line& line : group.lines) add(line, "", sum_of_all(line));
      for (std::size_t i = 0; axis != nullptr && i < axis->size(); ++i)
        for (const exhibits::Flows::Line& line : group.lines) add(line, axis->labels[i], sum_at(line, i));
    }
    return std::move(list_);
  }

 private:
  void add(const exhibits::Flows::Line& line, const std::string& entry, double amount) {
    if (std::isfinite(amount) && amount > 0)
      list_.push_back(
          {with_entry(line.from, entry), with_entry(line.to, entry), line.what, number_json(amount)});
  }
  double sum_at(const exhibits::Flows::Line& line, std::size_t cell) const {
    double sum = 0;
    for (const Term& term : line.sum) sum += term.times * mean_at(Stacked::of(study_, term.name), row_, cell);
    return sum;
  }
  double sum_of_all(const exhibits::Flows::Line& line) const {
    double sum = 0;
    for (const Term& term : line.sum) sum += term.times * mean_of_all(Stacked::of(study_, term.name), row_);
    return sum;
  }

  const Recorded& study_;
  std::size_t row_;
  Json list_ = Json::array();
};

}  // namespace

Json flows_json(const exhibits::Flows& flows, const ReportSource& source) {
  const Recorded study = recorded(source);
  if (!Stacked::of(study, flows.needs) || flows.groups.empty() || !study.dimension(flows.groups[0].axis))
    return nullptr;
  Json arms = Json::array();
  for (std::size_t row = 0; row < source.gathered.summary.arms.size(); ++row)
    arms.push_back(FlowsOfArm(study, row).all(flows));
  return {{"unit", flows.unit}, {"arms", arms}};
}

}  // namespace fanfare
