#!/usr/bin/env bash
# What the tests use of the machine: a browser, and a client in JavaScript. Installed where we may, else said and skipped.
set -u
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1
  fi
  command -v chromium >/dev/null 2>&1 || echo "chromium is missing and may not be installed here: the browser tests are skipped."
fi
if [ ! -d tests/node/node_modules ]; then
  npm ci --prefix tests/node --no-audit --no-fund --silent >/dev/null 2>&1 || echo "npm is missing or finds no registry: the tests of the JavaScript client are skipped."
fi
exit 0
