"""The tables of the billing screens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation import language
from gridhall.ui.figures import Status
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.workbench.statuses import status

from . import words

if TYPE_CHECKING:
    from gridhall.billing.selectors import BillRow, HoldRow, RunRow

OPEN = Status(_("Not settled yet"), "warning", "hand-stop")
BILLED = Status(_("Billed since"), "success")


def run_status(row: RunRow) -> Status:
    """Return the badge of a run."""
    return status(row.status, row.status_label)


def bill_status(row: BillRow) -> Status:
    """Return the badge of a bill."""
    return status(row.status, dict(words.BILL_STATUSES)[row.status])


def _warnings(row: BillRow) -> str:
    return format_html_join(
        " ", '<span class="gh-status gh-status-warning"><i class="ti ti-alert-triangle" '
        'aria-hidden="true"></i>{}</span>',
        ((words.WARNINGS.get(code, code),) for code in dict.fromkeys(row.warning_codes)),
    )  # fmt: skip


def _warning_text(row: BillRow) -> str:
    return " ".join(
        str(words.WARNINGS.get(code, code)) for code in dict.fromkeys(row.warning_codes)
    )


def _reason(row: HoldRow) -> str:
    return format_html(
        "<strong>{}</strong><br>{}<br><span class=\"gh-muted\">→ {}</span>",
        words.hold_label(row.code), language.either(row.reason_zh, row.reason_en),
        words.hold_remedy(row.code),
    )  # fmt: skip


RUNS = TableSpec(
    name="runs",
    label=_("Bill runs"),
    columns=(
        Column(key="run_no", label=_("Run"), kind="code", link=True),
        Column(key="period_start", label=_("Month"), kind="month"),
        Column(key="organisation_name", label=_("Unit")),
        Column(key="kind_label", label=_("Kind"), phone=False),
        Column(key="bill_count", label=_("Bills"), kind="number"),
        Column(key="hold_count", label=_("Held"), kind="number"),
        Column(key="control_total", label=_("Total"), kind="money"),
        Column(key="created_by", label=_("Started by"), phone=False),
        Column(key="approved_by", label=_("Approved by"), phone=False),
        Column(key="status", label=_("State"), kind="status", value=run_status),
    ),
    filters=(
        Filter(name="month", label=_("Month"), kind="month"),
        Filter(name="status", label=_("State"), kind="choice", choices=words.RUN_STATUSES),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No bill run yet"),
    empty_text=_("A run bills one month for a unit and all units below it."),
)
WAITING_RUNS = TableSpec(
    name="waiting-runs",
    label=_("Runs that need somebody"),
    columns=(
        Column(key="run_no", label=_("Run"), kind="code", link=True),
        Column(key="period_start", label=_("Month"), kind="month"),
        Column(key="bill_count", label=_("Bills"), kind="number"),
        Column(key="control_total", label=_("Total"), kind="money"),
        Column(key="status", label=_("State"), kind="status", value=run_status),
    ),
    size=20,
    empty_title=_("No run is waiting"),
)

BILLS = TableSpec(
    name="bills",
    label=_("Bills"),
    columns=(
        Column(
            key="bill_no",
            label=_("Bill"),
            kind="code",
            link=True,
            value=lambda r: r.bill_no or _("not issued"),
        ),
        Column(key="period_start", label=_("Month"), kind="month"),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="organisation_name", label=_("Unit"), kind="name", phone=False),
        Column(key="price_class", label=_("Price class"), kind="code", phone=False),
        Column(key="energy_kwh", label=_("Energy (kWh)"), kind="kwh"),
        Column(key="total", label=_("Total"), kind="money"),
        Column(key="due_date", label=_("Due"), kind="day", phone=False),
        Column(
            key="warnings",
            label=_("To look at"),
            render=_warnings,
            value=_warning_text,
            phone=False,
        ),
        Column(key="status", label=_("State"), kind="status", value=bill_status),
    ),
    filters=(
        Filter(name="bill", label=_("Bill number")),
        Filter(name="account", label=_("Account number")),
        Filter(name="month", label=_("Month"), kind="month"),
        Filter(name="class", label=_("Price class")),
        Filter(name="status", label=_("State"), kind="choice", choices=words.BILL_STATUSES),
        Filter(
            name="look",
            label=_("To look at"),
            kind="choice",
            choices=(("yes", _("only with warnings")),),
        ),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No bills yet"),
    empty_text=_("Bills come out of a bill run."),
)
RUN_BILLS = replace(
    BILLS, name="run-bills", label=_("Bills of this run"), prefix="b-",
    columns=tuple(c for c in BILLS.columns if c.key not in {"period_start", "due_date"}),
    filters=tuple(f for f in BILLS.filters if f.name in {"account", "class", "look"}),
)  # fmt: skip

HOLDS = TableSpec(
    name="holds",
    label=_("Held bills"),
    columns=(
        Column(key="account_no", label=_("Account number"), kind="code", link=True),
        Column(key="period_start", label=_("Month"), kind="month"),
        Column(
            key="reason", label=_("Reason and what to do"), render=_reason,
            value=lambda row: language.either(row.reason_zh, row.reason_en),
        ),
        Column(key="organisation_name", label=_("Unit"), kind="name", phone=False),
        Column(key="run_no", label=_("Run"), kind="code", phone=False),
        Column(
            key="state", label=_("State"), kind="status",
            value=lambda row: BILLED if row.released_at else OPEN,
        ),
    ),
    filters=(
        Filter(name="account", label=_("Account number")),
        Filter(
            name="code", label=_("Reason"), kind="choice",
            choices=[(code, reason.label) for code, reason in words.HOLDS.items()],
        ),
        Filter(
            name="state", label=_("State"), kind="choice",
            choices=(("open", _("Not settled yet")), ("all", _("all, also billed since"))),
        ),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("Nothing is held"),
    empty_text=_(
        "An account is held when the rules give no single answer. It never gets a zero bill."
    ),
)  # fmt: skip


def holds(*, may_release: bool, request: HttpRequest) -> TableSpec:
    """Return the table of holds, with the button that bills again for who may."""
    if not may_release:
        return HOLDS

    def button(row: HoldRow) -> str:
        if row.released_at:
            return ""
        return render_to_string("workbench/billing/_release.html", {"row": row}, request)

    action = Column(
        key="action", label=pgettext_lazy("column", "Action"), render=button, export=False
    )
    return replace(HOLDS, columns=(*HOLDS.columns, action))
