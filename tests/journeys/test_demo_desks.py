"""The demo's staff find something on their desks, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from gridhall.journeys.demo_town import desks
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db


def test_the_work_is_laid_out_once(db: None, tmp_path: Any) -> None:
    the_town.load(tmp_path)

    for _start in range(2):
        desks.lay_out(at=the_town.NOW)

    kinds = apps.get_model("approvals.ApprovalRequest").objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["customers.correction", "identity.grant_role"]
    assert apps.get_model("customers.VerificationPlan").objects.count() == 1
    assert apps.get_model("customers.QualityCount").objects.exists()
