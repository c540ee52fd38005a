"""What appraisal tells staff, in the app only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages.registry import MessageTemplate, register

TEMPLATES = (
    MessageTemplate(
        code="appraisal.sample_scored",
        title=_("A sample of your work was scored"),
        body=_("{number}: {points} of 100 points. See “My appraisal”."),
    ),
    MessageTemplate(
        code="appraisal.published",
        title=_("Your appraisal for {first} to {last}"),
        body=_("It is published with all its numbers. You may object until {until}."),
    ),
    MessageTemplate(
        code="appraisal.objection_decided",
        title=_("Your objection was decided"),
        body=_("Appraisal for {first} to {last}: see the answer under “My appraisal”."),
    ),
)


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
