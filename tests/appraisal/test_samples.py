"""Samples: drawn so that anybody can draw again, scored by somebody else, seen by the person."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gridhall.appraisal import selectors, services, subscribers
from gridhall.appraisal.errors import (
    AlreadyDrawn,
    AppraisalNotFound,
    MarkMissing,
    MonthNotOver,
    NothingToDraw,
    SampleAlreadyScored,
    ScoreCardFaulty,
    UnableToScoreOwnWork,
)
from gridhall.appraisal.models import ClosedWork, QualitySample, SampleDraw
from gridhall.appraisal.services import NewCard, NewSamplePlan
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.selectors import EMPTY_SCOPE
from gridhall.foundation.messages.models import Message

from .builders import AT, FEBRUARY, MARKS, WHOLE, drawn, scored, work


def test_each_person_gets_her_share_within_the_bounds(made: Any) -> None:
    work(made, "agent", 100)
    work(made, "agent-two", 1, start=200)

    draw = drawn(made)

    counts = Counter(QualitySample.objects.values_list("person__username", flat=True))
    assert counts == {"agent": 5, "agent-two": 1}  # 5 %, and all of too little
    assert (draw.population, draw.people, draw.seed) == (101, 2, "s")
    assert AuditEvent.objects.get(action="appraisal.samples_drawn").changes["seed"] == "s"


def test_the_same_seed_draws_the_same_work_again(made: Any) -> None:
    work(made, "agent", 60)
    first = set(drawn(made).samples.values_list("case_ref", flat=True))
    plan = SampleDraw.objects.get().plan

    from gridhall.appraisal.services._samples import drawn_from

    again = {one.case_ref for one in drawn_from(ClosedWork.objects.all(), plan=plan, seed="s")}
    other = {one.case_ref for one in drawn_from(ClosedWork.objects.all(), plan=plan, seed="t")}
    assert first == again
    assert first != other


def test_nobody_draws_twice_or_too_early_or_elsewhere(made: Any) -> None:
    work(made, "agent", 5)

    with pytest.raises(MonthNotOver):
        drawn(made, month=date(2026, 3, 1))
    with pytest.raises(NothingToDraw):
        drawn(made, month=date(2026, 1, 1))
    with pytest.raises(AppraisalNotFound):
        drawn(made, scope=EMPTY_SCOPE)
    drawn(made)
    for unit in ("10", "11", "00"):
        with pytest.raises(AlreadyDrawn):
            drawn(made, organisation_id=made.units[unit].pk)


@pytest.mark.requirement("R59")
def test_a_sample_is_scored_by_the_card_and_the_person_is_told(made: Any) -> None:
    work(made, "agent", 3)
    sample = drawn(made).samples.first()

    done = scored(made, sample)

    # 25 + 25 + 20 · 3/4 + 20 · 2/4 + 10
    assert done.points == Decimal("85.00")
    told = Message.objects.get(template="appraisal.sample_scored")
    assert told.employee_id == made.people["agent"].pk
    own = selectors.own_sample(pk=sample.pk, person_id=made.people["agent"].pk)
    assert own is not None
    assert own.sample.comment.endswith("答复依据不全")
    rules = {one.code: [rule["zh"] for rule in one.rules] for one in own.criteria}
    assert any("不打断" in rule for rule in rules["listens"])
    assert any("刺激性" in rule for rule in rules["no_provocation"])
    assert any("敷衍性" in rule for rule in rules["no_provocation"])
    services.mark_seen(pk=sample.pk, person_id=made.people["agent-two"].pk, at=AT)
    assert QualitySample.objects.get(pk=sample.pk).seen_at is None


def test_nobody_scores_her_own_work_or_twice_or_half(made: Any) -> None:
    work(made, "inspector", 3)
    work(made, "agent", 3, start=50)
    drawn(made)
    own = QualitySample.objects.filter(person=made.people["inspector"]).first()
    other = QualitySample.objects.filter(person=made.people["agent"]).first()

    with pytest.raises(UnableToScoreOwnWork):
        scored(made, own)
    with pytest.raises(MarkMissing):
        scored(made, other, {**MARKS, "polite": "5"})
    with pytest.raises(IntegrityError), transaction.atomic():
        QualitySample.objects.filter(pk=own.pk).update(inspector=own.person_id)
    scored(made, other)
    with pytest.raises(SampleAlreadyScored):
        scored(made, other)


def test_the_comment_is_encrypted_and_others_do_not_see_it(made: Any) -> None:
    work(made, "agent", 1)
    sample = scored(made, drawn(made).samples.first())

    with connection.cursor() as cursor:
        cursor.execute("SELECT comment FROM appraisal_qualitysample WHERE id = %s", [sample.pk])
        stored = bytes(cursor.fetchone()[0])
    assert "赵某甲".encode() not in stored
    assert selectors.own_sample(pk=sample.pk, person_id=made.people["agent-two"].pk) is None
    assert selectors.sample_of(scope=EMPTY_SCOPE, pk=sample.pk) is None
    assert "赵某甲" not in str(list(AuditEvent.objects.values_list("changes", flat=True)))


def test_work_is_noted_from_the_event_and_sealed_reports_are_not(made: Any) -> None:
    event = {
        "case_id": 7, "number": "9559800000007", "kind": "COMPLAINT", "category": "SERVICE",
        "channel": "PHONE", "organisation_id": made.units["11"].pk, "finding": "JUSTIFIED",
        "handler_id": made.people["agent"].pk, "sealed": False,
        "closed_at": "2026-02-03T10:00:00+00:00", "event_id": "x",
    }  # fmt: skip
    subscribers.on_case_closed(event)
    subscribers.on_case_closed({**event, "finding": "UNJUSTIFIED"})  # closed again
    subscribers.on_case_closed({**event, "case_id": 8, "sealed": True})
    subscribers.on_case_closed({**event, "case_id": 9, "handler_id": None})

    assert [(one.case_ref, one.finding) for one in ClosedWork.objects.all()] == [
        (7, "UNJUSTIFIED")
    ]  # fmt: skip


GOOD = {"code": "a", "zh": "甲", "en": "a", "weight": 100}


@pytest.mark.parametrize(
    "criteria",
    [
        [{**GOOD, "weight": 99}], [GOOD, {**GOOD, "code": "b"}], [GOOD, GOOD],
        [{**GOOD, "code": ""}], [{**GOOD, "en": ""}], [{**GOOD, "weight": "100"}], [],
    ],
    ids=["99", "200", "twice", "no code", "no words", "text", "none"],
)  # fmt: skip
def test_a_faulty_card_is_refused(made: Any, criteria: list[dict[str, Any]]) -> None:
    with pytest.raises(ScoreCardFaulty):
        services.draft_card(
            new=NewCard(
                code="x", title_zh="x", title_en="x", criteria=criteria, source="x"
            ), by_id=None, at=AT,
        )  # fmt: skip


def test_a_unit_may_have_a_plan_of_its_own(made: Any) -> None:
    work(made, "agent", 10)
    services.add_sample_plan(
        new=NewSamplePlan(
            card_code="service", organisation_id=made.units["10"].pk, share_percent=Decimal(40),
            at_least=1, at_most=3, source="浙江公司决定", valid_from=date(2026, 1, 1),
        ), scope=WHOLE(), by_id=made.people["supervisor"].pk, at=AT,
    )  # fmt: skip

    assert drawn(made, month=FEBRUARY).samples.count() == 3
