#include "sim/words/said.h"

#include "sim/words/text.h"

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
  std::string operator()(double amount) const { return people_amount_in(language, amount); }
  std::string operator()(const std::vector<Said>& inner) const {
    std::string text;
    for (const Said& one : inner) text += in_words(one, language);
    return text;
  }
};

}  // namespace

std::string in_words(const Said& said, Language language) {
  Blanks words;
  for (const auto& [blank, filling] : said.blanks)
    words.emplace_back(blank, std::visit(Filler{language}, filling));
  return sentence(said.key, language, words);
}

Said said_of(const Caution& caution) {
  Said said{caution.key};
  Blanks words;
  for (const auto& [blank, filling] : caution.blanks) {
    std::visit([&, name = blank](const auto& value) { said.blanks.emplace_back(name, value); }, filling);
    words.emplace_back(blank, std::visit(Filler{Language::english}, said.blanks.back().second));
  }
  if (!label_or_empty(caution.key, Language::english).empty()) return said;
  return {"caution.own", {{"sentence", filled(caution.key, words)}}};
}

Said said_of(const SharedCaution& caution, const std::vector<std::string>& titles) {
  if (caution.rows.empty() || caution.rows.size() == titles.size()) return said_of(caution.caution);
  constexpr std::size_t kNamed = 4;
  std::vector<Said> names;
  for (const std::size_t row : caution.rows)
    if (row < titles.size() && names.size() < kNamed)
      names.push_back({names.empty() ? "note.lacking" : "note.lacking_next", {{"arm", titles[row]}}});
  if (caution.rows.size() > kNamed) names.push_back({"name.more", {{"n", caution.rows.size() - kNamed}}});
  return {"degenerate.arm", {{"arm", names}, {"what", std::vector<Said>{said_of(caution.caution)}}}};
}

std::vector<std::string> in_words(const std::vector<Said>& all, Language language) {
  std::vector<std::string> texts;
  for (const Said& one : all) texts.push_back(in_words(one, language));
  return texts;
}

std::string in_english(const Said& said) { return in_words(said, Language::english); }
std::vector<std::string> in_english(const std::vector<Said>& all) { return in_words(all, Language::english); }

}  // namespace fanfare
