"""Rating many accounts purely: what comes in, what comes out, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gridhall.customers.selectors import AccountRef
from gridhall.foundation.identity.selectors import Scope
from gridhall.rating.books import Library
from gridhall.rating.engine import rate
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import Rated, Refusal

from . import checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One account as the engine is asked about it, and its kWh of earlier months, oldest first."""

    account: AccountRef
    request: RatingRequest
    earlier_kwh: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BillDraft:
    """A bill as it will be stored; ``warnings`` are JSON values for the approver."""

    account: AccountRef
    request: RatingRequest
    rated: Rated
    warnings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDraft:
    """An account that gets no bill, and why."""

    account: AccountRef
    code: str
    reason_zh: str
    reason_en: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a set of accounts; every account is in exactly one of the lists."""

    bills: list[BillDraft]
    holds: list[HoldDraft]

    @property
    def control_total(self) -> Decimal:
        """Return the sum of the bills in yuan."""
        return sum((bill.rated.total for bill in self.bills), Decimal("0.00"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is known of some accounts; those that cannot even be asked about are held already."""

    questions: list[Question]
    holds: list[HoldDraft]

    @property
    def account_ids(self) -> list[int]:
        """Return the accounts inside, those held already too."""
        asked = [question.account.account_id for question in self.questions]
        return asked + [hold.account.account_id for hold in self.holds]

    def inside(self, scope: Scope) -> Inputs:
        """Return only the accounts whose organisation lies inside."""
        return Inputs(
            questions=[q for q in self.questions if scope.holds(q.account.organisation_id)],
            holds=[h for h in self.holds if scope.holds(h.account.organisation_id)],
        )


def rate_accounts(inputs: Inputs, library: Library, limits: checks.Limits) -> Outcome:
    """Return a bill or a hold for every account: no database, no clock, the same each time."""
    outcome = Outcome(bills=[], holds=list(inputs.holds))
    for question in inputs.questions:
        draft = _draft(question, rate(question.request, library), limits)
        if isinstance(draft, BillDraft):
            outcome.bills.append(draft)
        else:
            outcome.holds.append(draft)
    return outcome


def _draft(
    question: Question, answer: Rated | Refusal, limits: checks.Limits
) -> BillDraft | HoldDraft:
    account = question.account
    if isinstance(answer, Refusal):
        return HoldDraft(
            account=account, code=answer.code, params=answer.params,
            reason_zh=answer.reason.zh, reason_en=answer.reason.en,
        )  # fmt: skip
    if fault := checks.fault_of(answer):
        return HoldDraft(account=account, code=fault.code, reason_zh=fault.zh, reason_en=fault.en)
    found = checks.from_engine(answer) + checks.look(answer, question.earlier_kwh, limits)
    return BillDraft(
        account=account, request=question.request, rated=answer,
        warnings=[finding.as_json() for finding in found],
    )  # fmt: skip
