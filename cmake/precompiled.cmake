# Precompiled headers cut the time of a cold build by a third. A dozen sources as one (unity.cmake) share their headers
# already: there only test programs have them.
option(FANFARE_PCH "Use precompiled headers" OFF)
# The sources of tests alone: nobody builds on them, so what an include of theirs hides `dev` shows soon enough.
option(FANFARE_TEST_PCH "Use precompiled headers for tests" ${FANFARE_PCH})

set(FANFARE_PCH_STD <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view>
  <variant> <vector>)
set(FANFARE_PCH_ENGINE ${FANFARE_PCH_STD} "${PROJECT_SOURCE_DIR}/include/fanfare/catalogue.h"
  "${PROJECT_SOURCE_DIR}/include/fanfare/rng.h")
set(FANFARE_PCH_TESTS ${FANFARE_PCH_ENGINE} <gtest/gtest.h> <rapidcheck/gtest.h>)
set(FANFARE_PCH_MODEL_TESTS ${FANFARE_PCH_TESTS} "${PROJECT_SOURCE_DIR}/tests/fan_economy/live_world.h"
  "${PROJECT_SOURCE_DIR}/tests/fan_economy/world_builder.h")

# fanfare_precompile(TARGET HEADERS…)
function(fanfare_precompile target)
  if((FANFARE_PCH AND NOT FANFARE_UNITY) OR target MATCHES "_test_")
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
