#include "sim/scenario/locate.h"

#include <algorithm>
#include <cctype>

#include "sim/scenario/path.h"

namespace fanfare {
namespace {

bool is_of_a_path(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' || c == '[' ||
         c == ']';
}

// "a.b[2]" of "a.b[2]: what is wrong", else empty.
std::string_view leading_path(std::string_view text) {
  const std::size_t colon = text.find(": ");
  if (colon == std::string_view::npos) return {};
  const std::string_view path = text.substr(0, colon);
  return std::all_of(path.begin(), path.end(), is_of_a_path) ? path : std::string_view();
}

// A model that collects its problems renders them without a place.
Problem located_line(const Scenario& scenario, std::string_view text) {
  constexpr std::string_view kRendered = "error: ";
  if (text.starts_with(kRendered)) text.remove_prefix(kRendered.size());
  const std::string_view path = leading_path(text);
  if (path.empty()) return {{}, "", std::string(text), ""};
  const Found found = find_in_tree(&scenario.written, path);
  return {found.mark, std::string(path), std::string(text.substr(path.size() + 2)), ""};
}

}  // namespace

Problem located(const Scenario& scenario, const ScenarioError& error) {
  const std::string_view text = error.what();
  return located_line(scenario, text.substr(0, text.find('\n')));
}

Problems all_located(const Scenario& scenario, const ScenarioError& error) {
  Problems problems;
  std::string_view text = error.what();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    problems.add(located_line(scenario, text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return problems;
}

}  // namespace fanfare
