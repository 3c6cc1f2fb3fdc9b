#!/bin/sh
# Installs Virtuoso 7 and rapper from Debian, where they are missing. Needs root, or to have been run by it.
set -eu
missing=""
for pair in virtuoso-t:virtuoso-opensource-7-bin isql-vt:virtuoso-opensource-7-bin rapper:raptor2-utils; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -z "$missing" ] && exit 0
tell() {
  echo "test-servers needs$missing: $1" >&2
  echo "install them as root (apt-get install$missing), or name fewer: make test-servers ONRECORD_SERVERS=oxigraph" >&2
  exit 1
}
command -v apt-get >/dev/null 2>&1 || tell "there is no apt-get here"
[ "$(id -u)" = 0 ] || tell "only root may install them"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || tell "apt-get update failed"
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null || tell "apt-get install failed"
