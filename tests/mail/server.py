"""A mail server for the tests: aiosmtpd with TLS and a login. Writes each mail it takes to a folder.

server.py FOLDER none|starttls|tls CERTIFICATE KEY, says its port on standard output and ends with its standard
input. Login: appeals, "s3cret word". It takes addresses beyond ASCII if the folder's name ends in "utf8".
"""

import asyncio
import itertools
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, encryption, certificate, key = sys.argv[1:5]
folder = Path(folder)
numbers = itertools.count(1)


class Keeper:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        number = next(numbers)
        facts = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "login": bool(session.authenticated),
        }
        (folder / f"{number}.json").write_text(json.dumps(facts))
        (folder / f"{number}.part").write_bytes(envelope.content)
        (folder / f"{number}.part").rename(folder / f"{number}.eml")
        return f"250 2.0.0 taken as {number}"


def login(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == b"appeals" and data.password == b"s3cret word"
    return AuthResult(success=right, handled=right)


context = None
if encryption != "none":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
starttls = encryption == "starttls"


def session():
    return SMTP(
        Keeper(),
        hostname="127.0.0.1",
        tls_context=context if starttls else None,
        require_starttls=starttls,
        authenticator=login,
        auth_required=encryption != "none",
        auth_require_tls=starttls,
        enable_SMTPUTF8=folder.name.endswith("utf8"),
    )


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=context if encryption == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve())
