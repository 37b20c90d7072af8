// Samplers have the mean, the variance and the edges they promise. Seeds are fixed; bounds are 5.5 standard
// errors, so that a sound sampler fails one with chance below 1e-7.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "fanfare/sampling.h"

namespace fanfare::sampling_test {
namespace {

constexpr std::uint32_t kDraws = 300'000;
const Draws kStream(2026, purpose(7, 3));

struct Moments {
  double mean = 0;
  double variance = 0;
  double mean_error = 0;  // standard errors, from the sample itself
  double variance_error = 0;
};

// Of draw(subject) over many subjects; `group` keeps the cases of a test apart.
template <class Draw>
Moments moments(std::uint32_t group, Draw&& draw) {
  std::vector<double> x;
  for (std::uint32_t i = 0; i < kDraws; ++i) x.push_back(static_cast<double>(draw(Subject{i, group, 0})));
  Moments m;
  for (const double v : x) m.mean += v / kDraws;
  double fourth = 0;
  for (const double v : x) {
    const double d = v - m.mean;
    m.variance += d * d / kDraws;
    fourth += d * d * d * d / kDraws;
  }
  m.mean_error = std::sqrt(m.variance / kDraws);
  m.variance_error = std::sqrt((fourth - m.variance * m.variance) / kDraws);
  return m;
}

void expect_moments(const Moments& m, double mean, double variance) {
  EXPECT_NEAR(m.mean, mean, 5.5 * m.mean_error + 1e-12);
  EXPECT_NEAR(m.variance, variance, 5.5 * m.variance_error + 1e-12);
}

TEST(Sampling, poisson_has_its_mean_and_variance_on_both_sides_of_the_switch) {
  std::uint32_t group = 0;
  for (const double mean : {0.01, 0.7, 4.0, 29.9, 30.1, 200.0, 1e5, 1e9}) {
    SCOPED_TRACE(mean);
    expect_moments(moments(++group, [&](Subject s) { return poisson(mean, kStream, s); }), mean, mean);
  }
}

TEST(Sampling, poisson_gives_each_count_its_probability) {
  for (const double mean : {3.0, 40.0}) {
    SCOPED_TRACE(mean);
    std::vector<int> counts(200);
    for (std::uint32_t i = 0; i < kDraws; ++i) ++counts.at(poisson(mean, kStream, {i, 50, 0}));
    for (std::size_t k = 0; k < counts.size(); ++k) {
      const double count = static_cast<double>(k);
      const double expected = kDraws * std::exp(count * std::log(mean) - mean - std::lgamma(count + 1));
      if (expected > 20) {
        EXPECT_NEAR(counts[k], expected, 6 * std::sqrt(expected)) << k;
      }
    }
  }
}

TEST(Sampling, binomial_has_its_mean_and_variance_on_both_sides_of_the_switch) {
  std::uint32_t group = 100;
  for (const std::uint64_t n : {1U, 12U, 299U, 301U, 5000U, 100'000'000U})
    for (const double p : {0.001, 0.1, 0.5, 0.93}) {
      SCOPED_TRACE(testing::Message() << n << " " << p);
      const double tries = static_cast<double>(n);
      expect_moments(moments(++group, [&](Subject s) { return binomial(n, p, kStream, s); }), tries * p,
                     tries * p * (1 - p));
    }
}

TEST(Sampling, binomial_stays_within_its_tries) {
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    ASSERT_LE(binomial(40, 0.9, kStream, {i, 1, 1}), 40U);
    ASSERT_LE(binomial(200, 0.5, kStream, {i, 2, 1}), 200U);
    ASSERT_EQ(binomial(i, 0, kStream, {i, 3, 1}), 0U);
    ASSERT_EQ(binomial(i, 1, kStream, {i, 4, 1}), i);
  }
}

TEST(Sampling, a_larger_mean_never_gives_a_smaller_count_for_the_same_key) {
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    std::uint64_t last = 0;
    for (const double mean : {0.0, 0.01, 0.5, 1.0, 3.0, 3.001, 12.0, 29.0}) {
      const std::uint64_t count = poisson(mean, kStream, {i, 5, 1});
      ASSERT_GE(count, last) << i << " " << mean;
      last = count;
    }
  }
}

TEST(Sampling, gamma_has_its_mean_and_variance_at_any_shape) {
  std::uint32_t group = 200;
  for (const double shape : {0.05, 0.5, 1.0, 1.4, 7.0, 1000.0}) {
    SCOPED_TRACE(shape);
    expect_moments(moments(++group, [&](Subject s) { return gamma(shape, kStream, s); }), shape, shape);
  }
}

TEST(Sampling, beta_has_its_mean_and_variance) {
  std::uint32_t group = 300;
  for (const auto& [a, b] : {std::pair{0.02, 0.03}, {0.5, 0.5}, {1.0, 1.0}, {2.0, 7.0}, {300.0, 100.0}}) {
    SCOPED_TRACE(testing::Message() << a << " " << b);
    const double sum = a + b;
    expect_moments(moments(++group, [&, a = a, b = b](Subject s) { return beta(a, b, kStream, s); }), a / sum,
                   a * b / (sum * sum * (sum + 1)));
  }
}

TEST(Sampling, beta_of_tiny_shapes_is_never_a_nan) {
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    const double x = beta(1e-4, 1e-4, kStream, {i, 6, 1});
    ASSERT_TRUE(x >= 0 && x <= 1) << x;
  }
}

TEST(Sampling, dirichlet_shares_sum_to_one_and_have_their_means) {
  const std::vector<double> alpha{0.5, 2, 0.1, 4};
  std::vector<double> mean(4), shares(4);
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    dirichlet(alpha, shares, kStream, {i, 400, 0});
    double sum = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      sum += shares[k];
      mean[k] += shares[k] / kDraws;
    }
    ASSERT_NEAR(sum, 1, 1e-14);
  }
  for (std::size_t k = 0; k < 4; ++k) {
    const double m = alpha[k] / 6.6;
    EXPECT_NEAR(mean[k], m, 5.5 * std::sqrt(m * (1 - m) / 7.6 / kDraws)) << k;
  }
}

TEST(Sampling, lognormal_has_its_median_and_spread) {
  const Moments logs = moments(500, [](Subject s) { return std::log(lognormal(48, 2.1, kStream, s)); });
  expect_moments(logs, std::log(48), 2.1 * 2.1);
}

TEST(Sampling, categorical_keeps_to_its_weights) {
  const std::vector<std::uint8_t> weights{0, 10, 200, 0, 46, 255};
  std::vector<int> counts(6);
  for (std::uint32_t i = 0; i < kDraws; ++i) ++counts.at(categorical(weights, kStream, {i, 600, 0}));
  EXPECT_EQ(counts[0], 0);
  EXPECT_EQ(counts[3], 0);
  for (std::size_t k = 0; k < 6; ++k) {
    const double p = weights[k] / 511.0;
    EXPECT_NEAR(counts[k], kDraws * p, 5.5 * std::sqrt(kDraws * p * (1 - p)));
  }
}

TEST(Sampling, categorical_of_no_weight_chooses_nobody) {
  EXPECT_EQ(categorical(std::vector<std::uint8_t>{0, 0}, kStream, {}), 2U);
  EXPECT_EQ(categorical({}, kStream, {}), 0U);
}

TEST(Sampling, stochastic_rounding_is_unbiased_and_leaves_whole_numbers_alone) {
  for (const double x : {0.004, 2.25, -0.3, -7.9}) {
    const Moments m = moments(700, [&](Subject s) { return stochastic_round(x, kStream.uniform(s)); });
    EXPECT_NEAR(m.mean, x, 5.5 * m.mean_error);
  }
  for (const double u : {0x1p-33, 0.5, 1 - 0x1p-33}) {
    EXPECT_EQ(stochastic_round(3, u), 3);
    EXPECT_EQ(stochastic_round(-3, u), -3);
  }
}

TEST(Sampling, a_declared_distribution_is_sampled_as_written) {
  EXPECT_EQ(sample(Distribution::constant(4.5), kStream, {1, 2, 3}), 4.5);
  const auto of = [&](std::uint32_t group, Distribution d) {
    return moments(group, [&](Subject s) { return sample(d, kStream, s); });
  };
  expect_moments(of(801, Distribution::normal(3, 2)), 3, 4);
  expect_moments(of(802, Distribution::uniform(-1, 5)), 2, 3);
  expect_moments(of(803, {Distribution::Kind::gamma, 1.4, 0.607}), 1.4 * 0.607, 1.4 * 0.607 * 0.607);
  expect_moments(of(804, {Distribution::Kind::beta, 2, 3}), 0.4, 0.04);
  expect_moments(of(805, Distribution::lognormal(1, 0.25)), std::exp(0.03125),
                 std::expm1(0.0625) * std::exp(0.0625));
}

TEST(Sampling, a_value_outside_the_domain_is_refused) {
  EXPECT_THROW(gamma(0, kStream, {}), LogicError);
  EXPECT_THROW(gamma(std::nan(""), kStream, {}), LogicError);
  EXPECT_THROW(beta(1, -1, kStream, {}), LogicError);
  EXPECT_THROW(poisson(-0.1, kStream, {}), LogicError);
  EXPECT_THROW(poisson(std::nan(""), kStream, {}), LogicError);
  EXPECT_THROW(binomial(3, 1.1, kStream, {}), LogicError);
}

}  // namespace
}  // namespace fanfare::sampling_test
