// A model of a market stall: small enough to work out by hand what a study of it must find. Accounts buy with
// a chance that grows with what was spent on flyers; it can be told to break, so that failures can be looked
// at.
#pragma once

#include <array>
#include <atomic>

#include "fanfare/catalogue.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/rng.h"
#include "fanfare/schema.h"
#include "fanfare/setup.h"

namespace fanfare::test {

struct StallParameters {
  std::uint32_t accounts = 1500;   // two blocks
  double appeal = 0.02;            // chance to buy at a tick
  double flyers = 0;               // money spent, at the start
  double lift = 1e-5;              // chance per unit of money
  std::uint32_t breaks_at = 0;     // ticks after which the books are wrong; 0: never
  bool nobody = false;             // the world can't be built
};
inline void describe(Schema<StallParameters>& s) {
  s.value("accounts", &StallParameters::accounts).unit(Unit::count).in(1, 1e7).help("accounts");
  s.value("appeal", &StallParameters::appeal).unit(Unit::none).in(0, 1).help("chance to buy at a tick");
  s.value("flyers", &StallParameters::flyers).unit(Unit::none).in(0, 1e9).help("money spent");
  s.value("lift", &StallParameters::lift).unit(Unit::none).in(0, 1).help("chance per unit of money");
  s.value("breaks_at", &StallParameters::breaks_at).unit(Unit::count).in(0, 1e6).help("ticks");
  s.value("nobody", &StallParameters::nobody).help("the world can't be built");
}

class Stall final : public Model {
 public:
  Stall(const StallParameters& p, ParameterSet&, const Setup& setup)
      : p_(p), part_(setup.partition(p.accounts)), buys_(setup.seed, purpose(901, 1)) {
    if (p.nobody) throw ScenarioError("nobody: the selector selects nobody");
    bought_.resize(part_);
    sales_.resize(1);
    crowd_ = setup.shelf.get<int>("crowd", [] { ++builds(); return std::make_shared<const int>(1); });
  }
  // How often the thing that runs share was built, in this process.
  static std::atomic<int>& builds() {
    static std::atomic<int> count{0};
    return count;
  }

  // What flyers bring beyond the baseline arm, and for each unit of money.
  static const ReportSpec& report() {
    static const ReportSpec kSpec = [] {
      ReportSpec spec;
      spec.derived = {{.name = "incremental_revenue",
                       .help = "revenue beyond the baseline's",
                       .sum = {beyond_baseline("net_revenue")}},
                      {.name = "incremental_contribution",
                       .help = "what it leaves",
                       .sum = {beyond_baseline("contribution")},
                       .seen_in = "net_revenue"},
                      {.name = "incremental_contribution_per_yuan",
                       .help = "of each unit of money",
                       .sum = {{"incremental_contribution"}},
                       .over = {beyond_baseline("spend")},
                       .least_over = 0.01,
                       .unit = "1"}};
      spec.primary = {"incremental_contribution"};
      spec.gains = {{.name = "incremental_contribution"},
                    {.name = "incremental_contribution_per_yuan", .is_return = true, .unit = "CNY"}};
      spec.never_negative = {"spend"};
      return spec;
    }();
    return kSpec;
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{local<&Stall::sell>("sell", "accounts buy or not"),
                                      exchange<&Stall::count>("count", "sales are added up")};
    return kTick;
  }
  void mail(Mail& mail) override { mail.tallies = {&sales_}; }
  void state(Archive& a) override {
    a.owned({"bought", "", "times"}, bought_);
    a.shared({"sold", "", "in all"}, sold_);
    a.shared({"ticks", "", "done"}, ticks_);
  }
  void declare(Recorder& r) override {
    r.dimension({.name = "brand", .labels = {"tea", "rival"}, .values = {}, .units = "", .long_name = ""});
    for (const char* name : {"net_revenue", "spend", "contribution"})
      r.variable(variable(name, {"time", "brand"}, "CNY"));
    r.variable(variable("reach", {"time"}, "people"));
  }
  void record(Recorder& r, Tick) override {
    r.put("net_revenue", std::array{10.0 * static_cast<double>(sold_), 0.0});
    r.put("spend", std::array{p_.flyers, 0.0});
    r.put("contribution", std::array{5.0 * static_cast<double>(sold_) - p_.flyers, 0.0});
    r.put("reach", static_cast<double>(sold_));
  }
  void finish(Recorder& r, Tick) override {
    r.variable(variable("books/sold", {"brand"}, "orders"));
    r.put("books/sold", std::array{static_cast<double>(sold_), 0.0});
  }
  std::string breach() const override {
    return p_.breaks_at > 0 && ticks_ >= p_.breaks_at ? "account 7 has −1 CNY" : "";
  }
  std::vector<Headline> headlines() const override {
    return {{"reach", static_cast<double>(sold_), "people"}};
  }
  WorkDone work() const override {
    return {.impressions = ticks_ * part_.rows(), .candidates = 0, .edges = 0, .draws = 0};
  }

 private:
  static Variable variable(const char* name, std::vector<std::string> dimensions, const char* units) {
    Variable v;
    v.name = name;
    v.dimensions = std::move(dimensions);
    v.units = units;
    return v;
  }
  void sell(const BlockScope& scope) {
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      if (!buys_.chance(p_.appeal + p_.lift * p_.flyers, {a, scope.tick, 0})) continue;
      ++bought_[AccountId(a)];
      sales_.add(scope.worker, 0, 1);
    }
  }
  void count(const StepScope&) {
    sold_ += sales_[0];
    sales_.clear();
    ++ticks_;
  }

  StallParameters p_;
  Partition part_;
  Draws buys_;
  Column<std::int32_t> bought_;
  Tally sales_;
  std::int64_t sold_ = 0;
  std::uint64_t ticks_ = 0;
  std::shared_ptr<const int> crowd_;
};

}  // namespace fanfare::test
