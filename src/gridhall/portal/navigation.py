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


ENTRIES: tuple[tuple[Text, str, str], ...] = (
    (_("Overview"), "home", "portal:home"),
    (_("Bills"), "file-invoice", "portal:bills"),
    (_("Power use"), "chart-histogram", "portal:usage"),
    (_("Payments"), "cash", "portal:payments"),
    (_("Messages"), "mail", "portal:messages"),
)


def links_for(*, path: str) -> list[Link]:
    """Return the menu; an entry whose page does not exist yet is left out."""
    found: list[tuple[Text, str, str]] = []
    for label, icon, name in ENTRIES:
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
