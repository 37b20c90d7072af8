// The roster's keys, and its file: a line of headings, then a creator a line; every mistake with its place.
#include <algorithm>
#include <memory>
#include <string_view>

#include "fanfare/nearest.h"
#include "fanfare/quantity.h"
#include "fanfare/table_file.h"
#include "models/fan_economy/mechanisms/roster.h"

namespace fanfare::fan_economy {

void describe(Schema<RosterCreator>& s) {
  using R = RosterCreator;
  s.value("name", &R::name).required().help("by which plans hire it");
  s.value("platform", &R::platform).help("id of one of platforms; empty: the first");
  s.value("followers", &R::followers).unit(Unit::people).required().in(0, 1e12).help("at the start");
  s.value("engagement", &R::engagement)
      .unit(Unit::share)
      .in(0, 1)
      .help("likes, comments, shares per impression");
  s.value("video", &R::video).unit(Unit::money).required().in(0.01, 1e9).help("price of a post");
  s.value("image", &R::image).unit(Unit::money).in(0, 1e9).help("price of a post of pictures; 0: as a video");
  s.value("niche", &R::niche).help("topic; empty: what its account likes best");
  s.words("audience", &R::audience)
      .help("shares of its followers in segments that do not overlap: [women 60%]");
  s.value("returns", &R::returns)
      .unit(Unit::share)
      .in(-1, 1)
      .help("of past orders that came by it, sent back; -1: not known");
}

void describe(Schema<RosterKeys>& s) {
  using K = RosterKeys;
  s.value("file", &K::file)
      .file()
      .help("CSV with a heading for each key of roster.creators; shares of an audience part at ;");
  s.list("creators", &K::creators).help("creators with names and rate cards");
  s.value("tolerance", &K::tolerance)
      .unit(Unit::share)
      .in(0, 1)
      .help("by which what the world can hold may miss what is written");
  s.words("pictures", &K::pictures).help("campaigns that buy pictures of them, not videos");
}

bool read_share(const std::string& text, RosterShare& share) {
  const std::size_t blank = text.find_last_of(' ');
  if (blank == std::string::npos) return false;
  QuantityError ignored;
  const auto value = read_quantity(text.substr(blank + 1), {.unit = Unit::share}, ignored);
  if (!value || *value < 0 || *value > 1) return false;
  share.segment = text.substr(0, text.find_last_not_of(' ', blank) + 1);
  share.share = *value;
  return !share.segment.empty();
}

void RosterPlace::problem(Problems& problems, const std::string& key, const std::string& what,
                          const std::string& suggestion) const {
  Mark mark = line_;
  for (const auto& [column, at] : columns_)
    if (column == key) mark.column = at;
  problems.add(mark, path_.empty() ? "roster: " + key : path_ + "." + key, what, suggestion);
}

namespace {

const std::vector<std::string> kRosterColumns = {"name",  "platform", "followers", "engagement", "video",
                                                 "image", "niche",    "audience",  "returns"};

struct RosterCell {
  std::string text;
  int column;  // from 1
};

std::string roster_stripped(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::vector<std::string> split_roster_text(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (bool more = true; more;) {
    const std::size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    more = end != std::string_view::npos;
    if (more) text.remove_prefix(end + 1);
  }
  return parts;
}

std::vector<RosterCell> split_roster_row(const std::string& line) {
  std::vector<RosterCell> cells{{"", 1}};
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"')
      quoted = !quoted;
    else if (line[i] == ',' && !quoted)
      cells.push_back({"", static_cast<int>(i) + 2});
    else
      cells.back().text += line[i];
  }
  for (RosterCell& cell : cells) cell.text = roster_stripped(cell.text);
  return cells;
}

class RosterFile {
 public:
  RosterFile(const std::string& path, Problems& problems)
      : problems_(problems),
        source_(std::make_shared<fanfare::Source>(fanfare::Source{path, read_text(path), "scenario"})) {}

  void read(std::vector<RosterEntry>& entries) {
    std::string_view text = source_->text;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    int number = 0;
    for (const std::string& line : split_roster_text(text, '\n')) {
      ++number;
      if (roster_stripped(line).empty() || line[0] == '#') continue;
      const std::vector<RosterCell> cells = split_roster_row(line);
      if (heads_.empty())
        head(cells, number);
      else
        entries.push_back(entry(cells, number));
    }
    if (heads_.empty())
      problems_.add(mark(0, 0), "roster.file", "has no headings",
                    "write name,followers,video in its first line");
  }

 private:
  Mark mark(int line, int column) const { return {source_, line, column}; }

  void head(const std::vector<RosterCell>& cells, int line) {
    for (const RosterCell& cell : cells) {
      heads_.push_back(cell.text);
      if (std::find(kRosterColumns.begin(), kRosterColumns.end(), cell.text) == kRosterColumns.end())
        problems_.add(mark(line, cell.column), "roster.file", "'" + cell.text + "' is no column",
                      did_you_mean(cell.text, kRosterColumns, "columns are"));
    }
    for (const char* needed : {"name", "followers", "video"})
      if (std::find(heads_.begin(), heads_.end(), needed) == heads_.end())
        problems_.add(mark(line, 1), "roster.file", std::string("has no column '") + needed + "'",
                      "every creator needs a name, followers and the price of a video");
  }

  RosterEntry entry(const std::vector<RosterCell>& cells, int line) {
    std::vector<std::pair<std::string, int>> columns;
    RosterCreator creator;
    for (std::size_t i = 0; i < std::min(cells.size(), heads_.size()); ++i) {
      columns.emplace_back(heads_[i], cells[i].column);
      take(creator, heads_[i], cells[i], line);
    }
    if (cells.size() > heads_.size())
      problems_.add(mark(line, cells[heads_.size()].column), "roster.file", "more cells than headings",
                    "put a cell that holds commas in quotes");
    return {std::move(creator), RosterPlace(mark(line, 1), std::move(columns))};
  }

  double number(const RosterCell& cell, const std::string& head, QuantityKind kind, int line) {
    QuantityError error;
    const auto value = read_quantity(cell.text, kind, error);
    if (value && *value >= 0 && *value <= 1e12) return *value;
    problems_.add(mark(line, cell.column), "roster: " + head,
                  value ? "'" + cell.text + "' is out of range" : error.what,
                  value ? "write a number from 0" : error.suggestion);
    return 1;
  }

  void take(RosterCreator& creator, const std::string& head, const RosterCell& cell, int line) {
    if (cell.text.empty()) return;
    const auto share = [&] { return std::min(1.0, number(cell, head, {.unit = Unit::share}, line)); };
    const auto money = [&] {
      return static_cast<Cents>(100 * std::min(1e9, number(cell, head, {.unit = Unit::money}, line)) + 0.5);
    };
    if (head == "name") creator.name = cell.text;
    if (head == "platform") creator.platform = cell.text;
    if (head == "niche") creator.niche = cell.text;
    if (head == "followers") {
      const std::size_t before = problems_.size();
      creator.followers = number(cell, head, {.unit = Unit::people}, line);
      if (problems_.size() > before) creator.followers = -1;  // said
    }
    if (head == "engagement") creator.engagement = share();
    if (head == "returns") creator.returns = share();
    if (head == "video") creator.video = money();
    if (head == "image") creator.image = money();
    if (head != "audience") return;
    for (const std::string& part : split_roster_text(cell.text, ';'))
      if (!roster_stripped(part).empty()) creator.audience.push_back(roster_stripped(part));
  }

  Problems& problems_;
  std::shared_ptr<const fanfare::Source> source_;
  std::vector<std::string> heads_;
};

}  // namespace

std::vector<RosterEntry> read_roster(const RosterKeys& keys, Problems& problems) {
  std::vector<RosterEntry> entries;
  for (std::size_t i = 0; i < keys.creators.size(); ++i)
    entries.push_back({keys.creators[i], RosterPlace("roster.creators[" + std::to_string(i) + "]")});
  if (!keys.file.empty()) RosterFile(keys.file, problems).read(entries);
  return entries;
}

}  // namespace fanfare::fan_economy
