"""What customer files tell customers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages.registry import MessageTemplate, register

TEMPLATES = (
    MessageTemplate(
        code="customers.correction_accepted",
        title=_("Your file was set right"),
        body=_("Account {account_no}: your correction was accepted and holds from {from_day}."),
    ),
    MessageTemplate(
        code="customers.correction_refused",
        title=_("Your correction was not accepted"),
        body=_(
            "Account {account_no}: your correction was not accepted. Reason: {note}. "
            "You can file it again with a better proof or come to a business hall."
        ),
    ),
)


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
