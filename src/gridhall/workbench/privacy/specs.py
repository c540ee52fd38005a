"""The tables of the personal data screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.ui.figures import Status
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.workbench.audit import words

if TYPE_CHECKING:
    from gridhall.foundation.personal_data.models import MassExport, RevealHour, SubjectRequest

TONES = {
    "RECEIVED": "info", "PROVEN": "info", "WAITING": "warning", "APPROVED": "info",
    "DONE": "success", "READY": "success", "REFUSED": "danger", "WITHDRAWN": "neutral",
    "EXPIRED": "neutral",
}  # fmt: skip
KINDS = (("EXPORT", _("Copy of the data")), ("ERASE", _("Erasure")))
REQUEST_STATES = (
    ("OPEN", _("All open")), ("RECEIVED", _("Taken down")), ("PROVEN", _("Identity proven")),
    ("WAITING", _("Waiting for approval")), ("APPROVED", _("Being carried out")),
    ("DONE", _("Done")), ("REFUSED", _("Turned down")), ("WITHDRAWN", _("Withdrawn")),
)  # fmt: skip
WORDS = {"RECEIVED": _("Taken down")}
EXPORT_STATES = (
    ("WAITING", _("Waiting for approval")), ("APPROVED", _("Being made")),
    ("READY", _("Ready to be taken")), ("REFUSED", _("Turned down")), ("EXPIRED", _("Expired")),
)  # fmt: skip


def state_of(row: SubjectRequest | MassExport) -> Status:
    """Return the badge of a request or an export."""
    tone: Any = TONES.get(row.status, "neutral")
    label = WORDS.get(row.status) or row.get_status_display()
    return Status(label=label, tone=tone)


def due_of(row: SubjectRequest) -> Status | None:
    """Return how urgent an open request is; nothing for a finished one."""
    if row.finished_at:
        return None
    left = (row.due_on - timezone.localdate()).days
    if left < 0:
        return Status(label=_("overdue"), tone="danger")
    if left <= 3:
        return Status(label=_("due soon"), tone="warning")
    return Status(label=_("in time"), tone="success")


REQUESTS = TableSpec(
    name="subject-requests",
    label=_("Requests about personal data"),
    columns=(
        Column(key="number", label=_("Number"), kind="code", link=True),
        Column(key="kind", label=_("What is asked for"), value=lambda row: row.get_kind_display()),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="received_at", label=_("Request received at"), kind="moment", phone=False),
        Column(key="due_on", label=_("To be answered by"), kind="day"),
        Column(key="due", label=_("Deadline"), kind="status", value=due_of),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="state", label=_("State"), kind="status", value=state_of),
    ),
    filters=(
        Filter(name="state", label=_("State"), kind="choice", choices=REQUEST_STATES),
        Filter(name="kind", label=_("What is asked for"), kind="choice", choices=KINDS),
        Filter(name="q", label=_("Number"), placeholder=_("Number of the request or account")),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("Nobody has asked yet"),
    empty_text=_("Take a request down when a customer asks for her data or for their erasure."),
)


def _list(row: MassExport) -> str:
    return str(words.LISTS.get(row.list_name, row.list_name))


EXPORTS = TableSpec(
    name="mass-exports",
    label=_("Large exports"),
    columns=(
        Column(key="number", label=_("Number"), kind="code"),
        Column(key="list_name", label=_("List"), value=_list),
        Column(key="fmt", label=_("Format"), value=lambda row: row.fmt.upper(), phone=False),
        Column(key="row_count", label=_("Rows"), kind="number"),
        Column(
            key="requested_by", label=_("Asked for by"), value=lambda row: str(row.requested_by)
        ),
        Column(key="requested_at", label=_("Asked for at"), kind="moment", phone=False),
        Column(key="reason", label=_("Reason"), phone=False),
        Column(key="taken", label=_("Times taken"), kind="number", phone=False),
        Column(key="available_until", label=_("Offered until"), kind="moment", phone=False),
        Column(key="state", label=_("State"), kind="status", value=state_of),
    ),
    filters=(Filter(name="state", label=_("State"), kind="choice", choices=EXPORT_STATES),),
    exports=("csv",),
    empty_title=_("No large export was asked for"),
)


def _seen(row: RevealHour) -> Status:
    if row.seen_at:
        return Status(label=_("Looked into"), tone="success")
    return Status(label=_("New"), tone="danger")


ALARMS = TableSpec(
    name="reveal-alarms",
    label=_("Unusually many looks at personal data"),
    columns=(
        Column(key="hour", label=_("Hour beginning"), kind="moment", link=True),
        Column(key="actor", label=_("Who"), value=lambda row: str(row.actor)),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="count", label=_("Looks"), kind="number"),
        Column(key="refused", label=_("Refused"), kind="number"),
        Column(key="seen", label=_("State"), kind="status", value=_seen),
        Column(key="seen_note", label=_("What it was"), phone=False),
    ),
    filters=(Filter(name="new", label=_("State"), kind="choice", choices=(("1", _("New only")),)),),
    exports=("csv",),
    empty_title=_("Nothing unusual"),
    empty_text=_("When somebody looks at many values in full within an hour, it stands here."),
)

REGISTER = TableSpec(
    name="processing",
    label=_("Register of processing"),
    columns=(
        Column(key="label", label=_("Data"), kind="text"),
        Column(key="about", label=_("Whose"), phone=False),
        Column(key="purpose", label=_("Purpose")),
        Column(key="basis", label=_("Legal basis"), phone=False),
        Column(key="grade", label=_("Sensitivity"), kind="status"),
        Column(key="kept", label=_("Kept"), phone=False),
        Column(key="source", label=_("Source"), phone=False),
        Column(key="stored", label=_("Stored"), kind="status"),
        Column(key="name", label=_("Column"), kind="code", phone=False),
    ),
    filters=(Filter(name="q", label=_("Search"), placeholder=_("Data, purpose or column")),),
    size=100,
    exports=("csv", "xlsx"),
)
