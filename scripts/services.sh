#!/usr/bin/env bash
# PostgreSQL 17 with pgvector, and Valkey 8, for tests and benchmarks on a Debian machine without Docker.
#
#   npm run services            installs them on first use (about a minute), starts what is down, prints their addresses
#   npm run services -- stop    stops both; their data stays
#
# They live in a Debian of their own below SERVICES_ROOT and listen on loopback only. Needs root, for chroot;
# elsewhere `docker compose -f deploy/compose.yaml up -d` gives the same two.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${SERVICES_ROOT:-$project/.services}
root=$folder/debian
postgres_port=${SERVICES_POSTGRES_PORT:-5439}
redis_port=${SERVICES_REDIS_PORT:-6389}
suite=trixie # the first Debian release with pgvector for PostgreSQL 17
packages=postgresql-17,postgresql-17-pgvector,valkey-server

postgres_bin=/usr/lib/postgresql/17/bin
postgres_data=/var/lib/postgresql/tradistry
postgres_log=/var/log/postgresql/tradistry.log
redis_pid=/run/tradistry-valkey.pid
redis_log=/var/log/valkey/tradistry.log

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"; }
as_postgres() { inside su postgres -s /bin/sh -c "$1"; }

# The mirror this machine uses itself, as apt understands its own sources (any file, either format).
find_mirror() {
  local uri
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 'Component: main' | head -n 1)
  case $uri in mirror+file:*) uri=$(grep -m 1 -oE 'https?://\S+' "${uri#mirror+file:}") ;; esac
  [ -n "$uri" ] || return 1
  printf '%s\n' "$uri"
}

install_services() {
  local mirror
  command -v apt-get >/dev/null || die 'This is no Debian machine. Use: docker compose -f deploy/compose.yaml up -d'
  if ! command -v debootstrap >/dev/null || ! find_mirror >/dev/null; then
    say 'Installing debootstrap ...'
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap >&2
  fi
  mirror=$(find_mirror) || die 'No Debian mirror in the sources of apt. Use: docker compose -f deploy/compose.yaml up -d'

  # Made aside and moved when whole, so that an interrupted run leaves nothing that looks installed.
  say "Installing PostgreSQL 17, pgvector and Valkey into $root (about a minute) ..."
  rm -rf --one-file-system "$root.part"
  if ! debootstrap --variant=minbase --include="$packages" "$suite" "$root.part" "$mirror" >"$folder/install.log" 2>&1; then
    tail -n 20 "$folder/install.log" >&2
    die "debootstrap failed; all it said is in $folder/install.log"
  fi
  mv "$root.part" "$root"
}

# Ours and on the port that is asked for, not another's on that port: `stop` must not stop what it did not start.
postgres_runs() { as_postgres "$postgres_bin/pg_ctl -D $postgres_data status" >/dev/null 2>&1; }
postgres_is_up() { postgres_runs && [ "$(sed -n 4p "$root$postgres_data/postmaster.pid")" = "$postgres_port" ]; }
redis_process() {
  local pid
  pid=$(cat "$root$redis_pid" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = valkey-server ] && printf '%s' "$pid"
}
redis_is_up() {
  local pid
  pid=$(redis_process) && inside valkey-cli -p "$redis_port" info server 2>/dev/null | grep -q "^process_id:$pid\b"
}

start_postgres() {
  local options="-p $postgres_port -c listen_addresses=127.0.0.1 -c max_connections=200"
  [ -d "$root$postgres_data" ] ||
    as_postgres "$postgres_bin/initdb -D $postgres_data -A trust -U postgres --encoding=UTF8 --locale=C.UTF-8" >/dev/null
  as_postgres "$postgres_bin/pg_ctl -D $postgres_data -o '$options' -l $postgres_log -w restart" >/dev/null 2>&1 </dev/null || {
    tail -n 5 "$root$postgres_log" >&2
    die "PostgreSQL did not start on port $postgres_port. Another port: SERVICES_POSTGRES_PORT"
  }
}

start_redis() {
  stop_redis
  inside valkey-server --port "$redis_port" --bind 127.0.0.1 --save '' --daemonize yes \
    --pidfile "$redis_pid" --logfile "$redis_log" >/dev/null </dev/null
  for _ in $(seq 50); do
    redis_is_up && return
    sleep 0.1
  done
  tail -n 5 "$root$redis_log" >&2
  die "Valkey did not start on port $redis_port. Another port: SERVICES_REDIS_PORT"
}

stop_redis() {
  local pid
  pid=$(redis_process) || return 0
  kill "$pid"
  while [ "$(redis_process)" = "$pid" ]; do sleep 0.1; done
}

start() {
  [ -d "$root" ] || install_services
  postgres_is_up || start_postgres
  redis_is_up || start_redis
  printf 'TEST_DATABASE_URL=postgresql://postgres@127.0.0.1:%s/postgres\n' "$postgres_port"
  printf 'TEST_REDIS_URL=redis://127.0.0.1:%s\n' "$redis_port"
}

stop() {
  [ -d "$root" ] || return 0
  ! postgres_runs || as_postgres "$postgres_bin/pg_ctl -D $postgres_data -m fast -w stop" >/dev/null
  stop_redis
}

[ "$(id -u)" = 0 ] || die 'npm run services needs root. Without it use: docker compose -f deploy/compose.yaml up -d'
mkdir -p "$folder"
exec 9>"$folder/lock"
flock 9 # two runs at once would install twice

case ${1:-start} in
  start) start 9>&- ;;
  stop) stop 9>&- ;;
  *) die 'Usage: npm run services [-- start|stop]' ;;
esac
