# fanfare_build_info.h: version, commit, compiler and flags, for the provenance of results. Looked at on every
# build, rewritten only when it changed, so only the file that includes it compiles again.
# Script mode (cmake -P) does the writing; the values it needs come as -D.
if(CMAKE_SCRIPT_MODE_FILE)
  set(FANFARE_COMMIT unknown)
  set(FANFARE_DIRTY false)
  find_program(git git)
  if(git)
    execute_process(COMMAND ${git} -C ${SOURCE} rev-parse --short=12 HEAD
      OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE no_commit)
    if(NOT no_commit)
      set(FANFARE_COMMIT ${commit})
      execute_process(COMMAND ${git} -C ${SOURCE} --no-optional-locks status --porcelain --untracked-files=no
        OUTPUT_VARIABLE changes ERROR_QUIET)
      if(changes)
        set(FANFARE_DIRTY true)
      endif()
    endif()
  endif()
  configure_file(${SOURCE}/cmake/fanfare_build_info.h.in ${HEADER} @ONLY)
  return()
endif()

string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
set(flags "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}} -ffp-contract=off -fno-math-errno -fno-trapping-math")
if(FANFARE_SANITIZE)
  string(APPEND flags " -fsanitize=${FANFARE_SANITIZE}")
endif()
string(REGEX REPLACE " +" " " flags "${flags}")
string(STRIP "${flags}" flags)
set(header ${PROJECT_BINARY_DIR}/build_info/fanfare_build_info.h)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/build_info)  # ccache names a folder that is not there in another way
add_custom_target(fanfare_build_info_header BYPRODUCTS ${header} COMMENT "Looking at the commit"
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DHEADER=${header} -DFANFARE_VERSION=${PROJECT_VERSION}
    "-DFANFARE_COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" "-DFANFARE_FLAGS=${flags}"
    -P ${PROJECT_SOURCE_DIR}/cmake/build_info.cmake
  VERBATIM)
add_library(fanfare_build_info INTERFACE)
add_dependencies(fanfare_build_info fanfare_build_info_header)
target_include_directories(fanfare_build_info INTERFACE ${PROJECT_BINARY_DIR}/build_info)
