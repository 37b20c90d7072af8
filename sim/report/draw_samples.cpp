// Sampled things: their course, what came of them, what is said of each.
#include <cmath>

#include "sim/report/exhibits.h"
#include "sim/report/looked_at.h"

namespace fanfare {
namespace {

using SampleDraw = exhibits::Samples::Part::Draw;

// Columns and tables of an arm's samples; missing ones read as NaN.
class SampleColumns {
 public:
  SampleColumns(const Recorded& study, std::size_t row) : study_(study), row_(row) {}

  double at(std::string_view name, std::size_t cell) const {
    const auto column = OneReplicate::of(study_, name);
    return column && cell < column->cells() ? column->at(row_, cell) : NAN;
  }
  Json word(std::string_view name, std::size_t cell) const {
    const auto column = OneReplicate::of(study_, name);
    return column ? column->word(row_, cell) : Json(nullptr);
  }
  // The entries of a sample along the table's second axis.
  Json entries(std::string_view name, std::size_t sample) const {
    Json list = Json::array();
    const auto table = OneReplicate::of(study_, name);
    for (std::size_t i = 0; table && table->axes() == 2 && i < table->size(1); ++i)
      list.push_back(number_json(table->at(row_, sample * table->size(1) + i)));
    return list;
  }
  // The label of the entry that is 1, of a table (sample, axis).
  Json marked(std::string_view name, std::string_view axis, std::size_t sample) const {
    const std::vector<std::string> labels = labels_of(study_, axis);
    for (std::size_t i = 0; i < labels.size(); ++i)
      if (at(name, sample * labels.size() + i) == 1) return labels[i];
    return nullptr;
  }
  // By entry of the third axis: what there was in each step of the second, up to the last with any.
  Json course(std::string_view name, std::size_t sample) const {
    const auto seen = OneReplicate::of(study_, name);
    if (!seen || seen->axes() != 3) return Json::array();
    const std::size_t times = seen->size(1), kinds = seen->size(2);
    const auto at = [&](std::size_t time, std::size_t kind) {
      return seen->at(row_, (sample * times + time) * kinds + kind);
    };
    std::size_t used = 0;
    for (std::size_t time = 0; time < times; ++time)
      for (std::size_t k = 0; k < kinds; ++k)
        if (at(time, k) > 0) used = time + 1;
    Json list = Json::array();
    for (std::size_t k = 0; k < kinds; ++k) {
      Json line = Json::array();
      for (std::size_t time = 0; time < used; ++time) line.push_back(number_json(at(time, k)));
      list.push_back(std::move(line));
    }
    return list;
  }
  // [parent's place in this list or null, column, column, …] for each line of the table that is of the
  // sample.
  Json tree(const exhibits::Samples::Tree& tree, std::size_t sample) const {
    const auto of = OneReplicate::of(study_, tree.sample);
    Json list = Json::array();
    std::vector<Json> place(of ? of->cells() : 0);  // by line of the table
    for (std::size_t i = 0; i < place.size(); ++i) {
      if (of->at(row_, i) != static_cast<double>(sample)) continue;
      place[i] = list.size();
      const double parent = at(tree.parent, i);
      const bool has_parent = parent >= 0 && parent < static_cast<double>(place.size());
      Json node = Json::array({has_parent ? place[static_cast<std::size_t>(parent)] : Json(nullptr)});
      for (const exhibits::Samples::Tree::Column& column : tree.columns)
        node.push_back(column.is_word ? word(column.of, i) : number_json(at(column.of, i)));
      list.push_back(std::move(node));
    }
    return list;
  }

 private:
  const Recorded& study_;
  std::size_t row_;
};

Json part_of_sample(const exhibits::Samples& samples, const exhibits::Samples::Part& part,
                    const SampleColumns& columns, std::size_t sample) {
  switch (part.draw) {
    case SampleDraw::number: return number_json(columns.at(part.of, sample));
    case SampleDraw::word: return columns.word(part.of, sample);
    case SampleDraw::marked: return columns.marked(part.of, part.axis, sample);
    case SampleDraw::entries: return columns.entries(part.of, sample);
    case SampleDraw::course: return columns.course(part.of, sample);
    case SampleDraw::tree: return columns.tree(samples.tree, sample);
  }
  return nullptr;
}

Json axis_json(const Recorded& study, const exhibits::Samples::Axis& axis) {
  if (!axis.is_numbers) return labels_of(study, axis.axis);
  const Dimension* d = study.dimension(axis.axis);
  return d == nullptr ? Json::array() : numbers_json(d->values);
}

}  // namespace

Json samples_json(const exhibits::Samples& samples, const ReportSource& source) {
  const Recorded study = recorded(source);
  const auto seen = OneReplicate::of(study, samples.seen);
  if (!seen || seen->axes() != 3) return nullptr;
  std::vector<Json> arms(source.gathered.results.arms.size(), Json::array());
  for (const std::size_t row : looked_at_rows(source)) {
    const SampleColumns columns(study, row);
    for (std::size_t sample = 0; sample < seen->size(0); ++sample) {
      if (std::isnan(seen->at(row, sample * seen->size(1) * seen->size(2)))) continue;
      Json json;
      for (const exhibits::Samples::Part& part : samples.parts)
        json[std::string(part.key)] = part_of_sample(samples, part, columns, sample);
      arms[row].push_back(std::move(json));
    }
  }
  Json out;
  for (const exhibits::Samples::Axis& axis : samples.axes)
    out[std::string(axis.key)] = axis_json(study, axis);
  out["arms"] = arms;
  return out;
}

}  // namespace fanfare
