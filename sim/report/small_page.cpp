#include "sim/report/small_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/report/html.h"

namespace fanfare {
namespace {

constexpr const char* kSmallStyle =
    ":root{--ink:#1b1f24;--soft:#5b6470;--line:#d5dae0;--page:#fff;--mark:#0072b2;--warm:#c2410c}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a2abb5;--line:#3a424c;--page:#14171b;--mark:#56b4e9;"
    "--warm:#fb923c}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);margin:0 auto;max-width:1080px;"
    "padding:24px 16px}h1{font-size:26px;line-height:1.25;margin:0 0 8px}h2{font-size:16px;margin:0 0 6px}"
    ".said{font-size:18px;margin:0 0 20px}.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:16px;"
    "margin:0 0 28px}.tile{border-top:2px solid var(--line);padding-top:8px}.tile b{display:block;font-size:22px;"
    "font-variant-numeric:tabular-nums;overflow-wrap:anywhere}.tile span,.tile p,figcaption,footer{color:var(--soft);font-size:13px;"
    "margin:2px 0}figure{margin:0 0 32px}svg{width:100%;height:auto;display:block}svg text{font:12px system-ui,sans-serif;"
    "fill:var(--soft)}.row{display:grid;grid-template-columns:minmax(120px,2fr) 5fr minmax(84px,1fr);gap:8px;align-items:center;"
    "font-size:14px;padding:1px 0}.row>:last-child{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".row.strong>*{font-weight:600}.row.faint>*{color:var(--soft)}.row svg{height:22px}"
    "@media(max-width:520px){.row{grid-template-columns:1fr auto}.row svg{grid-row:2;grid-column:1/3}.row.axis>:first-child,"
    ".row.axis>:last-child{display:none}}.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;"
    "font-variant-numeric:tabular-nums}th,td{text-align:right;padding:3px 10px 3px 0;border-bottom:1px solid var(--line)}"
    "th:first-child,td:first-child{text-align:left}th{color:var(--soft);font-weight:500}"
    "@media print{body{max-width:none;font-size:12px;padding:0}figure,.tile,tr{break-inside:avoid}.scroll{overflow:visible}}";

constexpr double kAcross = 100;  // per cent

// A row's own strip of the common axis. Places are per cent, so that marks keep their form at any width.
std::string strip(const SmallRow& row, const SmallScale& x) {
  const char* colour = row.is_strong ? "var(--warm)" : row.is_faint ? "var(--soft)" : "var(--mark)";
  std::string drawn;
  if (x.low() < 0 && x.high() > 0)
    drawn += fmt::format("<line x1='{0:.2f}%' x2='{0:.2f}%' y1='0' y2='22' stroke='var(--line)' stroke-width='2'/>", x(0));
  if (std::isfinite(row.low) && std::isfinite(row.high))
    drawn += fmt::format(
        "<line x1='{:.2f}%' x2='{:.2f}%' y1='11' y2='11' stroke='{}' stroke-width='3' stroke-opacity='.55'/>",
        x(row.low), x(row.high), colour);
  if (std::isfinite(row.mark))
    drawn += fmt::format(
        "<circle cx='{:.2f}%' cy='11' r='4' fill='var(--page)' stroke='{}' stroke-width='1.5'/>", x(row.mark), colour);
  if (std::isfinite(row.mean))
    drawn += fmt::format("<circle cx='{:.2f}%' cy='11' r='5' fill='{}'/>", x(row.mean), colour);
  return fmt::format("<svg aria-hidden='true'>{}</svg>", drawn);
}

// Marks as text that keeps its form at any width, each below its tick; at the very ends it leans inwards.
std::string axis_line(const SmallScale& x, const SayNumber& say) {
  std::string text = "<div style='position:relative;height:18px;border-top:1px solid var(--line)'>";
  for (const double mark : x.marks())
    text += fmt::format(
        "<i style='position:absolute;left:{0:.2f}%;height:4px;border-left:1px solid var(--soft)'></i>"
        "<span style='position:absolute;left:{0:.2f}%;top:3px;transform:translateX(-{1}%);font-size:12px;"
        "color:var(--soft);white-space:nowrap'>{2}</span>",
        x(mark), x(mark) < 5 ? 0 : x(mark) > 95 ? 100 : 50, escaped_html(say(mark)));
  return text + "</div>";
}

void widen(double x, double& low, double& high) {
  if (std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
}

}  // namespace

std::string small_page(std::string_view title, std::string_view said, const std::string& body, Language language) {
  return fmt::format(
      "<!doctype html>\n<html lang='{}'><head><meta charset='utf-8'><meta name='viewport' "
      "content='width=device-width,initial-scale=1'><title>{}</title><style>{}</style></head><body>\n<h1>{}</h1>\n"
      "<p class='said'>{}</p>\n{}<footer>{}</footer>\n</body></html>\n",
      language == Language::chinese ? "zh-CN" : "en", escaped_html(title), kSmallStyle, escaped_html(title),
      escaped_html(said), body, escaped_html(label("text.legend_simulated", language)));
}

std::string small_tiles(const std::vector<SmallTile>& tiles) {
  std::string text = "<div class='tiles'>\n";
  for (const SmallTile& tile : tiles) {
    text += fmt::format("<div class='tile'><span>{}</span><b>{}</b>", escaped_html(tile.heading), escaped_html(tile.figure));
    for (const std::string& note : tile.notes) text += "<p>" + escaped_html(note) + "</p>";
    text += "</div>\n";
  }
  return text + "</div>\n";
}

std::string small_figure(std::string_view heading, const std::string& drawn, std::string_view note,
                         std::string_view alt) {
  const std::string role = alt.empty() ? "" : fmt::format(" role='img' aria-label='{}'", escaped_html(alt));
  return fmt::format("<figure{}><h2>{}</h2>{}<figcaption>{}</figcaption></figure>\n", role, escaped_html(heading), drawn,
                     escaped_html(note));
}

std::string small_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows) {
  std::string text = "<div class='scroll'><table><thead><tr>";
  for (const std::string& heading : headings) text += "<th>" + escaped_html(heading) + "</th>";
  text += "</tr></thead><tbody>\n";
  for (const auto& row : rows) {
    text += "<tr>";
    for (const std::string& cell : row) text += "<td>" + escaped_html(cell) + "</td>";
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>";
}

SmallScale::SmallScale(double low, double high, double from, double to) : low_(low), high_(high), from_(from), to_(to) {
  if (!(low_ <= high_)) low_ = 0, high_ = 1;  // nothing was a number
  const double margin = high_ > low_ ? 0.04 * (high_ - low_) : std::max(std::fabs(low_), 1.0) * 0.5;
  low_ -= margin, high_ += margin;
}

std::vector<double> SmallScale::marks() const {
  const double rough = (high_ - low_) / 4, power = std::pow(10, std::floor(std::log10(rough)));
  const double step = power * (rough < 1.5 * power ? 1 : rough < 3.5 * power ? 2 : rough < 7.5 * power ? 5 : 10);
  std::vector<double> all;
  for (double k = std::ceil(low_ / step); k * step <= high_; ++k) all.push_back(k * step);
  return all;
}

std::string small_rows(const std::vector<SmallRow>& rows, const SayNumber& say) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const SmallRow& row : rows)
    for (const double x : {row.mean, row.low, row.high, row.mark}) widen(x, low, high);
  const SmallScale x(low, high, 0, kAcross);
  std::string text;
  for (const SmallRow& row : rows)
    text += fmt::format("<div class='row{}{}'><span>{}</span>{}<span>{}</span></div>\n", row.is_strong ? " strong" : "",
                        row.is_faint ? " faint" : "", escaped_html(row.name), strip(row, x), escaped_html(row.figure));
  return text + "<div class='row axis'><span></span>" + axis_line(x, say) + "<span></span></div>\n";
}

std::string small_curve(const SmallCurve& c, const SayNumber& say_x, const SayNumber& say_y) {
  constexpr double kWide = 600, kHigh = 240, kLeft = 84, kRight = 16, kTop = 10, kBase = 206;
  double left = std::numeric_limits<double>::infinity(), right = -left, low = left, high = right;
  for (const auto* all : {&c.at, &c.dots_at, &c.shaded})
    for (const double at : *all) widen(at, left, right);
  for (const auto* all : {&c.mean, &c.low, &c.high, &c.dots})
    for (const double value : *all) widen(value, low, high);
  widen(c.level, low, high);
  const SmallScale x(left, right, kLeft, kWide - kRight), y(low, high, kBase, kTop);
  std::string drawn, line, back;
  if (c.shaded.size() == 2)
    drawn += fmt::format("<rect x='{:.1f}' y='{}' width='{:.1f}' height='{}' fill='var(--warm)' opacity='.14'/>",
                         x(c.shaded[0]), kTop, std::max(2.0, x(c.shaded[1]) - x(c.shaded[0])), kBase - kTop);
  for (const double mark : y.marks())
    drawn += fmt::format(
        "<path d='M{0} {1:.1f}H{2}' stroke='var(--line)' stroke-width='{3}'/><text x='{4}' y='{5:.1f}' "
        "text-anchor='end'>{6}</text>",
        kLeft, y(mark), kWide - kRight, mark == 0 ? 2 : 1, kLeft - 6, y(mark) + 4, escaped_html(say_y(mark)));
  for (const double mark : x.marks())
    drawn += fmt::format("<text x='{:.1f}' y='{}' text-anchor='middle'>{}</text>", x(mark), kBase + 18,
                         escaped_html(say_x(mark)));
  if (std::isfinite(c.level))
    drawn += fmt::format("<path d='M{0} {1:.1f}H{2}' stroke='var(--warm)' stroke-dasharray='4 3'/>", kLeft, y(c.level),
                         kWide - kRight);
  for (std::size_t i = 0; i < c.at.size(); ++i) {
    line += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : "L", x(c.at[i]), y(c.mean[i]));
    if (!c.low.empty()) back = fmt::format("L{:.1f} {:.1f}", x(c.at[i]), y(c.low[i])) + back;
  }
  std::string band;
  for (std::size_t i = 0; i < c.high.size(); ++i)
    band += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : "L", x(c.at[i]), y(c.high[i]));
  if (!band.empty()) drawn += fmt::format("<path d='{}{}z' fill='var(--mark)' opacity='.2'/>", band, back);
  if (!line.empty()) drawn += fmt::format("<path d='{}' fill='none' stroke='var(--mark)' stroke-width='2'/>", line);
  for (std::size_t i = 0; i < c.dots.size(); ++i)
    drawn += fmt::format("<circle cx='{:.1f}' cy='{:.1f}' r='4' fill='var(--warm)'/>", x(c.dots_at[i]), y(c.dots[i]));
  return fmt::format("<svg viewBox='0 0 {} {}' aria-hidden='true'>{}</svg>", kWide, kHigh, drawn);
}

}  // namespace fanfare
