"""What happened to a case: steps of its process, and every act with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gridhall.foundation.audit import selectors as audit
from gridhall.ui.figures import Event
from gridhall.workbench.audit import sentences

from . import talking

if TYPE_CHECKING:
    from gridhall.foundation.processes.selectors import HistoryLine
    from gridhall.servicedesk.selectors import CaseFile

OBJECT = "case"
LOOKS: dict[str, tuple[str, str]] = {
    "DONE": ("check", "success"), "STARTED": ("player-play", "info"),
    "ENDED": ("flag", "neutral"), "CANCELLED": ("ban", "neutral"),
    "RETURNED": ("arrow-back-up", "warning"), "REOPENED": ("refresh", "warning"),
}  # fmt: skip
#: What stands in the conversation or the steps anyway.
QUIET = frozenset({"ENTERED"})
#: What happens to the process and not to one of its steps.
WHOLE = frozenset({"STARTED", "ENDED", "CANCELLED"})
DONE = "DONE"


def steps(file: CaseFile) -> list[Event]:
    """Return the steps of the process, the newest first."""
    return [_step(one) for one in file.history if one.kind not in QUIET]


def acts(file: CaseFile) -> list[Event]:
    """Return every act on the case with who did it and why, the newest first."""
    return sentences.timeline(
        audit.history_of_object(object_type=OBJECT, object_id=str(file.row.id), limit=500)
    )


def story(file: CaseFile) -> list[Event]:
    """Return what happened, in short: steps and the lines of the conversation, newest first."""
    lines = [
        Event(
            at=one.at,
            title=one.sentence,
            text=one.text,
            by="" if one.by_customer else one.by,
            icon=talking.EVENT_ICONS.get(one.code, "point"),
        )
        for one in file.entries
        if one.sentence
    ]
    return sorted([*steps(file), *lines], key=lambda one: one.at, reverse=True)


def _step(line: HistoryLine) -> Event:
    icon, tone = LOOKS.get(line.kind, ("point", "neutral"))
    told = [line.outcome, line.note]
    title = line.kind_label
    if line.kind == DONE:
        told[1:1] = [_("{field}: {value}").format(field=name, value=value)
                     for name, value in line.values]  # fmt: skip
        title = str(line.step_title)
    elif line.step_title and line.kind not in WHOLE:
        title = _("{field}: {value}").format(field=line.step_title, value=line.kind_label)
    return Event(
        at=line.at, title=title, by=line.by, icon=icon, tone=tone,  # type: ignore[arg-type]
        text=" · ".join(one for one in told if one),
    )  # fmt: skip
