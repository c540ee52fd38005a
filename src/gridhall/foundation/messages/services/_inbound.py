"""What customers send to the company: kept once, matched to their contact where it is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from gridhall.foundation.audit import services as audit
from gridhall.foundation.documents import services as documents
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import addresses, recipients, selectors
from gridhall.foundation.messages.channels import inbound_key, signatures
from gridhall.foundation.messages.errors import (
    NotFound,
    SignatureInvalid,
    UnreadableCall,
    UnusableAddress,
    WrongState,
)
from gridhall.foundation.messages.models import Channel, Delivery, InboundMessage
from gridhall.kernel.errors import GridHallError

from . import _letter
from ._receipts import bounce_of_token

DOCUMENT_KIND = "letter"
LONGEST_BODY = 100_000
Match = InboundMessage.Match


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrived:
    channel: str
    provider_id: str
    sender: str
    subject: str
    body: str
    answers: str = ""
    automatic: bool = False
    attachments: Sequence[_letter.Attachment] = ()


def receive_email(*, raw: bytes, at: datetime, provider_id: str = "") -> InboundMessage | None:
    """Take an e-mail in as it came (RFC 5322); repeating it adds nothing.

    ``provider_id`` is the mail box's own id, by default the letter's Message-ID. A report that a
    message of ours came back marks that one and returns None. Raises UnreadableCall.
    """
    letter = _letter.parse(raw)
    if letter.bounced_tokens:
        for token in letter.bounced_tokens:
            bounce_of_token(token=token, at=at)
        return None
    return _keep(
        _Arrived(
            channel=Channel.EMAIL, provider_id=(provider_id or letter.message_id)[:200],
            sender=letter.sender, subject=letter.subject, body=letter.body[:LONGEST_BODY],
            answers=letter.answers, automatic=letter.automatic, attachments=letter.attachments,
        ),
        at=at,
    )  # fmt: skip


def receive_sms(*, body: bytes, signature: str, at: datetime) -> InboundMessage:
    """Take a text message in from the provider's signed call; repeating it adds nothing.

    ``body`` is ``{"id", "from", "text"}``. Raises SignatureInvalid, UnreadableCall.
    """
    key = inbound_key(Channel.SMS)
    if not key:
        raise SignatureInvalid
    signatures.verify(body, key=key, signature=signature, at=at)
    try:
        content = json.loads(body)
        provider_id, sender = str(content["id"]), str(content["from"])
        text = str(content["text"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableCall(problem=type(error).__name__) from None
    if not 0 < len(provider_id) <= 200 or not provider_id.isprintable():
        raise UnreadableCall(problem="id")
    text = text.replace("\x00", "")[:LONGEST_BODY]
    return _keep(
        _Arrived(channel=Channel.SMS, provider_id=provider_id, sender=sender, subject="",
                 body=text),
        at=at,
    )  # fmt: skip


def _keep(arrived: _Arrived, *, at: datetime) -> InboundMessage:
    known = InboundMessage.objects.filter(
        channel=arrived.channel, provider_id=arrived.provider_id
    ).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _write(arrived, at)
    except IntegrityError:  # the same call came twice at the same moment
        return InboundMessage.objects.get(channel=arrived.channel, provider_id=arrived.provider_id)


def _write(arrived: _Arrived, at: datetime) -> InboundMessage:
    try:
        sender = addresses.normalised(arrived.channel, arrived.sender)
    except UnusableAddress:
        raise UnreadableCall(problem="sender") from None
    found = recipients.senders(channel=arrived.channel, address=sender)
    only = found[0] if len(found) == 1 else None
    status = InboundMessage.Status.DONE if arrived.automatic else InboundMessage.Status.NEW
    row = InboundMessage.objects.create(
        channel=arrived.channel, provider_id=arrived.provider_id, sender=sender,
        sender_index=addresses.index_of(arrived.channel, sender), status=status,
        sender_mask=addresses.mask(arrived.channel, sender), subject=arrived.subject[:300],
        body=arrived.body, account_refs=[one.account_id for one in found],
        account_ref=only.account_id if only else None,
        organisation_id=only.organisation_id if only else _shared(found),
        match=Match.CERTAIN if only else Match.SEVERAL if found else Match.UNKNOWN,
        answers=_answered(arrived), received_at=at, done_at=at if arrived.automatic else None,
        note="AUTOMATIC" if arrived.automatic else "",
    )  # fmt: skip
    row.problems = _attach(row, arrived.attachments, at)[:300]
    if row.problems:
        row.save(update_fields=["problems"])
    return row


def _shared(found: Sequence[recipients.Sender]) -> int | None:
    units = {one.organisation_id for one in found}
    return units.pop() if len(units) == 1 else None


def _answered(arrived: _Arrived) -> Delivery | None:
    return Delivery.objects.filter(token=arrived.answers).first() if arrived.answers else None


def _attach(row: InboundMessage, attachments: Sequence[_letter.Attachment], at: datetime) -> str:
    """Store what may be stored; return the names and codes of what was refused."""
    refused = []
    for one in attachments:
        try:
            row.documents.add(
                documents.store_document(
                    name=one.name, chunks=[one.content], media_type=one.media_type,
                    kind=DOCUMENT_KIND, at=at, created_by_id=None,
                )
            )  # fmt: skip
        except GridHallError as error:
            refused.append(f"{one.name[:60]}: {error.code}")
    return "; ".join(refused)


@transaction.atomic
def open_inbound(*, pk: int, scope: Scope, actor_id: int, at: datetime) -> InboundMessage:
    """Return a letter to who reads it, which is noted: it holds personal data. Raises NotFound."""
    row = selectors.inbound(scope=scope, pk=pk)
    audit.record(
        action="messages.inbound_read", at=at, actor_id=actor_id, account_id=row.account_ref,
        organisation_id=row.organisation_id, object_type="messages.inbound", object_id=row.pk,
        object_label=row.sender_mask,
    )  # fmt: skip
    return row


@transaction.atomic
def assign_inbound(
    *, pk: int, account_id: int, organisation_id: int, account_no: str, actor_id: int, at: datetime
) -> InboundMessage:
    """Settle by hand whose letter it is; raises NotFound."""
    row = _locked(pk)
    before = row.account_ref
    row.account_ref, row.organisation_id, row.match = account_id, organisation_id, Match.SETTLED
    row.save(update_fields=["account_ref", "organisation", "match"])
    audit.record(
        action="messages.inbound_assigned", at=at, actor_id=actor_id, account_id=account_id,
        organisation_id=organisation_id, object_type="messages.inbound", object_id=row.pk,
        object_label=account_no, changes={"account_ref": [before, account_id]},
    )  # fmt: skip
    return row


@transaction.atomic
def close_inbound(*, pk: int, note: str, actor_id: int, at: datetime) -> InboundMessage:
    """Note that a letter was dealt with, and how; raises NotFound, WrongState."""
    row = _locked(pk)
    if row.status != InboundMessage.Status.NEW:
        raise WrongState(subject=row.sender_mask)
    row.status, row.done_by_id, row.done_at = InboundMessage.Status.DONE, actor_id, at
    row.note = note.strip()
    row.save(update_fields=["status", "done_by", "done_at", "note"])
    audit.record(
        action="messages.inbound_closed", at=at, actor_id=actor_id, reason=row.note,
        account_id=row.account_ref, organisation_id=row.organisation_id,
        object_type="messages.inbound", object_id=row.pk, object_label=row.sender_mask,
    )  # fmt: skip
    return row


def _locked(pk: int) -> InboundMessage:
    row = InboundMessage.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row
