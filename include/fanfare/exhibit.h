// What a report draws of a model's runs, as data: which recorded variables, as what, and where in the
// document. The engine draws it without knowing what it is about. Keys are those of the JSON that the page
// and programs read.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "fanfare/derived_measure.h"

namespace fanfare {
namespace exhibits {

// One value of an object: something of a recorded variable. Cells are the entries of a variable's axes beside
// arm, replicate and time; means are over replicates, at the end of the runs.
struct Part {
  enum class Draw {
    name, unit, help, formula,  // of the variable
    entries,                    // of axis number `at`: their names
    positions,                  // … their numbers
    means,                      // [arm][cell]
    intervals,                  // [arm][cell], {mean, low, high, n}
    steps,                      // [arm][cell][time]: what each step of the series adds
    tail,                       // by arm: counts by size as shares at or above it, with the fitted tail
    // In a list of cells, of one of them:
    cell,                       // its name
    cell_means,                 // by arm
    cell_intervals,             // by arm
    cell_most_of_baseline,      // in the run of the baseline in which it is most; missing if nothing tells
  };
  std::string_view key;
  Draw draw;
  std::string_view of;
  std::size_t at = 0;
};

// An object; or, by cell, a list of one for each cell of the first part's variable, of which all others have
// as many. Nothing where a variable is missing or the first has not so many axes (0: any number).
struct Parts {
  std::vector<Part> parts;
  std::size_t axes = 0;
  bool is_by_cell = false;
};

// A list of things in each run, each with numbers: one point each, and the means of each category.
struct Scatter {
  struct Column {
    std::string_view key, of;
  };
  struct Ratio {  // of sums over all things of a category
    std::string_view key, above, below;
    double times = 1;
  };
  Column category;                      // numbers of `words`; missing where there is no thing
  std::string_view list, count;         // keys of the categories and of how many things a run has in one
  std::vector<std::string_view> words;
  std::vector<Column> columns;
  std::vector<std::string_view> means;  // keys of columns
  std::vector<Ratio> ratios;
};

// What flows from where to where: [from, to, what, amount] by arm, amounts above zero only.
struct Flows {
  struct Line {
    std::string_view from, to, what;  // {} stands for the entry
    std::vector<Term> sum;
  };
  struct Group {
    std::string_view axis;  // the lines once for each of its entries; empty: once, over all cells
    std::vector<Line> lines;
  };
  std::string_view needs;  // nothing without this variable, and without the axis of the first group
  std::string_view unit;
  std::vector<Group> groups;
};

// Things that a study keeps of its first replicate to be looked at, each with a course of its own and a tree
// of what came of it: objects by arm.
struct Samples {
  struct Axis {
    std::string_view key, axis;
    bool is_numbers = false;
  };
  struct Part {
    enum class Draw { number, word, marked, entries, course, tree };
    std::string_view key;
    Draw draw;
    std::string_view of;
    std::string_view axis = {};  // of `marked`: the label of its entry that is 1
  };
  struct Tree {  // a table of its own: which sample, which line of the table it comes from, and what is said
                 // of it
    struct Column {
      std::string_view of;
      bool is_word = false;
    };
    std::string_view sample, parent;
    std::vector<Column> columns;
  };
  std::string_view seen;  // (sample, time, source): which samples there are, and their course
  std::vector<Axis> axes;
  std::vector<Part> parts;
  Tree tree;
};

// A network of the first replicate: nodes with what is said of them, links, and how numbers of theirs change.
struct Neighbourhood {
  struct Column {
    std::string_view of;
    bool is_word = false;
  };
  struct Course {
    std::string_view key, of;  // (time, group, node)
  };
  std::vector<Column> nodes;  // the first is missing where there is no node
  std::string_view from, to;  // of links: places among the nodes
  std::string_view groups, group_axis;
  std::vector<Course> courses;
};

// Measures over time, with a band for each arm.
struct Lines {
  std::vector<std::string_view> names;
};

// Measures at the end, arm by arm with intervals.
struct Table {
  std::vector<std::string_view> names;
};

}  // namespace exhibits

struct Exhibit {
  std::string_view place;  // in the document: "market.funnel"; empty: among its `exhibits`, drawn by its kind
  std::variant<exhibits::Parts, exhibits::Scatter, exhibits::Flows, exhibits::Samples,
               exhibits::Neighbourhood, exhibits::Lines, exhibits::Table>
      drawn;
  std::string_view title = {};  // of those without a place: a key of the labels, or the title itself
};

}  // namespace fanfare
