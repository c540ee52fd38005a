"""What an import leaves in the history of files, and the lists it brings along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gridhall.customers import timeline, values
from gridhall.customers.models import Account, CareNeed, EquipmentItem
from gridhall.customers.parts import Part, part_of
from gridhall.customers.records import NewAccount
from gridhall.customers.timeline import Version
from gridhall.foundation.bulk import copy_in

from ._refresh import CARE_KINDS
from ._versions import Mark, replace_versions, since_ever, stored

#: Words in a designation that tell what kind of equipment it is; the first that fits counts.
EQUIPMENT_WORDS = (
    (re.compile("变压器|箱变"), EquipmentItem.Kind.TRANSFORMER),
    (re.compile("充电"), EquipmentItem.Kind.CHARGER),
    (re.compile("光伏|发电|自备"), EquipmentItem.Kind.OWN_GENERATION),
    (re.compile("储能|蓄电"), EquipmentItem.Kind.STORAGE),
    (re.compile("空调|照明|热水器|冰箱|电炊|家电|电梯"), EquipmentItem.Kind.APPLIANCE),
    (re.compile("机|泵|炉|床|线"), EquipmentItem.Kind.MOTOR),
)


@dataclass(frozen=True, slots=True)
class Before:
    """One entry as it was before an import; ``was`` empty: it was not there."""

    part: Part
    row: Any
    was: timeline.Values | None


def snapshot(code: str, row: Any) -> Before:
    """Note what an entry says before it is changed."""
    part = part_of(code)
    return Before(part, row, None if row.pk is None else values.read(part, row))


def keep_history(entries: Iterable[Before], *, mark: Mark) -> None:
    """Write versions for the entries that say something else by now."""
    changed = [(one, values.read(one.part, one.row)) for one in entries]
    changed = [(one, now) for one, now in changed if one.was != now]
    by_part: dict[str, list[int]] = {}
    for one, _now in changed:
        by_part.setdefault(one.part.code, []).append(one.row.pk)
    known = {code: stored(part_of(code), pks) for code, pks in by_part.items()}
    for one, now in changed:
        if one.was is None:
            before: list[Version] = []
            after = [Version(now, mark.today, None)]
        else:
            before = known[one.part.code].get(one.row.pk) or [Version(one.was, None, None)]
            after = timeline.put(before, now, mark.today)
        _replace(one.part, one.row, before, after, mark)


def _replace(part: Part, row: Any, before: list[Version], after: list[Version], mark: Mark) -> None:
    if part.of_party:
        owner = {"party_id": row.pk}
    else:
        owner = {"account_id": row.pk if isinstance(row, Account) else row.account_id}
    replace_versions(part, subject_id=row.pk, owner=owner, before=before, after=after, mark=mark)


def open_lists(rows: Sequence[NewAccount], accounts: Sequence[Account]) -> None:
    """Make the entries of care and equipment of new accounts."""
    pairs = list(zip(rows, accounts, strict=True))
    copy_in(
        CareNeed(account=account, kind=CARE_KINDS[flag])
        for row, account in pairs
        for flag in dict.fromkeys(row.care_flags)
        if flag in CARE_KINDS
    )
    copy_in(
        EquipmentItem(account=account, kind=kind_of_equipment(name), name=name)
        for row, account in pairs
        for name in row.equipment
    )


def update_lists(account: Account, *, mark: Mark) -> None:
    """Bring care and equipment of an account to what its short lists say after an import."""
    care = {CARE_KINDS[flag] for flag in account.care_flags if flag in CARE_KINDS}
    _bring(
        "CARE", account, {need.kind: need for need in account.care_needs.all()}, care,
        lambda kind: CareNeed(account=account, kind=kind), mark,
    )  # fmt: skip
    known = {item.name: item for item in account.equipment_items.all()}
    _bring(
        "EQUIPMENT", account, known, set(account.equipment),
        lambda name: EquipmentItem(account=account, kind=kind_of_equipment(name), name=name), mark,
    )  # fmt: skip


def _bring(
    code: str, account: Account, known: dict[str, Any], wanted: set[str], make: Any, mark: Mark
) -> None:
    part = part_of(code)
    for key in sorted(set(known) - wanted):
        row = known[key]
        before = stored(part, [row.pk]).get(row.pk) or since_ever(part, row)
        _replace(part, row, before, timeline.end(before, mark.today), mark)
        row.delete()
    for key in sorted(wanted - set(known)):
        row = make(key)
        row.save()
        _replace(part, row, [], [Version(values.read(part, row), mark.today, None)], mark)


def kind_of_equipment(name: str) -> str:
    """Return what kind of equipment a designation names, as far as its words tell."""
    for words, kind in EQUIPMENT_WORDS:
        if words.search(name):
            return kind
    return EquipmentItem.Kind.OTHER
