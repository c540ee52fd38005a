"""What a draft changes for whom: last month's bills rated again, started, watched and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.billing import selectors as billing
from gridhall.billing import services
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, formats, tables
from gridhall.ui.figures import Stat, Tone
from gridhall.workbench import lists, rights

from . import specs
from .drafts import find

if TYPE_CHECKING:
    from gridhall.billing.models import TariffReplay
    from gridhall.billing.selectors import ReplaySummary

READ = "billing.read"
MOST_SHOWN = 1000


@require_POST
@employee("tariffs.edit")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Have last month's bills rated with a draft."""
    find(pk)
    with attempts.told(request):
        replay = services.start_replay(
            draft_id=pk, by_id=rights.reader_id(request), at=timezone.now(), background=True
        )
        return redirect("workbench:tariff_replay", pk=replay.pk)
    return redirect("workbench:tariff_draft", pk=pk)


@employee(READ)
def replay(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what came out: totals, by price class and unit, and the bills that change most."""
    row = _find(pk)
    scope = rights.scope(request)
    state = specs.REPLAY.read(request.GET)
    narrowed: dict[str, Any] = {
        "text": state.filters["q"], "price_class": state.filters["class"],
        "outcome": state.filters["outcome"],
    }  # fmt: skip
    if state.export:
        rows = billing.replay_rows(replay_id=pk, scope=scope, **narrowed)
        name = f"replay-{row.draft.path.replace('/', '-')}-{row.period_start:%Y-%m}"
        return lists.export(request, spec=specs.REPLAY, state=state, rows=rows, name=name)
    shown = list(billing.replay_rows(replay_id=pk, scope=scope, limit=MOST_SHOWN, **narrowed))
    table = lists.table(
        request, spec=specs.REPLAY, state=state, page=tables.list_page(shown, state),
        row_url=lambda one: reverse("workbench:bill", args=[one.bill_no]),
    )  # fmt: skip
    summary = billing.replay_summary(replay_id=pk, scope=scope)
    context = {
        "replay": row, "table": table, "stats": _stats(summary), "running": row.status == "RUNNING",
        "stale": row.draft.content_hash != row.text_hash, "most": MOST_SHOWN,
        "groups": [
            (title, billing.replay_groups(replay_id=pk, by=by, scope=scope))
            for title, by in (
                (_("By price class"), "price_class"), (_("By unit"), "organisation__name"),
            )
        ],
    }  # fmt: skip
    return render(request, "workbench/tariffs/replay.html", context)


@employee(READ)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a replay is; reloads the page when it is done."""
    row = _find(pk)
    if row.status != "RUNNING":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "workbench/tariffs/_replay_progress.html", {"replay": row})


def _find(pk: int) -> TariffReplay:
    row = billing.replay(replay_id=pk)
    if row is None:
        raise Http404
    return row


def _stats(found: ReplaySummary) -> list[Stat]:
    tone: Tone = "warning" if found.refused else "neutral"
    return [
        Stat(label=_("As issued"), value=formats.money(found.before)),
        Stat(label=_("With the draft"), value=formats.money(found.after),
             hint=_("difference {amount}").format(amount=formats.money(found.difference))),
        Stat(label=_("Dearer"), value=formats.number(found.up), unit=_("bills")),
        Stat(label=_("Cheaper"), value=formats.number(found.down), unit=_("bills")),
        Stat(label=_("Refused"), value=formats.number(found.refused), unit=_("bills"), tone=tone),
    ]  # fmt: skip
