"""Collecting what the engine is asked: contract, usage and history of many accounts at once.

A handful of queries for a whole chunk, whatever its size; never one per account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gridhall.contracts import selectors as contracts
from gridhall.customers import selectors as customers
from gridhall.customers.selectors import AccountRef
from gridhall.foundation.identity import selectors as identity
from gridhall.kernel.periods import months_before
from gridhall.metering import selectors as metering
from gridhall.metering.selectors import YearUse
from gridhall.rating.books import Library, NoValidPrice, UnknownPriceClass
from gridhall.rating.request import MonthUse, RatingRequest

from .drafts import HoldDraft, Inputs, Question
from .models import Bill

ACTIVE = "ACTIVE"
ACCOUNT_CLOSED = "ACCOUNT_CLOSED"
AGREEMENT_MISSING = "AGREEMENT_MISSING"
TERMS_CHANGE = "TERMS_CHANGE_IN_PERIOD"
EARLIER_USE_UNKNOWN = "EARLIER_USE_UNKNOWN"
JUMP_MONTHS = 3  # how many earlier months the check for jumps compares with
TIERED = {"annual_tiers", "tou_annual_tiers"}


@dataclass(frozen=True, slots=True)
class _Hold:
    zh: str
    en: str


REASONS = {
    ACCOUNT_CLOSED: _Hold(
        "该户已销户，但账期开始后仍有示数，系统未记录销户日期，需人工核定。",
        "The account is closed, but was still read after the month began; when it closed is not "
        "recorded, so somebody must decide.",
    ),
    AGREEMENT_MISSING: _Hold(
        "账期内没有供用电合同。", "There is no supply contract for this month."
    ),
    TERMS_CHANGE: _Hold(
        "账期内合同条款有变更，需分段计费。",
        "The terms of the contract change within the month; it must be split.",
    ),
    EARLIER_USE_UNKNOWN: _Hold(
        "本年 {months} 的电量缺失，无法确定所在阶梯。",
        "The use of {months} is unknown, so the tier cannot be told.",
    ),
}


def account_chunks(*, organisation_id: int, size: int) -> Iterator[list[int]]:
    """Yield the accounts of an organisation and all below it in ascending pieces of ``size``."""
    below = identity.subtree_ids(organisation_id=organisation_id)
    return customers.account_id_chunks(organisation_ids=below, size=size)


def collect(
    *, account_ids: Sequence[int], period_start: date, period_end: date, library: Library
) -> Inputs:
    """Return the question to the engine for each active account, in the order of the accounts.

    An account opened after the period is left out. Held at once: an active account without a
    contract, with terms that change within the month, or in yearly tiers with a gap in the year;
    and an account closed by now that was still read since the month began. (The day of the closing
    is not recorded. Closed and not read any more: it was closed before, and is left out.)
    """
    refs = customers.account_refs_by_id(account_ids=account_ids)
    there = [refs[pk] for pk in sorted(refs) if refs[pk].opened_on < period_end]
    wanted = [ref for ref in there if ref.status == ACTIVE]
    ids = [ref.account_id for ref in wanted]
    period = {"period_start": period_start, "period_end": period_end}
    agreements = contracts.agreements_for_billing(account_ids=ids, **period)
    changed = contracts.accounts_with_changed_terms(account_ids=ids, **period)
    households = contracts.households_for_billing(account_ids=ids, **period)
    points = metering.usage_for_billing(account_ids=ids, **period)
    earlier = _earlier(ids, period_start)
    closed = [ref for ref in there if ref.status != ACTIVE]
    found = Inputs(questions=[], holds=_closed_since(closed, period_start))
    for ref in wanted:
        pk = ref.account_id
        if pk not in agreements:
            found.holds.append(_hold(ref, AGREEMENT_MISSING))
        elif pk in changed:
            found.holds.append(_hold(ref, TERMS_CHANGE))
        elif (gaps := earlier[pk].gaps) and _is_tiered(
            library, agreements[pk].price_class, period_start
        ):
            months = ", ".join(f"{gap:%Y-%m}" for gap in gaps)
            found.holds.append(_hold(ref, EARLIER_USE_UNKNOWN, months=months))
        else:
            request = RatingRequest(
                account_no=ref.account_no, period_start=period_start, period_end=period_end,
                agreement=agreements[pk], points=tuple(points.get(pk, ())),
                household=replace(households[pk], used_before=earlier[pk].this_year),
            )  # fmt: skip
            found.questions.append(
                Question(account=ref, request=request, earlier_kwh=earlier[pk].recent_kwh)
            )
    return found


def _closed_since(closed: Sequence[AccountRef], period_start: date) -> list[HoldDraft]:
    """Hold the closed accounts that the month may still concern."""
    if not closed:
        return []
    ids = [ref.account_id for ref in closed]
    read = metering.accounts_read_since(account_ids=ids, day=period_start)
    return [_hold(ref, ACCOUNT_CLOSED) for ref in closed if ref.account_id in read]


def is_inside(*, account_id: int, scope: identity.Scope) -> bool:
    """Tell whether the account exists inside the scope."""
    ref = customers.account_refs_by_id(account_ids=[account_id]).get(account_id)
    return ref is not None and scope.holds(ref.organisation_id)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The months before: of this year for the tiers, the last ones for the check of jumps."""

    this_year: tuple[MonthUse, ...]
    gaps: tuple[date, ...]
    recent_kwh: tuple[Decimal, ...]


def _earlier(account_ids: Sequence[int], start: date) -> dict[int, _Earlier]:
    """Return the earlier use of each account: what was billed, else what the meters say."""
    first = min(start.replace(month=1), months_before(start, JUMP_MONTHS))
    measured = metering.month_energy(account_ids=account_ids, year_start=first, period_start=start)
    billed = _billed(account_ids, first, start)
    return {
        pk: _merge(measured.get(pk, YearUse()), billed.get(pk, {}), start) for pk in account_ids
    }


def _merge(measured: YearUse, billed: dict[date, Decimal], start: date) -> _Earlier:
    kwh = {use.month: use.kwh for use in measured.used} | billed
    recent = months_before(start, JUMP_MONTHS)
    return _Earlier(
        this_year=tuple(
            MonthUse(month=month, kwh=kwh[month])
            for month in sorted(kwh) if month.year == start.year
        ),
        gaps=tuple(m for m in measured.gaps if m.year == start.year and m not in billed),
        recent_kwh=tuple(kwh[month] for month in sorted(kwh) if month >= recent),
    )  # fmt: skip


def _billed(
    account_ids: Sequence[int], first: date, before: date
) -> dict[int, dict[date, Decimal]]:
    rows = Bill.objects.filter(
        account_id__in=account_ids, status=Bill.Status.ISSUED,
        period_start__gte=first, period_start__lt=before,
    ).values_list("account_id", "period_start", "energy_kwh")  # fmt: skip
    found: dict[int, dict[date, Decimal]] = {}
    for account_id, month, kwh in rows:
        found.setdefault(account_id, {})[month] = kwh
    return found


def _is_tiered(library: Library, price_class: str, on: date) -> bool:
    try:
        plan = library.price_class(price_class, on=on)
    except (NoValidPrice, UnknownPriceClass):
        return False
    return any(charge.method in TIERED for charge in plan.charges)


def _hold(ref: AccountRef, code: str, **params: str) -> HoldDraft:
    reason = REASONS[code]
    return HoldDraft(
        account=ref, code=code, params=params,
        reason_zh=reason.zh.format(**params), reason_en=reason.en.format(**params),
    )  # fmt: skip
