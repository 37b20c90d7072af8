#include "sim/study/said.h"

namespace fanfare {
namespace {

struct Filler {
  Language language;

  std::string operator()(const std::string& name) const { return name; }
  // Counts are exact in English; Chinese counts in 万 from 10,000 on.
  std::string operator()(std::size_t count) const {
    return language == Language::english ? std::to_string(count)
                                         : people_number_in(language, static_cast<double>(count));
  }
  std::string operator()(const std::vector<Said>& inner) const {
    std::string text;
    for (const Said& one : inner) text += in_words(one, language);
    return text;
  }
};

}  // namespace

std::string in_words(const Said& said, Language language) {
  Blanks filled;
  for (const auto& [blank, filling] : said.blanks) filled.emplace_back(blank, std::visit(Filler{language}, filling));
  return sentence(said.key, language, filled);
}

std::vector<std::string> in_words(const std::vector<Said>& all, Language language) {
  std::vector<std::string> texts;
  for (const Said& one : all) texts.push_back(in_words(one, language));
  return texts;
}

std::string in_english(const Said& said) { return in_words(said, Language::english); }
std::vector<std::string> in_english(const std::vector<Said>& all) { return in_words(all, Language::english); }

}  // namespace fanfare
