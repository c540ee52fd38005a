"""The portal's main menu: a bar of tabs on a phone, a line of links on a desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from gridhall.ui.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One entry as it is drawn."""

    label: Text
    icon: str
    url: str
    current: bool


#: Label, icon, page, and the right its page needs.
ENTRIES: tuple[tuple[Text, str, str, str], ...] = (
    (_("Overview"), "home", "portal:home", ""),
    (_("Bills"), "file-invoice", "portal:bills", "VIEW_BILLS"),
    (_("Power use"), "chart-histogram", "portal:usage", "VIEW_USAGE"),
    (_("Payments"), "cash", "portal:payments", "VIEW_BILLS"),
    (_("My requests"), "message-circle", "portal:cases", "VIEW_MESSAGES"),
    (_("Messages"), "mail", "portal:messages", "VIEW_MESSAGES"),
)


def links_for(*, path: str, may: frozenset[str] | None = None) -> list[Link]:
    """Return the menu for somebody who ``may`` do this (``None``: not known, so all of it).

    An entry whose page does not exist yet is left out.
    """
    found: list[tuple[Text, str, str]] = []
    for label, icon, name, right in ENTRIES:
        if right and may is not None and right not in may:
            continue
        try:
            found.append((label, icon, reverse(name)))
        except NoReverseMatch:
            continue
    home = found[0][2] if found else ""
    fitting = [
        url for _l, _i, url in found if path == url or (url != home and path.startswith(url))
    ]
    current = max(fitting, key=len, default="")
    return [
        Link(label=text, icon=icon, url=url, current=url == current) for text, icon, url in found
    ]
