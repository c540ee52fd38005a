"""One text to many accounts: written, approved by another, started, paused, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import recipients, registry
from gridhall.foundation.messages.errors import (
    InvalidRule,
    NobodyToTell,
    NotFound,
    UnknownPlaceholder,
    WrongState,
)
from gridhall.foundation.messages.models import Campaign, Channel, Delivery, Purpose

from ._listing import write_list
from ._queue import wake_preparer, wake_worker

SEND_BULK = "messages.send_bulk"
ANNOUNCEMENT = "messages.announcement"
NOBODY = "NOBODY"
Status = Campaign.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """What to tell whom. ``texts``: ``{"zh-hans": {"subject", "text"}, "en": {…}}``.

    The accounts are given by ``account_ids`` or by the code of a registered ``audience``.
    """

    title: str
    texts: dict[str, dict[str, str]]
    purpose: str
    channels: tuple[str, ...]
    organisation_id: int
    start_at: datetime
    account_ids: tuple[int, ...] = ()
    audience: str = ""
    template: str = ANNOUNCEMENT


@transaction.atomic
def create_campaign(
    *, new: NewCampaign, scope: Scope, actor_id: int, at: datetime, background: bool = False
) -> Campaign:
    """Write a campaign with its list of recipients as a draft; return it.

    Accounts outside ``scope`` are left out and counted. In the ``background`` a job writes the
    list, and the campaign is PREPARING until then. Raises InvalidRule, UnknownPlaceholder,
    UnreadableText, UnknownTemplate, NobodyToTell.
    """
    _check(new)
    row = Campaign.objects.create(
        title=new.title.strip(), template=new.template, texts=new.texts, purpose=new.purpose,
        channels=list(new.channels), organisation_id=new.organisation_id, audience=new.audience,
        start_at=new.start_at, created_by_id=actor_id, created_at=at,
    )  # fmt: skip
    if background:
        row.status, row.selection = Status.PREPARING, list(new.account_ids)
        row.save(update_fields=["status", "selection"])
        wake_preparer(row.pk)
        return row
    _write_list(row, new.account_ids, scope, at)
    if not row.recipients:
        raise NobodyToTell
    return row


@transaction.atomic
def prepare_campaign(*, pk: int, at: datetime) -> Campaign:
    """Write the list of a campaign that waits for it; a draft afterwards, or over if it is empty.

    One transaction: a job that is killed leaves nothing, and the next one begins anew. What is
    prepared already stays as it is. Raises NotFound.
    """
    row = Campaign.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    if row.status == Status.PREPARING:
        scope = identity.scope_of(
            user_id=row.created_by_id, action=SEND_BULK, on=timezone.localdate(at)
        )
        row.status = Status.DRAFT
        _write_list(row, row.selection, scope, at)
        row.selection = []
        row.save(update_fields=["status", "selection"])
        if not row.recipients:
            _close(row, Status.CANCELLED, NOBODY, at)
    return row


def _write_list(row: Campaign, ids: Iterable[int], scope: Scope, at: datetime) -> None:
    members = _members(row.audience, ids, scope, at)
    row.recipients, row.left_out = write_list(row, members, scope=scope, at=at)
    row.save(update_fields=["recipients", "left_out"])
    _record("messages.campaign_created", row, actor_id=row.created_by_id, at=at)


def _check(new: NewCampaign) -> None:
    known = registry.known_placeholders(registry.template_of(new.template))
    for language, label in (("zh-hans", _("Chinese text")), ("en", _("English text"))):
        words = new.texts.get(language, {})
        for name in ("subject", "text"):
            if not words.get(name, "").strip():
                raise InvalidRule(field=label, value="—", remedy=_("Write the text."))
            for placeholder in registry.placeholders(words[name], field=label):
                raise UnknownPlaceholder(field=label, name=placeholder, known="—")
    if not {"subject", "text"} <= known:
        raise InvalidRule(
            field=_("Template"), value=new.template, remedy=_("Choose one for announcements.")
        )
    if not new.channels or set(new.channels) - set(Channel.values):
        raise InvalidRule(field=_("Ways out"), value="—", remedy=_("Choose at least one way out."))
    if new.purpose not in Purpose.values:
        raise InvalidRule(
            field=_("Message purpose"), value=new.purpose, remedy=_("Load the page again.")
        )


def _members(code: str, ids: Iterable[int], scope: Scope, at: datetime) -> Iterable[int]:
    if not code:
        return ids
    audience = recipients.audience_of(code)
    if audience is None:
        raise NotFound
    return audience.members(scope=scope, at=at)


@transaction.atomic
def request_sending(*, pk: int, reason: str, actor_id: int, at: datetime) -> Campaign:
    """Ask another person to approve the campaign; raises NotFound, WrongState."""
    row = _locked(pk, Status.DRAFT)
    row.status = Status.REQUESTED
    row.save(update_fields=["status"])
    approvals.request_approval(
        kind=SEND_BULK, subject_type="messages.campaign", subject_id=row.pk,
        subject_label=row.title[:100], organisation_id=row.organisation_id, reason=reason,
        requested_by_id=actor_id, at=at, dedup_key=f"{SEND_BULK}:{row.pk}",
        payload={"recipients": row.recipients, "purpose": row.purpose},
    )  # fmt: skip
    return row


@transaction.atomic
def start_campaign(*, pk: int, actor_id: int, at: datetime) -> Campaign:
    """Start what was asked for; the database refuses the author. Raises NotFound, WrongState."""
    row = _locked(pk, Status.REQUESTED)
    row.status, row.approved_by_id, row.approved_at = Status.RUNNING, actor_id, at
    row.save(update_fields=["status", "approved_by", "approved_at"])
    _record("messages.campaign_started", row, actor_id=actor_id, at=at)
    wake_worker()
    return row


@transaction.atomic
def refuse_campaign(*, pk: int, actor_id: int, at: datetime) -> None:
    """Close a campaign whose approval was refused or withdrawn."""
    row = _locked(pk, Status.REQUESTED)
    _close(row, Status.REFUSED, "", at)
    _record("messages.campaign_refused", row, actor_id=actor_id, at=at)


@transaction.atomic
def pause_campaign(*, pk: int, reason: str, actor_id: int, at: datetime) -> Campaign:
    """Hold a running campaign: what is being sent now goes out, nothing new starts."""
    row = _locked(pk, Status.RUNNING)
    return _turn(row, Status.PAUSED, "messages.campaign_paused", reason, actor_id, at)


@transaction.atomic
def resume_campaign(*, pk: int, reason: str, actor_id: int, at: datetime) -> Campaign:
    """Go on with a paused campaign."""
    row = _locked(pk, Status.PAUSED)
    wake_worker()
    return _turn(row, Status.RUNNING, "messages.campaign_resumed", reason, actor_id, at)


@transaction.atomic
def cancel_campaign(*, pk: int, reason: str, actor_id: int, at: datetime) -> Campaign:
    """End a campaign before its end; who was not told yet is not told any more."""
    row = _locked(pk, Status.DRAFT, Status.RUNNING, Status.PAUSED)
    _close(row, Status.CANCELLED, reason, at)
    _record("messages.campaign_cancelled", row, actor_id=actor_id, at=at, reason=reason)
    return row


def _close(row: Campaign, status: str, reason: str, at: datetime) -> None:
    row.status, row.reason, row.finished_at = status, reason, at
    row.save(update_fields=["status", "reason", "finished_at"])
    Delivery.objects.filter(campaign=row, status=Delivery.Status.WAITING).update(
        status=Delivery.Status.CANCELLED, reason="CAMPAIGN_ENDED"
    )


def _turn(
    row: Campaign, status: str, action: str, reason: str, actor_id: int, at: datetime
) -> Campaign:
    row.status, row.reason = status, reason
    row.save(update_fields=["status", "reason"])
    _record(action, row, actor_id=actor_id, at=at, reason=reason)
    return row


def _locked(pk: int, *wanted: str) -> Campaign:
    row = Campaign.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    if row.status not in wanted:
        raise WrongState(subject=row.title)
    return row


def _record(action: str, row: Campaign, *, actor_id: int, at: datetime, reason: str = "") -> None:
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="messages.campaign",
        object_id=row.pk, object_label=row.title[:100], organisation_id=row.organisation_id,
        reason=reason, changes={"status": str(row.status), "recipients": row.recipients},
    )  # fmt: skip
