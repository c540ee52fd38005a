"""The clocks of a case as the page shows them: how much is used, what is left, who stopped it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gridhall.foundation.identity import selectors as identity
from gridhall.ui import formats
from gridhall.ui.figures import Status, Tone
from gridhall.ui.text import Text
from gridhall.workbench import statuses

from . import words

if TYPE_CHECKING:
    from gridhall.foundation.standards.selectors import ClockView

WHOLE = 100
CERTAINTIES: dict[str, Text] = {
    "A": gettext_lazy("the text of the source was seen"),
    "B": gettext_lazy("quoted by another source"),
    "C": gettext_lazy("one weak source"),
    "UNV": gettext_lazy("not verified yet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """One clock in the list: ring, state, target, what it says in one line."""

    id: int
    title: str
    target: str
    note: str
    state: Status
    tone: Tone
    used_percent: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNext:
    """The deadline that comes first, large at the top of the page."""

    title: str
    text: str
    at: datetime | None
    note: str
    tone: Tone
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanLine:
    """A stretch of a clock and to whom it is charged."""

    state: Status
    who: str
    time: str
    start: datetime
    end: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and its value."""

    label: Text
    value: Text


def line(clock: ClockView, at: datetime) -> ClockLine:
    """Return one clock as the list shows it."""
    state, tone = _state(clock, at)
    return ClockLine(
        id=clock.id, title=title(clock), target=target(clock), note=_note(clock),
        state=state, tone=tone, used_percent=_used(clock),
        due_at=clock.due_at if clock.status == "RUNNING" else None,
    )  # fmt: skip


def due_next(clocks: list[ClockView], at: datetime) -> DueNext | None:
    """Return the running clock that is due first; a paused one when none runs."""
    running = [one for one in clocks if one.status == "RUNNING"]
    if running:
        first = min(running, key=lambda one: one.due_at)
        _state_of, tone = _state(first, at)
        return DueNext(
            title=title(first), text=words.left(first.due_at, at), at=first.due_at, note="",
            tone=tone, used=_used(first),
        )  # fmt: skip
    paused = [one for one in clocks if one.status == "PAUSED"]
    if paused:
        one = paused[0]
        return DueNext(
            title=title(one), text=_("Paused"), at=None, note=_note(one), tone="neutral",
            used=_used(one),
        )  # fmt: skip
    return None


def facts(clock: ClockView) -> list[Fact]:
    """Return why this clock runs and what it was judged by (每个期限都有依据)."""
    found = [
        Fact(label=_("Target"), value=target(clock)),
        Fact(label=_("Used so far"), value=words.duration(clock.used)),
        Fact(label=_("Left"), value=_left(clock)),
        Fact(label=_("Started at"), value=formats.moment(clock.started_at)),
        Fact(label=_("Due at"), value=formats.moment(clock.due_at)),
        Fact(label=_("Standard"), value=_("{code}, version {n}").format(
            code=clock.standard, n=clock.version)),
        Fact(label=_("Source"), value=clock.source),
        Fact(label=_("Clause"), value=clock.clause),
        Fact(label=_("Certainty"), value=CERTAINTIES.get(clock.certainty, clock.certainty)),
        Fact(label=_("Counted by"), value=clock.calendar or _("all hours, day and night")),
    ]  # fmt: skip
    if clock.stopped_at:
        found.insert(5, Fact(label=_("Stopped at"), value=formats.moment(clock.stopped_at)))
    return found


def spans(clock: ClockView) -> list[SpanLine]:
    """Return when the clock ran and when it stood still, and who held the case."""
    names = identity.names_of(organisation_ids=[one.organisation_id for one in clock.spans])
    return [
        SpanLine(
            state=_span_state(one.kind), time=words.duration(one.time), start=one.start,
            end=one.end, who=words.party_line(one.party, names.get(one.organisation_id, "")),
        )
        for one in clock.spans
    ]  # fmt: skip


def title(clock: ClockView) -> str:
    """Return the name of the promise, with its round after a case was opened again."""
    name = str(clock.title)
    return _("{title} (round {n})").format(title=name, n=clock.round) if clock.round > 1 else name


def target(clock: ClockView) -> str:
    """Return the promise in its own unit: 5 working days."""
    return words.promised(clock.target, clock.unit)


def _used(clock: ClockView) -> int:
    whole = clock.used + clock.left
    if whole <= timedelta(0):
        return WHOLE
    return min(WHOLE, max(0, int(clock.used * WHOLE / whole)))


def _left(clock: ClockView) -> str:
    if clock.left >= timedelta(0):
        return words.duration(clock.left)
    return _("{time} over").format(time=words.duration(-clock.left))


def _state(clock: ClockView, at: datetime) -> tuple[Status, Tone]:
    if clock.status != "RUNNING":
        met = bool(clock.met) if clock.status == "STOPPED" else None
        state = statuses.clock(clock.status, met=met)
        return state, state.tone
    if clock.overdue:
        return Status(words.left(clock.due_at, at), "danger", "clock-exclamation"), "danger"
    if clock.warn_at <= at:
        return Status(words.left(clock.due_at, at), "warning", "clock-hour-9"), "warning"
    return Status(words.left(clock.due_at, at), "success", "clock-check"), "success"


def _note(clock: ClockView) -> str:
    if clock.paused_since is not None:
        return _("stopped since {moment} by {party}").format(
            moment=formats.moment(clock.paused_since), party=words.party(clock.party)
        )
    return _("used {time}").format(time=words.duration(clock.used))


def _span_state(kind: str) -> Status:
    if kind == "PAUSED":
        return Status(pgettext("time", "Paused"), "neutral", "player-pause")
    return Status(pgettext("time", "Counted"), "info", "player-play")
