"""How long papers are kept after what they belong to has ended: dated rules with their source.

``verified`` false: a company rule or a reading of the law that a lawyer has still to confirm. The
setting ``GRIDHALL_DOCUMENT_RETENTION`` (class → months, or None for always) goes before the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from . import kinds

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """From ``since`` on, papers of a class are kept so many ``months``; None: for ever."""

    retention: str
    since: date
    months: int | None
    source: str
    verified: bool


RULES = (
    RetentionRule(
        retention="CUSTOMER_FILE", since=date(2021, 11, 1), months=3 * MONTHS_A_YEAR,
        source="company rule: the ordinary limitation of the Civil Code (民法典), article 188, "
        "and no longer than needed (个人信息保护法), article 19",
        verified=False,
    ),
    RetentionRule(
        retention="CONTRACT", since=date(2016, 1, 1), months=10 * MONTHS_A_YEAR,
        source="company rule, after the periods of 会计档案管理办法 (财政部 国家档案局令第79号)",
        verified=False,
    ),
    RetentionRule(
        retention="WORKING", since=date(2016, 1, 1), months=2 * MONTHS_A_YEAR,
        source="company rule", verified=False,
    ),
)  # fmt: skip


def rule_of(*, kind: str, on: date) -> RetentionRule | None:
    """Return the rule in force on a day for a kind of document; none: it is kept for ever."""
    name = kinds.kind_of(kind).retention
    found = [rule for rule in RULES if rule.retention == name and rule.since <= on]
    return max(found, key=lambda rule: rule.since, default=None)


def kept_until(*, kind: str, since: date, on: date) -> date | None:
    """Return the first day on which the paper may go, by the rule of ``on``; None: never."""
    rule = rule_of(kind=kind, on=on)
    own: dict[str, int | None] = settings.GRIDHALL_DOCUMENT_RETENTION
    name = kinds.kind_of(kind).retention
    months = own.get(name, rule.months if rule else None)
    return None if months is None else _later(since, months)


def is_over(*, kind: str, since: date | None, on: date) -> bool:
    """Tell whether the time of a paper whose subject ended on ``since`` is over on a day."""
    until = kept_until(kind=kind, since=since, on=on) if since else None
    return until is not None and until <= on


def _later(day: date, months: int) -> date:
    """Return the same day so many months later; the 29th to 31st may become the next 1st."""
    place = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(place, MONTHS_A_YEAR)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(place + 1, MONTHS_A_YEAR)
        return date(year, month + 1, 1)
