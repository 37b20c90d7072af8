// The one table of words that are said in English and in Chinese: answers, remarks, reports. It is compiled in from
// analysis/page/labels.json, which the page's script reads too.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fanfare {

enum class Language { english, chinese };

// "en" or "zh".
std::string_view code_of(Language language);

// analysis/page/labels.json as text: an object, each key with its English and its Chinese words.
std::string_view label_table();

// What stands under `key`; empty if there is nothing. LogicError for a table that is none.
std::string label_or_empty(std::string_view key, Language language);
// The same, but what is missing is a mistake of ours.
std::string label(std::string_view key, Language language);

// `label(key)` with {name} replaced.
using Blanks = std::vector<std::pair<std::string_view, std::string>>;
std::string sentence(std::string_view key, Language language, const Blanks& blanks);

// "1.23 M" or "123 万"; a share as per cent; missing "–". Three significant figures.
std::string people_number_in(Language language, double value);
// With its unit, as said in the language: "1.23 M CNY", "123 万元".
std::string people_quantity_in(Language language, double value, std::string_view unit);

}  // namespace fanfare
