// A remark before it is put into a language: a key of the label table and what fills its blanks. Notes,
// warnings and cautions are made as this where they are noticed, and said in the language that was asked for.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/cautions.h"
#include "sim/words/labels.h"

namespace fanfare {

struct Said;

// What fills a blank: a name, which is the same in every language; a count; an amount, which people round; or
// other remarks, one after the other, where none leave the blank empty.
using Filling = std::variant<std::string, std::size_t, double, std::vector<Said>>;

struct Said {
  std::string key;
  std::vector<std::pair<std::string, Filling>> blanks = {};
};

// LogicError for a key that the table lacks.
std::string in_words(const Said& said, Language language);
std::vector<std::string> in_words(const std::vector<Said>& all, Language language);

// Of a model, whose sentence the table may lack: then it is said as the model brings it.
Said said_of(const Caution& caution);
// Of the rows of a study that have it, by their titles; of all of them, or of a run, without.
Said said_of(const SharedCaution& caution, const std::vector<std::string>& titles);

std::string in_english(const Said& said);
std::vector<std::string> in_english(const std::vector<Said>& all);

}  // namespace fanfare
