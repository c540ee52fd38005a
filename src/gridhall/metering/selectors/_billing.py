"""What the meters of many accounts measured in a period, in the words of the rating engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gridhall.metering.models import UsagePoint
from gridhall.rating import request as rating

from ._reads import (
    Hung,
    Read,
    Reads,
    bounds,
    installations_at,
    midnight,
    points_with_subs,
    reads_between,
    reads_of,
    was_gone,
)

COLUMNS = (
    "pk", "mp_no", "account_id", "account__account_no", "role", "parent__mp_no",
    "parent__account_id", "price_class", "ratio_percent", "loss_p0_kw", "loss_q0_kvar",
    "loss_copper_percent", "loss_reactive_percent",
)  # fmt: skip
ORDER = {register: place for place, register in enumerate(rating.Register)}


def usage_for_billing(
    *, account_ids: Iterable[int], period_start: date, period_end: date
) -> dict[int, list[rating.MeteringPoint]]:
    """Return, for each account that has metering points, what the engine needs of them.

    A master's account also gets the sub points of its masters, which belong to others; a sub
    point is ordinary to its own account. Missing reads are ``None``. Three statements per call.
    """
    accounts = frozenset(account_ids)
    points = list(points_with_subs(accounts).order_by("mp_no").values(*COLUMNS))
    ids = [point["pk"] for point in points]
    hung = installations_at(ids, period_start, period_end)
    reads = reads_between(ids, period_start, period_end)
    result: dict[int, list[rating.MeteringPoint]] = defaultdict(list)
    for point in points:
        meters = tuple(
            use
            for meter in hung.get(point["pk"], [])
            if (use := _meter_use(meter, reads, period_start, period_end)) is not None
        )
        if point["account_id"] in accounts:
            result[point["account_id"]].append(_own(point, meters))
        if point["role"] == UsagePoint.Role.SUB and point["parent__account_id"] in accounts:
            result[point["parent__account_id"]].append(_sub(point, meters))
    return dict(result)


def _own(point: dict[str, Any], meters: tuple[rating.MeterUse, ...]) -> rating.MeteringPoint:
    role = rating.PointRole(point["role"].lower())
    is_ratio = role is rating.PointRole.RATIO
    return rating.MeteringPoint(
        mp_no=point["mp_no"],
        role=rating.PointRole.ORDINARY if role is rating.PointRole.SUB else role,
        account_no=point["account__account_no"],
        parent_mp_no=point["parent__mp_no"] or "" if is_ratio else "",
        meters=meters,
        loss=_loss(point),
        ratio_pct=point["ratio_percent"],
        price_class=point["price_class"],
    )


def _sub(point: dict[str, Any], meters: tuple[rating.MeterUse, ...]) -> rating.MeteringPoint:
    return rating.MeteringPoint(
        mp_no=point["mp_no"],
        role=rating.PointRole.SUB,
        account_no=point["account__account_no"],
        parent_mp_no=point["parent__mp_no"],
        meters=meters,
        price_class=point["price_class"],
    )


def _loss(point: dict[str, Any]) -> rating.TransformerLoss | None:
    p0, q0 = point["loss_p0_kw"], point["loss_q0_kvar"]
    if p0 is None or q0 is None:
        return None
    return rating.TransformerLoss(
        p0_kw=p0,
        q0_kvar=q0,
        load_active_pct=point["loss_copper_percent"] or Decimal(0),
        load_reactive_pct=point["loss_reactive_percent"] or Decimal(0),
    )


def _meter_use(meter: Hung, reads: Reads, start: date, end: date) -> rating.MeterUse | None:
    """Return the meter's registers with their bounding reads; ``None`` if it was gone before."""
    registers = reads_of(meter, reads)
    opens, closes = midnight(start), midnight(end)
    if was_gone(registers.values(), opens):
        return None
    names = {rating.Register.TOTAL, *(rating.Register(name) for name in registers)}
    uses = []
    for name in sorted(names, key=ORDER.__getitem__):
        opening, closing = bounds(registers.get(name, []), opens, closes)
        uses.append(
            rating.RegisterUse(register=name, opening=_read(opening), closing=_read(closing))
        )
    return rating.MeterUse(
        asset_no=meter.asset_no,
        multiplier=meter.multiplier,
        register_int_digits=meter.int_digits,
        registers=tuple(uses),
    )


def _read(read: Read | None) -> rating.Reading | None:
    if read is None:
        return None
    return rating.Reading(
        reading_id=str(read.pk),
        read_at=timezone.localtime(read.read_at, timezone.get_default_timezone()),
        value=read.value,
        reason=read.reason.lower(),
    )
