"""The sweep of the service desk's clocks: how long, how many are told, whether any of them twice.

The clocks are left as they are: what differs is the moment of the sweep, chosen so that of a
hundred running clocks one, then ten have come to a step of their ladder.
"""

from __future__ import annotations

import time
from datetime import datetime

from bench.installation import say
from bench.million.cases import count_from
from bench.report import Figure

RUNNING = "standards_clock WHERE status = 'RUNNING'"


def measure(clocks: int) -> list[Figure]:
    """Sweep up to now, which is no measurement, then to moments at which a share is due."""
    from django.utils import timezone

    from gridhall.foundation.standards import services

    running = count_from("count(*)", RUNNING)
    say(f"sweeps of {running:,} running clocks")
    figures = [
        Figure(
            name="running clocks swept", value=running, unit="clocks", target=f"≥ {clocks:,}",
            met=running >= clocks,
        )
    ]  # fmt: skip
    services.sweep(at=timezone.now())
    for share in (1, 10):
        figures += _one_sweep(share, running * share // 100)
    return figures


def _one_sweep(share: int, due: int) -> list[Figure]:
    from gridhall.foundation.standards import services

    at, before = _moment(due), count_from("count(*)", "messaging_message")
    start = time.perf_counter()
    result = services.sweep(at=at)
    took = time.perf_counter() - start
    told = count_from("count(*)", "messaging_message")
    services.sweep(at=at)
    twice = count_from("count(*)", "messaging_message") - told
    steps = result.warned + result.breached + result.escalated
    return [
        Figure(name=f"sweep, {share} % due", value=took, unit="s", target="≤ 5 s", met=took <= 5),
        Figure(name=f"steps reached, {share} % due", value=steps, unit="steps"),
        Figure(name=f"people told, {share} % due", value=told - before, unit="messages"),
        Figure(name=f"told twice, {share} % due", value=twice, unit="messages", target="0",
               met=twice == 0),
    ]  # fmt: skip


def _moment(due: int) -> datetime:
    """Return when so many clocks have come to a step."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT next_check_at FROM standards_clock WHERE next_check_at IS NOT NULL "
            "ORDER BY next_check_at OFFSET %s LIMIT 1",
            [due],
        )
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment
