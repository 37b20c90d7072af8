// What comes of a study's runs when no more is to be done now: study.h5 and the summary, or what is left, in words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/judge/summary.h"
#include "sim/study/context.h"
#include "sim/study/run_folder.h"
#include "sim/study/study_plan.h"
#include "sim/study/study_files.h"
#include "sim/study/study_runner.h"

namespace fanfare {

// What those who ran them leave, beside the parts.
struct StudyWork {
  std::vector<PlannedRun> runs;  // asked for, whether they were done here or before
  std::size_t failed = 0;
  std::optional<ExitCode> first_failure;  // by place in `runs`, so that it is the same on any threads
  std::vector<std::string> notes;
  double wall_seconds = 0;
  int threads = 1;
};

class StudyEnd {
 public:
  StudyEnd(const PlannedStudy& plan, const RunContext& context, const StudyJob& job, const RunFolder& folder,
           Log& log, const StudyWork& work)
      : plan_(plan), context_(context), job_(job), folder_(folder), log_(log), work_(work) {}

  // Of a shard, whose parts are counted, and left to whoever puts the study together.
  Outcome of_shard() const;
  // Of all others: puts the parts together.
  Outcome of_study();
  // After of_study(): how many replicates to go on to; no more than there are if that is all.
  std::size_t next() const { return next_; }

 private:
  Outcome stopped(Outcome o) const;
  Outcome nothing(Outcome o) const;
  Outcome merged(Outcome o, const StudyDataset& data, const StudyDataset& varied, std::vector<std::string> failures);
  void write_results(const StudyDataset& data, const Provenance& provenance, const StudySummary& summary,
                     bool is_whole) const;
  void write_variants(const StudyDataset& varied) const;
  void say_growth(Outcome& o, const StudySummary& summary) const;
  std::vector<std::string> failures_of(const StudyDataset& data, std::size_t first_row) const;
  std::string said(const char* key, const Blanks& blanks) const;

  const PlannedStudy& plan_;
  const RunContext& context_;
  const StudyJob& job_;
  const RunFolder& folder_;
  Log& log_;
  const StudyWork& work_;
  std::size_t next_ = 0;
};

// Of a study whose runs were all done before.
Outcome all_done(const PlannedStudy& plan, std::size_t runs);

}  // namespace fanfare
