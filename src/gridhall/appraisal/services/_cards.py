"""Score cards: versions of criteria with weights and the rules behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock

from ..errors import AppraisalNotFound, ScoreCardFaulty
from ..models import ScoreCard

Status = ScoreCard.Status
NO_CODE, TWICE = gettext_noop("the code is missing"), gettext_noop("the code occurs twice")
NO_WORDS = gettext_noop("the wording is missing in Chinese or English")
NO_WEIGHT = gettext_noop("the weight is to be a whole number above 0")
NOT_100 = gettext_noop("the weights of all criteria must add up to 100")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard:
    """A card as it is written."""

    code: str
    title_zh: str
    title_en: str
    criteria: list[dict[str, Any]]
    source: str


def check_criteria(criteria: list[dict[str, Any]]) -> None:
    """Raise ScoreCardFaulty with the place of the first fault."""
    seen: set[str] = set()
    for position, one in enumerate(criteria, start=1):
        code, weight = str(one.get("code", "")), one.get("weight")
        fault = ""
        if not code:
            fault = NO_CODE
        elif code in seen:
            fault = TWICE
        elif not one.get("zh") or not one.get("en"):
            fault = NO_WORDS
        elif not isinstance(weight, int) or isinstance(weight, bool) or weight <= 0:
            fault = NO_WEIGHT
        if fault:
            raise ScoreCardFaulty(position=position, fault=fault)
        seen.add(code)
    if sum(one["weight"] for one in criteria) != 100:
        raise ScoreCardFaulty(position=len(criteria), fault=NOT_100)


@transaction.atomic
def draft_card(*, new: NewCard, by_id: int | None, at: datetime) -> ScoreCard:
    """Write the next version of a card as a draft; raises ScoreCardFaulty."""
    check_criteria(new.criteria)
    hold_lock(f"score card {new.code}")
    last = ScoreCard.objects.filter(code=new.code).aggregate(last=Max("version"))["last"]
    row = ScoreCard.objects.create(
        code=new.code, version=(last or 0) + 1, title_zh=new.title_zh, title_en=new.title_en,
        criteria=new.criteria, source=new.source, created_by_id=by_id, created_at=at,
    )  # fmt: skip
    _record("appraisal.card_drafted", row, by_id, at)
    return row


@transaction.atomic
def publish_card(*, pk: int, by_id: int | None, at: datetime) -> ScoreCard:
    """Put a draft into use; samples drawn before keep their version."""
    row = ScoreCard.objects.select_for_update().filter(pk=pk, status=Status.DRAFT).first()
    if row is None:
        raise AppraisalNotFound
    in_use = ScoreCard.objects.filter(code=row.code, status=Status.PUBLISHED)
    in_use.update(status=Status.RETIRED)
    row.status = Status.PUBLISHED
    row.save(update_fields=["status"])
    _record("appraisal.card_published", row, by_id, at)
    return row


def _record(action: str, row: ScoreCard, by_id: int | None, at: datetime) -> None:
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="score_card", object_id=row.pk,
        object_label=f"{row.code} v{row.version}",
    )  # fmt: skip
