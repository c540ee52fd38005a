"""Who is told when a clock comes to a step of its ladder, and what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.messages.services import NewMessage

from ..models import ServiceStandard
from ..rules import BREACH, Rule

WARNING, OVERDUE, ESCALATION = "standards.warning", "standards.overdue", "standards.escalation"


class Told(Protocol):
    """What must be known of a clock to tell somebody."""

    @property
    def id(self) -> int: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def label(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Notice:
    """The messages of one step."""

    messages: list[NewMessage]


@dataclass
class Telling:
    """The people of the company as they are at the moment of a sweep, read when first needed."""

    at: datetime
    _holders: dict[tuple[str, int], list[int]] | None = None
    _parents: dict[int, int | None] = field(default_factory=dict)
    _deputies: dict[int, list[int]] = field(default_factory=dict)
    _found: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    _titles: dict[int, dict[str, str]] = field(default_factory=dict)

    def of(
        self, clock: Told, rule: Rule, steps: list[tuple[int, datetime]]
    ) -> list[tuple[int, Notice]]:
        """Return the messages of the steps a clock has come to.

        Everybody is told once, of the highest step that concerns her: the person who holds the
        matter of any step, the holders of a role of the steps that name it. Who stands in for one
        of them on this day is told too: the deputy of the person who holds the matter, and the
        deputy to whom a holder has lent that very role.
        """
        roles = dict(rule.alarms())
        told: set[int] = set()
        notices = []
        for percent, _when in reversed(steps):
            people = [] if clock.user_id is None else self._holder(clock.user_id)
            for role in roles.get(percent, ()):
                people += [(one, False) for one in self.holders(role, clock.organisation_id)]
            messages = []
            for user_id, holds in people:
                if user_id not in told:
                    told.add(user_id)
                    messages.append(self._message(clock, rule, percent, user_id, holds=holds))
            notices.append((percent, Notice(messages)))
        return notices

    def _holder(self, user_id: int) -> list[tuple[int, bool]]:
        """Return who holds the matter, and who stands in for her today with any of her roles."""
        self._read()
        return [(user_id, True), *((one, True) for one in self._deputies.get(user_id, ()))]

    def holders(self, role: str, organisation_id: int) -> list[int]:
        """Return who holds a role nearest to the organisation, or stands in: in it, else above."""
        key = (role, organisation_id)
        if key not in self._found:
            self._read()
            at: int | None = organisation_id
            while at is not None and not self._at(role, at):
                at = self._parents.get(at)
            self._found[key] = self._at(role, at) if at is not None else []
        return self._found[key]

    def _at(self, role: str, organisation_id: int) -> list[int]:
        return (self._holders or {}).get((role, organisation_id), [])

    def _read(self) -> None:
        if self._holders is not None:
            return
        day = timezone.localdate(self.at)
        tree = identity.tree_on(on=day)
        self._parents = {unit.id: unit.parent_id for unit in tree.values()}
        self._holders = {}
        rows = identity.standing_assignments(scope=identity.whole_company(), on=day)
        held = list(rows.values_list("role", "organisation_id", "user_id"))
        for one in identity.stand_ins_on(on=day):
            held.append((one.role, one.organisation_id, one.deputy_id))
            known = self._deputies.setdefault(one.principal_id, [])
            if one.deputy_id not in known:
                known.append(one.deputy_id)
        for role, unit_id, user_id in held:
            # a team works for the unit it belongs to
            unit = tree.get(unit_id)
            above = unit.parent_id if unit and unit.level == "TEAM" else None
            for place in {unit_id, above or unit_id}:
                self._holders.setdefault((role, place), []).append(user_id)

    def _message(
        self, clock: Told, rule: Rule, percent: int, user_id: int, *, holds: bool
    ) -> NewMessage:
        template = WARNING if percent < BREACH else OVERDUE if holds else ESCALATION
        return NewMessage(
            template=template, employee_id=user_id,
            dedup_key=f"standards:{clock.id}:{rule.id}:{percent}:{user_id}",
            params={
                "label": clock.label, "promise": self._title(rule), "percent": percent,
                "due": f"{timezone.localtime(clock.due_at):%Y-%m-%d %H:%M}",
            },
        )  # fmt: skip

    def _title(self, rule: Rule) -> dict[str, str]:
        if rule.id not in self._titles:
            row = ServiceStandard.objects.get(pk=rule.id)
            self._titles[rule.id] = {"zh-hans": row.title_zh, "en": row.title_en}
        return self._titles[rule.id]
