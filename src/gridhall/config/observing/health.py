"""Whether this installation can serve: what must work, and what somebody should look at."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from gridhall.config import home
from gridhall.config.diagnosis.data import SCARCE_BYTES, TOO_LITTLE_BYTES

logger = logging.getLogger(__name__)
OK, WARNING, FAILED = STATES = ("ok", "warning", "failed")
DATABASE = "database"
HEADS_OVERDUE = timedelta(hours=26)
LONGEST_WAIT_SECONDS = 600
KEPT_SECONDS = 60.0
_known = {"migrated_until": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check and what it found. ``text`` is for the operator, in English as all commands are."""

    name: str
    state: str
    text: str = ""


def checks() -> list[Check]:
    """Return every check; those that need the database are left out while it is away."""
    database = _database()
    if database.state == FAILED:
        return [database, _disk()]
    needing = (_migrations, _worker, _queue, _events, _heads, _calendar)
    return [database, _disk(), *(_safely(one) for one in needing)]


def is_ready(found: list[Check]) -> bool:
    """Tell whether nothing failed; warnings do not keep anybody from working."""
    return all(one.state != FAILED for one in found)


def _safely(check: Callable[[], Check]) -> Check:
    name = check.__name__.strip("_")
    try:
        return check()
    except DatabaseError as error:
        return Check(name=name, state=FAILED, text=type(error).__name__)
    except Exception as error:  # a fault of the check itself must not turn anybody away
        logger.exception("a check failed")
        return Check(name=name, state=WARNING, text=type(error).__name__)


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Check(name=DATABASE, state=FAILED, text=type(error).__name__)
    return Check(name=DATABASE, state=OK)


def _migrations() -> Check:
    if time.monotonic() < _known["migrated_until"]:
        return Check(name="migrations", state=OK)
    from gridhall.config.migrations import pending_migrations

    pending = pending_migrations()
    if pending:
        text = f"{len(pending)} pending: gridhall migrate"
        return Check(name="migrations", state=FAILED, text=text)
    _known["migrated_until"] = time.monotonic() + KEPT_SECONDS
    return Check(name="migrations", state=OK)


def _disk() -> Check:
    place = home.data_folder()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    state = FAILED if free < TOO_LITTLE_BYTES else WARNING if free < SCARCE_BYTES else OK
    return Check(name="disk", state=state, text=f"{free / 1024**3:.1f} GB free")


def _worker() -> Check:
    from gridhall.foundation.jobs import selectors

    workers = selectors.queue_state().workers
    if workers:
        return Check(name="worker", state=OK, text=f"{workers} running")
    return Check(name="worker", state=WARNING, text="none is running: gridhall worker")


def _queue() -> Check:
    from gridhall.foundation.jobs import selectors

    state = selectors.queue_state()
    late = state.oldest_seconds > LONGEST_WAIT_SECONDS
    text = f"{state.todo} wait, the oldest for {state.oldest_seconds} s; {state.failed} failed"
    return Check(name="queue", state=WARNING if late or state.failed else OK, text=text)


def _events() -> Check:
    from gridhall.foundation.outbox import selectors

    given_up = selectors.state().given_up
    text = f"{given_up} given up: see the workbench, page Jobs"
    return Check(name="events", state=WARNING if given_up else OK, text=text if given_up else "")


def _heads() -> Check:
    """Warn when the audit heads were not noted down for a day."""
    file = Path(settings.GRIDHALL_AUDIT_HEADS_FILE)
    try:
        age = timezone.now().timestamp() - file.stat().st_mtime
    except OSError:
        return Check(name="heads", state=WARNING, text="audit heads were never noted down")
    late = age > HEADS_OVERDUE.total_seconds()
    text = f"audit heads noted down {age / 3600:.0f} h ago"
    return Check(name="heads", state=WARNING if late else OK, text=text)


def _calendar() -> Check:
    from gridhall.foundation.workcalendar import selectors

    missing = selectors.due_notices(on=timezone.localdate())
    years = ", ".join(str(one.params["year"]) for one in missing)
    text = f"the official notice of {years} is not loaded" if years else ""
    return Check(name="calendar", state=WARNING if years else OK, text=text)
