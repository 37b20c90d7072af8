// Three ways to show the same numbers.
#include "sim/cli/progress_sinks.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>

#include "sim/judge/measure.h"
#include "sim/words/json_number.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

std::string where(const Progress& p, Language language) {
  const std::string text =
      p.building ? sentence("progress.building", language,
                            {{"time", people_duration_in(language, p.building_seconds)}})
                 : sentence("progress.day", language,
                            {{"day", fmt::format("{:.1f}", p.days)}, {"until", people_number(p.until)}});
  if (p.runs < 2) return text;
  return sentence("progress.runs", language, {{"done", std::to_string(p.runs_done)},
                                              {"runs", std::to_string(p.runs)},
                                              {"run", p.run}}) +
         text;
}

// Before the first tick there is neither.
std::string speed(const Progress& p, Language language) {
  if (p.building && std::isnan(p.seconds_left)) return {};
  const std::string left = std::isnan(p.seconds_left) ? "?" : people_duration_in(language, p.seconds_left);
  return " · " + sentence("progress.speed", language,
                          {{"speed", people_number_in(language, p.impressions_per_second)}, {"left", left}});
}

std::string headline(const Progress& p, Language language) {
  if (p.headlines.empty()) return {};
  const Headline& first = p.headlines.front();
  return " · " + headline_words(first.name, no_report(), language) + " " +
         people_quantity_in(language, first.value, first.unit);
}

// One line, redrawn; what does not fit is left off from the end.
class Bar final : public ProgressSink {
 public:
  Bar(bool colours, Language language) : colours_(colours), language_(language) {}
  double pause() const override { return 0.2; }

  void show(const Progress& p) override {
    const std::string drawn = bar(p.fraction);
    const std::size_t columns = width() - 21;  // the bar and a blank
    std::string line = fmt::format("{:3.0f} % ", p.fraction * 100) + where(p, language_);
    for (const std::string& more : {speed(p, language_), headline(p, language_)})
      if (display_width(line + more) < columns) line += more;
    put("\r\033[K" + drawn + " " + cut(line, columns - 1));
    shown_ = true;
  }
  void close() override {
    if (shown_) put("\r\033[K");
    shown_ = false;
  }
  ~Bar() override { close(); }

 private:
  static std::size_t width() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 30 ? size.ws_col : 80;
  }
  static std::string cut(std::string line, std::size_t columns) {
    while (display_width(line) > columns) {
      while ((static_cast<unsigned char>(line.back()) & 0xC0) == 0x80) line.pop_back();
      line.pop_back();
    }
    return line;
  }
  std::string bar(double fraction) const {
    constexpr int kCells = 20;
    const int full = static_cast<int>(fraction * kCells + 0.5);
    std::string text;
    for (int i = 0; i < kCells; ++i) text += i < full ? "█" : "░";
    return colours_ ? "\033[36m" + text + "\033[0m" : text;
  }

  bool colours_;
  Language language_;
  bool shown_ = false;
};

// A line each 5 % or 30 s, whichever is first; of a world that is being built the first after 2 s.
class Plain final : public ProgressSink {
 public:
  explicit Plain(Language language) : language_(language) {}
  double pause() const override { return 0.05; }
  void show(const Progress& p) override {
    const int step = static_cast<int>(p.fraction * 20);
    const bool is_first_built = p.building && !built_ && p.building_seconds >= 2;
    if ((step <= step_ || p.building) && p.wall_seconds < next_ && !is_first_built) return;
    built_ |= p.building;
    step_ = std::max(step, step_);
    next_ = p.wall_seconds + 30;
    put(fmt::format("fanfare: {:3.0f} %  {}{}\n", p.fraction * 100, where(p, language_),
                    speed(p, language_)));
  }

 private:
  Language language_;
  int step_ = 0;
  bool built_ = false;
  double next_ = 30;
};

// One object a line, at most two a second.
class JsonProgress final : public ProgressSink {
 public:
  double pause() const override { return 0.5; }
  void show(const Progress& p) override {
    nlohmann::ordered_json json = {{"phase", p.building ? "building" : "running"},
                                   {"building_seconds", p.building_seconds},
                                   {"fraction", p.fraction},
                                   {"day", p.days},
                                   {"until", p.until},
                                   {"runs_done", p.runs_done},
                                   {"runs", p.runs},
                                   {"run", p.run},
                                   {"impressions", p.impressions},
                                   {"impressions_per_second", p.impressions_per_second},
                                   {"wall_seconds", p.wall_seconds}};
    json["seconds_left"] = json_number(p.seconds_left);
    for (const Headline& h : p.headlines)
      json["headlines"][h.name] = json_number(h.value);
    put(json.dump() + "\n");
  }
};

bool terminal() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && term != nullptr && std::strcmp(term, "dumb") != 0;
}

}  // namespace

std::unique_ptr<ProgressSink> make_progress_sink(const std::string& how, const Console& console,
                                                 Language language) {
  if (how == "off") return std::make_unique<NoProgress>();
  if (how == "json") return std::make_unique<JsonProgress>();
  if (how == "bar" || (how == "auto" && terminal()))
    return std::make_unique<Bar>(console.colours(STDERR_FILENO), language);
  return std::make_unique<Plain>(language);
}

}  // namespace fanfare
