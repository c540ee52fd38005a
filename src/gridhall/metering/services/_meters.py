"""Recording meters and where they hang."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from gridhall.foundation.audit.services import AuditEntry
from gridhall.foundation.bulk import copy_in
from gridhall.foundation.imports.outcome import Outcome
from gridhall.foundation.locks import hold_lock
from gridhall.metering.models import Meter, MeterInstallation
from gridhall.metering.records import NewMeter

from ._audit import primitive, record_import

METER_FIELDS = (
    "meter_type", "accuracy_active", "accuracy_reactive", "rated_voltage", "rated_current",
    "register_int_digits", "register_decimals",
)  # fmt: skip
INSTALLATION_FIELDS = ("ct_ratio", "pt_ratio", "multiplier", "initial_read_total", "removed_on")


class _Hanging:
    """The installations of these meters and points in memory, to see who hangs where and when."""

    def __init__(self, rows: Sequence[NewMeter], meters: dict[str, Meter]) -> None:
        self.by_meter: dict[int, list[MeterInstallation]] = defaultdict(list)
        self.by_point: dict[int, list[MeterInstallation]] = defaultdict(list)
        found = MeterInstallation.objects.filter(
            Q(meter__in=meters.values()) | Q(usage_point__in={row.usage_point_id for row in rows})
        )
        for installation in found:
            self.add(installation)

    def add(self, installation: MeterInstallation) -> None:
        self.by_meter[installation.meter_id].append(installation)
        self.by_point[installation.usage_point_id].append(installation)

    def same(self, meter: Meter, row: NewMeter) -> MeterInstallation | None:
        for installation in self.by_meter[meter.pk]:
            if (installation.usage_point_id, installation.installed_on) == (
                row.usage_point_id,
                row.installed_on,
            ):
                return installation
        return None

    def clashes(self, meter: Meter, row: NewMeter, ignore: MeterInstallation | None) -> bool:
        """Tell whether the meter hangs elsewhere, or another meter there, at the same time."""
        others = self.by_meter[meter.pk] + self.by_point[row.usage_point_id]
        return any(
            other is not ignore
            and _overlap(row.installed_on, row.removed_on, other.installed_on, other.removed_on)
            for other in others
        )


def _overlap(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    return (other_end is None or start < other_end) and (end is None or other_start < end)


@transaction.atomic
def put_meters(*, rows: Sequence[NewMeter], at: datetime, actor_id: int | None) -> list[Outcome]:
    """Record these meters and their installations, or bring them to these values.

    CONFLICT: another meter hangs there at that time, or this meter hangs elsewhere. At an
    exchange the removal of the old meter may stand anywhere in ``rows``.
    """
    hold_lock("metering.put_meters")
    meters, new_meters, changes = _put_meters(rows)
    hanging = _Hanging(rows, meters)
    outcomes: dict[int, Outcome] = {}
    new: list[MeterInstallation] = []
    changed: list[MeterInstallation] = []
    for place in sorted(range(len(rows)), key=lambda i: (rows[i].removed_on is None, i)):
        row = rows[place]
        meter = meters[row.asset_no]
        same = hanging.same(meter, row)
        if hanging.clashes(meter, row, same):
            outcomes[place] = Outcome.CONFLICT
            continue
        if same is None:
            new.append(_installation(row, meter))
            hanging.add(new[-1])
            outcomes[place] = Outcome.CREATED
            continue
        difference = _apply(same, row, INSTALLATION_FIELDS)
        if difference and same.pk is not None:
            changed.append(same)
            changes[row.asset_no] = changes.get(row.asset_no, {}) | difference
        touched = difference or row.asset_no in changes
        outcomes[place] = Outcome.UPDATED if touched else Outcome.UNCHANGED
    # Removals first: the old meter must be gone before the new one hangs there.
    MeterInstallation.objects.bulk_update(changed, INSTALLATION_FIELDS, batch_size=250)
    copy_in(new)
    result = [outcomes[place] for place in range(len(rows))]
    record_import(
        object_type="meters", outcomes=result, updates=_updates(changes, meters, new_meters),
        at=at, actor_id=actor_id,
    )  # fmt: skip
    return result


def _put_meters(
    rows: Sequence[NewMeter],
) -> tuple[dict[str, Meter], set[str], dict[str, dict[str, object]]]:
    """Create the unknown meters and correct the known ones; return all, the new, the changes."""
    by_number = {row.asset_no: row for row in reversed(rows)}
    known = {meter.asset_no: meter for meter in Meter.objects.filter(asset_no__in=by_number)}
    changes = {}
    for number, meter in known.items():
        if difference := _apply(meter, by_number[number], METER_FIELDS):
            changes[number] = difference
    Meter.objects.bulk_update([known[n] for n in changes], METER_FIELDS, batch_size=250)
    created = copy_in(
        Meter(asset_no=number, **{name: getattr(row, name) for name in METER_FIELDS})
        for number, row in by_number.items()
        if number not in known
    )
    fresh = {meter.asset_no: meter for meter in created}
    return known | fresh, set(fresh), changes


def _installation(row: NewMeter, meter: Meter) -> MeterInstallation:
    return MeterInstallation(
        meter=meter,
        usage_point_id=row.usage_point_id,
        installed_on=row.installed_on,
        **{name: getattr(row, name) for name in INSTALLATION_FIELDS},
    )


def _apply(
    target: Meter | MeterInstallation, row: NewMeter, names: tuple[str, ...]
) -> dict[str, object]:
    difference: dict[str, object] = {}
    for name in names:
        before, value = getattr(target, name), getattr(row, name)
        if before != value:
            difference[name] = [primitive(before), primitive(value)]
            setattr(target, name, value)
    return difference


def _updates(
    changes: dict[str, dict[str, object]], meters: dict[str, Meter], new: set[str]
) -> list[AuditEntry]:
    return [
        AuditEntry(
            action="metering.meter_corrected", object_type="meter", object_id=meters[number].pk,
            object_label=number, changes=difference,
        )
        for number, difference in changes.items()
        if number not in new
    ]  # fmt: skip
