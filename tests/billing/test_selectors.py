"""What screens, customers and the verifier read."""

from __future__ import annotations

import copy
import json
from datetime import date
from decimal import Decimal

import pytest

from gridhall.billing import selectors
from gridhall.billing.errors import AccountNotBilled, BillNotFound, RunNotFound
from gridhall.foundation.identity.selectors import Scope, whole_company
from gridhall.rating.bundle import verify_bundle
from gridhall.rating.result import Rated, Refusal
from tests.billing import street
from tests.billing.street import JANUARY, Company, model

pytestmark = pytest.mark.django_db


def scope_at(organisation: object) -> Scope:
    return Scope(organisation_ids=frozenset({organisation.pk}))


@pytest.mark.requirement("R46", "R47")
def test_a_bill_explains_what_was_measured_which_price_and_the_arithmetic(town: Company) -> None:
    street.homes(town.east, 1, kwh=["250.5"])
    (bill,) = street.bills_of(street.rated(town))

    seen = selectors.bill_detail(bill_id=bill.pk, scope=whole_company())

    (line,) = seen.lines
    assert (line.code, line.quantity, line.price, line.amount) == (
        "TIER_1", Decimal("250.5000"), Decimal("0.538"), Decimal("134.77"),
    )  # fmt: skip
    assert "0.538" in line.numbers["zh"]
    assert line.description["zh"]
    assert line.description["en"]
    assert [p["citation"]["title"] for p in line.parameters]
    assert {seen.readings[i]["value"] for i in line.inputs} == {"1200.0000", "1450.5000"}
    assert seen.steps
    assert [(g, len(lines)) for g, lines in seen.groups] == [("energy", 1)]


@pytest.mark.requirement("R46")
def test_bills_are_found_by_what_a_clerk_knows(town: Company) -> None:
    homes = street.homes(town.east, 5, kwh=["100", "900"])
    run = street.issued(town)
    first = street.bills_of(run)[0]

    def found(**where: object) -> list[int]:
        page = selectors.bills(scope=whole_company(), where=selectors.BillFilter(**where))
        return [row.id for row in page.rows]

    assert len(found(run_id=run.pk, period_start=JANUARY, status="ISSUED")) == 5
    assert found(account_no=homes[0].account_no) == [first.pk]
    assert found(bill_no=first.bill_no) == [first.pk]
    assert len(found(min_total=Decimal(100))) == len(found(only_warnings=True)) == 2
    assert found(price_class="HB-AGR") == []


def test_pages_go_on_where_the_last_ended(town: Company) -> None:
    street.homes(town.east, 5)
    street.rated(town)

    first = selectors.bills(scope=whole_company(), limit=3)
    second = selectors.bills(scope=whole_company(), limit=3, after=first.next_key)

    assert (len(first.rows), len(second.rows), second.next_key) == (3, 2, "")
    assert first.rows[-1].id > second.rows[0].id
    assert len(selectors.bills(scope=whole_company(), after="nonsense").rows) == 5


def test_another_hall_sees_nothing(town: Company) -> None:
    (home,) = street.homes(town.east, 1)
    run = street.rated(town, organisation=town.east)
    (bill,) = street.bills_of(run)
    west = scope_at(town.west)

    assert not selectors.bills(scope=west).rows
    assert not selectors.bills_of_account(account_id=home.pk, scope=west)
    assert not selectors.holds(scope=west).rows
    assert not selectors.runs(scope=west).rows
    assert not selectors.energy_history(account_id=home.pk, on=JANUARY, scope=west)
    with pytest.raises(BillNotFound):
        selectors.bill_detail(bill_id=bill.pk, scope=west)
    with pytest.raises(BillNotFound):
        selectors.bundle(bill_id=bill.pk, scope=west)
    with pytest.raises(RunNotFound):
        selectors.run_detail(run_id=run.pk, scope=west)
    with pytest.raises(AccountNotBilled):
        selectors.trial_bill(account_id=home.pk, period_start=JANUARY, scope=west)


@pytest.mark.requirement("R46")
def test_a_customer_sees_own_issued_bills_only(town: Company) -> None:
    mine, other = street.homes(town.east, 2)
    run = street.rated(town)
    assert not selectors.issued_bills(account_ids=[mine.pk])
    street.billing.approve_run(
        run_id=run.pk, scope=whole_company(), at=street.AT, actor_id=town.approver.pk
    )
    street.billing.issue_run(run_id=run.pk, at=street.AT)

    (row,) = selectors.issued_bills(account_ids=[mine.pk])
    (theirs,) = selectors.issued_bills(account_ids=[other.pk])

    assert selectors.issued_bill(account_ids=[mine.pk], bill_no=row.bill_no).row == row
    for read in (selectors.issued_bill, selectors.issued_bill_bundle):
        with pytest.raises(BillNotFound):
            read(account_ids=[mine.pk], bill_no=theirs.bill_no)


@pytest.mark.requirement("R47")
def test_the_curve_shows_measured_and_billed_months(town: Company) -> None:
    (home,) = street.homes(town.east, 1, kwh=["120"])
    street.issued(town)

    months = selectors.energy_history(
        account_id=home.pk, on=date(2026, 2, 10), scope=None, months=4
    )

    assert [(m.month.month, m.kwh) for m in months] == [(11, 100), (12, 100), (1, 120)]
    assert months[-1].bill_no == "202601-0000001"
    assert months[-1].total == Decimal("64.56")


def test_a_trial_calculates_and_stores_nothing(town: Company) -> None:
    first, second = street.homes(town.east, 2)
    street.lose_closing_read(second)
    ask = {"period_start": JANUARY, "scope": whole_company()}

    answer = selectors.trial_bill(account_id=first.pk, **ask)
    refusal = selectors.trial_bill(account_id=second.pk, **ask)

    assert isinstance(answer, Rated)
    assert answer.total == Decimal("53.80")
    assert isinstance(refusal, Refusal)
    assert not model("billing.Bill").objects.exists()


@pytest.mark.requirement("R47")
def test_a_bundle_verifies_offline_and_any_change_is_found(town: Company) -> None:
    street.homes(town.east, 1, kwh=["3000"])
    (bill,) = street.bills_of(street.issued(town))
    bundle = json.loads(json.dumps(selectors.bundle(bill_id=bill.pk, scope=whole_company())))

    assert verify_bundle(bundle).ok
    for path, value in (
        (("answer", "total"), "0.01"),
        (("request", "points", 0, "meters", 0, "multiplier"), "2"),
        (("answer", "lines", 0, "amount"), "1.00"),
    ):
        forged = copy.deepcopy(bundle)
        place = forged
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        assert not verify_bundle(forged).ok


@pytest.mark.requirement("R47")
def test_a_bill_forged_in_the_database_fails_its_own_bundle(town: Company) -> None:
    street.homes(town.east, 1)
    (bill,) = street.bills_of(street.rated(town))
    model("billing.Bill").objects.filter(pk=bill.pk).update(total=Decimal("1.00"))

    verdict = verify_bundle(selectors.bundle(bill_id=bill.pk, scope=whole_company()))

    assert not verdict.ok
    assert "total" in {d.where for d in verdict.differences}


def test_the_newest_issued_month_in_figures(town: Company) -> None:
    street.homes(town.east, 2)
    assert selectors.latest_month(scope=whole_company()) is None
    street.issued(town, organisation=town.east)

    found = selectors.latest_month(scope=whole_company())

    assert found == selectors.BilledMonth(month=JANUARY, bills=2, total=Decimal("107.60"))
    assert selectors.latest_month(scope=scope_at(town.west)) is None
