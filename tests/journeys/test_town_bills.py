"""The whole town through the database: each of the 604 accounts equals the independent reference.

Files → tables → run → bills: `tests/oracle/town_bills_2026-01.csv` was calculated by code that
shares nothing with the engine.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from gridhall.billing import selectors
from gridhall.billing import services as billing
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import whole_company
from gridhall.journeys.file_import import services as file_import
from gridhall.rating.bundle import verify_bundle
from gridhall.tariffs import services as tariffs

ROOT = Path(__file__).resolve().parents[2]
ORACLE = ROOT / "tests" / "oracle" / "town_bills_2026-01.csv"
AT = datetime(2026, 2, 3, 1, 0, tzinfo=UTC)
TOTAL = Decimal("27026061.63")
Answer = tuple[str, str, str, str]  # outcome, hold reason, total, lines


def amounts(lines: Iterable[str]) -> str:
    """Return the amounts of a bill's lines; the reference names them its own way, without zeros."""
    return " ".join(sorted(line for line in lines if line != "0.00"))


def expected() -> dict[str, Answer]:
    with ORACLE.open(encoding="utf-8", newline="") as handle:
        return {
            row["account_no"]: (
                row["outcome"], row["hold_reason"], row["total_yuan"],
                amounts(part.split("=")[1] for part in row["lines"].split(";") if part),
            )
            for row in csv.DictReader(handle)
        }  # fmt: skip


def found(run_id: int) -> dict[str, Answer]:
    scope = whole_company()
    answers: dict[str, Answer] = {}
    after = ""
    while True:
        page = selectors.bills(
            scope=scope, where=selectors.BillFilter(run_id=run_id), after=after, limit=500
        )
        for row in page.rows:
            detail = selectors.bill_detail(bill_id=row.id, scope=scope)
            lines = amounts(str(line.amount) for line in detail.lines)
            answers[row.account_no] = ("BILL", "", str(row.total), lines)
        if not page.next_key:
            break
        after = page.next_key
    for hold in selectors.holds(scope=scope, run_id=run_id, limit=500).rows:
        answers[hold.account_no] = ("HOLD", hold.code, "", "")
    return answers


@pytest.mark.django_db
@pytest.mark.requirement("R43", "R44")
def test_every_account_of_the_town_gets_its_one_right_bill_or_its_reason() -> None:
    tariffs.publish_library(at=AT, actor_id=None)
    file_import.import_folder(ROOT / "demo" / "town", clock=lambda: AT)
    headquarters = identity.organisation_by_code(code="00")
    assert headquarters is not None

    run = billing.start_run(
        organisation_id=headquarters.pk, period_start=date(2026, 1, 1), scope=whole_company(),
        at=AT, actor_id=None, chunk_size=100,
    )  # fmt: skip
    run = billing.rate_run(run_id=run.pk, at=AT)

    wanted, got = expected(), found(run.pk)
    assert len(wanted) == 604
    assert {no: (got.get(no), want) for no, want in wanted.items() if got.get(no) != want} == {}
    assert set(got) == set(wanted)
    summary = selectors.run_detail(run_id=run.pk, scope=whole_company()).summary
    assert (summary.bills, summary.holds, summary.total) == (575, 29, TOTAL)
    some = selectors.bills(scope=whole_company(), limit=25).rows
    for row in (*some, *summary.largest):
        assert verify_bundle(selectors.bundle(bill_id=row.id, scope=whole_company())).ok
