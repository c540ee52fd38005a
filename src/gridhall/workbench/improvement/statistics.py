"""Statistics of cases: counted by one thing, compared with the period before, drilled down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.servicedesk import selectors as desk
from gridhall.ui import formats, tables
from gridhall.ui.figures import Chart, Series, Stat
from gridhall.workbench import lists, rights
from gridhall.workbench.navigation import address_of

from . import specs, words
from .asked import NAMES, Asked, asked


@employee("cases.read")
def statistics(request: HttpRequest) -> HttpResponseBase:
    """Show how many cases came in, by one thing, beside the period before."""
    question = asked(request, on=timezone.localdate())
    scope = rights.scope(request)
    found = desk.counts(
        scope=scope, dimension=question.by, span=question.span, filters=question.filters
    )
    rows = [_row(question.by, line) for line in found.lines]
    state = specs.COUNTS.read(request.GET)
    if state.export:
        return _export(request, specs.COUNTS, state, rows, "case-statistics")
    table = lists.table(
        request, spec=specs.COUNTS, state=_period_shown(state, question),
        page=tables.Page(rows=rows, total=len(rows)),
        row_url=lambda row: _behind(question, row["value"]),
    )  # fmt: skip
    context = {
        "table": table, "stats": _stats(question, found), "tabs": _tabs(question),
        "chart": _chart(scope, question), "months": _sealed(scope, question),
        "narrowed": _narrowed(question), "everything": reverse("workbench:case_statistics"),
    }  # fmt: skip
    return render(request, "workbench/improvement/statistics.html", context)


@employee("cases.read")
def behind(request: HttpRequest) -> HttpResponseBase:
    """List the cases behind a figure; reports of wrongdoing are never among them."""
    question = asked(request, on=timezone.localdate())
    scope = rights.scope(request)
    state = specs.BEHIND.read(request.GET)
    narrowed: dict[str, Any] = {
        "scope": scope, "span": question.span, "filters": question.filters
    }  # fmt: skip
    if state.export:
        rows = lists.everything(lambda after: desk.cases_behind(after=after, limit=500, **narrowed))
        return _export(request, specs.BEHIND, state, map(_case, rows), "counted-cases")
    page: Any = desk.cases_behind(**narrowed, **lists.keyset(state))
    shown = replace(page, rows=tuple(_case(row) for row in page.rows))
    table = lists.table(
        request, spec=specs.BEHIND, state=_period_shown(state, question),
        page=tables.keyset_page(shown), row_url=_case_url,
    )  # fmt: skip
    context = {
        "table": table, "narrowed": _narrowed(question),
        "back": f"{reverse('workbench:case_statistics')}?{question.address()}",
    }  # fmt: skip
    return render(request, "workbench/improvement/behind.html", context)


def _export(
    request: HttpRequest, spec: tables.TableSpec, state: tables.TableState, rows: Any, name: str
) -> HttpResponseBase:
    if not rights.may(request, "cases.export"):
        return HttpResponse(status=403)
    return lists.export(request, spec=spec, state=state, rows=rows, name=name)


def _row(by: str, line: Any) -> dict[str, Any]:
    return {
        "value": line.value, "label": words.called(by, line.label), "cases": line.cases,
        "share": line.share, "before": line.before, "share_before": line.share_before,
        "change": words.signed(line.change),
    }  # fmt: skip


def _case(row: Any) -> dict[str, Any]:
    topic, cause = row.topic, row.cause
    return {
        "number": row.number, "kind": row.get_kind_display(),
        "topic": language.either(topic.title_zh, topic.title_en) if topic else "",
        "cause": language.either(cause.title_zh, cause.title_en) if cause else "",
        "status": row.get_status_display(), "finding": row.get_finding_display(),
        "unit": row.organisation.name, "registered_at": row.registered_at,
    }  # fmt: skip


def _case_url(row: dict[str, Any]) -> str:
    if not address_of("workbench:cases"):
        return ""
    return reverse("workbench:case", args=[row["number"]])


def _behind(question: Asked, value: str) -> str:
    if not value and question.by in ("topic", "cause"):
        return ""
    changed = question.address(**{question.by: value or "-", "by": question.by})
    return f"{reverse('workbench:counted_cases')}?{changed}"


def _period_shown(state: tables.TableState, question: Asked) -> tables.TableState:
    """Put the period that was counted into the fields above the table."""
    days = {"first": question.span.first.isoformat(), "last": question.span.last.isoformat()}
    return replace(state, filters={**state.filters, **days})


def _stats(question: Asked, found: Any) -> list[Stat]:
    before = question.span.before
    compared = f"{formats.day(before.first)} – {formats.day(before.last)}"
    return [
        Stat(label=pgettext("statistics of cases", "Cases"),
             value=formats.number(found.cases), icon="inbox",
             hint=f"{formats.day(question.span.first)} – {formats.day(question.span.last)}"),
        Stat(label=_("Period before"), value=formats.number(found.before), icon="history",
             hint=compared),
        Stat(label=_("Compared with before"), value=words.signed(found.change),
             icon="arrows-diff"),
    ]  # fmt: skip


def _tabs(question: Asked) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?{question.address(by=code)}", "active": code == question.by}
        for code, label in words.DIMENSIONS.items()
    ]


def _chart(scope: Any, question: Asked) -> Chart | None:
    steps = desk.trend(scope=scope, span=question.span, filters=question.filters)
    if not any(number for _step, number in steps):
        return None
    name = pgettext("statistics of cases", "Cases")
    return Chart(
        kind="bar", categories=[formats.day(step) for step, _number in steps],
        series=[Series(name, [number for _step, number in steps])], unit="",
    )  # fmt: skip


def _sealed(scope: Any, question: Asked) -> list[tuple[Any, Any]]:
    """Return the months and their reports of wrongdoing; only without filters."""
    if any(getattr(question.filters, name) for name in NAMES):
        return []
    return desk.sealed_counts(scope=scope, last_month=question.span.last.replace(day=1))


def _narrowed(question: Asked) -> list[tuple[Any, str]]:
    """Return what the count is narrowed to, in words."""
    return [
        (words.DIMENSIONS[name], words.value_called(name, value.replace("-", "")))
        for name in NAMES
        if (value := getattr(question.filters, name))
    ]
