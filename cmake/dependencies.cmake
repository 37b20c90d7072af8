# The libraries of the engine, all from Debian 12 (cmake/packages.txt). Read by the build and by the installed
# package, so both see the same targets. No versions are chosen here: Debian's are.
find_package(Threads REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(TBB REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Boost REQUIRED COMPONENTS graph iostreams)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ZLIB REQUIRED)
find_package(NLopt REQUIRED)
find_package(PkgConfig REQUIRED)

# Debian keeps the serial and the parallel HDF5 apart; only pkg-config names the serial one without asking a compiler.
if(NOT TARGET fanfare::hdf5)
  pkg_check_modules(hdf5_serial REQUIRED hdf5-serial)
  find_library(FANFARE_HDF5_LIBRARY hdf5 HINTS ${hdf5_serial_LIBRARY_DIRS} NO_DEFAULT_PATH REQUIRED)
  find_library(FANFARE_HDF5_HL_LIBRARY hdf5_hl HINTS ${hdf5_serial_LIBRARY_DIRS} NO_DEFAULT_PATH REQUIRED)
  add_library(fanfare::hdf5 INTERFACE IMPORTED)
  target_include_directories(fanfare::hdf5 INTERFACE ${hdf5_serial_INCLUDE_DIRS})
  target_link_libraries(fanfare::hdf5 INTERFACE ${FANFARE_HDF5_HL_LIBRARY} ${FANFARE_HDF5_LIBRARY})
endif()

# MPI where a program is linked with it: by choice, and for the tests.
if(FANFARE_WITH_MPI)
  find_package(MPI REQUIRED COMPONENTS CXX)
elseif(FANFARE_TESTS)
  find_package(MPI COMPONENTS CXX)
endif()
