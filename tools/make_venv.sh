#!/bin/sh
# Make the virtual environment and install a list of packages into it: make_venv.sh PYTHON VENV LIST
set -eu
python=$1 venv=$2 list=$3

fail() { echo "rounds: $1" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || fail "Python 3.11 or newer is needed: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed; $("$python" --version) is too old."
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || fail "Python's venv module is missing: apt-get install python3-venv"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null \
    || fail "python3-venv could not be installed: apt-get install python3-venv"
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$list"
