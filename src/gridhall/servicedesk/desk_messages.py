"""What measures and answers to all tell people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages.registry import MessageTemplate, register

TEMPLATES = (
    MessageTemplate(
        code="servicedesk.measure_planned",
        title=_("A measure is yours"),
        body=_("Measure {number} “{title}” is to be carried out until {due_on}."),
    ),
    MessageTemplate(
        code="servicedesk.measure_due",
        title=_("A measure is due soon"),
        body=_("Measure {number} “{title}” is to be carried out until {due_on}."),
    ),
    MessageTemplate(
        code="servicedesk.measure_late",
        title=_("A measure is late"),
        body=_("Measure {number} “{title}” was to be carried out until {due_on}."),
    ),
    MessageTemplate(
        code="servicedesk.measure_done",
        title=_("A measure was carried out"),
        body=_("Measure {number} “{title}” was reported as carried out. Look at the evidence."),
    ),
    MessageTemplate(
        code="servicedesk.measure_effect_due",
        title=_("Measure the effect"),
        body=_("The period after measure {number} “{title}” is over: measure its effect."),
    ),
    MessageTemplate(
        code="servicedesk.measure_closed",
        title=_("A measure was closed"),
        body=_("Measure {number} “{title}” was judged and closed."),
    ),
    MessageTemplate(
        code="servicedesk.measure_dropped",
        title=_("A measure was given up"),
        body=_("Measure {number} “{title}” was given up; its history says why."),
    ),
    MessageTemplate(
        code="servicedesk.mass_answer",
        title=_("Answer to your case {number}"),
        body=_("{answer}"),
        outside=True,
    ),
    MessageTemplate(
        code="servicedesk.merged",
        title=_("Your case goes on under another number"),
        body=_(
            "Your case {number} concerns the same matter as {other}. Both are worked on together "
            "under {other}; you need not do anything."
        ),
    ),
)


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
