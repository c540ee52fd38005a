"""What a draft changes for whom: issued bills rated again, once each in spite of kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gridhall.billing import selectors, services
from gridhall.billing.errors import NothingToReplay, ReplayNotFound
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.identity.selectors import Scope
from gridhall.tariffs import kinds, uses
from gridhall.tariffs import selectors as tariffs
from gridhall.tariffs import services as books
from gridhall.tariffs.errors import TariffVersionInUse
from tests.billing import street
from tests.billing.street import AT, model
from tests.billing.test_crash import address

BOOK = "CN/zhejiang/residential"
WORK = """
import sys, django
django.setup()
from datetime import datetime
from gridhall.billing import services
services.run_replay(
    replay_id=int(sys.argv[1]), at=datetime.fromisoformat(sys.argv[2]), batch=5,
    progress=lambda done, total: print(done, flush=True),
)
"""


def draft(change: tuple[str, str] = ('value: "0.538"', 'value: "0.548"'), **more: Any) -> Any:
    text = tariffs.book(path=BOOK).text
    assert change[0] in text
    writer = model("identity.User").objects.filter(username="writer").first()
    if writer is None:
        town = model("identity.Organisation").objects.get(code="00")
        writer = street.person("writer", "TARIFF_EDITOR", town)
    return books.save_draft(
        path=BOOK, text=text.replace(*change, 1), reason="调价", by_id=writer.pk, at=AT, **more
    )


def replayed(row: Any) -> Any:
    replay = services.start_replay(draft_id=row.pk, by_id=row.saved_by_id, at=AT)
    return services.run_replay(replay_id=replay.pk, at=AT)


@pytest.fixture
def issued(town: street.Company) -> street.Company:
    street.homes(town.east, 3, kwh=["100", "300", "0"])
    street.homes(town.west, 1, kwh=["600"], first=50)
    street.issued(town)
    return town


@pytest.mark.requirement("R38")
def test_each_bill_is_rated_again_by_the_draft_and_none_is_changed(issued: Any) -> None:
    before = [(b.pk, b.total) for b in model("billing.Bill").objects.order_by("pk")]
    replay = replayed(draft())

    found = selectors.replay_summary(replay_id=replay.pk, scope=None)
    assert (found.bills, found.up, found.down, found.refused) == (4, 3, 0, 0)
    assert found.difference == Decimal("10.00")  # 1,000 kWh, one fen dearer
    assert found.before == sum(total for _pk, total in before)
    assert [(b.pk, b.total) for b in model("billing.Bill").objects.order_by("pk")] == before
    rows = list(selectors.replay_rows(replay_id=replay.pk, scope=street.whole_company()))
    assert [row.difference for row in rows] == [
        Decimal("6.00"), Decimal("3.00"), Decimal("1.00"), Decimal("0.00"),
    ]  # fmt: skip
    east, west = sorted(
        selectors.replay_groups(
            replay_id=replay.pk, by="organisation__name", scope=street.whole_company()
        ),
        key=lambda one: one.name,
    )
    assert (east.name, east.difference) == ("东厅", Decimal("4.00"))
    assert (west.name, west.difference) == ("西厅", Decimal("6.00"))


def test_a_reader_of_one_hall_sees_its_bills_only(issued: Any) -> None:
    replay = replayed(draft())
    here = Scope(everything=False, organisation_ids=frozenset({issued.west.pk}))

    assert selectors.replay_summary(replay_id=replay.pk, scope=here).bills == 1
    assert len(list(selectors.replay_rows(replay_id=replay.pk, scope=here))) == 1
    up = selectors.replay_rows(replay_id=replay.pk, scope=street.whole_company(), outcome="same")
    assert [row.difference for row in up] == [Decimal("0.00")]


def test_the_same_text_is_replayed_once_and_the_next_text_has_its_own(issued: Any) -> None:
    row = draft()
    first = replayed(row)
    assert replayed(row).pk == first.pk
    assert model("billing.TariffReplayRow").objects.filter(replay=first).count() == 4
    row = draft(('value: "0.538"', 'value: "0.558"'), revision=row.revision)
    again = replayed(row)
    assert again.pk != first.pk
    assert selectors.replay_summary(
        replay_id=again.pk, scope=None
    ).difference == Decimal("20.00")  # fmt: skip
    stale = services.run_replay(replay_id=first.pk, at=AT)
    assert stale.done == 4


def test_a_draft_that_begins_after_the_month_is_tried_by_its_own_day(issued: Any) -> None:
    text = tariffs.book(path=BOOK).text
    at = text.index('value: "0.538"')
    entry = text[text.rindex("\n", 0, at) + 1 : text.index("\n", at)]
    start = entry.index("effective_from: ") + len("effective_from: ")
    day = entry[start : start + 10]
    ended = entry.replace(day, f"{day}, effective_to: 2026-03-01", 1)
    if "effective_to: null" in entry:
        ended = entry.replace("effective_to: null", "effective_to: 2026-03-01", 1)
    later = entry.replace(day, "2026-03-01", 1).replace("0.538", "0.548")
    replay = replayed(draft((entry, f"{ended}\n{later}")))

    assert replay.law_on == date(2026, 3, 1)
    found = selectors.replay_summary(replay_id=replay.pk, scope=None)
    assert (found.difference, found.refused) == (Decimal("10.00"), 0)


def test_what_the_draft_refuses_is_counted_with_its_reason(issued: Any) -> None:
    text = tariffs.book(path=BOOK).text
    at = text.index('value: "0.538"')
    entry = text[text.rindex("\n", 0, at) + 1 : text.index("\n", at)]
    start = entry.index("effective_from: ") + len("effective_from: ")
    gap = entry.replace(entry[start : start + 10], "2026-02-01", 1).replace("0.538", "0.548")
    replay = replayed(draft((entry, gap)))

    found = selectors.replay_summary(replay_id=replay.pk, scope=None)
    assert (found.bills, found.refused, found.after) == (4, 4, Decimal("0.00"))
    rows = list(selectors.replay_rows(
        replay_id=replay.pk, scope=street.whole_company(), outcome="refused"
    ))  # fmt: skip
    assert all(row.reason_zh and row.reason_en and row.after is None for row in rows)


def test_the_approver_reads_what_the_replay_found(issued: Any) -> None:
    row = draft()
    assert [str(label) for label, _value in selectors.told_replay(row.pk)] == ["上月试算"]
    replayed(row)
    told = {str(label): value for label, value in selectors.told_replay(row.pk)}
    assert "增加 3 张" in told["账单"]
    assert selectors.told_replay in kinds._tellers


def test_nothing_is_replayed_without_bills_or_with_faults(town: Any) -> None:
    row = draft()
    with pytest.raises(NothingToReplay):
        services.start_replay(draft_id=row.pk, by_id=row.saved_by_id, at=AT)
    with pytest.raises(NothingToReplay):
        services.start_replay(draft_id=0, by_id=row.saved_by_id, at=AT)
    with pytest.raises(ReplayNotFound):
        services.run_replay(replay_id=0, at=AT)


@pytest.mark.requirement("R42")
def test_a_version_that_issued_bills_stays_and_the_count_is_told(town: Any) -> None:
    row = draft()
    second = street.person("second", "TARIFF_APPROVER", town.headquarters)
    books.check_draft(draft_id=row.pk, by_id=row.saved_by_id, at=AT)
    asked = books.request_publication(draft_id=row.pk, by_id=row.saved_by_id, at=AT)
    approvals.decide(pk=asked, approve=True, decided_by_id=second.pk, at=AT)
    street.homes(town.east, 3)
    street.issued(town)
    version = tariffs.book(path=BOOK).row

    assert "billing" in uses._counters
    with pytest.raises(TariffVersionInUse) as refused:
        books.request_withdrawal(
            version_id=version.id, by_id=row.saved_by_id, at=AT + timedelta(hours=1), reason="误"
        )
    assert refused.value.params["count"] == 3


@pytest.mark.requirement("R44")
@pytest.mark.django_db(transaction=True)
def test_a_killed_replay_goes_on_behind_its_last_batch() -> None:
    town = street.company()
    street.homes(town.east, 40, kwh=["100"])
    street.issued(town, chunk_size=40)
    row = draft()
    replay = services.start_replay(draft_id=row.pk, by_id=row.saved_by_id, at=AT)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, str(replay.pk), AT.isoformat()],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "DATABASE_URL": address()},
    )  # fmt: skip
    assert worker.stdout is not None
    assert int(worker.stdout.readline()) == 5
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    replay.refresh_from_db()
    assert replay.done == replay.rows.count() < 40
    assert services.run_replay(replay_id=replay.pk, at=AT).status == "DONE"
    found = selectors.replay_summary(replay_id=replay.pk, scope=None)
    assert (found.bills, found.difference) == (40, Decimal("40.00"))
