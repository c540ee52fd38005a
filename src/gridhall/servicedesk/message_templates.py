"""What the service desk tells customers and superiors. A notice names the case, nothing else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages.registry import MessageTemplate, register

TEMPLATES = (
    MessageTemplate(
        code="servicedesk.case_news",
        title=_("News about your case {number}"),
        body=_(
            "There is news about your case {number}. Read and answer it in the online service hall"
            " under “My requests”, or call 95598."
        ),
        outside=True, required=("number",),
    ),
    MessageTemplate(
        code="servicedesk.case_letter",
        title=_("About your case {number}"),
        body=_("{text}\n\nCase {number}. You can answer this message or call 95598."),
        outside=True, required=("number", "text"),
    ),
    MessageTemplate(
        code="servicedesk.case_escalated",
        title=_("Case {number} was brought before you"),
        body=_("Case {number} was escalated. Open it and decide how it goes on."),
    ),
    MessageTemplate(
        code="servicedesk.case_objection",
        title=_("The customer objects: case {number}"),
        body=_("The customer of case {number} objects. Read what was written and answer it."),
    ),
)  # fmt: skip


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
