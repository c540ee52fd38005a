"""What stands beside the conversation: contact, who held the case, related cases, the acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.figures import Status
from gridhall.ui.text import Text

from . import page, relating, words
from .acts import FINISHES, GROUPS, Act

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseFile, CustodyView

WHOLE = Decimal(100)
HOW: dict[str, Text] = {
    "RELATED": pgettext_lazy("another case", "Linked"),
    "DUPLICATE": pgettext_lazy("another case", "The same matter"),
    "SPLIT": pgettext_lazy("another case", "Split off"),
    "MASTER": pgettext_lazy("another case", "Master case"),
    "GATHERED": pgettext_lazy("another case", "Gathered here"),
    "MERGED_INTO": pgettext_lazy("another case", "Goes on in"),
    "MERGED": pgettext_lazy("another case", "Merged here"),
    "REPEATS": pgettext_lazy("another case", "Repeats"),
    "REPEATED_BY": pgettext_lazy("another case", "Repeated by"),
    "PART_OF": pgettext_lazy("another case", "Part of"),
    "PART": pgettext_lazy("another case", "Part"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRow:
    """A prepared text in the reader's language."""

    code: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A personal value of the contact, masked."""

    label: Text
    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A piece of the bar that shows who held the case, in percent of the whole time."""

    party: str
    start: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyBar:
    """Who held the case: the bar, the sums, every change of hands."""

    shares: list[Share]
    totals: list[tuple[Text, str]]
    spans: list[CustodyLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyLine:
    """One stretch in somebody's hands."""

    party: Status
    who: str
    time: str
    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """Another case that belongs to this one; ``unlink_url`` where the link can be taken off."""

    number: str
    label: Text
    summary: str
    status: Text
    unlink_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLink:
    """An act in the menu."""

    label: Text
    icon: str
    url: str
    danger: bool = False


def contact(file: CaseFile) -> list[ContactLine]:
    """Return how the contact is reached, masked."""
    found = (
        (_("Contact"), "name", file.contact_name), (_("Phone"), "phone", file.contact_phone),
        (_("E-mail"), "email", file.contact_email),
    )  # fmt: skip
    return [
        ContactLine(label=label, field=name, value=value) for label, name, value in found if value
    ]


def custody(file: CaseFile, at: datetime) -> CustodyBar | None:
    """Return who held the case and how long; nothing before anybody had it."""
    spans = file.custodies
    if not spans:
        return None
    return CustodyBar(
        shares=_shares(spans, at),
        totals=[
            (words.party(party), words.duration(held)) for party, held in file.held_by_party.items()
        ],
        spans=[_span(one) for one in reversed(spans)],
    )  # fmt: skip


def _shares(spans: Sequence[CustodyView], at: datetime) -> list[Share]:
    first = spans[0].start
    whole = max((spans[-1].end or at) - first, timedelta(seconds=1))

    def percent(length: timedelta) -> str:
        return f"{WHOLE * Decimal(str(length / whole)):.2f}"

    return [
        Share(party=one.party, start=percent(one.start - first), width=percent(one.held))
        for one in spans
    ]


def _span(one: CustodyView) -> CustodyLine:
    who = " · ".join(filter(None, [one.person or one.role, one.organisation]))
    return CustodyLine(
        party=words.party_status(one.party), who=who, time=words.duration(one.held),
        start=one.start, end=one.end, reason=one.reason,
    )  # fmt: skip


def links(file: CaseFile) -> list[LinkRow]:
    """Return the related cases."""
    return [
        LinkRow(
            number=one.number, label=HOW.get(one.how, one.how), summary=one.summary,
            status=one.status_label,
            unlink_url=reverse("workbench:case_unlink", args=[file.row.number, one.number])
            if one.how == "RELATED" else "",
        )
        for one in file.related
    ]  # fmt: skip


def acts(
    file: CaseFile, actions: frozenset[str]
) -> tuple[ActLink | None, list[tuple[Text, list[ActLink]]]]:
    """Return the act that comes first, and the menu by groups."""
    offered = relating.offered(page.standing_of(file), actions)
    due = {FINISHES.get(one.step) for one in file.tasks}
    waits = [one for one in offered if one.code == "back"]
    first = next((one for one in (*waits, *offered) if one in waits or one.code in due), None)
    groups = [
        (label, [_link(file, one) for one in offered if one.group == code])
        for code, label in GROUPS
    ]
    shown = _link(file, first) if first else None
    return shown, [(label, found) for label, found in groups if found]


def _link(file: CaseFile, act: Act) -> ActLink:
    return ActLink(
        label=act.label, icon=act.icon, danger=act.danger,
        url=reverse("workbench:case_act", args=[file.row.number, act.code]),
    )  # fmt: skip
