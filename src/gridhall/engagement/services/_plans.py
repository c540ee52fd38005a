"""Plans: whom to ask, begun and ended on a day, never edited."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope

from .. import selectors
from ..errors import NoQuestionnaireInUse, PlanFaulty, SurveyNotFound
from ..models import PlanKind, SurveyPlan

SHARE, REMINDER, ROUND = (
    gettext_noop("Share"), gettext_noop("Reminder"), gettext_noop("Round"),
)  # fmt: skip
NOT_A_SHARE = gettext_noop("it lies above 0 and is at most 100 %")
TOO_LATE = gettext_noop("it must come before the survey expires")
NO_ROUND = gettext_noop("a plan at intervals needs months between rounds and a sample size")
ENDS = gettext_noop("End of the plan")
ENDS_EARLY = gettext_noop("it must come after the first day")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """A plan as it is written; empty lists mean all."""

    name: str
    questionnaire_code: str
    kind: str
    share_percent: Decimal
    min_days_between: int
    expires_after_days: int
    source: str
    valid_from: date
    organisation_id: int | None = None
    reminder_after_days: int | None = None
    case_kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    every_months: int | None = None
    sample_size: int | None = None
    seed: str = ""


@transaction.atomic
def create_plan(*, new: NewPlan, scope: Scope, by_id: int | None, at: datetime) -> SurveyPlan:
    """Begin a plan. Raises PlanFaulty, NoQuestionnaireInUse, SurveyNotFound outside the scope.

    Without a ``seed`` a fresh one is taken and kept with the plan.
    """
    if new.organisation_id is None and not scope.everything:
        raise SurveyNotFound
    if new.organisation_id is not None and not scope.holds(new.organisation_id):
        raise SurveyNotFound
    _check(new)
    if selectors.questionnaire_in_use(code=new.questionnaire_code) is None:
        raise NoQuestionnaireInUse(questionnaire=new.questionnaire_code)
    periodic = new.kind == PlanKind.PERIODIC
    plan = SurveyPlan.objects.create(
        name=new.name, questionnaire_code=new.questionnaire_code, kind=new.kind,
        organisation_id=new.organisation_id, case_kinds=list(new.case_kinds),
        channels=list(new.channels), areas=list(new.areas), share_percent=new.share_percent,
        min_days_between=new.min_days_between, reminder_after_days=new.reminder_after_days,
        expires_after_days=new.expires_after_days,
        every_months=new.every_months if periodic else None,
        sample_size=new.sample_size if periodic else None,
        seed=new.seed or secrets.token_hex(8), source=new.source, valid_from=new.valid_from,
        created_by_id=by_id, created_at=at,
    )  # fmt: skip
    _record("engagement.plan_created", plan, by_id, at)
    return plan


def _check(new: NewPlan) -> None:
    if not 0 < new.share_percent <= 100:
        raise PlanFaulty(field=SHARE, fault=NOT_A_SHARE)
    if new.reminder_after_days and new.reminder_after_days >= new.expires_after_days:
        raise PlanFaulty(field=REMINDER, fault=TOO_LATE)
    if new.kind == PlanKind.PERIODIC and not (new.every_months and new.sample_size):
        raise PlanFaulty(field=ROUND, fault=NO_ROUND)


@transaction.atomic
def end_plan(
    *, pk: int, scope: Scope, valid_to: date, reason: str, by_id: int, at: datetime
) -> SurveyPlan:
    """Let a plan end with that day (the first it does not hold); raises SurveyNotFound."""
    plan = SurveyPlan.objects.select_for_update().filter(pk=pk).first()
    if plan is None or not selectors.may_hold(scope, plan.organisation_id):
        raise SurveyNotFound
    if valid_to <= plan.valid_from:
        raise PlanFaulty(field=ENDS, fault=ENDS_EARLY)
    before, plan.valid_to = plan.valid_to, valid_to
    plan.save(update_fields=["valid_to"])
    _record(
        "engagement.plan_ended", plan, by_id, at, reason=reason,
        changes={"valid_to": [str(before or ""), str(valid_to)]},
    )  # fmt: skip
    return plan


def _record(
    action: str, plan: SurveyPlan, by_id: int | None, at: datetime, *, reason: str = "",
    changes: dict[str, object] | None = None,
) -> None:  # fmt: skip
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="survey_plan", object_id=plan.pk,
        object_label=plan.name, organisation_id=plan.organisation_id, reason=reason,
        changes=changes or {},
    )  # fmt: skip
