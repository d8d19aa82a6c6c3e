#!/usr/bin/env python3
"""latency.py N …: while `congvu serve` runs, hands N reports to Dovecot by LMTP
at random moments and notes how long each waits for its answer. One process
holds both ends, the delivery and the SMTP sink, so there is one clock."""

import argparse
import os
import random
import re
import socketserver
import subprocess
import socket
import threading
import time
from pathlib import Path

import corpus

ANSWERED = {}
ARRIVED = threading.Condition()


class Sink(socketserver.StreamRequestHandler):
    """Takes every letter and notes which mail it answers (In-Reply-To)."""

    disable_nagle_algorithm = True

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def handle(self):
        self.say(b"220 sink ESMTP")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say(b"250-sink\r\n250-8BITMIME\r\n250 PIPELINING")
            elif verb == b"DATA":
                self.say(b"354 go on")
                self.letter()
            elif verb == b"QUIT":
                return self.say(b"221 bye")
            else:
                self.say(b"250 ok")

    def letter(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.say(b"250 ok")
        at = time.monotonic()
        head = re.sub(rb"\r\n[ \t]+", b" ", b"".join(lines).split(b"\r\n\r\n")[0])
        found = re.search(rb"(?im)^In-Reply-To:\s*(<[^>]+>)", head)
        with ARRIVED:
            if found:
                ANSWERED.setdefault(found[1].decode(), at)
            ARRIVED.notify_all()


class Lmtp:
    """One LMTP connection to Dovecot."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.socket.makefile("rb")
        self.answer()
        self.say(b"LHLO bench")

    def answer(self):
        while (line := self.lines.readline())[3:4] == b"-":
            pass
        if not line.startswith((b"2", b"3")):
            raise SystemExit(f"bench: LMTP says {line!r}")

    def say(self, line):
        self.socket.sendall(line + b"\r\n")
        self.answer()

    def deliver(self, sender, recipient, mail):
        """Returns the moment of the 250."""
        self.say(b"MAIL FROM:<%s>" % sender.encode())
        self.say(b"RCPT TO:<%s>" % recipient.encode())
        self.say(b"DATA")
        wire = re.sub(rb"(?m)^\.", b"..", mail).replace(b"\n", b"\r\n")
        self.say(wire + b".")
        return time.monotonic()


def await_port(port, child):
    for _ in range(600):
        if child.poll() is not None:
            raise SystemExit("bench: congvu serve has ended")
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
    raise SystemExit("bench: congvu serve does not answer")


def deliveries(options, lmtp):
    """Message-ID -> moment of the 250, at random moments with the given rate."""
    town, host = os.environ["TOWN_MAILBOX"], os.environ["MAIL_HOST"]
    copied, moments, due = corpus.reports(options), {}, time.monotonic()
    for i in range(options.count):
        sender, identity, mail = corpus.mail(i, "small", copied, host, town)
        due += random.expovariate(options.rate)
        time.sleep(max(0, due - time.monotonic()))
        moments[identity] = lmtp.deliver(sender, town, mail)
    return moments


parser = argparse.ArgumentParser()
corpus.arguments(parser)
parser.add_argument("--rate", type=float, default=8)
for name in ("config", "congvu", "log"):
    parser.add_argument(f"--{name}", required=True)
options = parser.parse_args()

socketserver.ThreadingTCPServer.daemon_threads = True
sink = socketserver.ThreadingTCPServer(("127.0.0.1", int(os.environ["SMTP_PORT"])), Sink)
threading.Thread(target=sink.serve_forever, daemon=True).start()
with open(options.log, "w") as log:
    command = [options.congvu, "--config", options.config, "serve"]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
try:
    await_port(int(os.environ["WEB_PORT"]), child)
    moments = deliveries(options, Lmtp(int(os.environ["LMTP_PORT"])))
    with ARRIVED:
        ARRIVED.wait_for(lambda: len(ANSWERED) >= len(moments), timeout=60)
finally:
    child.terminate()
    child.wait(30)
waits = sorted(ANSWERED[identity] - at for identity, at in moments.items() if identity in ANSWERED)
if not waits:
    print(Path(options.log).read_text()[-2000:])
    raise SystemExit("bench: no mail was answered")
at = lambda share: 1000 * waits[min(len(waits) - 1, int(share * len(waits)))]
print(f"{len(waits)} of {len(moments)} mails answered, {options.rate:g} a second")
print(f"  LMTP 250 to the answer's 250: p50 {at(0.5):.0f} ms, p90 {at(0.9):.0f} ms, p99 {at(0.99):.0f} ms, longest {1000 * waits[-1]:.0f} ms")
