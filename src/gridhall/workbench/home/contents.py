"""What stands on the workbench's home page: one list, in the order of the page.

A screen module adds its cards here; each entry names the action its reader must hold and a
callable that makes the card from the reader's scope. Nothing else has to be touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.selectors import Scope
from gridhall.ui.figures import Stat
from gridhall.ui.tables import TableView
from gridhall.ui.text import Text
from gridhall.workbench.cases import counting as cases

from . import figures, panels


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure: shown to who may do ``action``; ``build`` takes the scope and the day.

    It may return nothing: then there is no card.
    """

    action: str
    build: Callable[[Scope, date], Stat | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFigures:
    """Key figures about the reader's own work: ``build`` takes her, the scope and the moment."""

    action: str
    build: Callable[[int, Scope, datetime], list[Stat]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A short list (five rows or so) with a title and a link to the whole."""

    action: str
    title: Text
    url_name: str
    build: Callable[[Scope, date], TableView]
    icon: str = "list-details"


#: Key figures, at most eight; the first four catch the eye.
FIGURES: tuple[Figure, ...] = (
    Figure(action="receivables.take_payment", build=figures.takings),
    Figure(action="billing.approve", build=figures.waiting_for_approval),
    Figure(action="billing.read", build=figures.open_holds),
    Figure(action="billing.read", build=figures.billed),
    Figure(action="receivables.read", build=figures.received),
    Figure(action="receivables.read", build=figures.arrears),
    Figure(action="calendar.manage", build=figures.missing_notices),
)

#: What is in the reader's own hands; before the others.
OWN: tuple[OwnFigures, ...] = (OwnFigures(action="cases.work", build=cases.own_cases),)

#: Lists, two in a row on a wide screen.
PANELS: tuple[Panel, ...] = (
    Panel(action="receivables.take_payment", title=_("Recent payments"), icon="cash",
          url_name="workbench:payments", build=panels.payments),
    Panel(action="billing.approve", title=_("Runs to approve"), icon="circle-check",
          url_name="workbench:bill_runs", build=panels.runs_to_approve),
    Panel(action="billing.run", title=_("Bill runs"), icon="player-play",
          url_name="workbench:bill_runs", build=panels.runs),
    Panel(action="billing.run", title=_("Held bills"), icon="hand-stop",
          url_name="workbench:holds", build=panels.holds),
    Panel(action="audit.read", title=_("Latest acts"), icon="shield-check",
          url_name="workbench:audit", build=panels.acts),
)  # fmt: skip
