#!/usr/bin/env bash
# All checks: the tests, the tests under the address and undefined sanitizers, and the same bits from every compiler,
# thread and rank count. Installs what is missing. usage: ./test.sh [tests] [sanitizers] [exactness]   (none: all)
source "$(dirname "${BASH_SOURCE[0]}")/cmake/scripts.sh"
cd "$ROOT"
export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$(nproc)} CTEST_OUTPUT_ON_FAILURE=1
logs=build/logs
mkdir -p "$logs"

wanted=("$@")
((${#wanted[@]})) || wanted=(tests sanitizers exactness)
for part in "${wanted[@]}"; do
  case $part in
    tests | sanitizers | exactness) ;;
    -h | --help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
    *) fail "unknown part '$part' (usage: ./test.sh [tests] [sanitizers] [exactness])" 2 ;;
  esac
done

declare -a names=() times=() states=()
declare -A state_of=() ahead_of=()

# ahead NAME COMMAND…: begins a later step with what the steps before it leave idle of the machine; that step waits for it.
ahead() {
  local name=$1
  shift
  (renice -n 19 -p "$BASHPID" > /dev/null; "$@") > "$logs/ahead.$name.log" 2>&1 &
  ahead_of[$name]=$!
}
# hurry PID: it and all that it has started, now that a step waits for them; whoever may not do that goes on slowly.
family() {
  local child
  echo "$1"
  for child in $(pgrep -P "$1"); do family "$child"; done
}
# shellcheck disable=SC2046  # numbers
hurry() { renice -n "$(nice)" -p $(family "$1") > /dev/null 2>&1 || true; }
trap 'for job in $(jobs -p); do pkill -TERM -P "$job" || true; kill "$job" 2> /dev/null || true; done' EXIT

# step NAME NEEDS COMMAND…: runs and times a step; it counts as failed when a step it needs did.
step() {
  local name=$1 needs=$2 begin=$SECONDS state=ok need
  shift 2
  say "$name"
  for need in $needs; do
    [[ ${state_of[$need]:-ok} == ok ]] || state="not run ($need failed)"
  done
  if [[ ${ahead_of[$name]:-} ]]; then
    hurry "${ahead_of[$name]}"
    wait "${ahead_of[$name]}" || true  # what failed is made again, to be seen
  fi
  if [[ $state == ok ]]; then
    "$@" 2>&1 | tee "$logs/$name.log" || state=FAILED
  else
    echo "$state"
  fi
  names+=("$name") times+=($((SECONDS - begin))) states+=("$state")
  state_of[$name]=$state
}

# The sanitizers look at the code, so what only reads text or installs files runs once, in `tests`.
run_tests() { ctest --preset test --verbose; }
# Statistics (suites that end in Facts) run once too: they are long, and no line of code is theirs alone.
run_sanitized() { GTEST_FILTER='-*Facts.*' ctest --preset sanitized --verbose --label-exclude 'once|slow'; }
run_exactness() {
  "$PYTHON" tests/build/exactness.py scenarios/tiny.yaml g++-O2=build/test/bin/fanfare \
    mpirun:g++-O2=build/test/bin/fanfare_over_mpi g++-O0=build/gcc-O0/bin/fanfare_fingerprint \
    clang++-14-O2=build/clang/bin/fanfare_fingerprint g++-O3-native=build/native/bin/fanfare_fingerprint \
    mpirun:g++-O3-native=build/native/bin/fanfare_fingerprint
}

build_engines() {
  local preset
  for preset in gcc-O0 clang native; do build "$preset" fanfare_fingerprint; done
}
is_wanted() { [[ " ${wanted[*]} " == *" $1 "* ]]; }

part_tests() {
  step build "" build test
  if is_wanted sanitizers; then ahead sanitizer_build build sanitized; fi
  step tests build run_tests
  step instructions build "$PYTHON" bench/instructions.py build/test/bin/fanfare
}
part_sanitizers() {
  step sanitizer_build "" build sanitized
  if is_wanted exactness; then ahead engine_gcc_O0 build_engines; fi
  step sanitizers sanitizer_build run_sanitized
}
part_exactness() {
  step program_gcc_O2 "" build test fanfare fanfare_over_mpi
  step engine_gcc_O0 "" build gcc-O0 fanfare_fingerprint
  step engine_clang "" build clang fanfare_fingerprint
  step engine_native "" build native fanfare_fingerprint
  step exactness "program_gcc_O2 engine_gcc_O0 engine_clang engine_native" run_exactness
}

# The runners' own closing lines, once more, where a reader looks first.
summaries() {
  local name
  for name in "${names[@]}"; do
    [[ -f $logs/$name.log && ${state_of[$name]} != not* ]] || continue
    grep -hE '^([0-9]+: )?(\[==========\] .* ran|\[  (PASSED|FAILED)  \] [0-9]+ test|=*.*[0-9]+ (passed|failed)[, ].* in |[0-9]+% tests passed|[0-9]+ fingerprints|instructions: )' \
      "$logs/$name.log" | sed "s/^/  $name: /" || true
    grep -hE '\((Failed|Timeout|SEGFAULT|Subprocess aborted|Not Run|Exception.*)\)$' "$logs/$name.log" | sed "s/^/  $name:/" || true
  done
}

rm -rf "$logs"/*.log build/test/times build/sanitized/times
step packages "" install_missing build test analysis
for part in "${wanted[@]}"; do [[ ${state_of[packages]} == ok ]] && "part_$part"; done

for preset in test sanitized; do
  compgen -G "build/$preset/times/*.xml" > /dev/null || continue
  say "the slowest tests of build/$preset"
  "$PYTHON" tests/build/slowest.py "build/$preset/times"
done
say "summaries"
summaries
say "what took how long"
for i in "${!names[@]}"; do printf '  %-18s %9s  %s\n' "${names[i]}" "$(seconds "${times[i]}")" "${states[i]}"; done
printf '  %-18s %9s\n' total "$(seconds $SECONDS)"
# A budget in minutes, for a machine that gives no more (.ci/run).
if [[ ${FANFARE_BUDGET:-} ]]; then
  printf '  %-18s %9s\n' budget "$(seconds $((FANFARE_BUDGET * 60)))"
  ((SECONDS <= FANFARE_BUDGET * 60)) ||
    printf 'test.sh: warning: over the budget of %d minutes (%s); the parts above say where it went\n' "$FANFARE_BUDGET" "$(seconds $SECONDS)"
fi
for state in "${states[@]}"; do [[ $state == ok ]] || { printf '\ntest.sh: FAILED\n'; exit 1; }; done
printf '\ntest.sh: all passed\n'
