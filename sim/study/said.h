// A remark before it is put into a language: a key of the label table and what fills its blanks. Notes and warnings are
// made as this where they are noticed; the terminal says them in English, a report in either language.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/study/labels.h"

namespace fanfare {

struct Said;

// What fills a blank: a name, which is the same in every language; a count; or other remarks, one after the other, where
// none leave the blank empty.
using Filling = std::variant<std::string, std::size_t, std::vector<Said>>;

struct Said {
  std::string key;
  std::vector<std::pair<std::string, Filling>> blanks = {};
};

// LogicError for a key that the table lacks.
std::string in_words(const Said& said, Language language);
std::vector<std::string> in_words(const std::vector<Said>& all, Language language);

std::string in_english(const Said& said);
std::vector<std::string> in_english(const std::vector<Said>& all);

}  // namespace fanfare
