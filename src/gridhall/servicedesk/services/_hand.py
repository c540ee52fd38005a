"""One hand on a case: what an act changes is gathered and written once, at its end.

The order of locks is always process, clocks, case: whoever finishes a step from an inbox goes the
same way. The case itself is written by compare-and-set on its version, so of two people who act
at once one wins and the other is told (CaseChanged), with nothing half written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.audit.services import AuditEntry
from gridhall.foundation.documents import services as documents
from gridhall.foundation.outbox import services as outbox
from gridhall.foundation.processes.services import Started
from gridhall.foundation.rows import gathering, write_together
from gridhall.servicedesk import errors, notify
from gridhall.servicedesk.models import Case, CaseEntry, CaseStatusChange, Custody

from . import _clocks
from ._engine import SUBJECT

_hands: ContextVar[dict[int, Hand] | None] = ContextVar("hands_on_cases", default=None)
LONGEST_REASON = 300


@dataclass
class Hand:
    """The case at hand and everything that is to be written about it; a new one itself as well."""

    case: Case
    at: datetime
    by_id: int | None
    by_customer: bool = False
    new: bool = False
    fields: set[str] = field(default_factory=set)
    entries: list[CaseEntry] = field(default_factory=list)
    changes: list[CaseStatusChange] = field(default_factory=list)
    signals: list[_clocks.Signal] = field(default_factory=list)
    charge: Custody | None = None
    events: list[Any] = field(default_factory=list)
    acts: list[AuditEntry] = field(default_factory=list)
    process: Started | None = None
    regrade: bool = False
    ends: bool = False

    def set(self, **values: Any) -> None:
        """Note new values of the case."""
        for name, value in values.items():
            if getattr(self.case, name) != value:
                setattr(self.case, name, value)
                self.fields.add(name)

    def to(self, status: str, *, reason: str = "") -> None:
        """Move the case to a status, leaving a row of history."""
        if self.case.status == status:
            return
        self.changes.append(
            CaseStatusChange(
                before=self.case.status, after=status, at=self.at, by_id=self.by_id,
                reason=reason[:LONGEST_REASON],
            )
        )  # fmt: skip
        self.set(status=status)

    def tell(
        self, kind: str, *, body: str = "", code: str = "", params: dict[str, Any] | None = None,
        shown: bool = False, channel: str = "", dedup_key: str = "",
    ) -> None:  # fmt: skip
        """Add a turn to the conversation."""
        self.entries.append(
            CaseEntry(
                kind=kind, body=body, code=code, params=params or {}, shown_to_customer=shown,
                channel=channel, at=self.at, by_id=self.by_id, by_customer=self.by_customer,
                dedup_key=f"{self.case.pk}:{dedup_key}" if dedup_key else None,
            )
        )  # fmt: skip

    def happened(self, code: str, *, shown: bool = False, **params: Any) -> None:
        """Add a line about what happened; its sentence is made from the code when it is read."""
        self.tell(CaseEntry.EntryKind.EVENT, code=code, params=params, shown=shown)

    def hold(self, *, party: str, reason: str = "", role: str | None = None,
             organisation_id: int | None = None, user_id: int | None = None) -> None:  # fmt: skip
        """Say who holds the case from now on: its time is charged to them."""
        self.charge = Custody(
            party=party, organisation_id=organisation_id, role=role or "", user_id=user_id,
            start=self.at, reason=reason[:LONGEST_REASON],
        )  # fmt: skip
        self.set(held_by=party)

    def signal(self, event: str, *, at: datetime | None = None) -> None:
        """Send the clocks an event of this case."""
        self.signals.append(_clocks.Signal(event=event, at=at or self.at))

    def record(self, act: str, *, reason: str = "", **changes: Any) -> None:
        """Note the act for the audit trail. Never a personal value, never what somebody said."""
        self.acts.append(
            AuditEntry(
                action=f"servicedesk.{act}", object_type="case", object_id=self.case.pk,
                object_label=self.case.number, account_id=self.case.account_id,
                organisation_id=self.case.organisation_id, changes=changes,
                reason=reason[:LONGEST_REASON],
            )
        )  # fmt: skip

    def flush(self) -> None:
        """Write everything; raises CaseChanged when the case is not as it was."""
        due_before = self.case.due_at
        with gathering() if self.new else nullcontext():
            _clocks.send(self)
            write_together(
                [
                    *_case(self), *_custody(self), *_conversation(self), *_status_changes(self),
                    *(self.process.rows(due_at=self.case.due_at) if self.process else []),
                    *outbox.to_publish(self.events, at=self.at),
                ]
            )  # fmt: skip
        if self.fields or self.new:
            notify.cases_changed()
        if self.ends:
            documents.start_retention(
                subject_type=SUBJECT, subject_id=str(self.case.pk),
                on=timezone.localdate(self.at),
            )  # fmt: skip
        if self.case.due_at != due_before and self.process is None:
            _clocks.pass_on_due(self.case)
        if self.acts:  # last, for who acts at the same time in the same chain waits for it
            audit.record_many(self.acts, at=self.at, actor_id=self.by_id)


def _case(hand: Hand) -> list[Case]:
    """Return a new case, to be written; change one that stands already."""
    case = hand.case
    if hand.new or not hand.fields:
        return [case] if hand.new else []
    values = {name: getattr(case, name) for name in hand.fields}
    found = Case.objects.filter(pk=case.pk, version=case.version)
    if not found.update(**values, version=case.version + 1):
        raise errors.CaseChanged(case=case.number)
    case.version += 1
    return []


def _custody(hand: Hand) -> list[Custody]:
    """End who held the case until now; return who holds it from now on, to be written."""
    wanted = hand.charge
    if wanted is None and not hand.ends:
        return []
    begin = hand.at
    if not hand.new:
        standing = Custody.objects.filter(case=hand.case, end__isnull=True).first()
        if standing is not None:
            if not hand.ends and wanted is not None and _same(standing, wanted):
                return []
            begin = max(hand.at, standing.start)  # a clock set back never makes time run backwards
            Custody.objects.filter(pk=standing.pk).update(end=begin)
    if wanted is None or hand.ends:
        return []
    wanted.case, wanted.start = hand.case, begin
    return [wanted]


def _same(one: Custody, other: Custody) -> bool:
    names = ("party", "organisation_id", "role", "user_id")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _conversation(hand: Hand) -> list[CaseEntry]:
    """Return the new turns, to be written; those that may be there already are written here."""
    for entry in hand.entries:
        entry.case = hand.case
    if any(entry.dedup_key for entry in hand.entries):
        CaseEntry.objects.bulk_create(hand.entries, ignore_conflicts=True)
        return []
    return hand.entries


def _status_changes(hand: Hand) -> list[CaseStatusChange]:
    for change in hand.changes:
        change.case = hand.case
    return hand.changes


@contextmanager
def hand_on(
    case_id: int, *, at: datetime, by_id: int | None, by_customer: bool = False,
    seen_version: int | None = None,
) -> Iterator[Hand]:  # fmt: skip
    """Open one transaction on a case; inside of another hand on it, join that one.

    Raises CaseNotFound; CaseChanged when the case is not the version that was looked at.
    """
    hands = _hands.get()
    if hands is not None and case_id in hands:
        yield hands[case_id]
        return
    with transaction.atomic():
        case = Case.objects.filter(pk=case_id).first()
        if case is None:
            raise errors.CaseNotFound(case=case_id)
        if seen_version is not None and case.version != seen_version:
            raise errors.CaseChanged(case=case.number)
        with joined(Hand(case=case, at=at, by_id=by_id, by_customer=by_customer)) as hand:
            yield hand


@contextmanager
def joined(hand: Hand) -> Iterator[Hand]:
    """Let everything that happens inside gather in this hand, and write it at the end."""
    held = {**(_hands.get() or {}), hand.case.pk: hand}
    token = _hands.set(held)
    try:
        yield hand
        hand.flush()
    finally:
        _hands.reset(token)


def at_hand(case_id: int) -> bool:
    """Tell whether an act of the service desk runs on this case right now."""
    hands = _hands.get()
    return hands is not None and case_id in hands
