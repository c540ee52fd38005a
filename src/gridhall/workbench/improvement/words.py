"""The words of statistics, weak points and measures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gridhall.foundation import language
from gridhall.servicedesk import selectors as desk
from gridhall.ui import formats
from gridhall.ui.figures import Status, Tone
from gridhall.ui.text import Text
from gridhall.workbench.cases import words as case_words

if TYPE_CHECKING:
    from gridhall.servicedesk.models import Measure, MeasureNote
    from gridhall.servicedesk.selectors import WeakPoint

DIMENSIONS: dict[str, Text] = {
    "kind": gettext_lazy("Kind of case"),
    "category": pgettext_lazy("statistics of cases", "Category"),
    "topic": gettext_lazy("Topic"),
    "cause": gettext_lazy("Cause"),
    "finding": pgettext_lazy("statistics of cases", "Finding"),
    "unit": gettext_lazy("Unit"),
    "channel": pgettext_lazy("statistics of cases", "Channel"),
    "area": gettext_lazy("Area"),
    "grade": gettext_lazy("Customer grade"),
}
MEASURE_TONES: dict[str, Tone] = {
    "PLANNED": "info", "RUNNING": "progress", "DONE": "warning", "CLOSED": "success",
    "DROPPED": "neutral",
}  # fmt: skip
VERDICT_TONES: dict[str, Tone] = {
    "BETTER": "success", "SAME": "neutral", "WORSE": "danger", "TOO_FEW": "warning",
}  # fmt: skip
EVENTS: dict[str, Text] = {
    "planned": gettext_lazy("Measure planned"),
    "started": gettext_lazy("Measure begun"),
    "step_added": gettext_lazy("Step added"),
    "step_done": gettext_lazy("Step done"),
    "done": gettext_lazy("Reported as carried out"),
    "deadline_moved": gettext_lazy("Deadline moved"),
    "effect_measured": gettext_lazy("Effect measured"),
    "closed": gettext_lazy("Measure closed"),
    "dropped": gettext_lazy("Measure given up"),
}


def called(dimension: str, label: Any) -> str:
    """Return how a value of a dimension is called in the reader's language."""
    if isinstance(label, tuple | list) and len(label) == 2:
        return language.either(*label)
    if isinstance(label, tuple | list):
        label = label[0] if label else ""
    if label in (None, ""):
        return _("Not known")
    if dimension == "category":
        return str(case_words.category(str(label)))
    return str(label)


def value_called(dimension: str, value: str) -> str:
    """Return how the value behind a code or id is called."""
    return called(dimension, desk.value_label(dimension=dimension, value=value))


def signed(part: Decimal | None) -> str:
    """Return a change as +12.3%; a dash where there was nothing before."""
    if part is None:
        return formats.DASH
    return ("+" if part > 0 else "") + formats.percent(part)


def why(point: WeakPoint) -> list[str]:
    """Return in sentences why a value stands out, with all figures and limits."""
    line, rule, told = point.line, point.rule, []
    share, limit = formats.percent(line.share), formats.percent(rule.share)
    if point.by_share:
        told.append(
            _("{cases} of {all} cases, {share} of all: {limit} or more stands out.").format(
                cases=line.cases, all=point.cases, share=share, limit=limit
            )
        )
    if point.by_growth and line.change is not None:
        told.append(
            _("From {before} to {cases}, {change}: growth of {limit} or more stands out.").format(
                before=line.before, cases=line.cases, change=signed(line.change),
                limit=formats.percent(rule.growth),
            )
        )  # fmt: skip
    if line.before == 0:
        told.append(_("None in the {days} days before.").format(days=rule.days))
    told.append(
        _("Counted over {days} days; at least {least} cases are wanted.").format(
            days=rule.days, least=rule.at_least
        )
    )
    return told


def found_by(measure: Measure) -> str:
    """Return by which figures the weak point of a measure was found."""
    figures = measure.found
    if not figures:
        return ""
    return _("{first} to {last}: {cases} of {all} cases ({share}), {before} before.").format(
        first=figures["first"], last=figures["last"], cases=figures["cases"],
        all=figures["all"], before=figures["before"],
        share=formats.percent(Decimal(figures["share"] or "0")),
    )  # fmt: skip


def measure_status(measure: Measure) -> Status:
    """Return the badge of a measure."""
    return Status(measure.get_status_display(), MEASURE_TONES[measure.status])


def note_title(note: MeasureNote) -> str:
    """Return the heading of a line of a measure's history."""
    title = str(EVENTS.get(note.code, note.get_kind_display()))
    if note.code in ("step_added", "step_done"):
        return _("{title}: {number}").format(title=title, number=note.params.get("step", ""))
    if note.code == "deadline_moved":
        before, after = note.params["due_on"]
        return _("{title}: {before} → {after}").format(title=title, before=before, after=after)
    return title
