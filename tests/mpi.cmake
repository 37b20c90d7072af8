# What only real processes show: the collective calls and the fingerprint under mpirun, and how a failing rank ends
# all of them. Label `mpi`.
if(TARGET fanfare_mpi AND NOT FANFARE_SANITIZE)
  set(mpirun "mpirun --allow-run-as-root --bind-to none --oversubscribe -n")
  set(program $<TARGET_FILE:fanfare_engine_mpi_main>)
  foreach(ranks 1 2 3 5)
    add_test(NAME engine_mpi_${ranks} COMMAND sh -c "${mpirun} ${ranks} ${program}")
    list(APPEND mpi_tests engine_mpi_${ranks})
  endforeach()
  add_test(NAME engine_mpi_failing_rank
    COMMAND sh -c "${mpirun} 3 ${program} fail; code=$?; echo exit code $code; test $code -eq 3")
  # Containers forbid what the fast path of Open MPI's shared memory wants (ptrace).
  set_tests_properties(${mpi_tests} engine_mpi_failing_rank PROPERTIES LABELS mpi TIMEOUT 300
    ENVIRONMENT OMPI_MCA_btl_vader_single_copy_mechanism=none)
endif()
