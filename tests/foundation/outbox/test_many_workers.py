"""Several workers, one killed, a subscriber that fails: each event once, in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.outbox import errors, selectors, services
from gridhall.foundation.outbox.models import OutboxEvent
from tests.journeys.test_import_kill import address_of_this_database

from .test_services import ThingHappened

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 1, 5, tzinfo=UTC)
COMPANY = Scope(organisation_ids=frozenset(), everything=True)
THINGS, EVENTS, WORKERS = [f"t{n}" for n in range(12)] + ["bad"], 25, 3


@pytest.fixture(autouse=True)
def _tables() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_heard (id bigserial, thing text, number int)")
        cursor.execute("CREATE TABLE test_mended (since timestamptz)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE test_heard, test_mended")


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[str]]]:
    """Start the deliverers; none is left at the end."""
    script = Path(__file__).with_name("deliverer.py")
    found = [
        subprocess.Popen(
            [sys.executable, str(script)],
            env={**os.environ, "DATABASE_URL": address_of_this_database()},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        for _ in range(WORKERS)
    ]  # fmt: skip
    for one in found:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    yield found
    for one in found:
        one.kill()
        one.wait(timeout=10)


def heard() -> dict[str, list[int]]:
    """Return the numbers heard of each thing in the order in which they were heard."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT thing, number FROM test_heard ORDER BY id")
        found = defaultdict(list)
        for thing, number in cursor.fetchall():
            found[thing].append(number)
    return dict(found)


def publish_all(first: int) -> None:
    """Publish every second event of every thing, each in a transaction of its own."""
    for number in range(first, EVENTS, 2):
        with transaction.atomic():
            for thing in THINGS:
                services.publish(ThingHappened(thing, number), at=AT)
    connection.close()


def wait_until_quiet(left: int) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        if OutboxEvent.objects.filter(delivered_at__isnull=True).count() == left:
            return
        time.sleep(0.1)
    pytest.fail(f"{selectors.state()} is left after 90 s")


def test_each_event_once_and_in_order_through_a_kill_and_a_failing_subscriber(
    workers: list[subprocess.Popen[str]],
) -> None:
    publishers = [threading.Thread(target=publish_all, args=[first]) for first in (0, 1)]
    for one in publishers:
        one.start()
    assert workers[0].stdout is not None
    workers[0].stdout.readline()  # it is at work
    workers[0].send_signal(signal.SIGKILL)
    for one in publishers:
        one.join(60)

    order = written_order()
    held_back = order["bad"][order["bad"].index(5) :]
    wait_until_quiet(left=len(held_back))

    before = heard()
    assert {name: numbers for name, numbers in before.items() if name != "bad"} == {
        name: numbers for name, numbers in order.items() if name != "bad"
    }
    # the healthy subscriber heard the event; what follows it waits
    assert before["bad"] == order["bad"][: order["bad"].index(5) + 1]
    (stuck,) = selectors.waiting_page(scope=COMPANY, status="FAILING").rows
    assert (stuck.attempts >= 1, stuck.held_back) == (True, len(held_back) - 1)
    assert stuck.next_attempt_at is not None
    assert "RuntimeError" in stuck.last_error
    assert "138" not in stuck.last_error

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO test_mended VALUES (now())")
    services.retry_event(pk=stuck.id, actor_id=None, at=AT, reason="故障已排除")
    wait_until_quiet(left=0)

    assert heard() == order  # nothing twice, nothing lost, nothing out of order
    assert AuditEvent.objects.get().action == "outbox.retried"
    with pytest.raises(errors.EventNotWaiting):
        services.retry_event(pk=stuck.id, actor_id=None, at=AT, reason="再试一次")


def written_order() -> dict[str, list[int]]:
    """Return the numbers of each thing in the order in which they were written."""
    found = defaultdict(list)
    for row in OutboxEvent.objects.order_by("pk"):
        found[row.payload["thing"]].append(row.payload["number"])
    return dict(found)


def test_an_event_waits_for_a_transaction_that_began_before_it() -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            services.publish(ThingHappened("a", 1), at=AT)
            began.set()
            assert go_on.wait(20)
        connection.close()

    first = threading.Thread(target=slow_writer)
    first.start()
    assert began.wait(20)
    with transaction.atomic():
        services.publish(ThingHappened("a", 2), at=AT)

    too_early = services.deliver_pending()
    go_on.set()
    first.join(20)

    assert too_early == 0
    assert services.deliver_pending() == 2
    assert list(
        OutboxEvent.objects.order_by("delivered_at").values_list("payload__number", flat=True)
    ) == [1, 2]


def test_an_event_restored_from_another_server_is_delivered() -> None:
    services.publish(ThingHappened("a", 1), at=AT)
    OutboxEvent.objects.update(transaction=2**60)

    assert services.deliver_pending() == 1
