// The schema of `validation`, and the checks that go across its lines.
#include "sim/scenario/expectation.h"

#include <algorithm>

#include "fanfare/nearest.h"
#include "sim/scenario/parse.h"

namespace fanfare {

Expectation::Kind Expectation::kind() const {
  if (!below.empty()) return Kind::below;
  if (!above.empty()) return Kind::above;
  return std::isnan(published) ? Kind::between : Kind::published;
}

bool is_gate(std::string_view category) { return category == "V1" || category == "V2"; }

namespace {

constexpr const char* kComparisons = "one of published (with tolerance), between, below, above";

// What a line compares with, and nothing else beside it.
void check_expectation(const Expectation& e, Checker& c) {
  std::string first;
  for (const char* key : {"published", "between", "below", "above"}) {
    if (!c.is_given(key)) continue;
    if (first.empty())
      first = key;
    else
      c.problem(key, "stands beside " + first, kComparisons);
  }
  if (first.empty()) c.problem("", "says no value to compare with", kComparisons);
  if (c.is_given("published") && !c.is_given("tolerance"))
    c.problem("published", "has no tolerance", "write tolerance: the largest |ours − published| that passes");
  for (const char* key : {"tolerance", "quick_tolerance"})
    if (c.is_given(key) && !c.is_given("published"))
      c.problem(key, "goes with published", "a band has its own width");
  if (c.is_given("by") && e.other().empty()) c.problem("by", "goes with below or above");
  if (!e.other().empty() && e.other() == e.arm)
    c.problem(first, "'" + e.arm + "' is compared with itself", "name another arm");
}

void expect_arm(const std::string& arm, const Mark& mark, const std::string& path,
                const std::vector<std::string>& arms, Problems& problems) {
  if (arm.empty() || std::find(arms.begin(), arms.end(), arm) != arms.end()) return;
  problems.add(mark, path, "there is no arm '" + arm + "'", did_you_mean(arm, arms, "arms:"));
}

Mark mark_of(const ConfigNode& line, const char* key) {
  const ConfigNode* node = line.find(key);
  return node ? node->mark : line.mark;
}

void check_arms(Validation& v, const ConfigNode& node, const std::vector<std::string>& arms,
                Problems& problems) {
  const ConfigNode* lines = node.find("expect");
  if (!lines || arms.empty()) return;  // without arms, something else is wrong
  for (std::size_t i = 0; i < std::min(v.expect.size(), lines->items.size()); ++i) {
    Expectation& e = v.expect[i];
    const ConfigNode& line = lines->items[i];
    const std::string path = "validation.expect[" + std::to_string(i) + "].";
    e.arm_mark = mark_of(line, "arm");
    e.measure_mark = mark_of(line, "measure");
    expect_arm(e.arm, e.arm_mark, path + "arm", arms, problems);
    expect_arm(e.below, mark_of(line, "below"), path + "below", arms, problems);
    expect_arm(e.above, mark_of(line, "above"), path + "above", arms, problems);
  }
}

}  // namespace

void describe(Schema<Expectation>& s) {
  using E = Expectation;
  s.value("arm", &E::arm).required().help("the arm (or point of the design) that is held against the value");
  s.value("measure", &E::measure).required().help("a variable of the results file");
  s.value("label", &E::label).help("which label of the measure's further axis");
  s.value("name", &E::name).help("what it is, in words, for the table");
  s.value("class", &E::category).one_of({"V1", "V2", "V3", "V4", "V5"}).help("over that of the study");
  s.value("source", &E::source)
      .one_of({"published", "computed"})
      .help("whether the value is printed in the citation, or computed from its equations or program");
  s.value("published", &E::published)
      .help("the value; V1 and V2 pass if the whole 95 % interval over replicates is within ± tolerance of "
            "it, others if their mean is");
  s.value("tolerance", &E::tolerance).at_least(0).help("in the measure's unit");
  s.value("quick_tolerance", &E::quick_tolerance)
      .at_least(0)
      .help("of the quick form; tolerance if not given");
  s.range("between", &E::between).help("the band in which that interval, or mean, must lie");
  s.value("below", &E::below).help("another arm, whose values are higher: differences by replicate");
  s.value("above", &E::above).help("another arm, whose values are lower: differences by replicate");
  s.value("by", &E::by)
      .at_least(0)
      .help("the least difference, for below and above, of the whole interval or on average");
  s.value("time", &E::time).unit(Unit::days).at_least(0).help("which row of a series; the last if not given");
  s.check(check_expectation);
}

void describe(Schema<QuickForm>& s) {
  s.value("replicates", &QuickForm::replicates)
      .in(1, 100'000)
      .help("runs of each arm; the study's if not given");
  s.assignments("set", &QuickForm::set).help("values that make the runs smaller, path: value, as --set");
}

void describe(Schema<Validation>& s) {
  using V = Validation;
  s.value("row", &V::row).required().help("where it stands in the catalogue of published results: A3");
  s.value("class", &V::category)
      .one_of({"V1", "V2", "V3", "V4", "V5"})
      .required()
      .help(
          "V1 exact, V2 model against model (both decide), V3 causal sign, V4 stylised fact, V5 trade "
          "number");
  s.value("citation", &V::citation).required().help("author (year), journal volume:page");
  s.value("note", &V::note).help("what is compared, oddities");
  s.group("quick", &V::quick).help("the form that `fanfare validation --quick` runs");
  s.list("expect", &V::expect).min_items(1).required().help("what must come out, a line each");
}

Validation read_validation(const ConfigNode& node, const std::vector<std::string>& arms, Problems& problems) {
  Validation v;
  const StructSpec& spec = struct_spec<Validation>();
  std::string currency = "CNY";
  reread_struct(spec, &v, spec.defaults.get(), &node, "validation", currency, problems);
  check_arms(v, node, arms, problems);
  return v;
}

}  // namespace fanfare
