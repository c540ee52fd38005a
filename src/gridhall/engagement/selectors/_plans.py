"""Plans: which one asks about a case, which round is due, who is in its sample."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope

from .. import sampling
from ..models import PlanKind, SurveyInvitation, SurveyPlan

if TYPE_CHECKING:
    from ..services import ClosedCase

SPARE = 5  # how many times the sample is looked at, for those who were asked lately


def _in_force(on: date) -> QuerySet[SurveyPlan]:
    return SurveyPlan.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on
    )


def plan_for_case(*, case: ClosedCase, on: date) -> SurveyPlan | None:
    """Return the plan that decides about a case: the nearest unit's, of these the newest."""
    everything = identity.whole_company()
    unit = identity.organisation(scope=everything, pk=case.organisation_id)
    if unit is None:
        return None
    fitting = []
    for plan in _in_force(on).filter(kind=PlanKind.AFTER_CASE).select_related("organisation"):
        path = plan.organisation.path if plan.organisation else ""
        if unit.path.startswith(path) and _takes(plan, case):
            fitting.append((len(path), plan.valid_from, plan.pk, plan))
    return max(fitting)[3] if fitting else None


def _takes(plan: SurveyPlan, case: ClosedCase) -> bool:
    return all(
        not wanted or value in wanted
        for wanted, value in (
            (plan.case_kinds, case.kind), (plan.channels, case.channel), (plan.areas, case.area),
        )
    )  # fmt: skip


def plans(*, scope: Scope, on: date, with_ended: bool = False) -> list[SurveyPlan]:
    """Return the plans of the reader's units and of the whole company, the newest first."""
    rows = SurveyPlan.objects.select_related("organisation", "created_by")
    if not with_ended:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    if not scope.everything:
        rows = rows.filter(
            Q(organisation__isnull=True) | Q(organisation_id__in=scope.organisation_ids)
        )
    return list(rows.order_by("-valid_from", "-pk"))


def plan_of(*, scope: Scope, pk: int) -> SurveyPlan | None:
    """Return one plan that the reader may see."""
    row = SurveyPlan.objects.select_related("organisation").filter(pk=pk).first()
    if row is None or (row.organisation_id and not scope.holds(row.organisation_id)):
        return None
    return row


def may_hold(scope: Scope, organisation_id: int | None) -> bool:
    """Tell whether a plan may be changed by who has that scope; company-wide ones by the whole."""
    return scope.everything if organisation_id is None else scope.holds(organisation_id)


def plans_at_intervals(*, on: date) -> list[int]:
    """Return the ids of the plans whose rounds are to be looked at."""
    rows = _in_force(on).filter(kind=PlanKind.PERIODIC)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def round_due(*, plan: SurveyPlan, on: date) -> date | None:
    """Return the first day of the round that runs on that day; None while the plan rests.

    Rounds begin with the plan's first month and every ``every_months`` after it. A round whose
    sample is full stays due and asks nobody any more.
    """
    if on < plan.valid_from or (plan.valid_to and on >= plan.valid_to):
        return None
    step = plan.every_months or 1
    months = (on.year - plan.valid_from.year) * 12 + on.month - plan.valid_from.month
    start = plan.valid_from.year * 12 + plan.valid_from.month - 1 + months // step * step
    return date(start // 12, start % 12 + 1, 1)


def round_sample(*, plan: SurveyPlan, day: date) -> list[int]:
    """Return the accounts to be asked in a round, in the order in which they are tried.

    That order is SHA-256 of seed, round and account; some more than the sample are named, for
    customers who may not be asked again so soon.
    """
    units = (
        identity.subtree_ids(organisation_id=plan.organisation_id)
        if plan.organisation_id
        else identity.whole_company().organisation_ids
    )
    seed = f"{plan.seed}:{day}"
    asked = SurveyInvitation.objects.filter(plan=plan, round=day)
    known = set(asked.values_list("account_id", flat=True))
    found = [
        pk for pk in customers.account_ids_in(organisation_ids=units)
        if pk not in known
        and sampling.is_drawn(seed=f"{seed}:share", number=pk, share_percent=plan.share_percent)
    ]  # fmt: skip
    found.sort(key=lambda pk: sampling.place_of(seed=seed, number=pk))
    return found[: (plan.sample_size or 0) * SPARE]
