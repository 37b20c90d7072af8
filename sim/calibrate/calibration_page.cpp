// One page that stands alone: what the data leave of each factor, of the pairs that trade off, and how
// targets are met.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/calibrate/calibrate.h"
#include "sim/report/html.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

constexpr const char* kStyle =
    ":root{--ink:#1b1f24;--soft:#5b6470;--line:#d5dae0;--page:#fff;--mark:#0072b2;--warm:#d55e00}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a2abb5;--line:#3a424c;--page:#14171b;--"
    "mark:#56b4e9;"
    "--warm:#e69f00}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);margin:0 "
    "auto;max-width:1080px;"
    "padding:24px 16px}h1{font-size:26px;line-height:1.25}h2{font-size:16px;margin:0}"
    ".grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:28px}"
    "p,figcaption{color:var(--soft);font-size:13px;margin:2px "
    "0}figure{margin:0}svg{width:100%;height:auto;display:block}"
    "svg text{font:12px "
    "system-ui,sans-serif;fill:var(--soft)}pre{overflow-x:auto;font-size:13px;line-height:1.4}"
    "@media print{body{max-width:none}figure{break-inside:avoid}}";

constexpr double kWide = 300, kHigh = 150, kLeft = 8, kBase = 118;

std::string x_axis(const CalibratedParameter& p) {
  std::string text = fmt::format("<line x1='{0}' x2='{1}' y1='{2}' y2='{2}' stroke='var(--line)'/>", kLeft,
                                 kWide - kLeft, kBase);
  for (const double u : {0.0, 0.5, 1.0})
    text += fmt::format("<text x='{:.1f}' y='{}' text-anchor='{}'>{}</text>", kLeft + u * (kWide - 2 * kLeft),
                        kBase + 16,
                        u == 0   ? "start"
                        : u == 1 ? "end"
                                 : "middle",
                        escaped_html(p.shown(p.value(std::clamp(u, 0.001, 0.999)))));
  return text;
}

std::string figure(const std::string& title, const std::string& alt, const std::string& drawn,
                   const std::string& note) {
  return fmt::format(
      "<figure><h2>{}</h2><svg viewBox='0 0 {} {}' role='img' "
      "aria-label='{}'>{}</svg><figcaption>{}</figcaption></figure>\n",
      escaped_html(title), kWide, kHigh, escaped_html(alt), drawn, escaped_html(note));
}

// A histogram on the prior's own scale, on which the prior is even.
std::string marginal(const Calibrated& c, std::size_t k, Language language) {
  constexpr std::size_t kBins = 30;
  std::array<double, kBins> counts{};
  for (const Point& p : c.posterior.points)
    counts[std::min(kBins - 1, static_cast<std::size_t>(p[k] * kBins))] += 1;
  const double most = *std::max_element(counts.begin(), counts.end()), step = (kWide - 2 * kLeft) / kBins;
  std::string drawn;
  for (std::size_t b = 0; b < kBins; ++b)
    drawn += fmt::format(
        "<rect x='{:.1f}' y='{:.1f}' width='{:.1f}' height='{:.1f}' fill='var(--mark)' opacity='.75'/>",
        kLeft + static_cast<double>(b) * step, kBase - 100 * counts[b] / most, step - 1,
        100 * counts[b] / most);
  const double even = 100 * static_cast<double>(c.posterior.points.size()) / kBins / most;
  drawn += fmt::format(
      "<line x1='{}' x2='{}' y1='{:.1f}' y2='{:.1f}' stroke='var(--soft)' stroke-dasharray='3 3'/>", kLeft,
      kWide - kLeft, kBase - even, kBase - even);
  const double fitted = kLeft + c.posterior.points[c.posterior.most_likely][k] * (kWide - 2 * kLeft);
  drawn += fmt::format("<path d='M{0:.1f} {1}l-5 -9h10z' fill='var(--warm)'/>", fitted, kBase);
  const CalibratedParameter& p = c.study.parameters[k];
  const ParameterAnswer& a = c.parameters[k];
  const std::string said = fmt::format("{} ({} … {})", p.shown(a.median), p.shown(a.low), p.shown(a.high));
  const std::string title = sentence("calibrate.posterior_of", language, {{"factor", p.name}});
  return figure(title, title + ": " + said, drawn + x_axis(p),
                said + "; " + label("calibrate.read_marginal", language));
}

std::string pair(const Calibrated& c, std::size_t a, std::size_t b, Language language) {
  std::string drawn =
      fmt::format("<rect x='{}' y='8' width='{}' height='{}' fill='none' stroke='var(--line)'/>", kLeft,
                  kWide - 2 * kLeft, kBase - 8);
  const std::size_t every = std::max<std::size_t>(1, c.posterior.points.size() / 400);
  for (std::size_t i = 0; i < c.posterior.points.size(); i += every)
    drawn += fmt::format("<circle cx='{:.1f}' cy='{:.1f}' r='1.6' fill='var(--mark)' opacity='.6'/>",
                         kLeft + c.posterior.points[i][a] * (kWide - 2 * kLeft),
                         kBase - c.posterior.points[i][b] * (kBase - 8));
  const CalibratedParameter &x = c.study.parameters[a], &y = c.study.parameters[b];
  const std::string title = sentence("calibrate.pair_of", language, {{"a", x.name}, {"b", y.name}});
  return figure(title, title, drawn + x_axis(x),
                fmt::format("→ {}, ↑ {} ({} … {}); {}", x.name, y.name, y.shown(y.value(0.001)),
                            y.shown(y.value(0.999)), label("calibrate.read_pair", language)));
}

std::string target(const Calibrated& c, std::size_t t, Language language) {
  const CalibratedTarget& one = c.study.targets[t];
  const TargetAnswer& a = c.targets[t];
  const double error = 1.96 * one.observed.error, band = 1.96 * a.sd;
  const double low = std::min(one.observed.value - error, a.mean - band),
               high = std::max(one.observed.value + error, a.mean + band);
  const double margin = 0.1 * (high - low) + 1e-12;
  const auto x = [&](double value) {
    return kLeft + (value - low + margin) / (high - low + 2 * margin) * (kWide - 2 * kLeft);
  };
  std::string drawn = fmt::format(
      "<rect x='{:.1f}' y='40' width='{:.1f}' height='34' fill='var(--mark)' opacity='.25'/>"
      "<line x1='{:.1f}' x2='{:.1f}' y1='57' y2='57' stroke='var(--ink)' stroke-width='2'/>"
      "<circle cx='{:.1f}' cy='57' r='5' fill='var(--warm)'/>"
      "<line x1='{:.1f}' x2='{:.1f}' y1='40' y2='74' stroke='var(--mark)' stroke-width='2'/>",
      x(a.mean - band), std::max(x(a.mean + band) - x(a.mean - band), 1.0), x(one.observed.value - error),
      x(one.observed.value + error), x(one.observed.value), x(a.mean), x(a.mean));
  for (const auto& [at, anchor] : {std::pair{low, "start"}, std::pair{high, "end"}})
    drawn += fmt::format("<text x='{:.1f}' y='100' text-anchor='{}'>{}</text>", x(at), anchor,
                         escaped_html(people_quantity_in(language, at, one.unit)));
  const std::string said =
      fmt::format("{}: {} ± {}; {}: {} ± {}", label("calibrate.observed", language),
                  people_quantity_in(language, one.observed.value, one.unit),
                  people_number_in(language, one.observed.error), label("calibrate.one_run", language),
                  people_quantity_in(language, a.mean, one.unit), people_number_in(language, a.sd));
  return figure(one.observed.name, said, drawn, label("calibrate.read_target", language));
}

}  // namespace

std::string calibration_page(const Calibrated& c, Language language) {
  const std::string title = c.study.question.empty() ? c.study.name : c.study.question;
  std::string text = fmt::format(
      "<!doctype html>\n<html lang='{}'><head><meta charset='utf-8'><meta name='viewport' "
      "content='width=device-width,initial-scale=1'><title>{}</title><style>{}</style></head><body>\n<h1>{}</"
      "h1>\n",
      code_of(language), escaped_html(title), kStyle, escaped_html(title));
  text += fmt::format(
      "<p>{}</p>\n",
      escaped_html(sentence("calibrate.head", language,
                            {{"waves", std::to_string(c.matched.waves.size())},
                             {"runs", std::to_string(c.runs)},
                             {"share", people_quantity_in(language, c.matched.space.share(), "share")}})));
  for (const Ridge& ridge : c.ridges)
    text += "<p><strong>" + escaped_html(ridge_text(c, ridge, language)) + "</strong></p>\n";
  text += "<div class='grid'>\n";
  for (std::size_t k = 0; k < c.parameters.size(); ++k) text += marginal(c, k, language);
  for (const Ridge& ridge : c.ridges)
    if (ridge.parts.size() >= 2) text += pair(c, ridge.parts[0], ridge.parts[1], language);
  for (std::size_t t = 0; t < c.targets.size(); ++t) text += target(c, t, language);
  text += "</div>\n<pre>" + escaped_html(calibration_text(c, 96, language)) + "</pre>\n";
  return text + "</body></html>\n";
}

}  // namespace fanfare
