"""Reads a mail with Python's own parser and dkimpy, which had no part in making it, and tells it as JSON.

read.py MAIL [DNS-NAME DNS-TEXT]: with a DNS record the DKIM signature is checked against it.
"""

import email
import email.policy
import json
import sys
from pathlib import Path

raw = Path(sys.argv[1]).read_bytes()
mail = email.message_from_bytes(raw, policy=email.policy.default)


def tree(part):
    told = {"type": part.get_content_type()}
    if part.is_multipart():
        told["parts"] = [tree(inner) for inner in part.iter_parts()]
    else:
        told["charset"] = part.get_content_charset()
        told["encoding"] = str(part.get("content-transfer-encoding"))
        told["text"] = part.get_content().replace("\r\n", "\n")
    return told


told = {
    "headers": [[name.lower(), str(value)] for name, value in mail.items()],
    "defects": [str(defect) for part in mail.walk() for defect in part.defects]
    + [str(defect) for value in mail.values() for defect in getattr(value, "defects", [])],
    "tree": tree(mail),
    "ascii": raw.isascii(),
    "longest": max(len(line) for line in raw.splitlines()),
}
if len(sys.argv) > 2:
    import dkim

    name, record = sys.argv[2:4]
    dns = lambda asked, timeout=5: record.encode() if asked.decode().rstrip(".") == name else b""
    told["dkim"] = dkim.verify(raw, dnsfunc=dns)
    told["dkim_changed"] = dkim.verify(raw.replace(b"Subject: ", b"Subject: x", 1), dnsfunc=dns)
    told["dkim_added"] = dkim.verify(b"Subject: another\r\n" + raw, dnsfunc=dns)
print(json.dumps(told))
