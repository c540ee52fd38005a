"""Changes to supply contracts, many at once; each call is one transaction with its audit row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from gridhall.foundation.audit.services import AuditEntry, record_many
from gridhall.foundation.bulk import copy_in
from gridhall.foundation.imports.outcome import Outcome
from gridhall.foundation.locks import hold_lock

from .models import CapacityChange, CustomerAgreement, PriceRelief
from .records import NewAgreement, NewCapacityChange, NewRelief

__all__ = [
    "NewAgreement",
    "NewCapacityChange",
    "NewRelief",
    "put_agreements",
    "put_capacity_changes",
    "put_reliefs",
    "take_turn",
]

TERMS = (
    "price_class", "billing_method", "contracted_capacity_kva", "contract_demand_kw",
    "hv_motor_kw", "tou", "pf_standard",
)  # fmt: skip
LOCK = "contracts.put"
Stored = TypeVar("Stored", CustomerAgreement, PriceRelief, CapacityChange)


def take_turn() -> None:
    """Wait until nobody else writes contracts, until the transaction ends.

    Who writes accounts and their contracts in one transaction asks for it first: every write ends
    with its audit row, whose lock a writer of contracts may wait for while it holds this one.
    """
    hold_lock(LOCK)


class _Book(dict[int, list[Stored]]):
    """What is stored for each account, what is new and what changed, until it is written."""

    def __init__(self, found: Iterable[Stored]) -> None:
        super().__init__()
        self.new: list[Stored] = []
        self.changed: dict[int, Stored] = {}
        self.changes: dict[int, dict[str, Any]] = defaultdict(dict)
        for item in found:
            self.setdefault(item.account_id, []).append(item)

    def add(self, item: Stored) -> None:
        """Note a new item."""
        self.new.append(item)
        self.setdefault(item.account_id, []).append(item)

    def change(self, item: Stored, **values: object) -> bool:
        """Bring an item to these values; return whether anything changed."""
        moved = {k: v for k, v in values.items() if getattr(item, k) != v}
        for name, value in moved.items():
            if item.pk is not None:
                self.changed[item.pk] = item
                self.changes[item.pk][name] = [_text(getattr(item, name)), _text(value)]
            setattr(item, name, value)
        return bool(moved)


def _text(value: object) -> object:
    return value if value is None or isinstance(value, str | bool) else str(value)


@transaction.atomic
def put_agreements(
    *, rows: Sequence[NewAgreement], at: datetime, actor_id: int | None
) -> list[Outcome]:
    """Record these agreements; return one outcome per row.

    The terms in force on ``valid_from`` already: UNCHANGED. Other terms from a later day: the
    agreement in force ends that day and a new one begins. Other terms from the same day: UPDATED.
    Other terms from a day before a later agreement began: CONFLICT.
    """
    hold_lock(LOCK)
    accounts = {row.account_id for row in rows}
    book = _Book(CustomerAgreement.objects.filter(account_id__in=accounts))
    outcomes = [_put_agreement(book, row) for row in rows]
    fields = [*TERMS, "valid_to"]
    _write(CustomerAgreement, book, fields, outcomes, "agreement", at=at, actor_id=actor_id)
    return outcomes


def _put_agreement(book: _Book[CustomerAgreement], row: NewAgreement) -> Outcome:
    terms = {name: getattr(row, name) for name in TERMS}
    known = book.get(row.account_id, [])
    in_force = next((item for item in known if _covers(item, row.valid_from)), None)
    if in_force is not None and in_force.valid_from == row.valid_from:
        return Outcome.UPDATED if book.change(in_force, **terms) else Outcome.UNCHANGED
    if in_force and all(getattr(in_force, name) == value for name, value in terms.items()):
        return Outcome.UNCHANGED
    if any(item.valid_from > row.valid_from for item in known):
        return Outcome.CONFLICT
    if in_force is not None:
        book.change(in_force, valid_to=row.valid_from)
    book.add(CustomerAgreement(account_id=row.account_id, valid_from=row.valid_from, **terms))
    return Outcome.CREATED


def _covers(item: CustomerAgreement, day: date) -> bool:
    return item.valid_from <= day and (item.valid_to is None or day < item.valid_to)


@transaction.atomic
def put_reliefs(*, rows: Sequence[NewRelief], at: datetime, actor_id: int | None) -> list[Outcome]:
    """Record these price reliefs; return one outcome per row.

    The same relief from the same day: UNCHANGED, or UPDATED when its end moved. CONFLICT when
    another relief of the kind runs at that time.
    """
    hold_lock(LOCK)
    accounts = {row.account_id for row in rows}
    book = _Book(PriceRelief.objects.filter(account_id__in=accounts))
    outcomes = [_put_relief(book, row) for row in rows]
    _write(PriceRelief, book, ["to_date"], outcomes, "price_relief", at=at, actor_id=actor_id)
    return outcomes


def _put_relief(book: _Book[PriceRelief], row: NewRelief) -> Outcome:
    known = [item for item in book.get(row.account_id, []) if item.kind == row.kind]
    same = next((item for item in known if item.from_date == row.from_date), None)
    for other in known:
        if other is not same and _overlap(
            (row.from_date, row.to_date), (other.from_date, other.to_date)
        ):
            return Outcome.CONFLICT
    if same is not None:
        return Outcome.UPDATED if book.change(same, to_date=row.to_date) else Outcome.UNCHANGED
    book.add(
        PriceRelief(
            account_id=row.account_id, kind=row.kind, from_date=row.from_date, to_date=row.to_date
        )
    )
    return Outcome.CREATED


@transaction.atomic
def put_capacity_changes(
    *, rows: Sequence[NewCapacityChange], at: datetime, actor_id: int | None
) -> list[Outcome]:
    """Record these capacity changes; return one outcome per row.

    One change of a kind begins on a day: with other values it is UPDATED (it was restored).
    """
    hold_lock(LOCK)
    accounts = {row.account_id for row in rows}
    book = _Book(CapacityChange.objects.filter(account_id__in=accounts))
    outcomes = [_put_capacity_change(book, row) for row in rows]
    fields = ["change_kva", "restored_date"]
    _write(CapacityChange, book, fields, outcomes, "capacity_change", at=at, actor_id=actor_id)
    return outcomes


def _put_capacity_change(book: _Book[CapacityChange], row: NewCapacityChange) -> Outcome:
    values = {"change_kva": row.change_kva, "restored_date": row.restored_date}
    for known in book.get(row.account_id, []):
        if (known.kind, known.from_date) == (row.kind, row.from_date):
            return Outcome.UPDATED if book.change(known, **values) else Outcome.UNCHANGED
    book.add(
        CapacityChange(account_id=row.account_id, kind=row.kind, from_date=row.from_date, **values)
    )
    return Outcome.CREATED


def _overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    return (other[1] is None or one[0] < other[1]) and (one[1] is None or other[0] < one[1])


def _write(
    model: type[Stored], book: _Book[Stored], fields: list[str], outcomes: Sequence[Outcome],
    object_type: str, *, at: datetime, actor_id: int | None,
) -> None:  # fmt: skip
    """Write the book with few statements (ends before beginnings) and its audit rows."""
    model.objects.bulk_update(book.changed.values(), fields, batch_size=250)
    copy_in(book.new)
    counts = Counter(outcome.value for outcome in outcomes)
    summary = AuditEntry(
        action="contracts.imported", object_type=object_type, changes=dict(sorted(counts.items()))
    )
    updates: list[AuditEntry] = [
        AuditEntry(
            action="contracts.changed", object_type=object_type, object_id=pk,
            account_id=book.changed[pk].account_id, changes=changes,
        )
        for pk, changes in book.changes.items()
    ]  # fmt: skip
    record_many([summary, *updates], at=at, actor_id=actor_id)
