"""Runs: frozen inputs, explained numbers, two people, objections that replace and never edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gridhall.appraisal import formula, selectors, services, standards_source
from gridhall.appraisal.errors import (
    AppraisalNotFound,
    CorrectionFaulty,
    ObjectionDecided,
    ObjectionTooLate,
    ObjectionWaits,
    PeriodNotOver,
    PeriodTaken,
    ReasonNeeded,
    ResultReplaced,
    RunNotReady,
    UnableToDecideObjection,
    UnableToScoreOwnWork,
    WeightsWrong,
)
from gridhall.appraisal.models import (
    AppraisalLine,
    AppraisalResult,
    AppraisalRun,
    AppraisalScheme,
    Objection,
    QualitySample,
)
from gridhall.appraisal.services import Correction, NewRecognition, NewScheme
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.errors import UnableToDecideOwnRequest
from gridhall.foundation.identity.selectors import EMPTY_SCOPE
from gridhall.foundation.messages.models import Message

from . import builders
from .builders import AT, FIRST, LAST, WHOLE, published, ratings, run, scored, work

DAY = timedelta(days=1)
NEW = NewScheme(
    valid_from=date(2026, 2, 15), weight_standards=25, weight_ratings=25, weight_samples=25,
    weight_complaints=25, min_standards=1, min_ratings=1, min_samples=1, min_cases=1,
    min_weight=50, deduction=Decimal(10), objection_days=5, bands=[], source="公司决定",
)  # fmt: skip
SCHEME = formula.Scheme(
    weights={"STANDARDS": 40, "RATINGS": 30, "SAMPLES": 20, "COMPLAINTS": 10},
    enough={"STANDARDS": 10, "RATINGS": 10, "SAMPLES": 2, "COMPLAINTS": 10}, min_weight=60,
    deduction=Decimal(20), bands=({"from": "90", "code": "A"}, {"from": "0", "code": "B"}),
)  # fmt: skip
KNOWN = {
    "STANDARDS": {"total": 40, "good": 38}, "RATINGS": {"total": 12, "good": 10},
    "SAMPLES": {"total": 2, "points": "170.00"}, "COMPLAINTS": {"total": 50, "justified": 1},
}  # fmt: skip


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, made: Any) -> None:
    """Let the clocks say that the agent kept 38 of 40 promises."""
    own = {made.people["agent"].pk: standards_source.Kept(judged=40, met=38)}
    monkeypatch.setattr(standards_source, "kept_by_person", lambda **_: own)


def _result(made: Any, person: str = "agent") -> Any:
    return AppraisalResult.objects.filter(person=made.people[person]).order_by("-revision").first()


def test_a_total_is_worked_out_by_hand() -> None:
    found = formula.worked_out(scheme=SCHEME, given=KNOWN)

    assert [(one.score, one.points) for one in found.lines] == [
        (Decimal("95.00"), Decimal("38.00")), (Decimal("83.33"), Decimal("25.00")),
        (Decimal("85.00"), Decimal("17.00")), (Decimal("80.00"), Decimal("8.00")),
    ]  # fmt: skip
    assert (found.total, found.band, found.weight_used) == (Decimal("88.00"), "B", 100)


@pytest.mark.parametrize(
    ("missing", "total", "weight"),
    [("RATINGS", Decimal("90.00"), 70), ("STANDARDS", Decimal("83.33"), 60), ("", None, 0)],
)
def test_what_is_not_enough_is_left_out_and_not_guessed(
    missing: str, total: Decimal | None, weight: int
) -> None:
    given = {part: ({"total": 1, "good": 1, "points": "100", "justified": 0}
                    if part == missing or not missing else known)
             for part, known in KNOWN.items()}  # fmt: skip

    found = formula.worked_out(scheme=SCHEME, given=given)

    assert (found.total, found.weight_used) == (total, weight)
    left_out = [one.part for one in found.lines if not one.used]
    assert left_out == ([missing] if missing else list(formula.PARTS))


def test_more_complaints_than_points_leave_nothing_below_zero() -> None:
    given = {**KNOWN, "COMPLAINTS": {"total": 50, "justified": 9}}

    assert formula.worked_out(scheme=SCHEME, given=given).lines[3].score == 0


@pytest.mark.requirement("R96", "R98")
def test_a_run_explains_every_number_of_a_person(made: Any, kept: None) -> None:
    work(made, "agent", 20)
    work(made, "agent", 1, start=90, kind="COMPLAINT", finding="JUSTIFIED")
    ratings(made, "agent", 11, 1)
    for sample in builders.drawn(made).samples.all():
        scored(made, sample)

    done = services.work_run(run_id=run(made).pk, at=AT)

    assert done.status == "READY"
    lines = {one.part: one for one in _result(made).lines.all()}
    assert lines["STANDARDS"].given == {"total": 40, "good": 38}
    assert lines["RATINGS"].given == {"total": 12, "good": 11}
    assert lines["SAMPLES"].given == {"total": 2, "points": "170.00"}
    assert lines["COMPLAINTS"].given == {"total": 21, "complaints": 1, "justified": 1}
    # 95 · 0,4 + 91,67 · 0,3 + 85 · 0,2 + 80 · 0,1
    assert _result(made).total == Decimal("38.00") + Decimal("27.50") + 17 + 8
    nothing = _result(made, "agent-two")
    assert (nothing.total, nothing.weight_used) == (None, 0)
    assert not AppraisalLine.objects.filter(result=nothing, used=True).exists()


def test_a_run_that_was_killed_goes_on_with_the_inputs_it_froze(
    made: Any, kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratings(made, "agent", 10, 0)
    found = run(made)

    def killed(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.work_run(run_id=found.pk, at=AT, progress=killed)
    before = AppraisalResult.objects.count()
    ratings(made, "agent", 0, 50, start=100)  # what comes later does not count any more
    services.work_run(run_id=found.pk, at=AT + DAY)
    services.work_run(run_id=found.pk, at=AT + DAY)

    assert before == 1
    people = AppraisalResult.objects.filter(run=found)
    assert people.count() == people.values("person").distinct().count() == 4
    line = _result(made).lines.get(part="RATINGS")
    assert line.given == {"total": 10, "good": 10}


def test_a_unit_is_appraised_once_for_a_period(made: Any) -> None:
    first = run(made)

    assert run(made) == first
    for changes in (
        {"organisation_id": made.units["00"].pk}, {"organisation_id": made.units["11"].pk},
        {"first": date(2026, 2, 28)},
    ):  # fmt: skip
        with pytest.raises(PeriodTaken):
            run(made, **changes)
    assert run(made, organisation_id=made.units["20"].pk) != first
    services.cancel_run(
        pk=first.pk, scope=WHOLE(), reason="期间选错", by_id=made.people["supervisor"].pk, at=AT
    )
    assert run(made).pk != first.pk
    with pytest.raises(PeriodNotOver):
        run(made, last=date(2026, 3, 31))
    with pytest.raises(AppraisalNotFound):
        run(made, scope=EMPTY_SCOPE)


@pytest.mark.requirement("R96")
def test_a_second_person_publishes_and_everybody_is_told(made: Any, kept: None) -> None:
    supervisor, director = made.people["supervisor"].pk, made.people["director"].pk
    found = run(made)
    with pytest.raises(RunNotReady):
        services.ask_publication(pk=found.pk, scope=WHOLE(), reason="二月", by_id=supervisor, at=AT)
    services.work_run(run_id=found.pk, at=AT)
    asked = services.ask_publication(
        pk=found.pk, scope=WHOLE(), reason="二月考核", by_id=supervisor, at=AT
    )
    assert selectors.own_results(person_id=made.people["agent"].pk, on=AT.date()) == []

    with pytest.raises(UnableToDecideOwnRequest):
        approvals.decide(pk=asked.pk, approve=True, decided_by_id=supervisor, at=AT)
    approvals.decide(pk=asked.pk, approve=True, decided_by_id=director, at=AT)

    found.refresh_from_db()
    assert (found.status, found.objections_until) == ("PUBLISHED", date(2026, 3, 11))
    assert Message.objects.filter(template="appraisal.published").count() == 4
    assert len(selectors.own_results(person_id=made.people["agent"].pk, on=AT.date())) == 1


def test_people_see_their_own_and_superiors_their_scope(made: Any, kept: None) -> None:
    published(made)
    pk = _result(made).pk
    ask: Callable[..., Any] = lambda **who: selectors.result_of(pk=pk, on=AT.date(), **who)  # noqa: E731

    assert ask(reader_id=made.people["agent"].pk, scope=None) is not None
    assert ask(reader_id=made.people["agent-two"].pk, scope=None) is None
    assert ask(reader_id=made.people["elsewhere"].pk, scope=EMPTY_SCOPE) is None
    assert ask(reader_id=made.people["director"].pk, scope=WHOLE()) is not None


@pytest.mark.requirement("R98")
def test_an_objection_replaces_the_result_and_edits_nothing(made: Any, kept: None) -> None:
    ratings(made, "agent", 10, 2)
    published(made)
    old = _result(made)
    objection = services.file_objection(
        result_id=old.pk, part="RATINGS", reason="两份评价不是我办的", at=AT + DAY,
        person_id=made.people["agent"].pk,
    )  # fmt: skip

    services.decide_objection(
        pk=objection.pk, correction=Correction(total=10, good=Decimal(10)), answer="属实，已更正",
        scope=WHOLE(), by_id=made.people["director"].pk, at=AT + 2 * DAY,
    )  # fmt: skip

    new = _result(made)
    assert (new.revision, new.replaces_id, new.made_by_id) == (
        1, old.pk, made.people["director"].pk
    )  # fmt: skip
    line = new.lines.get(part="RATINGS")
    assert (line.given["total"], line.given["before"]) == (10, {"total": 12, "good": 10})
    assert line.score == 100
    assert new.lines.get(part="STANDARDS").given == {"total": 40, "good": 38}
    assert old.lines.get(part="RATINGS").given == {"total": 12, "good": 10}
    for change in (
        lambda: AppraisalResult.objects.filter(pk=old.pk).update(total=100),
        lambda: AppraisalLine.objects.filter(result=old).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(ResultReplaced):
        services.file_objection(
            result_id=old.pk, part="STANDARDS", reason="还有", at=AT + DAY,
            person_id=made.people["agent"].pk,
        )  # fmt: skip
    assert Message.objects.filter(template="appraisal.objection_decided").count() == 1


def test_objections_have_a_term_an_owner_and_a_reason(made: Any, kept: None) -> None:
    published(made)
    mine = {"result_id": _result(made).pk, "part": "RATINGS", "reason": "不同意", "at": AT,
            "person_id": made.people["agent"].pk}  # fmt: skip

    for changes, fault in (
        ({"person_id": made.people["agent-two"].pk}, AppraisalNotFound),
        ({"part": "NOTHING"}, AppraisalNotFound), ({"reason": "  "}, ReasonNeeded),
        ({"at": AT + 8 * DAY}, ObjectionTooLate),
    ):  # fmt: skip
        with pytest.raises(fault):
            services.file_objection(**{**mine, **changes})
    row = services.file_objection(**mine)
    with pytest.raises(ObjectionWaits):
        services.file_objection(**mine)
    services.withdraw_objection(pk=row.pk, person_id=made.people["agent"].pk, at=AT)
    assert Objection.objects.get().status == "WITHDRAWN"


def test_who_is_concerned_does_not_decide_and_nobody_twice(made: Any, kept: None) -> None:
    published(made)
    row = services.file_objection(
        result_id=_result(made).pk, part="STANDARDS", reason="时钟记错", at=AT,
        person_id=made.people["agent"].pk,
    )  # fmt: skip
    decide = {"pk": row.pk, "correction": None, "answer": "数据无误", "scope": WHOLE(),
              "by_id": made.people["director"].pk, "at": AT}  # fmt: skip

    for changes, fault in (
        ({"by_id": made.people["agent"].pk}, UnableToDecideObjection),
        ({"by_id": made.people["supervisor"].pk}, UnableToDecideObjection),
        ({"scope": EMPTY_SCOPE}, AppraisalNotFound), ({"answer": ""}, ReasonNeeded),
        ({"correction": Correction(total=3, good=Decimal(4))}, CorrectionFaulty),
        ({"correction": Correction(total=3, good=Decimal("1.5"))}, CorrectionFaulty),
    ):  # fmt: skip
        with pytest.raises(fault):
            services.decide_objection(**{**decide, **changes})
    assert services.decide_objection(**decide).status == "REFUSED"
    with pytest.raises(ObjectionDecided):
        services.decide_objection(**decide)
    assert _result(made).revision == 0


def test_weights_add_up_to_100_in_the_table_too(made: Any) -> None:
    with pytest.raises(WeightsWrong):
        services.add_scheme(
            new=NewScheme(**{**_fields(NEW), "weight_samples": 26}),
            by_id=made.people["supervisor"].pk, at=AT,
        )  # fmt: skip
    row = services.add_scheme(new=NEW, by_id=made.people["supervisor"].pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppraisalScheme.objects.filter(pk=row.pk).update(weight_ratings=26)
    assert selectors.scheme_on(on=date(2026, 2, 14)) != row
    assert run(made).scheme == row  # the period's last day decides


def _fields(new: NewScheme) -> dict[str, Any]:
    return {name: getattr(new, name) for name in NewScheme.__dataclass_fields__}


def test_a_run_is_not_published_by_who_made_it(made: Any) -> None:
    found = services.work_run(run_id=run(made).pk, at=AT)

    with pytest.raises(RunNotReady):
        services.publish_run(pk=found.pk, by_id=made.people["supervisor"].pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppraisalRun.objects.filter(pk=found.pk).update(
            status="PUBLISHED", published_by=found.created_by_id, objections_until=LAST
        )


@pytest.mark.requirement("R97")
def test_praise_and_reproof_are_noted_with_the_customer_who_was_told(made: Any) -> None:
    new = NewRecognition(
        kind="PENALTY", username="agent", on=FIRST, reason="对客户敷衍，扣发当月绩效",
        case_number="9559800000001", customer_told_on=LAST,
    )  # fmt: skip

    row = services.note_recognition(
        new=new, scope=WHOLE(), by_id=made.people["supervisor"].pk, at=AT
    )

    assert selectors.own_recognitions(person_id=made.people["agent"].pk) == [row]
    assert row.customer_told_on == LAST
    with pytest.raises(UnableToScoreOwnWork):
        services.note_recognition(new=new, scope=WHOLE(), by_id=made.people["agent"].pk, at=AT)
    with pytest.raises(AppraisalNotFound):
        services.note_recognition(
            new=new, scope=EMPTY_SCOPE, by_id=made.people["supervisor"].pk, at=AT
        )


def test_samples_scored_after_the_freeze_do_not_count(made: Any) -> None:
    work(made, "agent", 3)
    sample = builders.drawn(made).samples.first()
    services.work_run(run_id=run(made).pk, at=AT - DAY)
    scored(made, sample)

    assert _result(made).lines.get(part="SAMPLES").given["total"] == 0
    assert QualitySample.objects.filter(status="SCORED").count() == 1
