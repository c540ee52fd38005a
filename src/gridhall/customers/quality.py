"""The rules a good customer file keeps: their words, and the files that break them.

The rules themselves (since when, how severe, with which numbers) stand in ``quality_rules.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gridhall.customers.models import (
    Account,
    Contact,
    PortalAccess,
    QualityAcceptance,
    SupplyPoint,
    VerificationItem,
)
from gridhall.kernel.periods import months_before

Rows = QuerySet[Account]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``kind``: MISSING, STALE or CONTRADICTORY; ``settings`` are its numbers."""

    code: str
    kind: str
    severity: str
    since: date
    label: Any
    remedy: Any
    settings: dict[str, Any] = field(default_factory=dict)


WORDS: dict[str, tuple[Any, Any]] = {
    "MISSING_PHONE": (
        _("No phone on file"), _("Ask for a phone at the next contact and add it to the contacts."),
    ),
    "MISSING_DIVISION": (
        _("Address without administrative division"),
        _("Open the premises and choose the division."),
    ),
    "MISSING_SIZE": (
        _("Firm without its size"), _("Enter the size of customer, or update many by file."),
    ),
    "MISSING_AREA": (
        _("Kind of area unknown"), _("Enter town or country, or update many by file."),
    ),
    "NOT_VERIFIED": (
        _("Not verified for too long"), _("Put the file into a verification plan."),
    ),
    "IMPORTANT_NOT_REVIEWED": (
        _("Important customer whose grade was not reviewed"),
        _("Ask the authority that named it, and enter the next day of review."),
    ),
    "CARE_PROOF_EXPIRED": (
        _("Proof of special care has run out"), _("Ask for a new proof, or end the care."),
    ),
    "HOME_OF_AN_ORGANISATION": (
        _("Residential account of a firm"),
        _("Check the use on site; file a correction of the category or of the customer."),
    ),
    "CLOSED_WITH_ACCESS": (
        _("Closed account that can still be seen online"), _("Take the access back."),
    ),
    "PHONE_OF_MANY": (
        _("One phone at many accounts"),
        _("Check whose phone it is; agents are entered as agents."),
    ),
}  # fmt: skip


@lru_cache(maxsize=1)
def _all() -> tuple[Rule, ...]:
    text = Path(__file__).with_name("quality_rules.yaml").read_text(encoding="utf-8")
    return tuple(_rule(**row) for row in yaml.safe_load(text)["rules"])


def _rule(*, code: str, kind: str, severity: str, since: date, **settings: Any) -> Rule:
    label, remedy = WORDS[code]
    return Rule(
        code=code, kind=kind, severity=severity, since=since, label=label, remedy=remedy,
        settings=settings,
    )  # fmt: skip


def rules(*, on: date) -> list[Rule]:
    """Return the rules in force: of each the entry that began last."""
    found: dict[str, Rule] = {}
    for rule in sorted(_all(), key=lambda one: one.since):
        if rule.since <= on:
            found[rule.code] = rule
    return list(found.values())


def broken(rule: Rule, rows: Rows, *, on: date) -> Rows:
    """Return those of the accounts that break the rule on that day and were not accepted as is."""
    accepted = QualityAcceptance.objects.filter(
        rule=rule.code, account=OuterRef("pk"), until__gte=on
    )
    found = _FINDERS[rule.code](rows, rule.settings, on)
    return found.filter(~Exists(accepted))


def _active(rows: Rows) -> Rows:
    return rows.filter(status=Account.Status.ACTIVE)


def _missing_phone(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    phones = Contact.objects.filter(account=OuterRef("pk"), kind=Contact.Kind.PHONE)
    return _active(rows).filter(~Exists(phones))


def _missing_division(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    bare = SupplyPoint.objects.filter(account=OuterRef("pk"), division_code="")
    return _active(rows).filter(Exists(bare))


def _missing_size(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    return _active(rows).exclude(category=Account.Category.RESIDENTIAL).filter(size_class="")


def _missing_area(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    return _active(rows).filter(area_kind="")


def _not_verified(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    months = dict(settings["months"])
    usual = months.pop("default")
    late = Q(pk__in=[])
    for category, number in months.items():
        late |= Q(category=category) & _unverified_since(months_before(on, number))
    late |= ~Q(category__in=list(months)) & _unverified_since(months_before(on, usual))
    return _active(rows).filter(late)


def _unverified_since(day: date) -> Q:
    seen = VerificationItem.objects.filter(
        account=OuterRef("pk"), outcome__in=["CONFIRMED", "CORRECTED"], done_on__gte=day
    )
    return Q(~Exists(seen), opened_on__lt=day)


def _important_not_reviewed(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    late = Q(important_review_on__isnull=True) | Q(important_review_on__lt=on)
    return _active(rows).exclude(important_grade="").filter(late)


def _care_proof_expired(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    return _active(rows).filter(care_needs__proof_expires_on__lt=on).distinct()


def _home_of_an_organisation(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    return _active(rows).filter(category=Account.Category.RESIDENTIAL, party__kind="ORGANISATION")


def _closed_with_access(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    open_ones = PortalAccess.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), account=OuterRef("pk")
    )
    return rows.filter(Exists(open_ones), status=Account.Status.CLOSED)


def _phone_of_many(rows: Rows, settings: dict[str, Any], on: date) -> Rows:
    many = (
        Contact.objects.filter(kind=Contact.Kind.PHONE)
        .values("value_index")
        .annotate(accounts=Count("account", distinct=True))
        .filter(accounts__gt=settings["accounts"])
    )
    own = Contact.objects.filter(account=OuterRef("pk"), value_index__in=many.values("value_index"))
    return _active(rows).filter(Exists(own))


_FINDERS: dict[str, Callable[[Rows, dict[str, Any], date], Rows]] = {
    "MISSING_PHONE": _missing_phone,
    "MISSING_DIVISION": _missing_division,
    "MISSING_SIZE": _missing_size,
    "MISSING_AREA": _missing_area,
    "NOT_VERIFIED": _not_verified,
    "IMPORTANT_NOT_REVIEWED": _important_not_reviewed,
    "CARE_PROOF_EXPIRED": _care_proof_expired,
    "HOME_OF_AN_ORGANISATION": _home_of_an_organisation,
    "CLOSED_WITH_ACCESS": _closed_with_access,
    "PHONE_OF_MANY": _phone_of_many,
}
