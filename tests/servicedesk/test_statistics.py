"""Counts beside the period before, weak points by rules, measures and what they brought."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.messages.models import Message
from gridhall.servicedesk import desk_rules, selectors, services
from gridhall.servicedesk.models import Case, Measure, Topic
from gridhall.servicedesk.refusals import (
    DayNotAhead,
    EffectNotDue,
    MeasureInOtherState,
    StepsOpen,
    SupervisorIsOwner,
    UnableToCloseOwnMeasure,
)
from gridhall.servicedesk.selectors import Span, StatFilters

from .desk import Desk

TODAY = date(2026, 3, 31)
MARCH = Span(first=date(2026, 3, 1), last=TODAY)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def cases(desk: Desk, day: date, number: int, topic: Topic | None = None, **more: Any) -> None:
    """Write so many bare cases of one day: only their counts matter here."""
    known = Case.objects.count()
    Case.objects.bulk_create(
        Case(
            number=f"T{known + one}", kind="COMPLAINT", topic=topic, summary="统计",
            category=topic.category if topic else "", channel="PHONE", dedup_key=f"T{known + one}",
            **{"organisation": desk.units["11"], **more},
            received_at=noon(day), registered_at=noon(day),
        )
        for one in range(number)
    )  # fmt: skip


@pytest.fixture
def topics(desk: Desk) -> list[Topic]:
    return selectors.topics(kind="COMPLAINT", on=TODAY)


def test_counts_have_shares_and_the_whole_months_before(desk: Desk, topics: list[Topic]) -> None:
    cases(desk, date(2026, 3, 31), 3, topics[0])
    cases(desk, date(2026, 3, 1), 1, topics[1])
    cases(desk, date(2026, 2, 1), 2, topics[0])
    cases(desk, date(2026, 1, 31), 7, topics[0])
    cases(desk, date(2026, 3, 5), 1, organisation=desk.units["20"])

    found = selectors.counts(scope=desk.scope("boss"), dimension="topic", span=MARCH)

    assert MARCH.before == Span(first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert (found.cases, found.before, found.change) == (4, 2, Decimal(1))
    first, second = found.lines
    assert (first.cases, first.before, first.share) == (3, 2, Decimal("0.75"))
    assert first.change == Decimal("0.5")
    assert second.change is None
    assert selectors.counts(scope=whole_company(), dimension="unit", span=MARCH).cases == 5
    narrow = StatFilters(topic=str(topics[1].pk))
    assert (
        selectors.counts(
            scope=desk.scope("boss"), dimension="channel", span=MARCH, filters=narrow
        ).cases
        == 1
    )
    behind = selectors.cases_behind(scope=desk.scope("boss"), span=MARCH, filters=narrow)
    assert behind.count == 1


@pytest.mark.parametrize("dimension", list(selectors.DIMENSIONS))
def test_every_dimension_can_be_counted_and_adds_up(
    desk: Desk, topics: list[Topic], dimension: str
) -> None:
    cases(desk, date(2026, 3, 2), 2, topics[0])
    cases(desk, date(2026, 3, 3), 1, area="RURAL", finding="JUSTIFIED", grade="LARGE")

    found = selectors.counts(scope=whole_company(), dimension=dimension, span=MARCH)

    assert sum(line.cases for line in found.lines) == found.cases == 3
    shares = [line.share for line in found.lines if line.share is not None]
    assert abs(sum(shares) - 1) < Decimal("1e-20")


def test_other_periods_compare_with_as_many_days_and_the_trend_has_every_step() -> None:
    week = Span(first=date(2026, 3, 9), last=date(2026, 3, 15))
    year = Span(first=date(2025, 1, 1), last=date(2025, 12, 31))

    assert week.before == Span(first=date(2026, 3, 2), last=date(2026, 3, 8))
    assert year.before == Span(first=date(2024, 1, 1), last=date(2024, 12, 31))


@pytest.mark.requirement("R68")
def test_a_weak_point_stands_out_by_rules_that_are_data(desk: Desk, topics: list[Topic]) -> None:
    on = TODAY + timedelta(days=1)
    cases(desk, TODAY, 20, topics[0])
    cases(desk, TODAY - timedelta(days=100), 10, topics[0])
    cases(desk, TODAY, 9, topics[1])  # a great share, but too few
    cases(desk, TODAY, 100)  # no topic yet: no weak point

    found = selectors.weak_points(scope=desk.scope("boss"), on=on)

    point = next(one for one in found if one.rule.code == "COMPLAINT_TOPIC")
    assert [one.line.value for one in found if one.rule is point.rule] == [str(topics[0].pk)]
    assert (point.line.cases, point.line.before, point.cases) == (20, 10, 129)
    assert point.by_growth
    assert not point.by_share
    assert point.figures()["change"] == "1.0000"


def new_measure(desk: Desk, topic: Topic, **changes: Any) -> services.NewMeasure:
    values: dict[str, Any] = {
        "kind": "TRAINING", "title": "营业厅服务礼仪培训", "dimension": "topic",
        "value": str(topic.pk), "organisation_id": desk.units["10"].pk,
        "owner_id": desk.id("boss"), "supervisor_id": desk.id("auditor"),
        "due_on": TODAY + timedelta(days=20), "found": {"kinds": ["COMPLAINT"]},
        "steps": (("排课", TODAY + timedelta(days=5)),), **changes,
    }  # fmt: skip
    return services.NewMeasure(**values)


@pytest.mark.requirement("R68")
def test_a_measure_goes_its_way_and_another_person_judges_it(
    desk: Desk, topics: list[Topic]
) -> None:
    boss, auditor = desk.id("boss"), desk.id("auditor")
    days = desk_rules.effect_rule(on=TODAY).days
    row = services.create_measure(new=new_measure(desk, topics[0]), by_id=boss, at=noon(TODAY))
    act: dict[str, Any] = {"number": row.number, "by_id": boss, "at": noon(TODAY)}
    with pytest.raises(MeasureInOtherState):
        services.report_done(**act)
    services.start_measure(**act)
    with pytest.raises(StepsOpen):
        services.report_done(**act)
    services.finish_step(position=1, **act)
    services.add_note(kind="EVIDENCE", text="签到表已归档", **act)
    services.add_note(kind="SUPERVISION", text="抽查三个厅", **{**act, "by_id": auditor})
    services.report_done(**act)
    with pytest.raises(EffectNotDue):
        services.close_measure(effective=True, reason="效果明显", **{**act, "by_id": auditor})

    cases(desk, TODAY - timedelta(days=1), 20, topics[0])
    cases(desk, TODAY + timedelta(days=1), 8, topics[0])
    cases(desk, TODAY - timedelta(days=days + 1), 50, topics[0])  # outside either period
    later = noon(TODAY + timedelta(days=days + 1))
    with pytest.raises(EffectNotDue):
        services.measure_effect(**{**act, "at": noon(TODAY + timedelta(days=days))})
    effect = services.measure_effect(**{**act, "at": later})

    assert (effect.cases_before, effect.cases_after, effect.verdict) == (20, 8, "BETTER")
    assert effect.before_last - effect.before_first == effect.after_last - effect.after_first
    with pytest.raises(UnableToCloseOwnMeasure):
        services.close_measure(effective=True, reason="效果明显", **{**act, "at": later})
    services.close_measure(
        effective=True, reason="效果明显", **{**act, "at": later, "by_id": auditor}
    )
    file = selectors.measure_of(number=row.number, scope=desk.scope("boss"))
    assert file.measure.status == "CLOSED"
    assert file.measure.effective
    assert [note.code for note in file.notes if note.code] == [
        "closed", "effect_measured", "done", "step_done", "started", "planned"
    ]  # fmt: skip
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        file.measure.notes.update(text="改写")


def test_too_few_cases_tell_nothing_about_a_measure(desk: Desk, topics: list[Topic]) -> None:
    boss = desk.id("boss")
    new = new_measure(desk, topics[0], steps=())
    row = services.create_measure(new=new, by_id=boss, at=noon(TODAY))
    act: dict[str, Any] = {"number": row.number, "by_id": boss, "at": noon(TODAY)}
    services.start_measure(**act)
    services.report_done(**act)
    cases(desk, TODAY - timedelta(days=1), 9, topics[0])

    effect = services.measure_effect(**{**act, "at": noon(TODAY + timedelta(days=120))})

    assert effect.verdict == "TOO_FEW"


def test_owners_are_reminded_once_and_of_a_moved_deadline_again(
    desk: Desk, topics: list[Topic]
) -> None:
    boss = desk.id("boss")
    row = services.create_measure(new=new_measure(desk, topics[0]), by_id=boss, at=noon(TODAY))
    due, late = noon(TODAY + timedelta(days=18)), noon(TODAY + timedelta(days=21))

    for at in (due, due, late, late):
        services.remind_of_measures(at=at)
    services.move_deadline(
        number=row.number, due_on=TODAY + timedelta(days=22), reason="讲师出差", by_id=boss, at=late
    )
    services.remind_of_measures(at=late)

    codes = list(Message.objects.order_by("pk").values_list("template", "employee_id"))
    reminded = [one for one in codes if one[0] != "servicedesk.measure_planned"]
    assert reminded == [
        ("servicedesk.measure_due", boss), ("servicedesk.measure_late", boss),
        ("servicedesk.measure_late", desk.id("auditor")), ("servicedesk.measure_due", boss),
    ]  # fmt: skip


def test_what_does_not_do_for_a_measure_is_refused(desk: Desk, topics: list[Topic]) -> None:
    boss = desk.id("boss")

    with pytest.raises(SupervisorIsOwner):
        services.create_measure(
            new=new_measure(desk, topics[0], supervisor_id=boss), by_id=boss, at=noon(TODAY)
        )
    with pytest.raises(DayNotAhead):
        services.create_measure(
            new=new_measure(desk, topics[0], due_on=TODAY - timedelta(days=1)), by_id=boss,
            at=noon(TODAY),
        )  # fmt: skip
    assert not Measure.objects.exists()
