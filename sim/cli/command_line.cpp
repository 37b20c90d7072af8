// CLI11 behind our own words. Its messages are replaced by ours: what was typed, why it is not understood,
// what to do.
#include "sim/cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "fanfare/nearest.h"

namespace fanfare {

struct CommandLine::Verb {
  CLI::App* app;
  VerbWork work;
};

namespace {

// Of a flag that is given twice the last counts, so that a script can add to a command.
CLI::Option* once(CLI::Option* option) {
  return option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

}  // namespace

Flags& Flags::word(const std::string& name, std::string& place, const std::string& help) {
  app_.add_option(name, place, help)->required();
  return *this;
}
Flags& Flags::words(const std::string& name, WordList& place, const std::string& help, int least, int most) {
  app_.add_option(name, place, help)->required()->expected(least, most)->type_name("");
  return *this;
}
Flags& Flags::optional_word(const std::string& name, std::string& place, const std::string& help) {
  app_.add_option(name, place, help);
  return *this;
}
Flags& Flags::optional_words(const std::string& name, WordList& place, const std::string& help) {
  app_.add_option(name, place, help)->type_name("");
  return *this;
}
Flags& Flags::one_of(const std::string& name, std::string& place, const std::string& help,
                     const WordList& choices) {
  app_.add_option(name, place, help)->required()->check(CLI::IsMember(choices));
  return *this;
}
Flags& Flags::toggle(const std::string& names, bool& place, const std::string& help) {
  app_.add_flag(names, place, help);
  return *this;
}
Flags& Flags::text(const std::string& names, const std::string& kind, std::string& place,
                   const std::string& help) {
  once(app_.add_option(names, place, help))->type_name(kind);
  return *this;
}
Flags& Flags::required_text(const std::string& names, const std::string& kind, std::string& place,
                            const std::string& help) {
  app_.add_option(names, place, help)->type_name(kind)->required();
  return *this;
}
Flags& Flags::repeated(const std::string& names, const std::string& kind, WordList& place,
                       const std::string& help) {
  app_.add_option(names, place, help)->type_name(kind)->allow_extra_args(false);
  return *this;
}
Flags& Flags::choice(const std::string& names, const std::string& kind, std::string& place,
                     const std::string& help, const WordList& choices) {
  once(app_.add_option(names, place, help))->type_name(kind)->check(CLI::IsMember(choices));
  return *this;
}
Flags& Flags::number(const std::string& names, std::uint32_t& place, const std::string& help,
                     std::uint32_t least, std::uint32_t most) {
  once(app_.add_option(names, place, help))->type_name("N")->check(CLI::Range(least, most));
  return *this;
}
Flags& Flags::number(const std::string& names, std::uint64_t& place, const std::string& help) {
  once(app_.add_option(names, place, help))->type_name("N");
  return *this;
}
Flags& Flags::number(const std::string& names, double& place, const std::string& help, double least,
                     double most) {
  once(app_.add_option(names, place, help))->type_name("X")->check(CLI::Range(least, most));
  return *this;
}
Flags& Flags::hidden(const std::string& name, int& place, int least, int most) {
  app_.add_option(name, place)->group("")->check(CLI::Range(least, most));
  return *this;
}
Flags Flags::action(const std::string& name, const std::string& help, const std::string& example) {
  app_.require_subcommand(1);
  CLI::App* action = app_.add_subcommand(name, help);
  action->footer("Example:\n  " + example);
  return Flags(*action);
}

CommandLine::CommandLine(const std::string& about, const std::string& footer, const std::string& version)
    : program_(std::make_unique<CLI::App>(about, "fanfare")) {
  program_->footer(footer);
  program_->require_subcommand(1);
  program_->set_version_flag("--version", version);
  program_->get_formatter()->column_width(34);
}

CommandLine::~CommandLine() = default;

Flags CommandLine::verb(const std::string& name, const std::string& help, const std::string& example,
                        VerbWork work) {
  CLI::App* app = program_->add_subcommand(name, help);
  app->footer("Example:\n  " + example);
  verbs_.push_back({app, std::move(work)});
  return Flags(*app);
}

WordList CommandLine::verb_names() const {
  WordList names;
  for (const Verb& verb : verbs_) names.push_back(verb.app->get_name());
  return names;
}

namespace {

WordList flag_names(const CLI::App& app) {
  WordList names;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_group().empty())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The innermost verb or action that was recognised.
CLI::App& chosen(CLI::App& app) {
  const auto deeper = app.get_subcommands();
  return deeper.empty() ? app : chosen(*deeper.front());
}

// The verb that was typed, known or not; empty if there is none.
std::string typed_verb(int argc, char** argv) {
  for (int i = 1; i < argc; ++i)
    if (argv[i][0] != '-') return argv[i];
  return {};
}

}  // namespace

std::string CommandLine::complaint(const std::string& what, int argc, char** argv) const {
  const std::string verb = typed_verb(argc, argv);
  const WordList names = verb_names();
  if (verb.empty()) return "no verb was given (fanfare does nothing by itself) see `fanfare --help`";
  if (std::find(names.begin(), names.end(), verb) == names.end())
    return fmt::format("'{}' is no verb of fanfare ({}) see `fanfare --help`", verb,
                       did_you_mean(verb, names, "there are"));
  const std::string help = fmt::format("see `fanfare {} --help`", verb);
  const WordList left = program_->remaining(true);
  for (const std::string& word : left)
    if (word.starts_with("-"))
      return fmt::format(
          "'{}' is no flag of `fanfare {}` ({}) {}", word, verb,
          did_you_mean(word.substr(0, word.find('=')), flag_names(chosen(*program_)), "there are"), help);
  if (!left.empty())
    return fmt::format("'{}' is not expected here (`fanfare {}` takes no more words) {}", left[0], verb,
                       help);
  return fmt::format("{} (in `fanfare {}`) {}", what, verb, help);
}

ExitCode CommandLine::run(Console& console, int argc, char** argv) {
  try {
    program_->parse(argc, argv);
  } catch (const CLI::Success& wanted) {  // --help, --version
    const std::string verb = typed_verb(argc, argv);
    const WordList names = verb_names();
    if (!verb.empty() && std::find(names.begin(), names.end(), verb) == names.end())
      throw UsageError(complaint("", argc, argv));
    program_->exit(wanted);
    return ExitCode::ok;
  } catch (const CLI::ParseError& error) {
    throw UsageError(complaint(error.what(), argc, argv));
  }
  for (const Verb& verb : verbs_) {
    if (!verb.app->parsed()) continue;
    const auto actions = verb.app->get_subcommands();
    return verb.work({console, argc, argv, actions.empty() ? "" : actions.front()->get_name()});
  }
  return ExitCode::internal;
}

}  // namespace fanfare
