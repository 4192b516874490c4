# Sourced by every script: strict mode, where things are, and how steps are announced.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT"

# Some runners start without HOME; bash knows it from the user database.
[[ -n ${HOME:-} ]] || HOME=~
export HOME

# Build tools live outside the checkout, so that a fresh clone finds them. Raise the number when one changes its version.
TOOLS="${LIANRONG_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/lianrong/tools}/1"
export PATH="$TOOLS/bin:$TOOLS/node_modules/.bin:$PATH:$HOME/.cargo/bin"

# One target folder for build, test and clippy, whatever the caller's own settings are.
export CARGO_TARGET_DIR="$ROOT/target"

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

present() {
  command -v "$1" >/dev/null 2>&1
}

# digest < BYTES: the sha256 of standard input in hexadecimal.
digest() {
  if present sha256sum; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# step NAME USUALLY COMMAND...: announces and runs COMMAND, says how long it took, and returns its status.
step() {
  local name=$1 usually=$2 began=$SECONDS status=0
  shift 2
  printf '\n== %s (usually %s)\n' "$name" "$usually"
  "$@" || status=$?
  if ((status == 0)); then
    printf '   %s: done in %d s\n' "$name" $((SECONDS - began))
  else
    printf '   %s: FAILED with status %d after %d s\n' "$name" "$status" $((SECONDS - began)) >&2
  fi
  return "$status"
}

# need_cluster SCRIPT ARGUMENTS...: starts SCRIPT anew under the private cluster, unless that is where it runs already.
need_cluster() {
  [[ ${LIANRONG_TEST_DATABASE_URL:-} == "$(scripts/postgres url)" ]] || exec scripts/postgres with "$@"
}
