#!/bin/sh
# Makes .venv from a hashed lock file: scripts/bootstrap.sh requirements/run.txt
# pip's own settings (index, certificates) are honoured and handed to uv; no host is written anywhere.
set -eu
lock=$1
py=.venv/bin/python

say() { echo "bereik: $*" >&2; }
command -v python3 >/dev/null || { say "Python 3.11 or newer is missing (apt install python3 python3-venv)."; exit 1; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "Python 3.11 or newer is missing; python3 is $(python3 -V 2>&1)."; exit 1; }
if [ ! -x $py ]; then
  python3 -m venv .venv 2>/dev/null || { rm -rf .venv; say "Python's venv module is missing (apt install python3-venv)."; exit 1; }
fi

say "installing what $lock names into .venv (once; about half a minute)"
$py -c 'import uv' 2>/dev/null || $py -m pip --disable-pip-version-check -q install --require-hashes -r requirements/uv.txt || say "uv could not be installed; pip does the work, more slowly."
if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
  index=${PIP_INDEX_URL:-$($py -m pip config get global.index-url 2>/dev/null || true)}
  [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
fi
install() {
  if $py -c 'import uv' 2>/dev/null; then $py -m uv pip install -q --compile-bytecode -p $py "$@"; else $py -m pip --disable-pip-version-check -q install "$@"; fi
}
install --require-hashes -r "$lock"
# The browser code is bundled with the machine's Node where it is recent enough, else with one from a wheel.
node_is_recent() { command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null; }
if [ -n "${BEREIK_NODE_FROM_WHEEL:-}" ] || ! node_is_recent; then install --require-hashes -r requirements/node.txt; fi
install --no-deps --no-build-isolation -e .
