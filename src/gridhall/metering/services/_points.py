"""Recording metering points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gridhall.foundation.audit.services import AuditEntry
from gridhall.foundation.bulk import copy_in
from gridhall.foundation.imports.outcome import Outcome, first_of_each, in_order
from gridhall.foundation.locks import hold_lock
from gridhall.metering.models import UsagePoint
from gridhall.metering.records import NewUsagePoint

from ._audit import primitive, record_import

FIELDS = (
    "supply_point_id", "role", "metering_mode", "voltage", "price_class", "tou", "pf_standard",
    "ratio_percent", "loss_p0_kw", "loss_q0_kvar", "loss_copper_percent", "loss_reactive_percent",
    "feeder", "transformer_area",
)  # fmt: skip


@transaction.atomic
def put_usage_points(
    *, rows: Sequence[NewUsagePoint], at: datetime, actor_id: int | None
) -> list[Outcome]:
    """Record these metering points, or bring them to these values; return one outcome per row.

    CONFLICT: the point belongs to another account, its parent is unknown, a sub point has the
    account of its master (it must be billed to another), or the point stands in ``rows`` twice
    with different values.
    """
    hold_lock("metering.put_usage_points")
    first = first_of_each(rows, _number)
    names = set(first) | {row.parent_mp_no for row in rows if row.parent_mp_no}
    points = {point.mp_no: point for point in UsagePoint.objects.filter(mp_no__in=names)}
    outcomes: dict[str, Outcome] = {}
    updates: list[AuditEntry] = []
    changed: list[UsagePoint] = []
    for generation in _parents_first(first.values()):
        new = []
        for row in generation:
            outcome, change = _judge(row, points)
            outcomes[row.mp_no] = outcome
            if outcome is Outcome.CREATED:
                new.append(_point(row, points))
            elif outcome is Outcome.UPDATED:
                changed.append(points[row.mp_no])
                updates.append(change)
        points |= {point.mp_no: point for point in copy_in(new)}
    UsagePoint.objects.bulk_update(changed, [*FIELDS, "parent"], batch_size=250)
    result = in_order(rows, _number, first, outcomes)
    record_import(
        object_type="usage_points", outcomes=result, updates=updates, at=at, actor_id=actor_id
    )
    return result


def _parents_first(rows: Iterable[NewUsagePoint]) -> tuple[list[NewUsagePoint], ...]:
    listed = list(rows)
    return (
        [row for row in listed if not row.parent_mp_no],
        [row for row in listed if row.parent_mp_no],
    )


def _judge(row: NewUsagePoint, points: dict[str, UsagePoint]) -> tuple[Outcome, AuditEntry]:
    """Bring the stored point, if there is one, to the row's values and say what came of it."""
    nothing = AuditEntry(action="", object_type="")
    if row.parent_mp_no and not _fits(row, points.get(row.parent_mp_no)):
        return Outcome.CONFLICT, nothing
    point = points.get(row.mp_no)
    if point is None:
        return Outcome.CREATED, nothing
    if point.account_id != row.account_id:
        return Outcome.CONFLICT, nothing
    changes = _apply(point, row, points)
    entry = AuditEntry(
        action="metering.usage_point_corrected", object_type="usage_point", object_id=point.pk,
        object_label=point.mp_no, account_id=point.account_id, changes=changes,
    )  # fmt: skip
    return (Outcome.UPDATED if changes else Outcome.UNCHANGED), entry


def _fits(row: NewUsagePoint, parent: UsagePoint | None) -> bool:
    if parent is None:
        return False
    return (parent.account_id == row.account_id) is (row.role != UsagePoint.Role.SUB)


def _apply(
    point: UsagePoint, row: NewUsagePoint, points: dict[str, UsagePoint]
) -> dict[str, object]:
    changes: dict[str, object] = {}
    wanted = {name: getattr(row, name) for name in FIELDS}
    wanted["parent_id"] = points[row.parent_mp_no].pk if row.parent_mp_no else None
    for name, value in wanted.items():
        before = getattr(point, name)
        if before != value:
            changes[name] = [primitive(before), primitive(value)]
            setattr(point, name, value)
    return changes


def _point(row: NewUsagePoint, points: dict[str, UsagePoint]) -> UsagePoint:
    return UsagePoint(
        mp_no=row.mp_no,
        account_id=row.account_id,
        parent=points[row.parent_mp_no] if row.parent_mp_no else None,
        **{name: getattr(row, name) for name in FIELDS},
    )


def _number(row: NewUsagePoint) -> str:
    return row.mp_no
