"""The catalogue: topics, causes and prepared texts in force on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gridhall.servicedesk.models import Cause, Macro, Topic


def topics(*, on: date, kind: str = "") -> list[Topic]:
    """Return the topics in force, of one kind or all, in the order of the catalogue."""
    found = Topic.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    return list((found.filter(kind=kind) if kind else found).order_by("kind", "id"))


def suggest_topics(*, text: str, kind: str, on: date) -> list[Topic]:
    """Return the topics whose hints stand in a text, those with most hits first."""
    hits = [(sum(hint in text for hint in one.hints), one) for one in topics(on=on, kind=kind)]
    return [one for number, one in sorted(hits, key=lambda hit: (-hit[0], hit[1].pk)) if number]


def causes(*, on: date) -> list[Cause]:
    """Return the causes in force."""
    found = Cause.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    return list(found.order_by("id"))


def macros(*, kind: str, organisation_ids: frozenset[int]) -> list[Macro]:
    """Return the prepared texts for a kind: everybody's and those of these units."""
    found = Macro.objects.filter(
        Q(kinds=[]) | Q(kinds__contains=[kind]),
        Q(organisation__isnull=True) | Q(organisation_id__in=organisation_ids), active=True,
    )  # fmt: skip
    return list(found.order_by("code"))
