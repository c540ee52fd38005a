"""Reversal and supplementary runs."""

from __future__ import annotations

import pytest

from gridhall.billing import selectors
from gridhall.billing import services as billing
from gridhall.billing.errors import (
    AccountNotBilled,
    AlreadyBilled,
    BillNotFound,
    ReasonNeeded,
    RunNotFound,
    StillHeld,
    SupplementsAlive,
    UnableToReverseBill,
)
from gridhall.foundation.identity.selectors import whole_company
from tests.billing import street
from tests.billing.street import AT, Company
from tests.billing.test_issue import events

pytestmark = pytest.mark.django_db


def reverse(bill: object, town: Company, **changed: object) -> None:
    arguments = {
        "bill_id": bill.pk, "scope": whole_company(), "reason": "抄错示数", "at": AT,
        "actor_id": town.clerk.pk, **changed,
    }  # fmt: skip
    billing.reverse_bill(**arguments)


def test_a_bill_is_reversed_once_with_a_reason_and_stays_readable(town: Company) -> None:
    street.homes(town.east, 1)
    (bill,) = street.bills_of(street.issued(town))

    reverse(bill, town)

    seen = selectors.bill_detail(bill_id=bill.pk, scope=whole_company())
    assert seen.row.status == "REVERSED"
    assert [(c.status, c.reason) for c in seen.history][-1] == ("REVERSED", "抄错示数")
    assert [payload["bill_id"] for payload in events("billing.bill.reversed")] == [bill.pk]
    with pytest.raises(UnableToReverseBill):
        reverse(bill, town)


def test_a_reversal_needs_a_reason_an_issued_bill_and_the_right_hall(town: Company) -> None:
    street.homes(town.east, 1)
    (bill,) = street.bills_of(street.rated(town))
    stranger = street.person("west", "BILLING_CLERK", town.west)

    with pytest.raises(ReasonNeeded):
        reverse(bill, town, reason="  ")
    with pytest.raises(UnableToReverseBill):
        reverse(bill, town)
    with pytest.raises(BillNotFound):
        reverse(bill, town, scope=street.scope_of(stranger, "billing.run"))


@pytest.mark.requirement("R44")
def test_a_held_account_is_billed_by_a_supplementary_run_when_its_data_are_mended(
    town: Company,
) -> None:
    first, _second = street.homes(town.east, 2)
    street.lose_closing_read(first)
    run = street.issued(town)
    (hold,) = selectors.holds(scope=whole_company(), run_id=run.pk).rows
    release = {"hold_id": hold.id, "scope": whole_company(), "at": AT, "actor_id": town.clerk.pk}

    with pytest.raises(StillHeld) as refused:
        billing.release_hold(**release)
    street.give_closing_read(first, "1300")
    extra = billing.release_hold(**release)

    assert refused.value.params["account_no"] == first.account_no
    assert (extra.kind, extra.status, extra.supplement_to_id) == ("SUPPLEMENTARY", "RATED", run.pk)
    assert not selectors.holds(scope=whole_company(), run_id=run.pk, only_open=True).rows
    billing.approve_run(run_id=extra.pk, scope=whole_company(), at=AT, actor_id=town.approver.pk)
    billing.issue_run(run_id=extra.pk, at=AT)
    (bill,) = street.bills_of(extra)
    assert bill.bill_no == "202601-0000002"
    detail = selectors.run_detail(run_id=run.pk, scope=whole_company())
    assert [s.id for s in detail.supplements] == [extra.pk]


def test_a_reversed_account_may_be_billed_again_and_a_billed_one_may_not(town: Company) -> None:
    first, second = street.homes(town.east, 2)
    run = street.issued(town)
    reverse(street.bills_of(run)[0], town)

    again = {"run_id": run.pk, "scope": whole_company(), "at": AT, "actor_id": town.clerk.pk}
    done = billing.rebill_accounts(account_ids=[first.pk], **again)

    assert done.run is not None
    assert not done.still_held
    with pytest.raises(AlreadyBilled):
        billing.rebill_accounts(account_ids=[first.pk], **again)
    with pytest.raises(AlreadyBilled):
        billing.rebill_accounts(account_ids=[second.pk], **again)


def test_a_clerk_of_another_hall_cannot_release_a_hold(town: Company) -> None:
    (first,) = street.homes(town.east, 1)
    street.lose_closing_read(first)
    run = street.rated(town)
    (hold,) = selectors.holds(scope=whole_company(), run_id=run.pk).rows
    stranger = street.person("west", "BILLING_CLERK", town.west)

    with pytest.raises(RunNotFound):
        billing.release_hold(
            hold_id=hold.id, scope=street.scope_of(stranger, "billing.run"), at=AT,
            actor_id=stranger.pk,
        )  # fmt: skip


def test_a_hall_clerk_may_bill_again_what_a_company_wide_run_reversed(town: Company) -> None:
    (home,) = street.homes(town.east, 1)
    run = street.issued(town)
    clerk = street.person("east-clerk", "BILLING_CLERK", town.east)
    scope = street.scope_of(clerk, "billing.run")
    reverse(street.bills_of(run)[0], town, scope=scope, actor_id=clerk.pk)

    done = billing.rebill_accounts(
        run_id=run.pk, account_ids=[home.pk], scope=scope, at=AT, actor_id=clerk.pk
    )

    assert done.run is not None
    assert done.run.organisation_id == town.east.pk


def test_a_clerk_of_another_hall_cannot_even_learn_that_an_account_is_billed(town: Company) -> None:
    (home,) = street.homes(town.east, 1)
    run = street.issued(town)
    stranger = street.person("west", "BILLING_CLERK", town.west)

    with pytest.raises(AccountNotBilled):
        billing.rebill_accounts(
            run_id=run.pk, account_ids=[home.pk], scope=street.scope_of(stranger, "billing.run"),
            at=AT, actor_id=stranger.pk,
        )  # fmt: skip


def test_a_cancelled_supplementary_run_leaves_its_accounts_held(town: Company) -> None:
    (home,) = street.homes(town.east, 1)
    street.lose_closing_read(home)
    run = street.issued(town)
    street.give_closing_read(home, "1300")
    (hold,) = selectors.holds(scope=whole_company(), run_id=run.pk).rows
    release = {"hold_id": hold.id, "scope": whole_company(), "at": AT, "actor_id": town.clerk.pk}
    extra = billing.release_hold(**release)

    billing.cancel_run(
        run_id=extra.pk, scope=whole_company(), reason="示数仍有疑问", at=AT,
        actor_id=town.clerk.pk,
    )  # fmt: skip

    (still,) = selectors.holds(scope=whole_company(), only_open=True).rows
    assert still.id == hold.id
    assert billing.release_hold(**release).status == "RATED"


def test_a_run_with_a_living_supplementary_run_is_not_cancelled(town: Company) -> None:
    home, _other = street.homes(town.east, 2)
    street.lose_closing_read(home)
    run = street.rated(town)
    street.give_closing_read(home, "1300")
    (hold,) = selectors.holds(scope=whole_company(), run_id=run.pk).rows
    common = {"scope": whole_company(), "at": AT, "actor_id": town.clerk.pk}
    extra = billing.release_hold(hold_id=hold.id, **common)

    with pytest.raises(SupplementsAlive, match=extra.run_no):
        billing.cancel_run(run_id=run.pk, reason="电价表有误", **common)
    billing.cancel_run(run_id=extra.pk, reason="电价表有误", **common)

    assert billing.cancel_run(run_id=run.pk, reason="电价表有误", **common).status == "CANCELLED"
