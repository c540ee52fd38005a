"""What the clocks tell employees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages.registry import MessageTemplate, register

TEMPLATES = (
    MessageTemplate(
        code="standards.warning",
        title=_("{label}: {promise} is due soon"),
        body=_("{promise} of {label} is due on {due}; {percent} % of the time are used."),
        label=_("Service standard: warning"),
    ),
    MessageTemplate(
        code="standards.overdue",
        title=_("{label}: {promise} is overdue"),
        body=_("{promise} of {label} was due on {due}. It is still in your hands."),
        label=_("Service standard: overdue"),
    ),
    MessageTemplate(
        code="standards.escalation",
        title=_("{label}: {promise} is overdue"),
        body=_("{promise} of {label} was due on {due}; {percent} % of the time are used."),
        label=_("Service standard: escalation"),
    ),
)


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
