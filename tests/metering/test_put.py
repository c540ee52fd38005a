"""Recording points, meters and readings in bulk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.imports.outcome import Outcome
from gridhall.metering.models import Meter, MeterInstallation, MeterReading, UsagePoint

from .builders import (
    asset_no,
    meter_of,
    meter_row,
    point_of,
    point_row,
    put_meters,
    put_points,
    put_readings,
    reading,
)

CREATED, UPDATED, UNCHANGED, CONFLICT = Outcome


def test_points_are_recorded_once(accounts):
    rows = [point_row(account) for account in accounts]

    assert put_points(*rows) == [CREATED] * 3
    assert put_points(*rows) == [UNCHANGED] * 3
    assert put_points(replace(rows[0], feeder="10kV示范111线")) == [UPDATED]
    assert AuditEvent.objects.get(action="metering.usage_point_corrected").changes == {
        "feeder": ["", "10kV示范111线"]
    }


def test_a_sub_point_may_stand_before_its_master(accounts):
    master = point_row(accounts[0], role="MASTER")
    sub = point_row(accounts[1], role="SUB", parent_mp_no=master.mp_no)
    share = point_row(
        accounts[0], 2, role="RATIO", metering_mode="RATIO", parent_mp_no=master.mp_no,
        ratio_percent=Decimal("15.00"),
    )  # fmt: skip

    assert put_points(sub, share, master) == [CREATED] * 3
    assert put_points(sub, share, master) == [UNCHANGED] * 3
    assert UsagePoint.objects.get(mp_no=sub.mp_no).parent.mp_no == master.mp_no


def test_points_that_contradict_are_refused(accounts):
    master = point_row(accounts[0], role="MASTER")
    put_points(master)

    orphan = point_row(accounts[1], role="SUB", parent_mp_no="MP-nowhere")
    own_sub = point_row(accounts[0], 2, role="SUB", parent_mp_no=master.mp_no)
    stolen = replace(master, account_id=accounts[1].pk)
    twice = replace(master, voltage="10kV")

    assert put_points(orphan, own_sub) == [CONFLICT, CONFLICT]
    assert put_points(stolen) == [CONFLICT]
    assert put_points(master, twice) == [UNCHANGED, CONFLICT]


def test_a_meter_hangs_once(accounts):
    row = meter_row(1, point_of(point_row(accounts[0])))

    assert put_meters(row) == [CREATED]
    assert put_meters(row) == [UNCHANGED]
    assert put_meters(replace(row, meter_type="三相智能电能表")) == [UPDATED]
    assert (Meter.objects.count(), MeterInstallation.objects.count()) == (1, 1)


@pytest.mark.parametrize("order", [1, -1])
def test_a_meter_is_exchanged(accounts, order):
    point = point_of(point_row(accounts[0]))
    old, new = meter_row(1, point), meter_row(2, point, installed_on=date(2026, 1, 14))
    put_meters(old)
    gone = replace(old, removed_on=date(2026, 1, 14))

    outcomes = put_meters(*(gone, new)[::order])

    assert outcomes == [UPDATED, CREATED][::order]
    assert put_meters(gone, new) == [UNCHANGED, UNCHANGED]


def test_two_meters_at_one_point_or_one_meter_at_two_are_refused(accounts):
    here, there = (point_of(point_row(account)) for account in accounts[:2])
    put_meters(meter_row(1, here))

    assert put_meters(meter_row(2, here, installed_on=date(2026, 1, 1))) == [CONFLICT]
    assert put_meters(meter_row(1, there, installed_on=date(2026, 1, 1))) == [CONFLICT]
    assert MeterInstallation.objects.count() == 1


def test_the_database_refuses_overlapping_installations(accounts):
    here, there = (point_of(point_row(account)) for account in accounts[:2])
    meter = meter_of(meter_row(1, here))
    other = meter_of(meter_row(2, there))
    common = {"multiplier": 1, "installed_on": date(2026, 1, 1)}

    with (
        pytest.raises(IntegrityError, match="usage_point_has_one_meter_at_a_time"),
        transaction.atomic(),
    ):
        MeterInstallation.objects.filter(meter=other).update(usage_point=here)
    MeterInstallation.objects.filter(meter=other).delete()
    with pytest.raises(IntegrityError, match="meter_in_one_place"), transaction.atomic():
        MeterInstallation.objects.create(meter=meter, usage_point=there, **common)


def test_readings_are_recorded_once_and_never_overwritten(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point))
    rows = [
        reading(point, meter, "2026-01-01", "27421.58"),
        reading(point, meter, "2026-02-01", "27752.80"),
    ]

    assert put_readings(rows) == [CREATED, CREATED]
    assert put_readings(rows) == [UNCHANGED, UNCHANGED]
    assert put_readings([replace(rows[0], value=Decimal("27421.59"))]) == [CONFLICT]
    assert MeterReading.objects.get(read_at=rows[0].read_at).value == Decimal("27421.58")


def test_the_same_reading_twice_in_one_call(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point))
    row = reading(point, meter, "2026-01-01", "10.00")

    outcomes = put_readings([row, row, replace(row, value=Decimal(11))])

    assert outcomes == [CREATED, UNCHANGED, CONFLICT]
    assert MeterReading.objects.get().value == Decimal(10)


def test_readings_go_in_with_few_statements(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point))
    rows = [reading(point, meter, f"2025-{m:02}-{d:02}", str(m * 100 + d)) for m in range(1, 13)
            for d in range(1, 28)]  # fmt: skip

    with CaptureQueriesContext(connection) as statements:
        assert put_readings(rows) == [CREATED] * len(rows)

    assert len(statements) < 15
    assert put_readings([]) == []


def test_the_database_refuses_negative_readings_and_wrong_asset_numbers(accounts):
    point = point_of(point_row(accounts[0]))
    meter = meter_of(meter_row(1, point))

    with pytest.raises(IntegrityError, match="reading_not_negative"), transaction.atomic():
        put_readings([reading(point, meter, "2026-01-01", "-1")])
    with pytest.raises(IntegrityError, match="meter_asset_no_digits"), transaction.atomic():
        put_meters(meter_row(2, point, asset_no=asset_no(2)[:-1] + "X"))


def test_the_database_refuses_a_share_without_parent_or_ratio(accounts):
    share = point_row(accounts[0], 2, role="RATIO", metering_mode="RATIO")
    put_points(point_row(accounts[0]))
    parent = point_row(accounts[0]).mp_no

    with pytest.raises(IntegrityError, match="parent_fits_role"), transaction.atomic():
        put_points(replace(share, ratio_percent=Decimal(15)))
    with pytest.raises(IntegrityError, match="ratio_only_for_ratio"), transaction.atomic():
        put_points(replace(share, parent_mp_no=parent))
