"""What changes from one version of a tariff book to the next, in words.

A change names the key, the old and the new value, and from when. A new entry is compared with what
held on the day before it begins; an entry that was itself rewritten counts as a correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gridhall.rating.books import schema
from gridhall.rating.books.in_words import only_changed, value_in_words
from gridhall.rating.result import Text


class ChangeKind(StrEnum):
    """Name what happened to an entry."""

    NEW_KEY = "new_key"  # the key did not exist
    NEW_ENTRY = "new_entry"  # another value from a later day
    CORRECTED = "corrected"  # the same entry says something else
    ENDED = "ended"  # the entry ends, or ends on another day, and nothing follows
    REMOVED = "removed"  # the entry is gone


@dataclass(frozen=True, kw_only=True, slots=True)
class BookChange:
    """Hold one change: ``before`` and ``after`` are empty where there was or is nothing."""

    kind: ChangeKind
    key: str
    name: Text
    before: Text
    after: Text
    from_day: date

    @property
    def words(self) -> Text:
        """Return the change as a sentence."""
        key, day = self.key, self.from_day
        zh, en = self.before.zh or "（无）", self.before.en or "(nothing)"
        after_zh, after_en = self.after.zh or "（无）", self.after.en or "(nothing)"
        if self.kind is ChangeKind.CORRECTED:
            return Text(
                f"{self.name.zh}（{key}）：{day} 起的条目由 {zh} 更正为 {after_zh}。",
                f"{self.name.en} ({key}): the entry from {day} is corrected, {en} → {after_en}.",
            )
        return Text(
            f"{self.name.zh}（{key}）：自 {day} 起 {zh} → {after_zh}。",
            f"{self.name.en} ({key}): from {day}, {en} → {after_en}.",
        )


@dataclass(frozen=True, slots=True)
class _Item:
    name: Text
    unit: str
    entries: tuple[schema.Dated, ...]

    def on(self, day: date) -> schema.Dated | None:
        for entry in self.entries:
            ends = entry.effective_to
            if entry.effective_from <= day and (ends is None or day < ends):
                return entry
        return None

    def begins(self, day: date) -> schema.Dated | None:
        return next((entry for entry in self.entries if entry.effective_from == day), None)


def diff_books(old: schema.Book | None, new: schema.Book | None) -> tuple[BookChange, ...]:
    """Return the changes from one book to another, by key and day.

    ``None`` for a book that did not exist before, or that is withdrawn.
    """
    before, after = _items(old), _items(new)
    changes: list[BookChange] = []
    for key in sorted(before.keys() | after.keys()):
        changes += _of_key(key, before.get(key), after.get(key))
    return tuple(changes)


def _of_key(key: str, old: _Item | None, new: _Item | None) -> Iterator[BookChange]:
    if new is None and old is not None:
        for entry in old.entries:
            yield _change(ChangeKind.REMOVED, key, old, entry, None, entry.effective_from)
        return
    if new is None:
        return
    for entry in new.entries:
        day = entry.effective_from
        same = old.begins(day) if old else None
        if same is not None:
            if value_in_words(same, new.unit) != value_in_words(entry, new.unit):
                yield _change(ChangeKind.CORRECTED, key, new, same, entry, day)
            continue
        kind = ChangeKind.NEW_ENTRY if old else ChangeKind.NEW_KEY
        yield _change(kind, key, new, old.on(day - timedelta(days=1)) if old else None, entry, day)
    for entry in old.entries if old else ():
        yield from _end_of(key, new, entry)


def _end_of(key: str, new: _Item, entry: schema.Dated) -> Iterator[BookChange]:
    """Return how an entry of the old book ends or is gone, where nothing new takes its place."""
    same = new.begins(entry.effective_from)
    if same is None:
        yield _change(ChangeKind.REMOVED, key, new, entry, None, entry.effective_from)
    elif same.effective_to != entry.effective_to:
        ends = same.effective_to
        if ends is not None and new.begins(ends) is None:
            yield _change(ChangeKind.ENDED, key, new, entry, None, ends)
        elif ends is None and entry.effective_to is not None:
            yield _change(ChangeKind.NEW_ENTRY, key, new, None, same, entry.effective_to)


def _change(
    kind: ChangeKind,
    key: str,
    item: _Item,
    before: schema.Dated | None,
    after: schema.Dated | None,
    day: date,
) -> BookChange:
    nothing = Text("", "")
    old = value_in_words(before, item.unit) if before else nothing
    new = value_in_words(after, item.unit) if after else nothing
    if before and after:
        old, new = only_changed(old, new)
    return BookChange(kind=kind, key=key, name=item.name, before=old, after=new, from_day=day)


def _items(book: schema.Book | None) -> dict[str, _Item]:
    """Return every key of a book with its dated entries."""
    found: dict[str, _Item] = {}
    if book is None:
        return found
    for parameter in book.parameters:
        found[parameter.key] = _Item(_text(parameter.name), parameter.unit, parameter.values)
    for group in (book.tables, book.calendars, book.holidays, book.structures):
        for item in group:
            found[item.key] = _Item(_text(item.name), "", item.values)
    for klass in book.price_classes:
        found[klass.code] = _Item(_text(klass.name), "", klass.values)
    return found


def _text(name: schema.Name) -> Text:
    return Text(name.zh, name.en)


def summary(changes: tuple[BookChange, ...]) -> Text:
    """Return how many changes there are, in one line."""
    count = len(changes)
    keys = len({change.key for change in changes})
    return Text(f"{keys} 个键，{count} 处变化", f"{count} changes of {keys} keys")
