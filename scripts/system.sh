#!/usr/bin/env bash
# What the tests use of the machine: a browser. Installed where we may (root on Debian), else said and skipped.
set -u
if command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1 && exit 0
fi
echo "chromium is missing and may not be installed here: the browser tests are skipped."
