"""How fast one text reaches 100,000 accounts, against a bare loop of inserts."""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from bench.installation import fresh_tables, say
from bench.report import Figure

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
BY_TEXT_MESSAGE = 10_000
TEXTS = {
    "zh-hans": {"subject": "计划检修", "text": "3月10日9时至12时停电检修。"},
    "en": {"subject": "Planned work", "text": "No supply on 10 March from 9 to 12."},
}


def measure(options: argparse.Namespace) -> list[Figure]:
    """Send a campaign into 100,000 boxes, and one by text message over real HTTP."""
    fresh_tables()
    unit, people = _people()
    count = options.recipients
    bare = _bare_inserts(count)
    say(f"a campaign into {count:,} boxes")
    row, listing = _running(unit, people, count, ("IN_APP",))
    boxed = _deliver(row, count)
    by_text = _by_text_message(unit, people, min(count, BY_TEXT_MESSAGE))
    return [
        Figure(
            name=f"list of a campaign, {count:,} accounts", value=listing, unit="rows/s",
            ratio=bare / listing, against="a bare loop of inserts is this many times as fast",
        ),
        Figure(
            name=f"campaign into {count:,} boxes", value=boxed, unit="messages/s",
            ratio=bare / boxed, against="a bare loop of inserts is this many times as fast",
        ),
        Figure(name="campaign by text message, provider over HTTP on this machine", value=by_text,
               unit="messages/s", ratio=bare / by_text, against="the same"),
        Figure(name="reference: bare loop of inserts", value=bare, unit="rows/s"),
    ]  # fmt: skip


def _people() -> tuple[int, tuple[int, int]]:
    """Make a company with an author and somebody who approves; return unit and people."""
    from gridhall.foundation.identity import selectors
    from gridhall.foundation.identity import services as identity

    identity.put_organisation(code="00", name="总部", level="HEADQUARTERS")
    unit = selectors.organisation_by_code(code="00")
    assert unit is not None
    made = []
    for name, role in (("author", "COMMUNICATIONS"), ("chief", "DIRECTOR")):
        user, _new = identity.create_user(
            username=name, password="bench only: no secret", kind="EMPLOYEE", display_name=name
        )
        identity.assign_role(user=user, role=role, organisation=unit, valid_from=NOON.date())
        made.append(user.pk)
    _register(unit.pk)
    return unit.pk, (made[0], made[1])


def _register(unit: int) -> None:
    """Answer for made-up accounts: the messages are measured, not the customer files."""
    from gridhall.foundation.messages import recipients
    from gridhall.foundation.messages.recipients import Reach, Recipient

    def resolve(
        *, account_ids: Any, purpose: str, at: datetime, reaches: bool
    ) -> dict[int, Recipient]:
        return {
            pk: Recipient(
                account_id=pk, account_no=f"{pk:010}", organisation_id=unit,
                reaches=(Reach(channel="SMS", address=f"139{pk:08}"),) if reaches else (),
            )
            for pk in account_ids
        }  # fmt: skip

    recipients.register_resolver(resolve)


def _running(
    unit: int, people: tuple[int, int], count: int, channels: tuple[str, ...]
) -> tuple[int, float]:
    """Write and approve a campaign; return its id and the rows of its list a second."""
    from gridhall.foundation.identity.selectors import whole_company
    from gridhall.foundation.messages import services

    new = services.NewCampaign(
        title=f"{count} {channels[0]}", texts=TEXTS, purpose="SERVICE", channels=channels,
        organisation_id=unit, start_at=NOON, account_ids=tuple(range(1, count + 1)),
    )  # fmt: skip
    begun = time.perf_counter()
    row = services.create_campaign(new=new, scope=whole_company(), actor_id=people[0], at=NOON)
    seconds = time.perf_counter() - begun
    services.request_sending(pk=row.pk, reason="bench", actor_id=people[0], at=NOON)
    services.start_campaign(pk=row.pk, actor_id=people[1], at=NOON)
    return row.pk, count / seconds


def _deliver(campaign_id: int, count: int) -> float:
    from gridhall.foundation.messages import selectors, services

    begun = time.perf_counter()
    services.deliver_due(clock=lambda: NOON)
    seconds = time.perf_counter() - begun
    sent = selectors.progress(campaign_id=campaign_id).by_status
    assert sent == {"SENT": count}, sent
    return count / seconds


def _by_text_message(unit: int, people: tuple[int, int], count: int) -> float:
    from django.conf import settings

    from gridhall.foundation.messages.channels.simulator import Simulator

    say(f"a campaign of {count:,} text messages over HTTP")
    with Simulator(key="bench", clock=lambda: NOON) as provider:
        settings.GRIDHALL_MESSAGES["SMS"] = {"url": provider.url, "key": "bench"}
        row, _listing = _running(unit, people, count, ("SMS",))
        rate = _deliver(row, count)
        assert len(provider.accepted) == count
    return rate


def _bare_inserts(count: int) -> float:
    """Return how many rows a second a plain loop of single inserts writes, in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_bare (id bigserial PRIMARY KEY, template text, params text,"
            " account bigint, dedup_key text UNIQUE, created_at timestamptz)"
        )
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(count):
            cursor.execute(
                "INSERT INTO bench_bare (template, params, account, dedup_key, created_at)"
                " VALUES (%s, %s, %s, %s, %s)",
                ["messages.announcement", "{}", number, f"campaign:1:{number}", NOON],
            )
    return count / (time.perf_counter() - begun)
