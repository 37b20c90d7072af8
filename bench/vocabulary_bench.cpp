// Costs of draws and of fmath over arrays, per value.
#include <benchmark/benchmark.h>

#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/philox_batch.h"
#include "fanfare/sampling.h"

namespace fanfare {
namespace {

const Draws kDraws(1, purpose(0, 0));

void philox_one_at_a_time(benchmark::State& state) {
  std::uint32_t i = 0, sum = 0;
  for (auto _ : state) {
    const Words words = kDraws.words({i++, 1, 2});
    sum += words[0] ^ words[3];
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(4 * state.iterations());
}
BENCHMARK(philox_one_at_a_time);

template <std::size_t N>
void philox_batch(benchmark::State& state) {
  SubjectBatch<N> subjects;
  for (std::uint32_t i = 0; i < N; ++i) subjects.a[i] = i;
  WordBatch<N> words;
  std::uint32_t index = 0;
  for (auto _ : state) {
    words_batch(kDraws, subjects, index++, words);
    benchmark::DoNotOptimize(words);
  }
  state.SetItemsProcessed(4 * static_cast<std::int64_t>(N) * state.iterations());
}
BENCHMARK(philox_batch<16>);
BENCHMARK(philox_batch<64>);

void normals_of_a_batch(benchmark::State& state) {
  SubjectBatch<64> subjects;
  for (std::uint32_t i = 0; i < 64; ++i) subjects.a[i] = i;
  WordBatch<64> words;
  words_batch(kDraws, subjects, 0, words);
  std::array<float, 64> normals{};
  for (auto _ : state) {
    benchmark::DoNotOptimize(words);
    normals_batch(words, normals);
    benchmark::DoNotOptimize(normals);
  }
  state.SetItemsProcessed(64 * state.iterations());
}
BENCHMARK(normals_of_a_batch);

// f over an array that stays in L1, as the hot loops call it.
template <class T, class F>
void over_an_array(benchmark::State& state, T low, T high, F f) {
  std::vector<T> x(1024), y(1024);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = low + (high - low) * static_cast<T>(i) / 1024;
  for (auto _ : state) {
    benchmark::DoNotOptimize(x.data());
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = f(x[i]);
    benchmark::DoNotOptimize(y.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(1024 * state.iterations());
}
void exp_double(benchmark::State& s) {
  over_an_array<double>(s, -20, 20, [](double x) { return fmath::exp(x); });
}
void log_double(benchmark::State& s) {
  over_an_array<double>(s, 1e-3, 1e3, [](double x) { return fmath::log(x); });
}
void pow_double(benchmark::State& s) {
  over_an_array<double>(s, 1e-3, 1e3, [](double x) { return fmath::pow(x, 0.85); });
}
void exp_float(benchmark::State& s) {
  over_an_array<float>(s, -20, 20, [](float x) { return fmath::expf(x); });
}
void log_float(benchmark::State& s) {
  over_an_array<float>(s, 1e-3F, 1e3F, [](float x) { return fmath::logf(x); });
}
void sigmoid_float(benchmark::State& s) {
  over_an_array<float>(s, -8, 8, [](float x) { return fmath::sigmoidf(x); });
}
BENCHMARK(exp_double);
BENCHMARK(log_double);
BENCHMARK(pow_double);
BENCHMARK(exp_float);
BENCHMARK(log_float);
BENCHMARK(sigmoid_float);

void gamma_variate(benchmark::State& state) {
  std::uint32_t i = 0;
  double sum = 0;
  for (auto _ : state) sum += gamma(1.4, kDraws, {i++, 0, 0});
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(gamma_variate);

void poisson_count(benchmark::State& state) {
  const double mean = static_cast<double>(state.range(0)) / 100;
  std::uint32_t i = 0;
  std::uint64_t sum = 0;
  for (auto _ : state) sum += poisson(mean, kDraws, {i++, 0, 0});
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(poisson_count)->Arg(5)->Arg(500)->Arg(100'000);

}  // namespace
}  // namespace fanfare
