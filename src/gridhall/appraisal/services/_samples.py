"""Drawing samples of finished work so that anybody can draw again, and scoring them."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.kernel.periods import next_month

from .. import selectors
from ..errors import (
    AlreadyDrawn,
    AppraisalNotFound,
    MarkMissing,
    MonthNotOver,
    NoSamplePlan,
    NoScoreCard,
    NothingToDraw,
    SampleAlreadyScored,
    UnableToScoreOwnWork,
)
from ..models import ClosedWork, QualitySample, SampleDraw, SamplePlan, SampleScore

HIGHEST_MARK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSamplePlan:
    """How much work of each person is looked at from a day on."""

    card_code: str
    organisation_id: int | None
    share_percent: Decimal
    at_least: int
    at_most: int
    source: str
    valid_from: date


@transaction.atomic
def add_sample_plan(*, new: NewSamplePlan, scope: Scope, by_id: int, at: datetime) -> SamplePlan:
    """Add a dated plan; raises AppraisalNotFound outside the scope or when its day is taken."""
    inside = scope.everything if new.organisation_id is None else scope.holds(new.organisation_id)
    if not inside:
        raise AppraisalNotFound
    if selectors.card_in_use(code=new.card_code) is None:
        raise NoScoreCard(card=new.card_code)
    fields = {name: getattr(new, name) for name in NewSamplePlan.__dataclass_fields__}
    try:
        with transaction.atomic():
            row = SamplePlan.objects.create(**fields, created_by_id=by_id, created_at=at)
    except IntegrityError:
        raise AppraisalNotFound from None
    audit.record(
        action="appraisal.sample_plan_added", at=at, actor_id=by_id, object_type="sample_plan",
        object_id=row.pk, object_label=str(new.valid_from), organisation_id=new.organisation_id,
        changes={"share_percent": str(new.share_percent), "source": new.source},
    )  # fmt: skip
    return row


@transaction.atomic
def draw_samples(
    *, organisation_id: int, month: date, scope: Scope, by_id: int, at: datetime, seed: str = ""
) -> SampleDraw:
    """Draw the samples of a unit and month once; the seed is kept with the draw.

    Each person gets ``share_percent`` of what she closed, rounded up, within the plan's bounds:
    the pieces whose SHA-256 of ``seed:case`` comes first. Raises AppraisalNotFound outside the
    scope, MonthNotOver, AlreadyDrawn, NoSamplePlan, NoScoreCard, NothingToDraw.
    """
    if not scope.holds(organisation_id):
        raise AppraisalNotFound
    if next_month(month) > timezone.localdate(at):
        raise MonthNotOver(month=f"{month:%Y-%m}")
    hold_lock(f"draw samples {month}")
    units = identity.subtree_ids(organisation_id=organisation_id)
    if selectors.is_drawn(organisation_id=organisation_id, units=units, month=month):
        raise AlreadyDrawn(month=f"{month:%Y-%m}")
    plan = selectors.sample_plan_on(organisation_id=organisation_id, on=month)
    if plan is None:
        raise NoSamplePlan(day=month)
    card = selectors.card_in_use(code=plan.card_code)
    if card is None:
        raise NoScoreCard(card=plan.card_code)
    work = list(selectors.work_of_month(units=units, month=month))
    if not work:
        raise NothingToDraw(month=f"{month:%Y-%m}")
    seed = seed or secrets.token_hex(8)
    by_person: dict[int, list[ClosedWork]] = defaultdict(list)
    for one in work:
        by_person[one.person_id].append(one)
    draw = SampleDraw.objects.create(
        plan=plan, organisation_id=organisation_id, month=month, seed=seed,
        population=len(work), people=len(by_person), drawn_by_id=by_id, drawn_at=at,
    )  # fmt: skip
    QualitySample.objects.bulk_create(
        QualitySample(
            draw=draw, card=card, case_ref=one.case_ref, case_number=one.case_number,
            channel=one.channel, kind=one.kind, person_id=one.person_id,
            organisation_id=one.organisation_id, closed_at=one.closed_at,
        )
        for own in by_person.values() for one in drawn_from(own, plan=plan, seed=seed)
    )  # fmt: skip
    audit.record(
        action="appraisal.samples_drawn", at=at, actor_id=by_id, object_type="sample_draw",
        object_id=draw.pk, object_label=f"{month:%Y-%m}", organisation_id=organisation_id,
        changes={"seed": seed, "population": len(work), "people": len(by_person)},
    )  # fmt: skip
    return draw


def drawn_from(own: Iterable[ClosedWork], *, plan: SamplePlan, seed: str) -> list[ClosedWork]:
    """Return the pieces of one person's work that the seed draws."""
    ordered = sorted(own, key=lambda one: _place(seed, one.case_ref))
    wanted = (plan.share_percent * len(ordered) / 100).to_integral_value(ROUND_CEILING)
    return ordered[: max(plan.at_least, min(int(wanted), plan.at_most))]


def _place(seed: str, case_ref: int) -> bytes:
    return hashlib.sha256(f"{seed}:{case_ref}".encode()).digest()


@transaction.atomic
def score_sample(
    *, pk: int, marks: Mapping[str, str], comment: str, scope: Scope, by_id: int, at: datetime
) -> QualitySample:
    """Score a sample by its card; the person is told and sees everything.

    Points are the sum of ``weight · mark / 4``, rounded once to 0.01. Raises AppraisalNotFound,
    UnableToScoreOwnWork, SampleAlreadyScored, MarkMissing.
    """
    sample = (
        QualitySample.objects.select_for_update(of=("self",)).select_related("card")
        .filter(pk=pk).first()
    )  # fmt: skip
    if sample is None or not scope.holds(sample.organisation_id):
        raise AppraisalNotFound
    if sample.person_id == by_id:
        raise UnableToScoreOwnWork
    if sample.status == QualitySample.Status.SCORED:
        raise SampleAlreadyScored(number=sample.case_number)
    given = _marks(sample, marks)
    total = sum(
        (
            Decimal(one["weight"]) * given[one["code"]] / HIGHEST_MARK
            for one in sample.card.criteria
        ),
        Decimal(0),
    )
    sample.points = total.quantize(Decimal("0.01"), ROUND_HALF_UP)
    sample.status, sample.inspector_id, sample.scored_at = "SCORED", by_id, at
    sample.comment = comment.strip()
    sample.save(update_fields=["points", "status", "inspector", "scored_at", "comment"])
    SampleScore.objects.bulk_create(
        SampleScore(sample=sample, criterion=code, mark=mark) for code, mark in given.items()
    )
    _tell_scored(sample, by_id, at)
    return sample


def _marks(sample: QualitySample, marks: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for one in sample.card.criteria:
        text = str(marks.get(one["code"], ""))
        if text not in {"0", "1", "2", "3", "4"}:
            raise MarkMissing(criterion=selectors.wording(one))
        found[str(one["code"])] = int(text)
    return found


def _tell_scored(sample: QualitySample, by_id: int, at: datetime) -> None:
    messages.send(
        [NewMessage(
            template="appraisal.sample_scored", dedup_key=f"sample-scored:{sample.pk}",
            employee_id=sample.person_id,
            params={"number": sample.case_number, "points": str(sample.points)},
        )], at=at,
    )  # fmt: skip
    audit.record(
        action="appraisal.sample_scored", at=at, actor_id=by_id, object_type="quality_sample",
        object_id=sample.pk, object_label=sample.case_number,
        organisation_id=sample.organisation_id, changes={"points": str(sample.points)},
    )  # fmt: skip


def mark_seen(*, pk: int, person_id: int, at: datetime) -> None:
    """Note that the person has looked at the score of her work; the first look counts."""
    QualitySample.objects.filter(
        pk=pk, person_id=person_id, status="SCORED", seen_at__isnull=True
    ).update(seen_at=at)
