"""Look-ups by number: for imports and for the search box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Reverse

from gridhall.foundation.identity.selectors import Scope
from gridhall.metering.models import Meter, MeterInstallation, MeterReading, UsagePoint

from ._reads import midnight

ASSET_DIGITS = 22
SHORTEST_ENDING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRef:
    """A metering point and whose it is."""

    usage_point_id: int
    mp_no: str
    account_id: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterRef:
    """A meter, the size of its register, and the points it has hung at."""

    meter_id: int
    asset_no: str
    register_int_digits: int
    register_decimals: int
    usage_point_ids: frozenset[int]


def accounts_read_since(*, account_ids: Iterable[int], day: date) -> set[int]:
    """Return those of these accounts whose meters were read at 00:00 of the day or later."""
    rows = MeterReading.objects.filter(
        usage_point__account_id__in=list(account_ids), read_at__gte=midnight(day)
    )
    return set(rows.values_list("usage_point__account_id", flat=True).distinct())


def usage_point_refs(*, mp_nos: Iterable[str]) -> dict[str, PointRef]:
    """Return the known ones of these metering point numbers."""
    rows = UsagePoint.objects.filter(mp_no__in=list(mp_nos)).values_list(
        "pk", "mp_no", "account_id", "role"
    )
    return {
        number: PointRef(usage_point_id=pk, mp_no=number, account_id=account_id, role=role)
        for pk, number, account_id, role in rows
    }


def meter_refs(*, asset_nos: Iterable[str]) -> dict[str, MeterRef]:
    """Return the known ones of these asset numbers."""
    meters = {meter.pk: meter for meter in Meter.objects.filter(asset_no__in=list(asset_nos))}
    places: dict[int, set[int]] = defaultdict(set)
    hung = MeterInstallation.objects.filter(meter__in=meters)
    for meter_id, point_id in hung.values_list("meter_id", "usage_point_id"):
        places[meter_id].add(point_id)
    return {
        meter.asset_no: MeterRef(
            meter_id=pk, asset_no=meter.asset_no,
            register_int_digits=meter.register_int_digits,
            register_decimals=meter.register_decimals, usage_point_ids=frozenset(places[pk]),
        )
        for pk, meter in meters.items()
    }  # fmt: skip


def account_ids_by_asset_no(*, asset_no: str, limit: int = 20) -> list[int]:
    """Return the accounts where this meter hangs or hung; the last six digits or more will do."""
    digits = "".join(asset_no.split())
    if not digits.isascii() or not digits.isdecimal() or len(digits) < SHORTEST_ENDING:
        return []
    if len(digits) > ASSET_DIGITS:
        return []
    meters = Meter.objects.annotate(ending=Reverse("asset_no")).filter(
        Q(asset_no=digits) | Q(ending__startswith=digits[::-1])
    )
    meter_ids = list(meters.values_list("pk", flat=True)[:limit])
    hung = MeterInstallation.objects.filter(meter__in=meter_ids)
    found = hung.order_by("-installed_on", "pk").values_list("usage_point__account_id", flat=True)
    return list(dict.fromkeys(found))[:limit]


def account_ids_by_meter(*, scope: Scope, text: str, limit: int = 20) -> list[int]:
    """Return the accounts inside ``scope`` whose meter the text names, if it names one."""
    found = account_ids_by_asset_no(asset_no=text, limit=limit)
    if scope.everything or not found:
        return found
    inside = set(
        UsagePoint.objects.filter(
            account_id__in=found, account__organisation_id__in=scope.organisation_ids
        ).values_list("account_id", flat=True)
    )
    return [account_id for account_id in found if account_id in inside]
