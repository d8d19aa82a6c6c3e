"""The mails of a bench: reports of the units as a town's mailbox holds them.

Mail i is the same in every run but for its moment. Of ten mails, with kind
"mixed", one carries a scan of 1 to 3 MB beside the workbook and one is noise.
"""

import base64
import csv
import email
import email.policy
import io
import random
import time
import zipfile
from email.message import EmailMessage
from email.utils import format_datetime, formatdate
from pathlib import Path

XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def arguments(parser):
    """What every bench needs to know to make mails."""
    parser.add_argument("count", type=int)
    parser.add_argument("--kind", choices=["mixed", "small"], default="mixed")
    parser.add_argument("--units", required=True)
    parser.add_argument("--samples")
    parser.add_argument("--workbook")


def reports(options):
    """(sender, file name, workbook) of every report there is to copy."""
    with open(options.units, encoding="utf-8-sig") as file:
        mailboxes = [row["mailbox"] for row in csv.DictReader(file)]
    if options.workbook:
        path = Path(options.workbook)
        return [(mailbox, path.name, path.read_bytes()) for mailbox in mailboxes]
    found = []
    for path in sorted(Path(options.samples).rglob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        sender = mail["from"].addresses[0].addr_spec
        for part in mail.iter_attachments():
            name = part.get_filename() or ""
            if sender in mailboxes and name.lower().endswith((".xlsx", ".xls", ".ods")):
                found.append((sender, name, part.get_payload(decode=True)))
    if not found:
        raise SystemExit(f"bench: no .eml with a unit's workbook under {options.samples}")
    return found


def another_edition(workbook, i):
    """The same figures in other bytes, as if saved once more; else a copy
    would be a duplicate and cost less than a report."""
    if not workbook.startswith(b"PK"):
        return workbook
    source, target = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_448_000_000 + i)).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                head, _, rest = data.partition(b"</dcterms:created>")
                data = head[:-20] + stamp + b"</dcterms:created>" + rest if rest else data
            out.writestr(entry, data)
        if "docProps/core.xml" not in source.namelist():
            out.comment = stamp
    return target.getvalue()


_scans = {}


def scan(i):
    """A scanned page: a picture that cannot be compressed, 1 to 3 MB."""
    i %= 8
    if i not in _scans:
        noise = random.Random(1000 + i).randbytes(int((1 + 2 * i / 7) * 1e6))
        _scans[i] = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + noise + b"\n%%EOF\n"
    return _scans[i]


def received(host, recipient, at, login):
    """The hop of a mail that came by submission, or from outside."""
    moment = format_datetime(email.utils.localtime(at))
    who = f"\t(Authenticated sender: {login})\n" if login else ""
    door = "ESMTPSA" if login else "ESMTP"
    return (
        f"Received: from [127.0.0.1] (localhost [127.0.0.1])\n{who}"
        f"\tby {host} (Postfix) with {door} id 4BENCH{random.getrandbits(32):08X}\n"
        f"\tfor <{recipient}>; {moment}\n"
    )


def noise(i, mail):
    """What else lies in an office's mailbox; returns (envelope sender, login)."""
    kind = ["spam", "free mail", "auto-reply", "bounce", "no workbook"][(i // 10) % 5]
    del mail["From"]
    if kind == "spam":
        mail["From"] = f"Prize <win{i}@spam{i % 9}.example>"
        mail.set_content("<p>Buy now &amp; win</p>\n" * 200, subtype="html")
        return f"win{i}@spam{i % 9}.example", None
    if kind == "free mail":
        mail["From"] = f"canbo{i}@hopthu.example"
        mail.set_content("Em gửi báo cáo.\n")
        return f"canbo{i}@hopthu.example", None
    if kind == "auto-reply":
        mail["From"] = "vanphong.huongtra@thuathienhue.gov.vn"
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content("Tôi đang nghỉ phép.\n")
        return "", "vanphong.huongtra@thuathienhue.gov.vn"
    if kind == "bounce":
        mail["From"] = "MAILER-DAEMON@mail.example"
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content("I'm sorry to have to inform you.\n")
        return "", None
    mail["From"] = "noivu.huongtra@thuathienhue.gov.vn"
    mail.set_content("Kính gửi, chúng tôi quên đính kèm.\n")
    return "noivu.huongtra@thuathienhue.gov.vn", "noivu.huongtra@thuathienhue.gov.vn"


def mail(i, kind, copied, host, town):
    """Mail number i: (envelope sender, Message-ID, bytes with LF line ends)."""
    sender, name, workbook = copied[i % len(copied)]
    now = email.utils.localtime()
    message = EmailMessage(policy=email.policy.default.clone(linesep="\n"))
    message["From"] = sender
    message["To"] = town
    message["Subject"] = f"Báo cáo mức độ ứng dụng công nghệ thông tin năm 2015 ({i})"
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = f"<bench.{i}.{time.time_ns()}@{host}>"
    login = sender
    if kind == "mixed" and i % 10 == 7:
        sender, login = noise(i, message)
    else:
        message.set_content("Kính gửi UBND thị xã,\n\nĐơn vị xin gửi báo cáo kèm theo.\n")
        book = another_edition(workbook, i)
        kind_of_file = XLSX if name.lower().endswith("xlsx") else ("application", "octet-stream")
        message.add_attachment(book, maintype=kind_of_file[0], subtype=kind_of_file[1], filename=name)
        if kind == "mixed" and i % 10 == 4:
            # Ready base64: the email package would take longer than congvu.
            message.add_attachment(b"", maintype="application", subtype="pdf", filename="bản ký.pdf")
            scanned = message.get_payload()[-1]
            scanned.set_payload(base64.encodebytes(scan(i)).decode("ascii"))
    head = received(host, town, now, login)
    return sender, message["Message-ID"], head.encode() + message.as_bytes()
