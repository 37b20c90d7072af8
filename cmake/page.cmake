# The page of `fanfare report`: analysis/page bundled by npm into one HTML file that the program carries. Looked at on
# every build, made again when a source is newer. Without npm, or without a network the first time, the program is built
# all the same and `fanfare report` says why it can write no page.
# Script mode (cmake -P) does the making; the values it needs come as -D.
if(CMAKE_SCRIPT_MODE_FILE)
  function(give_up reason)
    message(STATUS "page: not built: ${reason}")
    file(WRITE ${OUT}/page.html "")
    file(WRITE ${OUT}/reason.txt "${reason}")
  endfunction()

  if(NOT WANTED)
    if(NOT EXISTS ${OUT}/page.html OR NOT EXISTS ${OUT}/reason.txt)
      give_up("it was built with FANFARE_PAGE=OFF")
    endif()
    return()
  endif()

  file(GLOB_RECURSE sources ${SOURCE}/*.js ${SOURCE}/*.mjs ${SOURCE}/*.css ${SOURCE}/*.json ${SOURCE}/*.html)
  list(FILTER sources EXCLUDE REGEX "/node_modules/")
  set(digests "")
  foreach(file IN LISTS sources)
    file(SHA256 ${file} digest)
    string(APPEND digests "${digest} ${file}\n")
  endforeach()
  set(before "")
  if(EXISTS ${OUT}/sources.txt)
    file(READ ${OUT}/sources.txt before)
  endif()
  if(before STREQUAL digests AND EXISTS ${OUT}/page.html AND EXISTS ${OUT}/reason.txt)  # `ninja clean` takes these two
    return()
  endif()

  find_program(node NAMES node nodejs)
  find_program(npm npm)
  if(NOT node OR NOT npm)
    give_up("node and npm were not there when it was built (Debian: apt-get install nodejs npm)")
    return()
  endif()
  file(MAKE_DIRECTORY ${OUT}/work)
  file(COPY ${SOURCE}/ DESTINATION ${OUT}/work PATTERN node_modules EXCLUDE)
  execute_process(COMMAND ${npm} ci --omit=dev --no-audit --no-fund --ignore-scripts WORKING_DIRECTORY ${OUT}/work
    RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(failed)
    string(REGEX MATCH "npm [A-Za-z]+ code [A-Z0-9_]+" code "${said}")
    give_up("`npm ci` in analysis/page failed when it was built (${code}; it needs a network the first time)")
    return()
  endif()
  execute_process(COMMAND ${node} build.mjs ${OUT}/page.html WORKING_DIRECTORY ${OUT}/work
    RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(failed)
    message(FATAL_ERROR "page: node build.mjs failed:\n${said}")
  endif()
  file(WRITE ${OUT}/reason.txt "")
  file(WRITE ${OUT}/sources.txt "${digests}")
  return()
endif()

option(FANFARE_PAGE "Bundle the page of `fanfare report` (needs node and npm)" ON)
set(page_dir ${PROJECT_BINARY_DIR}/page)
add_custom_target(fanfare_page BYPRODUCTS ${page_dir}/page.html ${page_dir}/reason.txt COMMENT "Looking at the page"
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR}/analysis/page -DOUT=${page_dir} -DWANTED=${FANFARE_PAGE}
    -P ${PROJECT_SOURCE_DIR}/cmake/page.cmake
  VERBATIM)
set(page_labels ${PROJECT_SOURCE_DIR}/analysis/page/labels.json)
set_source_files_properties(sim/report/page.cpp PROPERTIES
  COMPILE_DEFINITIONS "FANFARE_PAGE_HTML=\"${page_dir}/page.html\";FANFARE_PAGE_REASON=\"${page_dir}/reason.txt\""
  OBJECT_DEPENDS "${page_dir}/page.html;${page_dir}/reason.txt")
set_source_files_properties(sim/words/label_table.cpp PROPERTIES
  COMPILE_DEFINITIONS "FANFARE_PAGE_LABELS=\"${page_labels}\"" OBJECT_DEPENDS ${page_labels})
