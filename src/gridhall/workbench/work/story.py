"""Through whose hands a work item went, as a timeline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes.selectors import HistoryLine, WorkItemView
from gridhall.ui.figures import Event

SIGNS: dict[str, tuple[str, str]] = {
    "CLAIMED": ("user-check", "info"),
    "ASSIGNED": ("user-plus", "info"),
    "DELEGATED": ("user-share", "info"),
    "GIVEN_BACK": ("inbox", "neutral"),
    "RETURNED": ("arrow-back-up", "warning"),
    "COMPLETED": ("circle-check", "success"),
    "MOVED": ("arrows-right-left", "neutral"),
    "URGENT": ("alert-triangle", "warning"),
    "WITHDRAWN": ("ban", "neutral"),
}


def of_item(item: WorkItemView) -> list[Event]:
    """Return what happened to an item, the newest first, down to how it came."""
    begun = Event(
        at=item.created_at, title=_("Came into the box of {role}").format(role=item.role_label),
        icon="inbox",
    )  # fmt: skip
    return [*(_event(line) for line in processes.hands_of(item_id=item.id)), begun]


def _event(line: HistoryLine) -> Event:
    icon, tone = SIGNS.get(line.kind, ("point", "neutral"))
    way = ""
    if line.holder and line.receiver:
        way = _("{holder} → {receiver}").format(holder=line.holder, receiver=line.receiver)
    elif line.receiver and line.receiver != line.by:
        way = _("to {receiver}").format(receiver=line.receiver)
    note = _("Note: {note}").format(note=line.note) if line.note else ""
    return Event(
        at=line.at, title=line.kind_label, by=line.by, icon=icon, tone=tone,  # type: ignore[arg-type]
        text=" · ".join(one for one in (way, note) if one),
    )  # fmt: skip
