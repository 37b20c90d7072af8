// The command line: verbs with their flags, what was typed, and what was not understood. The parser's library
// is known to command_line.cpp alone.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/cli/console.h"

namespace CLI {
class App;
}

namespace fanfare {

// What a verb's work is given.
struct Call {
  Console& console;
  int argc;
  char** argv;
  std::string action;  // of verbs that have several: "stats"

  std::vector<std::string> command_line() const { return {argv, argv + argc}; }
};
using VerbWork = std::function<ExitCode(const Call&)>;

using WordList = std::vector<std::string>;

// Flags of one verb. A value's place must outlive the parsing. `names` is "-o,--out"; `kind` is shown: "DIR".
class Flags {
 public:
  explicit Flags(CLI::App& app) : app_(app) {}

  // WordList without a flag. Required.
  Flags& word(const std::string& name, std::string& place, const std::string& help);
  Flags& words(const std::string& name, WordList& place, const std::string& help, int least = 1,
               int most = 1'000'000);
  Flags& optional_word(const std::string& name, std::string& place, const std::string& help);
  Flags& optional_words(const std::string& name, WordList& place, const std::string& help);
  Flags& one_of(const std::string& name, std::string& place, const std::string& help, const WordList& choices);

  Flags& toggle(const std::string& names, bool& place, const std::string& help);
  Flags& text(const std::string& names, const std::string& kind, std::string& place, const std::string& help);
  Flags& required_text(const std::string& names, const std::string& kind, std::string& place,
                       const std::string& help);
  Flags& repeated(const std::string& names, const std::string& kind, WordList& place, const std::string& help);
  Flags& choice(const std::string& names, const std::string& kind, std::string& place,
                const std::string& help, const WordList& choices);
  Flags& number(const std::string& names, std::uint32_t& place, const std::string& help, std::uint32_t least,
                std::uint32_t most);
  Flags& number(const std::string& names, std::uint64_t& place, const std::string& help);
  Flags& number(const std::string& names, double& place, const std::string& help, double least, double most);
  // Understood, not shown.
  Flags& hidden(const std::string& name, int& place, int least, int most);

  // One of several actions of a verb; one must be chosen.
  Flags action(const std::string& name, const std::string& help, const std::string& example);

 private:
  CLI::App& app_;
};

class CommandLine {
 public:
  CommandLine(const std::string& about, const std::string& footer, const std::string& version);
  ~CommandLine();

  // `example` is a full command line, shown under --help.
  Flags verb(const std::string& name, const std::string& help, const std::string& example, VerbWork work);

  // Does what was typed. Errors: UsageError for what was not understood; whatever the verb's work throws.
  ExitCode run(Console& console, int argc, char** argv);

 private:
  struct Verb;
  std::string complaint(const std::string& what, int argc, char** argv) const;
  WordList verb_names() const;

  std::unique_ptr<CLI::App> program_;
  std::deque<Verb> verbs_;
};

}  // namespace fanfare
