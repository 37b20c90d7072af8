# Python checks: every folder with test_*.py or *_test.py is one entry of CTest, run by Debian's Python. They find the
# program, the build and the sources in FANFARE_BIN, FANFARE_BUILD, FANFARE_SOURCE.
set(FANFARE_PYTHON /usr/bin/python3)
# Say nothing more under a sanitizer, or can't run there (attack: strace, limits of memory and time): label `once`.
set(FANFARE_PYTHON_ONCE layers bench install build validation analysis page attack sweep tutorials)
list(APPEND FANFARE_PYTHON_ONCE calibrate design emulate forecast mix optimize power sensitivity study)

foreach(folder IN LISTS folders)
  file(GLOB checks CONFIGURE_DEPENDS ${folder}/test_*.py ${folder}/*_test.py)
  if(NOT checks)
    continue()
  endif()
  add_test(NAME ${folder}_python WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    COMMAND ${FANFARE_PYTHON} -B -m pytest -p no:cacheprovider --rootdir ${PROJECT_SOURCE_DIR} -q
      --junitxml=${FANFARE_TEST_TIMES}/${folder}_python.xml ${checks})
  set(environment "FANFARE_BIN=$<TARGET_FILE:fanfare>" "FANFARE_BUILD=${PROJECT_BINARY_DIR}"
    "FANFARE_SOURCE=${PROJECT_SOURCE_DIR}" "LC_ALL=C.UTF-8")
  set_tests_properties(${folder}_python PROPERTIES ENVIRONMENT "${environment}")
  if(folder IN_LIST FANFARE_PYTHON_ONCE)
    set_tests_properties(${folder}_python PROPERTIES LABELS once)
  endif()
endforeach()
