# Uses ccache where it is found; nothing depends on it.
find_program(FANFARE_CCACHE ccache)
mark_as_advanced(FANFARE_CCACHE)
if(FANFARE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${FANFARE_CCACHE})
endif()
