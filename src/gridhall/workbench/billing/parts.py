"""What the billing screens put together: addresses, filters, steps, what the approver sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from gridhall.billing import selectors as billing
from gridhall.foundation.identity.selectors import Scope
from gridhall.ui import formats
from gridhall.ui.figures import Stat, Step
from gridhall.workbench import lists

from . import words

if TYPE_CHECKING:
    from gridhall.billing.selectors import BillFilter, BillRow, RunDetail, RunRow, RunSummary

RESTING = frozenset({"RATED", "ISSUED", "CANCELLED"})
BATCH = 500
ORDER = ("RATING", "RATED", "ISSUING", "ISSUED")


def run_url(row: RunRow) -> str:
    """Return the address of a run."""
    return reverse("workbench:bill_run", args=[row.id])


def bill_url(row: BillRow) -> str:
    """Return the address of a bill: by number once it is issued."""
    if row.bill_no:
        return reverse("workbench:bill", args=[row.bill_no])
    return reverse("workbench:bill_draft", args=[row.id])


def bill_filter(filters: dict[str, str], *, run_id: int | None = None) -> BillFilter:
    """Return the filter that the address asks for."""
    return billing.BillFilter(
        run_id=run_id, period_start=lists.month(filters.get("month", "")),
        status=filters.get("status", ""), price_class=filters.get("class", ""),
        account_no=filters.get("account", ""), bill_no=filters.get("bill", ""),
        only_warnings=bool(filters.get("look")),
    )  # fmt: skip


def all_bills(scope: Scope, where: BillFilter) -> Iterator[BillRow]:
    """Yield every bill that fits, page by page."""
    return lists.everything(
        lambda after: billing.bills(scope=scope, where=where, after=after, limit=BATCH)
    )


def run_steps(row: RunRow) -> list[Step]:
    """Return the way of a run: calculate, wait for approval, issue."""
    if row.status == "CANCELLED":
        return [
            Step(label=_("Calculate"), state="done"),
            Step(label=_("Cancelled"), state="failed"),
        ]
    at = ORDER.index(row.status)
    labels = (_("Calculate"), _("Approve"), _("Issue"))
    notes = ("", row.approved_by, formats.moment(row.issued_at) if row.issued_at else "")
    return [
        Step(label=label, note=note, state=_stage(at, index))
        for index, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def _stage(at: int, index: int) -> Literal["done", "current", "waiting"]:
    if at > index:
        return "done"
    return "current" if at == index else "waiting"


def run_stats(detail: RunDetail) -> list[Stat]:
    """Return the four figures of a run."""
    row, summary = detail.row, detail.summary
    still_open = sum(count.still_open for count in summary.by_hold_reason)
    return [
        Stat(label=_("Bills"), value=formats.number(summary.bills), icon="file-invoice",
             tone="info"),
        Stat(label=_("Energy"), value=formats.number(summary.energy_kwh, 0), unit="kWh",
             icon="bolt"),
        Stat(label=_("Total"), value=formats.money(summary.total), icon="cash", tone="success",
             hint=_("control total {total}").format(total=formats.money(row.control_total))),
        Stat(label=_("Held"), value=formats.number(summary.holds), icon="hand-stop",
             tone="warning" if still_open else "neutral",
             hint=_("{n} still open").format(n=still_open),
             url=f"{reverse('workbench:holds')}?run={row.id}&state=all"),
    ]  # fmt: skip


def summary(found: RunSummary) -> dict[str, Any]:
    """Return the parts of the approver's page in the reader's words."""
    return {
        "classes": found.by_price_class,
        "holds": [
            {
                "code": row.code, "label": words.hold_label(row.code), "holds": row.holds,
                "remedy": words.hold_remedy(row.code), "still_open": row.still_open,
            }
            for row in found.by_hold_reason
        ],
        "warnings": [(words.WARNINGS.get(code, code), count) for code, count in found.by_warning],
        "jumps": [(bill_url(row), row) for row in found.jumps],
        "largest": [(bill_url(row), row) for row in found.largest],
    }  # fmt: skip


def run_rights(row: RunRow, actions: frozenset[str], *, reader_id: int | None) -> dict[str, bool]:
    """Return which buttons the reader gets; the services decide once more."""
    unapproved = row.status in {"RATING", "RATED"}
    approver = "billing.approve" in actions
    own = row.created_by_id == reader_id
    return {
        "approve": approver and row.status == "RATED" and not own,
        "own": approver and row.status == "RATED" and own,
        "reject": approver and unapproved,
        "cancel": "billing.run" in actions and unapproved and not approver,
    }
