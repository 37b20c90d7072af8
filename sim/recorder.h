// Collects what a model records into a Dataset in memory, with `time` in days since run.start. Writes no
// file.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "fanfare/observer.h"
#include "fanfare/run_parameters.h"

namespace fanfare {

class DatasetRecorder final : public Recorder {
 public:
  explicit DatasetRecorder(const RunParameters& run);

  // Errors: LogicError for a name declared twice, an axis that is not declared, labels beside values.
  void dimension(Dimension dimension) override;
  void variable(Variable variable) override;
  using Recorder::put;
  // Errors: LogicError for an undeclared name, a wrong length, a series outside a row or twice in one.
  void put(std::string_view variable, std::span<const double> values) override;

  // A row of every series, at `days` since the start. A series that is not put is missing (NaN) in it.
  void begin_row(double days);
  void end_row();
  std::size_t rows() const { return time().values.size(); }

  const Dataset& data() const { return data_; }
  Dataset take() { return std::move(data_); }

  // Said of the whole run, beside its rows.
  void attribute(const std::string& name, Attribute value) { data_.attributes[name] = std::move(value); }

  // Takes rows recorded earlier: after everything was declared, from a checkpoint.
  // Errors: LogicError if what was recorded is not what was declared.
  void restore(Dataset recorded);

 private:
  struct Slot {
    std::size_t index = 0;   // in data_.variables
    std::size_t cells = 1;   // of a row, or of the whole if it is no series
    bool series = false;
    bool put_in_row = false;
  };
  const Dimension& time() const { return data_.dimensions.front(); }
  std::size_t cells_of(const Variable& variable) const;

  Dataset data_;
  std::map<std::string, Slot, std::less<>> slots_;
  bool in_row_ = false;
};

}  // namespace fanfare
