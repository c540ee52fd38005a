"""The service desk's lists: inbox, boards, list of cases and its searches, as different people."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.million.people import person
from bench.report import Figure, percentile

ASKED = 60
INBOX, REST = 5, 50  # milliseconds: the median of the inbox, 95 of 100 of everything else
Question = tuple[str, Callable[[random.Random], Any], int]


def measure() -> list[Figure]:
    """Ask everything many times in turn, each time for something else where that can be."""
    figures, dice = [], random.Random(7)
    for name, ask, target in (*_inboxes(), *_boards(), *_cases(), *_searches()):
        ask(dice)
        times = []
        for _again in range(ASKED):
            start = time.perf_counter()
            ask(dice)
            times.append((time.perf_counter() - start) * 1000)
        p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
        shown = p50 if target == INBOX else p95
        figures += [
            Figure(name=f"{name} p50", value=p50, unit="ms"),
            Figure(
                name=f"{name} p95", value=p95, unit="ms", met=shown <= target,
                target=f"≤ {target} ms" + (" (p50)" if target == INBOX else ""),
            ),
        ]  # fmt: skip
    return figures


def _inboxes() -> list[Question]:
    from django.utils import timezone

    from gridhall.foundation.identity import selectors as identity
    from gridhall.foundation.processes import selectors as processes

    at, handler, whole = timezone.now(), _user("service-zj"), identity.whole_company()

    def inbox(box: str, **more: Any) -> Callable[[random.Random], Any]:
        return lambda dice: _filled(
            processes.inbox(user_id=handler, at=at, box=box, limit=20, **more)
        )

    return [
        ("inbox, mine", inbox("mine"), INBOX),
        ("inbox, to take", inbox("open"), INBOX),
        ("inbox, of my roles", inbox("team"), INBOX),
        ("inbox, of the company", inbox("all", scope=whole), INBOX),
    ]


def _boards() -> list[Question]:
    from django.utils import timezone

    from gridhall.foundation.identity import selectors as identity
    from gridhall.foundation.standards import selectors as standards
    from gridhall.servicedesk import selectors as desk

    now, scope = timezone.now(), identity.whole_company()
    day = timezone.localdate(now)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    month: dict[str, Any] = {"scope": scope, "first": day - timedelta(days=29), "last": day}
    questions: list[Question] = [
        ("board: what runs", lambda dice: standards.board(scope=scope, at=now), REST),
        ("board: likely breaches",
         lambda dice: standards.likely_breaches(scope=scope, at=now), REST),
        ("board: trend, 30 days", lambda dice: standards.trend(**month), REST),
        ("wall board: all its figures",
         lambda dice: desk.wall_figures(scope=scope, since=midnight, at=now), REST),
        ("cases: counts above the list",
         lambda dice: desk.open_counts(scope=scope, reader_id=_user("director"), at=now), REST),
    ]  # fmt: skip
    for by in ("team", "kind", "person"):
        questions.append((
            f"board: kept by {by}, 30 days",
            lambda dice, by=by: standards.met_share(by=by, **month), REST,
        ))  # fmt: skip
    for state in ("OVERDUE", "MISSED", "MET"):
        questions.append((
            f"board: behind the figure {state}",
            lambda dice, state=state: standards.clock_rows(at=now, state=state, **month), REST,
        ))  # fmt: skip
    return questions


def _page(username: str) -> Callable[..., Any]:
    """Return how one person asks for the list of cases, as far as her rights go."""
    from django.utils import timezone

    from gridhall.foundation.identity import selectors as identity
    from gridhall.servicedesk import selectors as desk

    at, reader = timezone.now(), _user(username)
    scope = identity.scope_of(user_id=reader, action="cases.read", on=timezone.localdate(at))

    def page(**filters: Any) -> Any:
        asked = desk.CaseFilters(**filters)
        return desk.cases_page(scope=scope, reader_id=reader, filters=asked, at=at, limit=20)

    return page


def _cases() -> list[Question]:
    from django.utils import timezone

    page, few = _page("director"), _page("service-zj")
    day = timezone.localdate()
    week: dict[str, Any] = {"first": day - timedelta(days=6), "last": day}
    return [
        ("cases, newest", lambda dice: page(), REST),
        ("cases, newest, of a province", lambda dice: few(), REST),
        ("cases, open", lambda dice: page(status="OPEN"), REST),
        ("cases, overdue", lambda dice: page(overdue=True), REST),
        ("cases, overdue, of a province", lambda dice: few(overdue=True), REST),
        ("cases, mine", lambda dice: few(mine=True), REST),
        ("cases, complaints closed", lambda dice: page(kind="COMPLAINT", status="CLOSED"), REST),
        ("cases, by letter", lambda dice: page(channel="LETTER"), REST),
        ("cases, unsatisfied", lambda dice: page(satisfied=False), REST),
        ("cases, of a week", lambda dice: page(**week), REST),
        ("cases, urgent and open", lambda dice: page(status="OPEN", priority=1), REST),
    ]  # fmt: skip


def _searches() -> list[Question]:
    numbers = _column("SELECT number FROM servicedesk_case TABLESAMPLE SYSTEM (0.1) LIMIT 500")
    numbers = numbers or _column("SELECT number FROM servicedesk_case LIMIT 500")
    accounts = _column("SELECT account_no FROM customers_account")
    words = ("电压", "停电", "电费", "窗口", "充电桩", "梅花", "柳荫路")
    page, few = _page("director"), _page("service-zj")
    names = [person(number + 1).name for number in range(200)]
    return [
        ("search by number", lambda dice: page(text=dice.choice(numbers)), REST),
        ("search by account", lambda dice: page(text=dice.choice(accounts)), REST),
        ("search by word", lambda dice: page(text=dice.choice(words)), REST),
        ("search by word, of a province", lambda dice: few(text=dice.choice(words)), REST),
        ("search by two words", lambda dice: page(text=" ".join(dice.sample(words, 2))), REST),
        ("search by word among open",
         lambda dice: page(text=dice.choice(words), status="OPEN"), REST),
        ("search by name", lambda dice: page(text=dice.choice(names)), REST),
        ("search by what nobody said", lambda dice: page(text="鸵鸟"), REST),
    ]  # fmt: skip


def _filled(page: Any) -> Any:
    """Return a page; an empty one would be quick, and say nothing."""
    if not page.rows:
        raise LookupError("this box is empty")
    return page


def _user(username: str) -> int:
    from gridhall.foundation.identity import selectors as identity

    user = identity.user_by_username(username=username)
    assert user is not None
    return int(user.pk)


def _column(sql: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [value for (value,) in cursor.fetchall()]
