"""What an audit row adds to a plain write, and how quick the trail is searched.

Overhead: the same small write in a transaction of its own, once without and once with its audit
row, alternating in one run, so that whatever else happens on the machine happens to both.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from statistics import median

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from bench import installation
from bench.report import Figure, percentile

AT = datetime(2026, 11, 21, tzinfo=UTC)
ROUNDS = 600
MOST_OVERHEAD = 1.25


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return the figures of the audit trail."""
    installation.fresh_tables()
    return [*_overhead(), *_search(options.audit_rows)]


def _overhead() -> list[Figure]:
    from gridhall.foundation.audit.services import record
    from gridhall.foundation.identity import services as identity

    people = get_user_model().objects
    (user, _new), (changed, _new) = (
        identity.create_user(
            username=name, password="x" * 12, kind="EMPLOYEE", display_name="bench"
        )
        for name in ("bench", "bench-changed")
    )

    def update(number: int) -> None:
        people.filter(pk=changed.pk).update(display_name=f"bench {number}")

    def lock_read_change(number: int) -> None:
        row = people.select_for_update().get(pk=changed.pk)
        row.display_name = f"bench {number}"
        row.save(update_fields=["display_name"])

    def act(write: Callable[[int], None], number: int, *, audited: bool) -> None:
        with transaction.atomic():
            write(number)
            if audited:
                record(
                    action="bench.changed", at=AT, actor_id=user.pk, object_type="user",
                    object_id=changed.pk, object_label=f"bench {number}", account_id=number,
                    changes={"display_name": [f"bench {number - 1}", f"bench {number}"]},
                    reason="measured", request_id="request-0001",
                )  # fmt: skip

    return [
        *_compared("one UPDATE and its commit", partial(act, update)),
        *_compared("locked, read, changed and committed", partial(act, lock_read_change)),
    ]


def _compared(name: str, act: Callable[..., None]) -> list[Figure]:
    """Time an act without and with its audit row, in turns; each pair in the other order."""
    times: dict[bool, list[float]] = {False: [], True: []}
    for number in range(ROUNDS + 50):
        for audited in (False, True) if number % 2 else (True, False):
            taken = _ms(partial(act, number, audited=audited))
            if number >= 50:
                times[audited].append(taken)
    ratio = median(times[True]) / median(times[False])
    quiet = {audited: percentile(found, 0.1) for audited, found in times.items()}
    return [
        Figure(name=f"{name} (median)", value=median(times[False]), unit="ms"),
        Figure(
            name="the same with its audit row (median)", value=median(times[True]), unit="ms",
            ratio=ratio, against="without it", target=f"≤ {MOST_OVERHEAD}",
            met=ratio <= MOST_OVERHEAD,
        ),
        Figure(
            name="… of the quickest tenth", unit="ms",
            value=quiet[True], ratio=quiet[True] / quiet[False], against="without it",
        ),
    ]  # fmt: skip


def _search(rows: int) -> list[Figure]:
    from gridhall.foundation.audit import selectors
    from gridhall.foundation.audit.selectors import EventFilter
    from gridhall.foundation.identity.selectors import Scope

    everywhere = Scope(organisation_ids=frozenset(), everything=True)
    _fill(rows)
    narrowed = {
        "nothing": EventFilter(),
        "the beginning of a number": EventFilter(text="202607-07"),
        "the end of a number": EventFilter(text="77777"),
        "a number nobody has": EventFilter(text="NOSUCH"),
        "a person": EventFilter(actor="bench-7"),
        "an account": EventFilter(account_id=4711),
        "one thing": EventFilter(object_type="bill", object_id="4711"),
        "one early day": EventFilter(first_day=date(2026, 1, 2), last_day=date(2026, 1, 2)),
        "the first half year": EventFilter(last_day=date(2026, 6, 30)),
        "a large family": EventFilter(action="billing."),
        "a family with ten rows": EventFilter(action="jobs."),
        "a family, a person and days": EventFilter(
            action="customers.", actor="bench-7", last_day=date(2026, 6, 30)
        ),
    }
    figures = []
    for name, wanted in narrowed.items():
        times = [
            _ms(lambda: selectors.events_page(scope=everywhere, narrowed=wanted))  # noqa: B023
            for _ in range(21)
        ]
        slow = percentile(times, 0.95)
        figures.append(
            Figure(
                name=f"search {rows:,} acts by {name} (p95)", value=slow, unit="ms",
            )
        )  # fmt: skip
    return figures


def _fill(rows: int) -> None:
    """Fill the trail by SQL: ten people, five families, a year; its seals do not matter here."""
    from gridhall.foundation.identity import services as identity

    for number in range(10):
        identity.create_user(
            username=f"bench-{number}", password="x" * 12, kind="EMPLOYEE", display_name="职员"
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent (at, actor_id, action, object_type, object_id,"
            " object_label, account_ref, changes, reason, request_id, chain, sequence,"
            " previous_digest, digest) SELECT"
            " timestamptz '2026-01-01' + n * interval '1 year' / %(rows)s,"
            " (SELECT min(id) FROM identity_user WHERE username LIKE 'bench-%%') + n %% 10,"
            " CASE WHEN n %% (%(rows)s / 10) = 0 THEN 'jobs.retried' WHEN n %% 3 = 0 THEN"
            " 'customers.revealed' WHEN n %% 3 = 1 THEN 'billing.bundle_taken' ELSE"
            " 'receivables.payment.posted' END, 'bill', n %% 50000,"
            " '2026' || lpad((n %% 12 + 1)::text, 2, '0') || '-' || lpad(n::text, 7, '0'),"
            " n %% 50000, '{}', '', '', 15, 1000000 + n, '\\x00', '\\x00'"
            " FROM generate_series(1, %(rows)s) n",
            {"rows": rows},
        )
        cursor.execute("VACUUM ANALYZE audit_auditevent")


def _ms(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000
