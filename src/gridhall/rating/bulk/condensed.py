"""Many tariffs for the price of about two scans: read the quarter-hours once, keep a sum for each.

For each account and each class of day (working day, holiday, …) the energy of each
quarter-hour is added up over the month. Every further calendar then only adds up columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from gridhall.kernel.errors import GridHallError
from gridhall.rating.bulk.layout import columns
from gridhall.rating.bulk.loads import Loads, joined, loads_by_slot
from gridhall.rating.bulk.plan import IntervalPlan


class OtherMonth(GridHallError):
    """Plans that are compared must be for the same days."""

    code = "PLANS_OF_OTHER_DAYS"
    template = "The plan of {price_class} is for other days than the condensed loads"


@dataclass(frozen=True, kw_only=True, slots=True)
class Condensed:
    """Hold the loads of accounts by class of day and quarter-hour.

    ``classes`` tells for each class of day which days are in it; ``loads.wh`` has a row for each
    class and quarter-hour, class by class.
    """

    first_plan: IntervalPlan
    classes: tuple[tuple[int, ...], ...]
    loads: Loads


def classes_of(plans: Sequence[IntervalPlan]) -> tuple[tuple[int, ...], ...]:
    """Return the days grouped so that within a group no plan tells days apart."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for day in range(plans[0].days):
        groups.setdefault(tuple(plan.kinds[day] for plan in plans), []).append(day)
    return tuple(tuple(days) for days in groups.values())


def condense(batches: Iterable[pa.RecordBatch], plans: Sequence[IntervalPlan]) -> Condensed:
    """Return the loads of all accounts ready for any of the plans; raises ``OtherMonth``."""
    for plan in plans:
        _refuse_other_days(plan, plans[0])
    classes = classes_of(plans)
    finest = _finest(plans[0], classes)
    return Condensed(
        first_plan=plans[0],
        classes=classes,
        loads=joined(loads_by_slot(batch, finest) for batch in batches),
    )


def loads_for(condensed: Condensed, plan: IntervalPlan) -> Loads:
    """Return the loads by the periods of a plan; equal to a scan of the readings with it."""
    _refuse_other_days(plan, condensed.first_plan)
    found = condensed.loads
    wh = np.zeros((len(plan.periods), len(found.accounts)), np.int64)
    for number, days in enumerate(condensed.classes):
        kinds = {plan.kinds[day] for day in days}
        if len(kinds) > 1:  # a plan that was not among those condensed for
            raise OtherMonth(price_class=plan.price_class)
        for slot, period in enumerate(plan.slots[kinds.pop()]):
            wh[period] += found.wh[number * plan.slots_a_day + slot]
    return Loads(
        accounts=found.accounts, days=found.days, wh=wh, largest=found.largest, faulty=found.faulty
    )


def _finest(plan: IntervalPlan, classes: tuple[tuple[int, ...], ...]) -> IntervalPlan:
    """Return a plan in which every quarter-hour of every class of day is a period of its own."""
    slots = plan.slots_a_day
    kind_of = {day: number for number, days in enumerate(classes) for day in days}
    return IntervalPlan(
        price_class="",
        first=plan.first,
        kinds=tuple(kind_of[day] for day in range(plan.days)),
        periods=tuple(f"{kind}-{name}" for kind in range(len(classes)) for name in columns(slots)),
        slots=tuple(tuple(range(kind * slots, (kind + 1) * slots)) for kind in range(len(classes))),
        lines=(),
        decimals=0,
        rounding="half_up_fen",
    )


def _refuse_other_days(plan: IntervalPlan, first: IntervalPlan) -> None:
    if (plan.first, plan.days, plan.slots_a_day) != (first.first, first.days, first.slots_a_day):
        raise OtherMonth(price_class=plan.price_class)
