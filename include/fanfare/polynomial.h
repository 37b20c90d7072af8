// A polynomial by Horner's rule, lowest coefficient first. The order of operations is part of the result.
#pragma once

namespace fanfare::fmath {

template <class T>
constexpr T polynomial(T, T c) {
  return c;
}
template <class T, class... Rest>
constexpr T polynomial(T x, T c, Rest... rest) {
  return c + x * polynomial(x, rest...);
}

}  // namespace fanfare::fmath
