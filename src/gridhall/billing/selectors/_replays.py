"""Reads of replays: totals, groups, the bills that change most, and who used a version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext, gettext_lazy

from gridhall.foundation.identity.selectors import Scope

from ..models import Bill, BillRun, TariffReplay, TariffReplayRow

ZERO = Decimal("0.00")
_FIGURES: dict[str, Any] = {
    "n_bills": Count("pk"),
    "n_before": Sum("before", filter=Q(after__isnull=False)),
    "n_after": Sum("after"),
    "n_up": Count("pk", filter=Q(after__gt=F("before"))),
    "n_down": Count("pk", filter=Q(after__lt=F("before"))),
    "n_refused": Count("pk", filter=Q(after__isnull=True)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaySummary:
    """What a replay adds up to, in yuan; refused bills count in neither total."""

    bills: int
    before: Decimal
    after: Decimal
    up: int
    down: int
    refused: int

    @property
    def difference(self) -> Decimal:
        """Return how much more the draft would bill."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayGroup(ReplaySummary):
    """The same for a price class or an organisation."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRow:
    """One bill before and after; ``after`` is None where the draft refuses, with the reason."""

    bill_no: str
    account_no: str
    organisation: str
    price_class: str
    before: Decimal
    after: Decimal | None
    reason_zh: str
    reason_en: str

    @property
    def difference(self) -> Decimal | None:
        """Return how much more the draft would bill."""
        return None if self.after is None else self.after - self.before


def replay(*, replay_id: int) -> TariffReplay | None:
    """Return a replay with its draft."""
    rows = TariffReplay.objects.select_related("draft", "started_by")
    return rows.filter(pk=replay_id).first()


def replays_of(*, draft_id: int) -> list[TariffReplay]:
    """Return the replays of a draft, the newest first."""
    rows = TariffReplay.objects.filter(draft_id=draft_id).select_related("started_by")
    return list(rows.order_by("-pk"))


def replay_summary(*, replay_id: int, scope: Scope | None) -> ReplaySummary:
    """Return the totals inside the scope; without one those of the whole company."""
    return ReplaySummary(**_clean(_rows(replay_id, scope).aggregate(**_FIGURES)))


def replay_groups(*, replay_id: int, by: str, scope: Scope) -> list[ReplayGroup]:
    """Return the totals by ``price_class`` or ``organisation__name``, what changes most first."""
    found = _rows(replay_id, scope).order_by().values(by).annotate(**_FIGURES)
    rows: list[dict[str, Any]] = [dict(one) for one in found]
    groups = [ReplayGroup(name=str(one[by]), **_clean(one)) for one in rows]
    return sorted(groups, key=lambda one: (-abs(one.difference), one.name))


def replay_rows(
    *, replay_id: int, scope: Scope, text: str = "", price_class: str = "", outcome: str = "",
    limit: int | None = None,
) -> Iterator[ReplayRow]:  # fmt: skip
    """Yield the bills, what changes most first; ``outcome`` is up, down, same or refused."""
    rows = _rows(replay_id, scope)
    if text:
        rows = rows.filter(bill__account__account_no__startswith=text)
    if price_class:
        rows = rows.filter(price_class=price_class)
    narrowed = {
        "up": Q(after__gt=F("before")), "down": Q(after__lt=F("before")),
        "same": Q(after=F("before")), "refused": Q(after__isnull=True),
    }.get(outcome)  # fmt: skip
    if narrowed is not None:
        rows = rows.filter(narrowed)
    found = rows.select_related("bill__account", "organisation").defer(
        "bill__request", "bill__quantities", "bill__books", "bill__warnings"
    )
    for row in found.order_by("-size", "pk")[:limit].iterator(chunk_size=500):
        yield ReplayRow(
            bill_no=row.bill.bill_no or "", account_no=row.bill.account.account_no,
            organisation=row.organisation.name, price_class=row.price_class, before=row.before,
            after=row.after, reason_zh=row.reason_zh, reason_en=row.reason_en,
        )  # fmt: skip


def told_replay(draft_id: int) -> list[tuple[Any, Any]]:
    """Return what the approver of a draft reads of its newest replay."""
    newest = TariffReplay.objects.filter(
        draft_id=draft_id, text_hash=F("draft__content_hash")
    ).order_by("-pk").first()  # fmt: skip
    label = gettext_lazy("Replay of the last month")
    if newest is None or newest.status != TariffReplay.Status.DONE:
        return [(label, gettext("not done"))]
    found = replay_summary(replay_id=newest.pk, scope=None)
    counts = gettext("{bills} bills: {up} dearer, {down} cheaper, {refused} refused").format(
        bills=found.bills, up=found.up, down=found.down, refused=found.refused
    )
    return [
        (label, f"{newest.period_start:%Y-%m}"),
        (gettext_lazy("Total (yuan)"), (f"{found.before:,.2f}", f"{found.after:,.2f}")),
        (gettext_lazy("Bills"), counts),
    ]


def bills_rated_by(path: str, content_hash: str, library_hashes: Iterable[str]) -> int:
    """Return how many bills were issued by a version of a book, those reversed since too."""
    del content_hash  # a library holds one version of a book: its hash says which
    runs = BillRun.objects.filter(library_hash__in=list(library_hashes))
    issued = [Bill.Status.ISSUED, Bill.Status.REVERSED]
    return Bill.objects.filter(
        run__in=runs, status__in=issued, books__contains=[path]
    ).count()  # fmt: skip


def _rows(replay_id: int, scope: Scope | None) -> QuerySet[TariffReplayRow]:
    rows = TariffReplayRow.objects.filter(replay_id=replay_id)
    if scope is None or scope.everything:
        return rows
    return rows.filter(organisation_id__in=scope.organisation_ids)


def _clean(found: dict[str, Any]) -> dict[str, Any]:
    zero = {"n_before": ZERO, "n_after": ZERO}
    return {name.removeprefix("n_"): found[name] or zero.get(name, 0) for name in _FIGURES}
