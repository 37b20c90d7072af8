# ccache where it is found; nothing depends on it. Paths count from the top of the checkout, so a second clone finds what
# the first one compiled. What a source includes is taken from the compiler's own list (depend mode) instead of
# preprocessing it once more. The locale words messages only.
find_program(FANFARE_CCACHE ccache)
mark_as_advanced(FANFARE_CCACHE)
if(FANFARE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Not sloppy about the times of what is included: a source that is edited while it compiles would be kept under its new
  # text with its old object.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
    CCACHE_SLOPPINESS=time_macros,locale ${FANFARE_CCACHE})
endif()
