"""What staff are told about rights and deputies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import registry

EMERGENCY, ROLE_GRANTED = "staff.emergency_role", "staff.role_granted"
DEPUTY_ASKED = "staff.deputy_asked"
DEPUTY_ACCEPTED, DEPUTY_DECLINED = "staff.deputy_accepted", "staff.deputy_declined"


def register_all() -> None:
    """Make the texts known."""
    for code, title, body in (
        (
            EMERGENCY, _("Emergency role given"),
            _(
                "{person} has the role {role} for {unit} until {until}, without a second person."
                " Reason: {reason} Look at it under Staff and roles and end it if it is not needed."
            ),
        ),
        (
            DEPUTY_ASKED, _("You are asked to stand in"),
            _("{person} asks you to stand in from {first} until {last}. Accept or decline it"
              " under My roles and deputies."),
        ),
        (
            DEPUTY_ACCEPTED, _("Your deputy has accepted"),
            _("{person} stands in for you from {first} on."),
        ),
        (
            DEPUTY_DECLINED, _("Your deputy has declined"),
            _("{person} does not stand in for you from {first} on. Ask somebody else."),
        ),
        (
            ROLE_GRANTED, _("You have a new role"),
            _("You have the role {role} for {unit} from {first} on."),
        ),
    ):  # fmt: skip
        registry.register(registry.MessageTemplate(code=code, title=title, body=body))
