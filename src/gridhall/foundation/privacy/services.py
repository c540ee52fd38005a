"""Changing the key of all personal values while people work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.locks import hold_lock

from . import ciphers, holders
from .models import KeyRotation

CHUNK = 500
ROTATE_TASK = "privacy.rotate"
Tell = Callable[[int, int], None]


@transaction.atomic
def start_rotation(*, at: datetime, actor_id: int | None) -> KeyRotation:
    """Begin to encrypt every value under the active key and cipher, or return the running one."""
    hold_lock("privacy.start_rotation")
    key_id, cipher = ciphers.read_head(ciphers.active_head())
    running = KeyRotation.objects.filter(key_id=key_id, cipher=cipher, status="RUNNING").first()
    if running:
        return running
    # what an older, unfinished rotation left is done by this one
    KeyRotation.objects.filter(status="RUNNING").update(status="FINISHED", finished_at=at)
    return KeyRotation.objects.create(
        key_id=key_id, cipher=cipher, values_total=_waiting(), started_at=at, started_by_id=actor_id
    )


def _waiting() -> int:
    head = ciphers.read_head(ciphers.active_head())
    return sum(count for place, count in holders.usage().items() if place != head)


def run_rotation(
    *, rotation_id: int, clock: Callable[[], datetime], tell: Tell | None = None, chunk: int = CHUNK
) -> KeyRotation:
    """Do what is left of a rotation, chunk by chunk; each chunk is a transaction of its own.

    May be killed at any moment and called again, and by several at once. Passes are repeated until
    a look over all values finds none of another key: a writer that had read the old key file is
    met by the next pass.
    """
    rotation = KeyRotation.objects.get(pk=rotation_id)
    head = ciphers.head_of(rotation.key_id, rotation.cipher)
    if ciphers.active_head() != head:  # another key was made active since
        return rotation
    while rotation.status == "RUNNING":
        for holder in holders.all_holders():
            _walk(holder, rotation, head, tell, chunk)
        if not _waiting():
            _finish(rotation_id, clock())
        rotation.refresh_from_db()
    return rotation


def _walk(
    holder: holders.Holder, rotation: KeyRotation, head: bytes, tell: Tell | None, chunk: int
) -> None:
    after = None
    while True:
        after, seen, left = holder.rekey(head=head, after=after, limit=chunk)
        if after is None:
            return
        KeyRotation.objects.filter(pk=rotation.pk).update(
            values_done=F("values_done") + seen - left, met_writers=F("met_writers") + left
        )
        if tell:
            rotation.refresh_from_db(fields=["values_done"])
            tell(rotation.values_done, rotation.values_total)


def _finish(rotation_id: int, at: datetime) -> None:
    KeyRotation.objects.filter(pk=rotation_id, status="RUNNING").update(
        status="FINISHED", finished_at=at
    )


def wake_worker(*, rotation_id: int) -> None:
    """Have a worker do the rotation; a second call while it waits adds nothing."""
    name = f"{ROTATE_TASK}:{rotation_id}"
    job = app.configure_task(ROTATE_TASK, queueing_lock=name, lock=name)
    try:
        with transaction.atomic():
            job.defer(rotation_id=rotation_id)
    except AlreadyEnqueued:
        return
