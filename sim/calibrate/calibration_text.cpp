// Tables for people; the same words in both languages.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/calibrate/calibrate.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

std::string per_cent(Language language, double share) { return people_quantity_in(language, share, "share"); }

std::string prior_text(const CalibratedParameter& p, Language language) {
  if (p.prior == CalibratedParameter::Prior::normal)
    return sentence("calibrate.normal", language, {{"mean", p.shown(p.mean)}, {"sd", p.shown(p.sd)}});
  const bool is_log = p.prior == CalibratedParameter::Prior::log_uniform;
  return sentence(is_log ? "calibrate.log_uniform" : "calibrate.uniform", language,
                  {{"low", p.shown(p.low)}, {"high", p.shown(p.high)}});
}

std::string quantity(Language language, double value, const CalibratedTarget& t) {
  return people_quantity_in(language, value, t.unit);
}

std::string parameters_table(const Calibrated& c, std::size_t width, Language language) {
  Table table({label("calibrate.factor", language), label("calibrate.prior", language),
               label("calibrate.fitted", language), label("calibrate.posterior", language),
               label("calibrate.left", language)});
  for (std::size_t k = 0; k < c.parameters.size(); ++k) {
    const CalibratedParameter& p = c.study.parameters[k];
    const ParameterAnswer& a = c.parameters[k];
    table.add({p.name, prior_text(p, language), p.shown(a.fitted),
               fmt::format("{} ({} … {})", p.shown(a.median), p.shown(a.low), p.shown(a.high)),
               per_cent(language, std::min(a.left, 1.0))});
  }
  return table.render(width);
}

std::string targets_table(const Calibrated& c, std::size_t width, Language language) {
  Table table({label("calibrate.target", language), label("calibrate.observed", language),
               label("calibrate.fitted", language), label("calibrate.one_run", language),
               label("calibrate.sigma", language)});
  for (std::size_t t = 0; t < c.targets.size(); ++t) {
    const CalibratedTarget& target = c.study.targets[t];
    const TargetAnswer& a = c.targets[t];
    table.add({target.observed.name,
               fmt::format("{} ± {}", quantity(language, target.observed.value, target),
                           people_number_in(language, target.observed.error)),
               quantity(language, a.fitted, target),
               fmt::format("{} ± {}", quantity(language, a.mean, target), people_number_in(language, a.sd)),
               fmt::format("{:+.1f}", a.in_sigma)});
  }
  return table.render(width);
}

std::string waves_table(const Calibrated& c, std::size_t width, Language language) {
  Table table({label("calibrate.wave_number", language), label("calibrate.points", language),
               label("calibrate.runs", language), label("calibrate.plausible", language),
               label("calibrate.surety", language)});
  for (std::size_t w = 0; w < c.matched.waves.size(); ++w) {
    const WaveRecord& record = c.matched.waves[w];
    const double surety = *std::max_element(record.surety.begin(), record.surety.end());
    table.add({std::to_string(w + 1), std::to_string(record.points), std::to_string(record.runs),
               per_cent(language, record.share_left),
               std::isfinite(surety) ? people_number_in(language, surety) : "–"});
  }
  return table.render(width);
}

std::vector<std::string> remarks(const Calibrated& c, Language language) {
  std::vector<std::string> said;
  for (const Ridge& ridge : c.ridges) said.push_back(ridge_text(c, ridge, language));
  for (std::size_t t = 0; t < c.targets.size(); ++t) {
    const std::string& name = c.study.targets[t].observed.name;
    if (std::fabs(c.targets[t].in_sigma) > 2.5)
      said.push_back(
          sentence("calibrate.off_target", language,
                   {{"target", name}, {"sigma", fmt::format("{:.1f}", std::fabs(c.targets[t].in_sigma))}}));
    const double surety = c.matched.waves.back().surety[t];
    if (surety > 0.5)
      said.push_back(
          sentence("calibrate.unsure", language, {{"target", name}, {"surety", per_cent(language, surety)}}));
  }
  return said;
}

std::string nothing_text(const Calibrated& c, std::size_t width, Language language) {
  const NearestMiss near = c.matched.space.nearest();
  std::vector<std::string> misses, point;
  for (std::size_t t = 0; t < near.miss.size(); ++t)
    if (std::fabs(near.in_sigma[t]) > 1)
      misses.push_back(sentence("calibrate.miss", language,
                                {{"target", c.study.targets[t].observed.name},
                                 {"miss", quantity(language, near.miss[t], c.study.targets[t])},
                                 {"sigma", fmt::format("{:.1f}", std::fabs(near.in_sigma[t]))}}));
  for (std::size_t k = 0; k < c.study.parameters.size(); ++k) {
    const CalibratedParameter& p = c.study.parameters[k];
    point.push_back(fmt::format("{} = {}", p.name, p.shown(p.value(near.point[k]))));
  }
  const std::string text =
      sentence("calibrate.nothing", language,
               {{"waves", std::to_string(c.matched.waves.size())},
                {"runs", std::to_string(c.runs)},
                {"misses", fmt::format("{}", fmt::join(misses, ", "))}}) +
      " " +
      sentence("calibrate.nothing_at", language, {{"point", fmt::format("{}", fmt::join(point, ", "))}});
  return wrapped(text, width) + "\n\n" + waves_table(c, width, language);
}

double chance_of_ranks(const Recovery& recovery, std::size_t parameter) {
  constexpr std::size_t kBins = 5;
  std::array<double, kBins> counts{};
  double n = 0;
  for (const Recovery::Try& one : recovery.tries)
    if (!one.nothing_left)
      counts[std::min(kBins - 1, static_cast<std::size_t>(one.rank[parameter] * kBins))] += 1, n += 1;
  double chi = 0;
  for (const double count : counts) chi += (count - n / kBins) * (count - n / kBins) / (n / kBins);
  return n > 0 ? chi_square_tail(chi, kBins - 1) : std::nan("");
}

}  // namespace

std::string ridge_text(const Calibrated& c, const Ridge& ridge, Language language) {
  std::vector<std::string> parts;
  for (const std::size_t k : ridge.parts)
    parts.push_back(c.study.parameters[k].name + (ridge.is_one()           ? ""
                                                  : ridge.direction[k] > 0 ? " ↑"
                                                                           : " ↓"));
  return sentence(ridge.is_one() ? "calibrate.ridge_one" : "calibrate.ridge", language,
                  {{"parts", fmt::format("{}", fmt::join(parts, ", "))},
                   {"width", per_cent(language, std::min(ridge.width, 1.0))}});
}

std::string calibration_text(const Calibrated& c, std::size_t width, Language language) {
  std::string text = c.study.question.empty() ? "" : wrapped(c.study.question, width) + "\n\n";
  if (c.matched.end == Matched::End::nothing) return text + nothing_text(c, width, language);
  text += sentence("calibrate.head", language,
                   {{"waves", std::to_string(c.matched.waves.size())},
                    {"runs", std::to_string(c.runs)},
                    {"share", per_cent(language, c.matched.space.share())}}) +
          "\n\n";
  text += parameters_table(c, width, language) + "\n" + targets_table(c, width, language) + "\n";
  for (const std::string& remark : remarks(c, language)) text += wrapped("  " + remark, width, 4) + "\n";
  if (!c.failures.empty())
    text +=
        wrapped(
            "  " + sentence("calibrate.failures", language,
                            {{"points", std::to_string(c.failures.size())}, {"first", c.failures.front()}}),
            width, 4) +
        "\n";
  return text + "\n" + waves_table(c, width, language);
}

std::string recovery_text(const Calibration& study, const Recovery& recovery, Language language) {
  std::string text =
      sentence("calibrate.recovery", language, {{"tries", std::to_string(recovery.tries.size())}}) + "\n\n";
  Table table({label("calibrate.factor", language), "", label("calibrate.ranks", language)});
  for (std::size_t k = 0; k < study.parameters.size(); ++k)
    table.add({study.parameters[k].name,
               sentence("calibrate.recovered", language,
                        {{"held", std::to_string(recovery.held[k])},
                         {"tries", std::to_string(recovery.tries.size())}}),
               people_number(chance_of_ranks(recovery, k))});
  const auto none = std::count_if(recovery.tries.begin(), recovery.tries.end(),
                                  [](const Recovery::Try& one) { return one.nothing_left; });
  text += table.render();
  if (none > 0)
    text += "  " + sentence("calibrate.recovery_none", language, {{"tries", std::to_string(none)}}) + "\n";
  return text;
}

std::string recovery_csv(const Calibration& study, const Recovery& recovery) {
  std::string text = "try,factor,truth,low,median,high,rank\n";
  for (std::size_t k = 0; k < recovery.tries.size(); ++k)
    for (std::size_t p = 0; p < recovery.tries[k].low.size(); ++p) {
      const Recovery::Try& one = recovery.tries[k];
      text += fmt::format("{},{},{},{},{},{},{}\n", k + 1, study.parameters[p].name, one.truth[p], one.low[p],
                          one.median[p], one.high[p], one.rank[p]);
    }
  return text;
}

}  // namespace fanfare
