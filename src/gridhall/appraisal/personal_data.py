"""What appraisal says about employees: the register of their fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.personal_data.register import (
    About,
    Basis,
    PersonalField,
    declare,
    declare_harmless,
)

APPRAISE = _("Appraise the work of staff and let them object")


def _field(name: str, label: Any) -> PersonalField:
    return PersonalField(
        name=f"appraisal.{name}", label=label, purpose=APPRAISE, sensitivity=Sensitivity.PERSONAL,
        basis=Basis.EMPLOYMENT, retention="WORKING", about=About.EMPLOYEE,
    )  # fmt: skip


declare(
    _field("QualitySample.comment", _("Comment on a quality sample")),
    _field("Objection.reason", _("Reason of an objection")),
    _field("Objection.answer", _("Answer to an objection")),
    _field("Recognition.reason", _("Reason of a reward or penalty")),
)
declare_harmless("a name of a thing", "appraisal.ScoreCard")
