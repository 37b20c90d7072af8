// The parts put together.
#include "sim/report/document.h"

#include <algorithm>

#include "sim/report/looked_at.h"

namespace fanfare {
namespace {

// What a report compares beside what the study asked for. The first that exists is the primary measure where nobody
// named one.
const std::vector<std::string> kBeside = {
    "incremental_contribution", "incremental_contribution_per_yuan", "incremental_revenue", "net_revenue", "roi",
    "reach", "new_buyers", "sales", "cost_per_engagement", "engagement_rate", "spend", "unspent"};

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

Json heading(const ReportSource& source) {
  const StudySummary& s = source.gathered.summary;
  const Results& results = source.gathered.results;
  const bool study = source.gathered.origins.empty();
  return {{"format", 1},
          {"simulated", true},
          {"kind", study ? "study" : results.arms.size() * results.replicates == 1 ? "run" : "runs"},
          {"files", source.files},
          {"name", {{"en", report_name(source, Language::english)}, {"zh", report_name(source, Language::chinese)}}},
          {"question", s.question},
          {"model", results.provenance.model},
          {"arms", s.arms},
          {"baseline", s.baseline},
          {"replicates", s.replicates},
          {"primary", s.primary},
          {"level", kLevel}};
}

}  // namespace

ReportSource read_report_source(const std::vector<std::string>& files, const std::string& baseline,
                                const std::string& primary) {
  ReportSource source{gather_files({files, baseline, primary, {}, kBeside}), files};
  choose_primary(source.gathered.summary);
  return source;
}

std::string report_name(const ReportSource& source, Language language) {
  const std::size_t runs = source.gathered.results.runs.size();
  if (source.gathered.origins.empty() || runs < 2) return source.gathered.summary.name;
  return in_words(runs_name(runs, source.gathered.summary.arms.size()), language);
}

Json in_both_languages(const std::vector<Said>& all) {
  return {{"en", in_words(all, Language::english)}, {"zh", in_words(all, Language::chinese)}};
}

Json report_document(const ReportSource& source) {
  const Dataset& data = source.gathered.results.data;
  Json out = heading(source);
  out["answer"] = answers_json(source.gathered.summary);
  out["comparisons"] = comparisons_json(source.gathered.summary);
  out["parameters"] = parameters_json(source);
  out["series"] = series_json(data);
  out["panels"] = panels_json(source);
  out["market"] = market_json(source);
  out["distributions"] = distributions_json(data);
  out["posts"] = posts_json(source);
  out["network"] = network_json(source);
  out["trust"] = trust_json(source);
  return out;
}

}  // namespace fanfare
