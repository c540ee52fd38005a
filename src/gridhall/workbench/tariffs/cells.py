"""Cells of the tariff tables that hold more than one text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from gridhall.ui import formats

if TYPE_CHECKING:
    from .entries import Entry


def named(entry: Entry) -> str:
    """Return the value's name with its key below it."""
    return format_html(
        '{}<br><span class="gh-muted gh-code gh-small">{}</span>', entry.name, entry.key
    )


def value(entry: Entry) -> str:
    """Return the amount, exact; a rule's name or a table's size as text."""
    return format_html('<span class="gh-num">{}</span>', entry.value)


def last_day(entry: Entry) -> date | None:
    """Return the last day on which the value holds."""
    return entry.valid_to - timedelta(days=1) if entry.valid_to else None


def citation(entry: Entry) -> str:
    """Return document, number, article and day of publication; a link if there is one."""
    title = format_html("{}", entry.source_title)
    if entry.href.startswith(("http://", "https://")):
        title = format_html(
            '<a href="{}" rel="noreferrer noopener" target="_blank">{}'
            '<span class="visually-hidden"> {}</span></a>',
            entry.href, entry.source_title, _("(opens a page of another site)"),
        )  # fmt: skip
    parts = [part for part in (entry.source_number, entry.article) if part]
    if entry.published_on:
        parts.append(_("published {day}").format(day=formats.day(entry.published_on)))
    if entry.retroactive:
        parts.append(_("retroactive"))
    small = format_html_join(" · ", "{}", ((part,) for part in parts))
    note = (
        format_html('<br><span class="gh-muted gh-small">{}</span>', entry.note)
        if entry.note
        else ""
    )
    return format_html('{}<br><span class="gh-muted gh-small">{}</span>{}', title, small, note)
