"""Pictures of processes: steps in columns from left to right, one band for each role.

The layout is ours: columns by the longest way, one row of boxes a role, lines in channels and
gutters where no box stands. Colours are classes (``gh-flow-…``, see gridhall.css), so that the
picture follows the page into the dark.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from gridhall.foundation.processes import wording
from gridhall.foundation.processes.definition import Definition, Kind, Step

from . import layout, paint
from .of_definition import graph_of

SILENT = frozenset({Kind.FORK, Kind.JOIN, Kind.CHOICE})


def svg(
    definition: Definition, *, language: str, marks: Mapping[str, str] | None = None,
    name: str = "flow",
) -> SafeString:  # fmt: skip
    """Return the picture of a process as SVG for a page.

    ``marks`` gives steps their state. DONE, ACTIVE, WAITING: where a case stands, and all others
    are not reached. ADDED, REMOVED, CHANGED, STUCK: where to look, and all others are as ever.
    Two pictures on one page need two ``name``s. Every text is escaped; the picture says itself in
    words to those who do not see it.
    """
    with override(language):
        picture = layout.lay_out(graph_of(definition))
        title = _("Process: {title}").format(title=definition.title.text(language))
        text = in_words(definition, marks=marks or {})
        drawn = paint.paint(picture, name=name, title=title, text=text, marks=marks or {})
    return mark_safe(drawn)  # noqa: S308 - every text in it went through escape()


def in_words(definition: Definition, *, marks: Mapping[str, str]) -> str:
    """Return the steps in their order with who does them and how far they are."""
    said = [
        _said(definition, step, marks) for step in definition.steps.values()
        if step.kind not in SILENT and step.title.en != step.id
    ]  # fmt: skip
    return _("; ").join(said)


def _said(definition: Definition, step: Step, marks: Mapping[str, str]) -> str:
    notes = [wording.role_of(definition, step)]
    if step.id in marks or paint.is_of_case(marks):
        notes.append(paint.mark_label(marks.get(step.id, "")))
    told = _(", ").join(filter(None, notes))
    return _("{step} ({note})").format(step=step.title, note=told) if told else str(step.title)
