#!/usr/bin/env python3
"""fill.py N …: empties the town's mailbox and puts N mails into it, straight
into the maildir as Dovecot's LMTP would."""

import argparse
import os
import shutil
import time
from email.utils import formatdate
from pathlib import Path

import corpus

parser = argparse.ArgumentParser()
corpus.arguments(parser)
options = parser.parse_args()
host, town = os.environ["MAIL_HOST"], os.environ["TOWN_MAILBOX"]
mailbox = Path(os.environ["MAIL_DIR"]) / town
owner = Path(os.environ["MAIL_DIR"]).stat()


def delivered(sender):
    """What Dovecot's LMTP writes above a mail."""
    return (
        f"Return-Path: <{sender}>\nDelivered-To: {town}\nReceived: from {host}\n"
        f"\tby {host} with LMTP\n\tid bench\n\t(envelope-from <{sender}>)\n"
        f"\tfor <{town}>; {formatdate(localtime=True)}\n"
    )


shutil.rmtree(mailbox, ignore_errors=True)
for part in ("", "cur", "new", "tmp"):
    (mailbox / part).mkdir(parents=True, exist_ok=True)
    os.chown(mailbox / part, owner.st_uid, owner.st_gid)

copied, total, began = corpus.reports(options), 0, int(time.time())
for i in range(options.count):
    sender, _, mail = corpus.mail(i, options.kind, copied, host, town)
    mail = delivered(sender).encode() + mail
    wire = len(mail) + mail.count(b"\n")
    path = mailbox / "new" / f"{began}.M{i:06}P1.bench,S={len(mail)},W={wire}"
    path.write_bytes(mail)
    os.chown(path, owner.st_uid, owner.st_gid)
    total += wire
print(f"{options.count} mails ({options.kind}), {total / 1e6:.1f} MB, of {len(copied)} reports")
