"""A campaign that is approved and running, and a worker that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.db import connection

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.models import ApprovalRequest
from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.messages import services
from gridhall.foundation.messages.models import Campaign

from .conftest import NOON

TEXTS = {
    "zh-hans": {"subject": "计划检修", "text": "3月10日9时至12时停电检修。"},
    "en": {"subject": "Planned work", "text": "No supply on 10 March from 9 to 12."},
}
WORKER = """
import sys, django
from datetime import datetime
django.setup()
from gridhall.foundation.messages import recipients, services
from gridhall.foundation.messages.recipients import Reach, Recipient
channel, unit = sys.argv[1], int(sys.argv[2])
def address(pk):
    return f"c{pk}@example.com" if channel == "EMAIL" else f"139{pk:08}"
def resolve(*, account_ids, purpose, at, reaches):
    return {pk: Recipient(account_id=pk, account_no=f"{pk:010}", organisation_id=unit,
                          reaches=(Reach(channel=channel, address=address(pk)),))
            for pk in account_ids}
recipients.register_resolver(resolve)
now = datetime.fromisoformat(sys.argv[3])
services.deliver_due(clock=lambda: now, progress=lambda done: print(done, flush=True))
"""


def address_of(channel: str, pk: int) -> str:
    return f"c{pk}@example.com" if channel == "EMAIL" else f"139{pk:08}"


def fill(town: Any, channel: str, count: int) -> None:
    for pk in range(1, count + 1):
        town.add(pk, (channel, address_of(channel, pk)))


def new(town: Any, *, count: int, channels: tuple[str, ...], **more: Any) -> Any:
    given = {"purpose": "SERVICE", "texts": TEXTS, "account_ids": tuple(range(1, count + 1))}
    return services.NewCampaign(
        title="检修通知", channels=channels, organisation_id=town.organisation_id,
        start_at=NOON, **{**given, **more},
    )  # fmt: skip


def draft(town: Any, people: tuple[int, int], **wanted: Any) -> Campaign:
    return services.create_campaign(
        new=new(town, **wanted), scope=whole_company(), actor_id=people[0], at=NOON
    )


def running(town: Any, people: tuple[int, int], **wanted: Any) -> Campaign:
    row = draft(town, people, **wanted)
    services.request_sending(pk=row.pk, reason="检修公告", actor_id=people[0], at=NOON)
    request = ApprovalRequest.objects.get(subject_id=str(row.pk), kind=services.SEND_BULK)
    approvals.decide(pk=request.pk, approve=True, decided_by_id=people[1], at=NOON)
    row.refresh_from_db()
    return row


def kill_worker_when(
    enough: Callable[[], bool], *, channel: str, unit: int, env: dict[str, str]
) -> None:
    """Deliver in another process and kill it (no clean-up) once ``enough``."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, channel, str(unit), NOON.isoformat()],
        env={**os.environ, "DATABASE_URL": address_of_this_database(), **env},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = datetime.now() + timedelta(seconds=60)  # noqa: DTZ005
    while not enough():
        assert process.poll() is None, "the worker ended before it could be killed"
        assert datetime.now() < deadline, "the worker did nothing"  # noqa: DTZ005
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    assert process.returncode == -signal.SIGKILL


def address_of_this_database() -> str:
    at = connection.settings_dict
    host, port = quote(at["HOST"], safe=""), f":{at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{at['USER']}:{quote(at['PASSWORD'], safe='')}@{host}{port}/{at['NAME']}"
