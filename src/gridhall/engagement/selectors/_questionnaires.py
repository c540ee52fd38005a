"""Questionnaires and what counts as satisfied."""

from __future__ import annotations

from datetime import date

from ..errors import NoSatisfactionRule
from ..models import Questionnaire, SatisfactionRule


def questionnaire_in_use(*, code: str) -> Questionnaire | None:
    """Return the version of a questionnaire that is in use."""
    rows = Questionnaire.objects.filter(code=code, status=Questionnaire.Status.PUBLISHED)
    return rows.first()


def questionnaires(*, text: str = "", status: str = "") -> list[Questionnaire]:
    """Return the questionnaires by code, the newest version first."""
    rows = Questionnaire.objects.select_related("created_by").order_by("code", "-version")
    if status:
        rows = rows.filter(status=status)
    if text:
        named = rows.filter(title_zh__icontains=text) | rows.filter(title_en__icontains=text)
        rows = named | rows.filter(code__icontains=text)
    return list(rows)


def questionnaire_of(*, pk: int) -> Questionnaire | None:
    """Return one version of a questionnaire."""
    return Questionnaire.objects.filter(pk=pk).first()


def rule_on(*, on: date) -> SatisfactionRule:
    """Return what counts as satisfied on a day; raises NoSatisfactionRule."""
    row = SatisfactionRule.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    if row is None:
        raise NoSatisfactionRule(day=on)
    return row


def all_rules() -> list[SatisfactionRule]:
    """Return every entry, the newest first."""
    return list(SatisfactionRule.objects.order_by("-valid_from"))
