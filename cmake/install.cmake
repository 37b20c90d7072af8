# Installs the program, the headers and the exported package: find_package(fanfare) gives fanfare::core (write and
# run models), fanfare::cli (the whole command line over a catalogue of one's own) and fanfare::models (those of
# Fanfare, to which a program may add mechanisms).
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/fanfare)
install(TARGETS fanfare RUNTIME)
string(REPLACE fanfare_ "" ranks_name ${FANFARE_RANKS})
set_target_properties(${FANFARE_RANKS} PROPERTIES EXPORT_NAME ${ranks_name})
install(TARGETS fanfare_core fanfare_cli fanfare_models ${FANFARE_RANKS} fanfare_flags EXPORT fanfare_targets ARCHIVE)
install(DIRECTORY include/fanfare TYPE INCLUDE FILES_MATCHING PATTERN *.h)
install(DIRECTORY models DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/fanfare_models FILES_MATCHING PATTERN *.h)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/fanfare OPTIONAL FILES_MATCHING PATTERN *.yaml)
install(DIRECTORY analysis/fanfare DESTINATION ${CMAKE_INSTALL_DATADIR}/fanfare/python  # for PYTHONPATH
  FILES_MATCHING PATTERN *.py PATTERN py.typed PATTERN __pycache__ EXCLUDE)
install(EXPORT fanfare_targets NAMESPACE fanfare:: DESTINATION ${package_dir})
configure_package_config_file(cmake/fanfare-config.cmake.in fanfare-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(fanfare-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/fanfare-config.cmake ${PROJECT_BINARY_DIR}/fanfare-config-version.cmake
  cmake/dependencies.cmake DESTINATION ${package_dir})
