"""Surveys and appraisals behind the doors: of one region, seen by nobody of the other."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gridhall.appraisal import services as appraisal
from gridhall.appraisal.models import AppraisalResult, ScoreCard
from gridhall.engagement import services as surveys
from gridhall.engagement.models import Questionnaire
from gridhall.engagement.services import ClosedCase, NewPlan
from gridhall.foundation.identity import selectors as identity
from tests.workbench import town

DAY = timedelta(days=1)


def made(account_id: int, unit: str) -> dict[str, Any]:
    """Return a plan, open and answered surveys, a follow-up, samples, a run and an objection."""
    return {**_surveys(account_id, unit), **_appraisal(unit)}


def _surveys(account_id: int, unit: str) -> dict[str, Any]:
    now, whole = timezone.now(), identity.whole_company()
    place = identity.organisation_by_code(code=unit)
    assert place is not None
    plan = surveys.create_plan(
        new=NewPlan(
            name="门后的计划", questionnaire_code="after_case", kind="AFTER_CASE",
            share_percent=Decimal(100), min_days_between=0, expires_after_days=30,
            source="测试", valid_from=date(2026, 1, 1), organisation_id=place.pk,
        ), scope=whole, by_id=None, at=now,
    )  # fmt: skip
    agent = town.user(f"HOTLINE_AGENT-{unit}")
    asked = [
        surveys.invite_after_case(
            case=ClosedCase(
                case_id=number, number=f"99{number}", kind="COMPLAINT", category="SERVICE",
                channel="PHONE", area="URBAN", organisation_id=place.pk, account_id=account_id,
                handler_id=agent.pk,
            ), at=now,
        ) for number in (900001, 900002)
    ]  # fmt: skip
    assert asked[0] is not None
    assert asked[1] is not None
    answer = surveys.answer_invitation(
        invitation_id=asked[0].pk, channel="PORTAL", values={"overall": "1", "words": "慢"},
        language="zh", at=now,
    )  # fmt: skip
    follow_up = surveys.open_follow_up(answer_id=answer.pk, at=now)
    draft = Questionnaire.objects.create(
        code="draft", version=1, kind="AFTER_CASE", title_zh="草稿", title_en="Draft",
        created_at=now, questions=[{"code": "overall", "kind": "SCALE", "zh": "问", "en": "Q"}],
    )  # fmt: skip
    return {
        "survey_plan": plan.pk, "open_survey": asked[1].pk, "answer": answer.pk,
        "follow_up": follow_up.pk, "questionnaire": draft.pk,
        "survey_token": surveys.new_link(invitation_id=asked[1].pk, at=now).rpartition("/")[2],
    }  # fmt: skip


def _appraisal(unit: str) -> dict[str, Any]:
    """Have January worked out, sampled and published in one region."""
    whole, place = identity.whole_company(), identity.organisation_by_code(code=unit)
    assert place is not None
    now = timezone.now()
    agent, clerk = town.user(f"HOTLINE_AGENT-{unit}"), town.user(f"SERVICE_SUPERVISOR-{unit}")
    month = date(2026, 1, 1)
    appraisal.note_closed_work(
        case_id=900003, number="99900003", kind="CONSULTATION", channel="PHONE", finding="",
        person_id=agent.pk, organisation_id=place.pk, closed_at=town.NOW - 20 * DAY,
    )  # fmt: skip
    draw = appraisal.draw_samples(
        organisation_id=place.pk, month=month, scope=whole, by_id=clerk.pk, at=now
    )
    periods = [(month, date(2026, 1, 31)), (date(2025, 12, 1), date(2025, 12, 31))]
    runs = [
        appraisal.start_run(
            organisation_id=place.pk, first=first, last=last, scope=whole, by_id=clerk.pk, at=now
        )
        for first, last in periods
    ]
    for run in runs:
        appraisal.work_run(run_id=run.pk, at=now)
    appraisal.publish_run(pk=runs[0].pk, by_id=town.user(f"DIRECTOR-{unit}").pk, at=now)
    result = AppraisalResult.objects.get(run=runs[0], person=agent)
    objection = appraisal.file_objection(
        result_id=result.pk, part="RATINGS", reason="不是我办的", person_id=agent.pk, at=now
    )
    return {
        "sample": draw.samples.get().pk, "appraisal_run": runs[1].pk, "appraisal": result.pk,
        "objection": objection.pk, "score_card": ScoreCard.objects.first().pk,  # type: ignore[union-attr]
    }  # fmt: skip
