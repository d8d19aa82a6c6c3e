#!/usr/bin/env bash
# Everything that must hold before a change lands, in order, each step with its
# time. One profile is built, once for checking and once for running.
#
# With CI=true whatever is missing is a failure; without it a missing server or
# database is said by name and the rest runs.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v cargo >/dev/null || PATH=$PATH:$HOME/.cargo/bin

work=$(mktemp -d /tmp/congvu-tests.XXXXXX)
chmod 755 "$work"
postgres=''
end() {
    [ -z "$postgres" ] || as_postgres "$postgres/pg_ctl" -D "$work/pg/data" -m immediate -w stop >/dev/null || true
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

steps=0 failed=()
# step TITLE COMMAND… : a failure is noted and the other steps still run.
step() {
    local title=$1 began=$SECONDS
    shift
    steps=$((steps + 1))
    echo
    echo "=== $title"
    # No step waits for ever: the longest one, a cold build, takes minutes.
    if timeout --foreground -k 10 2400 "$@" 2>&1 </dev/null | tee -a "$work/log"; then
        echo "=== $title: passed in $((SECONDS - began)) s"
    else
        failed+=("$title")
        echo "=== $title: FAILED after $((SECONDS - began)) s"
    fi
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid postgres --regid postgres --clear-groups "$@"
    else
        "$@"
    fi
}

start_postgres() {
    local bin port
    bin=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$bin" ] || {
        echo "PostgreSQL is not installed: the tests on it do not run here"
        [ "${CI:-}" != true ] || failed+=("PostgreSQL is missing")
        return 0
    }
    bin=$(dirname "$bin")
    mkdir "$work/pg"
    [ "$(id -u)" != 0 ] || chown postgres: "$work/pg"
    until port=$((20000 + RANDOM % 12000)) && ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    # A database that lives for one run need not survive a power cut.
    as_postgres "$bin/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$work/pg.log" 2>&1 &&
        as_postgres "$bin/pg_ctl" -D "$work/pg/data" -l "$work/pg/server.log" -w start \
            -o "-p $port -k $work/pg -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" \
            >>"$work/pg.log" 2>&1 || {
        cat "$work/pg.log" "$work/pg/server.log" 2>/dev/null || true
        failed+=("PostgreSQL does not start")
        return 0
    }
    postgres=$bin
    export CONGVU_TEST_POSTGRES=postgres://postgres@127.0.0.1:$port/postgres
    echo "PostgreSQL runs on port $port"
}

# The binaries in reading order; whatever is not named here comes after.
test_binaries() {
    local found name
    found=$(find tests -mindepth 1 -maxdepth 2 \( -path 'tests/*.rs' -o -name main.rs \) |
        sed -nE 's#^tests/([a-z_]+)(\.rs|/main\.rs)$#\1#p' | sort)
    for name in spec tidy store worker; do
        grep -x "$name" <<<"$found" || true
    done
    grep -vxE 'spec|tidy|store|worker|wire' <<<"$found" || true
    grep -x wire <<<"$found" || true
}

echo "=== what the tests need"
deploy/install-packages test || [ "${CI:-}" != true ] || failed+=("packages are missing")

step "formatting" cargo fmt --check
step "lints" cargo clippy --locked --all-targets -- -D warnings
step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
echo
echo "=== a private PostgreSQL"
start_postgres
step "building the tests" cargo test --locked --no-run
step "tests: lib" cargo test --locked --lib --bins
for name in $(test_binaries); do
    step "tests: $name" cargo test --locked --test "$name"
done
step "the demo, from an empty mailbox to the ranking" \
    env CONGVU=target/debug/congvu deploy/demo.sh --exit --window 45

count() { grep -oE "^test result: .*" "$work/log" | grep -oE "[0-9]+ $1" | awk '{n += $1} END {print n + 0}'; }
echo
[ ${#failed[@]} = 0 ] || printf 'FAILED: %s\n' "${failed[@]}"
echo "$((steps - ${#failed[@]})) of $steps steps passed in $SECONDS s"
echo "tests: $(count passed) passed, $(count failed) failed, $(count ignored) skipped"
[ ${#failed[@]} = 0 ]
