"""What the town says about its company, and what came out for the staff of last month.

Made through the services, so every number explains itself; called again it adds nothing. Words and
marks are drawn by a hash of the account: the same town says the same every time.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gridhall.appraisal import selectors as appraisals
from gridhall.appraisal import services as appraisal
from gridhall.engagement import selectors as surveys
from gridhall.engagement import services as survey_services
from gridhall.engagement.services import NewPlan
from gridhall.foundation.identity import selectors as identity

AFTER_CASE, QUARTERLY = "办结回访", "季度满意度调查"
REGION, PEOPLE = "10", ("agent-zj", "clerk-zj", "service-zj", "quality-zj")
FIRST_WORK = 9_000_000  # numbers of finished work brought over from before the town's own cases
DAY = timedelta(days=1)
SAMPLE, ANSWERING = 60, 62  # asked in the round; per cent of them who answer
LOW = (
    "停电没有提前通知，打电话一直占线。", "抄表数不对，跑了两趟营业厅才改。",
    "答复说三天，等了一个多星期。",
)  # fmt: skip
KIND = ("师傅上门很快，谢谢。", "线上办理方便，不用跑腿。", "账单说明看得懂了。")


def survey_town(*, at: datetime) -> None:
    """Ask a round of customers last month, have most of them answer, and appraise the staff."""
    _plans(at)
    _round(at)
    _appraise(at)


def _month_before(at: datetime) -> date:
    last = timezone.localdate(at).replace(day=1) - DAY
    return last.replace(day=1)


def _plans(at: datetime) -> None:
    whole = identity.whole_company()
    known = {plan.name for plan in surveys.plans(scope=whole, on=timezone.localdate(at))}
    first = _month_before(at)
    shared: dict[str, Any] = {
        "min_days_between": 30, "reminder_after_days": 3, "expires_after_days": 30,
        "valid_from": first, "source": "公司规定（演示）",
    }  # fmt: skip
    plans = (
        NewPlan(
            name=AFTER_CASE, questionnaire_code="after_case", kind="AFTER_CASE",
            share_percent=Decimal(100), seed="town", **shared,
        ),
        NewPlan(
            name=QUARTERLY, questionnaire_code="periodic", kind="PERIODIC",
            share_percent=Decimal(100), every_months=3, sample_size=SAMPLE, seed="town", **shared,
        ),
    )  # fmt: skip
    for new in plans:
        if new.name not in known:
            survey_services.create_plan(new=new, scope=whole, by_id=None, at=at)


def _round(at: datetime) -> None:
    """Ask the round of the quarter at the start of last month; the answers come days later."""
    whole = identity.whole_company()
    first = _month_before(at)
    asked_at = at - (timezone.localdate(at) - first)
    for plan in surveys.plans(scope=whole, on=timezone.localdate(at)):
        if plan.name == QUARTERLY:
            survey_services.draw_round(plan_id=plan.pk, at=asked_at)
    page = surveys.open_invitations_page(scope=whole, at=asked_at, limit=500)
    for row in page.rows:
        if row.round is None or row.plan.name != QUARTERLY:
            continue
        place = _place(row.account_id)
        if place % 100 < ANSWERING:
            _answer(row.pk, place // 100, asked_at + timedelta(days=1 + place % 12))


def _answer(invitation_id: int, place: int, at: datetime) -> None:
    """Nine in ten are content; some say why, one way or the other."""
    mood = place % 20
    mark = 1 + mood % 2 if mood < 2 else 3 if mood == 2 else 4 + mood % 2
    values = {"overall": str(mark)}
    for step, code in enumerate(("supply", "bills", "attitude")):
        values[code] = str(max(1, min(5, mark + (place >> step) % 3 - 1)))
    if mark < 3:
        values["words"] = LOW[place % len(LOW)]
    elif mood % 5 == 0:
        values["words"] = KIND[place % len(KIND)]
    survey_services.answer_invitation(
        invitation_id=invitation_id, channel=("LINK", "PORTAL")[place % 2], values=values,
        language="zh", at=at,
    )  # fmt: skip


def _place(number: int) -> int:
    return int.from_bytes(hashlib.sha256(f"town:{number}".encode()).digest()[:6], "big")


def _appraise(at: datetime) -> None:
    """Note last month's finished work, sample and score some, work the region out, publish."""
    whole, first = identity.whole_company(), _month_before(at)
    unit = identity.organisation_by_code(code=REGION)
    staff = [identity.user_by_username(username=name) for name in PEOPLE]
    if unit is None or appraisals.runs_page(scope=whole, limit=1).rows or None in staff:
        return
    for offset, person in enumerate(staff):
        if person is not None:
            _work(person.pk, unit.pk, first, start=FIRST_WORK + 1000 * offset)
    inspector, supervisor = _user("inspector"), _user("supervisor")
    draw = appraisal.draw_samples(
        organisation_id=unit.pk, month=first, scope=whole, by_id=inspector, at=at, seed="town"
    )
    drawn = appraisals.samples_page(
        scope=whole, filters=appraisals.SampleFilters(draw_id=draw.pk), limit=100
    )
    for sample in drawn.rows[:-2]:  # two are left to be scored
        marks = {
            one["code"]: str(4 - (_place(sample.case_ref + number) % 5 == 0))
            for number, one in enumerate(sample.card.criteria)
        }
        appraisal.score_sample(
            pk=sample.pk, marks=marks, comment="用语规范，建议结束前再问一句是否还有其他需要。",
            scope=whole, by_id=inspector, at=at,
        )  # fmt: skip
    last = timezone.localdate(at).replace(day=1) - DAY
    run = appraisal.start_run(
        organisation_id=unit.pk, first=first, last=last, scope=whole, by_id=supervisor, at=at
    )
    appraisal.work_run(run_id=run.pk, at=at)
    appraisal.publish_run(pk=run.pk, by_id=_user("director"), at=at)
    _object(at)


def _object(at: datetime) -> None:
    """The agent does not agree with her ratings; the director has it on her desk."""
    agent = _user("agent-zj")
    for one in appraisals.own_results(person_id=agent, on=timezone.localdate(at))[:1]:
        appraisal.file_objection(
            result_id=one.result.pk, part="RATINGS", person_id=agent, at=at,
            reason="其中一份低分是针对抢修班的，不是我受理的环节。",
        )  # fmt: skip


def _work(person_id: int, unit_id: int, first: date, *, start: int) -> None:
    """Note forty finished pieces of work of a person, and a rating of every second one."""
    zone = timezone.get_current_timezone()
    for number in range(start, start + 40):
        place = _place(number)
        moment = datetime(first.year, first.month, 1 + place % 27, 9 + place % 8, tzinfo=zone)
        complaint = place % 9 == 0
        appraisal.note_closed_work(
            case_id=number, number=f"95598{first:%y%m}{number % 10_000:05}",
            kind="COMPLAINT" if complaint else "CONSULTATION", channel=("PHONE", "HALL")[place % 2],
            finding=("JUSTIFIED", "UNJUSTIFIED")[place % 2] if complaint else "",
            person_id=person_id, organisation_id=unit_id, closed_at=moment,
        )  # fmt: skip
        if number % 2 == 0:
            good = place % 11 > 0
            appraisal.note_rating(
                answer_id=number, number=f"95598{first:%y%m}{number % 10_000:05}",
                person_id=person_id, organisation_id=unit_id, score=5 if good else 2,
                is_satisfied=good, answered_at=moment + timedelta(hours=5),
            )  # fmt: skip


def _user(username: str) -> int:
    """Return the id of somebody of the town; raises KeyError when nobody hired her."""
    found = identity.user_by_username(username=username)
    if found is None:
        raise KeyError(username)
    return found.pk
