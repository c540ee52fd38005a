"""E-mail by SMTP. SMTP has no idempotency key, so what is in doubt is not sent again by itself."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field
from typing import Any

from django.core import mail

from .base import ACCEPTED, BOUNCED, REFUSED, RETRY, TIMED_OUT, Outgoing, Result

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TOKEN_HEADER = "X-GridHall-Message"  # noqa: S105 – the name of a header
MAILBOX_FAULTS = {550, 551, 553}


@dataclass(slots=True, kw_only=True)
class EmailWay:
    """Sends through one SMTP connection, opened at the first message."""

    host: str
    port: int
    sender: str
    timeout: float
    user: str = ""
    password: str = ""
    tls: bool = False
    repeatable: bool = False
    concurrent: bool = False
    _connection: Any = field(default=None)

    def send(self, message: Outgoing) -> Result:
        """Hand one e-mail over to the mail server."""
        try:
            connection = self._open()
        except (smtplib.SMTPException, OSError):
            self._connection = None
            return Result(outcome=RETRY, detail="mail server not reachable")
        letter = self._letter(message, connection)
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()), (550, b""))[0]
            return _refused(code)
        except smtplib.SMTPResponseException as error:
            return _refused(int(error.smtp_code))
        except (smtplib.SMTPException, OSError):
            self._connection = None
            return Result(outcome=TIMED_OUT, detail="connection lost while sending")
        return Result(outcome=ACCEPTED, provider_id=str(letter.extra_headers["Message-ID"]))

    def close(self) -> None:
        """Say goodbye to the mail server."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> Any:
        if self._connection is None:
            self._connection = mail.get_connection(
                SMTP, host=self.host, port=self.port, username=self.user, password=self.password,
                use_tls=self.tls, timeout=self.timeout,
            )  # fmt: skip
            self._connection.open()
        return self._connection

    def _letter(self, message: Outgoing, connection: Any) -> mail.EmailMessage:
        host = self.sender.rpartition("@")[2].rstrip(">")
        return mail.EmailMessage(
            subject=" ".join(message.title.split()), body=message.body, from_email=self.sender,
            to=[message.address], connection=connection,
            headers={
                "Message-ID": f"<{message.token}@{host}>",
                TOKEN_HEADER: str(message.token),
                "Auto-Submitted": "auto-generated",
                "Content-Language": message.language,
            },
        )  # fmt: skip


def _refused(code: int) -> Result:
    detail = f"SMTP {code}"
    if code in MAILBOX_FAULTS:
        return Result(outcome=BOUNCED, detail=detail)
    return Result(outcome=RETRY if 400 <= code < 500 else REFUSED, detail=detail)
