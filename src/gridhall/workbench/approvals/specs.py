"""The table of the approvals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.approvals.registry import kinds
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.ui.text import Text

VIEWS: tuple[tuple[str, Text, str], ...] = (
    ("waiting", _("Waiting for me"), "inbox"),
    ("mine", _("Asked by me"), "send"),
    ("decided", pgettext_lazy("approval", "Decided"), "checks"),
)


def kind_choices() -> list[tuple[str, Text]]:
    """Return the kinds of requests there are."""
    return [(kind.code, kind.label) for kind in kinds()]


APPROVALS = TableSpec(
    name="approvals",
    label=_("Approvals"),
    columns=(
        Column(key="number", label=_("No."), kind="code", link=True),
        Column(key="kind", label=_("What is asked for")),
        Column(key="subject", label=_("For whom or what"), kind="code"),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="reason", label=_("Reason"), phone=False),
        Column(key="asked_by", label=_("Asked by")),
        Column(key="asked_at", label=_("Asked on"), kind="moment", phone=False),
        Column(key="decided_by", label=_("Decided by"), phone=False),
        Column(key="status", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="q", label=_("Subject or reason")),
        Filter(name="kind", label=_("What is asked for"), kind="choice", choices=kind_choices),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("Nothing is here"),
    empty_text=_("What needs a second person to agree appears here."),
)
