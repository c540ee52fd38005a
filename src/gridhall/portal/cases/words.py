"""Kinds of requests as customers call them, with an icon each; the order is that of the cards."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from gridhall.ui import formats
from gridhall.ui.figures import Status
from gridhall.ui.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One kind of request that customers choose.

    ``place``: the form asks where it is. ``sealed``: who reports stays unknown to all but a few.
    """

    kind: str
    label: Text
    text: Text
    icon: str
    ask: Text
    place: bool = False
    sealed: bool = False


CARDS: tuple[Card, ...] = (
    Card(kind="CONSULTATION", icon="help-circle", label=_("Ask a question"),
         text=_("About prices, bills, meters, how something is applied for"),
         ask=_("What would you like to know?")),
    Card(kind="REPAIR", icon="bolt-off", label=_("Report a fault"), place=True,
         text=_("No power, flickering light, a damaged line or meter"),
         ask=_("What do you see? Since when?")),
    Card(kind="COMPLAINT", icon="mood-sad", label=_("Complain"),
         text=_("About service, quality of supply, reading or billing"),
         ask=_("What happened, when, and what do you expect?")),
    Card(kind="SUGGESTION", icon="bulb", label=_("Suggest something"),
         text=_("What we should do better, or differently"),
         ask=_("What do you suggest?")),
    Card(kind="APPLICATION", icon="clipboard-text", label=_("Ask for a service"),
         text=_("Meter check, moving a meter, an invoice, a visit at home"),
         ask=_("What do you need, and when would it suit you?")),
    Card(kind="PRAISE", icon="thumb-up", label=_("Praise somebody"),
         text=_("A colleague or a team that did well"),
         ask=_("Whom would you like to praise, and what for?")),
    Card(kind="REPORT", icon="shield-lock", label=_("Report wrongdoing"), sealed=True,
         text=_("Corruption, electricity theft, abuse of office; your name is sealed"),
         ask=_("What happened, where and when? Who was involved?")),
)  # fmt: skip
BY_KIND = {card.kind: card for card in CARDS}

#: A status as the customer reads it, and whether it is her turn.
STATUSES: dict[str, Status] = {
    "RECEIVED": Status(pgettext_lazy("request", "Received"), "info", "inbox"),
    "IN_PROGRESS": Status(_("We are working on it"), "progress"),
    "WAITING_CUSTOMER": Status(_("We need something from you"), "warning", "hand-stop"),
    "WAITING_THIRD": Status(_("Waiting for somebody outside"), "neutral", "clock-pause"),
    "ANSWERED": Status(_("Answered"), "info", "message-check"),
    "CLOSED": Status(_("Done"), "success"),
    "CANCELLED": Status(_("Withdrawn"), "neutral", "circle-off"),
    "MERGED": Status(_("Goes on under another number"), "neutral", "arrows-join"),
}

#: From very bad to very good: a face, never a colour alone.
FACES: tuple[tuple[int, str, Text], ...] = (
    (1, "mood-angry", _("Very dissatisfied")),
    (2, "mood-sad", _("Dissatisfied")),
    (3, "mood-neutral", _("So-so")),
    (4, "mood-smile", _("Satisfied")),
    (5, "mood-happy", _("Very satisfied")),
)


def status(code: str) -> Status:
    """Return a status in the customer's words."""
    return STATUSES.get(code, Status(code))


def target(value: Decimal, unit: str) -> str:
    """Return the length of a promise in its own unit: 5 working days."""
    count = int(value)
    texts = {
        "SECONDS": ngettext("{n} second", "{n} seconds", count),
        "MINUTES": ngettext("{n} minute", "{n} minutes", count),
        "HOURS": ngettext("{n} hour", "{n} hours", count),
        "WORKING_HOURS": ngettext("{n} working hour", "{n} working hours", count),
        "WORKING_DAYS": ngettext("{n} working day", "{n} working days", count),
        "NATURAL_DAYS": ngettext("{n} day", "{n} days", count),
    }
    return texts.get(unit, "{n}").format(n=formats.number(value))
