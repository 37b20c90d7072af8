// A scenario that can't be: it is refused, and says why.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::testing {

inline void expect_refused(const std::string& text, const std::string& what) {
  try {
    LiveWorld world(text);
    ADD_FAILURE() << text << "\nis taken";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find(what), std::string::npos) << error.what();
  }
}

}  // namespace fanfare::fan_economy::testing
