// Whatever dataset a model may make, files and checkpoints give it back bit for bit.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/results/dataset_codec.h"
#include "tests/results/comparing.h"
#include "tests/results/samples.h"

namespace fanfare::dataset_property_test {
namespace {

using nlohmann::json;

// Text as people write it, also with marks beyond ASCII, but without the zero byte that HDF5 ends text at.
rc::Gen<std::string> text() {
  return rc::gen::element<std::string>("", "a", "two words", "=Σ x/n", "中文", "\"q\", 'r'", "line\nbreak");
}

Dimension axis(const std::string& name) {
  Dimension out{name, {}, {}, *text(), *text(), false};
  const auto size = *rc::gen::inRange<std::size_t>(0, 5);
  const bool words = *rc::gen::arbitrary<bool>();
  out.integral = !words && *rc::gen::arbitrary<bool>();
  for (std::size_t i = 0; i < size; ++i) {
    if (words) {
      out.labels.push_back(*text() + std::to_string(i));
    } else {
      out.values.push_back(static_cast<double>(i) + (out.integral ? 0 : 0.1));
    }
  }
  return out;
}

double number(bool integral) {
  if (*rc::gen::inRange(0, 5) == 0) return samples::missing();
  if (integral)
    return static_cast<double>(
        *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 53), std::int64_t{1} << 53));
  return *rc::gen::oneOf(rc::gen::arbitrary<double>(),
                         rc::gen::element(0.0, -0.0, 5e-324, 1.7976931348623157e308, HUGE_VAL));
}

Variable variable(const Dataset& data, std::size_t index) {
  Variable out;
  out.name = (*rc::gen::element<std::string>("", "ledger/", "creators/top/")) + "v" + std::to_string(index);
  out.integral = *rc::gen::arbitrary<bool>();
  std::size_t cells = 1;
  for (const Dimension& dimension : data.dimensions) {
    if (!*rc::gen::arbitrary<bool>()) continue;
    out.dimensions.push_back(dimension.name);
    cells *= dimension.size();
  }
  for (std::size_t i = 0; i < cells; ++i) out.data.push_back(number(out.integral));
  out.units = *text(), out.long_name = *text(), out.formula = *text(), out.cell_methods = *text(),
  out.dialect = *text();
  out.better = *rc::gen::element(Better::neither, Better::more, Better::less);
  return out;
}

Dataset dataset() {
  Dataset out;
  for (const char* name : {"time", "brand", "stage"}) out.dimensions.push_back(axis(name));
  const auto variables = *rc::gen::inRange<std::size_t>(0, 6);
  for (std::size_t i = 0; i < variables; ++i) out.variables.push_back(variable(out, i));
  out.attributes = {
      {"currency", *text()}, {"scale", *rc::gen::arbitrary<std::int64_t>()}, {"share", number(false)}};
  if (std::isnan(std::get<double>(out.attributes["share"]))) out.attributes.erase("share");
  return out;
}

RC_GTEST_PROP(DatasetProperty, a_results_file_gives_it_back, ()) {
  const samples::Folder folder;
  const Dataset data = dataset();
  write_run(folder / "run.h5", data, samples::provenance(), RunState::complete, 1);
  RC_ASSERT(difference(read_results(folder / "run.h5").data, data) == "");
}

RC_GTEST_PROP(DatasetProperty, a_checkpoint_gives_it_back, ()) {
  const Dataset data = dataset();
  RC_ASSERT(difference(decode_dataset(json::from_cbor(json::to_cbor(encode(data)))), data) == "");
}

// Stacking loses nothing and invents nothing: run (0, r) is found at its place, all else is missing.
RC_GTEST_PROP(DatasetProperty, a_stack_holds_each_run_at_its_place, ()) {
  StudyDataset study;
  study.arms = {"none", "kol"};
  study.replicates = 2;
  const std::size_t days = *rc::gen::inRange<std::size_t>(1, 4);
  study.runs = {{0, 0, RunState::complete, 1, "", "", 1, samples::run(3, 1)},
                {1, 1, RunState::complete, 2, "", "", 1, samples::run(days, 2, {"b", "a"})}};
  if (*rc::gen::arbitrary<bool>()) std::swap(study.runs[0], study.runs[1]);
  const Dataset stacked = stack(study);
  const Variable& balance = *stacked.variable("ledger/balance");  // (arm, replicate, time, brand)
  RC_ASSERT(balance.data.size() == 2 * 2 * 3 * 2U);
  for (std::size_t i = 0; i < balance.data.size(); ++i) {
    const std::size_t run = i / 6, cell = i % 6;
    const bool there = run == 0 || (run == 3 && cell < days * 2);
    const double value = (run == 0 ? 1 : 2) + static_cast<double>(cell) * 100;
    RC_ASSERT((there ? balance.data[i] == value : std::isnan(balance.data[i])));
  }
}

}  // namespace
}  // namespace fanfare::dataset_property_test
