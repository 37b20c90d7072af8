// Results files: what is written comes back, and what can't be read says why.
#include "sim/results/results_file.h"
#include "sim/results/trial.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fanfare/expects.h"
#include "sim/results/atomic_file.h"
#include "sim/results/layout.h"
#include "tests/results/comparing.h"
#include "tests/results/samples.h"

namespace fanfare::results_file_test {
namespace {

using samples::Folder;

template <class F>
std::string error_of(F&& f) {
  try {
    f();
  } catch (const InputError& error) {
    return error.what();
  }
  return "(no InputError)";
}
std::string read_error(const std::filesystem::path& path) {
  return error_of([&] { read_results(path); });
}
bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// As this program would have left it.
void write_sealed(const std::filesystem::path& path, std::vector<std::byte> bytes) {
  const auto trailer = checksum_trailer(bytes);
  bytes.insert(bytes.end(), trailer.begin(), trailer.end());
  write_file(path, bytes);
}

TEST(ResultsFile, a_run_comes_back_as_written) {
  const Folder folder;
  const Dataset data = samples::run();
  write_run(folder / "run.h5", data, samples::provenance(), RunState::complete, 72);
  const Results back = read_results(folder / "run.h5");
  EXPECT_EQ(back.kind, ResultsKind::run);
  EXPECT_EQ(back.state, RunState::complete);
  EXPECT_EQ(back.last_complete_tick, 72U);
  EXPECT_EQ(difference(back.data, data), "");
  EXPECT_EQ(difference(back.provenance, samples::provenance()), "");
}

TEST(ResultsFile, a_run_without_campaigns_or_rows_comes_back) {
  const Folder folder;
  const Dataset data = samples::run(0, 0, {});
  write_run(folder / "run.h5", data, samples::provenance(), RunState::stopped, 0);
  EXPECT_EQ(difference(read_results(folder / "run.h5").data, data), "");
}

TEST(ResultsFile, a_study_comes_back_stacked) {
  const Folder folder;
  const StudyDataset study = samples::study();
  write_study(folder / "study.h5", study, samples::provenance(), RunState::complete);
  const Results back = read_results(folder / "study.h5");
  EXPECT_EQ(back.kind, ResultsKind::study);
  EXPECT_EQ(back.arms, study.arms);
  EXPECT_EQ(back.replicates, 2U);
  EXPECT_EQ(back.baseline, "none");
  EXPECT_EQ(difference(back.data, stack(study)), "");
  ASSERT_EQ(back.runs.size(), 6U);
  const StudyRun& failed = back.runs[5];
  EXPECT_EQ(failed.row, 2U);
  EXPECT_EQ(failed.replicate, 1U);
  EXPECT_EQ(failed.state, RunState::failed);
  EXPECT_EQ(failed.reason, "budget: can't be spent");
  EXPECT_EQ(back.runs[3].state, RunState::stopped);
  EXPECT_EQ(back.runs[3].fingerprint, "00000000000000dd");
  EXPECT_EQ(back.runs[3].last_complete_tick, 48U);
  EXPECT_EQ(back.runs[0].seed, 11U);
}

TEST(ResultsFile, a_run_that_was_never_begun_keeps_its_place) {
  const Folder folder;
  StudyDataset study = samples::study();
  std::erase_if(study.runs, [](const StudyRun& run) { return run.row == 2; });
  write_study(folder / "study.h5", study, samples::provenance(), RunState::stopped);
  const Results back = read_results(folder / "study.h5");
  ASSERT_EQ(back.runs.size(), 6U);
  EXPECT_EQ(back.runs[4].state, RunState::missing);
  EXPECT_EQ(back.data.dimension("arm")->labels, study.arms);
}

TEST(ResultsFile, factors_of_a_design_come_back) {
  const Folder folder;
  StudyDataset study = samples::study();
  study.baseline.clear();
  study.factors = {{"campaigns.launch.budget", "CNY", {1, 2, 3}, {}},
                   {"platforms.p.feed.preset", "", {}, {"a", "b", "c"}}};
  write_study(folder / "study.h5", study, samples::provenance(), RunState::complete);
  const Results back = read_results(folder / "study.h5");
  ASSERT_EQ(back.factors.size(), 2U);
  EXPECT_EQ(back.factors[0].values, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(back.factors[0].units, "CNY");
  EXPECT_EQ(back.factors[1].labels, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(back.data.dimensions.front().name, "point");
  EXPECT_EQ(difference(back.data, stack(study)), "");
}

TEST(ResultsFile, a_folder_stands_for_the_file_in_it) {
  const Folder folder;
  EXPECT_TRUE(contains(read_error(folder.path()), "neither run.h5 nor study.h5"));
  write_run(folder / "run.h5", samples::run(), samples::provenance(), RunState::complete, 1);
  EXPECT_EQ(read_results(folder.path()).kind, ResultsKind::run);
  write_study(folder / "study.h5", samples::study(), samples::provenance(), RunState::complete);
  EXPECT_EQ(read_results(folder.path()).kind, ResultsKind::study);
}

TEST(ResultsFile, the_finished_file_replaces_the_partial_one) {
  const Folder folder;
  write_run(folder / "run.h5.partial", samples::run(1), samples::provenance(), RunState::running, 24);
  EXPECT_TRUE(contains(read_error(folder / "run.h5"), "has not ended"));
  EXPECT_TRUE(contains(read_error(folder / "run.h5.partial"), "still running (last complete tick 24)"));
  EXPECT_EQ(read_results(folder / "run.h5.partial", Unfinished::accept).state, RunState::running);
  write_run(folder / "run.h5", samples::run(), samples::provenance(), RunState::complete, 72);
  EXPECT_FALSE(std::filesystem::exists(folder / "run.h5.partial"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(ResultsFile, what_is_no_results_file_is_refused_by_its_kind) {
  const Folder folder;
  EXPECT_TRUE(contains(read_error(folder / "none.h5"), "none.h5: no such file"));
  std::ofstream(folder / "empty.h5").flush();
  EXPECT_TRUE(contains(read_error(folder / "empty.h5"), "is empty"));
  std::ofstream(folder / "text.h5") << "schema: 1\n";
  EXPECT_TRUE(contains(read_error(folder / "text.h5"), "is not an HDF5 file"));
  Hdf5Image foreign;
  foreign.attributes("", {{"title", std::vector<std::string>{"someone else's"}}});
  foreign.scale("", {"time", std::vector<double>{1, 2}, false, {}});
  write_file(folder / "foreign.h5", foreign.finish());
  EXPECT_TRUE(contains(read_error(folder / "foreign.h5"), "not a results file of Fanfare"));
  Hdf5Image sealed;
  sealed.attributes("", {{"title", std::vector<std::string>{"someone else's"}}});
  write_sealed(folder / "sealed.h5", sealed.finish());
  EXPECT_TRUE(contains(read_error(folder / "sealed.h5"), "not a results file of Fanfare"));
}

TEST(ResultsFile, another_format_is_refused_with_both_numbers) {
  const Folder folder;
  const auto write = [&](std::int64_t version) {
    Hdf5Image image;
    image.attributes("", {{"format", std::vector<std::string>{"fanfare results"}},
                          {"format_version", std::vector<std::int64_t>{version}},
                          {"source", std::vector<std::string>{"fanfare 9.1"}}});
    write_sealed(folder / "other.h5", image.finish());
    return read_error(folder / "other.h5");
  };
  EXPECT_TRUE(contains(write(kResultsFormat + 1),
                       "results format 2 is newer than this program reads (1), written by fanfare 9.1"));
  EXPECT_TRUE(contains(write(kResultsFormat - 1), "results format 0 is older"));
}

TEST(ResultsFile, a_truncated_file_is_refused_at_every_length) {
  const Folder folder;
  write_run(folder / "run.h5", samples::run(), samples::provenance(), RunState::complete, 72);
  const std::string whole = read_file(folder / "run.h5");
  const auto cut_at = [&](std::size_t length) {
    write_file(folder / "cut.h5", whole.substr(0, length));
    return read_error(folder / "cut.h5");
  };
  for (std::size_t length = 1; length < whole.size(); length += whole.size() / 40)
    ASSERT_TRUE(contains(cut_at(length), "cut.h5: ")) << length << " of " << whole.size();
  for (std::size_t tail = 1; tail <= 30; ++tail)
    ASSERT_TRUE(contains(cut_at(whole.size() - tail), "cut.h5: has no checksum")) << tail;
  EXPECT_TRUE(contains(cut_at(whole.size() / 2), "truncated")) << cut_at(whole.size() / 2);
}

TEST(ResultsFile, a_flipped_byte_is_noticed_wherever_it_is) {
  const Folder folder;
  write_study(folder / "study.h5", samples::study(), samples::provenance(), RunState::complete);
  const std::string whole = read_file(folder / "study.h5");
  for (std::size_t at = 100; at + 25 < whole.size(); at += whole.size() / 50) {
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    write_file(folder / "bad.h5", bad);
    ASSERT_TRUE(contains(read_error(folder / "bad.h5"), "bad.h5: damaged")) << at;
  }
}

// Such a file may hold anything, and a flipped bit in it would pass.
TEST(ResultsFile, a_file_that_another_program_wrote_anew_is_refused) {
  const Folder folder;
  write_run(folder / "run.h5", samples::run(), samples::provenance(), RunState::complete, 72);
  const std::string whole = read_file(folder / "run.h5");
  write_file(folder / "anew.h5", whole.substr(0, whole.size() - 24));
  EXPECT_TRUE(contains(read_error(folder / "anew.h5"), "changed by another program"));
}

// Some of these crash HDF5 1.10.8: that ends here as an error too.
TEST(ResultsFile, a_forged_file_whose_checksum_fits_ends_in_an_error_or_is_read) {
  const Folder folder;
  write_study(folder / "study.h5", samples::study(), samples::provenance(), RunState::complete);
  const std::string whole = read_file(folder / "study.h5").substr(0);
  std::uint32_t draw = 12345;
  const auto next = [&] { return draw = draw * 1664525u + 1013904223u, draw >> 8; };
  std::size_t refused = 0;
  for (int i = 0; i < 60; ++i) {
    std::string bad = whole.substr(0, whole.size() - 24);
    for (int k = 0; k < 8; ++k) bad[next() % bad.size()] = static_cast<char>(next());
    const auto bytes = std::as_bytes(std::span(bad));
    write_sealed(folder / "forged.h5", {bytes.begin(), bytes.end()});
    // In a child of its own: of what it reads none the less, HDF5 may lose memory.
    refused += error_of([&] {
                 try_in_child(folder / "forged.h5", [&] { read_results(folder / "forged.h5"); });
               }) != "(no InputError)";
  }
  EXPECT_GT(refused, 0u);
}

// Every array and attribute outside /provenance/invocation.
std::string contents(const std::filesystem::path& path) {
  const Hdf5Source source(path);
  std::ostringstream out;
  const std::function<void(const std::string&)> walk = [&](const std::string& group) {
    if (group == "provenance/invocation") return;
    show(out, group, source.attributes(group));
    const std::string prefix = group.empty() ? "" : group + "/";
    for (const auto& name : source.arrays(group)) show(out, source.array(prefix + name));
    for (const auto& name : source.groups(group)) walk(prefix + name);
  };
  walk("");
  return std::move(out).str();
}

TEST(ResultsFile, two_writes_differ_in_the_invocation_alone) {
  const Folder folder;
  Provenance other = samples::provenance();
  other.invocation = {"mpirun -n 3 fanfare run a/much/longer/path/to/some/scenario.yaml --threads 7",
                      "there",
                      7,
                      3,
                      "2027-01-01T00:00:00Z",
                      1e6};
  write_study(folder / "a.h5", samples::study(), samples::provenance(), RunState::complete);
  write_study(folder / "b.h5", samples::study(), other, RunState::complete);
  write_study(folder / "c.h5", samples::study(), samples::provenance(), RunState::complete);
  EXPECT_EQ(contents(folder / "a.h5"), contents(folder / "b.h5"));
  EXPECT_EQ(read_file(folder / "a.h5"), read_file(folder / "c.h5"));  // not even a time stamp
  EXPECT_NE(read_results(folder / "a.h5").provenance.invocation.host,
            read_results(folder / "b.h5").provenance.invocation.host);
  StudyDataset changed = samples::study();
  changed.runs[1].data.variables[1].data[1] += 1e-12;
  write_study(folder / "d.h5", changed, samples::provenance(), RunState::complete);
  EXPECT_NE(contents(folder / "a.h5"), contents(folder / "d.h5"));
}

TEST(ResultsFile, text_that_is_not_utf8_is_mended) {
  const Folder folder;
  Provenance from = samples::provenance();
  from.invocation.command_line = "fanfare run caf\xe9.yaml";
  write_run(folder / "run.h5", samples::run(), from, RunState::complete, 1);
  EXPECT_EQ(read_results(folder / "run.h5").provenance.invocation.command_line,
            "fanfare run caf\xEF\xBF\xBD.yaml");
}

TEST(ResultsFile, a_dataset_that_contradicts_itself_is_our_mistake) {
  const Folder folder;
  const auto write = [&](const Dataset& data) {
    write_run(folder / "run.h5", data, samples::provenance(), RunState::complete, 1);
  };
  Dataset short_data = samples::run();
  short_data.variables[0].data.pop_back();
  EXPECT_THROW(write(short_data), LogicError);
  Dataset unknown_axis = samples::run();
  unknown_axis.variables[0].dimensions[0] = "tyme";
  EXPECT_THROW(write(unknown_axis), LogicError);
  Dataset twice = samples::run();
  twice.variables.push_back(twice.variables[0]);
  EXPECT_THROW(write(twice), LogicError);
  Dataset fraction = samples::run();
  fraction.variables[0].data[0] = 0.5;
  EXPECT_THROW(write(fraction), LogicError);
  Dataset reserved = samples::run();
  reserved.attributes["status"] = std::string("fine");
  EXPECT_THROW(write(reserved), LogicError);
  EXPECT_FALSE(std::filesystem::exists(folder / "run.h5"));
}

}  // namespace
}  // namespace fanfare::results_file_test
