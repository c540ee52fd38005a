"""Rating a month's issued bills again with the draft of a tariff book."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db import transaction
from django.db.models import Max, QuerySet

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock
from gridhall.kernel.periods import next_month
from gridhall.rating import jsonform
from gridhall.rating.books import Library, library_from_texts
from gridhall.rating.engine import rate
from gridhall.rating.quotes.lawday import LawOn
from gridhall.rating.result import Refusal
from gridhall.tariffs import selectors as tariffs

from ..errors import NothingToReplay, ReplayNotFound
from ..models import Bill, TariffReplay, TariffReplayRow
from ._common import REPLAY_TASK, Progress, enqueue, month_text

BATCH = 200


@transaction.atomic
def start_replay(
    *, draft_id: int, by_id: int, at: datetime, background: bool = False
) -> TariffReplay:
    """Begin to rate the newest issued month again with a draft; nothing of the bills changes.

    The same text against the same books and month is replayed once: asking again returns it and
    wakes it where it stopped. Raises NothingToReplay (no bill, no such draft, or it has faults).
    """
    draft = tariffs.draft(draft_id=draft_id)
    newest = Bill.objects.filter(status=Bill.Status.ISSUED).aggregate(m=Max("period_start"))["m"]
    if draft is None or draft.faults or newest is None:
        raise NothingToReplay
    hold_lock(f"billing.replay {draft_id}")
    library_hash = tariffs.current_hash()
    replay, new = TariffReplay.objects.get_or_create(
        draft_id=draft_id, text_hash=draft.content_hash, library_hash=library_hash,
        period_start=newest,
        defaults={
            "law_on": _law_day(draft.first_day, newest), "started_by_id": by_id, "started_at": at,
            "expected": _bills(newest).count(),
        },
    )  # fmt: skip
    if new:
        audit.record(
            action="billing.replay_started", at=at, actor_id=by_id, object_type="tariff_draft",
            object_id=draft_id, object_label=draft.path,
            changes={"month": month_text(newest), "bills": replay.expected},
        )  # fmt: skip
    if background and replay.status == TariffReplay.Status.RUNNING:
        enqueue(REPLAY_TASK, run_id=replay.pk)
    return replay


def run_replay(
    *, replay_id: int, at: datetime, progress: Progress | None = None, batch: int = BATCH
) -> TariffReplay:
    """Rate batch after batch until the month is done; may be called again after a crash.

    Raises ReplayNotFound. A draft that was saved meanwhile keeps what was found until then: its
    new text has a replay of its own.
    """
    while True:
        replay, more = _batch(replay_id, at, batch)
        if progress is not None:
            progress(replay.done, replay.expected)
        if not more:
            return replay


@transaction.atomic
def _batch(replay_id: int, at: datetime, size: int) -> tuple[TariffReplay, bool]:
    """Rate the next bills; everything of a batch is stored with how far it is, or nothing."""
    replay = (
        TariffReplay.objects.select_for_update(of=("self",))
        .select_related("draft").filter(pk=replay_id).first()
    )  # fmt: skip
    if replay is None:
        raise ReplayNotFound
    draft = replay.draft
    if replay.status == TariffReplay.Status.DONE or draft.content_hash != replay.text_hash:
        return replay, False
    waiting = _bills(replay.period_start).filter(pk__gt=replay.last_bill_id).order_by("pk")
    bills = list(waiting.only(
        "pk", "organisation_id", "price_class", "total", "request"
    )[:size])  # fmt: skip
    library = _library(replay.library_hash, draft.path, draft.text)
    law = LawOn(library, replay.law_on) if replay.law_on else library
    TariffReplayRow.objects.bulk_create(_row(replay.pk, bill, law) for bill in bills)
    replay.done += len(bills)
    replay.expected = max(replay.expected, replay.done)
    if bills:
        replay.last_bill_id = bills[-1].pk
    if len(bills) < size:
        replay.status, replay.finished_at = TariffReplay.Status.DONE, at
    replay.save()
    return replay, replay.status == TariffReplay.Status.RUNNING


def _bills(period_start: date) -> QuerySet[Bill]:
    return Bill.objects.filter(status=Bill.Status.ISSUED, period_start=period_start)


def _row(replay_id: int, bill: Bill, library: Library) -> TariffReplayRow:
    answer = rate(jsonform.request_from_json(bill.request), library)
    row = TariffReplayRow(
        replay_id=replay_id, bill_id=bill.pk, organisation_id=bill.organisation_id,
        price_class=bill.price_class, before=bill.total, size=Decimal(0),
    )  # fmt: skip
    if isinstance(answer, Refusal):
        row.refusal = answer.code[:40]
        row.reason_zh, row.reason_en = answer.reason.zh[:300], answer.reason.en[:300]
    else:
        row.after = answer.total
        row.size = abs(answer.total - bill.total)
    return row


@lru_cache(maxsize=4)
def _library(library_hash: str, path: str, text: str) -> Library:
    """Return the books of a library with a draft in its place, read once per process."""
    texts = tariffs.library_texts(library_hash=library_hash) | {path: text}
    return library_from_texts(texts)


def _law_day(first_day: date | None, period_start: date) -> date | None:
    """Return the first day of a draft that begins after the month: its law is tried on it."""
    if first_day is None or first_day < next_month(period_start):
        return None
    return first_day
