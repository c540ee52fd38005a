"""Making one customer of two, and two of one again: asked by one person, decided by another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.customers.errors import (
    MergeNotFound,
    ReasonMissing,
    UnableToMerge,
    UnableToSplit,
)
from gridhall.customers.events import PartiesMerged, PartiesSplit
from gridhall.customers.models import Account, FileVersion, NotDuplicate, Party, PartyMerge
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.outbox.services import publish

from ._changes import change_part
from ._subjects import EVERYWHERE

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest

MERGE, SPLIT = "customers.merge", "customers.split"
Status = PartyMerge.Status


@transaction.atomic
def ask_to_merge(
    *, scope: Scope, survivor_id: int, absorbed_id: int, reason: str, actor_id: int, at: datetime
) -> int:
    """Ask for the accounts of one party to become another's; return the merge's id.

    All accounts of both must lie inside ``scope``. Raises UnableToMerge, ReasonMissing,
    MergeNotFound (a party without an account here).
    """
    if not reason.strip():
        raise ReasonMissing
    if survivor_id == absorbed_id:
        raise UnableToMerge(problem=_("they are the same customer"))
    survivor, absorbed = _both(survivor_id, absorbed_id)
    _check_pair(survivor, absorbed)
    units = _units_of(scope, survivor_id, absorbed_id)
    merge = PartyMerge.objects.create(
        survivor=survivor, absorbed=absorbed, reason=reason.strip()[:300], asked_at=at,
        asked_by_id=actor_id, organisation_id=units.pop() if len(units) == 1 else None,
    )  # fmt: skip
    merge.merge_approval = _ask(MERGE, merge, reason=reason, actor_id=actor_id, at=at)
    merge.save(update_fields=["merge_approval"])
    return merge.pk


@transaction.atomic
def ask_to_split(*, scope: Scope, merge_id: int, reason: str, actor_id: int, at: datetime) -> None:
    """Ask for a merge to be undone. Raises MergeNotFound, UnableToSplit, ReasonMissing."""
    merge = PartyMerge.objects.select_for_update().filter(pk=merge_id, status=Status.MERGED).first()
    if merge is None or not _holds(scope, merge):
        raise MergeNotFound
    if not reason.strip():
        raise ReasonMissing
    _still_moved(merge)
    merge.split_approval = _ask(SPLIT, merge, reason=reason, actor_id=actor_id, at=at)
    merge.save(update_fields=["split_approval"])


@transaction.atomic
def tell_apart(
    *, scope: Scope, party_ids: Iterable[int], reason: str, actor_id: int, at: datetime
) -> None:
    """Note that two parties that resemble each other are two. Raises ReasonMissing, MergeNotFound.

    Repeating it changes nothing.
    """
    first, second = sorted(party_ids)
    _units_of(scope, first, second)
    if not reason.strip():
        raise ReasonMissing
    _row, new = NotDuplicate.objects.get_or_create(
        first_id=first, second_id=second,
        defaults={"decided_at": at, "decided_by_id": actor_id, "reason": reason.strip()[:300]},
    )  # fmt: skip
    if new:
        record(
            action="customers.told_apart", at=at, actor_id=actor_id, object_type="party",
            object_id=first, reason=reason.strip()[:300], changes={"other": second},
        )  # fmt: skip


def merge_approved(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Carry an approved merge out: each account of the absorbed party becomes the survivor's."""
    merge = _locked(request, Status.ASKED)
    survivor, absorbed = _both(merge.survivor_id, merge.absorbed_id)
    _check_pair(survivor, absorbed, own=merge.pk)
    accounts = list(
        Account.objects.filter(party=absorbed).order_by("pk").values_list("pk", flat=True)
    )
    for account_id in accounts:
        _give(account_id, survivor.pk, merge, actor_id=decided_by_id, at=at)
    merge.status, merge.moved, merge.merged_on = Status.MERGED, accounts, timezone.localdate(at)
    merge.save(update_fields=["status", "moved", "merged_on"])
    publish(
        PartiesMerged(survivor_id=survivor.pk, absorbed_id=absorbed.pk, account_ids=accounts), at=at
    )


def merge_refused(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Close a merge that was turned down or taken back."""
    merge = _locked(request, Status.ASKED)
    merge.status = Status.REFUSED
    merge.save(update_fields=["status"])


def split_approved(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Give back what the merge moved."""
    merge = _locked(request, Status.MERGED)
    _both(merge.survivor_id, merge.absorbed_id)
    _still_moved(merge)
    for account_id in merge.moved:
        _give(account_id, merge.absorbed_id, merge, actor_id=decided_by_id, at=at)
    merge.status, merge.split_on = Status.SPLIT, timezone.localdate(at)
    merge.save(update_fields=["status", "split_on"])
    publish(
        PartiesSplit(
            survivor_id=merge.survivor_id, absorbed_id=merge.absorbed_id, account_ids=merge.moved
        ),
        at=at,
    )


def _give(
    account_id: int, party_id: int, merge: PartyMerge, *, actor_id: int, at: datetime
) -> None:
    account = Account.objects.get(pk=account_id)
    change_part(
        scope=EVERYWHERE, account_id=account_id, part="ACCOUNT", changes={"party_id": party_id},
        from_day=max(timezone.localdate(at), account.opened_on), reason=merge.reason,
        actor_id=actor_id, at=at, source=FileVersion.Source.MERGE, reviewed=True,
    )  # fmt: skip


def _both(survivor_id: int, absorbed_id: int) -> tuple[Party, Party]:
    """Lock both parties in the order of their ids: crossing merges must not wait for each other."""
    rows = (
        Party.objects.select_for_update().filter(pk__in=[survivor_id, absorbed_id]).order_by("pk")
    )
    found = {party.pk: party for party in rows}
    if len(found) < 2:
        raise MergeNotFound
    return found[survivor_id], found[absorbed_id]


def _check_pair(survivor: Party, absorbed: Party, own: int | None = None) -> None:
    if survivor.kind != absorbed.kind:
        raise UnableToMerge(problem=_("one is a person, the other an organisation"))
    busy = PartyMerge.objects.filter(status__in=[Status.ASKED, Status.MERGED]).exclude(pk=own or 0)
    if busy.filter(absorbed__in=[survivor, absorbed]).exists():
        raise UnableToMerge(problem=_("one of them is merged, or about to be merged, into another"))
    if busy.filter(survivor=absorbed, status=Status.ASKED).exists():
        raise UnableToMerge(problem=_("another is about to be merged into the one that would go"))


def _units_of(scope: Scope, *party_ids: int) -> set[int]:
    """Return the units that serve these parties; raises MergeNotFound if one lies outside."""
    rows = Account.objects.filter(party_id__in=party_ids).values_list("party_id", "organisation_id")
    if {party for party, _unit in rows} != set(party_ids):
        raise MergeNotFound
    units = {unit for _party, unit in rows}
    if not all(scope.holds(unit) for unit in units):
        raise MergeNotFound
    return units


def _holds(scope: Scope, merge: PartyMerge) -> bool:
    units = Account.objects.filter(pk__in=merge.moved).values_list("organisation_id", flat=True)
    return scope.everything or all(scope.holds(unit) for unit in units)


def _still_moved(merge: PartyMerge) -> None:
    other = Account.objects.filter(pk__in=merge.moved).exclude(party_id=merge.survivor_id).first()
    if other is not None:
        raise UnableToSplit(account=other.account_no)


def _locked(request: ApprovalRequest, status: str) -> PartyMerge:
    merge = (
        PartyMerge.objects.select_for_update()
        .filter(pk=int(request.subject_id), status=status)
        .first()
    )
    if merge is None:
        raise MergeNotFound
    return merge


def _ask(kind: str, merge: PartyMerge, *, reason: str, actor_id: int, at: datetime) -> int:
    numbers = Account.objects.filter(party_id__in=[merge.survivor_id, merge.absorbed_id])
    label = " + ".join(numbers.order_by("pk").values_list("account_no", flat=True)[:4])
    request = approvals.request_approval(
        kind=kind, subject_type="party_merge", subject_id=merge.pk, subject_label=label,
        organisation_id=merge.organisation_id, reason=reason, requested_by_id=actor_id, at=at,
        payload={"survivor": merge.survivor_id, "absorbed": merge.absorbed_id},
        dedup_key=f"{kind} {merge.pk} {at.isoformat()}",
    )  # fmt: skip
    return int(request.pk)
