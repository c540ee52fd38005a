"""The whole customer file as it was, is or will be on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from gridhall.customers import timeline, values
from gridhall.customers.errors import AccountNotFound
from gridhall.customers.models import Account, FileVersion, Party
from gridhall.customers.parts import PARTS, Field, Part
from gridhall.customers.timeline import Version
from gridhall.foundation.identity.selectors import Scope

from ._list import in_scope

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field of one entry, in words of the active language; personal ones masked."""

    name: str
    label: str
    value: str
    personal: bool
    kind: str
    raw: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a part as it held on the day. ``since`` empty: since the account was opened."""

    subject_id: int
    facts: tuple[Fact, ...]
    since: date | None
    until: date | None
    coming: date | None

    def value(self, name: str) -> Any:
        """Return a fact's own value (a code, a day as text); personal ones only as masked."""
        for fact in self.facts:
            if fact.name == name:
                return fact.raw
        raise KeyError(name)

    def text(self, name: str) -> str:
        """Return a fact in words."""
        return next((fact.value for fact in self.facts if fact.name == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part of the file with what stood in it on the day."""

    part: Part
    entries: tuple[Entry, ...]

    @property
    def code(self) -> str:
        """The part's code."""
        return self.part.code


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFile:
    """A customer file on a day. Before ``opened_on`` there was none: its parts are empty."""

    account_id: int
    account_no: str
    organisation_id: int
    on: date
    opened_on: date
    existed: bool
    parts: tuple[PartView, ...]

    def part(self, code: str) -> PartView:
        """Return one part."""
        return next(view for view in self.parts if view.code == code)


def file_of(
    *, scope: Scope, on: date, account_no: str | None = None, account_id: int | None = None,
    known_at: datetime | None = None,
) -> CustomerFile:  # fmt: skip
    """Return the file as it was on the day; what is to come is shown for days to come.

    ``known_at`` asks what was believed at that moment, before later corrections. Personal values
    are masked. Raises AccountNotFound (also outside ``scope``).
    """
    wanted = {"pk": account_id} if account_id is not None else {"account_no": account_no or ""}
    account = in_scope(scope).filter(**wanted).first()
    if account is None:
        raise AccountNotFound(account=account_no or account_id)
    return file_from(account, on=on, known_at=known_at)


def file_from(
    account: Account, *, on: date, known_at: datetime | None = None,
    only: Collection[str] = tuple(PARTS),
) -> CustomerFile:  # fmt: skip
    """Return the file of a loaded account; ``only`` these parts of it, and always ACCOUNT."""
    existed = on >= account.opened_on or account.status == Account.Status.PROSPECT
    raw = entries_of(account, on=on, known_at=known_at, only=only) if existed else {}
    return CustomerFile(
        account_id=account.pk, account_no=account.account_no,
        organisation_id=account.organisation_id, on=on, opened_on=account.opened_on,
        existed=existed,
        parts=tuple(
            PartView(
                part=part,
                entries=tuple(_entry(part, pk, held) for pk, held in raw.get(code, {}).items()),
            )
            for code, part in PARTS.items()
            if code in only
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    version: Version
    coming: date | None


Held = dict[str, dict[int, _Held]]


def entries_of(
    account: Account, *, on: date, known_at: datetime | None = None,
    only: Collection[str] = tuple(PARTS),
) -> Held:  # fmt: skip
    """Return by part and entry the version that held on the day, personal values in clear."""
    timelines = _timelines(FileVersion.objects.filter(account=account), known_at)
    found: Held = {}
    for code, part in PARTS.items():
        if part.of_party or (code not in only and code != "ACCOUNT"):
            continue
        rows = [account] if not part.many else _rows(part, account)
        found[code] = _held(part, rows, timelines.get(code, {}), on)
    party_id = found["ACCOUNT"][account.pk].version.values["party_id"]  # type: ignore[index]
    party = Party.objects.get(pk=party_id)
    own = _timelines(FileVersion.objects.filter(party_id=party_id), known_at)
    found["PARTY"] = _held(PARTS["PARTY"], [party], own.get("PARTY", {}), on)
    return found


def _rows(part: Part, account: Account) -> QuerySet[Any]:
    return part.model._default_manager.filter(account_id=account.pk).order_by("pk")


def _timelines(
    rows: QuerySet[FileVersion], known_at: datetime | None
) -> dict[str, dict[int, list[Version]]]:
    """Return the versions by part and entry: those in force, or those believed at that moment."""
    found: dict[str, dict[int, list[FileVersion]]] = defaultdict(lambda: defaultdict(list))
    for row in rows if known_at else rows.filter(superseded_at__isnull=True):
        found[row.part][row.subject_id].append(row)
    return {
        part: {pk: _believed(rows, known_at) for pk, rows in entries.items()}
        for part, entries in found.items()
    }


def _believed(rows: list[FileVersion], known_at: datetime | None) -> list[Version]:
    alive = [
        row
        for row in rows
        if known_at is None
        or (
            row.recorded_at <= known_at
            and (row.superseded_at is None or row.superseded_at > known_at)
        )
    ]
    if not alive:  # before the first change: what was there from the beginning, if anything
        first = min(rows, key=lambda row: (row.recorded_at, row.pk))
        return [] if first.valid_from else [replace(timeline.of_row(first), end=None)]
    return [timeline.of_row(row) for row in sorted(alive, key=lambda r: r.valid_from or date.min)]


def _held(
    part: Part, rows: Iterable[Any], timelines: dict[int, list[Version]], on: date
) -> dict[int, _Held]:
    found = {
        row.pk: _Held(Version(values.read(part, row), None, None), None)
        for row in rows
        if row.pk not in timelines
    }
    for subject_id, versions in timelines.items():
        held = timeline.at(versions, on)
        if held is not None and held.values is not None:
            later = [v.start for v in versions if v.start is not None and v.start > on]
            found[subject_id] = _Held(held, min(later, default=None))
    return dict(sorted(found.items()))


def _entry(part: Part, subject_id: int, held: _Held) -> Entry:
    version = held.version
    said = version.values or {}
    return Entry(
        subject_id=subject_id,
        facts=tuple(_fact(part, field, said.get(field.name)) for field in part.fields),
        since=version.start, until=version.end, coming=held.coming,
    )  # fmt: skip


def _fact(part: Part, field: Field, value: Any) -> Fact:
    text = party_name(value) if field.kind == "party" else values.shown(part, field, value)
    return Fact(
        name=field.name, label=str(field.label), value=text, personal=field.personal,
        kind=field.kind, raw=text if field.personal else value,
    )  # fmt: skip


def party_name(party_id: int | None) -> str:
    if party_id is None:
        return ""
    party = Party.objects.filter(pk=party_id).first()
    return "" if party is None else values.masked(PARTS["PARTY"].field("name"), party.name)
