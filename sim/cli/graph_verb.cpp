// `fanfare graph`: generates follow graphs, brings foreign ones into our form, and describes them.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "fanfare/graph_build.h"
#include "sim/cli/compute_flags.h"
#include "sim/cli/output.h"
#include "sim/cli/verbs.h"
#include "sim/graph/graph_stats.h"
#include "sim/graph/write_edge_list.h"
#include "sim/parallel.h"
#include "sim/run.h"
#include "sim/scenario/input_file.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

struct GraphFlags : ComputeFlags {
  std::string file, kind = "chung_lu", format = "edge_list", direction = "reader_author";
  std::uint32_t accounts = 10'000;
  std::uint64_t number = 1;  // seed
  double follows = 42, exponent = 2.3, reciprocity = 0.2, rewire = 0.1;
};

BuiltGraph generate(const GraphFlags& f, Parallel& parallel) {
  const GraphRequest request{f.accounts, derive_seed(f.number, 0), 0, 1, parallel};
  const auto whole = static_cast<std::uint32_t>(f.follows + 0.5);
  if (f.kind == "barabasi_albert") return barabasi_albert(request, whole);
  if (f.kind == "watts_strogatz") return watts_strogatz(request, (whole + 1) / 2 * 2, f.rewire);
  if (f.kind == "erdos_renyi") return erdos_renyi(request, f.follows, false);
  if (f.kind == "rmat") return rmat(request, f.follows, 0.57, 0.19, 0.19);
  ChungLu parameters;
  parameters.mean_follows = f.follows;
  parameters.follower_exponent = f.exponent;
  parameters.reciprocity = f.reciprocity;
  return chung_lu(request, parameters);
}

BuiltGraph read(const GraphFlags& f, Parallel& parallel) {
  const ResolvedInput input = resolve_input(f.file, Mark{});
  if (!input.error.empty()) throw InputError(fmt::format("{}: {} {}", f.file, input.error, input.suggestion));
  GraphFile file{input.path, f.format, EdgeDirection::reader_author};
  if (f.direction == "author_reader") file.direction = EdgeDirection::author_reader;
  if (f.direction == "mutual") file.direction = EdgeDirection::mutual;
  return read_graph(file, derive_seed(f.number, 0), 0, 1, parallel);
}

std::string what_was_dropped(const BuiltGraph& built) {
  return built.self_loops_dropped + built.duplicates_dropped == 0
             ? ""
             : fmt::format("dropped: {} self-loops, {} duplicates\n", built.self_loops_dropped,
                           built.duplicates_dropped);
}

ExitCode write(const Call& call, const GraphFlags& f, const BuiltGraph& built) {
  write_edge_list(f.out, built.graph);
  const std::uint32_t accounts = built.graph.partition().accounts;
  if (f.json)
    call.console.answer(
        fmt::format("{{\"file\": \"{}\", \"accounts\": {}, \"follows\": {}, \"self_loops_dropped\": {}, "
                    "\"duplicates_dropped\": {}}}\n",
                    f.out, accounts, built.edges, built.self_loops_dropped, built.duplicates_dropped));
  call.console.say(
      fmt::format("{}: {} accounts, {} follows\n{}", f.out, accounts, built.edges, what_was_dropped(built)));
  return ExitCode::ok;
}

// Checked before anything is computed.
void expect_graph_free(const GraphFlags& f) {
  if (std::filesystem::exists(f.out) && f.on_exists != "replace")
    throw InputError(
        fmt::format("{}: exists (nothing is overwritten unasked) add --on-exists replace", f.out));
}

ExitCode stats(const Call& call, const GraphFlags& f, Parallel& parallel) {
  const BuiltGraph built = read(f, parallel);
  const GraphStats found = graph_stats(built.graph, derive_seed(f.number, 0), parallel);
  call.console.answer(f.json ? to_json(found) : to_text(found) + what_was_dropped(built));
  return ExitCode::ok;
}

ExitCode graph(const Call& call, const GraphFlags& f, const std::string& action) {
  set_console(call.console, f);
  const auto parallel = make_parallel(threads_of(f.threads));
  if (action == "stats") return stats(call, f, *parallel);
  if (action == "import") expect_apart(f.out, {f.file, resolve_input(f.file, Mark{}).path});
  expect_graph_free(f);
  return write(call, f, action == "generate" ? generate(f, *parallel) : read(f, *parallel));
}

void add_common(Flags flags, GraphFlags& f) {
  flags.number("--seed", f.number, "Seed");
  add_threads(flags, f);
  add_show_flags(flags, f);
}

void add_output(Flags flags, GraphFlags& f) {
  flags.required_text("-o,--out", "FILE", f.out, "Edge list to write; .gz and .zst are compressed")
      .choice("--on-exists", "WHAT", f.on_exists, "If the file is there already: fail (default) or replace",
              {"fail", "replace"});
}

void add_input(Flags flags, GraphFlags& f) {
  flags.word("FILE", f.file, "Edge list (plain, .gz, .zst) or GraphML; data:… lies under FANFARE_DATA")
      .choice("--format", "FORMAT", f.format, "edge_list (default) or graphml", {"edge_list", "graphml"})
      .choice("--direction", "WORD", f.direction,
              "\"a b\" means: reader_author (a follows b, default), author_reader, mutual",
              {"reader_author", "author_reader", "mutual"});
}

void add_generator(Flags flags, GraphFlags& f) {
  flags
      .choice("--kind", "KIND", f.kind,
              "chung_lu (default), barabasi_albert, watts_strogatz, erdos_renyi or rmat",
              {"chung_lu", "barabasi_albert", "watts_strogatz", "erdos_renyi", "rmat"})
      .number("--accounts", f.accounts, "Accounts (default 10000)", 2U, 500'000'000U)
      .number("--follows", f.follows, "Mean follows of an account (default 42)", 1.0, 1e5)
      .number("--exponent", f.exponent, "Of chung_lu: exponent of the follower tail (default 2.3)", 1.5, 5.0)
      .number("--reciprocity", f.reciprocity, "Of chung_lu: share of follows that are answered (default 0.2)",
              0.0, 1.0)
      .number("--rewire", f.rewire, "Of watts_strogatz: chance that a follow is rewired (default 0.1)", 0.0,
              1.0);
}

}  // namespace

void add_graph(CommandLine& line) {
  const auto typed = std::make_shared<GraphFlags>();
  Flags verb = line.verb("graph", "Generate, import or describe follow graphs",
                         "fanfare graph stats data:snap_graphs/soc-Slashdot0902.txt.gz",
                         [typed](const Call& call) { return graph(call, *typed, call.action); });
  Flags make = verb.action("generate", "Draw a follow graph and write it as an edge list",
                           "fanfare graph generate --kind chung_lu --accounts 100000 -o follows.txt.gz");
  add_generator(make, *typed);
  add_output(make, *typed);
  Flags import = verb.action("import", "Read a graph, clean it and write it as an edge list",
                             "fanfare graph import friends.graphml --format graphml -o follows.txt.gz");
  add_input(import, *typed);
  add_output(import, *typed);
  Flags stats = verb.action("stats", "Describe a graph: sizes, degrees, tail, reciprocity, components",
                            "fanfare graph stats data:snap_graphs/soc-Slashdot0902.txt.gz --json");
  add_input(stats, *typed);
  for (const Flags& action : {make, import, stats}) add_common(action, *typed);
}

}  // namespace fanfare
