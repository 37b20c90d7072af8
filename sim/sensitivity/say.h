// What is known of a study's sensitivity, put into words: a table for people, JSON and CSV with exact
// numbers.
#pragma once

#include <string>

#include "sim/sensitivity/of_study.h"
#include "sim/words/labels.h"

namespace fanfare::sensitivity {

// A table an aspect, its factors from the most to the least, luck last; then what the design does not allow.
std::string sensitivity_text(const Sensitivity& s, std::size_t width, Language language);
std::string sensitivity_json(const Sensitivity& s);
// A row an index: aspect,measure,label,factor,index,value,low,high,n,scenario,origin. RFC 4180.
std::string sensitivity_csv(const Sensitivity& s);

// "Levels of net revenue (aurora)", "Lead of kol over koc", …
std::string aspect_called(const Aspect& aspect, Language language);
// Places of aspect.factors, the one that moves most first: by total, else absolute, first, rank.
std::vector<std::size_t> by_weight(const Aspect& aspect);

}  // namespace fanfare::sensitivity
