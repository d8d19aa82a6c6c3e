# What `up`, `down` and `part` share; sourced by them after `set -euo pipefail`.
# shellcheck shell=bash

office=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() {
    echo "post-office: $*" >&2
    exit 1
}

# Postfix and Dovecot switch users, so they are started by root.
become_root() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null ||
        die "must be run by root (Postfix and Dovecot switch users), and there is no sudo here"
    exec sudo -- "$0" "$@"
}

# The absolute state directory; unix sockets below it are limited to about 100 bytes.
state_directory() {
    case ${1:-} in
    /*) ;;
    '') die "a state directory is needed" ;;
    *) set -- "$PWD/$1" ;;
    esac
    [ "${#1}" -le 70 ] || die "$1 is too long for the unix sockets below it (at most 70 bytes)"
    [[ $1 =~ ^[A-Za-z0-9/._-]+$ ]] || die "$1 may hold only letters, digits and / . _ -"
    [[ $1 =~ ^/[^/]+/[^/] ]] || die "$1 is too near the root of the file system"
    DIR=${1%/}
}

# until SECONDS COMMAND… : waits for a fact, with a deadline.
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.05
    done
}

# answers PORT [ADDRESS]
answers() { (exec 3<>"/dev/tcp/${2:-127.0.0.1}/$1") 2>/dev/null; }

# Ended, or dead and only not yet collected by a slow init.
gone() { ! grep -qE '^State:[[:space:]]+[^ZX[:space:]]' "/proc/$1/status" 2>/dev/null; }

pid_file() {
    case $1 in
    dovecot) echo "$DIR/run/master.pid" ;;
    postfix) echo "$DIR/spool/pid/master.pid" ;;
    dns) echo "$DIR/dns/dnsmasq.pid" ;;
    opendkim | opendmarc) echo "$DIR/checks/$1.pid" ;;
    watch) echo "$DIR/watch.pid" ;;
    *) die "no part is called $1 (there are dovecot, postfix, dns, opendkim, opendmarc)" ;;
    esac
}

# The process of one part, if it runs and is really ours: process numbers are reused.
part_pid() {
    local file pid
    file=$(pid_file "$1")
    [ -s "$file" ] || return 1
    pid=$(tr -dc 0-9 <"$file")
    [ -n "$pid" ] && ! gone "$pid" || return 1
    if [ "$1" = postfix ]; then
        [ "$(readlink "/proc/$pid/cwd")" = "$DIR/spool" ] || return 1
    else
        tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$DIR" || return 1
    fi
    echo "$pid"
}

# asking_our_dns COMMAND… : a process that knows name servers only from
# /etc/resolv.conf finds ours there, and nobody else does.
asking_our_dns() {
    if [ -s "$DIR/checks/resolv.conf" ]; then
        unshare --mount sh -c 'mount --bind "$0" /etc/resolv.conf && exec "$@"' \
            "$DIR/checks/resolv.conf" "$@"
    else
        "$@"
    fi
}

start_part() {
    case $1 in
    dovecot)
        dovecot -c "$DIR/dovecot.conf" </dev/null >"$DIR/start.log" 2>&1 &&
            until_true 10 answers "$IMAP_PORT"
        ;;
    postfix)
        asking_our_dns postfix -c "$DIR/postfix" start </dev/null >"$DIR/start.log" 2>&1 &&
            until_true 20 answers "$OUTSIDE_PORT" && until_true 10 answers "$SUBMISSION_PORT"
        ;;
    dns)
        dnsmasq --conf-file="$DIR/dnsmasq.conf" </dev/null >"$DIR/start.log" 2>&1 &&
            until_true 10 answers "$DNS_PORT" "${DNS_HOST:-127.0.0.1}"
        ;;
    opendkim | opendmarc)
        local flag=-c
        [ "$1" = opendmarc ] || flag=-x
        rm -f "$DIR/checks/$1.sock"
        asking_our_dns "$1" $flag "$DIR/checks/$1.conf" </dev/null >"$DIR/$1.log" 2>&1 &&
            until_true 10 test -S "$DIR/checks/$1.sock"
        ;;
    esac
}

# stop_part NAME [SIGNAL]: ends it and waits until it is gone.
# Each has a process group of its own, so its children go with it.
stop_part() {
    local pid group
    pid=$(part_pid "$1") || return 0
    [ "$pid" != "$$" ] || return 0
    group=$(ps -o pgid= -p "$pid" | tr -d ' ')
    if [ "${2:-TERM}" = TERM ]; then
        kill -TERM "$pid" 2>/dev/null || true
        until_true 5 gone "$pid" || true
    fi
    kill -KILL "$pid" "-$group" 2>/dev/null || true
    until_true 5 gone "$pid" || die "$1 (process $pid) cannot be ended"
    # Dovecot believes in the file as long as the dead process is not collected.
    rm -f "$(pid_file "$1")"
}

stop_all() {
    local part
    for part in watch postfix opendmarc opendkim dovecot dns; do stop_part $part; done
}
