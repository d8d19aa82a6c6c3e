#!/usr/bin/env bash
# Shows a whole campaign in minutes: builds congvu, opens a private post office
# on this machine, lets the 31 units of Hương Trà send their reports, waits for
# the close and prints the ranking. Nothing leaves the machine.
#
#   deploy/demo.sh             and Ctrl-C when you have seen enough
#   deploy/demo.sh --exit      stops by itself after the ranking
#   --window SECONDS           how long reports are taken (90)
#   --keep                     leaves the directory with mails, database, results
#   --dir DIR                  that directory (default: a new one under /tmp)
# Environment: CONGVU=path uses a ready program instead of building one.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

stay=yes window=90 keep='' state=''
while [ $# -gt 0 ]; do
    case $1 in
    --exit) stay='' ;;
    --keep) keep=yes ;;
    --window) window=${2:?seconds} && shift ;;
    --dir) state=${2:?directory} && shift ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0" && exit 2 ;;
    esac
    shift
done

# --- progress: every line begins with the seconds since the start

line() { printf '[%4d s] %s' "$SECONDS" "$1"; }
say() {
    [ ! -t 1 ] || printf '\r\033[K'
    line "$1"
    echo
}
die() {
    say "$1" >&2
    exit 1
}
# On a terminal one line that keeps counting; in a log a line every ten seconds.
last_tick=-10
tick() {
    if [ -t 1 ]; then
        printf '\r\033[K%s' "$(line "$1")"
    elif [ $((SECONDS - last_tick)) -ge 10 ]; then
        last_tick=$SECONDS
        say "$1"
    fi
}
# during TEXT COMMAND… : runs it with its output kept, and keeps counting meanwhile.
during() {
    local text=$1 log=$state/step.log
    shift
    "$@" >"$log" 2>&1 &
    job=$!
    last_tick=-10
    while kill -0 $job 2>/dev/null; do
        tick "$text: $(tail -n 1 "$log" | cut -c 1-120)"
        sleep 0.5
    done
    wait $job || {
        job=''
        tail -n 30 "$log" >&2
        die "this step failed: $text (its last lines stand above)"
    }
    job=''
    say "$text: done"
}

# --- the end: whatever happens, nothing is left running

serve='' job=''
stop_job() {
    [ -n "$job" ] || return 0
    kill -TERM "$job" 2>/dev/null || true
    wait "$job" 2>/dev/null || true
}
stop_serve() {
    [ -n "$serve" ] || return 0
    kill -TERM "$serve" 2>/dev/null || true
    for _ in $(seq 200); do
        kill -0 "$serve" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "-$serve" 2>/dev/null || true
    serve=''
}
close_down() {
    trap '' INT TERM
    [ -n "$state" ] || return 0
    stop_job
    stop_serve
    if [ -z "$keep" ]; then
        "$root/deploy/post-office/down" "$state/po" --remove || true
        rm -rf "$state"
        say "stopped; nothing runs any more and nothing is left"
    else
        "$root/deploy/post-office/down" "$state/po" || true
        rm -f "$state/demo.pid"
        say "stopped; mails, database and results are kept in $state"
    fi
}
trap close_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# --- the steps

# What a killed demo left behind; a kept directory has no demo.pid.
sweep() {
    local old
    for old in /tmp/congvu-demo.*; do
        [ -s "$old/demo.pid" ] && [ -O "$old" ] && ! kill -0 "$(<"$old/demo.pid")" 2>/dev/null || continue
        deploy/post-office/down "$old/po" --remove
        rm -rf "$old"
    done
}

find_cargo() {
    command -v cargo >/dev/null || PATH=$PATH:$HOME/.cargo/bin
    command -v cargo >/dev/null || die "Rust is missing: install Rust 1.95 or newer (rustup), then start again"
}

build() {
    if [ -n "${CONGVU:-}" ]; then
        congvu=$(realpath "$CONGVU")
        return
    fi
    find_cargo
    say "building congvu (the first time takes about ten minutes on two cores)"
    cargo build --release --locked
    congvu=$root/target/release/congvu
}

open_post_office() {
    during "opening the private post office (Dovecot, Postfix, DNS)" \
        deploy/post-office/up "$state/po" --units deploy/campaigns/huong-tra-2015/units.csv --until-pid $$
    set -a
    . "$state/po/env"
    set +a
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

moment() { TZ=Asia/Ho_Chi_Minh date -d "@$1" +%Y-%m-%dT%H:%M:%S+07:00; }

configure() {
    local now
    now=$(date +%s)
    closes=$((now + window))
    deploy/demo/copy-campaign deploy/campaigns/huong-tra-2015 "$state/campaign" \
        "$(moment $((now - 60)))" "$(moment $closes)"
    until WEB_PORT=$((20000 + RANDOM % 12000)) && ! answers "$WEB_PORT"; do :; done
    export WEB_PORT SMTP_PORT=$SUBMISSION_PORT CAMPAIGN=$state/campaign STORE=sqlite:$state/congvu.db \
        IMAP_PASSWORD_FILE=$PASSWORD_FILE
    deploy/demo/fill deploy/demo/config.toml.in >"$config"
    "$congvu" --config "$config" check-config >"$state/step.log" 2>&1 || {
        cat "$state/step.log" >&2
        die "the configuration is not right"
    }
    "$congvu" --config "$config" template --out "$state/forms" >"$state/step.log" 2>&1 || {
        cat "$state/step.log" >&2
        die "the forms of the units could not be written"
    }
    (umask 077 && head -c 9 /dev/urandom | base64 | tr '+/' '-_' >"$state/admin-password")
    local role
    for role in admin reviewer council approver viewer; do
        "$congvu" --config "$config" admin add "$role" --role "$role" --password-file "$state/admin-password"
    done
}

start_serve() {
    # A group of its own, so that Ctrl-C reaches it once, through us; and it
    # ends with us even when we are killed.
    setsid setpriv --pdeathsig TERM "$congvu" --config "$config" serve </dev/null >"$state/congvu.log" 2>&1 &
    serve=$!
    for _ in $(seq 150); do
        kill -0 $serve 2>/dev/null || break
        answers "$WEB_PORT" && say "congvu serve is running" && return
        tick "starting congvu serve"
        sleep 0.2
    done
    still_serving
    die "congvu serve does not answer on port $WEB_PORT"
}

still_serving() {
    kill -0 $serve 2>/dev/null && return
    tail -n 30 "$state/congvu.log" >&2
    die "congvu serve has ended; its last lines stand above"
}

letters() { find "$MAIL_DIR" -path '*/new/*' -not -path "$MAIL_DIR/$TOWN_MAILBOX/*" -type f | wc -l; }

wait_for_close() {
    local left
    while left=$((closes - $(date +%s))) && [ $left -gt 0 ]; do
        still_serving
        tick "reports are taken for another $left s; letters in the units' mailboxes: $(letters)"
        sleep 1
    done
    say "the window has closed; letters in the units' mailboxes: $(letters)"
}

fetch_ranking() {
    local deadline=$((SECONDS + 120))
    last_tick=-10
    until "$congvu" --config "$config" export --out "$state/results" >"$state/step.log" 2>&1 &&
        [ -s "$state/results/ranking.csv" ]; do
        still_serving
        [ $SECONDS -lt $deadline ] || {
            cat "$state/step.log" >&2
            die "no ranking two minutes after the close"
        }
        tick "waiting for the last look at the mailbox and the scoring"
        sleep 1
    done
    say "the ranking (provisional: the council has not yet looked at it)"
    # The campaign is closed already; this only prints what stands.
    "$congvu" --config "$config" close
}

tell() {
    local sudo='' unit=huongvan01.huongtra@$OFFICIAL_DOMAIN
    [ "$(id -u)" = 0 ] || sudo='sudo '
    cat <<TEXT

The admin pages:       http://127.0.0.1:$WEB_PORT/   user admin, password $(cat "$state/admin-password")
                       the same for reviewer, council, approver, viewer
What units were given: $state/forms
What a unit received:  ${sudo}doveadm -c $state/po/dovecot.conf fetch -u $unit text all
The town's mailbox:    ${sudo}doveadm -c $state/po/dovecot.conf mailbox status -u $TOWN_MAILBOX messages '*'
By a mail program:     IMAP 127.0.0.1 port $IMAP_PORT, user $unit, password $PASSWORD
All results:           $state/results
What congvu logs:      tail -f $state/congvu.log
TEXT
}

if [ -n "$state" ]; then
    mkdir -p "$state"
    state=$(realpath "$state")
    # A second run in the same directory begins a new campaign.
    deploy/post-office/down "$state/po" --remove
    rm -rf "$state"/{campaign,forms,form.key,results,congvu.db*,congvu.log,congvu.toml,admin-password}
else
    sweep
    state=$(mktemp -d /tmp/congvu-demo.XXXXXX)
fi
echo $$ >"$state/demo.pid"
chmod 755 "$state"
config=$state/congvu.toml

during "looking for the packages (Dovecot, Postfix, dnsmasq, a C compiler)" deploy/install-packages demo
build
open_post_office
configure
start_serve
say "31 units send their reports, good and bad, until $(TZ=Asia/Ho_Chi_Minh date -d "@$closes" '+%H:%M:%S') (+07:00)"
during "the rehearsal sends" "$congvu" --config "$config" rehearse --smtp "127.0.0.1:$SUBMISSION_PORT" \
    --outside "127.0.0.1:$OUTSIDE_PORT" --password-file "$PASSWORD_FILE" --dkim-key "$DKIM_KEY"
wait_for_close
fetch_ranking
[ -n "$stay" ] || exit 0
tell
say "Ctrl-C stops everything"
wait $serve || true
still_serving
