"""Templates, their versions, and how they look with real data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation

from gridhall.foundation.messages import registry
from gridhall.foundation.messages.errors import NotFound
from gridhall.foundation.messages.models import Channel, Delivery, Message, TemplateVersion

from ._texts import versions_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """A template for a list: which channels have a text of the company's own."""

    code: str
    label: str
    purpose: str
    outside: bool
    own_channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A text in one language as its reader gets it."""

    language: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A text with the data of an account. ``real``: taken from a message it was really sent."""

    texts: tuple[Shown, ...]
    real: bool


def template_rows(*, at: datetime) -> list[TemplateRow]:
    """Return every template that a context registered, by code."""
    every = registry.templates()
    keys = [(one.code, channel) for one in every for channel in Channel.values]
    own = versions_in_force(keys=keys, at=at)
    return [
        TemplateRow(
            code=one.code, label=str(one.label or one.title), purpose=one.purpose,
            outside=one.outside,
            own_channels=tuple(c for c in Channel.values if (one.code, c) in own),
        )
        for one in every
    ]  # fmt: skip


def versions(*, code: str, channel: str = "") -> list[TemplateVersion]:
    """Return the versions of a template, the newest first."""
    rows = TemplateVersion.objects.filter(code=code).select_related("created_by", "published_by")
    if channel:
        rows = rows.filter(channel=channel)
    return list(rows.order_by("channel", "-number"))


def version(*, pk: int) -> TemplateVersion:
    """Return one version; raises NotFound."""
    rows = TemplateVersion.objects.select_related("created_by", "published_by")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def version_before(*, row: TemplateVersion) -> TemplateVersion | None:
    """Return the published version that this one follows or would follow."""
    rows = TemplateVersion.objects.filter(
        code=row.code, channel=row.channel, status=TemplateVersion.Status.PUBLISHED,
        number__lt=row.number,
    )  # fmt: skip
    return rows.order_by("-number").first()


def texts_by_language(
    *, code: str, channel: str, row: TemplateVersion | None = None
) -> dict[str, tuple[str, str]]:
    """Return title and body with their placeholders, by language."""
    found = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found[language] = registry.texts(code, version=row, channel=channel)
    return found


def preview(
    *, code: str, channel: str, row: TemplateVersion | None = None, account_id: int | None = None
) -> Preview:
    """Return the text in both languages with the account's latest data, else with the names.

    The caller has made sure that the reader may see the account. Params are no personal values;
    a code or address that stands in one is not shown.
    """
    params = _latest_params(code, account_id) if account_id is not None else None
    shown = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            values = params or _names(code)
            title, body = registry.rendered(code, values, version=row, channel=channel)
        shown.append(Shown(language=language, title=title, body=body))
    return Preview(texts=tuple(shown), real=params is not None)


HIDDEN = ("code", "phone", "email", "address", "name", "token")


def _latest_params(code: str, account_id: int) -> dict[str, Any] | None:
    message = Message.objects.filter(template=code, account_ref=account_id).order_by("-id").first()
    if message is not None:
        return _masked(message.params)
    sent = Delivery.objects.filter(template=code, account_ref=account_id).order_by("-id").first()
    return _masked(json.loads(sent.params)) if sent is not None and sent.params else None


def _masked(params: dict[str, Any]) -> dict[str, Any]:
    return {
        name: "***" if any(word in name for word in HIDDEN) else value
        for name, value in params.items()
    }


def _names(code: str) -> dict[str, Any]:
    template = registry.template_of(code)
    return {name: f"⟨{name}⟩" for name in registry.known_placeholders(template)}
