"""Tariff books and price classes, to read and to search."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.identity.access import employee
from gridhall.tariffs import selectors as tariffs
from gridhall.tariffs.errors import NoTariffBooks, UnknownTariffBook
from gridhall.ui import tables
from gridhall.workbench import lists, rights

from . import draft_words, entries, specs


@employee("tariffs.read")
def books(request: HttpRequest) -> HttpResponseBase:
    """Show the current tariff books."""
    state = specs.BOOKS.read(request.GET)
    rows = entries.book_rows(tariffs.list_books(), state.filters["q"])
    if state.export:
        return lists.export(request, spec=specs.BOOKS, state=state, rows=rows, name="tariff-books")
    table = lists.table(
        request, spec=specs.BOOKS, state=state, page=tables.list_page(rows, state),
        row_url=lambda row: reverse("workbench:tariff_book", args=[row.path]),
    )  # fmt: skip
    context = {"table": table, "may_edit": rights.may(request, "tariffs.edit")}
    return render(request, "workbench/tariffs/books.html", context)


@employee("tariffs.read")
def book(request: HttpRequest, path: str) -> HttpResponseBase:
    """Show every value of one book with its validity, unit and citation."""
    try:
        detail = tariffs.book(path=path)
    except UnknownTariffBook:
        raise Http404 from None
    today = timezone.localdate()
    state = specs.ENTRIES.read(request.GET)
    everything = entries.entries(detail.content, on=today)
    rows = entries.narrowed(everything, state.filters)
    if state.export:
        return lists.export(
            request, spec=specs.ENTRIES, state=state, rows=rows, name=path.replace("/", "-")
        )
    table = lists.table(
        request, spec=specs.ENTRIES, state=state, page=tables.list_page(rows, state)
    )
    context = {
        "table": table, "detail": detail, "title": entries.title_of(detail.row),
        "unverified": sum(1 for one in everything if not one.verified),
        "sources": entries.sources(detail.content),
        "calendars": entries.calendars(detail.content, on=today),
        "classes": entries.classes(detail.content, on=today),
        "versions": [(one, draft_words.kept_changes(one.log)) for one in detail.versions],
        "may_edit": rights.may(request, "tariffs.edit"),
        "open_draft": tariffs.open_draft_of(path=path), "current_id": detail.row.id,
    }  # fmt: skip
    return render(request, "workbench/tariffs/book.html", context)


@employee("tariffs.read")
def price_classes(request: HttpRequest) -> HttpResponseBase:
    """Show the price classes in force today."""
    state = specs.CLASSES.read(request.GET)
    try:
        found = tariffs.price_classes(on=timezone.localdate())
    except NoTariffBooks:
        found = []
    rows = entries.class_rows(found, state.filters["q"])
    if state.export:
        return lists.export(
            request, spec=specs.CLASSES, state=state, rows=rows, name="price-classes"
        )
    table = lists.table(
        request, spec=specs.CLASSES, state=state, page=tables.list_page(rows, state),
        row_url=lambda row: reverse("workbench:tariff_book", args=[row.book]),
    )  # fmt: skip
    return render(request, "workbench/tariffs/price_classes.html", {"table": table})
