"""The table of planned calls and visits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import selectors as desk
from gridhall.ui.figures import Tone
from gridhall.ui.tables import Column, Filter, TableSpec

TONES: dict[str, Tone] = {
    "OPEN": "info", "DONE": "success", "MISSED": "warning", "CANCELLED": "neutral",
}  # fmt: skip
CONTACTS = TableSpec(
    name="planned_contacts",
    label=_("Planned calls and visits"),
    columns=(
        Column(key="form", label=_("What"), link=True),
        Column(key="why", label=_("Why")),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="case_number", label=_("Case"), kind="code", phone=False),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="due_on", label=pgettext_lazy("deadline", "Until"), kind="day"),
        Column(key="next_on", label=_("Next try"), kind="day", phone=False),
        Column(key="tries", label=pgettext_lazy("planned contact", "Tries"), phone=False),
        Column(key="assignee", label=_("Assigned to")),
        Column(key="status", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="account", label=_("Account number")),
        Filter(name="status", label=_("State"), kind="choice",
               choices=lambda: desk.choices_of("contact_status")),
        Filter(name="form", label=_("What"), kind="choice",
               choices=lambda: desk.choices_of("contact_form")),
        Filter(name="why", label=_("Why"), kind="choice",
               choices=lambda: desk.choices_of("contact_why")),
        Filter(name="due", label=pgettext_lazy("planned contact", "When"), kind="choice",
               choices=(("LATE", _("Overdue")), ("TODAY", _("To be tried today")),
                        ("LATER", _("Later")))),
        Filter(name="whose", label=_("Whose"), kind="choice",
               choices=(("mine", _("Mine")), ("nobody", _("Nobody's yet")))),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No planned contact"),
    empty_text=_("Calls and visits come from cases, low ratings, the register of care and lists."),
)  # fmt: skip
