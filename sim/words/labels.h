// The one table of words that are said in English and in Chinese: answers, remarks, reports. It is compiled
// in from analysis/page/labels.json, which the page's script reads too.
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

using Blanks = std::vector<std::pair<std::string_view, std::string>>;
// `pattern`, or `label(key)`, with {name} replaced.
std::string filled(std::string_view pattern, const Blanks& blanks);
std::string sentence(std::string_view key, Language language, const Blanks& blanks);

// "1.23 M" or "123 万"; a share as per cent; missing "–". Three significant figures.
std::string people_number_in(Language language, double value);
// In a sentence: "8,772" or "1.77 万", to the unit; below ten with one decimal.
std::string people_amount_in(Language language, double value);
// "3 min 20 s", "3 分 20 秒".
std::string people_duration_in(Language language, double seconds);
// With its unit, as said in the language: "1.23 M CNY", "123 万元".
std::string people_quantity_in(Language language, double value, std::string_view unit);

}  // namespace fanfare
