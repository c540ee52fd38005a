"""Standards come into force by two people, tie with nobody, and are never worse than the floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.errors import UnableToDecideOwnRequest
from gridhall.foundation.standards import profile_files, seeding, selectors, services
from gridhall.foundation.standards.errors import (
    FloorNotComparable,
    InvalidStandard,
    StandardBeginsTooEarly,
    StandardNotDraft,
    StandardTie,
    WorseThanFloor,
)
from gridhall.foundation.standards.models import (
    Clock,
    Profile,
    ProfileInForce,
    ServiceStandard,
    StandardApplication,
)
from gridhall.foundation.standards.services import NewStandard
from gridhall.foundation.standards.services._checks import check_fields, check_neighbours

from .conftest import at

pytestmark = pytest.mark.django_db
NOW = at(2, 9)
TIER = NewStandard(
    profile="source-texts", code="complaint.result.key", clock="result", kind="COMPLAINT",
    grade="I", title_zh="重要客户投诉结果", title_en="Result for key accounts",
    start_events=("accepted",), stop_events=("answered", "closed"),
    pause_events=("waiting_customer", "waiting_third"),
    resume_events=("customer_back", "third_back"), on_reopen="RESTART", unit="WORKING_DAYS",
    target=Decimal(2), source="公司规定", certainty="A", valid_from=date(2026, 3, 3),
    ladder={100: ("SERVICE_SUPERVISOR",)},
)  # fmt: skip


def save(world, new=TIER):
    return services.save_standard(new=new, by_id=world.boss.pk, at=NOW, reason="better for them")


def put(world, new):
    row = save(world, new)
    request = services.request_approval(standard_id=row.pk, by_id=world.boss.pk, at=NOW)
    approvals.decide(pk=request, approve=True, decided_by_id=world.director.pk, at=NOW)
    return row


def test_a_better_tier_comes_into_force_by_a_second_person(world, clocks):
    row = save(world)
    request = services.request_approval(standard_id=row.pk, by_id=world.boss.pk, at=NOW)

    with pytest.raises(UnableToDecideOwnRequest):
        approvals.decide(pk=request, approve=True, decided_by_id=world.boss.pk, at=NOW)
    with pytest.raises(StandardNotDraft):
        save(world)
    approvals.decide(pk=request, approve=True, decided_by_id=world.director.pk, at=NOW)
    world.signal("accepted", at(2, 10), case=1, grade="I")
    world.signal("accepted", at(3, 10), case=2, grade="I")
    world.signal("accepted", at(3, 10), case=3, grade="II")

    row.refresh_from_db()
    assert (row.status, row.approved_by) == ("APPROVED", world.director)
    found = [clocks(at(3, 10), case=case)["result"].standard for case in (1, 2, 3)]
    assert found == ["complaint.result", "complaint.result.key", "complaint.result"]


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"target": Decimal(4)}, WorseThanFloor, "complaint.result"),
        ({"unit": "HOURS", "target": Decimal(80)}, WorseThanFloor, "2026-"),
        ({"unit": "WORKING_HOURS", "target": Decimal(30)}, WorseThanFloor, "complaint.result"),
        ({"start_events": ("dispatched",)}, FloorNotComparable, "start_events"),
        ({"stop_events": ("answered", "proposed")}, FloorNotComparable, "stop_events"),
        ({"grade": ""}, StandardTie, "category, stage, grade"),
        ({"start_events": ("fell_from_heaven",)}, InvalidStandard, "fell_from_heaven"),
        ({"ladder": {100: ("EMPEROR",)}}, InvalidStandard, "EMPEROR"),
        ({"target": Decimal("1.5")}, InvalidStandard, "1.5"),
        ({"target": Decimal(0)}, InvalidStandard, "target"),
        ({"calendar": "MARS"}, InvalidStandard, "MARS"),
        ({"resume_events": ()}, InvalidStandard, "resume_events"),
        ({"stop_events": ("accepted",)}, InvalidStandard, "accepted"),
        ({"valid_from": date(2026, 3, 1)}, StandardBeginsTooEarly, "2026-03-02"),
    ],
)
def test_what_is_wrong_is_refused_and_named(world, change, error, says):
    with pytest.raises(error) as caught:
        save(world, replace(TIER, **change))

    assert says in str(caught.value)
    assert not ServiceStandard.objects.filter(code=TIER.code).exists()


@pytest.mark.parametrize(
    "change", [{"unit": "HOURS", "target": Decimal(8)}, {"unit": "WORKING_HOURS"}, {"floor": True}]
)
def test_what_is_never_worse_is_allowed(world, change):
    assert save(world, replace(TIER, **change)).version == 1


def test_a_floor_is_refused_while_a_tier_lies_under_it(world):
    put(world, TIER)
    floor = replace(TIER, code="complaint.result", grade="", floor=True, target=Decimal(1))

    with pytest.raises(WorseThanFloor, match=r"complaint\.result\.key"):
        save(world, floor)


def test_the_next_version_ends_the_one_before_and_running_clocks_keep_theirs(world, clocks):
    new = replace(TIER, code="complaint.result", grade="", floor=True, target=Decimal(2))
    world.signal("accepted", at(2, 10), case=1)
    second = put(world, new)
    world.signal("accepted", at(3, 10), case=2)

    first = ServiceStandard.objects.get(profile=second.profile, code=second.code, version=1)
    assert (second.version, first.valid_to) == (2, second.valid_from)
    assert [clocks(at(3, 11), case=n)["result"].version for n in (1, 2)] == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceStandard.objects.filter(pk=first.pk).delete()


def test_a_changed_standard_is_put_on_running_clocks_when_asked(world, clocks, monkeypatch):
    monkeypatch.setattr(services._batches, "BATCH", 3)
    for case in range(8):
        world.signal("accepted", at(2, 10), case=case)
    world.signal("waiting_customer", at(2, 16, 30), case=0)
    world.signal("customer_back", at(3, 9), case=0)
    world.signal("answered", at(3, 9), case=7)
    second = put(
        world, replace(TIER, code="complaint.result", grade="", floor=True, target=Decimal(2))
    )

    counted = services.preview_application(standard_id=second.pk, at=at(3, 10))
    act = services.start_application(
        standard_id=second.pk, by_id=world.boss.pk, at=at(3, 10), reason="spring campaign"
    )

    def killed(done: int, total: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.continue_application(pk=act.pk, at=at(3, 10), progress=killed)
    half = StandardApplication.objects.get(pk=act.pk).changed
    done = services.continue_application(pk=act.pk, at=at(3, 10, 1))

    paused = clocks(at(3, 11), case=0)["result"]
    assert (counted, half, done.changed, done.finished_at) == (7, 6, 7, at(3, 10, 1))
    assert (paused.version, paused.due_at) == (2, at(5, 10))
    assert paused.used.total_seconds() == (5 + 2) * 3600
    assert clocks(at(3, 11), case=7)["result"].version == 1
    assert Clock.objects.filter(code="result", standard=second).count() == 7


def test_a_profile_is_chosen_for_what_begins_later(world, clocks):
    world.signal("received", at(2, 9), case=1)
    services.choose_profile(
        code="sgcc", valid_from=date(2026, 3, 3), by_id=world.boss.pk, at=NOW, reason="year 2026"
    )
    services.choose_profile(
        code="source-texts-5wd", valid_from=date(2026, 3, 5), by_id=world.boss.pk, at=NOW,
        reason="trial",
    )  # fmt: skip
    for case, day in ((1, 4), (2, 4), (3, 5)):
        world.signal("accepted", at(day, 10), case=case)

    due = [clocks(at(5, 12), case=case)["result"].due_at for case in (1, 2, 3)]
    assert due == [at(9, 17, 30), at(11, 17, 30), at(12, 17, 30)]
    assert [row.profile.code for row in ProfileInForce.objects.order_by("valid_from")] == [
        "source-texts", "sgcc", "source-texts-5wd",
    ]  # fmt: skip
    with pytest.raises(StandardBeginsTooEarly):
        services.choose_profile(
            code="sgcc", valid_from=date(2026, 3, 1), by_id=world.boss.pk, at=NOW, reason="late"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileInForce.objects.update(reason="another")


def test_shipped_profiles_keep_the_rules_that_people_must_keep(world):
    for row in ServiceStandard.objects.select_related("profile").prefetch_related("ladder"):
        check_fields(row, {step.percent: step.roles for step in row.ladder.all()})
        check_neighbours(row)


@pytest.mark.requirement("R67", "R57", "R73")
def test_numbers_are_data_with_their_source(world):
    seeding.create_profiles(using="default")

    assert set(Profile.objects.values_list("code", flat=True)) == set(profile_files.SHIPPED)
    rows = ServiceStandard.objects.filter(profile__code="source-texts")
    told = {row.code: (f"{row.target.normalize():f} {row.unit}", row.clause) for row in rows}
    assert told["complaint.first_response"] == ("1 HOURS", "4.3.1(2)")
    assert told["complaint.proposal"] == ("24 HOURS", "三(一)2")
    assert told["complaint.result"] == ("3 WORKING_DAYS", "三(三)2")
    assert told["feedback.verify.opinion"] == ("3 WORKING_DAYS", "五(二)1")
    assert told["outage.dispatch"] == ("10 MINUTES", "四(一)2")
    assert told["outage.on_site"] == ("30 MINUTES", "四(一)2")
    assert told["fault.on_site"] == ("4 HOURS", "三(三)1")
    assert told["fault.solution"] == ("24 HOURS", "三(三)1")
    assert told["phone.queue_answer"] == ("30 SECONDS", "三(一)1")
    assert told["chat.first_reply"] == ("1 MINUTES", "三(一)1")
    assert told["demand.response.application"] == ("2 HOURS", "4.2.3(1)")
    assert told["application.review"] == ("3 WORKING_DAYS", "3.2.2(2)")
    guessed = rows.filter(source__contains="待确认").values_list("certainty", flat=True)
    assert set(guessed) == {"UNV"}


def test_a_standard_is_ended_by_two_people(world):
    row = ServiceStandard.objects.get(profile__code="source-texts", code="report.result")
    request = services.request_end(
        standard_id=row.pk, valid_to=date(2026, 4, 1), by_id=world.boss.pk, at=NOW, reason="dropped"
    )
    approvals.decide(pk=request, approve=True, decided_by_id=world.director.pk, at=NOW)

    row.refresh_from_db()
    assert row.valid_to == date(2026, 4, 1)
    assert selectors.told_standard(standard_id=row.pk)[1][1] == row.title
