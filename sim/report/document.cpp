// The parts put together.
#include "sim/report/document.h"

#include <algorithm>

#include "fanfare/catalogue.h"
#include "sim/report/exhibits.h"
#include "sim/say/verdict.h"

namespace fanfare {
namespace {

// The first that exists is the primary measure where nobody named one.
void choose_primary(StudySummary& summary) {
  if (!summary.primary.empty()) return;
  const auto is_candidate = [](const ArmOutcome& arm) { return arm.candidate; };
  for (const Comparison& c : summary.comparisons)
    if (std::any_of(c.arms.begin(), c.arms.end(), is_candidate)) {
      summary.primary = c.measure.name;
      return;
    }
}

Json answers_json(const StudySummary& summary) {
  Json out;
  for (const Language language : {Language::english, Language::chinese})
    out[std::string(code_of(language))] = verdicts(summary, language);
  return out;
}

// What people call the arms.
Json names_json(const StudySummary& s) {
  Json names;
  for (const Language language : {Language::english, Language::chinese}) {
    Json& list = names[std::string(code_of(language))] = Json::array();
    for (std::size_t row = 0; row < s.arms.size(); ++row)
      list.push_back(title_of(s, row, language));
  }
  return names;
}

// Of a design: what it varies, and each point's level of it.
Json factors_json(const StudySummary& s) {
  Json all = Json::array();
  for (std::size_t f = 0; f < s.factors.size(); ++f) {
    Json factor = {{"path", s.factors[f].name}};
    for (const Language language : {Language::english, Language::chinese}) {
      const std::string code(code_of(language));
      factor["name"][code] = factor_called(s.factors, f, language);
      factor["levels"][code] = Json::array();
      for (std::size_t row = 0; row < s.arms.size(); ++row)
        factor["levels"][code].push_back(level_called(s.factors[f], row, language));
    }
    all.push_back(std::move(factor));
  }
  return all;
}

Json placebos_json(const StudySummary& s) {
  Json list = Json::array();
  for (const std::string& arm : s.arms)
    list.push_back(std::find(s.placebos.begin(), s.placebos.end(), arm) != s.placebos.end());
  return list;
}

Json heading(const ReportSource& source) {
  const StudySummary& s = source.gathered.summary;
  const Results& results = source.gathered.results;
  const bool study = source.gathered.origins.empty();
  return {{"format", 1},
          {"simulated", true},
          {"kind", study                                           ? "study"
                   : results.arms.size() * results.replicates == 1 ? "run"
                                                                   : "runs"},
          {"files", source.files},
          {"name",
           {{"en", report_name(source, Language::english)}, {"zh", report_name(source, Language::chinese)}}},
          {"question", s.question},
          {"model", results.provenance.model},
          {"arms", s.arms},
          {"names", names_json(s)},
          {"labelled", s.titles != s.arms},
          {"factors", factors_json(s)},
          {"placebo", placebos_json(s)},
          {"baseline", s.baseline},
          {"replicates", s.replicates},
          {"primary", s.primary},
          {"level", kLevel}};
}

}  // namespace

ReportSource read_report_source(const std::vector<std::string>& files, const std::string& baseline,
                                const std::string& primary) {
  std::vector<Results> all;
  for (const std::string& file : files) all.push_back(read_results(file));
  ReportSource source = report_source(std::move(all), baseline, primary);
  source.files = files;
  return source;
}

ReportSource report_source(std::vector<Results> read, const std::string& baseline,
                           const std::string& primary) {
  CompareRequest request{{}, baseline, primary, {}, {}};
  if (!read.empty())
    for (const std::string_view name : report_of(read[0].provenance.model).beside)
      request.beside.emplace_back(name);
  ReportSource source{gather_results(std::move(read), request), {}};
  choose_primary(source.gathered.summary);
  return source;
}

std::string report_name(const ReportSource& source, Language language) {
  const std::size_t runs = source.gathered.results.runs.size();
  if (source.gathered.origins.empty() || runs < 2) return source.gathered.summary.name;
  return in_words(runs_name(runs, source.gathered.summary.arms.size()), language);
}

Json report_document(const ReportSource& source) {
  const Recorded data = recorded(source);
  const auto moves = moves_of(source);  // of a design of thousands of points the dearest part: once
  Json out = heading(source);
  out["answer"] = answers_json(source.gathered.summary);
  out["brief"] = brief_json(source, moves);
  out["comparisons"] = comparisons_json(source.gathered.summary, data);
  out["plausible"] = plausible_json(source.gathered.summary);
  out["why"] = why_json(source.gathered.summary);
  out["left_out"] = left_out_json(source.gathered.summary);
  out["parameters"] = parameters_json(source);
  out["response"] = response_json(source, out["parameters"]);
  out["series"] = series_json(data);
  out["panels"] = panels_json(source);
  place_exhibits(out, source);
  if (moves) out["sensitivity"] = moves_json(*moves);
  out["trust"] = trust_json(source);
  return out;
}

}  // namespace fanfare
