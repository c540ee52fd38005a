"""What stands on the workbench's home page: one list, in the order of the page.

A screen module adds its cards here; each entry names the action its reader must hold and a
callable that makes the card from the reader's scope. Nothing else has to be touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gridhall.foundation.identity.selectors import Scope
from gridhall.ui.figures import Stat
from gridhall.ui.tables import TableView
from gridhall.ui.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure: shown to who may do ``action``; ``build`` takes the scope and the day."""

    action: str
    build: Callable[[Scope, date], Stat]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A short list (five rows or so) with a title and a link to the whole."""

    action: str
    title: Text
    url_name: str
    build: Callable[[Scope, date], TableView]
    icon: str = "list-details"


#: Key figures, at most eight; the first four catch the eye.
FIGURES: tuple[Figure, ...] = ()

#: Lists, two in a row on a wide screen.
PANELS: tuple[Panel, ...] = ()
