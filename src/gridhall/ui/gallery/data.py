"""Invented figures for the gallery; nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.ui.figures import Chart, Event, Series, Stat, Status, Step
from gridhall.ui.forms import DateField, EnergyField, FileDrop, MoneyField, ReasonField
from gridhall.ui.tables import Column, Filter, TableSpec

STATES = {
    "ISSUED": Status(_("Issued"), "info", "send"),
    "PAID": Status(_("Paid"), "success"),
    "HELD": Status(_("Held"), "warning"),
    "REVERSED": Status(_("Reversed"), "danger", "arrow-back-up"),
}
NAMES = ("王晓明", "李文静", "张建国", "陈丽华", "刘志强", "杨秀英", "赵云鹏", "黄美玲")
PLACES = ("钱塘镇江滨路", "武昌区中山路", "西湖区文一路", "汉口沿江大道")
MONTH_START = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoBill:
    """One invented bill."""

    number: str
    customer: str
    place: str
    kwh: Decimal
    total: Decimal
    issued_on: date
    state: str


def bills() -> list[DemoBill]:
    """Return 87 invented bills, always the same."""
    states = list(STATES)
    return [
        DemoBill(
            number=f"B202601{index:05d}",
            customer=NAMES[index * 5 % len(NAMES)],
            place=f"{PLACES[index % len(PLACES)]} {index * 7 % 200 + 1} 号",
            kwh=Decimal(index * 137 % 900 + 40),
            total=(Decimal(index * 137 % 900 + 40) * Decimal("0.538")).quantize(Decimal("0.01"))
            * (-1 if index % 19 == 4 else 1),
            issued_on=MONTH_START + timedelta(days=index * 3 % 28),
            state=states[index * 3 % 7 % 4],
        )
        for index in range(1, 88)
    ]


SPEC = TableSpec(
    name="gallery-bills",
    label=_("Bills"),
    default_sort="-issued_on",
    exports=("csv", "xlsx"),
    drawer=True,
    size=20,
    columns=(
        Column(key="number", label=_("Bill"), kind="code", sort="number", link=True),
        Column(key="customer", label=_("Customer of the bill"), sort="customer"),
        Column(key="place", label=_("Address"), phone=False),
        Column(key="kwh", label=_("Energy (kWh)"), kind="kwh", sort="kwh"),
        Column(key="total", label=_("Amount"), kind="money", sort="total"),
        Column(key="issued_on", label=_("Issued on"), kind="day", sort="issued_on"),
        Column(key="state", label=_("State"), kind="status", value=lambda row: STATES[row.state]),
    ),
    filters=(
        Filter(name="q", label=_("Bill or customer")),
        Filter(
            name="state", label=_("State"), kind="choice",
            choices=[(code, status.label) for code, status in STATES.items()],
        ),
        Filter(name="month", label=_("Month"), kind="month"),
    ),
)  # fmt: skip


def found_bills(
    *, search: str, state: str, month: str, sort: str, descending: bool
) -> list[DemoBill]:
    """Return the invented bills that match, in order."""
    rows = [
        row
        for row in bills()
        if (not search or search in row.number or search in row.customer)
        and (not state or row.state == state)
        and (not month or f"{row.issued_on:%Y-%m}" == month)
    ]
    rows.sort(key=lambda row: (getattr(row, sort), row.number), reverse=descending)
    return rows


class DemoForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("As on the identity card."))
    amount = MoneyField(label=_("Amount"), help_text=_("At most two decimals."))
    energy = EnergyField(label=_("Energy"), required=False)
    paid_on = DateField(label=_("Paid on"))
    way = forms.ChoiceField(
        label=_("Way of paying"),
        choices=[("CASH", _("Cash")), ("CARD", _("Bank card")), ("WECHAT", _("WeChat"))],
    )
    receipt = forms.ChoiceField(
        label=_("Kind of receipt"),
        widget=forms.RadioSelect,
        choices=[("PAPER", _("On paper")), ("MESSAGE", _("As a message"))],
        initial="PAPER",
    )
    file = forms.FileField(
        label=_("File"), required=False, widget=FileDrop(attrs={"data-max-bytes": 50_000_000})
    )
    reason = ReasonField(required=False)
    agree = forms.BooleanField(label=_("The amount was counted twice"))


def context() -> dict[str, Any]:
    """Return what the examples show."""
    now = timezone.make_aware(datetime(2026, 1, 31, 16, 20))  # noqa: DTZ001 - made aware here
    day = timedelta(days=1)
    months = [_("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"), _("Jan")]
    faulty = DemoForm({"name": "王晓明", "amount": "12.345", "way": "CASH", "receipt": "PAPER"})
    return {
        "statuses": STATES,
        "form": faulty,
        "bill": bills()[16],
        "amounts": [Decimal("1234567.89"), Decimal("0.05"), Decimal("-318.40")],
        "moment": now,
        "start": MONTH_START,
        "end": date(2026, 2, 1),
        "stats": [
            Stat(
                label=_("Issued this month"),
                value="12,408",
                unit=_("bills"),
                hint=_("99.2% of the month"),
                tone="info",
                icon="file-invoice",
            ),
            Stat(
                label=_("Receivable"),
                value="¥ 8,412,906.35",
                hint=_("31 Jan 2026"),
                tone="success",
                icon="coin-yuan",
            ),
            Stat(
                label=_("Held"),
                value="96",
                unit=_("bills"),
                hint=_("14 longer than three days"),
                tone="warning",
                icon="hand-stop",
            ),
            Stat(
                label=_("Failed notices"),
                value="3",
                hint=_("Wrong phone number"),
                tone="danger",
                icon="message-x",
            ),
        ],
        "steps": [
            Step(label=_("Meter readings"), state="done", note=_("12,500 of 12,500")),
            Step(label=_("Usage and lines"), state="done"),
            Step(label=_("Checks"), state="current", note=_("96 held")),
            Step(label=_("Approval")),
            Step(label=_("Issue")),
        ],
        "events": [
            Event(
                at=now,
                title=_("Payment received"),
                text="¥ 318.40",
                by=_("Counter 2"),
                icon="cash",
                tone="success",
            ),
            Event(
                at=now - 3 * day,
                title=_("Reminder sent"),
                by=_("System"),
                icon="message",
                tone="info",
            ),
            Event(
                at=now - 9 * day,
                title=_("Bill issued"),
                text=_("January 2026, 592 kWh"),
                by=_("Billing run 7"),
                icon="file-invoice",
                tone="neutral",
            ),
            Event(
                at=now - 10 * day,
                title=_("Reading held"),
                text=_("Twice the usual amount"),
                icon="hand-stop",
                tone="warning",
            ),
        ],
        "line_chart": Chart(
            kind="line",
            categories=months,
            unit="kWh",
            area=True,
            smooth=True,
            category_label=_("Month"),
            series=[
                Series(_("This year"), [Decimal(v) for v in (612, 433, 287, 301, 498, 592)]),
                Series(_("Last year"), [Decimal(v) for v in (580, 455, 301, 322, 470, 655)]),
            ],
        ),
        "bar_chart": Chart(
            kind="stacked",
            categories=months,
            unit=_("yuan"),
            category_label=_("Month"),
            series=[
                Series(
                    _("Peak"),
                    [Decimal(v) for v in ("188.2", "131.4", "88.1", "92.0", "151.7", "180.9")],
                ),
                Series(
                    _("Flat"),
                    [Decimal(v) for v in ("96.0", "70.3", "44.9", "49.2", "80.4", "95.5")],
                ),
                Series(
                    _("Valley"),
                    [Decimal(v) for v in ("41.2", "30.1", "21.0", "20.4", "33.8", "42.0")],
                ),
            ],
        ),
        "tabs": [
            {"label": _("Customer file"), "url": "#tabs", "active": True, "icon": "id"},
            {"label": _("Bills"), "url": "?view=bills#tabs", "icon": "file-invoice", "count": 24},
            {"label": _("Payments"), "url": "?view=payments#tabs", "icon": "cash", "count": 23},
        ],
        "crumbs": [(_("Customers"), "#page_header"), ("王晓明", "#page_header")],
    }
