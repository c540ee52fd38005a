#!/bin/sh
# Write the lock files anew: for every supported platform, with hashes, without registry addresses.
set -eu
cd "$(dirname "$0")/.."
python="${GRIDHALL_VENV:-.venv}/bin/python"
pin() {
    "$python" -m uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
pin pyproject.toml -o requirements.lock
pin pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
pin build_hooks/requirements-build.in -c requirements-dev.lock -o build_hooks/requirements-build.lock
pin build_hooks/requirements-node.in -o build_hooks/requirements-node.lock
if command -v npm >/dev/null 2>&1; then
    npm update --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
else
    echo "lock: no npm here; package-lock.json stays as it is"
fi
