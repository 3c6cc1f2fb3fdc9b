#!/bin/sh
# Installs what ONRECORD_SERVERS names of Virtuoso 7 and rapper from Debian, where it is missing. Needs root,
# or to have been run by it.
set -eu
missing=""
need() { # PROGRAM PACKAGE
  command -v "$1" >/dev/null 2>&1 && return
  case " $missing " in *" $2 "*) ;; *) missing="$missing $2" ;; esac
}
for name in ${ONRECORD_SERVERS:-virtuoso rapper}; do
  case "$name" in
    virtuoso) need virtuoso-t virtuoso-opensource-7-bin; need isql-vt virtuoso-opensource-7-bin ;;
    rapper) need rapper raptor2-utils ;;
  esac
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
apt-get update -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=30 || tell "apt-get update failed"
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null || tell "apt-get install failed"
