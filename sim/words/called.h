// What people call the arms of a study and the points of a design, in either language. Names in files stay.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/results/results_file.h"
#include "sim/words/labels.h"

namespace fanfare {

// "budget" of "campaigns.launch.budget", "launch budget" where another factor ends alike.
std::string factor_called(const std::vector<FactorValues>& factors, std::size_t factor, Language language);

// "20000 CNY" or "20_000 CNY" → "20,000 CNY", "20,000 元"; what is no quantity stays as it was written.
std::string level_called(const FactorValues& factor, std::size_t point, Language language);

// "budget 20,000 CNY, price 99 CNY" of a point; of an arm its name, unless that means the same everywhere.
std::string called(const std::string& arm, const std::vector<FactorValues>& factors, std::size_t row,
                   Language language);

}  // namespace fanfare
