"""What surveys say about a person: the register of their fields, a copy, and letting go."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.personal_data.register import (
    Basis,
    PersonalField,
    declare,
    declare_harmless,
)
from gridhall.foundation.personal_data.subjects import Kept, Person, Section, Subject, register

from .models import FollowUp, SurveyAnswerItem

MOST = 5000
BETTER = _("Measure and improve the service")

declare(
    PersonalField(
        name="engagement.SurveyAnswerItem.text", label=_("Free text of a survey"),
        purpose=BETTER, sensitivity=Sensitivity.PERSONAL, basis=Basis.CONTRACT,
        retention="WORKING",
    ),
    PersonalField(
        name="engagement.FollowUp.note", label=_("Note on a follow-up"), purpose=BETTER,
        sensitivity=Sensitivity.PERSONAL, basis=Basis.CONTRACT, retention="WORKING",
    ),
)  # fmt: skip
declare_harmless("a name of a thing", "engagement.SurveyPlan", "engagement.Questionnaire")
declare_harmless(
    "a keyed hash", "engagement.SurveyLink.token_hash", "engagement.SurveyLinkTry.address_index"
)


def _export(person: Person) -> list[Section]:
    items = SurveyAnswerItem.objects.filter(
        answer__invitation__account_id__in=person.account_ids
    ).select_related("answer__invitation")
    rows = [
        (one.answer.answered_at, one.answer.invitation.case_number, one.question,
         one.mark if one.mark is not None else "", one.text)
        for one in items.order_by("pk")[:MOST]
    ]  # fmt: skip
    columns = (_("When"), _("Matter"), _("Question"), _("Mark"), _("Text"))
    return [Section(title=_("Surveys"), columns=columns, rows=rows)]


def _erase(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    """Blank the free texts; marks stay without anything that names the person."""
    del at, actor_id
    mine = {"answer__invitation__account_id__in": person.account_ids}
    count = 0
    for item in SurveyAnswerItem.objects.filter(**mine):
        if item.text:
            item.text = ""
            item.save(update_fields=["text"])
            count += 1
    for row in FollowUp.objects.filter(**mine):
        if row.note:
            row.note = ""
            row.save(update_fields=["note"])
            count += 1
    return count, []


register(Subject(name="engagement", label=_("Surveys"), export=_export, erase=_erase, rank=45))
