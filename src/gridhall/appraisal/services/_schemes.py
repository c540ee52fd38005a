"""Dated schemes: what counts how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from gridhall.foundation.audit import services as audit

from ..errors import SchemeDayTaken, WeightsWrong
from ..models import AppraisalScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScheme:
    """A scheme as it is written; see AppraisalScheme."""

    valid_from: date
    weight_standards: int
    weight_ratings: int
    weight_samples: int
    weight_complaints: int
    min_standards: int
    min_ratings: int
    min_samples: int
    min_cases: int
    min_weight: int
    deduction: Decimal
    objection_days: int
    bands: list[dict[str, Any]]
    source: str


@transaction.atomic
def add_scheme(*, new: NewScheme, by_id: int, at: datetime) -> AppraisalScheme:
    """Add a scheme; runs made before keep theirs. Raises WeightsWrong, SchemeDayTaken."""
    weights = (
        new.weight_standards, new.weight_ratings, new.weight_samples, new.weight_complaints
    )  # fmt: skip
    if sum(weights) != 100:
        raise WeightsWrong(sum=sum(weights))
    if AppraisalScheme.objects.filter(valid_from=new.valid_from).exists():
        raise SchemeDayTaken(day=new.valid_from)
    fields = {name: getattr(new, name) for name in NewScheme.__dataclass_fields__}
    row = AppraisalScheme.objects.create(**fields, created_by_id=by_id, created_at=at)
    audit.record(
        action="appraisal.scheme_added", at=at, actor_id=by_id, object_type="appraisal_scheme",
        object_id=row.pk, object_label=str(new.valid_from),
        changes={"weights": "/".join(map(str, weights)), "source": new.source},
    )  # fmt: skip
    return row
