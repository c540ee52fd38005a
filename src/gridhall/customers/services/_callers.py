"""Who is calling? Answers are compared with the file; nothing stored is ever shown for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.db import transaction

from gridhall.customers import policy
from gridhall.customers.caller_questions import Method, Question
from gridhall.customers.errors import (
    AccountNotFound,
    CallerNotChecked,
    TooManyTries,
    UnusableCallerCheck,
)
from gridhall.customers.models import Account, CallerCheck
from gridhall.customers.selectors import caller_state
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.locks import hold_lock

from ._proofs import LastBill, amount_fits, document_fits, name_fits, plain, same

ENDING = 4


@transaction.atomic
def check_caller(
    *, scope: Scope, account_id: int, employee_id: int, method: str, answers: Mapping[str, str],
    last_bill: LastBill, at: datetime,
) -> bool:  # fmt: skip
    """Compare a caller's answers with the file and keep the outcome; tell whether she passed.

    ``answers`` maps questions to what the caller said; empty ones were not asked. Every answer
    given must be right. With DOCUMENT_SEEN the employee vouches for the identity card she saw.
    Raises AccountNotFound, UnusableCallerCheck, TooManyTries.
    """
    account = _account(scope, account_id)
    hold_lock(f"customers.caller.{employee_id}.{account_id}")
    said = {name: text for name, text in answers.items() if text.strip()}
    _refuse_unusable(employee_id, account, method, said, at)
    _refuse_many(employee_id, account_id, at)
    # every answer is compared, so that the time taken does not tell which one was wrong
    fitting = [_fits(account, name, text, last_bill) for name, text in said.items()]
    passed = all(fitting)
    rules = policy.caller()
    CallerCheck.objects.create(
        account=account, employee_id=employee_id, method=method, questions=sorted(said),
        passed=passed, at=at,
        valid_until=at + timedelta(minutes=rules.minutes) if passed else at,
    )  # fmt: skip
    record(
        action="customers.caller_checked", at=at, actor_id=employee_id, object_type="account",
        object_id=account.pk, object_label=account.account_no, account_id=account.pk,
        organisation_id=account.organisation_id,
        changes={"method": method, "questions": sorted(said), "passed": passed},
    )  # fmt: skip
    return passed


@transaction.atomic
def end_caller_check(*, account_id: int, employee_id: int, at: datetime) -> None:
    """End the employee's check of an account's caller: the call is over."""
    CallerCheck.objects.filter(
        account_id=account_id, employee_id=employee_id, valid_until__gt=at
    ).update(valid_until=at)


def demand_caller_check(
    *, employee_id: int, account_id: int, organisation_id: int, at: datetime
) -> None:
    """Raise CallerNotChecked when this employee must check callers first and has not."""
    state = caller_state(
        employee_id=employee_id, account_id=account_id, organisation_id=organisation_id, at=at
    )
    if state.must_check:
        raise CallerNotChecked(minutes=policy.caller().minutes)


def _account(scope: Scope, account_id: int) -> Account:
    account = Account.objects.filter(pk=account_id).select_related("party").first()
    if account is None or not scope.holds(account.organisation_id):
        raise AccountNotFound(account=account_id)
    return account


def _refuse_unusable(
    employee_id: int, account: Account, method: str, said: Mapping[str, str], at: datetime
) -> None:
    rules = policy.caller()
    state = caller_state(
        employee_id=employee_id, account_id=account.pk, organisation_id=account.organisation_id,
        at=at,
    )  # fmt: skip
    few = method == Method.QUESTIONS and len(said) < rules.right_answers
    if few or method not in state.methods or not set(said) <= set(Question.values):
        raise UnusableCallerCheck(answers=rules.right_answers)


def _refuse_many(employee_id: int, account_id: int, at: datetime) -> None:
    rules = policy.caller()
    since = at - timedelta(minutes=rules.lock_minutes)
    wrong = CallerCheck.objects.filter(
        employee_id=employee_id, account_id=account_id, passed=False, at__gt=since
    )
    times = list(wrong.order_by("-at").values_list("at", flat=True)[: rules.wrong_checks])
    if len(times) >= rules.wrong_checks:
        left = times[-1] - since
        raise TooManyTries(minutes=max(1, -(-int(left.total_seconds()) // 60)))


def _fits(account: Account, question: str, typed: str, last_bill: LastBill) -> bool:
    if question == Question.NAME:
        return name_fits(account, typed)
    if question == Question.DOCUMENT_ENDING:
        return document_fits(account, typed, digits=ENDING)
    if question == Question.PHONE:
        wanted = re.sub(r"\D", "", typed)
        return any(same(contact.value, wanted) for contact in account.contacts.all())
    if question == Question.ADDRESS:
        return any(_in_address(point.address, typed) for point in account.supply_points.all())
    return amount_fits(last_bill(account.pk), _amount(typed))


def _in_address(address: str, typed: str) -> bool:
    """Tell whether the number the caller said is the last, or the whole, of the address."""
    numbers = re.findall(r"[0-9A-Z]+", plain(address))
    said = re.findall(r"[0-9A-Z]+", plain(typed))
    return bool(said) and bool(numbers) and same(numbers[-1], said[-1])


def _amount(typed: str) -> Decimal | None:
    try:
        found = Decimal(re.sub(r"[,，\s¥￥元]", "", typed))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
