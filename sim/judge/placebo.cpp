#include "sim/judge/placebo.h"

#include <charconv>

#include "sim/scenario/yaml_reader.h"

namespace fanfare {

std::vector<std::string> effective_texts(const Results& results, const std::vector<Provenance>& origins) {
  std::vector<std::string> texts(results.arms.size());
  for (std::size_t row = 0; row < origins.size(); ++row) texts[row] = origins[row].resolved;
  for (const ProvenanceFile& file : results.provenance.files) {
    std::size_t row = texts.size();
    if (file.path.starts_with("arms/"))
      std::from_chars(file.path.data() + 5, file.path.data() + file.path.size(), row);
    if (row < texts.size()) texts[row] = file.text;
  }
  return texts;
}

std::vector<std::string> placebos_of(const std::vector<std::string>& arms,
                                     const std::vector<std::string>& texts, const ReportSpec& spec) {
  std::vector<std::string> found;
  if (spec.is_placebo == nullptr) return found;
  for (std::size_t row = 0; row < texts.size(); ++row) {
    Problems problems;
    if (!texts[row].empty() && spec.is_placebo(read_yaml_text("arm", texts[row], "arm", problems)))
      found.push_back(arms[row]);
  }
  return found;
}

}  // namespace fanfare
