"""What the pages of weak points and measures are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gridhall.servicedesk import services
from gridhall.ui.figures import Event, Status

from . import forms, words

if TYPE_CHECKING:
    from gridhall.servicedesk.models import Measure, MeasureEffect
    from gridhall.servicedesk.selectors import MeasureFile, WeakPoint

BEFORE_DONE, OPEN = ("PLANNED", "RUNNING"), ("PLANNED", "RUNNING", "DONE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing to do about a measure: the form it needs and the service it calls."""

    do: Callable[..., Any]
    form: Any = None


def _plain(service: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *, number, by_id, at, typed, position: service(number=number, by_id=by_id, at=at)


def _typed(service: Callable[..., Any], **fixed: Any) -> Callable[..., Any]:
    return lambda *, number, by_id, at, typed, position: service(
        number=number, by_id=by_id, at=at, **typed, **fixed
    )


def _step_done(*, number: str, by_id: int, at: Any, typed: Any, position: int) -> None:
    del typed
    services.finish_step(number=number, position=position, by_id=by_id, at=at)


def _close(*, number: str, by_id: int, at: Any, typed: Any, position: int) -> None:
    del position
    services.close_measure(
        number=number, by_id=by_id, at=at, reason=typed["reason"],
        effective=typed["effective"] == "yes",
    )  # fmt: skip


DEEDS: dict[str, Deed] = {
    "start": Deed(do=_plain(services.start_measure)),
    "step-done": Deed(do=_step_done),
    "step": Deed(do=_typed(services.add_step), form=forms.StepForm),
    "evidence": Deed(do=_typed(services.add_note, kind="EVIDENCE"), form=forms.NoteForm),
    "supervision": Deed(do=_typed(services.add_note, kind="SUPERVISION"), form=forms.NoteForm),
    "done": Deed(do=_plain(services.report_done)),
    "effect": Deed(do=_plain(services.measure_effect)),
    "deadline": Deed(do=_typed(services.move_deadline), form=forms.DeadlineForm),
    "close": Deed(do=_close, form=forms.CloseForm),
    "drop": Deed(do=_typed(services.drop_measure)),
}


def row(measure: Measure) -> dict[str, Any]:
    """Return a measure as a row of the list."""
    return {
        "number": measure.number, "title": measure.title, "kind": measure.get_kind_display(),
        "weak_point": weak_point(measure), "unit": measure.organisation.name,
        "owner": str(measure.owner), "supervisor": str(measure.supervisor),
        "due_on": measure.due_on, "status": words.measure_status(measure),
    }  # fmt: skip


def weak_point(measure: Measure) -> str:
    """Return what a measure is against, as it was called when it was found."""
    label = measure.found.get("label") or [measure.value]
    return f"{words.DIMENSIONS[measure.dimension]}: {words.called(measure.dimension, label)}"


def page(found: MeasureFile, *, reader_id: int, on: date) -> dict[str, Any]:
    """Return everything that the page of a measure shows."""
    measure = found.measure
    is_owner = reader_id == measure.owner_id
    return {
        "measure": measure, "row": row(measure), "steps": found.steps, "events": _events(found),
        "effects": [_effect(one) for one in found.effects],
        "found_by": words.found_by(measure), "late": measure.status in BEFORE_DONE
        and measure.due_on < on, "is_open": measure.status in OPEN,
        "before_done": measure.status in BEFORE_DONE, "is_owner": is_owner,
        "supervises": reader_id == measure.supervisor_id and measure.status in OPEN,
        "effect_from": services.due_from(measure) if measure.done_on else None,
        "may_measure": measure.status == "DONE" and services.due_from(measure) <= on,
        "may_close": measure.status == "DONE" and bool(found.effects) and not is_owner,
        "may_drop": measure.status in OPEN and not is_owner,
        "step_form": forms.StepForm(auto_id="step_%s"),
        "evidence_form": forms.NoteForm(auto_id="evidence_%s"),
        "supervision_form": forms.NoteForm(auto_id="supervision_%s"),
        "deadline_form": forms.DeadlineForm(auto_id="deadline_%s"),
        "close_form": forms.CloseForm(auto_id="close_%s"),
    }  # fmt: skip


def _effect(effect: MeasureEffect) -> dict[str, Any]:
    change = (
        Decimal(effect.cases_after - effect.cases_before) / effect.cases_before
        if effect.cases_before
        else None
    )
    return {
        "effect": effect, "change": words.signed(change), "least": effect.rule.get("at_least"),
        "verdict": Status(effect.get_verdict_display(), words.VERDICT_TONES[effect.verdict]),
        "share_before": _share(effect.cases_before, effect.all_before),
        "share_after": _share(effect.cases_after, effect.all_after),
    }  # fmt: skip


def _share(cases: int, of: int) -> Decimal | None:
    return Decimal(cases) / of if of else None


def _events(found: MeasureFile) -> list[Event]:
    return [
        Event(at=note.at, title=words.note_title(note), text=note.text,
              by=str(note.by) if note.by else _("The system"),
              icon="eye" if note.kind == "SUPERVISION" else
              "paperclip" if note.kind == "EVIDENCE" else "point")
        for note in found.notes
    ]  # fmt: skip


def cases_url(point: WeakPoint) -> str:
    """Return the address of the cases behind a weak point; none for several kinds at once."""
    if len(point.rule.kinds) != 1:
        return ""
    values = {
        "first": point.span.first.isoformat(), "last": point.span.last.isoformat(),
        "kind": point.rule.kinds[0], point.rule.dimension: point.line.value,
    }  # fmt: skip
    return f"{reverse('workbench:counted_cases')}?{urlencode(values)}"
