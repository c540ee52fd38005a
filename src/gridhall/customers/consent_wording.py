"""What the customer is asked when she is asked for her consent; each text has its edition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

#: A consent is kept with the edition that was shown. Change a text: raise the edition.
EDITION = "2026-1"

WORDING: dict[str, Any] = {
    "MARKETING": _(
        "You may send me offers on electricity products and saving. I can take this back at any "
        "time; supply and bills do not depend on it."
    ),
    "SURVEY": _("You may ask me now and then how satisfied I am."),
    "ELECTRONIC_BILL": _("I get my bills electronically and no longer on paper."),
    "USAGE_ADVICE": _("You may use my readings to advise me how to use less electricity."),
    "SHARING": _(
        "You may pass on my name and phone to partners that offer energy services; each time I am "
        "told to whom."
    ),
}
