"""Texts of the company: written by one person, published by another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.messages import registry
from gridhall.foundation.messages.errors import (
    InvalidRule,
    MissingPlaceholder,
    NotFound,
    UnknownPlaceholder,
    WrongState,
)
from gridhall.foundation.messages.models import Channel, TemplateVersion

PUBLISH = "messages.publish_template"
Status = TemplateVersion.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Title and body in both languages; text messages have no title."""

    title_zh: str
    body_zh: str
    title_en: str
    body_en: str

    def named(self) -> Iterator[tuple[str, str, bool]]:
        """Yield the field's name as the reader knows it, its text, and whether it is a body."""
        yield _("Chinese title"), self.title_zh, False
        yield _("Chinese text"), self.body_zh, True
        yield _("English title"), self.title_en, False
        yield _("English text"), self.body_en, True


def check_texts(*, code: str, channel: str, texts: Texts) -> None:
    """Accept texts in silence that say what they must and no more.

    Raises UnknownTemplate, InvalidRule (an empty text), UnreadableText, UnknownPlaceholder and
    MissingPlaceholder with the placeholder's name.
    """
    template = registry.template_of(code)
    known = registry.known_placeholders(template)
    needed = required_placeholders(template, channel)
    for field, text, is_body in texts.named():
        if not text.strip() and (is_body or channel != Channel.SMS):
            raise InvalidRule(field=field, value="—", remedy=_("Write the text."))
        found = registry.placeholders(text, field=field)
        for name in found:
            if name not in known:
                names = ", ".join(sorted(known)) or "—"
                raise UnknownPlaceholder(field=field, name=name, known=names)
        for name in needed if is_body else ():
            if name not in found:
                raise MissingPlaceholder(field=field, name=name)


def required_placeholders(template: registry.MessageTemplate, channel: str) -> list[str]:
    """Return the names no version may leave out: those named, else all of the body's."""
    if template.required:
        return list(template.required)
    body = (template.short if channel == Channel.SMS else "") or template.body
    return registry.placeholders(str(body))


@transaction.atomic
def draft_version(
    *, code: str, channel: str, texts: Texts, valid_from: datetime, actor_id: int, at: datetime
) -> TemplateVersion:
    """Write a new version as a draft; raise what ``check_texts`` raises."""
    check_texts(code=code, channel=channel, texts=texts)
    hold_lock(f"messages.version {code} {channel}")
    last = TemplateVersion.objects.filter(code=code, channel=channel).aggregate(n=Max("number"))
    row = TemplateVersion.objects.create(
        code=code, channel=channel, number=(last["n"] or 0) + 1, valid_from=valid_from,
        title_zh=texts.title_zh.strip(), body_zh=texts.body_zh.strip(),
        title_en=texts.title_en.strip(), body_en=texts.body_en.strip(),
        created_by_id=actor_id, created_at=at,
    )  # fmt: skip
    _record("messages.template_drafted", row, actor_id=actor_id, at=at)
    return row


@transaction.atomic
def request_publication(*, pk: int, reason: str, actor_id: int, at: datetime) -> TemplateVersion:
    """Hand a draft in for publication; raises NotFound, WrongState, ApprovalReasonNeeded."""
    row = _locked(pk, Status.DRAFT)
    row.status = Status.REQUESTED
    row.save(update_fields=["status"])
    approvals.request_approval(
        kind=PUBLISH, subject_type="messages.template", subject_id=row.pk,
        subject_label=_label(row), reason=reason, requested_by_id=actor_id, at=at,
        dedup_key=f"{PUBLISH}:{row.pk}",
        payload={"code": row.code, "channel": row.channel, "number": row.number},
    )  # fmt: skip
    return row


@transaction.atomic
def publish_version(*, pk: int, actor_id: int, at: datetime) -> TemplateVersion:
    """Publish what was handed in; it counts from its day on, never for what was sent before.

    Raises WrongState, NotFound; the database refuses the author.
    """
    row = _locked(pk, Status.REQUESTED)
    row.status, row.published_by_id, row.published_at = Status.PUBLISHED, actor_id, at
    row.valid_from = max(row.valid_from, at)
    row.save(update_fields=["status", "published_by", "published_at", "valid_from"])
    _record("messages.template_published", row, actor_id=actor_id, at=at)
    return row


@transaction.atomic
def refuse_version(*, pk: int, actor_id: int, at: datetime) -> None:
    """Close what was handed in and refused or withdrawn; it can be copied into a new draft."""
    row = _locked(pk, Status.REQUESTED)
    row.status = Status.REFUSED
    row.save(update_fields=["status"])
    _record("messages.template_refused", row, actor_id=actor_id, at=at)


def _locked(pk: int, status: str) -> TemplateVersion:
    row = TemplateVersion.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    if row.status != status:
        raise WrongState(subject=_label(row))
    return row


def _label(row: TemplateVersion) -> str:
    return f"{row.code} {row.channel} v{row.number}"


def _record(action: str, row: TemplateVersion, *, actor_id: int, at: datetime) -> None:
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="messages.template",
        object_id=row.pk, object_label=_label(row),
        changes={"valid_from": row.valid_from.isoformat(), "status": str(row.status)},
    )  # fmt: skip
