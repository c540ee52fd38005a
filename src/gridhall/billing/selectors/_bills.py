"""Bills for the workbench: lists by filter, and one bill with everything behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from gridhall.foundation.identity.selectors import Scope

from ..errors import BillNotFound
from ..models import Bill
from ._page import PAGE_SIZE, Page, clamp, page


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRow:
    """One bill in a list. ``bill_no``, ``issued_at`` and ``due_date`` come with the issue."""

    id: int
    bill_no: str
    run_id: int
    account_id: int
    account_no: str
    organisation_id: int
    organisation_name: str
    period_start: date
    period_end: date
    status: str
    status_label: str
    price_class: str
    energy_kwh: Decimal
    total: Decimal
    issued_at: datetime | None
    due_date: date | None
    warning_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLineView:
    """One line with what explains it; ``trace`` is ``rating.result.Line`` as JSON values.

    ``group`` is energy, capacity, demand, funds, adjustment, relief or residential_share. Texts
    come in both languages as ``{"zh": …, "en": …}``.
    """

    number: int
    code: str
    group: str
    description: dict[str, str]
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    factors: tuple[dict[str, Any], ...]
    words: dict[str, str]
    numbers: dict[str, str]
    inputs: tuple[str, ...]
    parameters: tuple[dict[str, Any], ...]
    trace: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """How a bill came to a status."""

    status: str
    status_label: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillDetail:
    """A bill, explained: lines, the steps from readings to billed kWh, warnings and history.

    ``groups`` holds the lines by kind of charge in the order of the bill; ``quantities`` is
    ``rating.result.BilledQuantities`` as JSON values (its ``steps`` explain each quantity);
    ``readings`` are the reads behind the trace by their id.
    """

    row: BillRow
    run_no: str
    library_hash: str
    engine_version: str
    books: tuple[str, ...]
    lines: tuple[BillLineView, ...]
    groups: tuple[tuple[str, tuple[BillLineView, ...]], ...]
    quantities: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    readings: dict[str, dict[str, Any]]
    warnings: tuple[dict[str, Any], ...]
    history: tuple[StatusChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFilter:
    """What a list of bills is narrowed to; ``None`` and empty mean everything."""

    run_id: int | None = None
    period_start: date | None = None
    status: str = ""
    price_class: str = ""
    account_no: str = ""
    account_id: int | None = None
    bill_no: str = ""
    min_total: Decimal | None = None
    max_total: Decimal | None = None
    only_warnings: bool = False


def bills(
    *, scope: Scope, where: BillFilter | None = None, after: str = "", before: str = "",
    limit: int = PAGE_SIZE,
) -> Page[BillRow]:  # fmt: skip
    """Return a page of the bills inside ``scope``, newest first; ``after`` is a page's next_key."""
    rows = _filtered(light(Bill.objects.all()), where or BillFilter())
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return page(rows, view=bill_row, after=after, before=before, limit=limit)


def bills_of_account(
    *, account_id: int, scope: Scope, limit: int = 24, only_issued: bool = False
) -> list[BillRow]:
    """Return the bills of an account, newest month first; empty outside the scope."""
    rows = light(Bill.objects.filter(account_id=account_id))
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if only_issued:
        rows = rows.filter(status__in=[Bill.Status.ISSUED, Bill.Status.REVERSED])
    return [bill_row(bill) for bill in rows.order_by("-period_start", "-pk")[: clamp(limit)]]


def bills_by_ids(*, bill_ids: Sequence[int]) -> list[BillRow]:
    """Return bills by their keys, in the order of the keys: for subscribers, not for screens."""
    rows = light(Bill.objects.filter(pk__in=list(bill_ids)))
    return [bill_row(bill) for bill in rows.order_by("pk")]


def find_bill_id(*, bill_no: str, scope: Scope) -> int:
    """Return the key of the bill with that number; raises BillNotFound."""
    found = Bill.objects.filter(bill_no=bill_no).values_list("pk", "organisation_id").first()
    if found is None or not scope.holds(found[1]):
        raise BillNotFound
    return found[0]


def bill_detail(*, bill_id: int, scope: Scope) -> BillDetail:
    """Return a bill with its explanation; raises BillNotFound also outside the scope."""
    bill = Bill.objects.select_related("account", "organisation", "run").filter(pk=bill_id).first()
    if bill is None or not scope.holds(bill.organisation_id):
        raise BillNotFound
    return detail_of(bill)


def detail_of(bill: Bill) -> BillDetail:
    """Return the explained form of a bill that was read with account, organisation and run."""
    lines = tuple(_line(line.number, line.trace) for line in bill.lines.order_by("number"))
    changes = bill.status_changes.select_related("by").order_by("pk")
    return BillDetail(
        row=bill_row(bill), run_no=bill.run.run_no, library_hash=bill.library_hash,
        engine_version=bill.engine_version, books=tuple(bill.books), lines=lines,
        groups=_grouped(lines), quantities=bill.quantities, steps=tuple(bill.quantities["steps"]),
        readings=_readings(bill.request), warnings=tuple(bill.warnings),
        history=tuple(
            StatusChange(
                status=change.status, status_label=str(Bill.Status(change.status).label),
                at=change.at, by=str(change.by) if change.by else "", reason=change.reason,
            )
            for change in changes
        ),
    )  # fmt: skip


def light(rows: QuerySet[Bill]) -> QuerySet[Bill]:
    """Return the query without the long JSON columns, with what a list shows."""
    return rows.select_related("account", "organisation").only(
        "bill_no", "run_id", "account_id", "account__account_no", "organisation_id",
        "organisation__name", "period_start", "period_end", "status", "price_class", "energy_kwh",
        "total", "issued_at", "due_date", "warnings",
    )  # fmt: skip


def bill_row(bill: Bill) -> BillRow:
    """Return the list form of a bill."""
    return BillRow(
        id=bill.pk, bill_no=bill.bill_no or "", run_id=bill.run_id, account_id=bill.account_id,
        account_no=bill.account.account_no, organisation_id=bill.organisation_id,
        organisation_name=bill.organisation.name, period_start=bill.period_start,
        period_end=bill.period_end, status=bill.status,
        status_label=str(Bill.Status(bill.status).label), price_class=bill.price_class,
        energy_kwh=bill.energy_kwh, total=bill.total, issued_at=bill.issued_at,
        due_date=bill.due_date, warning_codes=tuple(w["code"] for w in bill.warnings),
    )  # fmt: skip


def _filtered(rows: QuerySet[Bill], where: BillFilter) -> QuerySet[Bill]:
    exact = {
        "run_id": where.run_id, "period_start": where.period_start, "status": where.status,
        "price_class": where.price_class, "account__account_no": where.account_no.strip(),
        "account_id": where.account_id, "bill_no": where.bill_no.strip(),
        "total__gte": where.min_total, "total__lte": where.max_total,
    }  # fmt: skip
    rows = rows.filter(**{key: value for key, value in exact.items() if value not in (None, "")})
    return rows.exclude(warnings=[]) if where.only_warnings else rows


def _line(number: int, trace: dict[str, Any]) -> BillLineView:
    why = trace["trace"]
    return BillLineView(
        number=number, code=trace["code"], group=trace["group"], description=trace["description"],
        quantity=Decimal(trace["quantity"]), unit=trace["unit"],
        price=Decimal(trace["unit_price"]), amount=Decimal(trace["amount"]),
        factors=tuple(trace["factors"]), words=why["words"], numbers=why["numbers"],
        inputs=tuple(why["inputs"]), parameters=tuple(why["parameters"]), trace=trace,
    )  # fmt: skip


def _grouped(
    lines: Sequence[BillLineView],
) -> tuple[tuple[str, tuple[BillLineView, ...]], ...]:
    found: dict[str, list[BillLineView]] = {}
    for line in lines:
        found.setdefault(line.group, []).append(line)
    return tuple((group, tuple(members)) for group, members in found.items())


def _readings(request: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every read of the request by its id, with meter, register and multiplier."""
    found: dict[str, dict[str, Any]] = {}
    for point in request["points"]:
        for meter in point["meters"]:
            for use in meter["registers"]:
                for read in (use["opening"], use["closing"]):
                    if read is not None:
                        found[read["reading_id"]] = {
                            **read, "mp_no": point["mp_no"], "asset_no": meter["asset_no"],
                            "register": use["register"], "multiplier": meter["multiplier"],
                        }  # fmt: skip
    return found
