"""Events: delivered once, in order, and again after a failure."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gridhall.foundation.identity.selectors import EMPTY_SCOPE, Scope
from gridhall.foundation.outbox import registry, selectors, services
from gridhall.foundation.outbox.models import OutboxDelivery, OutboxEvent

AT = datetime(2026, 1, 5, tzinfo=UTC)
COMPANY = Scope(organisation_ids=frozenset(), everything=True)


@dataclass(frozen=True)
class ThingHappened:
    """An event of the tests."""

    name: ClassVar[str] = "test.thing.happened"
    thing: str
    number: int

    @property
    def aggregate(self) -> str:
        return f"thing:{self.thing}"


@pytest.fixture
def heard(monkeypatch):
    """Return the (thing, number) pairs that a subscriber heard."""
    monkeypatch.setattr(registry, "_subscribers", type(registry._subscribers)(dict))
    found: list[tuple[str, int]] = []

    def listen(payload):
        found.append((payload["thing"], payload["number"]))

    registry.subscribe(ThingHappened.name, listen)
    return found


def _publish(thing, number):
    return services.publish(ThingHappened(thing, number), at=AT)


@pytest.mark.django_db
def test_is_delivered_once(heard):
    _publish("a", 1)

    assert services.deliver_pending() == 1
    assert services.deliver_pending() == 0
    assert heard == [("a", 1)]


@pytest.mark.django_db
def test_a_delivery_that_was_not_noted_is_not_repeated(heard):
    event = _publish("a", 1)
    services.deliver_pending()
    OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=None)

    services.deliver_pending()

    assert heard == [("a", 1)]


@pytest.mark.django_db
def test_an_event_of_a_failed_transaction_never_was(heard):
    try:
        with transaction.atomic():
            _publish("a", 1)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert services.deliver_pending() == 0
    assert heard == []


@pytest.mark.django_db
def test_many_are_published_at_once_and_keep_their_order(heard):
    events = [ThingHappened("a", 1), ThingHappened("b", 2), ThingHappened("a", 3)]

    assert services.publish_many(events, at=AT) == 3
    assert services.publish_many([], at=AT) == 0
    assert services.deliver_pending(limit=2) == 2
    assert services.deliver_pending() == 1
    assert heard == [("a", 1), ("b", 2), ("a", 3)]


@pytest.mark.django_db
def test_a_failure_holds_back_its_aggregate_and_is_tried_again(heard):
    broken = [True]

    def fails(payload):
        if broken[0] and payload["thing"] == "a":
            raise RuntimeError("out of order")

    registry.subscribe(ThingHappened.name, fails)
    for thing, number in (("a", 1), ("b", 2), ("a", 3)):
        _publish(thing, number)

    assert services.deliver_pending() == 1
    stuck = OutboxEvent.objects.get(payload__number=1)
    assert (stuck.attempts, stuck.delivered_at) == (1, None)
    assert "RuntimeError" in stuck.last_error
    assert OutboxEvent.objects.get(payload__number=3).attempts == 0

    broken[0] = False
    assert services.deliver_pending() == 0  # not before its time
    assert services.deliver_pending(clock=lambda: timezone.now() + timedelta(seconds=11)) == 2
    assert heard == [("a", 1), ("b", 2), ("a", 3)]  # the healthy subscriber heard each once


@pytest.mark.django_db
def test_what_a_failing_subscriber_wrote_is_undone(heard):
    def fails(payload):
        OutboxEvent.objects.filter(payload__number=1).update(aggregate="spoilt")
        raise RuntimeError

    registry.subscribe(ThingHappened.name, fails)
    _publish("a", 1)
    services.deliver_pending()

    assert OutboxEvent.objects.get().aggregate == "thing:a"
    assert OutboxDelivery.objects.count() == 1  # the healthy one


@pytest.mark.django_db
def test_a_given_up_event_waits_for_a_person(heard):
    event = _publish("a", 1)
    _publish("a", 2)
    OutboxEvent.objects.filter(pk=event.pk).update(attempts=services.MAX_ATTEMPTS)

    assert services.deliver_pending() == 0
    assert services.retry_failed() == 1
    assert services.deliver_pending() == 2
    assert heard == [("a", 1), ("a", 2)]


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_keep_the_order_and_deliver_once(heard):
    started, go_on = threading.Event(), threading.Event()
    order = []

    def slow(payload):
        if payload["number"] == 1:
            started.set()
            assert go_on.wait(10)
        order.append(payload["number"])

    registry.subscribe(ThingHappened.name, slow)
    services.publish_many([ThingHappened("a", 1), ThingHappened("a", 2)], at=AT)

    def deliver():
        try:
            services.deliver_pending()
        finally:
            connection.close()

    first = threading.Thread(target=deliver)
    first.start()
    assert started.wait(10)
    second_finished = services.deliver_pending()  # the first is still at event 1
    go_on.set()
    first.join(20)

    assert second_finished == 0
    assert order == [1, 2]
    assert OutboxEvent.objects.filter(delivered_at__isnull=True).count() == 0


@pytest.mark.django_db
def test_a_failing_event_is_tried_less_and_less_often(heard):
    def fails(payload):
        raise RuntimeError

    registry.subscribe(ThingHappened.name, fails)
    event = _publish("a", 1)
    waits, at = [], AT
    for _ in range(services.MAX_ATTEMPTS):
        services.deliver_pending(clock=lambda: at)  # noqa: B023 - called before the next round
        event.refresh_from_db()
        waits.append((event.next_attempt_at - at).total_seconds())
        at = event.next_attempt_at

    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600]
    assert services.deliver_pending(clock=lambda: at + timedelta(days=1)) == 0  # given up


@pytest.mark.django_db
def test_the_outbox_in_figures(heard):
    for thing, number in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        _publish(thing, number)
    OutboxEvent.objects.filter(payload__number=1).update(attempts=2)
    OutboxEvent.objects.filter(payload__number=2).update(attempts=services.MAX_ATTEMPTS)

    state = selectors.state()

    assert (state.fresh, state.failing, state.given_up) == (1, 1, 1)
    assert [one.status for one in selectors.waiting_page(scope=COMPANY).rows] == [
        "FAILING", "GIVEN_UP", "WAITING", "WAITING",
    ]  # fmt: skip
    assert [one.id for one in selectors.waiting_page(scope=COMPANY, text="thing:c").rows]
    assert selectors.waiting_page(scope=EMPTY_SCOPE).rows == ()
