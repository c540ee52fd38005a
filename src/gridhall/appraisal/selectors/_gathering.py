"""What is known about everybody of a unit in a period, at one moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum

from gridhall.foundation import days
from gridhall.foundation.identity import selectors as identity

from .. import formula, standards_source
from ..models import ClosedWork, CustomerRating, QualitySample

COMPLAINT = "COMPLAINT"
JUSTIFIED = ("JUSTIFIED", "PARTLY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """One person with the inputs of each part."""

    person_id: int
    organisation_id: int
    given: dict[str, dict[str, Any]]


def gathered(*, organisation_id: int, first: date, last: date, at: datetime) -> list[Gathered]:
    """Return everybody of a unit who handles cases, with what is known up to ``at``.

    People belong to the unit of their main post. Only what lies in the period counts: cases
    closed, ratings given, samples of work closed in it and scored until ``at``.
    """
    units = identity.subtree_ids(organisation_id=organisation_id)
    people = _people(units, on=last)
    ids = list(people)
    start, end = days.start_of(first), days.end_of(last)
    parts = {
        formula.RATINGS: _ratings(ids, start, end),
        formula.SAMPLES: _samples(ids, start, end, at),
        formula.COMPLAINTS: _complaints(ids, start, end),
    }
    kept = standards_source.kept_by_person(scope=identity.whole_company(), first=first, last=last)
    found = []
    for person_id, unit in people.items():
        given = {name: rows.get(person_id, _none(name)) for name, rows in parts.items()}
        own = kept.get(person_id, standards_source.Kept(judged=0, met=0))
        given[formula.STANDARDS] = {"total": own.judged, "good": own.met}
        found.append(Gathered(person_id=person_id, organisation_id=unit, given=given))
    return found


def _people(units: Collection[int], *, on: date) -> dict[int, int]:
    found: dict[int, int] = {}
    for pk in identity.who_may(action="appraisal.own", on=on):
        unit = identity.unit_of_person(user_id=pk)
        if unit is not None and unit in units:
            found[pk] = unit
    return found


def _none(part: str) -> dict[str, Any]:
    name = {formula.SAMPLES: "points", formula.COMPLAINTS: "justified"}.get(part, "good")
    return {"total": 0, name: "0" if name == "points" else 0}


def _ratings(ids: list[int], start: datetime, end: datetime) -> dict[int, dict[str, Any]]:
    rows = CustomerRating.objects.filter(
        person_id__in=ids, answered_at__gte=start, answered_at__lt=end
    )
    counted = rows.values("person_id").annotate(
        total=Count("pk"), good=Count("pk", filter=Q(is_satisfied=True))
    )
    return {row["person_id"]: {"total": row["total"], "good": row["good"]} for row in counted}


def _samples(
    ids: list[int], start: datetime, end: datetime, at: datetime
) -> dict[int, dict[str, Any]]:
    rows = QualitySample.objects.filter(
        person_id__in=ids, closed_at__gte=start, closed_at__lt=end, status="SCORED",
        scored_at__lte=at,
    )  # fmt: skip
    counted = rows.values("person_id").annotate(total=Count("pk"), points=Sum("points"))
    return {
        row["person_id"]: {"total": row["total"], "points": str(row["points"])} for row in counted
    }


def _complaints(ids: list[int], start: datetime, end: datetime) -> dict[int, dict[str, Any]]:
    """Count cases closed, and complaints found justified among them."""
    rows = ClosedWork.objects.filter(person_id__in=ids, closed_at__gte=start, closed_at__lt=end)
    counted = rows.values("person_id").annotate(
        total=Count("pk"),
        complaints=Count("pk", filter=Q(kind=COMPLAINT)),
        justified=Count("pk", filter=Q(kind=COMPLAINT, finding__in=JUSTIFIED)),
    )
    return {
        row["person_id"]: {
            "total": row["total"], "complaints": row["complaints"], "justified": row["justified"],
        }
        for row in counted
    }  # fmt: skip
