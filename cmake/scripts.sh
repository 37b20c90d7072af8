# What demo.sh and test.sh share: packages, jobs, messages, clock. Sourced by bash, runs nothing by itself.
set -euo pipefail
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PYTHON=/usr/bin/python3  # Debian's: another python3 on PATH lacks Debian's modules

say() { printf '\n── %s\n' "$*"; }
fail() { printf '%s: error: %s\n' "$(basename "$0")" "$1" >&2; exit "${2:-3}"; }
seconds() { printf '%dm %02ds' $(($1 / 60)) $(($1 % 60)); }

# packages_of SECTION…: the names under [SECTION] of the one list.
packages_of() {
  local section
  for section in "$@"; do
    awk -v wanted="[$section]" '/^\[/ {on = $1 == wanted; next} /^#/ || !NF {next} on {print $1}' "$ROOT/cmake/packages.txt"
  done
}

# missing_packages SECTION…: those of them that dpkg does not hold. Node often comes from elsewhere, with npm in it, and
# then Debian's can't stand beside it: the commands are what counts.
missing_packages() {
  comm -23 <(packages_of "$@" | sort -u) \
    <({ dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' | sed -n 's/^ii *//p'; node_from_elsewhere; } | sort -u)
}
node_from_elsewhere() {
  command -v node > /dev/null && command -v npm > /dev/null && printf 'nodejs\nnpm\n'
  return 0
}

# install_missing SECTION…: asks apt only when something is missing.
install_missing() {
  command -v dpkg-query > /dev/null || fail "this needs Debian 12: dpkg-query is not there (packages: cmake/packages.txt)"
  local -a missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then
    echo "packages: all $(packages_of "$@" | wc -l) are installed"
    return
  fi
  echo "packages: installing ${missing[*]}"
  command -v apt-get > /dev/null || fail "can't install ${missing[*]} (apt-get is not there); install them by hand"
  if ((EUID != 0)); then
    command -v sudo > /dev/null ||
      fail "can't install packages (neither root nor sudo); ask an administrator for: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  apt_get() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"; }
  apt_get update || fail "apt-get update failed (no network, or a bad source?); see above"
  apt_get install -y --no-install-recommends "${missing[@]}" ||
    fail "apt-get could not install ${missing[*]} (is this Debian 12?); see above"
}

# jobs_of_machine: as many compile jobs as cores, fewer when memory is short (1.2 GB each).
jobs_of_machine() {
  local cores memory_jobs
  cores=$(nproc)
  memory_jobs=$(awk '/^MemAvailable/ {print int($2 / 1200000)}' /proc/meminfo)
  echo $((memory_jobs < 1 ? 1 : memory_jobs < cores ? memory_jobs : cores))
}

# build PRESET [TARGET…]: configures once, then builds what is not up to date, in build/PRESET.
build() {
  local preset=$1 dir=$ROOT/build/$1
  shift
  if [[ ! -f $dir/build.ninja ]]; then
    (cd "$ROOT" && cmake --preset "$preset" > "$dir.configure.log" 2>&1) || {
      cat "$dir.configure.log" >&2
      fail "cmake --preset $preset failed" 1
    }
  fi
  cmake --build "$dir" --parallel "$(jobs_of_machine)" ${1:+--target "$@"}
}

# build_shown PRESET [TARGET…]: the same with one line that says how far it is and how long it still takes, and all that
# the compiler said when it fails.
build_shown() {
  local log=$ROOT/build/$1.build.log every=10
  [[ -t 1 ]] && every=0
  NINJA_STATUS='@ %f %t %e ' build "$@" 2>&1 | tee "$log" | awk -v every="$every" '
    $1 == "@" && $3 > 0 {
      share = $2 / $3; left = share > 0 ? $4 * (1 - share) / share : 0
      if (every && $4 < next_at && $2 < $3) next
      next_at = $4 + every
      printf "%sbuild: %d of %d files, %d s, about %d s left%s", every ? "" : "\r\033[K", $2, $3, $4, left, every ? "\n" : ""
      fflush()
    }
    END { if (!every) print "" }' && return
  sed 's/^@ [0-9]* [0-9]* [0-9.]* //' "$log" >&2
  fail "the build failed; see above, or $log" 1
}
mkdir -p "$ROOT/build"
