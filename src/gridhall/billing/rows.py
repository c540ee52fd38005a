"""Writing bills in bulk by PostgreSQL's COPY: more than ten times as fast as single rows.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from pydantic import TypeAdapter

from gridhall.rating.request import RatingRequest
from gridhall.rating.result import BilledQuantities, Line

from .drafts import BillDraft, HoldDraft
from .models import Bill, BillRun

# pydantic's compiled serialiser writes exact text for decimals and is the engine's JSON form
_REQUEST = TypeAdapter(RatingRequest)
_LINE = TypeAdapter(Line)
_QUANTITIES = TypeAdapter(BilledQuantities)

BILL = (
    "id", "run_id", "account_id", "organisation_id", "period_start", "period_end", "status",
    "price_class", "energy_kwh", "total", "library_hash", "engine_version", "request",
    "quantities", "books", "warnings",
)  # fmt: skip
LINE = ("bill_id", "number", "code", "quantity", "unit", "price", "amount", "trace")
HOLD = (
    "run_id", "account_id", "organisation_id", "code", "reason_zh", "reason_en", "params",
    "created_at",
)  # fmt: skip
CHANGE = ("bill_id", "status", "at", "by_id", "reason")


def write_bills(run: BillRun, drafts: Sequence[BillDraft], *, at: datetime) -> None:
    """Store the bills of a run with their lines and the first row of their history."""
    ids = _new_ids("billing_bill", len(drafts))
    _copy("billing_bill", BILL, (_bill(i, run, d) for i, d in zip(ids, drafts, strict=True)))
    _copy(
        "billing_billline", LINE,
        (_line(i, n, x) for i, d in zip(ids, drafts, strict=True)
         for n, x in enumerate(d.rated.lines, start=1)),
    )  # fmt: skip
    write_changes(ids, Bill.Status.RATED, at=at, actor_id=run.created_by_id)


def write_holds(run: BillRun, drafts: Sequence[HoldDraft], *, at: datetime) -> None:
    """Store the accounts that got no bill, with the reason."""
    _copy(
        "billing_billhold", HOLD,
        ((run.pk, d.account.account_id, d.account.organisation_id, d.code, d.reason_zh[:300],
          d.reason_en[:300], json.dumps(d.params, default=str), at) for d in drafts),
    )  # fmt: skip


def write_changes(
    bill_ids: Iterable[int], status: str, *, at: datetime, actor_id: int | None, reason: str = ""
) -> None:
    """Add a row of history to each bill."""
    _copy("billing_billstatuschange", CHANGE, ((i, status, at, actor_id, reason) for i in bill_ids))


def _bill(bill_id: int, run: BillRun, draft: BillDraft) -> tuple[Any, ...]:
    rated, account = draft.rated, draft.account
    return (
        bill_id, run.pk, account.account_id, account.organisation_id, rated.period_start,
        rated.period_end, Bill.Status.RATED.value, rated.price_class,
        rated.quantities.active_kwh, rated.total, run.library_hash, rated.engine_version,
        _REQUEST.dump_json(draft.request).decode(),
        _QUANTITIES.dump_json(rated.quantities).decode(),
        json.dumps(rated.books), json.dumps(draft.warnings, ensure_ascii=False),
    )  # fmt: skip


def _line(bill_id: int, number: int, line: Line) -> tuple[Any, ...]:
    return (
        bill_id, number, line.code, line.quantity, line.unit, line.unit_price, line.amount,
        _LINE.dump_json(line).decode(),
    )  # fmt: skip


def _new_ids(table: str, count: int) -> list[int]:
    """Return fresh keys, so that lines can name their bill before it is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
