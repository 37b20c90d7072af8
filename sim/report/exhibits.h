// Exhibits that a model declares, drawn as JSON: one function a kind, each in a file of its own. None knows
// what it draws is about; all give null where the results lack what it takes.
#pragma once

#include "fanfare/exhibit.h"
#include "sim/report/document.h"

namespace fanfare {

Json parts_json(const exhibits::Parts& parts, const ReportSource& source);
Json scatter_json(const exhibits::Scatter& scatter, const ReportSource& source);
Json flows_json(const exhibits::Flows& flows, const ReportSource& source);
Json samples_json(const exhibits::Samples& samples, const ReportSource& source);
Json neighbourhood_json(const exhibits::Neighbourhood& around, const ReportSource& source);
Json lines_json(const exhibits::Lines& lines, const ReportSource& source);

// What a title that is a key of the labels begins with.
inline constexpr std::string_view kExhibitKeys = "exhibit.";
// {rows, cards}: cards where an axis of the results is called as the title is, see cards.cpp.
Json table_json(const exhibits::Table& table, std::string_view title, const ReportSource& source);

// Counts of sizes, which begin at `from`, as points [size, share at or above it] with the fitted tail.
Json tail_curve_json(const std::vector<double>& from, const std::vector<double>& counts);

// All of the model: those with a place at their place in `document`, the others in its `exhibits`, if there
// are any.
void place_exhibits(Json& document, const ReportSource& source);

}  // namespace fanfare
