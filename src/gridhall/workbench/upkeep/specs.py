"""Tables of the upkeep of customer files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gridhall.customers.parts import PARTS
from gridhall.ui.figures import Status, Tone
from gridhall.ui.tables import Column, Filter, TableSpec

if TYPE_CHECKING:
    from gridhall.customers.selectors import ItemView, PlanView

SEVERITIES: dict[str, Status] = {
    "HIGH": Status(_("Serious"), "danger"),
    "MEDIUM": Status(_("Moderate"), "warning"),
    "LOW": Status(_("Slight"), "neutral"),
}
KINDS = {
    "MISSING": _("Missing"), "STALE": _("Out of date"), "CONTRADICTORY": _("Contradictory"),
}  # fmt: skip
REASONS = {
    "NAME": _("the same name"),
    "SOUND": _("names that sound alike"),
    "SLIP": _("names that differ by one slip"),
    "PHONE": _("the same phone"),
    "ADDRESS": _("the same address"),
}
MERGE_TONES: dict[str, Tone] = {
    "ASKED": "warning", "MERGED": "success", "REFUSED": "danger", "SPLIT": "neutral",
}  # fmt: skip
OUTCOMES = (
    ("OPEN", _("To be checked")),
    ("CONFIRMED", _("Right as it is")),
    ("CORRECTED", _("Corrected or correction filed")),
    ("NOT_REACHED", _("Customer not reached")),
)
OUTCOME_TONES: dict[str, Tone] = {
    "OPEN": "warning", "CONFIRMED": "success", "CORRECTED": "info", "NOT_REACHED": "neutral",
}  # fmt: skip


def categories() -> list[tuple[str, str]]:
    """Return codes and labels of the categories of accounts."""
    return [(code, str(label)) for code, label in PARTS["ACCOUNT"].choices("category")]


def plan_status(plan: PlanView) -> Status:
    """Return the badge of a plan."""
    if plan.closed:
        return Status(_("Closed"), "neutral")
    if plan.overdue:
        return Status(_("Overdue"), "danger")
    return Status(_("Done"), "success") if not plan.open else Status(_("Running"), "info")


def outcome_status(item: ItemView) -> Status:
    """Return the badge of one file of a plan."""
    return Status(item.outcome_label, OUTCOME_TONES[item.outcome])


BROKEN = TableSpec(
    name="broken_files",
    label=_("Files that break the rule"),
    columns=(
        Column(key="account_no", label=_("Account number"), kind="code", link=True),
        Column(key="name", label=_("Customer name"), kind="name"),
        Column(key="category_label", label=_("Category")),
        Column(key="organisation_name", label=_("Unit"), phone=False),
    ),
    size=20,
    exports=("csv", "xlsx"),
    empty_title=_("No file breaks this rule"),
    empty_text=_("What was mended or accepted is gone from here at once."),
)
PLANS = TableSpec(
    name="verification_plans",
    label=_("Verification plans"),
    columns=(
        Column(key="title", label=_("Title"), link=True),
        Column(key="organisation_name", label=_("Unit")),
        Column(key="due_on", label=_("Until"), kind="day"),
        Column(key="done", label=_("Checked"), kind="number"),
        Column(key="total", label=_("Files"), kind="number", phone=False),
        Column(key="corrected", label=_("Corrected"), kind="number", phone=False),
        Column(key="state", label=_("State"), kind="status", value=plan_status),
    ),
    size=20,
    exports=("csv", "xlsx"),
    empty_title=_("No verification plan yet"),
    empty_text=_("A plan takes the files of a unit that were not looked at for longest."),
)
ITEMS = TableSpec(
    name="verification_items",
    label=_("Files of the plan"),
    columns=(
        Column(key="account_no", label=_("Account number"), kind="code", link=True),
        Column(key="name", label=_("Customer name"), kind="name"),
        Column(key="address", label=_("Address"), phone=False),
        Column(key="outcome", label=_("Outcome"), kind="status", value=outcome_status),
        Column(key="done_on", label=_("Checked on"), kind="day", phone=False),
        Column(key="done_by", label=_("Checked by"), phone=False),
        Column(key="note", label=_("Note"), phone=False),
    ),
    filters=(
        Filter(name="account", label=_("Account number")),
        Filter(name="outcome", label=_("Outcome"), kind="choice", choices=OUTCOMES),
    ),
    size=20,
    exports=("csv", "xlsx"),
    empty_title=_("No file here"),
    empty_text=_("Choose another outcome."),
)
