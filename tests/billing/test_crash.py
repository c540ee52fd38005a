"""kill -9 in the middle of a run: start again, the same result and nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from decimal import Decimal
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from gridhall.billing import services as billing
from tests.billing import street
from tests.billing.street import AT, model
from tests.billing.test_issue import events

pytestmark = pytest.mark.django_db(transaction=True)
HOMES, CHUNK = 60, 2
WORK = """
import sys, django
django.setup()
from datetime import datetime
from gridhall.billing import services
step = lambda done, total: print(done, flush=True)
getattr(services, sys.argv[1])(
    run_id=int(sys.argv[2]), at=datetime.fromisoformat(sys.argv[3]), progress=step
)
"""


def address() -> str:
    """Return the DATABASE_URL of this test's own database."""
    own = connection.settings_dict
    extra = urlencode({"host": own["HOST"], "port": own["PORT"] or "5432"})
    return f"postgresql://{quote(own['USER'])}:{quote(own['PASSWORD'])}@/{own['NAME']}?{extra}"


def kill_after(chunks: int, service: str, run_id: int) -> None:
    """Let another process do the work and kill it when some chunks are done."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, service, str(run_id), AT.isoformat()],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "DATABASE_URL": address()},
    )  # fmt: skip
    assert worker.stdout is not None
    for line in worker.stdout:
        if int(line) >= chunks:
            break
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL


def figures(run: object) -> list[tuple[str, Decimal, str, int]]:
    """Return what must be the same with and without a crash."""
    return [
        (bill.account.account_no, bill.total, bill.status, bill.lines.count())
        for bill in street.bills_of(run)
    ]


@pytest.mark.requirement("R44")
def test_a_killed_run_is_taken_up_and_gives_the_same_bills() -> None:
    town = street.company()
    people = street.homes(town.east, HOMES, kwh=["100", "250.5", "612.37"])
    street.lose_closing_read(people[7])
    whole = street.rated(town, chunk_size=CHUNK)
    expected = figures(whole)
    billing.cancel_run(
        run_id=whole.pk, scope=street.whole_company(), reason="test", at=AT, actor_id=None
    )
    run = street.start(town, chunk_size=CHUNK)

    kill_after(3, "rate_run", run.pk)

    done = run.chunks.filter(rated_at__isnull=False).count()
    assert 3 <= done < HOMES // CHUNK
    assert model("billing.Bill").objects.filter(run=run).count() == sum(
        chunk.bill_count for chunk in run.chunks.all()
    )
    assert billing.rate_run(run_id=run.pk, at=AT).status == "RATED"
    assert figures(run) == expected
    assert model("billing.BillHold").objects.filter(run=run).count() == 1


@pytest.mark.requirement("R44")
def test_a_killed_issue_is_taken_up_without_a_gap_or_a_second_event() -> None:
    town = street.company()
    street.homes(town.east, HOMES)
    run = street.approved(town, chunk_size=CHUNK)

    kill_after(3, "issue_run", run.pk)

    assert 3 <= run.chunks.filter(issued_at__isnull=False).count() < HOMES // CHUNK
    assert billing.issue_run(run_id=run.pk, at=AT).status == "ISSUED"
    numbers = sorted(b.bill_no for b in street.bills_of(run))
    told = [bill_id for payload in events() for bill_id in payload["bill_ids"]]
    assert numbers == [f"202601-{n:07d}" for n in range(1, HOMES + 1)]
    assert len(told) == len(set(told)) == HOMES
