#!/usr/bin/env bash
# Installs what is missing, builds the program quickly, runs the first worlds of the study scenarios/studies/kol_vs_koc.yaml, prints its
# comparison and writes its report; at the end it says how to have the other worlds too.
# On a second call nothing is installed, built or simulated again.
source "$(dirname "${BASH_SOURCE[0]}")/cmake/scripts.sh"
cd "$ROOT"
study=scenarios/studies/kol_vs_koc.yaml
out=results/kol_vs_koc
worlds=5  # of the study's 8: a first answer in six minutes
fanfare=build/demo/bin/fanfare

case ${1:-} in
  '') ;;
  -h | --help) printf 'usage: ./demo.sh\n%s\n' "$(sed -n '2,4s/^# //p' "$0")"; exit 0 ;;
  *) fail "unknown argument '$1' (usage: ./demo.sh)" 2 ;;
esac

# fresh: the study is complete, and newer than the program and every scenario.
fresh() {
  [[ -f $out/study.h5 && $out/study.h5 -nt $fanfare ]] && [[ -z $(find scenarios -name '*.yaml' -newer "$out/study.h5") ]]
}

say "1 of 3: packages"
install_missing build
say "2 of 3: build ($(realpath --relative-to="$PWD" build/demo))"
build_shown demo fanfare
say "3 of 3: study $study, $worlds worlds"
if fresh; then
  echo "finished before: $out/study.h5 (remove it to run again)"
  "$fanfare" compare "$out/study.h5"
else
  "$fanfare" run "$study" --replicates "$worlds" --out "$out" --on-exists replace
fi
say "report"
page="$ROOT/$out/report.html"
"$fanfare" report "$out/study.h5" --on-exists replace > /dev/null || page="none was written (see above); the numbers are in $out/summary.txt"
say "files"
find "$out" -maxdepth 1 -type f ! -name '.*' -printf '%10s B  %p\n' | sort -k3
printf '\nall worlds of the study: %s run %s --out %s --on-exists resume\n' "$fanfare" "$study" "$out"
printf 'look at it in a browser (all simulated): %s\ndone in %s\n' "$page" "$(seconds $SECONDS)"
