// What a model says of its scenarios beside their keys: scenarios to start from, subjects of keys, how large
// a world is.
#pragma once

#include <string_view>

namespace fanfare {

// What `fanfare init` writes: a scenario and a study for a question, self-contained. The first scenario of a
// model has one of everything, so that it can be asked what such a world records.
struct Template {
  std::string_view name;
  std::string_view question;
  std::string_view scenario;  // text of scenario.yaml
  std::string_view study;     // text of study.yaml
};

// Keys that `fanfare list` shows together: those with `part` in their path. First come the words of the table
// of the same name, as values of `word_key`, and named presets.
struct KeySubject {
  std::string_view name, part;
  std::string_view word_key = {};
};

// The keys that say how large a world is, for estimates of memory and for small worlds that are asked
// something.
struct SizeKeys {
  std::string_view accounts;       // how many there are
  double bytes = 0;                // of each, at the least
  std::string_view many = {};      // how many of something each has
  double bytes_of_one = 0;
  std::string_view scale = {};     // people for each account: more where accounts are fewer
  std::string_view graph_kind = {};  // where it says `file`, the file brings its own accounts
};

}  // namespace fanfare
