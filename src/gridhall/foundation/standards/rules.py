"""A standard as the reckoning sees it. Pure: no Django, no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: What a standard may name, and facts answer; in the order in which screens show them.
PROPERTIES = ("kind", "category", "stage", "grade", "area", "channel")
BREACH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a subject. ``label`` is its number, never a personal value.

    ``organisation_id`` has to keep the promise, ``user_id`` is who holds it, if anybody.
    """

    kind: str
    organisation_id: int
    category: str = ""
    stage: str = ""
    grade: str = ""
    area: str = ""
    channel: str = ""
    user_id: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of a standard. ``ladder``: percent of the time used, and the roles then told."""

    id: int
    code: str
    clock: str
    kind: str = ""
    category: str = ""
    stage: str = ""
    grade: str = ""
    area: str = ""
    channel: str = ""
    start: frozenset[str]
    stop: frozenset[str]
    pause: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    cancel: frozenset[str] = frozenset()
    on_reopen: str = "KEEP"
    unit: str = "HOURS"
    target: Decimal = Decimal(1)
    calendar: str = ""
    warn_percent: int = 80
    ladder: tuple[tuple[int, tuple[str, ...]], ...] = ()
    valid_from: date = date.min
    valid_to: date | None = None

    def named(self) -> dict[str, str]:
        """Return the properties the standard names, with their values."""
        values = {name: str(getattr(self, name)) for name in PROPERTIES}
        return {name: value for name, value in values.items() if value}

    def fits(self, facts: Facts) -> bool:
        """Tell whether the standard is meant for these facts."""
        return all(getattr(facts, name) == value for name, value in self.named().items())

    def holds(self, on: date) -> bool:
        """Tell whether this version is in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def alarms(self) -> list[tuple[int, tuple[str, ...]]]:
        """Return the steps in order: the warning, the breach and the ladder's, with their roles."""
        steps: dict[int, tuple[str, ...]] = {self.warn_percent: (), BREACH: ()}
        for percent, roles in self.ladder:
            steps[percent] = roles
        return sorted(steps.items())


def most_specific(rules: list[Rule]) -> Rule | None:
    """Return the rule that names most properties, or None of none.

    Two that name equally many and may meet in one case are refused when saved, so this never
    has to choose; the code decides only so that the answer is always the same.
    """
    return min(rules, key=lambda one: (-len(one.named()), one.code, one.id), default=None)


def may_meet(one: Rule, other: Rule) -> bool:
    """Tell whether one case can fit both: they name nothing differently."""
    mine, its = one.named(), other.named()
    return all(its.get(name, value) == value for name, value in mine.items())


def tie(one: Rule, other: Rule) -> bool:
    """Tell whether neither rule would win in a case that fits both."""
    return (
        one.clock == other.clock
        and one.code != other.code
        and len(one.named()) == len(other.named())
        and may_meet(one, other)
    )
