"""The appraisal screens: one's own only, numbers explained, two people, objections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.appraisal import services
from gridhall.appraisal.models import (
    AppraisalResult,
    AppraisalRun,
    AppraisalScheme,
    Objection,
    QualitySample,
    Recognition,
)
from gridhall.foundation.identity import selectors as identity
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)


def url(name: str, *args: Any) -> str:
    return reverse(f"workbench:{name}", args=args)


def prepared() -> dict[str, int]:
    """Have January of Zhejiang worked out and published, and samples drawn."""
    unit = identity.organisation_by_code(code="10")
    assert unit is not None
    agent, whole = the_town.user("agent-zj"), identity.whole_company()
    now = timezone.now()
    for number in range(12):
        services.note_closed_work(
            case_id=number, number=f"2026{number:06}", kind="CONSULTATION", channel="PHONE",
            finding="", person_id=agent.pk, organisation_id=unit.pk,
            closed_at=the_town.NOW.replace(month=1, day=10 + number),
        )  # fmt: skip
        services.note_rating(
            answer_id=number, number=f"2026{number:06}", person_id=agent.pk,
            organisation_id=unit.pk, score=5 if number else 1, is_satisfied=bool(number),
            answered_at=the_town.NOW.replace(month=1, day=20),
        )  # fmt: skip
    draw = services.draw_samples(
        organisation_id=unit.pk, month=FIRST, scope=whole,
        by_id=the_town.user("inspector").pk, at=now,
    )  # fmt: skip
    by = the_town.user("supervisor").pk
    run = services.start_run(
        organisation_id=unit.pk, first=FIRST, last=LAST, scope=whole, by_id=by, at=now
    )
    services.work_run(run_id=run.pk, at=now)
    services.publish_run(pk=run.pk, by_id=the_town.user("director").pk, at=now)
    return {
        "run": run.pk, "sample": draw.samples.order_by("pk")[0].pk,
        "result": AppraisalResult.objects.get(run=run, person=agent).pk,
    }  # fmt: skip


LISTS = ["quality_samples", "appraisal_runs", "objections", "recognitions"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_screen_opens_in_both_languages(town: Any, sign_in: Any, language: str) -> None:
    made = prepared()
    boss, agent = sign_in("supervisor", language=language), sign_in("agent-zj", language=language)
    inspector = sign_in("inspector", language=language)
    objection = services.file_objection(
        result_id=made["result"], part="RATINGS", reason="评价对象有误",
        person_id=the_town.user("agent-zj").pk, at=timezone.now(),
    )  # fmt: skip

    for client, path in (
        *((boss, url(name)) for name in LISTS), (boss, url("appraisal_rules")),
        (boss, url("appraisal_run", made["run"])), (boss, url("appraisal_result", made["result"])),
        (boss, url("new_appraisal_run")), (boss, url("new_appraisal_scheme")),
        (boss, url("new_sample_plan")), (boss, url("new_recognition")),
        (inspector, url("draw_samples")), (inspector, url("quality_sample", made["sample"])),
        (agent, url("my_appraisal")), (agent, url("appraisal_result", made["result"])),
        (sign_in("director", language=language), url("objection", objection.pk)),
    ):  # fmt: skip
        response = client.get(path)
        assert response.status_code == 200, path
    for name in LISTS:
        assert boss.get(f"{url(name)}?export=csv").status_code == 200


@pytest.mark.requirement("R96")
def test_a_person_reads_what_every_number_came_from(town: Any, sign_in: Any) -> None:
    made = prepared()

    page = sign_in("agent-zj").get(url("appraisal_result", made["result"])).content.decode()

    assert "12个客户中11个满意" in page or "11" in page
    assert "100 × 11 ÷ 12 = 91.67" in page
    assert "数据不足" in page  # no clock was judged for her


def test_nobody_sees_the_results_of_others(town: Any, sign_in: Any) -> None:
    made = prepared()

    for name, status in (("clerk-zj", 404), ("service-hb", 404), ("director", 200)):
        assert sign_in(name).get(url("appraisal_result", made["result"])).status_code == status
    assert sign_in("clerk-zj").get(url("appraisal_runs")).status_code == 403


@pytest.mark.requirement("R59")
def test_an_inspector_scores_and_the_person_reads_it(town: Any, sign_in: Any) -> None:
    made = prepared()
    sample = QualitySample.objects.get(pk=made["sample"])
    marks = {f"m_{one['code']}": "4" for one in sample.card.criteria}
    path = url("score_sample", sample.pk)

    assert sign_in("supervisor").post(path, marks).status_code == 403
    assert sign_in("inspector").post(path, {**marks, "m_polite": ""}).status_code == 422
    done = sign_in("inspector").post(path, {**marks, "comment": "用语规范"})
    own = sign_in("agent-zj").get(url("own_sample", sample.pk))

    assert done.status_code == 302
    assert "用语规范" in own.content.decode()
    sample.refresh_from_db()
    assert sample.seen_at is not None
    assert sign_in("clerk-zj").get(url("own_sample", sample.pk)).status_code == 404


def test_an_objection_goes_from_the_person_to_the_director(town: Any, sign_in: Any) -> None:
    made = prepared()
    filed = sign_in("agent-zj").post(
        url("file_objection", made["result"]), {"part": "RATINGS", "reason": "有一份不是我办的"}
    )
    row = Objection.objects.get()
    answer = {"uphold": "yes", "total": "11", "good": "11", "answer": "经核实属实"}
    path = url("decide_objection", row.pk)

    assert filed.status_code == 302
    assert sign_in("supervisor").post(path, answer).status_code == 403
    assert sign_in("director").post(path, answer | {"good": ""}).status_code == 422
    assert sign_in("director").post(path, answer | {"good": "12"}).status_code == 422
    assert sign_in("director").post(path, answer).status_code == 302

    new = AppraisalResult.objects.get(revision=1)
    page = sign_in("agent-zj").get(url("appraisal_result", new.pk)).content.decode()
    assert "100 × 11 ÷ 11 = 100" in page
    assert "更正" in page


def test_runs_draws_schemes_and_records_are_made_by_form(town: Any, sign_in: Any) -> None:
    prepared()
    boss = sign_in("supervisor")
    unit = identity.organisation_by_code(code="20")
    assert unit is not None
    period = {"organisation": unit.pk, "first": "2026-01-01", "last": "2026-01-31"}

    assert boss.post(url("new_appraisal_run"), period | {"last": "2999-01-01"}).status_code == 422
    assert boss.post(url("new_appraisal_run"), period).status_code == 302
    run = AppraisalRun.objects.latest("pk")
    boss.post(url("publish_appraisal_run", run.pk), {"reason": "太早"})
    services.work_run(run_id=run.pk, at=timezone.now())
    boss.post(url("publish_appraisal_run", run.pk), {"reason": "一月考核"})
    boss.post(url("cancel_appraisal_run", run.pk), {"reason": "期间选错"})
    run.refresh_from_db()
    assert run.status == "CANCELLED"

    drawn = sign_in("inspector").post(
        url("draw_samples"), {"organisation": unit.pk, "month": "2026-01"}
    )
    assert drawn.status_code == 422  # nobody closed anything there

    scheme = {
        "valid_from": "2026-03-01", "weight_standards": "40", "weight_ratings": "30",
        "weight_samples": "20", "weight_complaints": "11", "min_standards": "1",
        "min_ratings": "1", "min_samples": "1", "min_cases": "1", "min_weight": "50",
        "deduction": "10", "objection_days": "5", "source": "公司决定",
    }  # fmt: skip
    assert boss.post(url("new_appraisal_scheme"), scheme).status_code == 422
    right = boss.post(url("new_appraisal_scheme"), scheme | {"weight_complaints": "10"})
    assert right.status_code == 302
    assert AppraisalScheme.objects.count() == 2

    note = {
        "kind": "REWARD", "username": "agent-zj", "on": "2026-02-01", "reason": "耐心解释阶梯电价",
    }  # fmt: skip
    assert boss.post(url("new_recognition"), note | {"username": "nobody"}).status_code == 422
    assert boss.post(url("new_recognition"), note).status_code == 302
    assert Recognition.objects.get().person == the_town.user("agent-zj")
    assert "耐心解释" in sign_in("agent-zj").get(url("my_appraisal")).content.decode()


@pytest.mark.browser
@pytest.mark.parametrize(
    "options", [{}, {"phone": True, "dark": True}, {"language": "en-GB"}],
    ids=["desk", "phone-dark", "english"],
)  # fmt: skip
def test_the_screens_are_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, options: dict[str, Any]
) -> None:
    made = prepared()
    tag = "-".join(sorted(options)) or "desk"
    for name, who, path in (
        ("mine", "agent-zj", url("my_appraisal")),
        ("result", "agent-zj", url("appraisal_result", made["result"])),
        ("samples", "inspector", url("quality_samples")),
        ("score", "inspector", url("quality_sample", made["sample"])),
        ("run", "director", url("appraisal_run", made["run"])),
        ("rules", "director", url("appraisal_rules")),
    ):
        page = browser_page(user=the_town.user(who), **options)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{name} is wider than the screen"
        screenshot(page, f"appraisal-{name}-{tag}")
