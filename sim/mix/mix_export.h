// A run as the tables that marketing-mix models read, and what its inputs truly caused, from paired arms: the
// simulator as ground truth for such models. Which measures are what the model declares
// (fanfare/mix_table.h).
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/judge/gather.h"

namespace fanfare {

// Whose names of columns: google-meridian (CsvDataLoader, CoordToColumns), Robyn 3.12 (robyn_inputs),
// pymc-marketing 1 (MMM: date_column, channel_columns, target_column, control_columns).
enum class MixTool { meridian, robyn, pymc };
MixTool mix_tool(const std::string& name);  // "meridian", "robyn", "pymc-marketing"

struct MixRequest {
  std::string arm;            // empty: the one with most inputs, the first of them
  std::size_t replicate = 0;  // one world is one history
  std::string of;             // entry of the outcome's axis; empty: the first
  std::size_t days = 7;       // of a row: 1 or 7
  std::vector<std::string> parts;  // of the market, each with rows of its own; empty: the whole
};

struct MixSeries {
  std::string name;
  std::vector<double> put_in, shown;  // by row
  // People shown it at least once in the row's days, and how often on average; empty where that was not
  // counted.
  std::vector<double> reach, frequency;
  bool has_reach() const { return !reach.empty(); }
  double total() const;
};

struct MixPart {
  std::string name;
  double people = 0;
  std::vector<double> outcome, worth;
  std::vector<MixSeries> inputs;  // those that are told apart by part
  std::vector<std::pair<std::string, std::vector<double>>> others;
};

struct MixEffect {
  std::string against;                 // the arm that lacks something
  std::vector<std::string> without;    // inputs that put nothing in there, and do here
  std::vector<std::string> less;       // inputs that put in other amounts there
  std::vector<double> outcome, worth;  // by row, of this replicate: here − there, the same luck
  std::vector<double> outcome_all;     // of all pairs of replicates: total over the rows
  std::vector<double> worth_all;
};

struct Mix {
  std::string study, arm, of, digest, fingerprint, version, commit, made;
  std::size_t replicate = 0, days = 7, left_out = 0;  // days after the last whole row
  std::vector<std::string> dates;                     // of the rows' first days
  std::vector<MixSeries> inputs;
  std::vector<double> outcome, worth;
  std::vector<std::pair<std::string, std::vector<double>>> others;  // the outcome of other entries
  std::vector<MixEffect> effects;                                   // none: no arm that lacks an input
  std::vector<MixPart> parts;                                       // as asked for
};
// Errors: InputError: no declaration, a series that is missing, no such arm, entry or replicate, no whole
// row.
Mix mix_of(const Gathered& study, const MixRequest& request);

std::string mix_csv(const Mix& mix, MixTool tool);
// Of meridian's table: the arguments by which its loader reads it, as JSON.
std::string mix_columns(const Mix& mix);
// The effects, as JSON under a seal (SHA-256 of the compact `truth`).
std::string mix_truth(const Mix& mix);

}  // namespace fanfare
