"""The sidebar: sections in the order of the trade's day, each item with the action it needs.

An item is shown to who holds its action somewhere. During build-up an item whose screen does not
exist yet is left out; ``unresolved()`` names those, and a test keeps the list empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry. ``action`` empty: every employee. ``keys`` is its shortcut, "g c" and so on."""

    label: Text
    icon: str
    url_name: str
    action: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed group of entries; no heading for the first."""

    label: Text = ""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry as it is drawn."""

    item: Item
    url: str
    current: bool


SECTIONS: tuple[Section, ...] = (
    Section(
        items=(
            Item(label=_("Home"), icon="home", url_name="workbench:home", keys="g h"),
            Item(label=pgettext_lazy("inbox", "My work"), icon="inbox",
                 url_name="workbench:work", action="work.own", keys="g w"),
            Item(label=_("Approvals"), icon="checkup-list", url_name="workbench:approvals",
                 keys="g v"),
        ),
    ),
    Section(
        label=_("Customers and meters"),
        items=(
            Item(label=_("Customers"), icon="users", url_name="workbench:customers",
                 action="customers.read", keys="g c"),
            Item(label=_("Corrections"), icon="clipboard-check",
                 url_name="workbench:corrections", action="customers.review"),
            Item(label=_("Quality of files"), icon="clipboard-data",
                 url_name="workbench:quality", action="customers.quality", keys="g q"),
            Item(label=_("Duplicates"), icon="arrows-join", url_name="workbench:duplicates",
                 action="customers.merge"),
            Item(label=_("Verification"), icon="list-check", url_name="workbench:verification",
                 action="customers.verify"),
            Item(label=_("Large exports"), icon="file-export",
                 url_name="workbench:mass_exports", action="customers.read"),
            Item(label=_("Readings"), icon="gauge", url_name="workbench:readings",
                 action="metering.read", keys="g r"),
            Item(label=_("Imports"), icon="file-import", url_name="workbench:imports",
                 action="imports.run", keys="g i"),
        ),
    ),
    Section(
        label=_("Customer service"),
        items=(
            Item(label=pgettext_lazy("service desk", "Cases"), icon="message-report",
                 url_name="workbench:cases", action="cases.read", keys="g g"),
            Item(label=_("New case"), icon="message-plus", url_name="workbench:case_new",
                 action="cases.create", keys="g n"),
            Item(label=_("Calls and visits"), icon="phone-outgoing",
                 url_name="workbench:contacts", action="cases.work"),
            Item(label=_("Prepared texts"), icon="text-plus", url_name="workbench:macros",
                 action="cases.work"),
            Item(label=_("Reports of wrongdoing"), icon="shield-lock",
                 url_name="workbench:reports", action="cases.sealed"),
            Item(label=_("Case statistics"), icon="chart-bar",
                 url_name="workbench:case_statistics", action="cases.read"),
            Item(label=_("Weak points"), icon="alert-triangle",
                 url_name="workbench:weak_points", action="cases.improve"),
            Item(label=pgettext_lazy("statistics of cases", "Measures"), icon="list-check",
                 url_name="workbench:measures", action="cases.improve"),
            Item(label=_("Promises kept"), icon="target-arrow", url_name="workbench:board",
                 action="standards.read", keys="g o"),
            Item(label=_("Workload"), icon="scale", url_name="workbench:workload",
                 action="work.assign"),
            Item(label=_("Service standards"), icon="certificate",
                 url_name="workbench:standards", action="standards.read"),
            Item(label=_("Processes"), icon="sitemap", url_name="workbench:processes",
                 action="processes.read"),
            Item(label=_("Wall board"), icon="device-tv", url_name="workbench:wall_board",
                 action="cases.read"),
            Item(label=_("Satisfaction"), icon="mood-smile", url_name="workbench:survey_results",
                 action="surveys.read"),
            Item(label=_("My appraisal"), icon="user-star", url_name="workbench:my_appraisal",
                 action="appraisal.own"),
            Item(label=_("Appraisal of staff"), icon="clipboard-check",
                 url_name="workbench:appraisal_runs", action="appraisal.read"),
        ),
    ),
    Section(
        label=_("Billing"),
        items=(
            Item(label=_("Bill runs"), icon="player-play", url_name="workbench:bill_runs",
                 action="billing.read", keys="g u"),
            Item(label=_("Bills"), icon="file-invoice", url_name="workbench:bills",
                 action="billing.read", keys="g b"),
            Item(label=_("Held bills"), icon="hand-stop", url_name="workbench:holds",
                 action="billing.read", keys="g k"),
            Item(label=_("Tariffs"), icon="receipt-yuan", url_name="workbench:tariffs",
                 action="tariffs.read", keys="g t"),
        ),
    ),
    Section(
        label=_("Payments and accounts"),
        items=(
            Item(label=_("Payments"), icon="cash", url_name="workbench:payments",
                 action="receivables.read", keys="g p"),
        ),
    ),
    Section(
        label=_("Messages"),
        items=(
            Item(label=_("Delivery log"), icon="send", url_name="workbench:message_log",
                 action="messages.read", keys="g m"),
            Item(label=_("Campaigns"), icon="speakerphone", url_name="workbench:campaigns",
                 action="messages.read"),
            Item(label=_("Letters from customers"), icon="inbox",
                 url_name="workbench:inbound_messages", action="messages.read"),
        ),
    ),
    Section(
        label=_("Company"),
        items=(
            Item(label=_("Staff and organisation"), icon="sitemap", url_name="workbench:staff",
                 action="staff.read", keys="g s"),
            Item(label=_("My roles and deputies"), icon="user-check",
                 url_name="workbench:my_rights", keys="g e"),
            Item(label=_("Legal holds"), icon="gavel", url_name="workbench:holds_on_papers",
                 action="documents.manage"),
            Item(label=_("Work calendar"), icon="calendar", url_name="workbench:calendar",
                 keys="g l"),
            Item(label=_("Personal data"), icon="user-shield", url_name="workbench:privacy",
                 action="privacy.manage", keys="g d"),
            Item(label=_("Audit trail"), icon="shield-check", url_name="workbench:audit",
                 action="audit.read", keys="g a"),
            Item(label=_("Jobs"), icon="list-check", url_name="workbench:jobs",
                 action="jobs.read", keys="g j"),
        ),
    ),
)  # fmt: skip


def address_of(url_name: str) -> str:
    """Return the address of a screen, or "" while the screen does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def unresolved() -> list[str]:
    """Return the url names that no screen answers to."""
    return [
        item.url_name
        for section in SECTIONS
        for item in section.items
        if not address_of(item.url_name)
    ]


def sections_for(*, actions: frozenset[str], path: str) -> list[tuple[Section, list[Link]]]:
    """Return the sections with the entries this reader may open; empty sections fall away.

    The entry with the longest address that ``path`` begins with is the current one.
    """
    found: list[tuple[Section, list[tuple[Item, str]]]] = []
    for section in SECTIONS:
        open_items = [
            (item, url)
            for item in section.items
            if (not item.action or item.action in actions) and (url := address_of(item.url_name))
        ]
        if open_items:
            found.append((section, open_items))
    home = address_of("workbench:home")
    urls = [url for _section, items in found for _item, url in items]
    fitting = [url for url in urls if path == url or (url != home and path.startswith(url))]
    current = max(fitting, key=len, default="")
    return [
        (section, [Link(item=item, url=url, current=url == current) for item, url in items])
        for section, items in found
    ]
