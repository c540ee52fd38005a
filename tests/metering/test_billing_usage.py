"""What the rating engine is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridhall.metering import selectors
from gridhall.rating.request import PointRole, Register

from .builders import meter_of, meter_row, point_of, point_row, put_meters, put_readings, reading

JANUARY = {"period_start": date(2026, 1, 1), "period_end": date(2026, 2, 1)}


def _usage(*accounts):
    return selectors.usage_for_billing(account_ids=[a.pk for a in accounts], **JANUARY)


def _values(use):
    return tuple(read.value if read else None for read in (use.opening, use.closing))


def test_a_plain_month(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point, multiplier=Decimal(40)))
    put_readings(
        [
            reading(point, meter, "2025-12-01", "1.00"),
            reading(point, meter, "2026-01-01", "2.00"),
            reading(point, meter, "2026-02-01", "3.50"),
            reading(point, meter, "2026-01-01", "7.00", register="fwd_active_valley"),
            reading(point, meter, "2026-02-01", "0.5", register="max_demand"),
        ]
    )

    (found,) = _usage(accounts[0])[accounts[0].pk]
    (use,) = found.meters

    assert (found.mp_no, found.role, found.price_class) == (
        point.mp_no, PointRole.ORDINARY, "ZJ-RES-TIER",
    )  # fmt: skip
    assert (use.multiplier, use.register_int_digits) == (40, 6)
    assert {r.register: _values(r) for r in use.registers} == {
        Register.TOTAL: (Decimal(2), Decimal("3.5")),
        Register.VALLEY: (Decimal(7), None),  # missing: not guessed
        Register.MAX_DEMAND: (None, Decimal("0.5")),
    }
    assert use.registers[0].opening.read_at.isoformat() == "2026-01-01T00:00:00+08:00"
    assert use.registers[0].opening.reason == "normal"


def test_without_any_read_the_total_register_is_missing(accounts):
    point = point_of(point_row(accounts[0]))
    put_meters(meter_row(1, point))

    (found,) = _usage(accounts[0])[accounts[0].pk]

    assert [(r.register, _values(r)) for r in found.meters[0].registers] == [
        (Register.TOTAL, (None, None))
    ]


def test_an_exchange_gives_two_meters(accounts):
    point = point_of(point_row(accounts[0]))
    old = meter_of(meter_row(1, point, removed_on=date(2026, 1, 14)))
    new = meter_of(meter_row(2, point, installed_on=date(2026, 1, 14)))
    put_readings(
        [
            reading(point, old, "2026-01-01", "20000.00"),
            reading(point, old, "2026-01-14 10:30", "20206.35", reason="REPLACE_OUT"),
            reading(point, new, "2026-01-14 10:30", "0.00", reason="REPLACE_IN"),
            reading(point, new, "2026-02-01", "255.10"),
        ]
    )

    (found,) = _usage(accounts[0])[accounts[0].pk]

    assert [_values(meter.registers[0]) for meter in found.meters] == [
        (Decimal("20000.00"), Decimal("20206.35")),
        (Decimal("0.00"), Decimal("255.10")),
    ]


def test_a_meter_installed_within_the_month_opens_with_its_install_read(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point, installed_on=date(2026, 1, 19)))
    put_readings(
        [
            reading(point, meter, "2026-01-19 10:00", "0.00", reason="INSTALL"),
            reading(point, meter, "2026-02-01", "88.00"),
        ]
    )

    (found,) = _usage(accounts[0])[accounts[0].pk]

    assert _values(found.meters[0].registers[0]) == (Decimal(0), Decimal(88))
    assert found.meters[0].registers[0].opening.reason == "install"


@pytest.mark.parametrize(
    ("removed", "counted"), [("2025-12-31 10:00", 0), ("2026-01-01", 0), ("2026-01-01 10:30", 1)]
)
def test_a_meter_gone_before_the_period_is_left_out(accounts, removed, counted):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point, removed_on=date.fromisoformat(removed[:10])))
    put_readings([reading(point, meter, removed, "5.00", reason="REPLACE_OUT")])

    (found,) = _usage(accounts[0])[accounts[0].pk]

    assert len(found.meters) == counted


def test_a_master_is_given_the_sub_points_of_others(accounts):
    master = point_of(point_row(accounts[0], role="MASTER"))
    sub = point_of(point_row(accounts[1], role="SUB", parent_mp_no=master.mp_no))
    meter_of(meter_row(1, master))
    meter = meter_of(meter_row(2, sub))
    put_readings([reading(sub, meter, "2026-01-01", "1"), reading(sub, meter, "2026-02-01", "2")])

    usage = _usage(accounts[0], accounts[1])
    by_role = {point.role: point for point in usage[accounts[0].pk]}

    assert set(by_role) == {PointRole.MASTER, PointRole.SUB}
    assert by_role[PointRole.SUB].parent_mp_no == master.mp_no
    assert by_role[PointRole.SUB].account_no == accounts[1].account_no
    (own,) = usage[accounts[1].pk]
    assert (own.role, own.parent_mp_no) == (PointRole.ORDINARY, "")
    assert own.meters == by_role[PointRole.SUB].meters
    assert set(_usage(accounts[0])) == {accounts[0].pk}  # the sub's account was not asked for
    assert len(_usage(accounts[0])[accounts[0].pk]) == 2


def test_ratio_and_transformer_loss(accounts):
    parent = point_row(
        accounts[0], metering_mode="HV_SUPPLY_LV_METER", loss_p0_kw=Decimal("0.25"),
        loss_q0_kvar=Decimal("1.5"), loss_copper_percent=Decimal("1.5"),
        loss_reactive_percent=Decimal(3),
    )  # fmt: skip
    share = point_row(
        accounts[0], 2, role="RATIO", metering_mode="RATIO", parent_mp_no=parent.mp_no,
        ratio_percent=Decimal(15), price_class="HB-RES-COMB",
    )  # fmt: skip
    point_of(parent)
    point_of(share)

    ordinary, ratio = _usage(accounts[0])[accounts[0].pk]

    assert ordinary.loss is not None
    assert (ordinary.loss.p0_kw, ordinary.loss.load_reactive_pct) == (Decimal("0.25"), 3)
    assert (ratio.role, ratio.parent_mp_no, ratio.ratio_pct, ratio.price_class) == (
        PointRole.RATIO, parent.mp_no, 15, "HB-RES-COMB",
    )  # fmt: skip
    assert ratio.loss is None


def test_statements_do_not_grow_with_accounts(accounts):
    for place, account in enumerate(accounts):
        point = point_of(point_row(account))
        put_meters(meter_row(place, point))

    with CaptureQueriesContext(connection) as statements:
        _usage(*accounts)

    assert len(statements) == 3


@pytest.mark.parametrize("at", ["2026-01-14 10:30", "2026-01-14"])
def test_new_transformers_at_the_same_meter_split_its_month(accounts, at):
    point = point_of(point_row(accounts[0]))
    day = date(2026, 1, 14)
    before = meter_row(1, point, multiplier=Decimal(20), removed_on=day)
    meter = meter_of(before)
    put_meters(replace(before, multiplier=Decimal(30), installed_on=day, removed_on=None))
    put_readings(
        [
            reading(point, meter, "2026-01-01", "100.00"),
            reading(point, meter, at, "110.00", reason="REPLACE_OUT"),
            reading(point, meter, at, "110.00", reason="REPLACE_IN"),
            reading(point, meter, "2026-02-01", "140.00"),
        ]
    )

    (found,) = _usage(accounts[0])[accounts[0].pk]
    (january,) = selectors.monthly_energy(
        account_id=accounts[0].pk, first_month=date(2026, 1, 1), months=1
    )

    assert [(m.multiplier, *_values(m.registers[0])) for m in found.meters] == [
        (20, 100, 110), (30, 110, 140),
    ]  # fmt: skip
    assert january.kwh == 10 * 20 + 30 * 30


def test_new_transformers_at_the_turn_of_the_month_count_from_there(accounts):
    point = point_of(point_row(accounts[0]))
    day = date(2026, 1, 1)
    before = meter_row(1, point, multiplier=Decimal(20), removed_on=day)
    meter = meter_of(before)
    put_meters(replace(before, multiplier=Decimal(30), installed_on=day, removed_on=None))
    put_readings(
        [
            reading(point, meter, "2026-01-01", "110.00", reason="REPLACE_OUT"),
            reading(point, meter, "2026-01-01", "110.00", reason="REPLACE_IN"),
            reading(point, meter, "2026-02-01", "140.00"),
        ]
    )

    (found,) = _usage(accounts[0])[accounts[0].pk]

    assert [(m.multiplier, *_values(m.registers[0])) for m in found.meters] == [(30, 110, 140)]


def test_a_meter_set_anew_at_the_end_of_the_month_closes_with_what_it_showed_before(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point))
    put_readings(
        [
            reading(point, meter, "2026-01-01", "110.00"),
            reading(point, meter, "2026-02-01", "140.00", reason="REPLACE_OUT"),
            reading(point, meter, "2026-02-01", "0.00", reason="REPLACE_IN"),
        ]
    )

    (found,) = _usage(accounts[0])[accounts[0].pk]

    assert _values(found.meters[0].registers[0]) == (110, 140)


def test_an_exchange_at_the_turn_of_the_month_leaves_no_gap(accounts):
    point = point_of(point_row(accounts[0]))
    turn = date(2026, 1, 1)
    old = meter_of(meter_row(1, point, removed_on=turn))
    new = meter_of(meter_row(2, point, installed_on=turn))
    put_readings(
        [
            reading(point, old, "2026-01-01", "500.00", reason="REPLACE_OUT"),
            reading(point, new, "2026-01-01", "0.00", reason="REPLACE_IN"),
            reading(point, new, "2026-02-01", "30.00"),
        ]
    )

    (january,) = selectors.monthly_energy(account_id=accounts[0].pk, first_month=turn, months=1)

    assert january.kwh == 30
