#!/usr/bin/env python3
"""drain.py N … -- COMMAND: runs the command that works the mailbox off once and
says what it cost: wall time, CPU of it and its children, peak memory, CPU of
Dovecot meanwhile; and what became of the mails. A command that does not end is
ended, after it was written down what each of its threads waits for."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def processes():
    """pid -> (parent, CPU seconds with those of ended children)."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        found[int(pid)] = int(fields[1]), sum(map(int, fields[11:15])) / TICK
    return found


def tree(root, table):
    """The process and all below it."""
    members = {root}
    while True:
        more = {pid for pid, (parent, _) in table.items() if parent in members} | members
        if more == members:
            return members & table.keys()
        members = more


def dovecot_cpu():
    root = int(Path(os.environ["POST_OFFICE"], "run/master.pid").read_text())
    table = processes()
    return sum(table[pid][1] for pid in tree(root, table))


def memory(pid, field):
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(rf"^{field}:\s+(\d+)", status, re.M)
    return int(found[1]) if found else 0


class Watch(threading.Thread):
    """Looks at the memory while the command runs."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.own, self.all, self.over = pid, 0, 0, threading.Event()

    def run(self):
        while not self.over.wait(0.05):
            self.own = max(self.own, memory(self.pid, "VmHWM"))
            whole = sum(memory(pid, "VmRSS") for pid in tree(self.pid, processes()))
            self.all = max(self.all, whole)


def ended(pid, limit):
    """Status and cost of a process; none when it does not end in time."""
    until = time.monotonic() + limit
    while time.monotonic() < until:
        found, status, usage = os.wait4(pid, os.WNOHANG)
        if found:
            return status, usage
        time.sleep(0.005)
    return None


def stuck(pid, log):
    """What the threads of a process and its children wait for."""
    def read(path):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            return str(error)

    for member in sorted(tree(pid, processes())):
        print(f"process {member}: {read(f'/proc/{member}/cmdline')!r}", file=sys.stderr)
        for task in sorted(os.listdir(f"/proc/{member}/task"), key=int):
            at = f"/proc/{member}/task/{task}"
            told = [read(f"{at}/{name}") for name in ("comm", "wchan", "syscall")]
            print(f"  thread {task}: {' | '.join(told)}", file=sys.stderr)
    commands = [["ss", "-tanp"]]
    if shutil.which("gdb"):
        commands.append(["gdb", "-p", str(pid), "-batch", "-ex", "thread apply all backtrace 40"])
    for command in commands:
        subprocess.run(command, stdout=sys.stderr, stderr=subprocess.DEVNULL, check=False)
    sys.stderr.write(read(log)[-4000:] + "\n")


def letters(log):
    """What smtp-sink has counted."""
    counts = re.findall(r"mesg=(\d+)", Path(log).read_text(errors="replace"))
    return int(counts[-1]) if counts else 0


def folders():
    """Mails in every folder of the town's mailbox."""
    mailbox = Path(os.environ["MAIL_DIR"], os.environ["TOWN_MAILBOX"])
    found = {}
    for pattern in ("new", "cur", ".*/new", ".*/cur"):
        for part in mailbox.glob(pattern):
            name = "INBOX" if part.parent == mailbox else part.parent.name.lstrip(".")
            found[name] = found.get(name, 0) + len(os.listdir(part))
    return ", ".join(f"{name} {count}" for name, count in sorted(found.items()) if count)


parser = argparse.ArgumentParser()
parser.add_argument("count", type=int)
parser.add_argument("--sink-log", required=True)
parser.add_argument("--log", required=True)
parser.add_argument("--longest", type=float, default=120, help="seconds that one run may take")
parser.add_argument("command", nargs="+")
options = parser.parse_args()

sent, server, began = letters(options.sink_log), dovecot_cpu(), time.monotonic()
with open(options.log, "w") as log:
    child = subprocess.Popen(options.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
watch = Watch(child.pid)
watch.start()
end = ended(child.pid, options.longest)
if end is None:
    stuck(child.pid, options.log)
    child.kill()
    raise SystemExit(f"bench: not ended within {options.longest:.0f} s; what it waits for stands above")
status, usage = end
wall = time.monotonic() - began
watch.over.set()
server = dovecot_cpu() - server
if status:
    sys.stderr.write(Path(options.log).read_text()[-2000:])
    raise SystemExit(f"bench: the command failed (status {status}); its last lines stand above")
cpu, thousand = usage.ru_utime + usage.ru_stime, options.count / 1000
print(f"  {options.count / wall:8.1f} mails/s       ({wall:.2f} s)")
print(f"  {cpu / thousand:8.2f} CPU-s per 1,000 mails (Dovecot {server / thousand:.2f})")
print(f"  {watch.own / 1024:8.1f} MB peak memory of the daemon (VmHWM), with its workers {watch.all / 1024:.1f} MB")
print(f"  {letters(options.sink_log) - sent:8} letters sent; folders: {folders()}")
