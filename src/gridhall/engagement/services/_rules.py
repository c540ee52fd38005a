"""Dated entries of what counts as satisfied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from gridhall.foundation.audit import services as audit

from ..errors import RuleDayTaken
from ..models import SatisfactionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """An entry as it is written; see SatisfactionRule."""

    valid_from: date
    target_share: Decimal
    satisfied_from: int
    low_at_most: int
    min_answers: int
    confidence_percent: Decimal
    quantile: Decimal
    call_within_days: int
    source: str
    is_verified: bool = False


@transaction.atomic
def add_rule(*, new: NewRule, by_id: int, at: datetime) -> SatisfactionRule:
    """Add an entry; answers judged before keep theirs. Raises RuleDayTaken."""
    fields = {name: getattr(new, name) for name in NewRule.__dataclass_fields__}
    if SatisfactionRule.objects.filter(valid_from=new.valid_from).exists():
        raise RuleDayTaken(day=new.valid_from)
    row = SatisfactionRule.objects.create(**fields, created_by_id=by_id, created_at=at)
    audit.record(
        action="engagement.rule_added", at=at, actor_id=by_id, object_type="satisfaction_rule",
        object_id=row.pk, object_label=str(new.valid_from),
        changes={"target_share": str(new.target_share), "source": new.source},
    )  # fmt: skip
    return row
