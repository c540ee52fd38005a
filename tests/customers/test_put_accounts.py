"""Opening and correcting customer files in bulk."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gridhall.customers.models import Account, Contact, Party, SupplyPoint
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.imports.outcome import Outcome

from .builders import FIRM, ZHAO, account_row, organisation_tree, person, put


@pytest.mark.requirement("R1", "R7", "R9")
def test_opens_the_whole_file(organisations):
    row = account_row(
        1, organisations["11"], party=FIRM, category="LARGE_INDUSTRY", contact_name="孙某丙",
        equipment=("电弧炉", "空压机"), industry_code="C34", important_grade="SECOND",
    )  # fmt: skip

    outcomes = put(row)

    account = Account.objects.get(account_no=row.account_no)
    assert outcomes == [Outcome.CREATED]
    assert account.party.name == "示范精密机械有限公司"
    assert account.party.legal_representative == "钱某乙"
    assert account.equipment == ["电弧炉", "空压机"]
    assert account.category == "LARGE_INDUSTRY"
    assert account.supply_points.get().address == row.address
    assert account.contacts.get().value == row.phone


@pytest.mark.requirement("R10")
def test_keeps_what_makes_a_customer_need_care(organisations):
    put(account_row(1, organisations["11"], care_flags=("独居老人", "生命支持设备")))

    assert Account.objects.get().care_flags == ["独居老人", "生命支持设备"]


def test_the_same_rows_again_change_nothing(organisations):
    rows = [account_row(n, organisations["11"], party=person(f"李某{n}", n)) for n in range(1, 5)]
    put(*rows)
    before = list(Account.objects.order_by("pk").values())

    assert put(*rows) == [Outcome.UNCHANGED] * 4
    assert list(Account.objects.order_by("pk").values()) == before
    assert (Party.objects.count(), SupplyPoint.objects.count(), Contact.objects.count()) == (
        4,
        4,
        4,
    )


def test_a_correction_is_kept_with_what_changed(organisations):
    row = account_row(1, organisations["11"])
    put(row)

    outcome = put(replace(row, phone="15400099999", household_persons=5))

    account = Account.objects.get()
    trace = AuditEvent.objects.get(action="customers.corrected")
    assert outcome == [Outcome.UPDATED]
    assert account.household_persons == 5
    assert account.contacts.get().value == "15400099999"
    assert trace.account_ref == account.pk
    assert trace.changes["household_persons"] == [None, 5]
    assert trace.changes["phone"] is True
    assert "15400099999" not in str(trace.changes)


def test_one_person_with_two_accounts_is_one_party(organisations):
    put(account_row(1, organisations["11"]), account_row(2, organisations["11"]))

    assert Party.objects.count() == 1
    assert Account.objects.count() == 2


def test_the_same_document_under_another_name_is_refused(organisations):
    put(account_row(1, organisations["11"]))

    other = account_row(2, organisations["11"], party=replace(ZHAO, name="钱某甲"))

    assert put(other) == [Outcome.CONFLICT]
    assert Account.objects.count() == 1
    assert Party.objects.get().name == "赵某甲"


def test_a_new_account_does_not_wipe_the_legal_representative(organisations):
    put(account_row(1, organisations["11"], party=FIRM))

    put(account_row(2, organisations["11"], party=replace(FIRM, legal_representative="")))

    assert Party.objects.get().legal_representative == "钱某乙"


def test_another_legal_representative_is_a_correction_with_its_trace(organisations):
    row = account_row(1, organisations["11"], party=FIRM)
    put(row)
    moved = replace(FIRM, legal_representative="孙某丙")

    assert put(replace(row, party=moved)) == [Outcome.UPDATED]
    assert put(account_row(2, organisations["11"], party=FIRM)) == [Outcome.CREATED]

    assert Party.objects.get().legal_representative == "钱某乙"
    first, second = AuditEvent.objects.filter(action="customers.corrected").order_by("pk")
    assert first.changes == {"legal_representative": True}
    assert (second.object_type, second.changes) == ("party", {"legal_representative": True})


def test_a_supply_point_may_serve_two_accounts(organisations):
    first = account_row(1, organisations["11"])
    second = account_row(2, organisations["11"], supply_point_no=first.supply_point_no)

    assert put(first, second) == [Outcome.CREATED, Outcome.CREATED]
    assert put(first, second) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_the_same_account_twice_in_one_call(organisations):
    row = account_row(1, organisations["11"])

    assert put(row, row, replace(row, voltage="380V")) == [
        Outcome.CREATED, Outcome.UNCHANGED, Outcome.CONFLICT,
    ]  # fmt: skip
    assert Account.objects.get().supply_points.get().voltage == "220V"


def test_a_chunk_needs_few_statements(organisations):
    rows = [account_row(n, organisations["11"], party=person(f"周某{n}", n)) for n in range(300)]
    with CaptureQueriesContext(
        connection,
    ) as opening:
        put(*rows)
    with CaptureQueriesContext(connection) as repeating:
        put(*rows)

    assert len(opening) < 25
    assert len(repeating) < 20


def test_each_call_leaves_one_audit_row(organisations):
    put(account_row(1, organisations["11"]), account_row(2, organisations["11"]))

    trace = AuditEvent.objects.get(action="customers.imported")
    assert trace.changes == {"CREATED": 2}


def test_the_database_refuses_an_account_number_of_wrong_length(organisations):
    put(account_row(1, organisations["11"]))

    with pytest.raises(IntegrityError, match="account_no_is_digits"), transaction.atomic():
        Account.objects.update(account_no="33110")


@pytest.mark.django_db(transaction=True)
def test_a_correction_does_not_wait_for_bills_and_payments_of_the_account():
    row = account_row(1, organisation_tree()["11"])
    put(row)
    outcomes = []

    def correct():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            outcomes.append(put(replace(row, account_manager="王某")))
        except OperationalError as error:
            outcomes.append(error)
        finally:
            connection.close()

    with transaction.atomic():  # as any row does that names the account
        list(Account.objects.raw("SELECT * FROM customers_account FOR KEY SHARE"))
        thread = threading.Thread(target=correct)
        thread.start()
        thread.join()

    assert outcomes == [[Outcome.UPDATED]]
