"""What the engine is asked: earlier use of the year, contracts that change, gaps."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from gridhall.billing import selectors
from gridhall.foundation.identity.selectors import whole_company
from tests.billing import street
from tests.billing.street import SHANGHAI, Company, model

pytestmark = pytest.mark.django_db
FEBRUARY = date(2026, 2, 1)
MARCH_TURN = datetime(2026, 3, 1, tzinfo=SHANGHAI)


def held_codes(run: object) -> list[str]:
    return [hold.code for hold in selectors.holds(scope=whole_company(), run_id=run.pk).rows]


def used_before(bill: object) -> list[str]:
    return [f"{use['month']} {use['kwh']}" for use in bill.request["household"]["used_before"]]


@pytest.mark.requirement("R44")
def test_the_tiers_go_on_from_what_january_used(town: Company) -> None:
    (home,) = street.homes(town.east, 1, kwh=["2700"])  # tier 1 of the year: 2,760 kWh
    street.issued(town)
    street.give_closing_read(home, "4000", at=MARCH_TURN)  # 1200 + 2700 + 100

    (bill,) = street.bills_of(street.rated(town, month=FEBRUARY))

    assert used_before(bill) == ["2026-01-01 2700.0000"]
    assert [(x.code, x.quantity) for x in bill.lines.order_by("number")] == [
        ("TIER_1", Decimal("60.0000")), ("TIER_2", Decimal("40.0000")),
    ]  # fmt: skip


def test_without_a_bill_the_meter_tells_what_was_used(town: Company) -> None:
    (home,) = street.homes(town.east, 1, kwh=["300"])
    street.give_closing_read(home, "1600", at=MARCH_TURN)

    (bill,) = street.bills_of(street.rated(town, month=FEBRUARY))

    assert used_before(bill) == ["2026-01-01 300.000000"]


@pytest.mark.requirement("R44")
@pytest.mark.parametrize(("month", "counted"), [(date(2026, 6, 1), 5), (date(2027, 1, 1), 0)])
def test_the_tiers_count_the_whole_year_and_begin_anew_in_january(
    town: Company, month: date, counted: int
) -> None:
    (home,) = street.homes(town.east, 1)
    for turn in range(2, 14):  # 1 March 2026 … 1 February 2027
        at = datetime(2026 + turn // 12, turn % 12 + 1, 1, tzinfo=SHANGHAI)
        street.give_closing_read(home, str(1200 + 100 * turn), at=at)

    (bill,) = street.bills_of(street.rated(town, month=month))

    assert [use[:7] for use in used_before(bill)] == [
        f"2026-{number:02}" for number in range(1, counted + 1)
    ]


@pytest.mark.requirement("R44")
def test_a_gap_in_the_year_holds_a_bill_in_tiers_and_no_other(town: Company) -> None:
    tiered = street.homes(town.east, 1)
    shared = street.homes(town.west, 1, price_class="ZJ-RES-COMB-LV")
    for home in (*tiered, *shared):
        street.give_closing_read(home, "1400", at=MARCH_TURN)
        model("metering.MeterReading").objects.filter(
            usage_point__account=home, read_at=street.TURNS[2]
        ).delete()

    run = street.rated(town, month=FEBRUARY)

    assert held_codes(run) == ["EARLIER_USE_UNKNOWN"]
    assert [b.account_id for b in street.bills_of(run)] == [shared[0].pk]


def test_terms_that_change_within_the_month_hold_the_bill(town: Company) -> None:
    (home,) = street.homes(town.east, 1)
    agreements = model("contracts.CustomerAgreement").objects
    agreements.filter(account=home).update(valid_to=date(2026, 1, 15))
    agreements.create(
        account=home, price_class="ZJ-RES-COMB-LV", billing_method="ENERGY_ONLY",
        contracted_capacity_kva=Decimal(8), tou=False, valid_from=date(2026, 1, 15),
    )  # fmt: skip

    run = street.rated(town)

    assert held_codes(run) == ["TERMS_CHANGE_IN_PERIOD"]


def test_an_account_opened_later_is_left_out(town: Company) -> None:
    first, _second = street.homes(town.east, 2)
    model("customers.Account").objects.filter(pk=first.pk).update(opened_on=FEBRUARY)

    run = street.rated(town)

    assert len(street.bills_of(run)) == 1
    assert held_codes(run) == []


def close(account: object) -> None:
    model("customers.Account").objects.filter(pk=account.pk).update(status="CLOSED")  # type: ignore[attr-defined]


@pytest.mark.requirement("R44")
def test_an_account_closed_since_is_held_for_the_month_it_was_still_read(town: Company) -> None:
    (home,) = street.homes(town.east, 1)
    close(home)

    run = street.rated(town)

    assert street.bills_of(run) == []
    (hold,) = selectors.holds(scope=whole_company(), run_id=run.pk).rows
    assert (hold.code, hold.account_no) == ("ACCOUNT_CLOSED", home.account_no)


@pytest.mark.requirement("R44")
def test_an_account_closed_before_the_month_gets_neither_bill_nor_hold(town: Company) -> None:
    (home, _other) = street.homes(town.east, 2)
    close(home)
    model("metering.MeterReading").objects.filter(
        usage_point__account=home, read_at__gte=street.TURNS[2]
    ).delete()

    run = street.rated(town)

    assert len(street.bills_of(run)) == 1
    assert held_codes(run) == []
