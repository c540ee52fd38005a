"""Taking what is due, sending it, and writing down what became of it.

A batch is claimed in one short transaction (rows locked with SKIP LOCKED become SENDING), sent
outside of any transaction, and its outcome written in another. A worker that is killed leaves
rows SENDING; ``recover`` hands them out again with the same token, which the provider knows, or
leaves them in doubt where the channel knows no tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from gridhall.foundation.locks import hold_lock
from gridhall.foundation.messages.channels import Result, closing, way_of
from gridhall.foundation.messages.models import Campaign, Channel, Delivery

from . import _outcome, _write
from ._box_rows import put_into_boxes
from ._plan import plan
from ._recover import recover
from ._rows import write_back

Clock = Callable[[], datetime]
Progress = Callable[[int], None]
Status = Delivery.Status

BATCH = 500
CALLS_AT_ONCE = 8
PLANNED = (
    "status", "reason", "channel", "address", "address_index", "address_mask", "language",
    "organisation", "due_at", "claimed_at", "sent_at", "version", "tries", "attempts",
)  # fmt: skip


def deliver_due(*, clock: Clock, limit: int = 1_000_000, progress: Progress | None = None) -> int:
    """Deliver what is due, urgent first; return how many rows were decided or tried.

    May run in several processes at once, and be killed at any moment.
    """
    recover(at=clock())
    done = 0
    while done < limit:
        taken, outgoing = _claim(at=clock(), size=min(BATCH, limit - done))
        if not taken:
            break
        for channel, rows in groupby(outgoing, key=lambda row: row.channel):
            _send_all(channel, list(rows), clock)
        done += taken
        if progress is not None:
            progress(done)
    _finish_campaigns(at=clock())
    return done


@transaction.atomic
def _claim(*, at: datetime, size: int) -> tuple[int, list[Delivery]]:
    """Take the next rows and plan them; return how many, and those to be sent now.

    The lock makes the caps true when several workers plan; it is held for milliseconds.
    """
    hold_lock("messages.plan")
    running = Campaign.objects.filter(status=Campaign.Status.RUNNING)
    open_to = Q(campaign__isnull=True) | Q(
        campaign_id__in=list(running.values_list("pk", flat=True))
    )
    rows = list(
        Delivery.objects.filter(open_to, status=Status.WAITING, due_at__lte=at)
        .select_related("campaign")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("priority", "due_at", "id")[:size]
    )
    plan(rows, at=at)
    sending = [row for row in rows if row.status == Status.SENDING]
    _write.choose_versions(sending, at=at)
    boxed = [row for row in sending if row.channel == Channel.IN_APP]
    put_into_boxes(boxed, at=at)
    outgoing = [row for row in sending if row.channel != Channel.IN_APP]
    write_back(outgoing + [row for row in rows if row.status != Status.SENDING], fields=PLANNED)
    return len(rows), sorted(outgoing, key=lambda row: (row.channel, row.priority, row.pk))


def _send_all(channel: str, rows: Sequence[Delivery], clock: Clock) -> None:
    way = way_of(channel)
    if way is None:  # taken out of the settings meanwhile
        _outcome.put_back(rows)
        return
    with closing(way):
        if not way.repeatable:
            for row in rows:
                _one_by_one(row, way.send, clock)
            return
        started = clock()
        letters = [_write.outgoing(row, at=started) for row in rows]
        if way.concurrent:
            with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
                results = list(pool.map(way.send, letters))
        else:
            results = [way.send(letter) for letter in letters]
    _outcome.record(list(zip(rows, results, strict=True)), started=started, at=clock())


def _one_by_one(row: Delivery, send: Callable[..., Result], clock: Clock) -> None:
    """Send on a channel without tokens: the attempt is on paper before it is made."""
    started = clock()
    if not _outcome.start(row, at=started):
        return
    _outcome.record([(row, send(_write.outgoing(row, at=started)))], started=started, at=clock())


def _finish_campaigns(*, at: datetime) -> None:
    """Close the campaigns of which nothing waits any more."""
    still = Delivery.objects.filter(status__in=[Status.WAITING, Status.SENDING])
    Campaign.objects.filter(status=Campaign.Status.RUNNING).exclude(
        pk__in=still.filter(campaign__isnull=False).values("campaign_id")
    ).update(status=Campaign.Status.FINISHED, finished_at=at)
