# Unity builds: many files as one, tests too, for a third of the time. That would hide an include too few, so tests/layers
# reads all sources for names without a header.
# Our own instead of CMake's, because its files name paths of the machine, and so a compiler cache would miss in a
# second clone.
option(FANFARE_UNITY "Compile many sources as one" OFF)
set(FANFARE_UNITY_BATCH 18 CACHE STRING "So many of them")
set(FANFARE_UNITY_TEST_BATCH 8 CACHE STRING "So many sources of tests")
set(FANFARE_COLD_MORE "" CACHE STRING "Beside what no run waits for: paths, as a regular expression, that are not optimised either (FANFARE_COLD_O0)")
# Own definitions, long by itself, or replaced by programs with a catalogue of their own.
set(FANFARE_UNITY_ALONE models/catalogue.cpp models/fan_economy/catalogue.cpp)

# What no run waits for: pages, words, verdicts, the reader of scenarios; and what only some runs do (FANFARE_COLD_MORE).
set(FANFARE_COLD "^sim/(report|judge|say|study|words|scenario|validation|bench|cli)/")
if(FANFARE_COLD_MORE)
  string(APPEND FANFARE_COLD "|${FANFARE_COLD_MORE}")
endif()

# What runs in every world all the same.
set(FANFARE_HOT "/mechanisms/(pools|trending|commissions)\\.cpp$")

# fanfare_unity(SOURCES NAME): replaces the list of sources by files that include them, in build/…/unity.
function(fanfare_unity which name)
  if(NOT FANFARE_UNITY)
    return()
  endif()
  set(files "")
  set(warm "")
  set(cold "")
  foreach(source IN LISTS ${which})
    file(RELATIVE_PATH relative ${PROJECT_SOURCE_DIR} ${source})
    set(temperature warm)
    if(FANFARE_COLD_O0 AND relative MATCHES "${FANFARE_COLD}" AND NOT relative MATCHES "${FANFARE_HOT}")
      set(temperature cold)
    endif()
    if(relative IN_LIST FANFARE_UNITY_ALONE)
      list(APPEND files ${source})
      if(temperature STREQUAL cold)
        set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -O0)
      endif()
    else()
      list(APPEND ${temperature} ${relative})
    endif()
  endforeach()
  fanfare_unity_batches(files ${name} ${FANFARE_UNITY_BATCH} "" ${warm})
  fanfare_unity_batches(files ${name}_cold ${FANFARE_UNITY_BATCH} -O0 ${cold})
  set(${which} ${files} PARENT_SCOPE)
endfunction()

# fanfare_unity_batches(OUT NAME SIZE OPTIONS SOURCE…): appends to the list OUT files NAME_1, NAME_2, … that include at most SIZE sources
# each, and all about as many; compiled with OPTIONS.
function(fanfare_unity_batches out name size options)
  list(LENGTH ARGN length)
  if(length EQUAL 0)
    return()
  endif()
  math(EXPR batches "(${length} + ${size} - 1) / ${size}")
  set(begin 0)
  set(made "")
  foreach(batch RANGE 1 ${batches})
    math(EXPR end "${length} * ${batch} / ${batches}")
    math(EXPR count "${end} - ${begin}")
    list(SUBLIST ARGN ${begin} ${count} text)
    set(begin ${end})
    list(TRANSFORM text REPLACE "(.+)" "#include \"\\1\"\n")
    string(CONCAT text ${text})
    set(file ${PROJECT_BINARY_DIR}/unity/${name}_${batch}.cpp)
    file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
    if(options)
      set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS "${options}")
    endif()
    list(APPEND made ${file})
  endforeach()
  set(${out} ${${out}} ${made} PARENT_SCOPE)
endfunction()

# fanfare_unity_tests(SOURCES NAME): the same for tests, whose headers and macros are nearly all that they take to compile.
function(fanfare_unity_tests which name)
  if(NOT FANFARE_UNITY)
    return()
  endif()
  set(files "")
  set(relative ${${which}})
  list(TRANSFORM relative REPLACE "^${PROJECT_SOURCE_DIR}/" "")
  fanfare_unity_batches(files test_${name} ${FANFARE_UNITY_TEST_BATCH} "" ${relative})
  set(${which} ${files} PARENT_SCOPE)
endfunction()

# fanfare_hot_first(TARGET LIBRARY…): of an inline function that many objects hold, the linker takes the first copy. Where
# tests are less optimised than what they test, theirs would come first, and a run under sanitizers takes five times as long.
function(fanfare_hot_first target)
  string(REPLACE "^" "" cold_objects "${FANFARE_COLD}")
  foreach(library IN LISTS ARGN)
    target_link_options(${target} BEFORE PRIVATE
      "$<FILTER:$<TARGET_OBJECTS:${library}>,EXCLUDE,catalogue\\.cpp|_cold_|${cold_objects}>")
  endforeach()
endfunction()
