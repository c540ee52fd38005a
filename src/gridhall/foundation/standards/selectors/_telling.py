"""A standard in words, for whoever has to decide about it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..errors import UnknownStandard
from ..models import ServiceStandard
from ..rules import PROPERTIES


def told_standard(*, standard_id: int) -> list[tuple[Any, Any]]:
    """Return label and value pairs of a standard. Raises UnknownStandard."""
    rows = ServiceStandard.objects.select_related("profile").filter(pk=standard_id)
    row = rows.first()
    if row is None:
        raise UnknownStandard(name=standard_id)
    fits = ", ".join(value for name in PROPERTIES if (value := getattr(row, name)))
    return [
        (_("Profile of standards"), row.profile.title), (_("Promise"), row.title),
        (_("Version of the standard"), row.version),
        (_("Target"), f"{row.target.normalize():f} {row.get_unit_display()}"),
        (_("For which cases"), fits or _("all cases")),
        (pgettext_lazy("standard", "Floor"), _("Yes") if row.floor else _("No")),
        (_("Valid from"), row.valid_from), (_("Source"), f"{row.source} {row.clause}".strip()),
        (_("Certainty"), row.get_certainty_display()),
    ]  # fmt: skip
