"""Live screens: one notice after the commit, one listening connection, everybody is woken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from gridhall.foundation import live

pytestmark = pytest.mark.django_db(transaction=True)
CHANNEL = "test_live"
Result = TypeVar("Result")
#: The listening connection of these tests, not those of other databases or other channels.
OURS = """
    FROM pg_stat_activity WHERE query LIKE 'LISTEN%test_live%' AND datname = current_database()
"""
COUNT = "SELECT count(*)" + OURS
END = "SELECT pg_terminate_backend(pid)" + OURS
SLOW = 15.0  # seconds that a busy machine may take


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_told", {})
    monkeypatch.setattr(live, "PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(live, "SETTLE_SECONDS", 0.2)


def _write(times: int = 1, *, fail: bool = False) -> None:
    try:
        with transaction.atomic():
            for _time in range(times):
                live.tell_after_commit(CHANNEL)
            if fail:
                raise RuntimeError
    except RuntimeError:
        pass
    connection.close()


def _run(play: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Play in a thread of its own: the browser tests of this process keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(play())).result()


async def _begun(*bells: asyncio.Event) -> None:
    """Wait until the hub listens: it rings once for what was missed before."""
    for bell in bells:
        await asyncio.wait_for(bell.wait(), SLOW)
        bell.clear()


async def _rings(bell: asyncio.Event, seconds: float) -> int:
    """Count how often the bell rings in this time."""
    count, end = 0, time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            await asyncio.wait_for(bell.wait(), left)
        except TimeoutError:
            break
        bell.clear()
        count += 1
    return count


def _listeners() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return int(cursor.fetchone()[0])


def test_many_writes_ring_every_bell_once_or_twice() -> None:
    async def play() -> tuple[int, ...]:
        hub = live.Hub(CHANNEL)
        async with hub.join() as one, hub.join() as other:
            assert len(hub) == 2
            await _begun(one, other)
            await sync_to_async(_write)(100)
            here = await sync_to_async(_listeners)()
            found = await asyncio.gather(_rings(one, 2.0), _rings(other, 2.0))
        assert len(hub) == 0
        return (here, *found)

    listeners, one, other = _run(play)
    assert listeners == 1
    assert one in (1, 2)
    assert other in (1, 2)


def test_what_is_rolled_back_is_not_told() -> None:
    async def play() -> int:
        hub = live.Hub(CHANNEL)
        async with hub.join() as bell:
            await _begun(bell)
            await sync_to_async(_write)(fail=True)
            return await _rings(bell, 0.5)

    assert _run(play) == 0


def test_a_process_tells_once_in_a_moment_and_the_last_write_is_seen() -> None:
    sent: list[float] = []

    async def play() -> list[float]:
        hub, rung = live.Hub(CHANNEL), []
        async with hub.join() as bell:
            await _begun(bell)
            for _time in range(10):
                await sync_to_async(_write)()
                sent.append(time.monotonic())
                await asyncio.sleep(0.03)
            for _time in range(20):
                if not await _rings(bell, 0.15):
                    continue
                rung.append(time.monotonic())
        return rung

    rung = _run(play)
    assert 1 <= len(rung) <= 4
    assert rung[-1] > sent[-1]


def test_a_lost_connection_is_opened_again(caplog: pytest.LogCaptureFixture) -> None:
    def end_listeners() -> None:
        with connection.cursor() as cursor:
            cursor.execute(END)
        connection.close()

    async def play() -> int:
        hub = live.Hub(CHANNEL)
        async with hub.join() as bell:
            await _begun(bell)
            await sync_to_async(end_listeners)()
            await _begun(bell)  # after a second, and it rings for what was missed
            await sync_to_async(_write)()
            return await _rings(bell, 2.0)

    assert _run(play) in (1, 2)
    assert "not listening to test_live" in caplog.text


def test_a_notice_that_cannot_be_sent_fails_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_more: Any) -> None:
        raise RuntimeError("no notice")

    monkeypatch.setattr(live, "_tell", broken)
    with transaction.atomic():
        live.tell_after_commit(CHANNEL)
    assert "no notice" in caplog.text  # logged, not raised
