"""Puts the home page together from what ``contents.py`` declares and the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity import selectors as identity
from gridhall.ui.figures import Stat
from gridhall.ui.tables import TableView
from gridhall.ui.text import Text
from gridhall.workbench import navigation

from . import contents

NOON = 12
EVENING = 18
NIGHT_ENDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPanel:
    """A list with its title and the address of the whole."""

    title: Text
    icon: str
    url: str
    table: TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Everything on the page, ready to show."""

    greeting: Text
    at: datetime
    shortcuts: list[navigation.Link]
    figures: list[Stat]
    panels: list[ShownPanel]


def build(*, user_id: int, at: datetime) -> HomePage:
    """Return the home page of an employee at local time ``at``."""
    on = at.date()
    actions = identity.actions_of(user_id=user_id, on=on)

    def scope(action: str) -> identity.Scope:
        return identity.scope_of(user_id=user_id, action=action, on=on)

    sections = navigation.sections_for(actions=actions, path="")
    return HomePage(
        greeting=greeting(at.hour),
        at=at,
        shortcuts=[link for _section, links in sections[1:] for link in links],
        figures=[
            stat
            for own in contents.OWN
            if own.action in actions
            for stat in own.build(user_id, scope(own.action), at)
        ]
        + [
            stat
            for one in contents.FIGURES
            if one.action in actions and (stat := one.build(scope(one.action), on)) is not None
        ],
        panels=[
            ShownPanel(
                title=one.title, icon=one.icon, url=navigation.address_of(one.url_name),
                table=one.build(scope(one.action), on),
            )
            for one in contents.PANELS
            if one.action in actions
        ],
    )  # fmt: skip


def greeting(hour: int) -> Text:
    """Return the words for the time of day."""
    if NIGHT_ENDS <= hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if NOON <= hour < EVENING else _("Good evening")
