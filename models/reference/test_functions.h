// Functions with known sensitivity indices, as models of one account: what `fanfare sensitivity` is held
// against. A run gives the function at the point that its keys name, and luck where it is asked for.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/rng.h"
#include "fanfare/setup.h"
#include "models/reference/measures.h"

namespace fanfare::reference {

// Luck as a study has it: what all points of a replicate share, and what is each run's own.
struct FunctionLuck {
  double shared = 0;
  double own = 0;
};
inline void describe(Schema<FunctionLuck>& s) {
  using P = FunctionLuck;
  s.value("shared", &P::shared).in(0, 1e6).help("sd of what chance adds to all points of a replicate alike");
  s.value("own", &P::own).in(0, 1e6).help("sd of what chance adds to each run");
}

// f = sin x1 + a sin² x2 + b x3⁴ sin x1 on [−π, π]³ (Ishigami & Homma 1990, ISUMA, p. 398). With a = 7, b =
// 0.1: S = .3139 .4424 0, ST = .5576 .4424 .2437.
struct IshigamiParameters {
  double x1 = 0, x2 = 0, x3 = 0, a = 7, b = 0.1;
  FunctionLuck luck;

  static constexpr double kPi = 3.141592653589793;
  static constexpr std::string_view kName = "ishigami";
  static double sine(double x) {  // of −π … π
    const double turns = x / (2 * kPi);
    return fmath::sin2pi(turns < 0 ? turns + 1 : turns);
  }
  double value() const { return sine(x1) + a * sine(x2) * sine(x2) + b * x3 * x3 * x3 * x3 * sine(x1); }
  std::vector<double> point() const { return {x1, x2, x3}; }
};
inline void describe(Schema<IshigamiParameters>& s) {
  using P = IshigamiParameters;
  constexpr double kEnd = 3.15;  // a little beyond π, so that a rounded π is taken
  s.value("x1", &P::x1).in(-kEnd, kEnd).help("first factor, of −π … π").source("Ishigami & Homma 1990");
  s.value("x2", &P::x2).in(-kEnd, kEnd).help("second factor").source("ibid.");
  s.value("x3", &P::x3).in(-kEnd, kEnd).help("third factor").source("ibid.");
  s.value("a", &P::a).in(-1e6, 1e6).help("weight of sin² x2").source("7: Saltelli et al. 2008");
  s.value("b", &P::b).in(-1e6, 1e6).help("weight of x3⁴ sin x1").source("0.1: ibid.");
  s.group("luck", &P::luck).help("what chance adds to the function");
}

// g = Π (|4 x_i − 2| + a_i) / (1 + a_i) on [0, 1]^k, k the length of `a` (Sobol' 1993; Saltelli & Sobol'
// 1995): the smaller a_i, the more x_i matters. V_i = 1 / (3 (1 + a_i)²), V = Π (1 + V_i) − 1, S_i = V_i / V,
// ST_i = V_i Π_{j≠i} (1 + V_j) / V.
struct SobolGParameters {
  double x1 = 0.5, x2 = 0.5, x3 = 0.5, x4 = 0.5, x5 = 0.5, x6 = 0.5, x7 = 0.5, x8 = 0.5;
  std::vector<double> a = {0, 1, 4.5, 9, 99, 99, 99, 99};
  FunctionLuck luck;

  static constexpr std::string_view kName = "sobol_g";
  std::vector<double> point() const {
    std::vector<double> x = {x1, x2, x3, x4, x5, x6, x7, x8};
    x.resize(std::min(a.size(), x.size()));
    return x;
  }
  double value() const {
    double product = 1;
    const std::vector<double> x = point();
    for (std::size_t i = 0; i < x.size(); ++i) product *= (std::fabs(4 * x[i] - 2) + a[i]) / (1 + a[i]);
    return product;
  }
};
inline void describe(Schema<SobolGParameters>& s) {
  using P = SobolGParameters;
  s.value("x1", &P::x1).in(0, 1).help("first factor").source("Sobol' 1993");
  s.value("x2", &P::x2).in(0, 1).help("second factor");
  s.value("x3", &P::x3).in(0, 1).help("third factor");
  s.value("x4", &P::x4).in(0, 1).help("fourth factor");
  s.value("x5", &P::x5).in(0, 1).help("fifth factor");
  s.value("x6", &P::x6).in(0, 1).help("sixth factor");
  s.value("x7", &P::x7).in(0, 1).help("seventh factor");
  s.value("x8", &P::x8).in(0, 1).help("eighth factor");
  s.numbers("a", &P::a).in(0, 1e6)
      .help("how little each factor matters; as many as there are factors, eight at most")
      .source("Saltelli et al. 2008: 0 1 4.5 9 99 99 99 99");
  s.group("luck", &P::luck).help("what chance adds to the function");
  s.check([](const P& p, Checker& c) {
    if (p.a.empty() || p.a.size() > 8)
      c.problem("a", "has " + std::to_string(p.a.size()) + " weights, of 1 to 8 factors", "a: [0, 1, 4.5]");
  });
}

template <class P>
class TestFunction final : public Model {
 public:
  enum class Mutant { none, luck_is_shared };
  Mutant mutant = Mutant::none;  // for tests alone

  TestFunction(const P& p, ParameterSet&, const Setup& setup)
      : p_(p),
        part_(setup.partition(1)),
        shared_(setup.seed, purpose(kModel, 1)),
        own_(setup.seed, purpose(kModel, 2)) {}

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        exchange<&TestFunction::evaluate>("evaluate", "the function at its point")};
    return kTick;
  }
  void mail(Mail&) override {}
  void state(Archive& archive) override { archive.shared({"value", "1", "of the function"}, values_); }
  void declare(Recorder& r) override {
    r.variable({.name = "value", .units = "1", .long_name = "value of the function",
                .formula = "the function at its point + luck", .better = Better::more});
  }
  void record(Recorder&, Tick) override {}
  void finish(Recorder& r, Tick) override { r.put("value", values_[0]); }
  std::vector<Headline> headlines() const override { return {{std::string(P::kName), values_[0], "1"}}; }

  void evaluate(const StepScope&) {
    values_[0] = p_.value() + p_.luck.shared * shared_.normal({}) + own_luck();
  }

 private:
  static constexpr std::uint16_t kModel = 46;

  // Keyed by the point: what a run has of its own, wherever in a design it stands.
  double own_luck() const {
    std::uint32_t key = 0x9E3779B9U;
    if (mutant != Mutant::luck_is_shared)
      for (const double x : p_.point()) {
        const auto bits = std::bit_cast<std::uint64_t>(x);
        for (const auto half : {static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32)})
          key = own_.words({key, half})[0];
      }
    return p_.luck.own * own_.normal({key, 0, 1});
  }

  const P& p_;
  Partition part_;
  Draws shared_, own_;
  std::vector<double> values_ = {0};
};

using Ishigami = TestFunction<IshigamiParameters>;
using SobolG = TestFunction<SobolGParameters>;

}  // namespace fanfare::reference
