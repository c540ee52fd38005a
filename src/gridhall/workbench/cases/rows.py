"""Small shapes for the lists beside a case: topics to choose from, cases like this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation import language
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk.selectors import CaseFilters
from gridhall.ui.figures import Status
from gridhall.ui.text import Text

from . import words

FEW = 6
SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic to choose; ``fits``: one of its words stands in what was typed."""

    code: str
    title: str
    hints: tuple[str, ...]
    chosen: bool
    fits: bool

    def matches(self, wanted: str) -> bool:
        """Tell whether a searched word is part of the title or of a hint."""
        return any(wanted.lower() in text.lower() for text in (self.title, *self.hints))


def topic(one: Any, *, said: str, chosen: str) -> TopicRow:
    """Return a topic as the list shows it."""
    return TopicRow(
        code=one.code, title=language.either(one.title_zh, one.title_en), hints=tuple(one.hints),
        chosen=one.code == chosen, fits=any(hint in said for hint in one.hints),
    )  # fmt: skip


def topic_choices(*, on: date, kind: str = "") -> list[tuple[str, str]]:
    """Return the topics in force with their titles; those of one kind, or of all, each once."""
    found = servicedesk.topics(kind=kind, on=on)
    return list({one.code: language.either(one.title_zh, one.title_en) for one in found}.items())


def cause_choices(*, on: date) -> list[tuple[str, str]]:
    """Return the causes in force with their titles."""
    return [
        (one.code, language.either(one.title_zh, one.title_en)) for one in servicedesk.causes(on=on)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarRow:
    """A case that may be the same matter, and why it is shown."""

    number: str
    summary: str
    status: Status
    why: Text
    received_at: datetime


def like(
    *, scope: Scope, reader_id: int, at: datetime, account_id: int | None, text: str
) -> list[SimilarRow]:
    """Return the newest cases of the customer, then open ones with the same words."""
    found: dict[str, SimilarRow] = {}
    asked: list[tuple[CaseFilters, Text]] = []
    if account_id is not None:
        asked.append((CaseFilters(account_id=account_id), _("the same customer")))
    if len(text.strip()) >= SHORTEST:
        asked.append((CaseFilters(text=text, status="OPEN"), _("the same words")))
    for filters, why in asked:
        page = servicedesk.cases_page(
            scope=scope, reader_id=reader_id, filters=filters, at=at, limit=FEW
        )
        for row in page.rows:
            if not row.sealed:
                found.setdefault(row.number, _row(row, why))
    return list(found.values())[:FEW]


def _row(row: servicedesk.CaseRow, why: Text) -> SimilarRow:
    return SimilarRow(
        number=row.number, summary=row.summary, why=why, received_at=row.received_at,
        status=words.status(row.status, row.status_label),
    )  # fmt: skip
