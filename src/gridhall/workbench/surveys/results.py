"""The board: shares with their intervals against the target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.engagement import selectors
from gridhall.engagement.selectors import Filters, ResultLine
from gridhall.foundation import language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.kernel.periods import months_before
from gridhall.ui import formats
from gridhall.ui.figures import Chart, Series, Stat
from gridhall.workbench import lists, rights

from . import specs, words

MONTHS_BACK = 3
HUNDRED = Decimal(100)


@employee("surveys.read")
def board(request: HttpRequest) -> HttpResponseBase:
    """Show the whole, the trend, the lines by what is asked for, and the weak points."""
    first, last = _period(request)
    by = request.GET.get("by", "")
    by = by if by in dict(words.BY) else "area"
    narrowed = _filters(request)
    ask: dict[str, Any] = {
        "scope": rights.scope(request), "first": first, "last": last, "filters": narrowed,
    }  # fmt: skip
    lines = [_shown(one, by) for one in selectors.results(by=by, **ask)]
    state = specs.RESULTS.read(request.GET)
    if state.export:
        return lists.export(request, spec=specs.RESULTS, state=state, rows=lines, name="surveys")
    whole = selectors.total(**ask)
    context = {
        "tabs": words.tabs(request, "survey_results"), "splits": _splits(request, by),
        "by_label": dict(words.BY)[by], "lines": lines, "stats": _stats(whole),
        "chart": _chart(selectors.trend(**ask), whole.target), "first": first, "last": last,
        "by": by, "weak": selectors.weak_points(by="kind", **ask),
        "questions": selectors.question_marks(**ask), "choices": _choices(request),
        "narrowed": bool(request.GET.get("kind") or request.GET.get("area")
                         or request.GET.get("unit")),
        "export": request.GET.urlencode(), "in_chinese": language.in_chinese(),
        "kinds": dict(words.kinds()),
    }  # fmt: skip
    return render(request, "workbench/surveys/results.html", context)


def _period(request: HttpRequest) -> tuple[date, date]:
    """Return the days asked for; without any the last three months and today."""
    today = timezone.localdate()
    first = lists.day(request.GET.get("first", "")) or months_before(today, MONTHS_BACK)
    last = lists.day(request.GET.get("last", "")) or today
    return min(first, last), max(first, last)


def _filters(request: HttpRequest) -> Filters:
    unit = lists.whole_number(request.GET.get("unit", ""))
    return Filters(
        kind=request.GET.get("kind", "")[:20], area=request.GET.get("area", "")[:20],
        organisation_id=unit if unit and rights.scope(request).holds(unit) else None,
    )  # fmt: skip


def _shown(one: ResultLine, by: str) -> dict[str, Any]:
    return {
        "line": one, "label": words.label_of(by, one.key, one.label),
        "verdict": words.VERDICTS[one.verdict],
        "interval": f"{formats.percent(one.share_low, 2)} – {formats.percent(one.share_high, 2)}"
        if one.share is not None else formats.DASH,
    }  # fmt: skip


def _splits(request: HttpRequest, by: str) -> list[dict[str, Any]]:
    found = []
    for code, label in words.BY:
        query = request.GET.copy()
        query["by"] = code
        query.pop("export", None)
        found.append({"label": label, "url": f"?{query.urlencode()}", "active": code == by})
    return found


def _stats(whole: ResultLine) -> list[Stat]:
    verdict = words.VERDICTS[whole.verdict]
    interval = (
        _("{low} – {high} at 95 % confidence").format(
            low=formats.percent(whole.share_low, 2), high=formats.percent(whole.share_high, 2)
        )
        if whole.share is not None else ""
    )  # fmt: skip
    return [
        Stat(label=_("Satisfied share"), value=formats.percent(whole.share), hint=interval,
             tone=verdict.tone, icon="mood-smile"),
        Stat(label=_("Target share"), value=formats.percent(whole.target), hint=str(verdict.label),
             icon="target"),
        Stat(label=_("Mean mark"), value=formats.number(whole.mean, 2), hint=_("of 5"),
             icon="star"),
        Stat(label=_("Response rate"), value=formats.percent(whole.response_rate),
             hint=_("{answered} of {invited} asked").format(
                 answered=whole.answered, invited=whole.invited),
             icon="message-reply"),
        Stat(label=_("Low scores"), value=formats.number(whole.low), icon="thumb-down",
             tone="danger" if whole.low else "neutral"),
    ]  # fmt: skip


def _chart(months: list[ResultLine], target: Decimal) -> Chart:
    shares = [one.share * HUNDRED if one.share is not None else None for one in months]
    lows = [one.share_low * HUNDRED if one.share_low is not None else None for one in months]
    highs = [one.share_high * HUNDRED if one.share_high is not None else None for one in months]
    return Chart(
        categories=[one.key for one in months], unit="%", category_label=_("Month"),
        series=[
            Series(_("Satisfied share"), shares, "success"),
            Series(_("Lower bound"), lows, "neutral"), Series(_("Upper bound"), highs, "neutral"),
            Series(_("Target share"), [target * HUNDRED] * len(months), "danger"),
        ],
    )  # fmt: skip


def _choices(request: HttpRequest) -> list[dict[str, Any]]:
    units = [
        (str(unit.pk), unit.name)
        for unit in identity.organisations(scope=rights.scope(request))
        if unit.level != "TEAM"
    ]
    return [
        {"name": name, "label": label, "options": options, "value": request.GET.get(name, "")}
        for name, label, options in (
            ("unit", _("Unit"), units), ("kind", _("Kind of case"), words.kinds()),
            ("area", _("Kind of area"), words.areas()),
        )
    ]  # fmt: skip
