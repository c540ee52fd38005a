"""How customers are asked: in the app without an address, outside with a short link."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages.registry import MessageTemplate, register

IN_APP, LINK, REMINDER = (
    "engagement.survey_asked", "engagement.survey_link", "engagement.survey_reminder",
)  # fmt: skip

TEMPLATES = (
    MessageTemplate(
        code=IN_APP,
        title=_("How was our service?"),
        body=_(
            "Your matter {number} is closed. Tell us in a minute how it went: "
            "“Surveys” in this portal, until {until}."
        ),
        label=_("Survey, in the app"),
    ),
    MessageTemplate(
        code=LINK,
        title=_("How was our service?"),
        body=_(
            "Your matter {number} is closed. One minute, no log-in: {link} (until {until}). "
            "Answering is voluntary."
        ),
        short=_("Matter {number} is closed. Rate our service in a minute: {link}"),
        outside=True,
        required=("link",),
        label=_("Survey, with a link"),
    ),
    MessageTemplate(
        code=REMINDER,
        title=_("May we ask once more?"),
        body=_(
            "Your view of matter {number} helps us: {link} (until {until}). We do not ask again."
        ),
        short=_("Your view of matter {number} helps us: {link}. We do not ask again."),
        outside=True,
        required=("link",),
        label=_("Survey, reminder"),
    ),
)


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
