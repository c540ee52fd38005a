"""Agreements, reliefs and capacity changes: recording and reading them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gridhall.contracts import selectors, services
from gridhall.contracts.models import CapacityChange, CustomerAgreement, PriceRelief
from gridhall.contracts.records import NewAgreement, NewCapacityChange, NewRelief
from gridhall.customers.models import Account
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.imports.outcome import Outcome
from gridhall.rating import request as rating
from tests.customers.builders import AT, account_row, organisation_tree, put

CREATED, UPDATED, UNCHANGED, CONFLICT = Outcome
JANUARY = {"period_start": date(2026, 1, 1), "period_end": date(2026, 2, 1)}


@pytest.fixture
def account(db):
    """Return a household's account."""
    put(account_row(1, organisation_tree()["11"]))
    return Account.objects.get()


@pytest.fixture
def terms(account):
    """Return the household's agreement from 2014 on."""
    return NewAgreement(
        account_id=account.pk, price_class="ZJ-RES-TIER", billing_method="ENERGY_ONLY",
        contracted_capacity_kva=Decimal(8), tou=False, valid_from=date(2014, 1, 15),
    )  # fmt: skip


def _agree(*rows):
    return services.put_agreements(rows=rows, at=AT, actor_id=None)


def _relieve(*rows):
    return services.put_reliefs(rows=rows, at=AT, actor_id=None)


def _change(*rows):
    return services.put_capacity_changes(rows=rows, at=AT, actor_id=None)


def test_an_agreement_is_recorded_once(terms):
    assert _agree(terms) == [CREATED]
    assert _agree(terms) == [UNCHANGED]
    assert _agree(terms, terms) == [UNCHANGED, UNCHANGED]
    assert _agree(replace(terms, valid_from=date(2026, 1, 1))) == [UNCHANGED]  # same terms
    assert CustomerAgreement.objects.count() == 1


def test_new_terms_end_the_old_ones(terms):
    _agree(terms)
    tou = replace(terms, price_class="ZJ-RES-TIER-TOU", tou=True, valid_from=date(2026, 2, 1))

    assert _agree(tou) == [CREATED]

    old, new = CustomerAgreement.objects.order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.valid_to) == (
        date(2026, 2, 1), date(2026, 2, 1), None,
    )  # fmt: skip
    assert _agree(terms, tou) == [UNCHANGED, UNCHANGED]
    trace = AuditEvent.objects.get(action="contracts.changed")
    assert trace.changes == {"valid_to": [None, "2026-02-01"]}
    on = {"account_id": terms.account_id}
    assert selectors.agreement_of(**on, on=date(2026, 1, 31)).tou is False
    assert selectors.agreement_of(**on, on=date(2026, 2, 1)).tou is True
    assert selectors.agreement_of(**on, on=date(2014, 1, 14)) is None


def test_terms_that_reach_back_are_refused(terms):
    _agree(terms)

    assert _agree(replace(terms, tou=True, valid_from=date(2013, 1, 1))) == [CONFLICT]


def test_terms_are_corrected_from_the_same_day(terms):
    _agree(terms)

    assert _agree(replace(terms, contracted_capacity_kva=Decimal(12))) == [UPDATED]
    assert CustomerAgreement.objects.get().contracted_capacity_kva == 12


def test_the_database_refuses_overlapping_agreements(terms):
    _agree(terms)

    with pytest.raises(IntegrityError, match="agreement_one_at_a_time"), transaction.atomic():
        CustomerAgreement.objects.create(
            account_id=terms.account_id, price_class="X", billing_method="SINGLE_PART",
            contracted_capacity_kva=1, tou=False, valid_from=date(2025, 1, 1),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"contracted_capacity_kva": Decimal(0)}, "agreement_capacity_positive"),
        ({"billing_method": "TWO_PART_DEMAND"}, "agreement_by_demand_has_demand"),
    ],
)
def test_the_database_refuses_impossible_terms(terms, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _agree(replace(terms, **changes))


def test_reliefs(account):
    relief = NewRelief(account_id=account.pk, kind="LARGE_HOUSEHOLD", from_date=date(2025, 6, 1))
    low = replace(relief, kind="LOW_INCOME")

    assert _relieve(relief, low) == [CREATED, CREATED]
    assert _relieve(relief, low) == [UNCHANGED, UNCHANGED]
    assert _relieve(replace(relief, from_date=date(2025, 9, 1))) == [CONFLICT]
    assert _relieve(replace(low, to_date=date(2026, 1, 1))) == [UPDATED]
    with pytest.raises(IntegrityError, match="relief_one_of_a_kind"), transaction.atomic():
        PriceRelief.objects.create(
            account=account, kind="LARGE_HOUSEHOLD", from_date=date(2026, 1, 1)
        )


def test_capacity_changes(account):
    sealed = NewCapacityChange(
        account_id=account.pk, kind="SUSPENSION", change_kva=Decimal(-630),
        from_date=date(2026, 1, 11),
    )  # fmt: skip

    assert _change(sealed) == [CREATED]
    assert _change(sealed) == [UNCHANGED]
    assert _change(replace(sealed, restored_date=date(2026, 3, 1))) == [UPDATED]
    assert selectors.capacity_changes_of(account_id=account.pk)[0].restored_date == date(2026, 3, 1)
    with pytest.raises(IntegrityError, match="sign_fits_kind"), transaction.atomic():
        CapacityChange.objects.update(change_kva=630)


def test_billing_gets_the_agreement_in_the_engines_words(terms):
    demand = replace(
        terms, price_class="HB-2P-10KV", billing_method="TWO_PART_DEMAND", tou=True,
        contracted_capacity_kva=Decimal(1000), contract_demand_kw=Decimal(500),
        hv_motor_kw=Decimal(200), pf_standard=Decimal("0.90"),
    )  # fmt: skip
    _agree(demand)
    sealed = NewCapacityChange(
        account_id=terms.account_id, kind="SUSPENSION", change_kva=Decimal(-630),
        from_date=date(2026, 1, 11),
    )  # fmt: skip
    over = replace(sealed, from_date=date(2025, 6, 1), restored_date=date(2026, 1, 1))
    later = replace(sealed, kind="INCREASE", change_kva=Decimal(200), from_date=date(2026, 2, 1))
    _change(sealed, over, later)

    found = selectors.agreements_for_billing(account_ids=[terms.account_id], **JANUARY)

    assert found == {
        terms.account_id: rating.Agreement(
            price_class="HB-2P-10KV", billing_method=rating.BillingMethod.TWO_DEMAND, tou=True,
            pf_standard=Decimal("0.90"), contracted_capacity_kva=Decimal(1000),
            contract_demand_kw=Decimal(500), hv_motor_kw=Decimal(200),
            capacity_changes=(
                rating.CapacityChange(
                    kind=rating.CapacityChangeKind.SUSPENSION, kva_change=Decimal(-630),
                    from_date=date(2026, 1, 11),
                ),
            ),
        )
    }  # fmt: skip


def test_terms_that_change_within_the_month_are_named(terms):
    asked = {"account_ids": [terms.account_id], **JANUARY}
    _agree(terms)
    assert selectors.accounts_with_changed_terms(**asked) == set()

    _agree(replace(terms, tou=True, valid_from=date(2026, 1, 15)))

    assert selectors.accounts_with_changed_terms(**asked) == {terms.account_id}
    assert selectors.agreements_for_billing(**asked)[terms.account_id].tou is False


def test_an_agreement_that_begins_within_the_month_counts(terms):
    _agree(replace(terms, valid_from=date(2026, 1, 19)))

    assert terms.account_id in selectors.agreements_for_billing(
        account_ids=[terms.account_id], **JANUARY
    )
    assert selectors.agreements_for_billing(
        account_ids=[terms.account_id], period_start=date(2025, 12, 1), period_end=date(2026, 1, 1)
    ) == {}  # fmt: skip


@pytest.mark.parametrize(
    ("from_date", "to_date", "granted"),
    [
        (date(2025, 9, 15), None, date(2025, 9, 1)),
        (date(2026, 2, 1), None, None),
        (date(2025, 1, 1), date(2026, 1, 1), None),
    ],
)
def test_billing_gets_the_household(account, from_date, to_date, granted):
    _relieve(
        NewRelief(account_id=account.pk, kind="LARGE_HOUSEHOLD", from_date=from_date,
                  to_date=to_date),
        NewRelief(account_id=account.pk, kind="LOW_INCOME", from_date=from_date, to_date=to_date),
    )  # fmt: skip

    found = selectors.households_for_billing(account_ids=[account.pk], **JANUARY)

    assert found[account.pk] == rating.Household(
        move_in_date=date(2014, 1, 15), large_household_from=granted, low_income=granted is not None
    )


def test_statements_do_not_grow_with_rows(account, terms):
    rows = [
        replace(terms, valid_from=date(2014 + n, 1, 15), contracted_capacity_kva=Decimal(n + 1))
        for n in range(10)
    ]
    with CaptureQueriesContext(connection) as statements:
        assert _agree(*rows) == [CREATED] * 10

    assert len(statements) < 15
    assert CustomerAgreement.objects.filter(valid_to__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("from_date", "charged"),
    [(date(2026, 1, 16), 208), (date(2026, 2, 1), 208), (date(2026, 2, 10), 8)],
)
def test_an_increase_is_part_of_the_capacity_from_the_next_month_on(terms, from_date, charged):
    _agree(terms)
    _change(
        NewCapacityChange(
            account_id=terms.account_id, kind="INCREASE", change_kva=Decimal(200),
            from_date=from_date,
        )
    )  # fmt: skip

    found = selectors.agreements_for_billing(
        account_ids=[terms.account_id], period_start=date(2026, 2, 1), period_end=date(2026, 3, 1)
    )

    assert found[terms.account_id].contracted_capacity_kva == charged


def test_terms_agreed_after_an_increase_contain_it(terms):
    _agree(
        terms, replace(terms, contracted_capacity_kva=Decimal(208), valid_from=date(2026, 1, 16))
    )
    _change(
        NewCapacityChange(
            account_id=terms.account_id, kind="INCREASE", change_kva=Decimal(200),
            from_date=date(2026, 1, 16),
        )
    )  # fmt: skip

    found = selectors.agreements_for_billing(
        account_ids=[terms.account_id], period_start=date(2026, 2, 1), period_end=date(2026, 3, 1)
    )

    assert found[terms.account_id].contracted_capacity_kva == 208


@pytest.mark.parametrize(
    ("method", "valid_from", "valid_to", "held"),
    [
        ("TWO_PART_CAPACITY", date(2026, 1, 15), None, True),
        ("TWO_PART_CAPACITY", date(2020, 1, 1), date(2026, 1, 20), True),
        ("TWO_PART_CAPACITY", date(2026, 1, 1), date(2026, 2, 1), False),
        ("SINGLE_PART", date(2026, 1, 15), None, False),
    ],
)
def test_a_two_part_contract_for_a_part_of_the_month_is_not_billed_as_a_whole(
    account, method, valid_from, valid_to, held
):
    CustomerAgreement.objects.create(
        account=account, price_class="HB-2P-10KV", billing_method=method,
        contracted_capacity_kva=Decimal(630), tou=True, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip

    changed = selectors.accounts_with_changed_terms(account_ids=[account.pk], **JANUARY)

    assert changed == ({account.pk} if held else set())
