"""Curves, tables and look-ups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gridhall.foundation.identity.selectors import whole_company
from gridhall.metering import selectors
from gridhall.metering.selectors import ReadingFilters, YearUse
from gridhall.rating.request import MonthUse
from tests.customers.builders import scope_of

from .builders import asset_no, meter_of, meter_row, point_of, point_row, put_readings, reading


@pytest.fixture
def metered(accounts):
    """Return points and meters of the three accounts, by place."""
    points = [point_of(point_row(account)) for account in accounts]
    return [(point, meter_of(meter_row(n, point))) for n, point in enumerate(points, 1)]


def _curve(account, months=3):
    found = selectors.monthly_energy(
        account_id=account.pk, first_month=date(2025, 11, 1), months=months
    )
    return [(row.month.month, row.kwh) for row in found]


def test_the_newest_measured_month_is_the_one_that_the_last_read_closes(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point))
    assert selectors.last_measured_month(account_id=accounts[0].pk) is None

    put_readings([reading(point, meter, "2026-02-01", "12.50")])
    assert selectors.last_measured_month(account_id=accounts[0].pk) == date(2026, 1, 1)

    put_readings([reading(point, meter, "2026-02-14", "13.00")])
    assert selectors.last_measured_month(account_id=accounts[0].pk) == date(2026, 2, 1)


def test_the_curve_is_register_differences_times_multiplier(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point, multiplier=Decimal(40)))
    reads = {"2025-11-01": "10.00", "2025-12-01": "12.50", "2026-01-01": "12.50"}
    put_readings([reading(point, meter, day, value) for day, value in reads.items()])

    assert _curve(accounts[0]) == [(11, Decimal(100)), (12, Decimal(0)), (1, None)]


def test_the_curve_crosses_an_exchange_and_a_roll_over(accounts):
    point = point_of(point_row(accounts[0]))
    old = meter_of(meter_row(1, point, removed_on=date(2025, 12, 14)))
    new = meter_of(meter_row(2, point, installed_on=date(2025, 12, 14), multiplier=Decimal(2)))
    put_readings(
        [
            reading(point, old, "2025-11-01", "999990.00"),
            reading(point, old, "2025-12-01", "10.00"),
            reading(point, old, "2025-12-14 10:30", "30.00", reason="REPLACE_OUT"),
            reading(point, new, "2025-12-14 10:30", "5.00", reason="REPLACE_IN"),
            reading(point, new, "2026-01-01", "15.00"),
            reading(point, new, "2026-02-01", "14.00"),  # fell: a fault, no energy
        ]
    )

    assert _curve(accounts[0]) == [(11, Decimal(20)), (12, Decimal(40)), (1, None)]


def test_the_curve_starts_with_the_first_meter(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point, installed_on=date(2025, 12, 20)))
    put_readings(
        [
            reading(point, meter, "2025-12-20 10:00", "0", reason="INSTALL"),
            reading(point, meter, "2026-01-01", "7"),
        ]
    )

    assert _curve(accounts[0]) == [(12, Decimal(7)), (1, None)]
    assert _curve(accounts[1]) == []


def test_the_sub_meter_is_taken_off_the_master(accounts):
    master = point_of(point_row(accounts[0], role="MASTER"))
    sub = point_of(point_row(accounts[1], role="SUB", parent_mp_no=master.mp_no))
    for place, (point, used) in enumerate(((master, "100"), (sub, "30"))):
        meter = meter_of(meter_row(place, point))
        put_readings(
            [reading(point, meter, "2025-11-01", "0"), reading(point, meter, "2025-12-01", used)]
        )

    assert _curve(accounts[0], 1) == [(11, Decimal(70))]
    assert _curve(accounts[1], 1) == [(11, Decimal(30))]


def test_the_years_use_before_the_period(accounts, metered):
    point, meter = metered[0]
    reads = {"2026-01-01": "0", "2026-02-01": "250", "2026-04-01": "700"}
    put_readings([reading(point, meter, day, value) for day, value in reads.items()])
    year = {"account_ids": [accounts[0].pk], "year_start": date(2026, 1, 1)}

    assert selectors.month_energy(**year, period_start=date(2026, 1, 1)) == {}
    assert selectors.month_energy(**year, period_start=date(2026, 3, 1)) == {
        accounts[0].pk: YearUse(
            used=(MonthUse(month=date(2026, 1, 1), kwh=Decimal(250)),), gaps=(date(2026, 2, 1),)
        )
    }


@pytest.mark.requirement("R61")
def test_the_table_of_readings_is_scoped_and_filtered(accounts, metered, organisations):
    for point, meter in metered:
        put_readings(
            [
                reading(point, meter, "2026-01-01", "1"),
                reading(point, meter, "2026-02-01", "2", source="MANUAL"),
            ]
        )

    def rows(scope=None, **filters):
        page = selectors.list_readings(
            scope=scope or whole_company(), filters=ReadingFilters(**filters)
        )
        return [(row.account_no, int(row.value)) for row in page.rows]

    numbers = [account.account_no for account in accounts]
    assert rows(scope_of(organisations["21"])) == [(numbers[2], 2), (numbers[2], 1)]
    assert rows(account_no=numbers[0], month=date(2026, 2, 9)) == [(numbers[0], 2)]
    assert rows(source="MANUAL", asset_no=asset_no(2)) == [(numbers[1], 2)]
    assert rows(register="fwd_reactive") == []


def test_the_table_of_readings_pages(accounts, metered):
    point, meter = metered[0]
    put_readings([reading(point, meter, f"2025-{m:02}-01", str(m)) for m in range(1, 6)])
    every = {"scope": whole_company(), "filters": ReadingFilters(), "limit": 2}

    first = selectors.list_readings(**every)
    second = selectors.list_readings(**every, after=first.next_key)
    third = selectors.list_readings(**every, after=second.next_key)
    back = selectors.list_readings(**every, before=third.previous_key)

    ids = [row.reading_id for page in (first, second, third) for row in page.rows]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 5 == first.count
    assert back.rows == second.rows
    assert (first.previous_key, third.next_key) == ("", "")


def test_the_readings_of_an_account_include_both_month_turns(accounts, metered):
    point, meter = metered[0]
    days = ("2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01")
    put_readings([reading(point, meter, day, "1") for day in days])

    rows = selectors.readings_of(
        account_id=accounts[0].pk, start=date(2026, 1, 1), end=date(2026, 2, 1)
    )

    assert [row.read_at.date().isoformat() for row in rows] == ["2025-12-31", "2026-01-31"]  # UTC


def test_points_and_meters_of_an_account(accounts, metered):
    (point,) = selectors.usage_points_of(account_id=accounts[0].pk)
    (meter,) = selectors.meters_of(account_id=accounts[0].pk)

    assert point.mp_no == metered[0][0].mp_no == meter.mp_no
    assert meter.asset_no == asset_no(1)


def test_an_account_is_found_by_its_meter(accounts, metered, organisations):
    number = asset_no(3)
    find = selectors.account_ids_by_asset_no

    assert find(asset_no=number) == [accounts[2].pk]
    assert find(asset_no=number[-6:]) == [accounts[2].pk]
    assert find(asset_no=number[-5:]) == []
    assert find(asset_no="赵某甲") == []
    by_meter = selectors.account_ids_by_meter
    assert by_meter(scope=scope_of(organisations["21"]), text=number) == [accounts[2].pk]
    assert by_meter(scope=scope_of(organisations["11"]), text=number) == []


def test_looks_up_for_imports(accounts, metered):
    point, meter = metered[0]

    refs = selectors.meter_refs(asset_nos=[meter.asset_no, "0" * 22])
    points = selectors.usage_point_refs(mp_nos=[point.mp_no, "MP0"])

    assert list(refs) == [meter.asset_no]
    assert refs[meter.asset_no].usage_point_ids == {point.pk}
    assert points[point.mp_no].account_id == accounts[0].pk
