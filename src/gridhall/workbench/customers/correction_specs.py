"""The table of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gridhall.customers.parts import PARTS
from gridhall.ui.figures import Status
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.customers.selectors import CorrectionView

STATUSES = (
    ("PENDING", _("Waiting for review")),
    ("ACCEPTED", _("Accepted")),
    ("REFUSED", _("Refused")),
    ("WITHDRAWN", _("Withdrawn")),
)
ORIGINS = (("CUSTOMER", _("By the customer, online")), ("STAFF", _("By staff")))
LOOKS = {
    "PENDING": ("warning", "hourglass"),
    "ACCEPTED": ("success", "circle-check"),
    "REFUSED": ("danger", "circle-x"),
    "WITHDRAWN": ("neutral", "arrow-back-up"),
}


def correction_status(row: CorrectionView) -> Status:
    """Return the badge of a correction."""
    tone, icon = LOOKS[row.status]
    return Status(row.status_label, tone, icon)  # type: ignore[arg-type]


def _parts() -> Sequence[tuple[str, Text]]:
    return [(part.code, part.label) for part in PARTS.values()]


CORRECTIONS = TableSpec(
    name="corrections",
    label=_("Corrections"),
    columns=(
        Column(key="id", label=_("Number"), kind="code", link=True),
        Column(key="filed_at", label=_("Filed at"), kind="moment"),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="part_label", label=_("Part of the file")),
        Column(key="fields_text", label=_("Fields"), phone=False),
        Column(key="from_day", label=_("Holds from"), kind="day", phone=False),
        Column(key="origin_label", label=_("Filed by"), phone=False),
        Column(key="organisation_name", label=_("Unit"), phone=False),
        Column(key="status", label=_("State"), kind="status", value=correction_status),
    ),
    filters=(
        Filter(name="account", label=_("Account number")),
        Filter(name="status", label=_("State"), kind="choice", choices=STATUSES),
        Filter(name="origin", label=_("Filed by"), kind="choice", choices=ORIGINS),
        Filter(name="part", label=_("Part of the file"), kind="choice", choices=_parts),
    ),
    size=20,
    exports=("csv", "xlsx"),
    empty_title=_("No corrections here"),
    empty_text=_("Corrections come from customers online and from clerks."),
)
