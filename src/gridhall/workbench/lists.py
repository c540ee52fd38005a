"""What every list of the workbench shares: reading the address, pages, files with their trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation import paging
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.ui import exports, table_parts, tables
from gridhall.workbench import rights

LONGEST_NUMBER = 18
YEARS = range(1950, 2200)  # others have nothing to show and reach the edges of the calendar
TRAIL = "~"
ASKED_EXPORT = "gridhall.asked_export"  # salt of the signature on a list that was asked for
PERSONAL_KEYS = frozenset({"name", "address", "phone", "contact", "customer_name", "sender"})


def whole_number(text: str) -> int | None:
    """Return a cursor or id of the address; nonsense is none."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else None


def day(text: str) -> date | None:
    """Return a day of the address (2026-01-31); nonsense and other centuries are none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def month(text: str) -> date | None:
    """Return the first day of a month of the address (2026-01); nonsense is none."""
    return day(f"{text}-01")


def keyset(state: tables.TableState) -> dict[str, Any]:
    """Return what a selector with keys wants to know of the address: after, before, limit."""
    return {"after": state.after, "before": state.before, "limit": state.size}


def everything(ask: Callable[[str], paging.Page[Any]]) -> Iterator[Any]:
    """Yield all rows of a list, page by page; ``ask`` gets the key to go on after."""
    after = ""
    while True:
        found = ask(after)
        yield from found.rows
        if not found.next_key:
            return
        after = found.next_key


def cursor_of(state: tables.TableState) -> int | None:
    """Return the key from which an ``onward_page`` goes on; none on the first page."""
    return whole_number((state.after or state.before).rpartition(TRAIL)[2])


def onward_page(
    rows: Sequence[Any], state: tables.TableState, *, next_before: int | None
) -> tables.Page:
    """Return a page of a list that can only be read onwards from a key.

    The way back lies in the address: it carries the keys of the pages before this one, the
    oldest of them given up when it grows too long.
    """
    trail = state.after or state.before
    steps = [step for step in (*trail.split(TRAIL), str(next_before or "")) if step]
    while len(TRAIL.join(steps)) > tables.LONGEST_VALUE:
        steps.pop(0)
    return tables.Page(
        rows=rows, has_next=next_before is not None, has_previous=bool(trail),
        next_cursor=TRAIL.join(steps), previous_cursor=trail.rpartition(TRAIL)[0],
    )  # fmt: skip


def table(
    request: HttpRequest,
    *,
    spec: tables.TableSpec,
    state: tables.TableState,
    page: tables.Page,
    row_url: Callable[[Any], str] | None = None,
) -> tables.TableView:
    """Return a table ready for ``<c-table>``, knowing the address it stands at."""
    return tables.TableView(
        spec=spec, state=state, page=page, query=request.GET, path=request.path, row_url=row_url
    )


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page; a wrong form is answered with 422 so that htmx shows it in place."""
    form = context.get("form")
    wrong = form is not None and form.is_bound and not form.is_valid()
    return render(request, template, context, status=422 if wrong else 200)


def export(
    request: HttpRequest,
    *,
    spec: tables.TableSpec,
    state: tables.TableState,
    rows: Iterable[Any],
    name: str,
) -> HttpResponseBase:
    """Return the list as a file and write into the audit trail who took which list.

    Which filters were used is kept, what was typed into them is not: it may be a name. A long
    list with personal data is not handed out: the reader is asked for a reason first, and
    somebody else must approve (see ``workbench/privacy``).
    """
    approved: Approved | None = getattr(request, "approved_export", None)
    changes: dict[str, Any] = {
        "format": state.export,
        "filters": sorted(name for name, value in state.filters.items() if value),
    }
    if approved is not None:
        rows = approved.counted(rows)
    elif is_personal(spec):
        limit = settings.GRIDHALL_PERSONAL_DATA["mass_export_rows"]
        rows = list(islice(rows, limit + 1))
        changes["rows"] = len(rows)
        if len(rows) > limit:
            return redirect(f"{reverse('workbench:ask_export')}?{_asked(request, spec, state)}")
    audit.record(
        action="lists.export",
        at=timezone.now(),
        actor_id=rights.reader_id(request),
        object_type="list",
        object_id=spec.name,
        object_label=spec.name,
        organisation_id=unit_of(request),
        changes=changes,
        request_id=rights.request_id(request),
    )
    return table_parts.export(
        request=request, spec=spec, fmt=state.export, rows=rows, name=name,
        mark=approved.mark if approved else None,
    )  # fmt: skip


@dataclass(slots=True)
class Approved:
    """A long export that was approved and is being made by the job: its watermark, its count."""

    mark: exports.Watermark
    rows: int = 0

    def counted(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Yield the rows and count them."""
        for row in rows:
            self.rows += 1
            yield row


def is_personal(spec: tables.TableSpec) -> bool:
    """Tell whether a list names people: an account beside its name, address or phone."""
    keys = {column.key.rpartition(".")[2] for column in spec.columns if column.export}
    return "account_no" in keys and bool(keys & PERSONAL_KEYS)


def _asked(request: HttpRequest, spec: tables.TableSpec, state: tables.TableState) -> str:
    """Return the parameter that tells the form which list was asked for.

    It is signed: who approves must see the very list that is made afterwards.
    """
    filled = [name for name, value in state.filters.items() if value]
    what = {
        "list": spec.name, "format": state.export, "filters": sorted(filled),
        "path": request.get_full_path(), "by": rights.reader_id(request),
    }  # fmt: skip
    return urlencode({"what": signing.dumps(what, salt=ASKED_EXPORT, compress=True)})


def unit_of(request: HttpRequest) -> int | None:
    """Return the highest organisation the reader acts for: the audit row belongs there."""
    units = identity.organisations(scope=rights.scope(request))
    return units[0].pk if units else None
