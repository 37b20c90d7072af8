// Forms are told apart by their bytes.
#include "sim/results/run_form.h"

#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/cautions.h"
#include "sim/results/dataset_codec.h"

namespace fanfare {
namespace {

std::size_t cells(const Dataset& form, const Variable& variable) {
  std::size_t n = 1;
  for (const std::string& name : variable.dimensions) {
    const Dimension* axis = form.dimension(name);
    if (axis == nullptr)
      throw InputError("variable '" + variable.name + "' lies on an axis that is not there");
    n *= axis->size();
  }
  return n;
}

}  // namespace

void RunForms::share(StudyRun& run) {
  if (run.form) return;
  const auto cautions = run.data.attributes.find(kCautions);
  if (cautions != run.data.attributes.end()) {
    if (const auto* text = std::get_if<std::string>(&cautions->second)) run.cautions = *text;
    run.data.attributes.erase(cautions);
  }
  run.numbers.clear();
  for (Variable& variable : run.data.variables) {
    run.numbers.insert(run.numbers.end(), variable.data.begin(), variable.data.end());
    variable.data.clear();
  }
  const auto [at, is_new] = known_.emplace(form_bytes(run.data), nullptr);
  if (is_new) at->second = std::make_shared<const Dataset>(std::move(run.data));
  run.form = at->second;
  run.data = {};
}

std::shared_ptr<const Dataset> RunForms::form(const std::string& bytes) {
  const auto known = known_.find(bytes);
  if (known != known_.end()) return known->second;
  try {
    auto form = std::make_shared<const Dataset>(decode_dataset(nlohmann::json::from_cbor(bytes)));
    numbers_in(*form);  // its axes are there
    return known_.emplace(bytes, std::move(form)).first->second;
  } catch (const nlohmann::json::exception& error) {
    throw InputError(std::string("no form of a run (") + error.what() + ")");
  }
}

std::string form_bytes(const Dataset& form) {
  std::string bytes;
  nlohmann::json::to_cbor(encode(form), bytes);
  return bytes;
}

std::size_t numbers_in(const Dataset& form) {
  std::size_t n = 0;
  for (const Variable& variable : form.variables) n += cells(form, variable);
  return n;
}

Dataset whole_data(const StudyRun& run) {
  if (!run.form) return run.data;
  Dataset data = *run.form;
  auto from = run.numbers.begin();
  for (Variable& variable : data.variables) {
    const auto to = from + static_cast<std::ptrdiff_t>(cells(data, variable));
    variable.data.assign(from, to);
    from = to;
  }
  if (!run.cautions.empty()) data.attributes[kCautions] = run.cautions;
  return data;
}

}  // namespace fanfare
