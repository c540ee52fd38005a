"""Starting and rating a run: everybody once, held with a reason, the same result each time."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from gridhall.billing import selectors
from gridhall.billing import services as billing
from gridhall.billing.errors import (
    NobodyToBill,
    OrganisationOutsideScope,
    UnableToStartRun,
    WrongRunStatus,
)
from gridhall.foundation.identity.selectors import whole_company
from tests.billing import street
from tests.billing.street import AT, JANUARY, Company, model

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R43", "R44")
def test_every_account_gets_its_bill(town: Company) -> None:
    street.homes(town.east, 5, kwh=["100", "250.5"])
    street.homes(town.west, 4)

    run = street.rated(town)

    bills = street.bills_of(run)
    assert run.status == "RATED"
    assert len(bills) == 9
    assert [str(b.total) for b in bills[:2]] == ["53.80", "134.77"]
    assert {b.bill_no for b in bills} == {None}
    assert bills[0].lines.count() == 1
    assert [c.status for c in bills[0].status_changes.all()] == ["RATED"]


@pytest.mark.requirement("R44")
def test_an_account_without_a_closing_read_is_held_and_never_gets_a_zero_bill(
    town: Company,
) -> None:
    first, second = street.homes(town.east, 2)
    street.lose_closing_read(first)

    run = street.rated(town)

    (hold,) = selectors.holds(scope=whole_company(), run_id=run.pk).rows
    assert (hold.account_id, hold.code) == (first.pk, "READING_MISSING")
    assert hold.reason_zh
    assert hold.reason_en
    assert [b.account_id for b in street.bills_of(run)] == [second.pk]


def test_an_active_account_without_contract_is_held(town: Company) -> None:
    first, _second = street.homes(town.east, 2)
    model("contracts.CustomerAgreement").objects.filter(account=first).delete()

    run = street.rated(town)

    (hold,) = selectors.holds(scope=whole_company(), run_id=run.pk).rows
    assert hold.code == "AGREEMENT_MISSING"


def test_chunks_hold_their_totals(town: Company) -> None:
    street.homes(town.east, 10)

    run = street.rated(town, chunk_size=4)

    chunks = list(run.chunks.order_by("number"))
    assert [len(c.account_ids) for c in chunks] == [4, 4, 2]
    assert [c.bill_count for c in chunks] == [4, 4, 2]
    assert sum(c.control_total for c in chunks) == Decimal("538.00")


def test_a_chunk_is_rated_once(town: Company) -> None:
    street.homes(town.east, 3)
    run = street.start(town)
    chunk = run.chunks.get()

    assert billing.rate_chunk(chunk_id=chunk.pk, at=AT)
    assert not billing.rate_chunk(chunk_id=chunk.pk, at=AT)
    assert len(street.bills_of(run)) == 3


@pytest.mark.parametrize("second", ["headquarters", "province", "east"])
def test_a_month_is_not_billed_twice_for_an_organisation_above_or_below(
    town: Company, second: str
) -> None:
    street.homes(town.east, 1)
    street.start(town, organisation=town.province)

    with pytest.raises(UnableToStartRun) as refused:
        street.start(town, organisation=getattr(town, second))

    assert refused.value.params["month"] == "2026-01"


def test_the_database_refuses_overlapping_runs_too(town: Company) -> None:
    street.homes(town.east, 1)
    run = street.start(town, organisation=town.province)

    with (
        pytest.raises(IntegrityError, match="bill_run_no_shared_organisation"),
        transaction.atomic(),
    ):
        model("billing.BillRun").objects.create(
            run_no="X", organisation=town.east, organisation_path=town.east.path,
            period_start=JANUARY, period_end=run.period_end, library_hash="x", created_at=AT,
        )  # fmt: skip


def test_neighbours_may_run_the_same_month(town: Company) -> None:
    street.homes(town.east, 1)
    street.homes(town.west, 1)

    street.start(town, organisation=town.east)
    street.start(town, organisation=town.west)

    assert model("billing.BillRun").objects.count() == 2


def test_outside_the_own_area_nothing_is_started(town: Company) -> None:
    street.homes(town.east, 1)
    clerk = street.person("west-clerk", "BILLING_CLERK", town.west)

    with pytest.raises(OrganisationOutsideScope):
        billing.start_run(
            organisation_id=town.east.pk, period_start=JANUARY,
            scope=street.scope_of(clerk, "billing.run"), at=AT, actor_id=clerk.pk,
        )  # fmt: skip


def test_nobody_to_bill_is_told(town: Company) -> None:
    with pytest.raises(NobodyToBill):
        street.start(town)


def test_a_cancelled_run_frees_the_month_and_keeps_its_bills_as_discarded(town: Company) -> None:
    street.homes(town.east, 2)
    first = street.rated(town)

    billing.cancel_run(
        run_id=first.pk, scope=whole_company(), reason="错误的示数", at=AT, actor_id=town.clerk.pk
    )
    second = street.rated(town)

    assert {b.status for b in street.bills_of(first)} == {"DISCARDED"}
    assert {b.status for b in street.bills_of(second)} == {"RATED"}
    assert not billing.rate_chunk(chunk_id=first.chunks.first().pk, at=AT)


def test_an_issued_run_cannot_be_cancelled(town: Company) -> None:
    street.homes(town.east, 1)
    run = street.issued(town)

    with pytest.raises(WrongRunStatus):
        billing.cancel_run(
            run_id=run.pk, scope=whole_company(), reason="x", at=AT, actor_id=town.clerk.pk
        )


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_run_and_nobody_is_billed_twice() -> None:
    town = street.company()
    street.homes(town.east, 40)
    run = street.start(town, chunk_size=4)

    def work() -> None:
        try:
            billing.rate_run(run_id=run.pk, at=AT)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    run.refresh_from_db()
    assert run.status == "RATED"
    assert len(street.bills_of(run)) == 40
    assert sum(c.bill_count for c in run.chunks.all()) == 40


def test_the_summary_is_what_the_approver_needs(town: Company) -> None:
    first, *_others = street.homes(town.east, 4, kwh=["100", "900", "0"])
    street.lose_closing_read(first)

    run = street.rated(town)

    summary = selectors.run_detail(run_id=run.pk, scope=whole_company()).summary
    assert (summary.bills, summary.holds) == (3, 1)
    assert summary.energy_kwh == Decimal("1000")
    assert summary.total == sum(b.total for b in street.bills_of(run))
    assert [c.price_class for c in summary.by_price_class] == ["ZJ-RES-TIER"]
    assert [(h.code, h.still_open) for h in summary.by_hold_reason] == [("READING_MISSING", 1)]
    assert dict(summary.by_warning) == {"ENERGY_JUMP": 1, "ZERO_ENERGY": 1}
    assert [str(b.energy_kwh) for b in summary.jumps] == ["900.0000"]
