#!/bin/sh
# Installs the real parts that the tests use (Chromium, openssl) from Debian's packages, when run as root; otherwise
# says in one line each what is missing. PostgreSQL and Redis come from the system or from wheels.
# With BEREIK_TEST_ALL_PARTS set, as in CI, a missing part ends the run.
missing_parts() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || echo chromium
  command -v openssl >/dev/null || echo openssl
  # Playwright brings a Node of its own that needs this library.
  ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || /sbin/ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || echo libatomic1
}

missing=$(missing_parts)
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 || true
fi
missing=$(missing_parts)
for part in $missing; do
  echo "bereik: $part is missing (apt install $part): the tests that need it are left out." >&2
done
[ -z "$missing" ] || [ -z "${BEREIK_TEST_ALL_PARTS:-}" ] || exit 1
