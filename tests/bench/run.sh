#!/usr/bin/env bash
# How fast congvu works a mailbox off, against a private Dovecot and an SMTP
# sink on this machine:
#
#   tests/bench/run.sh [N]                 drains N mixed mails (500), prints mails/s, CPU, memory
#   tests/bench/run.sh --small [N]         the same without scans and noise
#   tests/bench/run.sh --latency [N]       delivers N mails (200) one by one while congvu serves,
#                                          prints the time from LMTP's 250 to the answer's 250
#   --rate R                               mails a second for --latency (8)
#   --samples DIR                          reports to make the corpus of: .eml files, one unit each
#                                          (default: what `congvu rehearse --write` makes)
#   --workbook FILE                        one workbook for every unit instead
#   --rounds K                             K runs, each on a fresh mailbox and database (1)
# Environment: CONGVU=path measures that program instead of building one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."

mode=drain kind=mixed count='' rate=8 samples='' workbook='' rounds=1
while [ $# -gt 0 ]; do
    case $1 in
    --latency) mode=latency ;;
    --small) kind=small ;;
    --rate) rate=${2:?} && shift ;;
    --samples) samples=$(realpath "${2:?}") && shift ;;
    --workbook) workbook=$(realpath "${2:?}") && shift ;;
    --rounds) rounds=${2:?} && shift ;;
    [0-9]*) count=$1 ;;
    *) sed -n '2,18s/^# \{0,1\}//p' "$0" && exit 2 ;;
    esac
    shift
done
[ "$(id -u)" = 0 ] || { echo "bench: run by root: mails are put straight into the mailbox" >&2 && exit 1; }
[ -n "$count" ] || count=$([ $mode = latency ] && echo 200 || echo 500)

work=$(mktemp -d /tmp/congvu-bench.XXXXXX)
chmod 755 "$work"
sink=''
end() {
    [ -z "$sink" ] || kill "$sink" 2>/dev/null || true
    deploy/post-office/down "$work/po" --remove || true
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

deploy/install-packages bench
if [ -n "${CONGVU:-}" ]; then
    CONGVU=$(realpath "$CONGVU")
else
    command -v cargo >/dev/null || PATH=$PATH:$HOME/.cargo/bin
    cargo build --release --locked
    CONGVU=$PWD/target/release/congvu
fi
deploy/post-office/up "$work/po" --only dovecot --until-pid $$ --remove
set -a
. "$work/po/env"
CAMPAIGN=$work/campaign STORE=sqlite:$work/congvu.db IMAP_PASSWORD_FILE=$PASSWORD_FILE
free() { until port=$((20000 + RANDOM % 12000)) && ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done && echo "$port"; }
WEB_PORT=$(free) SMTP_PORT=$(free)
set +a

# A window around now, because mails handed over by LMTP arrive now.
moment() { TZ=Asia/Ho_Chi_Minh date -d "$1" +%Y-%m-%dT%H:%M:%S+07:00; }
deploy/demo/copy-campaign deploy/campaigns/huong-tra-2015 "$CAMPAIGN" "$(moment '-1 hour')" "$(moment '+1 day')"
# The sink asks for no login.
deploy/demo/fill deploy/demo/config.toml.in |
    sed '/^\[smtp\]/,/^\[/{/^user\|^password_file/d}' >"$work/congvu.toml"
# A month's mail of every unit in a minute: nothing is put off here.
printf '\n[answers]\n%s\n' \
    "$(printf '%s = 1000000\n' per_hour per_day town_per_minute town_per_day)" >>"$work/congvu.toml"

if [ -z "$samples$workbook" ]; then
    samples=$work/samples
    "$CONGVU" --config "$work/congvu.toml" rehearse --write "$samples"
fi
source_of_reports=(${samples:+--samples "$samples"} ${workbook:+--workbook "$workbook"})
ready() { (exec 3<>"/dev/tcp/127.0.0.1/$SMTP_PORT") 2>/dev/null; }
await() { for _ in $(seq 100); do "$@" && return; sleep 0.05; done && echo "bench: $* failed" >&2 && exit 1; }

if [ $mode = latency ]; then
    python3 "$here/latency.py" "$count" --rate "$rate" --config "$work/congvu.toml" --congvu "$CONGVU" \
        --units "$CAMPAIGN/units.csv" --log "$work/congvu.log" "${source_of_reports[@]}"
    exit
fi
PATH=$PATH:/usr/sbin
smtp-sink -u nobody -c "127.0.0.1:$SMTP_PORT" 1000 >"$work/sink.log" 2>&1 </dev/null &
sink=$!
await ready
for round in $(seq "$rounds"); do
    rm -f "$work"/congvu.db*
    python3 "$here/fill.py" "$count" --kind $kind --units "$CAMPAIGN/units.csv" "${source_of_reports[@]}"
    python3 "$here/drain.py" "$count" --sink-log "$work/sink.log" --log "$work/congvu.log" \
        --longest $((120 + count / 10)) -- \
        "$CONGVU" --config "$work/congvu.toml" serve --once
done
