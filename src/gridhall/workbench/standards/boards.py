"""The board of promises, and the clocks behind each of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridhall.foundation.identity.access import employee
from gridhall.foundation.standards import selectors
from gridhall.foundation.standards.selectors import Board, Kept
from gridhall.ui import formats, tables
from gridhall.ui.figures import Chart, Series, Stat
from gridhall.workbench import lists, rights

from . import specs, words
from .asked import Asked, asked

SHOWN = 10
BATCH = 500


@employee("standards.read")
def board(request: HttpRequest) -> HttpResponse:
    """Show what runs, what is late or soon will be, and how much was kept."""
    scope, now, what = rights.scope(request), timezone.now(), asked(request)
    narrowed: dict[str, Any] = {"scope": scope, "filters": what.filters}
    days: dict[str, Any] = {"first": what.first, "last": what.last}
    groups = selectors.met_share(by=what.by, **narrowed, **days)
    whole = Kept(
        key=None, total=sum(one.total for one in groups), met=sum(one.met for one in groups)
    )
    context = {
        "asked": what,
        "stats": [_kept(whole, what), *_stats(selectors.board(at=now, **narrowed), what)],
        "groups": _groups(groups, what), "split": words.SPLITS[what.by],
        "splits": [
            {"url": what.split(by), "label": label, "active": by == what.by}
            for by, label in words.SPLITS.items()
        ],
        "chart": _chart(selectors.trend(**narrowed, **days)),
        "likely": [(one, _url(one)) for one in selectors.likely_breaches(
            at=now, limit=SHOWN, **narrowed
        )],
        "more": what.behind("TODAY"), "narrowed": what.given,
    }  # fmt: skip
    return render(request, "workbench/standards/board.html", context)


@employee("standards.read")
def clocks(request: HttpRequest) -> HttpResponseBase:
    """Show the clocks behind a figure of the board."""
    what, state = asked(request), request.GET.get("state", "OVERDUE")
    if state not in selectors.STATES:
        raise Http404
    shown = specs.CLOCKS.read(request.GET)
    narrowed: dict[str, Any] = {
        "scope": rights.scope(request), "at": timezone.now(), "state": state,
        "filters": what.filters, "first": what.first, "last": what.last,
    }  # fmt: skip
    if shown.export:
        return lists.export(
            request, spec=specs.CLOCKS, state=shown, rows=_all(narrowed), name="clocks"
        )
    rows = selectors.clock_rows(offset=shown.offset, limit=shown.size, **narrowed)
    table = lists.table(
        request, spec=specs.CLOCKS, state=shown, page=tables.number_page(rows, shown),
        row_url=_url,
    )  # fmt: skip
    context = {
        "table": table, "title": words.STATES[state], "back": _back(what),
        "tabs": [
            {"url": what.behind(one), "label": label, "active": one == state}
            for one, label in words.STATES.items()
        ],
        "judged": state in ("MISSED", "MET"), "asked": what,
    }  # fmt: skip
    return render(request, "workbench/standards/clocks.html", context)


def _all(narrowed: dict[str, Any]) -> Iterator[Any]:
    offset = 0
    while True:
        rows = selectors.clock_rows(offset=offset, limit=BATCH, **narrowed)
        yield from rows[:BATCH]
        if len(rows) <= BATCH:
            return
        offset += BATCH


def _url(row: Any) -> str:
    return reverse("workbench:case", args=[row.label]) if row.subject_type == "case" else ""


def _back(what: Asked) -> str:
    return f"{reverse('workbench:board')}?{what.query}"


def _kept(whole: Kept, what: Asked) -> Stat:
    return Stat(
        label=_("Kept in the period"), icon="target-arrow", url=what.behind("MISSED"),
        value="—" if whole.share is None else formats.number(whole.share),
        unit="" if whole.share is None else "%",
        hint=_("{met} of {total} promises judged").format(met=whole.met, total=whole.total),
    )  # fmt: skip


def _stats(found: Board, what: Asked) -> list[Stat]:
    number = formats.number
    return [
        Stat(label=_("Running"), value=number(found.running), icon="clock-play",
             url=what.behind("RUNNING")),
        Stat(label=pgettext("case", "Overdue"), value=number(found.overdue),
             icon="clock-exclamation", url=what.behind("OVERDUE"),
             tone="danger" if found.overdue else "success",
             hint=_("the promise is broken already")),
        Stat(label=_("Due within the hour"), value=number(found.soon), icon="clock-bolt",
             tone="warning" if found.soon else "neutral", url=what.behind("SOON")),
        Stat(label=_("Due today"), value=number(found.today), icon="calendar-due",
             url=what.behind("TODAY"), hint=_("will be late today if nothing happens")),
        Stat(label=_("Paused"), value=number(found.paused), icon="clock-pause",
             url=what.behind("PAUSED"), hint=_("waits for the customer or a third party")),
    ]  # fmt: skip


def _groups(groups: list[Kept], what: Asked) -> list[dict[str, Any]]:
    names = words.groups(what.by, [one.key for one in groups])
    return [
        {
            "name": names.get(one.key, one.key), "kept": one, "url": what.into(one.key or ""),
            "missed_url": what.behind("MISSED", one.key), "met_url": what.behind("MET", one.key),
        }
        for one in groups
    ]  # fmt: skip


def _chart(days: list[Kept]) -> Chart:
    return Chart(
        kind="line", unit="%", category_label=_("Day"), area=True,
        categories=[_day(one.key) for one in days],
        series=[Series(pgettext("promise", "Kept"), [one.share for one in days])],
    )  # fmt: skip


def _day(key: Any) -> str:
    return f"{key:%m-%d}" if isinstance(key, date) else ""
