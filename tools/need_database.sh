#!/bin/sh
# The store is tested on a real PostgreSQL too: install it where root may; else those tests are skipped and say so.
set -eu

has_server() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

has_server && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null || true
fi
has_server || echo "rounds: no PostgreSQL here, its tests are skipped: apt-get install postgresql" >&2
