#!/bin/sh
# Make .venv hold exactly what the lock file says: `environment.sh runtime` or `environment.sh dev`.
# Needs only Python 3.11 or newer. Does nothing when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-runtime}
venv=${GRIDHALL_VENV:-.venv}
build_lock=build_hooks/requirements-build.lock
case $kind in
    runtime) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "usage: environment.sh runtime|dev" >&2; exit 2 ;;
esac

say() { printf '%s\n' "environment: $*"; }
fail() { printf '%s\n' "environment: $*" >&2; exit 1; }
python="$venv/bin/python"
works() { "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

stamp="$venv/.gridhall-$kind"
wanted="$(cat "$lock" "$build_lock" pyproject.toml "$0" | cksum) $(pwd)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && works; then
    exit 0
fi

if ! works; then
    base=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            base=$candidate
            break
        fi
    done
    [ -n "$base" ] || fail "no Python 3.11 or newer found. Debian/Ubuntu: apt install python3 python3-venv; macOS: brew install python. Or name one: make PYTHON=/path/to/python3.12"
    "$base" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
        fail "$base lacks its venv part. Debian/Ubuntu: apt install python3-venv (or $("$base" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'))"
    say "making $venv with $("$base" --version)"
    "$base" -m venv --clear "$venv"
fi

pinned=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' "$build_lock")
case "$("$python" -m uv --version 2>/dev/null || true)" in
    "uv $pinned"*) ;;
    *)
        say "installing uv $pinned"
        "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null
        "$python" -m pip install --quiet --disable-pip-version-check --no-input \
            --only-binary :all: --require-hashes -r "$build_lock"
        ;;
esac

uv() { VIRTUAL_ENV="$(cd "$venv" && pwd)" UV_LINK_MODE=${UV_LINK_MODE:-copy} "$python" -m uv "$@"; }
say "installing $lock"
if [ "$kind" = dev ]; then
    uv pip sync --quiet --require-hashes "$build_lock" "$lock"
else
    # not sync: whoever has the development tools keeps them
    uv pip install --quiet --require-hashes -r "$build_lock" -r "$lock"
fi
uv pip install --quiet --no-deps --no-build-isolation --editable .
printf '%s\n' "$wanted" >"$stamp"
