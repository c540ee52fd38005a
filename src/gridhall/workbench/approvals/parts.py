"""What the approval screens print: a request as a row and as a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gridhall.foundation.approvals.registry import kind_of
from gridhall.ui import formats
from gridhall.ui.figures import Event, Status
from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest

TONES: dict[str, tuple[Any, str]] = {
    "WAITING": ("warning", "hourglass"),
    "APPROVED": ("success", "circle-check"),
    "REFUSED": ("danger", "circle-x"),
    "WITHDRAWN": ("neutral", "arrow-back-up"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One request in the list."""

    id: int
    number: str
    kind: Text
    subject: str
    unit: str
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what is asked for; ``old`` stands beside ``new`` where there is a change."""

    label: Text
    new: str
    old: str = ""
    compares: bool = False


def status_of(request: ApprovalRequest) -> Status:
    """Return the badge of a request."""
    tone, icon = TONES[request.status]
    return Status(request.get_status_display(), tone, icon)


def kind_label(request: ApprovalRequest) -> Text:
    """Return what is asked for, in words; a kind nobody knows any more keeps its code."""
    try:
        label: Text = kind_of(request.kind).label
    except KeyError:
        return request.kind
    return label


def row(request: ApprovalRequest) -> Row:
    """Return a request for the list."""
    return Row(
        id=request.pk, number=f"{request.pk:06d}", kind=kind_label(request),
        subject=request.subject_label or request.subject_id,
        unit=request.organisation.name if request.organisation else "", reason=request.reason,
        asked_by=str(request.requested_by), asked_at=request.requested_at,
        decided_by=str(request.decided_by) if request.decided_by_id else "",
        status=status_of(request),
    )  # fmt: skip


def lines(request: ApprovalRequest) -> list[Line]:
    """Return what is asked for, line by line; a pair of values is old and new."""
    try:
        described = kind_of(request.kind).describe(request)
    except KeyError:
        described = []
    return [_line(label, value) for label, value in described]


def _line(label: Text, value: Any) -> Line:
    if isinstance(value, list | tuple) and len(value) == 2:
        return Line(label=label, old=_shown(value[0]), new=_shown(value[1]), compares=True)
    return Line(label=label, new=_shown(value))


def _shown(value: Any) -> str:
    if formats.is_empty(value):
        return formats.DASH
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return _(", ").join(_shown(one) for one in value)
    return str(value)


def story(request: ApprovalRequest) -> list[Event]:
    """Return who asked and who decided, the newest first."""
    asked = Event(
        at=request.requested_at, title=_("Asked"), by=str(request.requested_by), icon="send",
        tone="info", text=_("Reason: {reason}").format(reason=request.reason),
    )  # fmt: skip
    if request.decided_at is None:
        return [asked]
    tone, icon = TONES[request.status]
    note = _("Note: {note}").format(note=request.note) if request.note else ""
    decided = Event(
        at=request.decided_at, title=request.get_status_display(), by=str(request.decided_by),
        icon=icon, tone=tone, text=note,
    )  # fmt: skip
    return [decided, asked]
