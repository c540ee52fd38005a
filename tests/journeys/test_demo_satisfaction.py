"""The town's surveys and appraisals: made once, believable, every number explained."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from gridhall.appraisal.models import AppraisalResult, Objection, QualitySample
from gridhall.engagement import selectors
from gridhall.engagement.models import SurveyAnswer, SurveyInvitation
from gridhall.foundation.identity import selectors as identity
from gridhall.journeys.demo_town import satisfaction
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db


def test_the_town_is_surveyed_once(tmp_path: Any) -> None:
    the_town.load(tmp_path)
    satisfaction.survey_town(at=the_town.NOW)
    counts = [
        model.objects.count()
        for model in (SurveyInvitation, SurveyAnswer, QualitySample, AppraisalResult, Objection)
    ]
    satisfaction.survey_town(at=the_town.NOW)

    again = [
        model.objects.count()
        for model in (SurveyInvitation, SurveyAnswer, QualitySample, AppraisalResult, Objection)
    ]
    assert counts == again
    assert min(counts) >= 1
    assert AppraisalResult.objects.filter(total__isnull=False).exists()
    today = timezone.localdate(the_town.NOW)
    whole = selectors.total(
        scope=identity.whole_company(), first=today.replace(year=today.year - 1), last=today
    )
    assert whole.answered == counts[1]
