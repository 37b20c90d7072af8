#include "sim/judge/variations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <sstream>

#include "sim/judge/measure.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

bool is_of(std::string_view name, std::string_view group) {
  return name.size() > group.size() && name.starts_with(group) && name[group.size()] == '/';
}

// One array of a group, cut at the label of a comparison: at(entry, row of what comes next, replicate).
class Slab {
 public:
  static std::optional<Slab> of(const Dataset& study, std::string_view group, const std::string& measure,
                                const std::string& label) {
    const Variable* v = study.variable(std::string(group) + "/" + measure);
    if (v == nullptr) return std::nullopt;
    Slab slab;
    slab.variable_ = v;
    std::size_t axis = 0;
    for (; axis < v->dimensions.size(); ++axis) {
      const Dimension* d = study.dimension(v->dimensions[axis]);
      if (d == nullptr) return std::nullopt;
      if (axis == 0) slab.entries_ = d->size();
      else if (d->name == "replicate") slab.replicates_ = d->size();
      else if (slab.replicates_ == 0) slab.rows_ = d->size();
      else {
        const auto found = std::find(d->labels.begin(), d->labels.end(), label);
        if (found == d->labels.end()) return std::nullopt;
        slab.cells_ = d->size();
        slab.cell_ = static_cast<std::size_t>(found - d->labels.begin());
      }
    }
    if (slab.replicates_ == 0 || v->data.size() != slab.entries_ * slab.rows_ * slab.replicates_ * slab.cells_)
      return std::nullopt;
    return slab;
  }

  std::size_t entries() const { return entries_; }
  std::vector<double> values(std::size_t entry, std::size_t row) const {
    std::vector<double> out;
    for (std::size_t r = 0; r < replicates_; ++r)
      out.push_back(variable_->data[((entry * rows_ + row) * replicates_ + r) * cells_ + cell_]);
    return out;
  }
  std::vector<std::vector<double>> table(std::size_t entry) const {
    std::vector<std::vector<double>> out;
    for (std::size_t row = 0; row < rows_; ++row) out.push_back(values(entry, row));
    return out;
  }

 private:
  const Variable* variable_ = nullptr;
  std::size_t entries_ = 0, rows_ = 1, replicates_ = 0, cells_ = 1, cell_ = 0;
};

std::vector<std::string> names_of(const Comparison& c) {
  std::vector<std::string> names;
  for (const ArmOutcome& arm : c.arms) names.push_back(arm.arm);
  return names;
}

// A world judged as the study is.
class Judge {
 public:
  Judge(const Comparison& c, const std::vector<std::string>& placebos, std::uint32_t seed)
      : c_(c), names_(names_of(c)), placebos_(placebos), seed_(seed) {}

  // nullopt where nothing can be ranked.
  std::optional<World> world(const Slab& slab, std::size_t entry, std::optional<std::size_t> best) const {
    Measure measure = c_.measure;
    measure.values = slab.table(entry);
    const Comparison here = compare(std::move(measure), names_, c_.baseline, c_.pairing, seed_, placebos_);
    const Finding found = find(here);
    if (found.order.empty()) return std::nullopt;
    World w;
    w.arms = here.arms;
    w.answer = found.order[0];
    if (c_.measure.shows_loss() && here.arms[found.order[0]].value.mean < 0) w.answer.reset();
    const std::size_t own = best.value_or(found.order[0]);
    w.rival = found.order[0] != own ? found.order[0] : found.order.size() > 1 ? found.order[1] : own;
    if (w.rival != own && here.arms[own].candidate)
      w.lead = t_interval(differences(here.measure.values[own], here.measure.values[w.rival]));
    else
      w.lead = {kNone, kNone, kNone, kNone, 0};
    return w;
  }

 private:
  const Comparison& c_;
  std::vector<std::string> names_;
  const std::vector<std::string>& placebos_;
  std::uint32_t seed_;
};

std::vector<SettingSwing> swings(const Robustness& r) {
  std::vector<SettingSwing> all;
  for (const World& w : r.worlds) {
    if (w.entry.setting.empty()) continue;
    auto s = std::find_if(all.begin(), all.end(), [&](const SettingSwing& one) { return one.name == w.entry.setting; });
    if (s == all.end()) s = all.insert(all.end(), {w.entry.setting, {}, false, 0});
    for (const auto& [path, value] : w.entry.changes)
      if (std::find(s->paths.begin(), s->paths.end(), path) == s->paths.end()) s->paths.push_back(path);
    s->turns |= !w.holds;
    if (const double moved = std::fabs(w.lead.mean - r.written.lead.mean); moved > s->swing) s->swing = moved;
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const SettingSwing& a, const SettingSwing& b) { return a.swing > b.swing; });
  return all;
}

// What an arm brought beyond the baseline; of a difference, itself.
std::vector<double> effect(const Comparison& c, const std::vector<std::vector<double>>& values, std::size_t arm) {
  if (c.measure.incremental()) return values[arm];
  for (std::size_t b = 0; b < c.arms.size(); ++b)
    if (c.arms[b].arm == c.baseline) return differences(values[arm], values[b]);
  return std::vector<double>(values[arm].size(), kNone);
}

std::vector<double> sums(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) out[i] = a[i] + b[i];
  return out;
}

Waterfall waterfall(const Comparison& c, const Slab& slab, const std::vector<VariationEntry>& entries,
                    std::size_t arm) {
  Waterfall w;
  w.arm = arm;
  const std::vector<double> whole = effect(c, slab.table(0), arm);
  w.whole = t_interval(whole);
  std::vector<double> parts(whole.size(), 0);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::vector<double> without = effect(c, slab.table(i + 1), arm);
    const std::vector<double> part = differences(whole, without);
    w.steps.push_back({entries[i].name, t_interval(without), t_interval(part)});
    parts = sums(parts, part);
  }
  w.rest = t_interval(differences(whole, parts));
  return w;
}

// Means over replicates of a variable by (arm, replicate, [time,] unit), at the end.
std::optional<std::vector<Interval>> by_unit(const Dataset& study, const Variable& v, const ReportSpec& spec,
                                             std::string_view axis, std::size_t arm, std::size_t units) {
  if (v.dimensions.size() < 3 || v.dimensions[1] != "replicate" || v.dimensions.back() != axis) return std::nullopt;
  const Dimension* d = study.dimension(axis);
  std::size_t inner = d->size(), times = 1;
  if (v.dimensions.size() == 4) times = study.dimension(v.dimensions[2])->size();
  else if (v.dimensions.size() != 3) return std::nullopt;
  const std::size_t replicates = study.dimension("replicate")->size();
  std::vector<Interval> out;
  for (std::size_t u = 0; u < std::min(units, inner); ++u) {
    std::vector<double> values;
    for (std::size_t r = 0; r < replicates; ++r)
      values.push_back(v.data[(((arm * replicates + r) * times) + times - 1) * inner + u]);
    out.push_back(within(t_interval(values), range_of(v.name, v.units, spec)));
  }
  return out;
}

}  // namespace

std::string entries_text(const std::vector<VariationEntry>& entries) {
  std::string text;
  for (const VariationEntry& e : entries) {
    text += e.name + "\t" + e.setting;
    for (const auto& [path, value] : e.changes) text += "\t" + path + "=" + value;
    text += "\n";
  }
  return text;
}

std::vector<VariationEntry> entries_of(const Dataset& study, std::string_view group) {
  std::vector<VariationEntry> entries;
  const std::string text = text_attribute(study, std::string(group));
  if (text.empty()) return entries;
  for (const std::string& line : split(text, '\n')) {
    const std::vector<std::string> parts = split(line, '\t');
    VariationEntry e;
    if (!parts.empty()) e.name = parts[0];
    if (parts.size() > 1) e.setting = parts[1];
    for (std::size_t i = 2; i < parts.size(); ++i)
      if (const std::size_t at = parts[i].find('='); at != std::string::npos)
        e.changes.emplace_back(parts[i].substr(0, at), parts[i].substr(at + 1));
    entries.push_back(std::move(e));
  }
  return entries;
}

void drop_variations(Dataset& study) {
  for (const std::string_view group : {kPlausible, kWhy, kLeftOut}) {
    std::erase_if(study.variables, [&](const Variable& v) { return is_of(v.name, group); });
    study.attributes.erase(std::string(group));
  }
  std::erase_if(study.dimensions, [](const Dimension& d) {
    return d.name == kPlausibleAxis || d.name == kWhyAxis || d.name == kLeftOutAxis;
  });
}

Held Robustness::held() const {
  Held held;
  for (const World& w : worlds) {
    held.holds += w.holds ? 1 : 0;
    ++held.worlds;
  }
  for (const SettingSwing& s : settings)
    if (s.turns) held.turned_by.push_back(s.name);
  return held;
}

std::optional<Robustness> robustness_of(const Dataset& study, const Comparison& c,
                                        const std::vector<std::string>& placebos, std::uint32_t seed) {
  const auto slab = Slab::of(study, kPlausible, c.measure.name, c.measure.label);
  const std::vector<VariationEntry> entries = entries_of(study, kPlausible);
  if (!slab || entries.empty() || slab->entries() != entries.size() + 1) return std::nullopt;
  const Judge judge(c, placebos, seed);
  const auto written = judge.world(*slab, 0, std::nullopt);
  if (!written) return std::nullopt;
  Robustness r{c.measure.name, c.measure.label, c.measure.unit, find(c).order.empty() ? 0 : find(c).order[0],
               *written, {}, {}};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto world = judge.world(*slab, i + 1, r.best);
    if (!world) continue;  // no run of it has ended
    world->entry = entries[i];
    world->holds = world->answer == r.written.answer;
    r.worlds.push_back(std::move(*world));
  }
  r.settings = swings(r);
  return r;
}

std::vector<Waterfall> waterfalls_of(const Dataset& study, const Comparison& c) {
  std::vector<Waterfall> all;
  const auto slab = Slab::of(study, kWhy, c.measure.name, c.measure.label);
  const std::vector<VariationEntry> entries = entries_of(study, kWhy);
  if (!slab || entries.empty() || slab->entries() != entries.size() + 1) return all;
  for (std::size_t arm = 0; arm < c.arms.size(); ++arm)
    if (c.arms[arm].arm != c.baseline && c.arms[arm].value.n > 0) all.push_back(waterfall(c, *slab, entries, arm));
  return all;
}

std::optional<LeftOutUnits> left_out_of(const Dataset& study, const Comparison& c) {
  std::vector<VariationEntry> entries = entries_of(study, kLeftOut);
  if (entries.size() < 2) return std::nullopt;
  const VariationEntry head = entries.front();  // the arm, and the axis of what was recorded
  entries.erase(entries.begin());
  LeftOutUnits all;
  const auto names = names_of(c);
  const auto arm = std::find(names.begin(), names.end(), head.name);
  if (arm == names.end()) return std::nullopt;
  all.arm = static_cast<std::size_t>(arm - names.begin());
  for (std::size_t u = 0; u < entries.size(); ++u) all.units.push_back({entries[u].name, u + 1 == entries.size(), {}, {}});
  for (const Variable& v : study.variables) {
    if (is_of(v.name, kLeftOut)) {
      const std::string measure = v.name.substr(kLeftOut.size() + 1);
      const auto slab = Slab::of(study, kLeftOut, measure, c.measure.label);
      if (!slab || slab->entries() != entries.size() + 1) continue;
      const std::vector<double> whole = slab->values(0, 0);
      all.whole.emplace_back(measure, t_interval(whole));
      for (std::size_t u = 0; u < entries.size(); ++u)
        all.units[u].caused.emplace_back(measure, t_interval(differences(whole, slab->values(u + 1, 0))));
    } else if (const auto facts = by_unit(study, v, *c.measure.spec, head.setting, all.arm, entries.size())) {
      for (std::size_t u = 0; u < facts->size(); ++u) all.units[u].facts.emplace_back(v.name, (*facts)[u]);
    }
  }
  return all;
}

}  // namespace fanfare
