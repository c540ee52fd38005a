"""The service desk: registering cases, its lists among a million, the sweep of the clocks."""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any

import psutil

from bench import desk_lists, desk_sweep
from bench.installation import fresh_tables, say
from bench.report import Figure, percentile

SINGLE, CLIENTS, SECONDS = 200, 8, 10


def measure(options: argparse.Namespace) -> list[Figure]:
    """Register, register from eight sides at once, then read among as many cases as asked for."""
    _ensure_town()
    figures = [*_one_by_one(), *_together()]
    _ensure_cases(options.cases, options.clocks)
    return [*figures, *desk_lists.measure(), *desk_sweep.measure(options.clocks)]


def _ensure_town() -> None:
    fresh_tables()
    from django.utils import timezone

    from gridhall.journeys.demo_town import cases, services

    say("the demo town and its cases")
    services.load_town(at=timezone.now())
    cases.tell(at=timezone.now())


def _new(number: int) -> Any:
    from gridhall.customers import selectors as customers
    from gridhall.foundation.identity import selectors as identity
    from gridhall.servicedesk.records import Contact, NewCase

    unit = identity.organisation_by_code(code="11")
    account = customers.account_refs(account_nos=["3311028138"])["3311028138"]
    assert unit is not None
    return NewCase(
        kind="COMPLAINT", topic="BUSINESS", channel="PHONE", organisation_id=unit.pk,
        account_id=account.account_id, summary=f"窗口办理时间过长 {number}",
        text="客户反映窗口排队超过一小时。", contact=Contact(name="赵某丁", phone="15400000145"),
    )  # fmt: skip


def _agent() -> int:
    from gridhall.foundation.identity import selectors as identity

    user = identity.user_by_username(username="agent-zj")
    assert user is not None
    return int(user.pk)


def _one_by_one() -> list[Figure]:
    """Register and route, each in its own transaction; beside it one bare row in its own."""
    from django.db import connection
    from django.utils import timezone

    from gridhall.servicedesk import services

    by_id, new = _agent(), _new(0)
    run, ours, bare = str(time.time_ns()), [], []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, t text)")
    for number in range(SINGLE):
        start = time.perf_counter()
        services.register_case(
            new=new, by_id=by_id, at=timezone.now(), dedup_key=f"bench {run} {number}"
        )
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bare (t) VALUES (%s)", ["x" * 400])
        bare.append(time.perf_counter() - start)
    median, floor = percentile(ours, 0.5) * 1000, percentile(bare, 0.5) * 1000
    return [
        Figure(name="bare INSERT with its commit p50", value=floor, unit="ms"),
        Figure(
            name="create and route a case p50", value=median, unit="ms", ratio=median / floor,
            against="bare INSERT with its commit", target="≤ 30 ms", met=median <= 30,
        ),
    ]  # fmt: skip


def _together() -> list[Figure]:
    """Register from several processes at once; beside it the processor time that a case takes."""
    from django.db import connections

    server = _server()
    connections.close_all()
    ours, its = _children_time(), _time_of(server)
    with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        done = sum(pool.map(_client, range(CLIENTS)))
        pool.close()
        pool.join()
    ours, its = _children_time() - ours, _time_of(server) - its
    rate = done / SECONDS
    return [
        Figure(
            name=f"cases a second, {CLIENTS} clients", value=rate, unit="/s", target="≥ 150 /s",
            met=rate >= 150,
        ),
        Figure(name="processor time a case, clients", value=ours / done * 1000, unit="ms"),
        Figure(name="processor time a case, database", value=its / done * 1000, unit="ms"),
    ]  # fmt: skip


def _server() -> psutil.Process:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    server = psutil.Process(pid).parent()
    assert server is not None
    return server


def _time_of(server: psutil.Process) -> float:
    """Return the seconds the server and its processes took so far, those that ended too."""
    ended = server.cpu_times()
    running = []
    for one in (server, *server.children()):
        with suppress(psutil.NoSuchProcess):  # ended just now
            running.append(one.cpu_times())
    return sum(one.user + one.system for one in running) + (
        ended.children_user + ended.children_system
    )


def _children_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _client(client: int) -> int:
    from django.utils import timezone

    from gridhall.servicedesk import services

    by_id, run, new = _agent(), f"{time.time_ns()} {client}", _new(client)
    until = time.perf_counter() + SECONDS
    for number in count():
        if time.perf_counter() >= until:
            return number
        services.register_case(
            new=replace(new, summary=f"窗口办理时间过长 {number}"),
            by_id=by_id,
            at=timezone.now(),
            dedup_key=f"bench {run} {number}",
        )
    raise AssertionError("unreachable")


def _ensure_cases(cases: int, clocks: int) -> None:
    from bench.million import cases as million

    if _count("servicedesk_case") < cases:
        say(f"{cases:,} cases, {5 * cases:,} work items (some minutes)")
        million.build(cases, 5 * cases, clocks, say)


def _count(table: str) -> int:
    from bench.million.cases import count_from

    return count_from("count(*)", table)
