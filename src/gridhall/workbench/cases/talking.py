"""The conversation as the page draws it: who said it, to whom, and what happened in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import EntryView

CUSTOMER, US, INSIDE, EVENT = "customer", "us", "inside", "event"
SHOWN = 40
LOOKS: dict[str, tuple[str, str, Text]] = {
    "MESSAGE": (CUSTOMER, "message", ""),
    "OBJECTION": (CUSTOMER, "alert-circle", pgettext_lazy("entry of a case", "objects")),
    "REPLY": (US, "corner-up-left", ""),
    "CALL": (US, "phone", pgettext_lazy("entry of a case", "called")),
    "VISIT": (US, "map-pin", pgettext_lazy("entry of a case", "visited")),
    "PROPOSAL": (US, "bulb", pgettext_lazy("entry of a case", "proposed")),
    "ANSWER": (US, "message-check", pgettext_lazy("entry of a case", "answered")),
    "REMARK": (INSIDE, "lock", pgettext_lazy("entry of a case", "internal remark")),
    "EVENT": (EVENT, "point", ""),
}

EVENT_ICONS: dict[str, str] = {
    "REGISTERED": "inbox", "CLASSIFIED": "category", "HANDED_TO": "arrows-exchange",
    "WAITING_CUSTOMER": "player-pause", "WAITING_THIRD_PARTY": "player-pause",
    "BACK": "player-play", "SENT_BACK": "arrow-back-up", "ESCALATED": "arrow-big-up-lines",
    "DISPATCHED": "truck", "ARRIVED": "map-pin-check", "REVISIT_TRY": "phone-off",
    "RESPONDED": "phone", "SATISFIED": "mood-smile", "RATED": "star", "CLOSED": "circle-check",
    "CANCELLED": "ban", "REOPENED": "refresh", "REPEATS": "repeat", "MERGED": "git-merge",
    "MERGED_HERE": "git-merge", "LINKED": "link", "UNLINKED": "unlink",
    "SPLIT": "arrows-split-2", "SPLIT_FROM": "arrows-split-2", "MASTER": "sitemap",
    "GATHERED": "sitemap", "GATHERED_HERE": "sitemap",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn. ``side`` is where it stands: the customer's, ours, inside, or a line across."""

    side: str
    icon: str
    label: Text
    who: str
    body: str
    channel: Text
    at: datetime


def turns(entries: Sequence[EntryView]) -> tuple[list[Turn], int]:
    """Return the newest turns in the order they happened, and how many came before them."""
    drawn = [turn(one) for one in entries]
    return drawn[-SHOWN:], max(len(drawn) - SHOWN, 0)


def turn(entry: EntryView) -> Turn:
    """Return one entry as it is drawn."""
    side, icon, label = LOOKS.get(entry.kind, LOOKS["EVENT"])
    if side == EVENT or (entry.code and not entry.text):
        side, label = EVENT, entry.sentence or entry.kind_label
        icon = EVENT_ICONS.get(entry.code, icon)
    elif entry.sentence and side == US:
        label = entry.sentence
    who = _("Customer") if entry.by_customer or side == CUSTOMER else entry.by
    return Turn(
        side=side, icon=icon, label=label, who=who, body=entry.text, channel=entry.channel,
        at=entry.at,
    )  # fmt: skip
