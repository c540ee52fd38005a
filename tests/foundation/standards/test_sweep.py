"""The sweep warns, finds what is overdue, goes up the ladder – each once, whatever happens."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.models import Message
from gridhall.foundation.standards import services, tasks
from gridhall.foundation.standards.models import Clock, ClockEvent, Escalation
from gridhall.foundation.workcalendar import services as calendars

from .conftest import at

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str, int]]:
    rows = Message.objects.order_by("id")
    return [(one.template.split(".")[1], one.employee.username, one.params["percent"])
            for one in rows]  # fmt: skip


def test_warned_then_overdue_then_escalated(world, clocks):
    world.signal("received", at(2, 9))  # one hour, warned at half of it

    found = [
        services.sweep(at=at(2, 9, minute, second))
        for minute, second in ((29, 59), (30, 0), (59, 59))
    ]
    found += [services.sweep(at=at(2, 10, m, s)) for m, s in ((0, 0), (0, 1), (0, 2), (30, 1))]

    steps = [(one.warned, one.breached, one.escalated) for one in found]
    assert steps == [
        (0, 0, 0), (1, 0, 0), (0, 0, 0), (0, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1),
    ]  # fmt: skip
    assert told() == [
        ("warning", "clerk", 50), ("overdue", "clerk", 100), ("escalation", "boss", 100),
        ("overdue", "clerk", 150), ("escalation", "boss", 150), ("escalation", "director", 150),
    ]  # fmt: skip
    clock = clocks(at(2, 11))["first_response"]
    assert (clock.met, clock.overdue) == (False, True)


def test_after_a_standstill_everybody_hears_only_the_highest_step(world):
    world.signal("received", at(2, 9))

    found = services.sweep(at=at(3, 9))

    assert (found.warned, found.breached, found.escalated) == (1, 1, 1)
    assert told() == [
        ("overdue", "clerk", 150), ("escalation", "boss", 150), ("escalation", "director", 150),
    ]  # fmt: skip
    assert set(Escalation.objects.values_list("percent", "people")) == {(50, 0), (100, 0), (150, 3)}


def stands_in(world, principal, deputy, *, until=date(2026, 3, 5), accepted=True):
    """Let somebody lend all her roles to another until a day."""
    deputyship = apps.get_model("identity.Deputyship").objects.create(
        principal=principal, deputy=deputy, valid_from=date(2026, 3, 1), valid_to=until,
        status="ACCEPTED" if accepted else "PROPOSED", reason="休假", proposed_by=principal,
        proposed_at=at(1, 9),
    )  # fmt: skip
    for assignment in principal.role_assignments.all():
        apps.get_model("identity.DeputyRole").objects.create(
            deputyship=deputyship, assignment=assignment
        )


def test_who_stands_in_is_told_too(world):
    stands_in(world, world.clerk, world.other)  # holds the matter
    second = world.person("second", "HALL_CLERK", world.hall)
    stands_in(world, world.boss, second)  # holds a role of the ladder
    stands_in(world, world.director, world.person("third", "HALL_CLERK", world.hall),
              accepted=False)  # fmt: skip
    world.signal("received", at(2, 9))

    services.sweep(at=at(2, 9, 30))
    services.sweep(at=at(2, 10, 0, 1))

    assert told() == [
        ("warning", "clerk", 50), ("warning", "other", 50), ("overdue", "clerk", 100),
        ("overdue", "other", 100), ("escalation", "boss", 100), ("escalation", "second", 100),
    ]  # fmt: skip


def test_after_the_last_day_nobody_stands_in_any_more(world):
    stands_in(world, world.clerk, world.other, until=date(2026, 3, 2))
    world.signal("received", at(2, 9))

    services.sweep(at=at(2, 9, 30))

    assert told() == [("warning", "clerk", 50)]


def test_nobody_is_told_about_what_is_paused_or_over(world):
    world.signal("accepted", at(2, 10), case=1)
    world.signal("waiting_customer", at(2, 11), case=1)
    world.signal("accepted", at(2, 10), case=2)
    world.signal("answered", at(2, 11), case=2)
    world.signal("closed", at(2, 12), case=2)

    services.sweep(at=at(30, 9))

    assert told() == []
    assert set(Clock.objects.values_list("next_check_at", flat=True)) == {None}


def test_killed_between_sweep_and_message_neither_loses_nor_doubles(world, monkeypatch):
    for case in range(5):
        world.signal("received", at(2, 9), case=case)
    send = messages.send

    def killed(wanted: Any, **options: Any) -> int:
        send(list(wanted)[:2], **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(messages, "send", killed)
    with pytest.raises(KeyboardInterrupt):
        services.sweep(at=at(2, 9, 40))
    after_kill = (Escalation.objects.count(), len(told()))
    monkeypatch.setattr(messages, "send", send)
    services.sweep(at=at(2, 9, 41))
    services.sweep(at=at(2, 9, 42))

    assert after_kill == (0, 0)
    assert (Escalation.objects.count(), len(told())) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_everything_once(world):
    for case in range(30):
        world.signal("received", at(2, 9), case=case)
    start, found = Barrier(2), []

    def run() -> None:
        start.wait()
        found.append(services.sweep(at=at(2, 9, 40), batch=4))
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    services.sweep(at=at(2, 9, 40))

    assert (Escalation.objects.count(), len(told())) == (30, 30)
    assert sum(one.warned for one in found) <= 30


def test_a_notice_of_holidays_that_comes_late_moves_running_limits(world, clocks):
    services.follow_calendars(at=at(2, 9))
    world.signal("accepted", at(2, 10))
    world.signal("waiting_customer", at(3, 10))
    world.signal("customer_back", at(3, 11))

    change = calendars.Change(at=at(3, 12), actor_id=None)
    calendars.put_day_rule(
        calendar_code="CN", day=at(4, 12).date(), kind="HOLIDAY", source="test", change=change
    )
    moved = services.follow_calendars(at=at(3, 12))
    again = services.follow_calendars(at=at(3, 12))

    assert (moved, again) == (1, 0)
    assert clocks(at(3, 12))["result"].due_at == at(6, 17, 30) + timedelta(days=3, hours=-8)
    assert ClockEvent.objects.filter(event="calendar_changed").count() == 1


def test_the_job_does_both(world, monkeypatch):
    world.signal("received", at(2, 9))
    monkeypatch.setattr(tasks.timezone, "now", lambda: at(2, 9, 45))

    assert tasks.sweep.func(0) == 1
