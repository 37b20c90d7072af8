# Unity builds: a dozen files of a folder as one, for a third of the time. That would hide an include too few, so tests/layers
# reads all sources for names without a header.
# Our own instead of CMake's, because its files name paths of the machine, and so a compiler cache would miss in a
# second clone.
option(FANFARE_UNITY "Compile a dozen sources of a folder as one" OFF)
set(FANFARE_UNITY_BATCH 12 CACHE STRING "So many of them")
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
function(fanfare_unity sources name)
  if(NOT FANFARE_UNITY)
    return()
  endif()
  set(batch "")
  set(count 0)
  set(files "")
  set(folder_before "")
  set(cold_before "")
  foreach(source IN LISTS ${sources} ITEMS "")
    set(relative "")
    set(folder "")
    set(cold "")
    if(source)
      file(RELATIVE_PATH relative ${PROJECT_SOURCE_DIR} ${source})
      string(REGEX MATCH "^[^/]+/[^/]+" folder ${relative})  # the rooms of a model go together
      if(FANFARE_COLD_O0 AND relative MATCHES "${FANFARE_COLD}" AND NOT relative MATCHES "${FANFARE_HOT}")
        set(cold _cold)
      endif()
      if(relative IN_LIST FANFARE_UNITY_ALONE)
        list(APPEND files ${source})
        if(cold)
          set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -O0)
        endif()
        continue()
      endif()
    endif()
    list(LENGTH batch length)
    if(batch AND (NOT folder STREQUAL folder_before OR NOT "${cold}" STREQUAL "${cold_before}" OR
                  length EQUAL FANFARE_UNITY_BATCH))
      list(TRANSFORM batch REPLACE "(.+)" "#include \"\\1\"\n")
      string(CONCAT text ${batch})
      set(file ${PROJECT_BINARY_DIR}/unity/${name}${cold_before}_${count}.cpp)
      file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
      list(APPEND files ${file})
      if(cold_before)
        set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS -O0)
      endif()
      math(EXPR count "${count} + 1")
      set(batch "")
    endif()
    if(relative)
      list(APPEND batch ${relative})
    endif()
    set(folder_before "${folder}")
    set(cold_before "${cold}")
  endforeach()
  set(${sources} ${files} PARENT_SCOPE)
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
