"""An audit row as a sentence that a person reads: who did what, to what, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gridhall.customers.parts import PARTS
from gridhall.foundation.identity.roles import Role
from gridhall.ui import formats
from gridhall.ui.figures import Event

from . import words

if TYPE_CHECKING:
    from gridhall.foundation.audit.models import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One act, ready to print."""

    id: int
    at: datetime
    who: str
    sentence: str
    object: str
    unit: str
    reason: str


class _Words(dict[str, str]):
    """The words of a sentence; one that the row does not know is a dash."""

    def __missing__(self, key: str) -> str:
        return formats.DASH


def who(event: AuditEvent) -> str:
    """Return the person's name, and for whom she stood in; the system's acts carry its name."""
    name = str(event.actor) if event.actor_id else _("System")
    principals = event.changes.get("on_behalf_of")
    if not principals:
        return name
    return _("{name} (for {principals})").format(name=name, principals=_(", ").join(principals))


def sentence(event: AuditEvent) -> str:
    """Return what was done, without who and when, in the reader's language."""
    known = words.SENTENCES.get(event.action)
    values = _values(event)
    if known is None:
        return _("{action}: {object}").format_map(_Words(values, action=event.action))
    return str(known).format_map(_Words(values))


def _values(event: AuditEvent) -> dict[str, str]:
    values = {"created": "0", "updated": "0"} if event.action.endswith(".imported") else {}
    values |= {name.lower(): _plain(value) for name, value in event.changes.items()}
    if "field" in values:
        values["field"] = str(words.FIELDS.get(values["field"], values["field"]))
    if "fields" in event.changes and isinstance(event.changes["fields"], list):
        values["fields"] = _(", ").join(
            str(words.FIELDS.get(name, name)) for name in event.changes["fields"]
        )
    if event.action.startswith("customers.part_") and values.get("part") in PARTS:
        values["part"] = str(PARTS[values["part"]].label)
    if values.get("role") in Role.values:
        values["role"] = str(Role(values["role"]).label)
    if "channel" in values:
        values["channel"] = str(words.CHANNELS.get(values["channel"], values["channel"]))
    if "passed" in event.changes:
        values["outcome"] = (
            _("the check was passed") if event.changes["passed"] else _("the check was not passed")
        )
    if event.action == "lists.export":
        values["list"] = str(words.LISTS.get(event.object_id, event.object_id))
        values["format"] = values.get("format", "").upper()
    return {**values, "object": event.object_label or event.object_id or formats.DASH}


def _plain(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{value[0]} → {value[1]}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def changes(event: AuditEvent) -> list[tuple[str, str]]:
    """Return what changed, name by name, as it was recorded."""
    return [(name, _plain(value)) for name, value in sorted(event.changes.items())]


def row(event: AuditEvent) -> AuditRow:
    """Return one act ready to print."""
    return AuditRow(
        id=event.pk, at=event.at, who=who(event), sentence=sentence(event),
        object=event.object_label or event.object_id,
        unit=event.organisation.name if event.organisation_id and event.organisation else "",
        reason=event.reason,
    )  # fmt: skip


def timeline(events: list[AuditEvent]) -> list[Event]:
    """Return acts as entries of a timeline."""
    entries = []
    for event in events:
        icon, tone = words.LOOKS.get(event.action, ("point", "neutral"))
        entries.append(
            Event(
                at=event.at, title=_capital(sentence(event)), by=who(event), icon=icon, tone=tone,  # type: ignore[arg-type]
                text=_("Reason: {reason}").format(reason=event.reason) if event.reason else "",
            )
        )  # fmt: skip
    return entries


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
