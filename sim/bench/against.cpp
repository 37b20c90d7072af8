#include "sim/bench/against.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

using BenchJson = nlohmann::ordered_json;

constexpr double kApart = 0.05;          // less is noise, even on a quiet machine
constexpr double kAnotherMachine = 0.1;  // its limits differ by more

// What is measured; all else in the print is the question, or is there to be divided by.
constexpr const char* kMachine[] = {"/limits/triad_gb_per_s", "/limits/gathers_per_s_4mb",
                                    "/limits/gathers_per_s_64mb", "/limits/gathers_per_s_1gb",
                                    "/limits/philox_blocks_per_s"};
struct Measured {
  const char* at;
  bool is_less_better = false;
};
constexpr Measured kOurs[] = {{"/epidemic/traversed_edges_per_second"},
                              {"/epidemic/one_thread/traversed_edges_per_second"},
                              {"/browse/impressions_per_second"},
                              {"/browse/one_thread/impressions_per_second"},
                              {"/browse/speedup"},
                              {"/world/build_seconds", true},
                              {"/memory/bytes_per_account", true},
                              {"/memory/bytes_per_edge", true},
                              {"/memory/peak_bytes", true},
                              {"/ratios/sis_edges_per_gather"},
                              {"/ratios/candidates_per_gather"},
                              {"/ratios/impressions_per_gather"},
                              {"/ratios/edge_bytes_per_triad_byte"},
                              {"/ratios/draws_per_philox_block"},
                              {"/ratios/impressions_per_gather_1gb"},
                              {"/ratios/browse_per_plain_feed"},
                              {"/ratios/sis_per_plain_loop"},
                              {"/ratios/simsom_updates_per_philox_block"},
                              {"/simsom/updates_per_second"}};
constexpr const char* kQuestion[] = {"/limits/threads", "/world/accounts", "/world/edges", "/world/ticks",
                                     "/epidemic/accounts"};

const BenchJson* number_at(const BenchJson& print, const std::string& at) {
  const BenchJson::json_pointer place(at);
  if (!print.contains(place)) return nullptr;
  const BenchJson& value = print.at(place);
  return value.is_number() ? &value : nullptr;
}

// "browse one_thread impressions_per_second"
std::string shown_name(std::string at) {
  for (char& c : at)
    if (c == '/') c = ' ';
  return at.substr(1);
}

BenchJson parsed(const std::string& text, const std::string& file) {
  BenchJson print = BenchJson::parse(text, nullptr, false);
  if (print.is_discarded() || !print.is_object() || number_at(print, "/limits/threads") == nullptr)
    throw InputError(file +
                     ": is no print of a bench (it has no limits.threads) write one with "
                     "`fanfare bench --json > FILE`");
  return print;
}

// Another world answers another question.
void expect_same_question(const BenchJson& now, const BenchJson& then, const std::string& file) {
  for (const char* at : kQuestion) {
    const BenchJson* a = number_at(then, at);
    const BenchJson* b = number_at(now, at);
    if (a != nullptr && b != nullptr && *a != *b)
      throw InputError(
          fmt::format("{}: measured another thing ({} was {}, now {}) give the flags that it was made with",
                      file, shown_name(at), a->dump(), b->dump()));
  }
}

std::string judged(double ratio, bool is_less_better) {
  if (std::abs(ratio - 1) <= kApart) return "";
  return (ratio > 1) == is_less_better ? "worse" : "better";
}

}  // namespace

void expect_bench_print(const std::string& then, const std::string& file) { parsed(then, file); }

std::string bench_against(const std::string& now_text, const std::string& then_text,
                          const std::string& file) {
  const BenchJson then = parsed(then_text, file), now = parsed(now_text, "this bench");
  expect_same_question(now, then, file);
  Table table({"against " + file, "then", "now", "now ÷ then", ""});
  bool is_other_machine = false;
  const auto add = [&](const std::string& at, const auto& verdict) {
    const BenchJson* a = number_at(then, at);
    const BenchJson* b = number_at(now, at);
    if (a == nullptr || b == nullptr || a->get<double>() == 0) return;
    const double ratio = b->get<double>() / a->get<double>();
    table.add({shown_name(at), people_number(a->get<double>()), people_number(b->get<double>()),
               fmt::format("{:.2f}", ratio), verdict(ratio)});
  };
  for (const char* at : kMachine)
    add(at, [&](double ratio) {
      const bool is_other = std::abs(ratio - 1) > kAnotherMachine;
      is_other_machine |= is_other;
      return std::string(is_other ? "another machine" : "");
    });
  for (const Measured& ours : kOurs)
    add(ours.at, [&](double ratio) { return judged(ratio, ours.is_less_better); });
  std::string text = table.render();
  if (is_other_machine)
    text += "  The machine was faster or slower then, or is busy now: compare what stands under `ratios`.\n";
  return text;
}

}  // namespace fanfare
