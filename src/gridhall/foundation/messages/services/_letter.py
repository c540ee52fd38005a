"""Reading an e-mail as it came, with nothing but the standard library."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from gridhall.foundation.messages.channels.email import TOKEN_HEADER
from gridhall.foundation.messages.errors import UnreadableCall

MOST_ATTACHMENTS = 20
LARGEST = 50 * 1024 * 1024
TOKEN = re.compile(r"<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@")
ANY_TOKEN = re.compile(
    TOKEN_HEADER + r":\s*([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An e-mail, taken apart. ``answers`` is the token of our message it answers."""

    message_id: str
    sender: str
    subject: str
    body: str
    answers: str
    automatic: bool
    attachments: tuple[Attachment, ...]
    bounced_tokens: tuple[str, ...]


def parse(raw: bytes) -> Letter:
    """Take an e-mail apart; raises UnreadableCall for what is none."""
    if len(raw) > LARGEST:
        raise UnreadableCall(problem="size")
    try:
        mail = BytesParser(policy=policy.default).parsebytes(raw)
        return _letter(mail, raw)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise UnreadableCall(problem=type(error).__name__) from None


def _letter(mail: EmailMessage, raw: bytes) -> Letter:
    answers = TOKEN.search(f"{mail.get('In-Reply-To', '')} {mail.get('References', '')}")
    message_id = str(mail.get("Message-ID", "")).strip()
    return Letter(
        message_id=message_id or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        sender=parseaddr(str(mail.get("From", "")))[1],
        subject=_clean(str(mail.get("Subject", ""))),
        body=_body(mail), answers=answers.group(1) if answers else "",
        automatic=str(mail.get("Auto-Submitted", "no")).lower() not in ("", "no"),
        attachments=tuple(_attachments(mail)), bounced_tokens=_bounced(mail),
    )  # fmt: skip


def _body(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())
    if part.get_content_type() == "text/html":
        text = html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.S))
    return _clean(text).strip()


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _attachments(mail: EmailMessage) -> list[Attachment]:
    found: list[Attachment] = []
    for part in mail.iter_attachments():
        content = part.get_content() if part.get_content_maintype() != "message" else b""
        data = content.encode() if isinstance(content, str) else content
        if isinstance(data, bytes) and data and len(found) < MOST_ATTACHMENTS:
            name = part.get_filename() or f"{len(found) + 1}"
            found.append(
                Attachment(name=_clean(name), media_type=part.get_content_type(), content=data)
            )
    return found


def _bounced(mail: EmailMessage) -> tuple[str, ...]:
    """Return the tokens of our messages in a report of permanent failure (RFC 3464)."""
    if mail.get_content_type() != "multipart/report":
        return ()
    failed, tokens = False, []
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            failed = failed or b"action: failed" in part.as_bytes().lower()
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            tokens += ANY_TOKEN.findall(part.as_bytes().decode("utf-8", "replace"))
    return tuple(dict.fromkeys(tokens)) if failed else ()
